"""Where the rules meet the cast: documents as they stand one evening, and how to ask a rule something."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from fieldapp.domain.errors import Refused
from fieldapp.policy import load_policy
from sync import Actor, Context
from tests.people import CENTRUM, INES, IVO, POLICE_UNIT, TOM

POLICY = load_policy()
EVENING = datetime(2026, 11, 20, 21, 14, tzinfo=UTC)
PREMISES_ID, HOME_ID = "11111111-0000-5000-8000-000000000001", "11111111-0000-5000-8000-000000000002"
VISIT_ID = "22222222-0000-7000-8000-000000000001"
FINDING, PHOTO, RECORD = "44444444-0000-7000-8000-000000000001", "55555555-0000-7000-8000-000000000001", "r1"
DIGEST = "ab" * 32


def context(by: Actor = INES, reads: Mapping[str, Any] | None = None, policy: Any = POLICY) -> Context:
    return Context(by, EVENING, "2026-11-20T21:14:07Z", policy, reads or {}, VISIT_ID, "aabb:7")


def ask(rule: Callable[..., Any], document: Any, body: Any, by: Actor = INES, **reads: Any) -> dict[str, Any]:
    """Return what the rule changes."""
    return dict(rule(document, body, context(by, reads)))


def taken_in(rule: Callable[..., Any], document: Any, body: Any, by: Actor = INES, **reads: Any) -> str:
    """Return why the rule still says no when the office takes a held operation in; `""` when it does not."""
    try:
        rule(document, body, replace(context(by, reads), override=True))
    except Refused as refused:
        return refused.reason
    return ""


def refusal(rule: Callable[..., Any], document: Any, body: Any, by: Actor = INES, **reads: Any) -> str:
    """Return why the rule says no; `""` when it does not."""
    try:
        rule(document, body, context(by, reads))
    except Refused as refused:
        return refused.reason
    return ""


def licensed(**more: Any) -> Any:
    return {
        "address": address("Lantaarnkade 12"),
        "name": "Raamverhuur De Lantaarn B.V.",
        "premises_type": "raamexploitatie",
        "is_dwelling": False,
        "is_verified": True,
        "is_restricted": False,
        "team_id": CENTRUM,
        "vergunningen": {"v-2024-101": permit()},
        **more,
    }


def home(**more: Any) -> Any:
    return {
        "address": address("Molenstraat 41-2"),
        "name": None,
        "premises_type": "woning",
        "is_dwelling": True,
        "is_verified": True,
        "is_restricted": False,
        "team_id": CENTRUM,
        **more,
    }


def address(text: str) -> dict[str, Any]:
    return {
        "bag_object_id": "9998010000000013",
        "bag_address_id": "9998200000000013",
        "text": text,
        "lat": 52.5,
        "lon": 5.3,
    }


def permit(**more: Any) -> dict[str, Any]:
    exploitant = {"name": "Raamverhuur De Lantaarn B.V.", "kvk_nummer": "10734211", "vestigingsnummer": None}
    return {
        "nummer": "V-2024-101",
        "status": "verleend",
        "valid_from_on": "2024-02-01",
        "valid_until_on": "2027-03-01",
        "werkplekken": 8,
        "leidinggevenden": 2,
        "openingstijden": "ma-zo 10:00-02:00",
        "voorschriften": ["alarm in elke werkruimte"],
        "exploitant": exploitant,
        **more,
    }


def opening(**more: Any) -> dict[str, Any]:
    return {
        "premises_id": PREMISES_ID,
        "team_id": CENTRUM,
        "visit_kind": "licensed_premises",
        "reason": "routine",
        "leader_id": INES.person,
        "co_visitor_ids": [IVO.person],
        "checklist": "chk-lp@1",
        "opened_at": "2026-11-20T20:14:00Z",
        "day_list_id": None,
        **more,
    }


def visit(**more: Any) -> Any:
    """A visit to licensed premises that goes on."""
    return opening(**more)


def home_visit(**more: Any) -> Any:
    return opening(premises_id=HOME_ID, visit_kind="home_address", checklist="chk-ha@1", reason="melding", **more)


def all_in_order(checklist: str = "chk-lp@1") -> dict[str, Any]:
    """An answer to everything that is always asked."""
    items = POLICY.checklists[checklist]["items"]
    asked = [item for item in items if item["asked"] == "altijd" and item["answer"] == "oordeel"]
    return {item["id"]: {"value": "in_orde"} for item in asked}


def finished(**more: Any) -> Any:
    """A visit to licensed premises with one finding, closed."""
    return visit(
        answers=all_in_order() | {"nooduitgang_vrij": {"value": "niet_in_orde", "privacy": "Z"}},
        findings={FINDING: finding()},
        legitimation={"value": "leidinggevende", "at": "2026-11-20T20:15:00Z"},
        outcome="afgerond",
        statement=True,
        closed_at="2026-11-20T20:24:00Z",
        closed_by=INES.person,
        received_at="2026-11-20T21:58:00Z",
        **more,
    )


def finding(**more: Any) -> dict[str, Any]:
    return {
        "item": "nooduitgang_vrij",
        "chips": ["versperd"],
        "text": "Dozen voor de deur.",
        "not_a_name": False,
        "number": None,
        "privacy": "Z",
        "rule_key": "apv.inrichtingseisen",
        **more,
    }


def photo(**more: Any) -> dict[str, Any]:
    return {
        "finding_id": FINDING,
        "blob": DIGEST,
        "chunks": 1,
        "thumb": DIGEST,
        "sha256": DIGEST,
        "bytes": 350_000,
        "width": 1600,
        "height": 1200,
        "taken_at": "2026-11-20T20:17:00Z",
        "blurred": 1,
        **more,
    }


def consent_record(consent: str | None = "ja", **more: Any) -> Any:
    """What is recorded at the threshold when all four things were said."""
    return {
        "basis": "toestemming",
        "told_identified": True,
        "told_purpose": True,
        "told_may_refuse": True,
        "understood": True,
        "how_explained": "gesproken",
        "interpreter": "geen",
        "consent": consent,
        "asked_at": "2026-11-20T20:15:00Z",
        "decided_at": "2026-11-20T20:16:00Z" if consent else None,
        "entered_at": None,
        "left_at": None,
        "withdrawn_at": None,
        "companions": [],
        "danger_reason": None,
        "purpose": "Wij kijken of hier een seksbedrijf is zonder vergunning.",
        "corrects": None,
        **more,
    }


def withdrawn_record() -> Any:
    return consent_record("ingetrokken", entered_at="2026-11-20T20:17:00Z", withdrawn_at="2026-11-20T20:25:00Z")


def proposal(**more: Any) -> dict[str, Any]:
    """A proposal that follows the advice of the matrix for a blocked emergency exit, the first time."""
    return {
        "premises_id": PREMISES_ID,
        "visit_id": VISIT_ID,
        "team_id": CENTRUM,
        "finding_ids": [FINDING],
        "measure_type": "waarschuwing",
        "rule_key": "apv.inrichtingseisen",
        "matrix": "matrix-voorbeeld@1",
        "advice": {
            "result": "maatregel",
            "measure_type": "waarschuwing",
            "amount_eur_cents": None,
            "max_eur_cents": None,
        },
        "deviation": None,
        "inform_owner": False,
        "addressee": exploitant(),
        "term_days": 14,
        "dates": {"zienswijze_until_on": None, "herstel_until_on": "2026-12-04", "hercontrole_on": "2026-12-07"},
        **more,
    }


def penalty(**more: Any) -> dict[str, Any]:
    """A proposal of a last onder dwangsom that follows the advice."""
    amounts = {"amount_eur_cents": 250000, "max_eur_cents": 1000000}
    return proposal(
        **{
            "measure_type": "last_onder_dwangsom",
            "mode": "per_overtreding",
            "time_unit": None,
            **amounts,
            "advice": {"result": "maatregel", "measure_type": "last_onder_dwangsom", **amounts},
            **more,
        }
    )


def exploitant() -> dict[str, Any]:
    operator = {"name": "Raamverhuur De Lantaarn B.V.", "kvk_nummer": "10734211"}
    return {"role": "exploitant", "operator": operator, "zaak_ref": None}


def running_penalty(**more: Any) -> dict[str, Any]:
    """A last onder dwangsom that was imposed before and still binds."""
    return {
        "measure_type": "last_onder_dwangsom",
        "rule_key": "apv.inrichtingseisen",
        "state": "opgelegd",
        "term_ends_on": "2026-12-18",
        "amount_eur_cents": 100000,
        "max_eur_cents": 500000,
        "operator": "10734211",
        "imposed_on": "2026-11-04",
        **more,
    }


def joint_opening(**more: Any) -> dict[str, Any]:
    return {
        "visit_id": None,
        "premises_id": PREMISES_ID,
        "premises_text": "Stationsplein 5",
        "premises_type": "hotel",
        "team_id": CENTRUM,
        "unit_id": POLICE_UNIT,
        "officers_count": 2,
        "ground": "handhaving_samen",
        "purpose_municipality": "toezicht_vergunning",
        "purpose_police": "bijstand",
        "started_at": "2026-11-20T21:31:00Z",
        "leader_id": INES.person,
        "co_visitor_ids": [IVO.person],
        **more,
    }


def joint_visit(**more: Any) -> Any:
    return joint_opening(state="open", inspectors_count=2, **more)


def closed_joint_visit(**more: Any) -> Any:
    ended = {"ended_at": "2026-11-20T21:52:00Z", "received_at": "2026-11-20T21:53:00Z"}
    return joint_visit(**{**ended, **more}) | {"state": "closed"}


def stop(**more: Any) -> dict[str, Any]:
    return {
        "premises_id": PREMISES_ID,
        "address_text": "Lantaarnkade 12",
        "visit_id": VISIT_ID,
        "order": 1,
        "reason": "routine",
        "appointment": None,
        "added_by": TOM.person,
        **more,
    }
