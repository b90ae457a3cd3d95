"""Open a visit, note on it, close it, add to it afterwards; who may read it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from fieldapp.domain import binnentreden, entry_report
from fieldapp.domain.checklist import (
    check_answer,
    check_finding,
    find_item,
    may_photograph,
    open_items,
    unchecked_items,
)
from fieldapp.domain.documents import (
    Changes,
    Context,
    Following,
    LeavingPhones,
    Premises,
    Visit,
    VisitClosing,
    VisitNote,
    VisitOpening,
)
from fieldapp.domain.errors import Refused
from fieldapp.domain.free_text import (
    check_choices,
    check_counts,
    check_free_text,
    check_ids,
    check_keys,
    check_zaaknummer,
)
from fieldapp.domain.makers import linkers, noting_maker, people
from fieldapp.domain.moments import check_instants, instant, likely_day
from fieldapp.domain.policy import Checklist, Item
from fieldapp.domain.premises import is_home
from fieldapp.domain.visit_endings import ended_without_closing

PHOTOS_PER_FINDING = 8
HEX_DIGEST = 64
SEEN_OUTSIDE = frozenset({"raamreclame", "rode_verlichting", "veel_aanloop", "overlast", "niets"})

OUTCOMES = {
    "licensed_premises": {"afgerond", "niemand_aanwezig", "geen_medewerking", "gesloten"},
    "home_address": {"afgerond", "toestemming_geweigerd", "niemand_thuis", "toestemming_ingetrokken"},
}
"""Refusing a dwelling is no lack of cooperation (Awb art. 5:15 lid 1, 5:20), so that outcome is not there."""

CONSENT_OF_OUTCOME = {
    "afgerond": {"ja", "danger", "machtiging", "bestuursdwang"},
    "toestemming_geweigerd": {"nee"},
    "niemand_thuis": {"niemand_thuis"},
    "toestemming_ingetrokken": {"ingetrokken"},
}


def scopes(visit: Visit) -> set[str]:
    """The team at its desk, who decides for the municipality, and the phones of the two who were there."""
    held = {"system", "municipality"}
    if "restricted_to" in visit:
        held |= {f"person:{person}" for person in visit["restricted_to"]["person_ids"]}
    elif "team_id" in visit:
        held.add(f"team:{visit['team_id']}")
    if "left_phones_on" not in visit:
        held |= {f"person:{person}" for person in people(visit)}
    return held


def index(visit: Visit) -> dict[str, str]:
    return {
        "premises_id": visit.get("premises_id", ""),
        "team_id": visit.get("team_id", ""),
        "on": found_on(visit).isoformat() if "opened_at" in visit else "",
        "state": "closed" if is_closed(visit) else "open",
        "leader_id": visit.get("leader_id", ""),
        "day_list_id": visit.get("day_list_id") or "",
        "visit_kind": visit.get("visit_kind", ""),
        "on_phones": "false" if "left_phones_on" in visit else "true",
        "is_linked": "true" if linkers(visit) else "false",
        "terms": entry_report.listed(visit),
        "has_terms": "true" if entry_report.owed(visit) else "false",
    }


def search_text(visit: Visit) -> str:
    return visit.get("zaak_id") or ""


def is_closed(visit: Visit) -> bool:
    return "outcome" in visit


def found_on(visit: Mapping[str, Any], received_at: str | None = None) -> date:
    """Return the day of a visit, from which terms and repetition count.

    `received_at`: when something of a visit that is not closed reached the office.
    """
    return likely_day(visit["opened_at"], visit.get("received_at") or received_at)


@noting_maker
def open_visit(visit: Visit | None, body: VisitOpening, context: Context) -> Changes:
    """Start a visit, at any premises. It keeps the version of the checklist it begins with.

    Source: Awb art. 5:11, 5:15. Two go together as a rule; one may, and the office sees it.
    Refused: visit.no_premises, visit.not_yours, visit.other_team, visit.twice_the_same_person,
    visit.unknown_checklist, visit.kind_does_not_fit.
    """
    premises = context.reads["premises"]
    if premises is None:
        raise Refused("visit.no_premises")
    together = [body["leader_id"], *body["co_visitor_ids"]]
    check_ids(*together, body.get("day_list_id"))
    if context.by.person not in together and not context.override:
        raise Refused("visit.not_yours")
    if len(set(together)) != len(together):
        raise Refused("visit.twice_the_same_person")
    if body["team_id"] not in context.by.teams and not context.override:
        raise Refused("visit.other_team")
    _check_existing(context)
    checklist = context.policy.checklists.get(body["checklist"])
    if checklist is None:
        raise Refused("visit.unknown_checklist")
    if checklist["visit_kind"] != body["visit_kind"]:
        raise Refused("visit.kind_does_not_fit")
    if (premises.get("premises_type") == "woning" or is_home(cast(Premises, premises))) and body[
        "visit_kind"
    ] != "home_address":
        raise Refused("visit.kind_does_not_fit")
    check_instants(body["opened_at"])
    changes: Changes = dict(body)
    if premises.get("is_restricted"):
        changes["restricted_to"] = premises["restricted_to"]
    return changes


def _check_existing(context: Context) -> None:
    """Of two who open one stop the second must have been there, and before it was closed."""
    existing = context.reads.get("existing")
    if existing is None or context.override:
        return
    if context.by.person not in {existing["leader_id"], *existing.get("co_visitor_ids", [])}:
        raise Refused("visit.not_yours")
    if existing.get("closed_at"):
        raise Refused("visit.closed")


@noting_maker
def note(visit: Visit, body: VisitNote, context: Context) -> Changes:
    """Note legitimation, place, company or the case number.

    Source: Awb art. 5:12 (legitimatie). The case number may come after closing, from the office.
    Nobody takes himself or herself off a visit: who was there does not decide on its measures.
    Refused: visit.closed, visit.not_yours, visit.was_there, visit.twice_the_same_person, text.not_a_code,
    text.no_zaaknummer.
    """
    if set(body) - {"zaak_id"}:
        _check_open_and_own(visit, context)
    company = _company(visit, body.get("co_visitor_ids"), context)
    check_ids(*(company or []))
    if (
        company is not None
        and context.by.person in visit.get("co_visitor_ids", [])
        and context.by.person not in company
    ):
        raise Refused("visit.was_there")
    if company is not None and len({visit["leader_id"], *company}) != 1 + len(company):
        raise Refused("visit.twice_the_same_person")
    if "legitimation" in body:
        check_instants(body["legitimation"]["at"])
    check_zaaknummer(body.get("zaak_id") or None, context)
    return {**body, **({} if company is None else {"co_visitor_ids": company})}


def _company(visit: Visit, named: list[str] | None, context: Context) -> list[str] | None:
    """Return who came along by this note.

    Who led until a colleague took over, and did not know of it yet, wrote it down as it was then: who leads now is none
    of the company any more, and who led is. So whoever else is named in it is not lost.
    """
    led, by = {one["from_id"] for one in visit.get("handovers", {}).values()}, context.by.person
    if named is None or visit["leader_id"] not in named or by not in led - {visit["leader_id"]}:
        return named
    return [*(one for one in named if one not in (visit["leader_id"], by)), by]


@noting_maker
def answer(visit: Visit, body: Changes, context: Context) -> Changes:
    """Record answers, with the privacy class of each item.

    In a dwelling only with consent, and after its withdrawal only what was seen before (Awbi art. 1 lid 4).
    Refused: visit.closed, visit.not_yours, visit.no_consent, visit.consent_withdrawn, and those of the checklist.
    """
    _check_open_and_own(visit, context)
    checklist = _checklist(visit, context)
    return {field: _answer(visit, checklist, field, value, context) for field, value in body.items()}


def _answer(visit: Visit, checklist: Checklist, field: str, value: dict[str, Any], context: Context) -> dict[str, Any]:
    item_id = field.partition(".")[2]
    check_answer(checklist, item_id, value)
    check_free_text(value.get("text"), context)
    check_counts(value.get("number"))
    binnentreden.check_inside(visit, seen_before_withdrawal=bool(value.get("seen_before_withdrawal")))
    return {**value, "privacy": _item(checklist, item_id)["privacy"]}


@noting_maker
def find(visit: Visit, body: Changes, context: Context) -> Changes:
    """Record what is wrong with an item, or take it back; what was signed is not taken back, by nobody's word.

    Refused: visit.closed, visit.not_yours, visit.no_consent, visit.finding_has_photos, text.personal_data,
    and those of the checklist.
    """
    _check_open_and_own(visit, context)
    check_keys(body)
    checklist = _checklist(visit, context)
    return {field: _finding(visit, checklist, field, value, context) for field, value in body.items()}


def _finding(
    visit: Visit, checklist: Checklist, field: str, value: dict[str, Any] | None, context: Context
) -> dict[str, Any] | None:
    if value is None:
        if is_closed(visit):
            raise Refused("visit.closed")
        if any(photo["finding_id"] == field.partition(".")[2] for photo in visit.get("photos", {}).values()):
            raise Refused("visit.finding_has_photos")
        return None
    check_finding(checklist, value)
    check_free_text(value.get("text"), context)
    check_counts(value.get("number"))
    binnentreden.check_inside(visit, seen_before_withdrawal=True)
    item = _item(checklist, value["item"])
    return {**value, "privacy": item["privacy"], "rule_key": item["rule_key"]}


@noting_maker
def add_photo(visit: Visit, body: Changes, context: Context) -> Changes:
    """Record a photo of a thing, where the municipality allows photos, and never in a dwelling by default.

    Source: AVG art. 5 lid 1 c; policy `photos`.
    Refused: visit.closed, visit.not_yours, visit.no_finding, visit.item_takes_no_photo, visit.no_photos_here,
    visit.too_many_photos, visit.photo_damaged, visit.photo_exists, visit.no_consent, visit.consent_withdrawn.
    """
    _check_open_and_own(visit, context)
    check_keys(body)
    binnentreden.check_inside(visit, seen_before_withdrawal=False)
    for field, photo in body.items():
        if field.partition(".")[2] in visit.get("photos", {}) or field in context.has_secret:
            raise Refused("visit.photo_exists")
        _check_photo(visit, photo, context)
    return dict(body)


def _check_photo(visit: Visit, photo: dict[str, Any], context: Context) -> None:
    finding = visit.get("findings", {}).get(photo["finding_id"])
    if finding is None:
        raise Refused("visit.no_finding")
    item = _item(_checklist(visit, context), finding["item"])
    if not item["allows_photo"]:
        raise Refused("visit.item_takes_no_photo")
    is_dwelling = bool((context.reads["premises"] or {}).get("is_dwelling", True))
    if not may_photograph(context.policy.photos, item, visit["visit_kind"], is_dwelling):
        raise Refused("visit.no_photos_here")
    beside = [one for one in visit.get("photos", {}).values() if one["finding_id"] == photo["finding_id"]]
    if len(beside) >= PHOTOS_PER_FINDING:
        raise Refused("visit.too_many_photos")
    check_instants(photo["taken_at"])
    check_counts(photo["blurred"])
    digests = [photo["blob"], photo["thumb"], photo["sha256"]]
    sizes = [photo["chunks"], photo["bytes"], photo["width"], photo["height"]]
    if not all(_is_digest(one) for one in digests) or min(sizes) < 1:
        raise Refused("visit.photo_damaged")


@noting_maker
def remove_photo(visit: Visit, body: Changes, context: Context) -> Changes:
    """Take a photo off; which bytes it had stays noted until they are destroyed with the others of this visit.

    Refused: visit.closed, visit.not_yours.
    """
    _check_open_and_own(visit, context)
    refs = (field.partition(".")[2] for field in body)
    there = {ref: visit["photos"][ref] for ref in refs if ref in visit.get("photos", {})}
    noted = {f"removed_photos.{ref}": {"blob": one["blob"], "thumb": one["thumb"]} for ref, one in there.items()}
    return {**body, **noted}


@noting_maker
def offer_help(visit: Visit, body: Changes, context: Context) -> Changes:
    """Count that help was offered: how often and by whom it is given, never to whom.

    Refused: visit.closed, visit.not_yours, text.not_a_code, number.out_of_range.
    """
    _check_open_and_own(visit, context)
    check_keys(body)
    known = {one["id"] for one in context.policy.directory["help_organisations"]}
    for offer in body.values():
        check_choices(known, offer["organisation"])
        check_counts(offer["count"])
    return dict(body)


@noting_maker
def see_outside(visit: Visit, body: Changes, context: Context) -> Changes:
    """Record what everyone sees from the street; no one has to open a door for that.

    Refused: visit.closed, visit.not_yours, text.not_a_code.
    """
    _check_open_and_own(visit, context)
    check_keys(body)
    check_choices(SEEN_OUTSIDE, *(chip for seen in body.values() for chip in seen["chips"]))
    return dict(body)


@noting_maker
def close(visit: Visit, body: VisitClosing, context: Context) -> Changes:
    """Close the visit over the maker's statement; afterwards only additions.

    What was not answered is noted as not checked, in a field of its own: an answer that is held
    and taken in later then finds its place free. The closing that comes after the team lead ended the visit, or a
    colleague let it lapse, counts once the office takes it in.

    Refused: visit.closed, visit.not_yours, visit.no_statement, visit.outcome_does_not_fit,
    visit.legitimation_open, visit.items_open, visit.times_missing.
    """
    if is_closed(visit) and not (context.override and ended_without_closing(visit)):
        raise Refused("visit.closed")
    _check_open_and_own(visit, context)
    if body["statement"] is not True:
        raise Refused("visit.no_statement")
    check_instants(body["made_at"])
    _check_outcome(visit, body["outcome"], context)
    return {
        "not_checked": unchecked_items(_checklist(visit, context), visit.get("answers", {})),
        "outcome": body["outcome"],
        "statement": True,
        "closed_at": body["made_at"],
        "closed_by": context.by.person,
        "received_at": instant(context.at),
    }


def _check_outcome(visit: Visit, outcome: str, context: Context) -> None:
    if outcome not in OUTCOMES[visit["visit_kind"]]:
        raise Refused("visit.outcome_does_not_fit")
    if visit["visit_kind"] == "home_address":
        if binnentreden.consent(visit) not in CONSENT_OF_OUTCOME[outcome]:
            raise Refused("visit.outcome_does_not_fit")
        binnentreden.check_times(visit)
    if outcome == "afgerond" and not context.override:
        _check_nothing_open(visit, context)


def _check_nothing_open(visit: Visit, context: Context) -> None:
    """A finished visit has an answer to all that is always asked; the office may take it in with less.

    Who went in for acute danger, or to carry out bestuursdwang, was not there to inspect.
    """
    if visit["visit_kind"] == "licensed_premises":
        if visit.get("legitimation", {"value": "nog_niet"})["value"] == "nog_niet":
            raise Refused("visit.legitimation_open")
    elif binnentreden.consent(visit) in {"danger", "bestuursdwang"}:
        return
    if open_items(_checklist(visit, context), visit.get("answers", {}), None):
        raise Refused("visit.items_open")


@noting_maker
def add(visit: Visit, body: Changes, context: Context) -> Changes:
    """Add to a closed visit, with a date; what was signed stays as it is.

    Refused: visit.not_closed, visit.not_yours, visit.addition_stays, text.personal_data.
    """
    if not is_closed(visit):
        raise Refused("visit.not_closed")
    if context.by.person not in people(visit) and not context.override:
        raise Refused("visit.not_yours")
    check_keys(body)
    for field, addition in body.items():
        if field.partition(".")[2] in visit.get("additions", {}):
            raise Refused("visit.addition_stays")
        check_instants(addition["at"])
        check_free_text(addition["text"], context)
    return dict(body)


@noting_maker
def pick(visit: Visit, body: Changes, context: Context) -> Changes:
    """Choose which of two versions counts: who chooses has a hand in what was found."""
    return dict(body)


def restrict(visit: Visit, body: Following, context: Context) -> Changes:
    return {"restricted_to": {"person_ids": body["person_ids"]} if body["is_restricted"] else None}


def leave_phones(visit: Visit, body: LeavingPhones, context: Context) -> Changes:
    """Take a closed visit off the phones. Refused: visit.not_closed."""
    if not is_closed(visit):
        raise Refused("visit.not_closed")
    return {"left_phones_on": body["on"]}


def _check_open_and_own(visit: Visit, context: Context) -> None:
    """What came too late or from somebody else the office may take in by its own word."""
    if context.override:
        return
    if is_closed(visit):
        raise Refused("visit.closed")
    if context.by.person not in people(visit):
        raise Refused("visit.not_yours")


def _checklist(visit: Visit, context: Context) -> Checklist:
    checklist = context.policy.checklists.get(visit["checklist"])
    if checklist is None:
        raise Refused("visit.unknown_checklist")
    return checklist


def _item(checklist: Checklist, item_id: str) -> Item:
    item = find_item(checklist, item_id)
    if item is None:
        raise Refused("visit.unknown_item")
    return item


def _is_digest(text: str) -> bool:
    return len(text) == HEX_DIGEST and all(letter in "0123456789abcdef" for letter in text)
