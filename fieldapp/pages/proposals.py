"""Goedkeuren: the queue of proposals, and one proposal with all that a decision needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from fieldapp.domain.course.guards import four_eyes
from fieldapp.domain.makers import involved
from fieldapp.domain.measures import AFTER_APPROVAL
from fieldapp.pages.amounts import advice_badge, amount_words, capital, is_advised, measure_words
from fieldapp.pages.findings import (
    PhotoStates,
    entry_rows,
    finding_rows,
    hash_line,
    judged,
    on_their_way,
    photo_rows,
)
from fieldapp.pages.moments import (
    clock,
    count,
    day_of,
    day_with_weekday,
    day_year,
    moment_plain,
    near,
    waited,
    weekday_clock,
)
from fieldapp.texts import label, reason

Fields = Mapping[str, Any]
Shown = Mapping[str, Any]
WAITING = "voorgesteld"
URGENT = frozenset({"sluiting", "last_onder_bestuursdwang"})
REMARK_FIELDS = (
    ("finding_ids", "Bewijs en foto’s"),
    ("measure_type", "Maatregel"),
    ("amount_eur_cents", "Bedrag"),
    ("dates", "Datums"),
    ("addressee", "Voor wie"),
    ("anders", "Iets anders"),
)
DATES = (
    ("zienswijze_until_on", "Zienswijze tot en met"),
    ("herstel_until_on", "Herstellen tot en met"),
    ("hercontrole_on", "Hercontrole vanaf"),
)


@dataclass(frozen=True)
class Case:
    """What the detail of one proposal is made from; all of it is redacted for the reader already."""

    measure_id: str
    measure: Fields
    premises_id: str
    premises: Fields
    visit_id: str
    visit: Fields
    checklist: Fields
    names: Mapping[str, str]
    person: str
    received_at: str | None = None
    photo_states: PhotoStates = field(default_factory=dict)
    earlier: tuple[Mapping[str, str], ...] = ()
    text_hits: int = 0
    visit_version: str = ""

    @property
    def items(self) -> dict[str, Fields]:
        return {item["id"]: item for item in self.checklist.get("items") or ()}


def is_own(measure: Fields, person: str) -> bool:
    """Tell whether this person may not decide."""
    return person in involved(measure)


def is_urgent(measure: Fields) -> bool:
    """Tell whether waiting is dangerous: the advice says so, or the measure works at once."""
    return bool((measure.get("advice") or {}).get("acute")) or measure.get("measure_type") in URGENT


def newest_proposal(measure: Fields) -> int:
    """Return the number of the newest proposal; what is decided about must be this one."""
    return max((int(key) for key in measure.get("proposals") or ()), default=1)


def queue(
    measures: Iterable[Shown], addresses: Mapping[str, str], names: Mapping[str, str], person: str, now: datetime
) -> list[dict[str, Any]]:
    """Return the proposals that wait, urgent first and then oldest first."""
    waiting = sorted(measures, key=lambda m: (not is_urgent(m["fields"]), m["fields"].get("proposed_at", "")))
    return [queue_row(shown, addresses, names, person, now) for shown in waiting]


def queue_row(
    shown: Shown, addresses: Mapping[str, str], names: Mapping[str, str], person: str, now: datetime
) -> dict[str, Any]:
    measure = shown["fields"]
    own = is_own(measure, person)
    return {
        "id": shown["id"],
        "address": addresses.get(measure["premises_id"], "Onbekend adres"),
        "measure": capital(measure_words(measure)),
        "by": "Uw eigen voorstel" if measure.get("proposed_by") == person else names.get(measure["proposed_by"], ""),
        "at": weekday_clock(measure.get("proposed_at"), now),
        "is_own": own,
        "badge": None if own else advice_badge(measure),
        "is_urgent": is_urgent(measure),
        "version": newest_proposal(measure),
    }


def queue_line(rows: list[dict[str, Any]], measures: Iterable[Shown], now: datetime) -> str:
    """Return "5 voorstellen · oudste wacht 15 uur"."""
    oldest = min((m["fields"]["proposed_at"] for m in measures if m["fields"].get("proposed_at")), default="")
    words = count(len(rows), "voorstel", "voorstellen")
    return f"{words} · oudste wacht {waited(oldest, now)}" if oldest else words


def after(rows: list[dict[str, Any]], decided: str) -> str | None:
    """Return the proposal to go on with after this one was decided: the next the reader may decide."""
    left = [row["id"] for row in rows if row["id"] != decided and not row["is_own"]]
    return left[0] if left else None


def detail(case: Case, now: datetime) -> dict[str, Any]:
    """Return everything on the page of one proposal, in words."""
    measure = case.measure
    photos = photo_rows(case.visit_id, case.visit, measure.get("finding_ids") or (), case.items, case.photo_states)
    return {
        "id": case.measure_id,
        "premises_id": case.premises_id,
        "visit_id": case.visit_id,
        "address": address_of(case.premises),
        "title": f"{address_of(case.premises)}: {measure_words(measure)}",
        "subtitle": subtitle(case, now),
        "findings": finding_rows(case.visit, measure.get("finding_ids") or (), case.items),
        "is_recheck": case.visit.get("reason") == "hercontrole",
        "photos": photos,
        "hash": hash_line(photos),
        "on_their_way": on_their_way(photos),
        "entry": entry_rows(case.visit) if measure.get("is_dwelling") or case.visit.get("binnentreden") else [],
        "history": list(case.earlier),
        "advice": advice_card(measure),
        "proposal": proposal_card(measure),
        "addressee": addressee_words(measure),
        "dates": date_rows(measure),
        "points": points(case, photos),
        "version": newest_proposal(measure),
        "visit_version": case.visit_version,
        "asks_zienswijze": AFTER_APPROVAL.get(measure.get("measure_type", "")) == "voornemen_klaar",
        "remarks": remark_rows(measure, case.names),
        "earlier_proposals": earlier_proposals(measure),
        "state": state_of(case, photos, now),
    }


def address_of(premises: Fields) -> str:
    return str((premises.get("address") or {}).get("text") or "Onbekend adres")


def subtitle(case: Case, now: datetime) -> str:
    """Return who proposed, when the visit was, and when it reached the office."""
    visit, parts = case.visit, [f"Voorstel van {case.names.get(case.measure['proposed_by'], 'onbekend')}"]
    if visit.get("opened_at"):
        end = f"–{clock(visit['closed_at'])}" if visit.get("closed_at") else ""
        opened = visit["opened_at"]
        parts.append(f"controle {day_with_weekday(day_of(opened))}, {clock(opened)}{end}")
    if case.received_at:
        parts.append(f"ontvangen {near(case.received_at, now)}")
    return " · ".join(parts)


def advice_card(measure: Fields) -> dict[str, Any]:
    """Return the advice beside the proposal: rule, measure, amount, and why the matrix says so."""
    advice = measure.get("advice") or {}
    return {
        "source": advice_source(advice),
        "title": advice_title(advice),
        "amount": amount_words(advice),
        "why": [reason["text"] for reason in advice.get("why") or () if advice.get("result") != "geen_regel"],
        "is_followed": is_advised(measure),
        "badge": advice_badge(measure),
    }


def advice_source(advice: Fields) -> str:
    row, step = advice.get("row"), advice.get("step")
    if not row:
        return "Advies uit de sanctiematrix"
    return f"Advies uit de sanctiematrix, regel {row}" + (f", stap {step}" if step else "")


def advice_title(advice: Fields) -> str:
    titles = {
        "geen_regel": "Geen advies in de matrix",
        "hersteltermijn_loopt": "Hersteltermijn loopt nog",
        "dwangsom_verbeurd": "Dwangsom verbeurd",
        "bestuursdwang_toepassen": "Bestuursdwang toepassen",
    }
    return titles.get(advice.get("result", ""), capital(measure_words(advice)) or "Geen advies in de matrix")


def proposal_card(measure: Fields) -> dict[str, Any] | None:
    """Return the proposal when it is not the advice, with the reason that was given."""
    if is_advised(measure):
        return None
    deviation = measure.get("deviation") or {}
    deviates = (measure.get("advice") or {}).get("result") != "geen_regel"
    return {
        "source": "Het voorstel wijkt af" if deviates else "Het voorstel",
        "title": capital(measure_words(measure)),
        "amount": amount_words(measure),
        "reason": label("deviation_reason", deviation["reason"]) if deviation.get("reason") else "",
        "text": deviation.get("text") or "",
    }


def addressee_words(measure: Fields) -> str:
    """Return who the letter is for: a role, and the business when there is one; never a resident's name."""
    addressee = measure.get("addressee") or {}
    if not addressee.get("role"):
        return ""
    operator = (addressee.get("operator") or {}).get("name")
    words = label("addressee_role", addressee["role"])
    owner = " · ook de eigenaar van het pand krijgt bericht" if measure.get("inform_owner") else ""
    return (f"{words}: {operator}" if operator else words) + owner


