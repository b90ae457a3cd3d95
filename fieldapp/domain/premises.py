"""The file of one address: permits, earlier visits and measures in short, who may have it on a phone."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from fieldapp.domain.documents import (
    Address,
    Assigning,
    Breach,
    Changes,
    Context,
    LeavingLists,
    MeasureSummary,
    Melding,
    OpenMeasure,
    Premises,
    PremisesAddition,
    Restricting,
    Vergunning,
    VisitSummary,
)
from fieldapp.domain.documents.course import NotingPermit
from fieldapp.domain.errors import Refused
from fieldapp.domain.free_text import (
    check_business,
    check_cents,
    check_choices,
    check_codes,
    check_counts,
    check_free_text,
    check_ids,
    check_keys,
    check_line,
)
from fieldapp.domain.moments import check_days, days_later, today

VISITS_KEPT = 10
SUBJECTS = frozenset({"overlast", "advertentie", "gebruik_woning", "brandveiligheid", "vergunning", "anders"})
"""What a report can be about; never by whom, never about whom."""
DAYS_ON_PHONES = 7
"""How long a home stays on a phone after the day it was on the list."""


def is_home(premises: Premises) -> bool:
    """Say whether the file is of a dwelling without a permit; what is unknown counts as one.

    A licensed house in which someone lives is a licensed premises; entering its rooms
    still follows the rules for dwellings (`binnentreden.py`).
    """
    return premises.get("is_dwelling", True) and not premises.get("vergunningen")


def scopes(premises: Premises) -> set[str]:
    """Licensed: team, its phones and the municipality. Home: never the phones of the team, only of the pair on a list."""
    held = {"system", "municipality"}
    if premises.get("is_restricted"):
        held |= {f"person:{person}" for person in premises.get("restricted_to", {"person_ids": []})["person_ids"]}
    elif team := premises.get("team_id"):
        held.add(f"team:{team}")
        if not is_home(premises):
            held.add(f"field:{team}")
    if is_home(premises):
        for assignment in premises.get("assigned", {}).values():
            held |= {f"person:{person}" for person in assignment["person_ids"] if may_have(premises, person)}
    return held


def may_have(premises: Premises, person: str) -> bool:
    """Say whether a list may put the file on this person's phone: a restricted one only for those named."""
    return (
        not premises.get("is_restricted") or person in premises.get("restricted_to", {"person_ids": []})["person_ids"]
    )


def index(premises: Premises) -> dict[str, str]:
    address = premises.get("address")
    return {
        "premises_type": premises.get("premises_type", ""),
        "is_dwelling": "true" if premises.get("is_dwelling") else "false",
        "is_verified": "true" if premises.get("is_verified") else "false",
        "address": in_order(address["text"]) if address else "",
        "bag_object_id": (address["bag_object_id"] or "") if address else "",
        "team_id": premises.get("team_id", ""),
        "is_assigned": "true" if premises.get("assigned") else "false",
    }


NUMBER = re.compile(r"\d+")


def in_order(address: str) -> str:
    """Return an address by which a list is ordered: capitals count for nothing, and number 9 comes before number 12."""
    return NUMBER.sub(lambda found: found[0].zfill(6), address.lower())


def search_text(premises: Premises) -> str:
    """Address, business and permit numbers. A home is found by its address only."""
    words = [premises["address"]["text"]] if "address" in premises else []
    if not is_home(premises):
        words.append(premises.get("name") or "")
        for number, vergunning in premises.get("vergunningen", {}).items():
            exploitant = vergunning.get("exploitant")
            words += [vergunning.get("nummer", number)]
            words += [exploitant["name"], exploitant.get("kvk_nummer") or ""] if exploitant else []
    return " ".join(word for word in words if word)


def register(premises: Premises | None, body: Changes, context: Context) -> Changes:
    """Start a file from an import or at the office; the body is a flat `PremisesRegistration`.

    What has a file already is changed with `premises.update`, by who may read it.
    Refused: premises.exists, premises.other_team, premises.home_has_no_name, premises.wrong_address,
    text.personal_data, text.not_a_code, text.no_kvk_nummer.
    """
    if context.reads.get("existing"):
        raise Refused("premises.exists")
    _check_team(body["team_id"], context)
    _check_address(body["address"], context)
    _check_items(body, context)
    _check_name(_laid_over({}, body))
    return {"is_verified": True, "is_restricted": False, **body}


def add(premises: Premises | None, body: PremisesAddition, context: Context) -> Changes:
    """Start a file at the door. Where one exists already nothing is added: the office's file is the better one.

    A home that was added stays on the phone of who added it, as if it had been on a list.
    Refused: premises.other_team, premises.wrong_address.
    """
    if context.reads.get("existing"):
        return {}
    _check_team(body["team_id"], context)
    _check_address(body["address"], context)
    known = body["address"]["bag_object_id"] is not None
    changes: Changes = {**body, "is_verified": known and body.get("is_verified", False), "is_restricted": False}
    if body["is_dwelling"]:
        until_on = days_later(today(context.at).isoformat(), DAYS_ON_PHONES)
        changes["assigned.ad_hoc"] = {"person_ids": [context.by.person], "until_on": until_on}
    return changes


