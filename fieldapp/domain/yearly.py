"""What the law sets anew each year or half year, and somebody must look up: holidays, fees, the rate of interest."""

from collections.abc import Iterator
from datetime import date, timedelta

from fieldapp.domain.deadlines import day_text
from fieldapp.domain.policy import Policy

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
            f"De wettelijke rente is nagekeken tot en met {day_text(rates)}. "
            "Tot u interest.json aanvult, kan niemand rente over latere dagen vaststellen (BW art. 6:120)."
        )
