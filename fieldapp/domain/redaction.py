"""What each reader may see of each document: a list of what is shown, never of what is hidden.

A field without a row is shown to nobody, and fails the tests. A phone is a reader of
its own, whatever the roles of who holds it: what lies on a phone can be lost.
Source: AVG art. 5 lid 1 b, c and f, art. 9; UAVG art. 22; Wpg art. 16-20.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from fieldapp.domain.documents import Person
from fieldapp.domain.joint_visits import DAYS_ADDRESS_SHOWN, over_since

Fields = Mapping[str, Any]
Readers = frozenset[str]

READERS = (
    "inspector",
    "phone",
    "team_lead",
    "mandate_holder",
    "registrar",
    "legal_officer",
    "police",
    "administrator",
)
NOBODY: Readers = frozenset()
PHONE: Readers = frozenset({"phone"})
TEAM: Readers = frozenset({"inspector", "team_lead"})
DECIDERS: Readers = frozenset({"team_lead", "mandate_holder", "registrar", "legal_officer"})
OFFICE: Readers = DECIDERS | {"inspector"}
DOSSIER: Readers = OFFICE | PHONE
WITHOUT_REGISTRAR: Readers = DOSSIER - {"registrar"}
SIGNALS: Readers = frozenset({"inspector", "team_lead", "legal_officer"})
POLICE: Readers = frozenset({"police"})
JOINT: Readers = DOSSIER | POLICE
ADMINISTRATOR: Readers = frozenset({"administrator"})
MANAGERS: Readers = frozenset({"team_lead", "administrator"})
STAFF: Readers = DOSSIER | ADMINISTRATOR
RECORDS: Readers = frozenset({"registrar", "team_lead", "legal_officer", "administrator"})

SHOWN: dict[str, dict[str, Readers]] = {
    "premises": {
        "address": DOSSIER,
        "name": DOSSIER,
        "premises_type": DOSSIER,
        "is_dwelling": DOSSIER,
        "is_verified": DOSSIER,
        "team_id": DOSSIER,
        "is_restricted": DOSSIER,
        "restricted_to": OFFICE,
        "vergunningen": DOSSIER,
        "breaches": DOSSIER,
        "open_measures": DOSSIER,
        "visits": DOSSIER,
        "meldingen": OFFICE,
        "assigned": DOSSIER,
        "machtigingen": DOSSIER,
        "holds": OFFICE,
        "forgotten_on": OFFICE,
    },
    "visit": {
        "premises_id": DOSSIER,
        "team_id": DOSSIER,
        "visit_kind": DOSSIER,
        "reason": DOSSIER,
        "leader_id": DOSSIER,
        "co_visitor_ids": DOSSIER,
        "checklist": DOSSIER,
        "opened_at": DOSSIER,
        "day_list_id": DOSSIER,
        "legitimation": DOSSIER,
        "near_address": DOSSIER,
        "outcome": DOSSIER,
        "closed_at": DOSSIER,
        "closed_by": DOSSIER,
        "not_checked": WITHOUT_REGISTRAR,
        "received_at": DOSSIER,
        "statement": DOSSIER,
        "ended": DOSSIER,
        "handovers": DOSSIER,
        "zaak_id": DOSSIER,
        "answers": DOSSIER,
        "binnentreden": DOSSIER,
        "findings": DOSSIER,
        "photos": DOSSIER,
        "removed_photos": OFFICE,
        "help_offers": WITHOUT_REGISTRAR,
        "seen_outside": DOSSIER,
        "additions": DOSSIER,
        "also_wrote": OFFICE,
        "linked_by": OFFICE,
        "restricted_to": OFFICE,
        "left_phones_on": OFFICE,
        "photos_destroyed": DOSSIER,
        "verslag": DOSSIER,
        "holds": OFFICE,
    },
    "measure": {
        "premises_id": DOSSIER,
        "visit_id": DOSSIER,
        "team_id": DOSSIER,
        "finding_ids": DOSSIER,
        "measure_type": DOSSIER,
        "rule_key": DOSSIER,
        "matrix": DOSSIER,
        "advice": DOSSIER,
        "office_advice": DECIDERS,
        "deviation": DOSSIER,
        "inform_owner": DOSSIER,
        "beside": DOSSIER,
        "addressee": DOSSIER,
        "mode": DOSSIER,
        "time_unit": DOSSIER,
        "amount_eur_cents": DOSSIER,
        "max_eur_cents": DOSSIER,
        "term_days": DOSSIER,
        "duration": DOSSIER,
        "dates": DOSSIER,
        "state": DOSSIER,
        "is_dwelling": DOSSIER,
        "proposed_by": DOSSIER,
        "proposed_at": DOSSIER,
        "received_at": DOSSIER,
        "visit_leader_id": DOSSIER,
        "co_visitor_ids": DOSSIER,
        "linked_by": OFFICE,
        "proposals": DOSSIER,
        "remarks": DOSSIER,
        "returned_at": DOSSIER,
        "decided_by": DOSSIER,
        "decided_at": DOSSIER,
        "decision": DOSSIER,
        "approved_by": DOSSIER,
        "legal_check": DECIDERS,
        "weighing": DECIDERS,
        "voornemen": DECIDERS,
        "zienswijzen": DECIDERS,
        "prepared": DECIDERS,
        "signatures": DECIDERS,
        "besluit": DECIDERS,
        "bekendmaking": DOSSIER,
        "privacy_check": DECIDERS,
        "reply": DECIDERS,
        "hercontroles": OFFICE,
        "at_once": DECIDERS,
        "application": DECIDERS,
        "ended": DECIDERS,
        "costs": DECIDERS,
        "costs_waived": DECIDERS,
        "earlier_costs": DECIDERS,
        "seals": DECIDERS,
        "broken_seal": DECIDERS,
        "reopening": DECIDERS,
        "extensions": DECIDERS,
        "longer_terms": DECIDERS,
        "suspended": DECIDERS,
        "suspensions": DECIDERS,
        "annulment": DECIDERS,
        "lifted": DECIDERS,
        "revoked": DECIDERS,
        "rechtsmiddel": OFFICE,
        "rechtsmiddelen": DECIDERS,
        "final_on": OFFICE,
        "terms": DOSSIER,
        "alarms": DECIDERS,
        "verbeurten": DECIDERS,
        "payments": DECIDERS,
        "closing": DECIDERS,
        "closed_at": OFFICE,
        "restricted_to": OFFICE,
        "left_phones_on": OFFICE,
        "holds": OFFICE,
    },
    "joint_visit": {
        "visit_id": DOSSIER,
        "premises_id": DOSSIER,
        "premises_text": JOINT,
        "premises_type": JOINT,
        "team_id": DOSSIER,
        "unit_id": JOINT,
        "officers_count": JOINT,
        "inspectors_count": JOINT,
        "ground": JOINT,
        "purpose_municipality": JOINT,
        "purpose_police": JOINT,
        "started_at": JOINT,
        "ended_at": JOINT,
        "received_at": JOINT,
        "state": JOINT,
        "shared_on_the_spot": JOINT,
        "entries": JOINT,
        "handed_over": JOINT,
        "leader_id": DOSSIER,
        "co_visitor_ids": DOSSIER,
        "partner_notes": JOINT - PHONE,
        "shared": JOINT - PHONE,
        "requests": JOINT - PHONE,
        "restricted_to": OFFICE,
        "ended": DOSSIER,
        "voided_at": JOINT,
        "left_phones_on": OFFICE,
        "left_unit_on": OFFICE,
    },
    "letter": dict.fromkeys(
        (
            "letter_kind",
            "measure_id",
            "visit_id",
            "verbeurte_id",
            "premises_id",
            "team_id",
            "visitor_ids",
            "state",
            "filled",
            "edition",
            "made_by",
            "made_at",
            "number",
            "dated_on",
            "pdf",
            "docx",
            "templates",
            "frozen_by",
            "frozen_at",
            "sent_on",
            "sent_how",
            "sent_digest",
            "sent_by",
            "copy_for_resident",
            "dropped",
            "restricted_to",
        ),
        OFFICE,
    ),
    "letter_book": {"year": OFFICE, "taken": OFFICE},
    "day_list": {
        "team_id": TEAM | PHONE,
        "on": TEAM | PHONE,
        "person_ids": TEAM | PHONE,
        "state": TEAM | PHONE,
        "sent_at": TEAM | PHONE,
        "note": TEAM | PHONE,
        "stops": TEAM | PHONE,
        "restricted": TEAM,
        "left_phones_on": TEAM,
    },
    "person": {
        "person_id": STAFF,
        "name": STAFF,
        "roles": STAFF,
        "team_ids": STAFF,
        "unit_id": ADMINISTRATOR,
        "login": ADMINISTRATOR,
        "designation": MANAGERS,
        "is_active": MANAGERS,
        "access_until_on": ADMINISTRATOR,
    },
    "device": {
        "person_id": MANAGERS,
        "team_ids": MANAGERS,
        "number": MANAGERS | PHONE,
        "dev_public": ADMINISTRATOR,
        "sign_public": ADMINISTRATOR,
        "serial": ADMINISTRATOR,
        "build": MANAGERS,
        "state": MANAGERS | PHONE,
        "enrolled_at": MANAGERS | PHONE,
        "issued_by": MANAGERS | PHONE,
        "confirmed_at": MANAGERS | PHONE,
        "blocked_at": MANAGERS,
        "blocked_by": MANAGERS,
    },
    "unit": {
        "unit_id": STAFF | POLICE,
        "name": STAFF | POLICE,
        "kind": STAFF | POLICE,
        "covenant_until_on": STAFF | POLICE,
        "phone": STAFF,
        "functions": STAFF,
    },
    "mandate": {
        "person_id": DECIDERS | ADMINISTRATOR,
        "number": DECIDERS | ADMINISTRATOR,
        "authority": DECIDERS | ADMINISTRATOR,
        "is_own_power": DECIDERS | ADMINISTRATOR,
        "acts": DECIDERS | ADMINISTRATOR,
        "measure_types": DECIDERS | ADMINISTRATOR,
        "max_eur_cents": DECIDERS | ADMINISTRATOR,
        "valid_from_on": DECIDERS | ADMINISTRATOR,
        "valid_until_on": DECIDERS | ADMINISTRATOR,
        "ended_on": DECIDERS | ADMINISTRATOR,
    },
    "signaal": {
        "premises_id": SIGNALS | PHONE,
        "team_id": SIGNALS | PHONE,
        "signal_type": SIGNALS | PHONE,
        "codes": SIGNALS | PHONE,
        "observed_on": SIGNALS | PHONE,
        "visit_id": SIGNALS | PHONE,
        "measure_id": SIGNALS,
        "state": SIGNALS | PHONE,
        "made_by": SIGNALS | PHONE,
        "made_at": SIGNALS | PHONE,
        "assessment": SIGNALS - {"inspector"},
        "shared": SIGNALS - {"inspector"},
        "feedback": SIGNALS - {"inspector"},
        "closed_at": SIGNALS,
        "closed_why": SIGNALS - {"inspector"},
        "restricted_to": SIGNALS,
    },
    "destruction": dict.fromkeys(
        (
            "team_id",
            "table",
            "items",
            "state",
            "proposed_by",
            "proposed_at",
            "agreed_by",
            "agreed_at",
            "not_before_on",
            "withdrawn_by",
            "withdrawn_at",
            "withdrawn_text",
            "results",
            "done_at",
            "log_position",
            "log_head",
            "copies_gone_by_on",
        ),
        RECORDS,
    ),
    "policy": {
        "name": STAFF,
        "policy_kind": STAFF,
        "content": STAFF,
        "effective_from_on": STAFF,
        "source": STAFF,
    },
}


def readers_of(actor: Person) -> Readers:
    """Return as whom this actor reads: a phone is a phone, whoever holds it."""
    return PHONE if actor.device is not None else actor.roles


def redact(kind: str, document: Fields, actor: Person, today: date) -> dict[str, Any]:
    """Copy what this actor may see of a document, or of any part of one.

    Every rule fails closed: what cannot be judged from the part at hand is not shown.
    """
    if "system" in actor.roles:
        return dict(document)
    readers = readers_of(actor)
    shown = {field: value for field, value in document.items() if SHOWN[kind].get(field, NOBODY) & readers}
    for field in shown.keys() & PARTS[kind].keys():
        shown[field] = PARTS[kind][field](shown[field], document, readers, today)
    for field in shown.keys() & FOR_PERSONS.get(kind, {}).keys():
        shown[field] = FOR_PERSONS[kind][field](shown[field], document, actor)
    return {field: value for field, value in shown.items() if value is not WITHHELD}


def redactor(kind: str) -> Callable[[Fields, Person, date], dict[str, Any]]:
    """Return the redaction of one kind, in the form that the registry wants."""

    def redact_kind(document: Fields, actor: Person, today: date) -> dict[str, Any]:
        return redact(kind, document, actor, today)

    return redact_kind


WITHHELD = object()
Part = Callable[[Any, Fields, Readers, date], Any]


def _without_counts_and_yes_no(items: Any, document: Fields, readers: Readers, today: date) -> Any:
    """The registrar sends letters: of items that count people or tell yes or no about them nothing is needed."""
    if readers & (WITHOUT_REGISTRAR):
        return items
    return {key: item for key, item in items.items() if isinstance(item, Mapping) and item.get("privacy") == "Z"}


def _photos_of_shown_findings(items: Any, document: Fields, readers: Readers, today: date) -> Any:
    if readers & (WITHOUT_REGISTRAR):
        return items
    findings = _without_counts_and_yes_no(document.get("findings", {}), document, readers, today)
    return {key: photo for key, photo in items.items() if photo.get("finding_id") in findings}


def _address_for_police(value: Any, document: Fields, readers: Readers, today: date) -> Any:
    """Hidden for police from the 91st day after the visit, and at once where the file is shielded or the visit lapsed."""
    if readers & DOSSIER:
        return value
    ended_on = None if {"restricted_to", "voided_at"} & document.keys() else over_since(document)
    if not ended_on or today > date.fromisoformat(ended_on) + timedelta(days=DAYS_ADDRESS_SHOWN):
        return WITHHELD
    return value


def _without(*names: str, whole_for: Readers = DOSSIER) -> Part:
    """Take these names out of each item for everyone else."""

    def cut(items: Any, document: Fields, readers: Readers, today: date) -> Any:
        if readers & whole_for:
            return items
        return {key: {name: value for name, value in item.items() if name not in names} for key, item in items.items()}

    return cut


def _addressee(value: Any, document: Fields, readers: Readers, today: date) -> Any:
    """Inspectors see in which capacity someone is addressed, not the way to the name in the case system."""
    return value if readers & DECIDERS else {**value, "zaak_ref": None}


def _stops(items: Any, document: Fields, actor: Person) -> Any:
    """The address of a stop at shielded premises, and the hour, only for those named."""
    named = document.get("restricted", {})
    return {
        key: stop
        if actor.person in named.get(stop["premises_id"], {"person_ids": [actor.person]})["person_ids"]
        else {**stop, "address_text": SHIELDED, "appointment": None}
        for key, stop in items.items()
    }


def _address_of_shielded(value: Any, document: Fields, actor: Person) -> Any:
    """Who was there but is not named keeps the own record for its seven days, not the address."""
    named = document.get("restricted_to")
    if named is None or value is WITHHELD or actor.roles & MUNICIPALITY or actor.person in named["person_ids"]:
        return value
    return SHIELDED


def _terms(items: Any, document: Fields, readers: Readers, today: date) -> Any:
    """Inspectors see the terms of the measure; those of single dwangsommen only who decides and collects."""
    return items if readers & DECIDERS else {key: term for key, term in items.items() if not term.get("of")}


SHIELDED = "Afgeschermd adres"
MUNICIPALITY: Readers = DECIDERS - TEAM
FOR_PERSONS: dict[str, dict[str, Callable[[Any, Fields, Person], Any]]] = {
    "day_list": {"stops": _stops},
    "joint_visit": {"premises_text": _address_of_shielded},
}
"""What depends on who somebody is, besides the role."""

PARTS: dict[str, dict[str, Part]] = {kind: {} for kind in SHOWN} | {
    "premises": {
        "breaches": _without("items", whole_for=WITHOUT_REGISTRAR),
        "open_measures": _without("items", whole_for=WITHOUT_REGISTRAR),
    },
    "visit": {
        "answers": _without_counts_and_yes_no,
        "findings": _without_counts_and_yes_no,
        "photos": _photos_of_shown_findings,
    },
    "measure": {"addressee": _addressee, "terms": _terms},
    "joint_visit": {
        "premises_text": _address_for_police,
        "shared": _without("by"),
        "requests": _without("answered_by"),
    },
}