def update(premises: Premises, body: Changes, context: Context) -> Changes:
    """Change the file at the office; the body is a flat `PremisesUpdate`.

    Refused: premises.other_team, premises.home_has_no_name, premises.wrong_address, text.personal_data,
    text.not_a_code, text.no_kvk_nummer.
    """
    _check_team(premises.get("team_id", ""), context)
    _check_team(body.get("team_id", premises.get("team_id", "")), context)
    if "address" in body:
        _check_address(body["address"], context)
    _check_items(body, context)
    _check_name(_laid_over(dict(premises), body))
    return {field: _still_down(premises, field, value) for field, value in body.items()}


def assign(premises: Premises, body: Assigning, context: Context) -> Changes:
    """Put a home on the phones of the pair whose list has it, until seven days after the day."""
    check_days(body["until_on"])
    return {f"assigned.{body['list_id']}": {"person_ids": body["person_ids"], "until_on": body["until_on"]}}


def leave_phones(premises: Premises, body: LeavingLists, context: Context) -> Changes:
    return {f"assigned.{one}": None for one in body["list_ids"] if one in premises.get("assigned", {})}


def note_visit(premises: Premises, body: VisitSummary, context: Context) -> Changes:
    """Note a closed visit in short, keep the last ten, and the breaches that it established."""
    visits = {**premises.get("visits", {})}
    visits[body["visit_id"]] = {"on": body["on"], "outcome": body["outcome"], "findings": body["findings"]}
    newest = sorted(visits, key=lambda one: (visits[one]["on"], one), reverse=True)
    changes: Changes = {f"visits.{old}": None for old in newest[VISITS_KEPT:] if old in premises.get("visits", {})}
    if body["visit_id"] in newest[:VISITS_KEPT]:
        changes[f"visits.{body['visit_id']}"] = visits[body["visit_id"]]
    known = premises.get("breaches", {})
    return changes | {f"breaches.{one}": breach for one, breach in body["breaches"].items() if one not in known}


def note_measure(premises: Premises, body: MeasureSummary, context: Context) -> Changes:
    """Keep what is open at these premises, None takes it off; a breach on which something was sent counts from then.

    Source: Awb art. 4:84, 5:6.
    """
    changes: Changes = {f"open_measures.{body['measure_id']}": body["measure"]}
    sent, breaches = body.get("sent"), premises.get("breaches", {})
    for finding_id in sent["finding_ids"] if sent else []:
        if sent and finding_id in breaches:
            changes[f"breaches.{finding_id}"] = {
                **breaches[finding_id],
                "sanction": sent["sanction"],
                "sent_on": sent["sent_on"],
            }
    return changes


def note_permit(premises: Premises, body: NotingPermit, context: Context) -> Changes:
    """Follow what a besluit did to a permit: suspended, in force again, withdrawn. Refused: premises.no_permit."""
    permit = premises.get("vergunningen", {}).get(body["permit_number"])
    if permit is None:
        raise Refused("premises.no_permit")
    kept: dict[str, Any] = dict(permit.get("kept_down_by", {}))
    kept.pop(body["because_of"], None)
    if body["status"] in STRICT:
        kept[body["because_of"]] = body["status"]
    own = permit.get("status_of_file", "verleend" if permit["status"] in STRICT else permit["status"])
    return {f"vergunningen.{body['permit_number']}": _kept_down({**permit, "status": own}, kept)}


STRICT = ("ingetrokken", "geschorst")
"""What a besluit does to a permit, the strictest first."""


def _kept_down(permit: Mapping[str, Any], kept: Mapping[str, str]) -> dict[str, Any]:
    """Return a permit with its own status under what besluiten keep down."""
    bare = {name: value for name, value in permit.items() if name not in ("kept_down_by", "status_of_file")}
    down = next((status for status in STRICT if status in kept.values()), None)
    if down is None:
        return bare
    own = bare["status"]
    shown = own if own == "ingetrokken" else down
    return {**bare, "status": shown, "kept_down_by": dict(kept), "status_of_file": own}


def as_in_file(permit: Mapping[str, Any]) -> dict[str, Any]:
    """Return a permit as the file that it came from has it: without what a besluit did to it since."""
    own = {"status": permit["status_of_file"]} if "status_of_file" in permit else {}
    bare = {name: value for name, value in permit.items() if name not in ("kept_down_by", "status_of_file")}
    return {**bare, **own}


