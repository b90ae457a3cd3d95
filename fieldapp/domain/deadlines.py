"""Each legal period: start, length, end; weekends, public holidays, and days made equal to them.

A period counts from the day after its event. Periods set in a statute move past weekends and
holidays (Algemene termijnenwet, below Atw); periods set by a decision do not, but by house rule we
never let them end on a day on which nobody works. Every result explains itself in Dutch.
Days are calendar days in Europe/Amsterdam. The days equated with a holiday are data (`equated`).
"""

from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from fieldapp.domain.moments import MONTHS, WEEKDAYS

Unit = Literal["hours", "days", "weeks", "months", "years"]

ZIENSWIJZE_DAYS = 14

_WORDS: dict[Unit, tuple[str, str]] = {
    "hours": ("uur", "uur"),
    "days": ("dag", "dagen"),
    "weeks": ("week", "weken"),
    "months": ("maand", "maanden"),
    "years": ("jaar", "jaar"),
}
_LONGEST_EXTENDED: dict[Unit, int] = {"hours": 0, "days": 90, "weeks": 12, "months": 3, "years": 0}
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Term:
    """One period: `plain_end` is the counted last day, `last_day` the day that holds; both inclusive."""

    event: date
    plain_end: date
    last_day: date
    steps: tuple[str, ...]


def end_of_term(
    event: date,
    n: int,
    unit: Unit,
    *,
    statutory: bool = True,
    excluded_from_atw: bool = False,
    house_rule: bool = False,
    equated: Collection[date] = (),
) -> Term:
    """Return the last day of a period of `n` units that starts the day after `event`.

    `statutory`: set in a statute or by-law; False: set by a decision. `excluded_from_atw`: the statute
    itself excludes the Atw. `house_rule`: a period set by a decision still ends on a working day.
    Hours are counted as whole days of 24 hours, upwards.
    Source: Atw art. 1 lid 1, art. 2, art. 3, art. 4; Awb art. 6:8 lid 1; Gemeentewet art. 145.
    """
    plain = _add(event, n, unit)
    steps = [
        f"De dag zelf telt niet mee: de termijn begint op {day_text(event + _ONE_DAY)}.",
        f"{n} {_WORDS[unit][0 if n == 1 else 1]}: de laatste dag is {day_text(plain)}.",
    ]
    if not statutory:
        last = _next_working_day(plain, equated) if house_rule else plain
        steps += _by_decision(plain, last, equated)
        return Term(event, plain, last, tuple(steps))
    exempt = _exempt_because(n, unit, excluded_from_atw)
    if exempt:
        return Term(event, plain, plain, (*steps, exempt))
    longer = _with_two_working_days(event, plain, n, unit, equated)
    if longer != plain:
        steps.append(f"Er moeten twee werkdagen in zitten: {day_text(longer)} (Atw art. 2).")
    last = _next_working_day(longer, equated)
    if last != longer:
        steps.append(f"{_why_not_working(longer, last, equated)}: door naar {day_text(last)} (Atw art. 1 lid 1).")
    return Term(event, plain, last, tuple(steps))


def start_of_term_back(event: date, n: int, unit: Unit) -> date:
    """Return the day `n` units before `event`; a period counted backwards is never moved.

    Source: Atw art. 1 lid 2.
    """
    return _add(event, -n, unit)


