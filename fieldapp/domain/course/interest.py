"""Wettelijke rente over a forfeited dwangsom that is paid too late: from which day, over what, at which rate, how much.

Counted from the day after the term to pay; over days of deferral only where the besluit did not say otherwise; each
year what is due over that year bears interest itself. A payment goes to costs first, then to interest, then to the
principal; interest that comes to less than the least amount at a payment is not due.
Source: Awb art. 4:92 lid 1, 4:97, 4:98, 4:101; BW art. 6:119 lid 1 and 2, 6:120 lid 1. Amounts in euro cents.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from fieldapp.domain.course import claims, deferrals, ledger
from fieldapp.domain.deadlines import add_months

Fields = Mapping[str, Any]
ONE_DAY = timedelta(days=1)
NOTHING = Fraction(0)


@dataclass(frozen=True)
class Segment:
    """Days with one rate over one amount; both days count. `basis_points`: hundredths of a percent a year."""

    first: date
    last: date
    over: int
    basis_points: int
    cents: Fraction


@dataclass(frozen=True)
class Interest:
    """What is due through a day. `is_checked`: nobody looked yet at the rates of its last days when False."""

    cents: int
    from_on: date | None
    through_on: date
    segments: tuple[Segment, ...] = ()
    is_checked: bool = True


@dataclass
class _Debt:
    """The debt on its way; `principal` may fall below nothing. `kept`: interest of earlier years, `new`: of this one."""

    principal: Fraction
    costs: int = 0
    kept: Fraction = NOTHING
    new: Fraction = NOTHING
    covered: Fraction = NOTHING
    """Interest that payments covered."""
    segments: list[Segment] = field(default_factory=list)

    @property
    def over(self) -> Fraction:
        return max(self.principal, NOTHING) + self.kept

    @property
    def open_interest(self) -> Fraction:
        return self.kept + self.new

    def pay(self, cents: int, least: int) -> None:
        """Source: Awb art. 4:92 lid 1, 4:98 lid 2."""
        to_costs = min(cents, self.costs)
        if self.open_interest < least:
            self.kept = self.new = NOTHING
        to_interest = min(Fraction(cents - to_costs), self.open_interest)
        to_kept = min(to_interest, self.kept)
        self.costs -= to_costs
        self.kept, self.new = self.kept - to_kept, self.new - (to_interest - to_kept)
        self.covered += to_interest
        self.principal -= cents - to_costs - to_interest

    def give_back(self, cents: int) -> None:
        self.principal += cents


def due_from(measure: Fields, of: str) -> date | None:
    """Return the first day of interest: the one after the term to pay. Source: Awb art. 4:87, 4:97, 5:33."""
    term = claims.pay_term(measure, of)
    return date.fromisoformat(term["ends_on"]) + ONE_DAY if term else None


def of_verbeurte(measure: Fields, of: str, rates: Fields, through_on: date) -> Interest:
    """Return the interest over one verbeurte, or the costs, through a day. `rates`: the policy file of that name."""
    verbeurte, from_on = claims.claim_of(measure, of), due_from(measure, of)
    if from_on is None or through_on < from_on or ledger.state_of_claim(measure, of) == "vervallen":
        return Interest(0, None, through_on)
    debt, events = _Debt(Fraction(ledger.collected(verbeurte))), _events(measure, of)
    days = _boundaries(verbeurte, from_on, through_on, rates, events)
    for day, cents, is_costs in events:
        if day < from_on:
            _happen(debt, cents, is_costs, rates)
    for first, after in pairwise(days):
        if first != from_on and first in _anniversaries(from_on, through_on):
            debt.kept, debt.new = debt.open_interest, NOTHING
        for day, cents, is_costs in events:
            if day == first:
                _happen(debt, cents, is_costs, rates)
        _accrue(debt, verbeurte, from_on, first, after, rates)
    total = debt.covered + (debt.open_interest if debt.open_interest >= rates["least_eur_cents"] else NOTHING)
    return Interest(_rounded(total), from_on, through_on, tuple(debt.segments), _is_checked(debt, rates))


def known_through(rates: Fields) -> date:
    """Return the last day whose rate somebody looked up. Source: BW art. 6:120 lid 1."""
    return date.fromisoformat(rates["checked_through_on"])


def why_not(measure: Fields, of: str, rates: Fields, made_known_on: date) -> Iterator[str]:
    """Yield why no interest can be fixed by a besluit of this day: it counts through the day before.

    A later besluit may fix less: a bezwaar made the claim less, or an earlier payment was booked since.
    Source: Awb art. 4:98 lid 2, 4:99.
    """
    found = of_verbeurte(measure, of, rates, made_known_on - ONE_DAY)
    fixed = claims.claim_of(measure, of).get("interest", {})
    is_later = found.through_on.isoformat() >= fixed.get("through_on", "")
    if found.from_on is None or found.cents == fixed.get("amount_eur_cents", 0) or not is_later:
        yield "measure.no_interest"
    elif not found.is_checked:
        yield "measure.rates_not_checked"


def _happen(debt: _Debt, cents: int, is_costs: bool, rates: Fields) -> None:
    if is_costs:
        debt.costs += cents
    elif cents < 0:
        debt.give_back(-cents)
    else:
        debt.pay(cents, rates["least_eur_cents"])


def _events(measure: Fields, of: str) -> list[tuple[date, int, bool]]:
    """Return what came in, went back (below nothing) or was added as costs, oldest first; costs before money."""
    found = [
        (date.fromisoformat(one["on"]), one["amount_eur_cents"] * (1 if one["kind"] == "betaling" else -1), False)
        for one in measure.get("payments", {}).values()
        if one["of"] == of
    ]
    aanmaning = claims.claim_of(measure, of).get("aanmaning")
    if aanmaning:
        found.append((date.fromisoformat(aanmaning["sent_on"]), aanmaning["fee_eur_cents"], True))
    return sorted(found, key=lambda one: (one[0], not one[2], -one[1]))


def _anniversaries(from_on: date, through_on: date) -> list[date]:
    years = through_on.year - from_on.year + 1
    return [day for n in range(1, years + 1) if (day := add_months(from_on, 12 * n)) <= through_on]


def _boundaries(
    verbeurte: Fields, from_on: date, through_on: date, rates: Fields, events: Sequence[tuple[date, int, bool]]
) -> list[date]:
    """Return the days on which something changes, with the first day and the day after the last one."""
    days = {from_on, through_on + ONE_DAY, *_anniversaries(from_on, through_on)}
    days |= {date.fromisoformat(row["from_on"]) for row in rates["rates"]} | {day for day, _, _ in events}
    for first, last, bears in deferrals.spans(verbeurte):
        days |= set() if bears else {first, last + ONE_DAY}
    return sorted(day for day in days if from_on <= day <= through_on + ONE_DAY)


def _accrue(debt: _Debt, verbeurte: Fields, from_on: date, first: date, after: date, rates: Fields) -> None:
    if debt.over <= 0 or any(begin <= first <= last for begin, last, bears in deferrals.spans(verbeurte) if not bears):
        return
    rate = rate_on(rates, first)
    last = debt.segments[-1] if debt.segments else None
    cents = debt.over * rate * (after - first).days / (10_000 * _days_of_year(from_on, first))
    debt.new += cents
    over = _rounded(debt.over)
    if last and (last.last + ONE_DAY, last.over, last.basis_points) == (first, over, rate):
        debt.segments.pop()
        first, cents = last.first, last.cents + cents
    debt.segments.append(Segment(first, after - ONE_DAY, over, rate, cents))


def _days_of_year(from_on: date, day: date) -> int:
    """Return how many days the year of interest has that this day lies in: 365, or 366 with a leap day in it."""
    n = day.year - from_on.year
    begin = add_months(from_on, 12 * n)
    n -= begin > day
    return (add_months(from_on, 12 * (n + 1)) - add_months(from_on, 12 * n)).days


def rate_on(rates: Fields, day: date) -> int:
    """Return the rate of a day in hundredths of a percent; before the first known one that one. Source: BW art. 6:120."""
    known = [row["basis_points"] for row in rates["rates"] if row["from_on"] <= day.isoformat()]
    return int(known[-1] if known else rates["rates"][0]["basis_points"])


def _is_checked(debt: _Debt, rates: Fields) -> bool:
    """Say whether somebody looked at the rates of all days over which interest was counted."""
    return all(one.last.isoformat() <= rates["checked_through_on"] for one in debt.segments)


def rounded(segment: Segment) -> int:
    """Return the interest of one part in whole cents, to show; the sum is rounded once."""
    return _rounded(segment.cents)


def _rounded(cents: Fraction) -> int:
    """Return whole cents, half up."""
    return int((cents + Fraction(1, 2)).__floor__())