def _still_down(premises: Premises, field: str, value: Any) -> Any:
    """A permit from the office or an import stays down as long as a besluit keeps it down; nobody writes that himself."""
    collection, _, number = field.partition(".")
    if collection != "vergunningen" or value is None:
        return value
    known: Mapping[str, Any] = premises.get("vergunningen", {}).get(number) or {}
    return _kept_down(value, known.get("kept_down_by", {}))


def restrict(premises: Premises, body: Restricting, context: Context) -> Changes:
    """Shield the file: only the people named read it, besides those who decide for the municipality.

    Refused: premises.other_team, premises.restricted_without_you.
    """
    _check_team(premises.get("team_id", ""), context)
    if body["is_restricted"] and context.by.person not in body["person_ids"]:
        raise Refused("premises.restricted_without_you")
    check_ids(*body["person_ids"])
    people = sorted(set(body["person_ids"])) if body["is_restricted"] else []
    return {"is_restricted": body["is_restricted"], "restricted_to": {"person_ids": people}}


def _check_team(team: str, context: Context) -> None:
    if context.by.roles & {"inspector", "team_lead"} and team not in context.by.teams and not context.override:
        raise Refused("premises.other_team")


def _check_address(address: Address, context: Context) -> None:
    check_line(address["text"], context)
    bag = [address["bag_object_id"], address["bag_address_id"]]
    if not address["text"].strip() or len(address["text"]) > 120:
        raise Refused("premises.wrong_address")
    if any(one is not None and not (len(one) == 16 and one.isascii() and one.isdigit()) for one in bag):
        raise Refused("premises.wrong_address")
    place = [(address["lat"], 90), (address["lon"], 180)]
    if any(one is not None and not -furthest <= one <= furthest for one, furthest in place):
        raise Refused("premises.wrong_address")


def _check_name(premises: dict[str, Any]) -> None:
    """A home has no business name: the file speaks of the use of the dwelling, never of who is in it."""
    if premises.get("is_dwelling", True) and not premises.get("vergunningen") and premises.get("name"):
        raise Refused("premises.home_has_no_name")


def _check_items(body: Changes, context: Context) -> None:
    """Check the name, the permits and the reports in a flat body: a business may look like a person, a BSN may not."""
    check_line(body.get("name"), context)
    check_keys(field for field in body if not field.startswith("vergunningen."))
    for field, value in body.items():
        collection, _, key = field.partition(".")
        if collection == "vergunningen":
            check_codes(key)
        if value is not None and collection in CHECKS:
            CHECKS[collection](value, context)


def _check_vergunning(vergunning: Vergunning, context: Context) -> None:
    check_days(vergunning.get("valid_from_on"), vergunning.get("valid_until_on"))
    check_counts(vergunning.get("werkplekken"), vergunning.get("leidinggevenden"))
    check_line(vergunning.get("nummer"), context)
    zaak = vergunning.get("zaak_id")
    if zaak is not None and not context.policy.is_zaaknummer(zaak):
        check_line(zaak, context)
    if exploitant := vergunning.get("exploitant"):
        check_line(exploitant["name"], context)
        check_business(exploitant.get("kvk_nummer"), exploitant.get("vestigingsnummer"))
    check_line(vergunning.get("openingstijden"), context)
    for voorschrift in vergunning.get("voorschriften", []):
        check_free_text(voorschrift, context)


def _check_melding(melding: Melding, context: Context) -> None:
    check_choices(SUBJECTS, melding["subject"])
    check_days(melding["on"])


def _check_breach(breach: Breach, context: Context) -> None:
    check_codes(breach["rule_key"], *breach.get("items", []))
    check_line(breach["operator"], context)
    check_days(breach["found_on"], breach["sent_on"])


def _check_measure(measure: OpenMeasure, context: Context) -> None:
    check_codes(measure["rule_key"], measure["state"], *measure.get("items", []))
    check_line(measure["operator"], context)
    check_cents(measure["amount_eur_cents"], measure["max_eur_cents"])
    check_days(measure["term_ends_on"], measure["imposed_on"])


CHECKS: dict[str, Callable[[Any, Context], None]] = {
    "vergunningen": _check_vergunning,
    "meldingen": _check_melding,
    "breaches": _check_breach,
    "open_measures": _check_measure,
}


def _laid_over(premises: dict[str, Any], body: Changes) -> dict[str, Any]:
    """Return the file as it would be with a flat body laid over it."""
    whole = {**premises, "vergunningen": dict(premises.get("vergunningen", {}))}
    for field, value in body.items():
        collection, dot, key = field.partition(".")
        if not dot:
            whole[field] = value
        elif collection == "vergunningen" and value is None:
            whole["vergunningen"].pop(key, None)
        elif collection == "vergunningen":
            whole["vergunningen"][key] = value
    return whole