def easter(year: int) -> date:
    """Return Easter Sunday of a year (anonymous Gregorian computus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month, day = divmod(h + j - 7 * m + 114, 31)
    return date(year, month, day + 1)


def public_holidays(year: int) -> dict[date, str]:
    """Return the generally recognised holidays of a year, without the days equated by decree.

    Koningsdag is 26 April when the 27th is a Sunday; 5 May counts every year.
    Source: Atw art. 3 lid 1 and 2.
    """
    sunday = easter(year)
    kings_day = date(year, 4, 27)
    return {
        date(year, 1, 1): "Nieuwjaarsdag",
        sunday - timedelta(days=2): "Goede Vrijdag",
        sunday + _ONE_DAY: "tweede Paasdag",
        kings_day - _ONE_DAY if kings_day.isoweekday() == 7 else kings_day: "Koningsdag",
        date(year, 5, 5): "Bevrijdingsdag",
        sunday + timedelta(days=39): "Hemelvaartsdag",
        sunday + timedelta(days=50): "tweede Pinksterdag",
        date(year, 12, 25): "eerste Kerstdag",
        date(year, 12, 26): "tweede Kerstdag",
    }


def is_working_day(day: date, equated: Collection[date] = ()) -> bool:
    """Return whether a day is no Saturday, Sunday, holiday or equated day. Source: Atw art. 1 and 3."""
    return _name_of_rest(day, equated) is None


def day_text(day: date) -> str:
    """Return `vr 20 november 2026`."""
    return f"{WEEKDAYS[day.weekday()][:2]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def bezwaartermijn(bekendgemaakt_on: date, equated: Collection[date] = ()) -> Term:
    """Return the period for bezwaar: six weeks. Source: Awb art. 6:7, art. 6:8 lid 1; Atw art. 1."""
    return end_of_term(bekendgemaakt_on, 6, "weeks", equated=equated)


def beroepstermijn(bekendgemaakt_on: date, equated: Collection[date] = ()) -> Term:
    """Return the period for beroep: six weeks. Source: Awb art. 6:7, art. 6:8 lid 1; Atw art. 1."""
    return end_of_term(bekendgemaakt_on, 6, "weeks", equated=equated)


def beslistermijn_bezwaar(
    bezwaartermijn_ended_on: date, *, with_committee: bool, equated: Collection[date] = ()
) -> Term:
    """Return the period to decide on bezwaar: six weeks, twelve with an adviescommissie.

    Counted from the day after the bezwaartermijn ended. Source: Awb art. 7:10 lid 1; Atw art. 1 and 4.
    """
    return end_of_term(bezwaartermijn_ended_on, 12 if with_committee else 6, "weeks", equated=equated)


def verdagingstermijn(beslistermijn_ended_on: date, equated: Collection[date] = ()) -> Term:
    """Return the longest postponement of a decision on bezwaar: six weeks. Source: Awb art. 7:10 lid 3."""
    return end_of_term(beslistermijn_ended_on, 6, "weeks", equated=equated)


def beslistermijn_handhavingsverzoek(received_on: date, equated: Collection[date] = ()) -> Term:
    """Return the longest reasonable period to decide on a request: eight weeks. Source: Awb art. 4:13 lid 2."""
    return end_of_term(received_on, 8, "weeks", equated=equated)


def beslistermijn_invordering(requested_on: date, equated: Collection[date] = ()) -> Term:
    """Return the period to decide on a request to collect: four weeks. Source: Awb art. 5:37 lid 3."""
    return end_of_term(requested_on, 4, "weeks", equated=equated)


def beslistermijn_toepassing_bestuursdwang(requested_on: date, equated: Collection[date] = ()) -> Term:
    """Return the period to decide on a request to apply bestuursdwang: four weeks. Source: Awb art. 5:31a lid 2."""
    return end_of_term(requested_on, 4, "weeks", equated=equated)


def betalingstermijn(verbeurd_on: date, equated: Collection[date] = ()) -> Term:
    """Return the period to pay a forfeited dwangsom: six weeks. Source: Awb art. 5:33; Atw art. 1."""
    return end_of_term(verbeurd_on, 6, "weeks", equated=equated)


def betalingstermijn_geldschuld(bekendgemaakt_on: date, equated: Collection[date] = ()) -> Term:
    """Return the period to pay a debt fixed by a decision: six weeks. Source: Awb art. 4:87 lid 1."""
    return end_of_term(bekendgemaakt_on, 6, "weeks", equated=equated)


def aanmaningstermijn(sent_on: date, equated: Collection[date] = ()) -> Term:
    """Return the period of an aanmaning: two weeks from the day after sending. Source: Awb art. 4:112 lid 1."""
    return end_of_term(sent_on, 2, "weeks", equated=equated)


def motiveringstermijn(bekendgemaakt_on: date, equated: Collection[date] = ()) -> Term:
    """Return the period to give reasons afterwards: one week. Source: Awb art. 3:47 lid 3; Atw art. 1."""
    return end_of_term(bekendgemaakt_on, 1, "weeks", equated=equated)


def verslagtermijn(entered_on: date, equated: Collection[date] = ()) -> Term:
    """Return the period to send the verslag van binnentreden: the fourth day.

    Alarm on `plain_end`; `last_day` is the legal limit. Source: Awbi art. 11; Atw art. 1 and 2.
    """
    return end_of_term(entered_on, 4, "days", equated=equated)


def verslag_beschikbaar(entered_on: date) -> Term:
    """Return how long an undeliverable copy is kept for the resident: six months. Source: Awbi art. 11; Atw art. 4."""
    return end_of_term(entered_on, 6, "months")


def geldigheid_machtiging(given_on: date) -> Term:
    """Return how long a machtiging holds: up to and including the third day, never longer.

    Source: Awbi art. 6 lid 2 (the Atw does not apply).
    """
    return end_of_term(given_on, 3, "days", excluded_from_atw=True)


def verkoop_vanaf(taken_on: date) -> Term:
    """Return when stored goods may be sold: after thirteen weeks. Source: Awb art. 5:30 lid 1; Atw art. 4."""
    return end_of_term(taken_on, 13, "weeks")


def verjaring_dwangsom(verbeurd_on: date) -> Term:
    """Return when a forfeited dwangsom prescribes: one year, unless stuiting or art. 5:35 lid 2 makes it longer.

    Source: Awb art. 5:35 lid 1; Atw art. 4.
    """
    return end_of_term(verbeurd_on, 1, "years")


def vaststelling_kosten(applied_on: date) -> Term:
    """Return until when the costs of bestuursdwang may be fixed: five years. Source: Awb art. 5:25 lid 6; Atw art. 4."""
    return end_of_term(applied_on, 5, "years")


def verjaring_geldschuld(event: date) -> Term:
    """Return when a debt to the municipality prescribes: five years after the term to pay, or after an interruption.

    Source: Awb art. 4:104 lid 1, 4:110; Atw art. 4.
    """
    return end_of_term(event, 5, "years")


def opheffing_na_jaar(in_force_on: date) -> Term:
    """Return after which day a last without forfeiture may be lifted: one year. Source: Awb art. 5:34 lid 2; Atw art. 4."""
    return end_of_term(in_force_on, 1, "years")


def aanzegging_binnentreden(notified_on: date) -> Term:
    """Return the notice before entering an uninvolved place: 48 hours. Source: Awb art. 5:27 lid 3; Atw art. 4."""
    return end_of_term(notified_on, 48, "hours")


def zienswijzetermijn(sent_on: date, days: int = ZIENSWIJZE_DAYS, equated: Collection[date] = ()) -> Term:
    """Return the period for a zienswijze; its length is set by the authority. Source: Awb art. 4:8; house rule."""
    return end_of_term(sent_on, days, "days", statutory=False, house_rule=True, equated=equated)


def begunstigingstermijn(bekendgemaakt_on: date, days: int, equated: Collection[date] = ()) -> Term:
    """Return the begunstigingstermijn; its length is set in the last. Source: Awb art. 5:32a lid 2; house rule."""
    return end_of_term(bekendgemaakt_on, days, "days", statutory=False, house_rule=True, equated=equated)


def longer_term(event: date, until: date, equated: Collection[date] = ()) -> Term:
    """Return a term that a besluit makes run until a day of its choice. Source: Awb art. 5:32a lid 2; house rule."""
    last = _next_working_day(until, equated)
    return Term(
        event, until, last, (f"De nieuwe laatste dag is {day_text(until)}.", *_by_decision(until, last, equated))
    )


def einde_sluiting(closed_on: date, n: int, unit: Unit) -> Term:
    """Return the last day of a closure; the decision sets it and nothing moves it. Source: domain rule on Awb art. 5:24."""
    return end_of_term(closed_on, n, unit, statutory=False)


def proposal_dates(
    decided_on: date,
    advice: Mapping[str, Any],
    *,
    equated: Collection[date] = (),
    zienswijze_days: int = ZIENSWIJZE_DAYS,
) -> dict[str, Any]:
    """Return the provisional dates of a proposal if the team lead decides and writes on `decided_on`.

    Keys `zienswijze_until_on`, `herstel_until_on`, `hercontrole_on` (day as text or None) and `why`
    (Dutch sentences). A waarschuwing has no zienswijze; a spoed variant skips it (Awb art. 4:11 a).
    The decision is taken on the first working day after the zienswijze.
    Source: Awb art. 4:8, 4:11, 5:32a lid 2.
    """
    why: list[str] = []
    zienswijze = None
    decision_on = decided_on
    if advice["measure_type"] in _WITH_ZIENSWIJZE and not advice.get("variant"):
        zienswijze = zienswijzetermijn(decided_on, zienswijze_days, equated).last_day
        decision_on = _next_working_day(zienswijze + _ONE_DAY, equated)
        why.append(
            f"Zienswijze tot en met {day_text(zienswijze)}; daarna het besluit, op zijn vroegst {day_text(decision_on)}."
        )
    herstel = None
    if advice.get("term_days"):
        herstel = begunstigingstermijn(decision_on, advice["term_days"], equated).last_day
        why.append(f"Hersteltermijn van {advice['term_days']} dagen: tot en met {day_text(herstel)}.")
    check_on = None
    if advice["measure_type"] not in _WITHOUT_CHECK:
        check_on = _next_working_day((herstel or decision_on) + _ONE_DAY, equated)
        why.append(f"Hercontrole op de eerste werkdag daarna: {day_text(check_on)}.")
    return {
        "zienswijze_until_on": zienswijze.isoformat() if zienswijze else None,
        "herstel_until_on": herstel.isoformat() if herstel else None,
        "hercontrole_on": check_on.isoformat() if check_on else None,
        "why": why,
    }


_WITH_ZIENSWIJZE = frozenset(
    {"last_onder_dwangsom", "last_onder_bestuursdwang", "sluiting", "schorsing_vergunning", "intrekking_vergunning"}
)
_WITHOUT_CHECK = frozenset({"geen_maatregel", "informeren_eigenaar"})


def _add(event: date, n: int, unit: Unit) -> date:
    if unit == "hours":
        return event + timedelta(days=-(-n // 24))
    if unit in ("days", "weeks"):
        return event + timedelta(days=n if unit == "days" else 7 * n)
    return add_months(event, n if unit == "months" else 12 * n)


def add_months(day: date, n: int) -> date:
    """Return the same date `n` months on, or the last day of that month when it has no such date."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _exempt_because(n: int, unit: Unit, excluded_from_atw: bool) -> str | None:
    if excluded_from_atw:
        return "De wet zelf sluit verlenging uit: de dag blijft staan."
    if n > _LONGEST_EXTENDED[unit]:
        return "Een termijn van deze lengte wordt niet verlengd: de dag blijft staan (Atw art. 4)."
    return None


