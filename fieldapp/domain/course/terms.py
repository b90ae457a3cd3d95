"""The terms of a measure as data: which kinds there are, how each is counted, which run now and what must be done.

`deadlines.py` counts; this says which term starts when, whose it is, and what its end does. Each term keeps the
sentences of its own count, so that a later change of the calendar never rewrites what was told before.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fieldapp.domain import deadlines
from fieldapp.domain.course import deferrals
from fieldapp.domain.course.claims import COSTS
from fieldapp.domain.course.hercontrole import hercontrole_on
from fieldapp.domain.course.states import REMEDY_ENDS
from fieldapp.domain.documents.course import Term, Verbeurte

Equated = Collection[date]
Fields = Mapping[str, Any]
REPLY_DAYS = 14
"""House rule: how long the owner has to answer before we note that nothing came."""
BESLUIT_ACHTERAF_HOURS = 48
"""Awb art. 5:31 lid 2 says as soon as possible; our alarm rings after two days."""


@dataclass(frozen=True)
class TermKind:
    """`owner`: the role that must act; `action`: what it does, in Dutch; `in_law`: the word of the law, for the dossier."""

    label: str
    ground: str
    owner: str
    action: str
    in_law: str = ""


KINDS: dict[str, TermKind] = {
    "zienswijze": TermKind(
        "Zienswijze", "Awb art. 4:8", "team_lead", "Wacht op de zienswijze; zet daarna het besluit klaar."
    ),
    "herstel": TermKind(
        "Hersteltermijn na waarschuwing", "beleidsregel", "team_lead", "Plan na deze dag een hercontrole."
    ),
    "reactie": TermKind("Reactie van de eigenaar", "huisregel", "registrar", "Leg de reactie vast als die komt."),
    "begunstiging": TermKind(
        "Hersteltermijn",
        "Awb art. 5:32a lid 2",
        "team_lead",
        "Plan na deze dag een hercontrole.",
        in_law="Begunstigingstermijn",
    ),
    "uitvoering": TermKind(
        "Termijn om zelf te herstellen", "Awb art. 5:24 lid 2", "team_lead", "Plan na deze dag een hercontrole."
    ),
    "besluit_achteraf": TermKind(
        "Besluit achteraf", "Awb art. 5:31 lid 2", "mandate_holder", "Onderteken het besluit en laat het bekendmaken."
    ),
    "bezwaar": TermKind("Bezwaartermijn", "Awb art. 6:7", "legal_officer", "Wacht of er bezwaar komt."),
    "beslistermijn_bezwaar": TermKind(
        "Beslissen op bezwaar", "Awb art. 7:10", "legal_officer", "Beslis op het bezwaar of verdaag."
    ),
    "beroep": TermKind("Beroepstermijn", "Awb art. 6:7, 8:1", "legal_officer", "Wacht of er beroep komt."),
    "hoger_beroep": TermKind(
        "Termijn voor hoger beroep", "Awb art. 6:7, 8:104", "legal_officer", "Wacht of er hoger beroep komt."
    ),
    "opheffing_na_jaar": TermKind(
        "Jaar zonder verbeurte", "Awb art. 5:34 lid 2", "mandate_holder", "Daarna kan de overtreder opheffing vragen."
    ),
    "sluiting": TermKind("Duur van de sluiting", "het besluit", "team_lead", "Regel de opening van het pand."),
    "heropening": TermKind("Tijdelijk open", "het besluit", "team_lead", "Sluit het pand weer."),
    "begin_schorsing": TermKind("Begin van de schorsing", "het besluit", "team_lead", "Controleer of het pand stopt."),
    "schorsing": TermKind("Duur van de schorsing", "het besluit", "team_lead", "De vergunning herleeft daarna."),
    "opschorting": TermKind(
        "Opschorting", "Awb art. 5:34 lid 1, 8:81", "mandate_holder", "Beslis wat er daarna geldt."
    ),
    "kosten_vaststelling": TermKind(
        "Kosten vaststellen", "Awb art. 5:25 lid 6", "mandate_holder", "Stel de kosten vast bij beschikking."
    ),
    "betaling_kosten": TermKind("Kosten betalen", "Awb art. 4:87 lid 1", "registrar", "Boek de betaling."),
    "verkoop": TermKind("Bewaren van zaken", "Awb art. 5:30 lid 1", "team_lead", "Daarna mogen zaken worden verkocht."),
    "betaling": TermKind(
        "Dwangsom betalen", "Awb art. 5:33", "registrar", "Boek de betaling of bereid invordering voor."
    ),
    "zienswijze_invordering": TermKind(
        "Zienswijze over invordering", "Awb art. 4:8", "mandate_holder", "Neem daarna de invorderingsbeschikking."
    ),
    "bezwaar_invordering": TermKind(
        "Bezwaartermijn invordering", "Awb art. 5:39, 6:7", "legal_officer", "Wacht of er bezwaar komt."
    ),
    "bezwaar_kosten": TermKind(
        "Bezwaartermijn kosten", "Awb art. 5:31c, 6:7", "legal_officer", "Wacht of er bezwaar komt."
    ),
    "aanmaning": TermKind(
        "Betalen na aanmaning", "Awb art. 4:112 lid 1", "mandate_holder", "Vaardig een dwangbevel uit."
    ),
    "uitstel": TermKind(
        "Uitstel van betaling", "Awb art. 4:94", "registrar", "Boek de betaling; na deze dag kan worden aangemaand."
    ),
    "betaling_rente": TermKind("Rente betalen", "Awb art. 4:87 lid 1, 4:99", "registrar", "Boek de betaling."),
    "bezwaar_rente": TermKind("Bezwaartermijn rente", "Awb art. 6:7", "legal_officer", "Wacht of er bezwaar komt."),
    "verslag": TermKind(
        "Verslag versturen", "Awbi art. 11 lid 1", "inspector", "Maak het verslag van binnentreden en verstuur het."
    ),
    "afschrift_bewoner": TermKind(
        "Afschrift voor de bewoner",
        "Awbi art. 11 lid 2 en 3",
        "inspector",
        "Geef of stuur het afschrift van het verslag.",
    ),
    "verjaring_kosten": TermKind(
        "Verjaring van de kosten", "Awb art. 4:104", "mandate_holder", "Vorder in of stuit de verjaring."
    ),
    "verjaring": TermKind(
        "Verjaring van de dwangsom", "Awb art. 5:35", "mandate_holder", "Vorder in of stuit de verjaring."
    ),
}


def written(
    kind: str, term: deadlines.Term, n: int, unit: str, *, of: str | None = None, post_until: date | None = None
) -> Term:
    """Write a counted term as a document keeps it."""
    ends_on = term.last_day.isoformat()
    return {
        "kind": kind,
        "starts_on": term.event.isoformat(),
        "plain_end_on": term.plain_end.isoformat(),
        "ends_on": ends_on,
        "acts_after_on": post_until.isoformat() if post_until else ends_on,
        "state": "loopt",
        "why": list(term.steps),
        "n": n,
        "unit": unit,  # type: ignore[typeddict-item]  # one of the units of deadlines.py
        "of": of,
    }


def by_decision(kind: str, event: date, days: int, equated: Equated, *, of: str | None = None) -> Term:
    """Return a term whose length the municipality set: it never ends on a day on which nobody works."""
    counted = deadlines.end_of_term(event, days, "days", statutory=False, house_rule=True, equated=equated)
    return written(kind, counted, days, "days", of=of)


SET_BY_US = {
    "voornemen_verzonden": "zienswijze",
    "verzonden": "herstel",
    "in_begunstiging": "begunstiging",
    "in_uitvoeringstermijn": "uitvoering",
}
"""State -> the term whose length the municipality set itself and may lengthen while it runs."""


def longer(term: Term, until_on: date, on: date, ground: str, equated: Equated) -> Term:
    """Return a term that a besluit of `on` lets run until a later day; by house rule one on which somebody works."""
    counted = deadlines.longer_term(date.fromisoformat(term["starts_on"]), until_on, equated)
    said = f"Verlengd op {deadlines.day_text(on)} ({ground})."
    days = (until_on - counted.event).days
    return {**written(term["kind"], counted, days, "until"), "why": [*term["why"], said, *counted.steps]}


def set_by_court(kind: str, event: date, last_day: date) -> Term:
    """Return a term that a ruling sets. Source: Awb art. 8:72 lid 4."""
    said = f"De rechter gaf deze termijn: tot en met {deadlines.day_text(last_day)} (Awb art. 8:72 lid 4)."
    return written(kind, deadlines.Term(event, last_day, last_day, (said,)), (last_day - event).days, "until")


def until(kind: str, event: date, last_day: date, why: str) -> Term:
    """Return a term that ends on a day which a decision names; nothing moves it."""
    steps = (why, f"De laatste dag is {deadlines.day_text(last_day)}: het besluit bepaalt deze dag.")
    counted = deadlines.Term(event, last_day, last_day, steps)
    return written(kind, counted, (last_day - event).days, "until")


Counted = Callable[[date, Equated], deadlines.Term]


def statutory(kind: str, event: date, equated: Equated, *, of: str | None = None) -> Term:
    """Return a term whose length a statute sets. Source: each function in deadlines.py names its own article."""
    counted, n, unit = _STATUTORY[kind]
    return written(kind, counted(event, equated), n, unit, of=of)


_STATUTORY: dict[str, tuple[Counted, int, str]] = {
    "betaling": (deadlines.betalingstermijn, 6, "weeks"),
    "betaling_kosten": (deadlines.betalingstermijn_geldschuld, 6, "weeks"),
    "betaling_rente": (deadlines.betalingstermijn_geldschuld, 6, "weeks"),
    "aanmaning": (deadlines.aanmaningstermijn, 2, "weeks"),
    "verjaring": (lambda event, _: deadlines.verjaring_dwangsom(event), 1, "years"),
    "verjaring_kosten": (lambda event, _: deadlines.verjaring_geldschuld(event), 5, "years"),
    "kosten_vaststelling": (lambda event, _: deadlines.vaststelling_kosten(event), 5, "years"),
    "opheffing_na_jaar": (lambda event, _: deadlines.opheffing_na_jaar(event), 1, "years"),
    "verkoop": (lambda event, _: deadlines.verkoop_vanaf(event), 13, "weeks"),
}


def for_remedy(kind: str, made_known_on: date, equated: Equated, *, of: str | None = None) -> Term:
    """Return the six weeks for bezwaar, beroep or hoger beroep.

    What was posted in time counts when it arrives within a week after the end: until then nothing is final.
    Source: Awb art. 6:7, 6:8 lid 1, 6:9 lid 2, 6:24; Atw art. 1.
    """
    counted = deadlines.bezwaartermijn(made_known_on, equated)
    post = deadlines.end_of_term(counted.last_day, 1, "weeks", equated=equated).last_day
    term = written(kind, counted, 6, "weeks", of=of, post_until=post)
    late = f"Op tijd op de post en uiterlijk {deadlines.day_text(post)} binnen telt ook (Awb art. 6:9 lid 2)."
    return {**term, "why": [*term["why"], late]}


def to_decide_on_bezwaar(term_ended_on: date, with_committee: bool, equated: Equated) -> Term:
    """Source: Awb art. 7:10 lid 1: counted from the day after the bezwaartermijn ended."""
    counted = deadlines.beslistermijn_bezwaar(term_ended_on, with_committee=with_committee, equated=equated)
    return written("beslistermijn_bezwaar", counted, 12 if with_committee else 6, "weeks")


def postponed(term: Term, equated: Equated) -> Term:
    """Return the term to decide on bezwaar with six weeks more. Source: Awb art. 7:10 lid 3."""
    counted = deadlines.verdagingstermijn(date.fromisoformat(term["ends_on"]), equated)
    more = written("beslistermijn_bezwaar", counted, 6, "weeks")
    return {**more, "why": [*term["why"], "Verdaagd met zes weken (Awb art. 7:10 lid 3).", *more["why"]]}


def duration(kind: str, starts_on: date, lasts: Fields, why: str) -> Term | None:
    """Return how long a closure or suspension lasts, None when the decision names no end.

    The decision sets the end and no weekend or holiday moves it.
    """
    if lasts.get("weeks"):
        return written(kind, deadlines.einde_sluiting(starts_on, lasts["weeks"], "weeks"), lasts["weeks"], "weeks")
    if lasts.get("months"):
        return written(kind, deadlines.einde_sluiting(starts_on, lasts["months"], "months"), lasts["months"], "months")
    if lasts.get("until"):
        try:
            return until(kind, starts_on, date.fromisoformat(lasts["until"]), why)
        except ValueError:
            return None
    return None


def over(term: Term, state: str, on: str) -> Term:
    """Return a term that runs no more: `verstreken`, `gehaald` or `vervallen`."""
    return {**term, "state": state, "over_on": on}  # type: ignore[typeddict-item]  # one of the three


def running(measure: Fields) -> Iterator[tuple[str, Term]]:
    """Yield the terms that run, by id."""
    for term_id, term in sorted(measure.get("terms", {}).items()):
        if term["state"] == "loopt":
            yield term_id, term


def end_running(measure: Fields, state: str, on: str, *kinds: str, of: str | None = None) -> dict[str, Term]:
    """Return the changes that end the running terms of these kinds (all kinds: none named)."""
    return {
        f"terms.{term_id}": over(term, state, on)
        for term_id, term in running(measure)
        if (not kinds or term["kind"] in kinds) and (of is None or term.get("of") == of)
    }


OF_BESLUIT = frozenset({"bezwaar", "beslistermijn_bezwaar", "beroep", "hoger_beroep"})
ABOUT_REMEDIES = OF_BESLUIT | {"bezwaar_invordering", "bezwaar_kosten", "bezwaar_rente"}
"""Whoever pays, or owes nothing any more, can still contest what was decided."""


def is_of_claim(term: Fields, of: str) -> bool:
    """Say whether a term is about the money of this claim; `betaling_kosten` has always stood without its name."""
    named = term.get("of") == of or (of == COSTS and term["kind"] == "betaling_kosten")
    return named and term["kind"] not in ABOUT_REMEDIES


def end_claim(measure: Fields, state: str, on: str, of: str) -> dict[str, Term]:
    """Return the changes that end what runs for the money of one claim; its bezwaar and beroep go on."""
    return {f"terms.{key}": over(term, state, on) for key, term in running(measure) if is_of_claim(term, of)}


# --- prescription


PRESCRIBES = frozenset({"verjaring", "verjaring_kosten"})


@dataclass(frozen=True)
class Prescription:
    """When a claim prescribes; `on` None: not before the last is final (Awb art. 5:35 lid 2)."""

    on: date | None
    why: tuple[str, ...]


def prescription(measure: Fields, verbeurte: Verbeurte) -> Prescription:
    """Return when the claim to this verbeurte prescribes.

    One year after forfeiture; after each interruption one year from the next day; longer by each day on which payment
    was deferred; and while a bezwaar, beroep or hoger beroep against the last is open on that day, not before it is
    final. Source: Awb art. 5:35 lid 1 and 2, 5:37a lid 1, 4:105, 4:106, 4:110, 4:111 lid 1.
    """
    forfeited_on = date.fromisoformat(verbeurte["forfeited_on"])
    deferred, why = _counted_from(
        verbeurte,
        forfeited_on,
        deadlines.verjaring_dwangsom,
        "een nieuw jaar",
        lambda last: _with_remedy(measure, last),
    )
    last = _with_remedy(measure, deferred)
    if last is None:
        why.append("Zolang de last nog kan worden bestreden, verjaart de dwangsom niet (Awb art. 5:35 lid 2).")
    elif last != deferred:
        why.append(f"Verlengd tot de last onherroepelijk was: {deadlines.day_text(last)} (Awb art. 5:35 lid 2).")
    return Prescription(last, tuple(why))


def prescription_of(measure: Fields, of: str) -> Prescription:
    """Return when a claim prescribes: a verbeurte, or the costs of bestuursdwang.

    Costs: five years after the term to pay, anew after each interruption, longer by each day of deferral; that the
    besluit is contested makes no difference. Source: Awb art. 4:104 lid 1, 4:105, 4:106, 4:110, 4:111 lid 1.
    """
    if of != COSTS:
        return prescription(measure, measure["verbeurten"][of])
    pay_until = date.fromisoformat(measure["terms"]["betaling_kosten"]["ends_on"])
    last, why = _counted_from(measure["costs"], pay_until, deadlines.verjaring_geldschuld, "vijf nieuwe jaren", _as_is)
    return Prescription(last, tuple(why))


def _as_is(last: date) -> date | None:
    return last


def _counted_from(
    claim: Fields,
    event: date,
    counted: Callable[[date], deadlines.Term],
    anew: str,
    longer: Callable[[date], date | None],
) -> tuple[date, list[str]]:
    """Return the day with interruptions that were in time and days of deferral, and why."""
    term = counted(event)
    why = [*term.steps]
    for stop in sorted(claim.get("interruptions", []), key=lambda one: str(one["on"])):
        last = longer(_with_deferral(claim, term)[0])
        if last is None or stop["on"] <= last.isoformat():
            term = counted(date.fromisoformat(stop["on"]))
            why += [f"Gestuit op {deadlines.day_text(term.event)} ({_HOW[stop['how']]}): {anew}.", *term.steps]
    deferred, added = _with_deferral(claim, term)
    if added:
        why.append(f"{added} dagen uitstel van betaling erbij: {deadlines.day_text(deferred)} (Awb art. 4:111 lid 1).")
    return deferred, why


def _with_deferral(verbeurte: Fields, term: deadlines.Term) -> tuple[date, int]:
    return deferrals.prescribes_after(verbeurte, term.event, term.last_day)


def _with_remedy(measure: Fields, last: date) -> date | None:
    """Return the day of prescription with the last contested or not: None while that is still going on.

    Source: Awb art. 5:35 lid 2: what is open or pending on the day of prescription extends it until it is final.
    """
    remedy, final_on = measure.get("rechtsmiddel"), measure.get("final_on")
    if remedy is None:
        return last
    if remedy in REMEDY_ENDS:
        return max(last, date.fromisoformat(final_on)) if final_on else last
    term = measure.get("terms", {}).get(_OPEN_TERM.get(remedy, ""))
    over = term is not None and last.isoformat() > term["acts_after_on"]
    return last if over else None


_OPEN_TERM = {
    "bezwaartermijn_loopt": "bezwaar",
    "beroepstermijn_loopt": "beroep",
    "hoger_beroepstermijn_loopt": "hoger_beroep",
    "vernietigd_beroep_kan": "beroep",
    "vernietigd_hoger_beroep_kan": "hoger_beroep",
}
_HOW = {
    "invorderingsbeschikking": "invorderingsbeschikking, Awb art. 5:37a",
    "aanmaning": "aanmaning, Awb art. 4:106",
    "dwangbevel": "dwangbevel, Awb art. 4:106",
    "erkenning": "erkenning, Awb art. 4:105",
    "daad_van_rechtsvervolging": "daad van rechtsvervolging, Awb art. 4:105",
}


# --- what runs today


@dataclass(frozen=True)
class RunningTerm:
    """One line of the page about terms. `ends_on` None: prescription that waits for the last to be final."""

    id: str
    kind: str
    label: str
    starts_on: date
    ends_on: date | None
    acts_after_on: date | None
    days_left: int | None
    is_over: bool
    why: tuple[str, ...]
    ground: str
    owner: str
    action: str
    of: str | None


def running_terms(measure: Fields, today: date) -> list[RunningTerm]:
    """Return the terms that run, the first to end first."""
    found = [_line(measure, term_id, term, today) for term_id, term in running(measure)]
    return sorted(found, key=lambda one: (one.ends_on is None, one.ends_on or today, one.id))


def _line(measure: Fields, term_id: str, term: Term, today: date) -> RunningTerm:
    ends_on: date | None = date.fromisoformat(term["ends_on"])
    acts_after: date | None = date.fromisoformat(term["acts_after_on"])
    why, kind = tuple(term["why"]), KINDS[term["kind"]]
    if term["kind"] in PRESCRIBES:
        claim = prescription_of(measure, term["of"] or "")
        ends_on, acts_after, why = claim.on, claim.on, claim.why
    return RunningTerm(
        id=term_id,
        kind=term["kind"],
        label=kind.label,
        starts_on=date.fromisoformat(term["starts_on"]),
        ends_on=ends_on,
        acts_after_on=acts_after,
        days_left=(ends_on - today).days if ends_on else None,
        is_over=acts_after is not None and acts_after < today,
        why=why,
        ground=kind.ground,
        owner=kind.owner,
        action=kind.action,
        of=term.get("of"),
    )


def due(measure: Fields, today: date) -> list[str]:
    """Return the ids of the terms that are over and whose end was not noted yet, the oldest first."""
    return [one.id for one in running_terms(measure, today) if one.is_over]


def next_end(measure: Fields) -> str:
    """Return the first last day of what runs, `""` when nothing does: lists are ordered by it."""
    days = [one.ends_on for one in running_terms(measure, date.min + timedelta(days=1)) if one.ends_on]
    return min(days).isoformat() if days else ""


HERCONTROLE = "hercontrole"
NO_DAY = "-"


def listed(measure: Fields) -> str:
    """Return every term that runs as one line for the index: the team, then "day kind owner verbeurte" of each.

    The list of terms of a municipality is made from these lines alone; no document is opened for it.
    """
    lines = [
        f"{one.ends_on or NO_DAY} {one.kind} {one.owner} {one.of or NO_DAY}"
        for one in running_terms(measure, date.min + timedelta(days=1))
    ]
    again = hercontrole_on(measure)
    if again is not None:
        lines.append(f"{again} {HERCONTROLE} team_lead {NO_DAY}")
    return f"{measure.get('team_id', '')}|{';'.join(lines)}" if lines else ""