def date_rows(measure: Fields) -> list[dict[str, str]]:
    dates = measure.get("dates") or {}
    return [
        {"label": words, "value": day_with_weekday(date.fromisoformat(dates[name]))}
        for name, words in DATES
        if dates.get(name)
    ]


def remark_rows(measure: Fields, names: Mapping[str, str]) -> list[dict[str, str]]:
    """Return what an earlier return said, per field."""
    titles = dict(REMARK_FIELDS)
    return [
        {
            "field": titles.get(name, name),
            "text": remark["text"],
            "by": f"{names.get(remark['by'], '')}, {moment_plain(remark['at'])}",
        }
        for name, remark in sorted((measure.get("remarks") or {}).items())
    ]


def earlier_proposals(measure: Fields) -> list[dict[str, str]]:
    """Return the versions before the newest: nothing proposed is ever overwritten."""
    newest = newest_proposal(measure)
    return [
        {
            "title": f"Versie {key}: {measure_words(past)}",
            "amount": amount_words(past),
            "at": moment_plain(past.get("at")),
            "text": past.get("text") or "",
        }
        for key, past in sorted((measure.get("proposals") or {}).items(), key=lambda pair: int(pair[0]))
        if int(key) < newest
    ]


def points(case: Case, photos: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Return what the team lead must look at before deciding, warnings first."""
    found = [
        *photo_points(photos),
        *running_points(case),
        *text_points(case),
        *advice_points(case.measure),
        *answer_points(case),
    ]
    return sorted(found, key=lambda point: ("error", "warning", "ok").index(point["tone"]))


def photo_points(photos: list[dict[str, Any]]) -> list[dict[str, str]]:
    waiting = on_their_way(photos)
    if not waiting:
        return []
    words = "1 foto is nog onderweg." if waiting == 1 else f"{waiting} foto’s zijn nog onderweg."
    return [{"tone": "warning", "text": words}]


def running_points(case: Case) -> list[dict[str, str]]:
    """Say which order for the same rule already runs here (Awb art. 5:6)."""
    rule = case.measure.get("rule_key")
    return [
        {"tone": "warning", "text": running_words(open_measure)}
        for key, open_measure in sorted((case.premises.get("open_measures") or {}).items())
        if key != case.measure_id and open_measure.get("rule_key") == rule and open_measure.get("imposed_on")
    ]


def running_words(open_measure: Fields) -> str:
    imposed = day_year(date.fromisoformat(open_measure["imposed_on"]))
    ends = open_measure.get("term_ends_on")
    until = f", hersteltermijn tot en met {day_with_weekday(date.fromisoformat(ends))}" if ends else ""
    return f"Voor deze regel loopt al een {measure_words(open_measure)} van {imposed}{until}."


def text_points(case: Case) -> list[dict[str, str]]:
    claimed = [
        row["title"]
        for row in finding_rows(case.visit, case.measure.get("finding_ids") or (), case.items)
        if row["said_no_name"]
    ]
    said = [{"tone": "warning", "text": f"Bij {title} koos de inspecteur: dit is geen naam."} for title in claimed]
    if case.text_hits:
        return [*said, {"tone": "warning", "text": "In de tekst staat misschien een naam of een nummer. Lees na."}]
    return said or [{"tone": "ok", "text": "Geen namen of nummers gevonden in de tekst"}]


def advice_points(measure: Fields) -> list[dict[str, str]]:
    found = []
    office = measure.get("office_advice") or {}
    if office and any(
        office.get(name) != (measure.get("advice") or {}).get(name) for name in ("result", "row", "step")
    ):
        words = advice_title(office).lower()
        found.append({"tone": "warning", "text": f"Met alle gegevens van kantoor is het advies: {words}."})
    if (office or measure.get("advice") or {}).get("legal_check"):
        checked = measure.get("legal_check")
        found.append(legal_point(checked))
    return found


def legal_point(checked: Fields | None) -> dict[str, str]:
    if not checked:
        return {"tone": "warning", "text": "Eerst moet de jurist dit voorstel bekijken."}
    words = "akkoord" if checked["agrees"] else "niet akkoord"
    return {"tone": "ok" if checked["agrees"] else "warning", "text": f"Jurist: {words}. {checked['text']}"}


def answer_points(case: Case) -> list[dict[str, str]]:
    answered, _, together = judged(case.visit, case.checklist)
    if not answered:
        return []
    took = minutes_between(case.visit.get("opened_at"), case.visit.get("closed_at"))
    within = f", in {count(took, 'minuut', 'minuten')}" if took is not None else ""
    if together:
        return [{"tone": "warning", "text": f"{together} van {answered} punten zijn samen ingevuld{within}"}]
    return [{"tone": "ok", "text": f"{count(answered, 'punt', 'punten')} apart beantwoord{within}"}]


def minutes_between(start: str | None, end: str | None) -> int | None:
    if not start or not end:
        return None
    return max(1, round((datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds() / 60))


def state_of(case: Case, photos: list[dict[str, Any]], now: datetime) -> dict[str, Any]:
    """Return what the reader can do here: decide, or read why not."""
    measure = case.measure
    if measure.get("state") != WAITING:
        return {"may_decide": False, "why": decided_words(measure, case.names, now), "approve_off": ""}
    if measure.get("proposed_by") == case.person:
        return {"may_decide": False, "why": "Dit is uw eigen voorstel. Een collega moet beslissen.", "approve_off": ""}
    if is_own(measure, case.person):
        is_linker = four_eyes(measure, case.person, now.date()) == "measure.own_code"
        return {
            "may_decide": False,
            "why": reason("measure.own_code" if is_linker else "measure.own_visit"),
            "approve_off": "",
        }
    waiting = on_their_way(photos)
    if any(photo["state"] == "changed" for photo in photos):
        return {"may_decide": True, "why": "", "approve_off": "Een foto is veranderd na opname."}
    if waiting:
        words = "1 foto is nog onderweg." if waiting == 1 else f"{waiting} foto’s zijn nog onderweg."
        return {"may_decide": True, "why": "", "approve_off": words}
    return {"may_decide": True, "why": "", "approve_off": ""}


def decided_words(measure: Fields, names: Mapping[str, str], now: datetime) -> str:
    """Return "M. Visser besliste dit om 09:03: goedgekeurd.", or what else became of the proposal."""
    decision = measure.get("decision") or {}
    if decision:
        by = names.get(measure.get("decided_by", ""), "Een collega")
        result = "goedgekeurd" if decision["result"] == "goedgekeurd" else "er komt geen maatregel"
        return f"{by} besliste dit {at_words(measure.get('decided_at'), now)}: {result}."
    if measure.get("state") == "teruggegeven":
        remarks = list((measure.get("remarks") or {}).values())
        by = names.get(remarks[0]["by"], "Een collega") if remarks else "Een collega"
        return f"{by} stuurde dit terug {at_words(measure.get('returned_at'), now)}. De inspecteur is aan zet."
    return "De inspecteur trok dit voorstel in."


def at_words(iso: str | None, now: datetime) -> str:
    words = near(iso, now)
    return f"om {words}" if len(words) == 5 else words