def _by_decision(plain: date, last: date, equated: Collection[date]) -> list[str]:
    if last == plain:
        return ["Het besluit bepaalt deze termijn: de Algemene termijnenwet verlengt hem niet."]
    return [f"{_why_not_working(plain, last, equated)}: wij kiezen {day_text(last)} (huisregel)."]


def _with_two_working_days(event: date, plain: date, n: int, unit: Unit, equated: Collection[date]) -> date:
    if unit == "days" and n < 3:
        return plain
    end = plain
    while (
        sum(is_working_day(event + timedelta(days=i), equated) for i in range(1, min((end - event).days, 14) + 1)) < 2
    ):
        end += _ONE_DAY
    return end


def _next_working_day(day: date, equated: Collection[date]) -> date:
    while not is_working_day(day, equated):
        day += _ONE_DAY
    return day


def _why_not_working(first: date, until: date, equated: Collection[date]) -> str:
    days = [first + timedelta(days=i) for i in range((until - first).days)]
    return ", ".join(f"{day_text(day)} is {_name_of_rest(day, equated)}" for day in days)


def _name_of_rest(day: date, equated: Collection[date]) -> str | None:
    holiday = public_holidays(day.year).get(day)
    if holiday:
        return holiday
    if day in equated:
        return "gelijkgesteld met een feestdag"
    return {6: "zaterdag", 7: "zondag"}.get(day.isoweekday())
