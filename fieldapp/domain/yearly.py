"""What the law sets anew each year or half year, and somebody must look up: holidays, fees, the rate of interest."""

from collections.abc import Iterator
from datetime import date, timedelta

from fieldapp.domain.deadlines import day_text
from fieldapp.domain.policy import Policy

ONE_DAY = timedelta(days=1)
AHEAD = timedelta(days=61)
"""Terms look this far into a year before it begins: by then its equated days must be known."""


def to_look_up(policy: Policy, today: date) -> Iterator[str]:
    """Yield a sentence for each piece of policy that nobody looked at for these days.

    Source: Algemene termijnenwet art. 3 lid 3; Awb art. 4:113 lid 1; BW art. 6:120 lid 1.
    """
    known = date.fromisoformat(policy.holidays["equated_through_on"])
    if known < today + AHEAD:
        yield (
            f"De dagen die met een feestdag zijn gelijkgesteld, zijn bekend tot en met {day_text(known)}. "
            "Zoek het nieuwe koninklijk besluit op en vul holidays.json aan (Algemene termijnenwet art. 3 lid 3)."
        )
    if policy.fees["checked_until_year"] < today.year:
        yield (
            f"De vergoeding voor een aanmaning is nagekeken tot en met {policy.fees['checked_until_year']}. "
            "Zoek de nieuwe bedragen op en vul fees.json aan (Awb art. 4:113)."
        )
    rates = date.fromisoformat(policy.interest["checked_through_on"])
    if rates < today:
        yield (
            f"De wettelijke rente is nagekeken tot en met {day_text(rates)}. Zoek het percentage van daarna op. Is het anders? "
            f"Vul dan interest.json aan. Zet daarin checked_through_on op {_end_of_half_year(rates + ONE_DAY).isoformat()}. "
            "Tot dan wordt over latere dagen geen rente gerekend (BW art. 6:120)."
        )


def _end_of_half_year(day: date) -> date:
    """A rate holds for a half year at least: it changes on 1 January or 1 July. Source: BW art. 6:120 lid 1."""
    return date(day.year, 6, 30) if day < date(day.year, 7, 1) else date(day.year, 12, 31)
