"""The table of all that can happen is complete, and a stranger gets nothing through the real engine."""

import itertools
import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldapp import texts
from fieldapp.config import load_config
from fieldapp.domain import redaction, roles
from fieldapp.installation import Installation, open_installation, set_up
from fieldapp.registry import REGISTRY
from sync import Actor
from sync.registry import ACT, PICK
from sync.shapes import WrongShape
from tests.domain.situations import (
    FINDING,
    HOME_ID,
    PREMISES_ID,
    VISIT_ID,
    address,
    all_in_order,
    consent_record,
    joint_opening,
    opening,
    permit,
    proposal,
    stop,
)
from tests.people import (
    ADA,
    CENTRUM,
    INES,
    INES_ON_HER_PHONE,
    IVO,
    IVO_ON_HIS_PHONE,
    LEA,
    MIA,
    OTTO,
    OTTO_ON_HIS_PHONE,
    PAM,
    PIA,
    POLICE_UNIT,
    ROB,
    SYSTEM,
    TOM,
)

MEASURE_ID, JOINT_ID, OPEN_JOINT_ID = (f"6666666{n}-0000-7000-8000-000000000001" for n in range(3))
LIST_ID, PERSON_ID, DEVICE_ID, UNIT_ID = (f"7777777{n}-0000-7000-8000-000000000001" for n in range(4))
POLICY_ID = "88888888-0000-7000-8000-000000000001"
DOCUMENTS = {
    "premises": PREMISES_ID,
    "visit": VISIT_ID,
    "measure": MEASURE_ID,
    "joint_visit": JOINT_ID,
    "day_list": LIST_ID,
    "device": DEVICE_ID,
    "person": PERSON_ID,
    "unit": UNIT_ID,
    "policy": POLICY_ID,
}
OF_EVERYBODY = {"person", "unit", "policy"}


# --- the table


@pytest.mark.parametrize("name", sorted(REGISTRY.operations))
def test_every_kind_of_operation_has_roles_a_rule_a_shape_and_a_dutch_name(name: str) -> None:
    kind = REGISTRY.operations[name]
    assert kind.by
    assert kind.by <= set(roles.ROLES)
    assert callable(kind.rule)
    assert (kind.shape is None) == (kind.form == PICK)
    assert name.split(".")[0] == kind.on
    assert name in texts.LABELS["operation"], "give it a Dutch name in fieldapp/texts.py or texts_course.py"


@pytest.mark.parametrize("name", sorted(REGISTRY.operations))
def test_every_rule_says_what_it_does_or_is_named_so(name: str) -> None:
    kind = REGISTRY.operations[name]
    if kind.form == PICK:
        return
    assert kind.rule.__annotations__["return"]
    assert kind.rule.__module__.startswith("fieldapp.domain.")


@pytest.mark.parametrize("name", sorted(REGISTRY.documents))
def test_every_kind_of_document_has_a_row_of_redaction_per_field(name: str) -> None:
    unplaced = set(redaction.SHOWN[name]) ^ set(REGISTRY.documents[name].shape.__annotations__)
    assert not unplaced, "say in SHOWN of fieldapp/domain/redaction.py who reads it"


def test_police_are_logged_whenever_they_look() -> None:
    assert REGISTRY.documents["joint_visit"].logged_for == {"police"}


def test_secrets_of_photos_are_taken_out_before_the_rule() -> None:
    assert set(REGISTRY.operations["visit.add_photo"].secret) == {"photos.*.key", "photos.*.thumb_key"}


def test_only_opening_a_visit_a_proposal_and_what_stands_at_a_door_look_anywhere() -> None:
    anywhere = {name for name, kind in REGISTRY.operations.items() if kind.anywhere}
    assert anywhere == {"visit.open", "premises.add", "measure.propose", "joint_visit.open"}


# --- one evening in the real engine


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    config = load_config({}, data=tmp_path_factory.mktemp("registry") / "data")
    set_up(config)
    opened = open_installation(config)
    _an_evening(opened)
    yield opened
    opened.store.close()


def _an_evening(house: Installation) -> None:
    def done(actor: Actor, kind: str, document: str, body: dict[str, Any]) -> None:
        outcome = house.engine.submit(actor, kind, document, body, base="latest")
        assert outcome.outcome == "applied", (kind, outcome.code)

    register = {"premises_type": "raamexploitatie", "is_dwelling": False, "team_id": CENTRUM}
    done(ROB, "premises.register", PREMISES_ID, {**register, "address": address("Lantaarnkade 12"),
                                                 "vergunningen": {"v-2024-101": permit()}})  # fmt: skip
    done(ROB, "premises.register", HOME_ID, {**register, "premises_type": "woning", "is_dwelling": True,
                                             "address": address("Molenstraat 41-2")})  # fmt: skip
    done(INES, "visit.open", VISIT_ID, opening())
    done(INES, "visit.note", VISIT_ID, {"legitimation": {"value": "medewerker", "at": "2026-11-20T20:15:00Z"}})
    done(INES, "visit.answer", VISIT_ID, {"answers": all_in_order()})
    said = {"item": "nooduitgang_vrij", "chips": ["versperd"], "text": None}
    done(INES, "visit.find", VISIT_ID, {"findings": {FINDING: said}})
    done(INES, "measure.propose", MEASURE_ID, proposal())
    done(SYSTEM, "unit.add", POLICE_UNIT, {"name": "Politie", "kind": "police", "covenant_until_on": "2027-12-31"})
    done(INES, "joint_visit.open", JOINT_ID, joint_opening())
    done(INES, "joint_visit.close", JOINT_ID, {"ended_at": "2026-11-20T21:52:00Z"})
    done(INES, "joint_visit.open", OPEN_JOINT_ID, joint_opening())
    pair = {"team_id": CENTRUM, "on": "2026-11-21", "person_ids": [INES.person, IVO.person]}
    done(TOM, "day_list.plan", LIST_ID, {**pair, "stops": {"s": stop()}})
    done(
        SYSTEM,
        "person.add",
        PERSON_ID,
        {"name": "Nora", "roles": ["inspector"], "login": "nora", "team_ids": [CENTRUM]},
    )
    done(SYSTEM, "device.enrol", DEVICE_ID, {"person_id": INES.person, "team_ids": [CENTRUM], "number": 14,
         "dev_public": "a", "sign_public": "b", "serial": "1", "build": "c"})  # fmt: skip
    done(SYSTEM, "unit.add", UNIT_ID, {"name": "Team Centrum", "kind": "team"})
    version = {
        "name": "x@1",
        "policy_kind": "matrix",
        "content": {},
        "effective_from_on": "2026-01-01",
        "source": "raad",
    }
    done(SYSTEM, "policy.publish", POLICY_ID, version)


def seen(house: Installation, actor: Actor, kind: str) -> set[str]:
    return {one["id"] for one in house.engine.find(actor, kind)}


@pytest.mark.parametrize("kind", sorted(set(DOCUMENTS) - OF_EVERYBODY))
@pytest.mark.parametrize("otto", [OTTO, OTTO_ON_HIS_PHONE], ids=["desk", "phone"])
def test_a_stranger_sees_nothing_of_any_kind(house: Installation, kind: str, otto: Actor) -> None:
    assert house.engine.read(otto, DOCUMENTS[kind]) is None
    assert house.engine.find(otto, kind) == []
    assert house.engine.count(otto, kind) == 0
    assert house.engine.history(otto, DOCUMENTS[kind]) == []
    assert house.engine.search(otto, "lantaarnkade", [kind]) == []


@pytest.mark.parametrize("kind", sorted(DOCUMENTS))
@pytest.mark.parametrize("actor", [PIA, PAM])
def test_police_see_joint_visits_of_their_unit_and_nothing_else(house: Installation, kind: str, actor: Actor) -> None:
    expected = {"joint_visit": {JOINT_ID}, "unit": {POLICE_UNIT}}.get(kind, set()) if actor == PIA else set()
    assert seen(house, actor, kind) == expected


@pytest.mark.parametrize("kind", ["premises", "visit", "measure", "joint_visit", "day_list"])
def test_an_administrator_reads_no_dossier(house: Installation, kind: str) -> None:
    assert seen(house, ADA, kind) == set()


@pytest.mark.parametrize("actor", [MIA, ROB, LEA])
def test_who_decides_for_the_municipality_reads_dossiers_but_no_lists(house: Installation, actor: Actor) -> None:
    assert {PREMISES_ID, HOME_ID} == seen(house, actor, "premises")
    assert seen(house, actor, "measure") == {MEASURE_ID}
    assert seen(house, actor, "day_list") == set()


def test_the_phone_of_the_leader_has_the_visit_and_the_licensed_premises(house: Installation) -> None:
    assert seen(house, INES_ON_HER_PHONE, "premises") == {PREMISES_ID}, "never a home that is on no list"
    assert seen(house, INES_ON_HER_PHONE, "visit") == {VISIT_ID}
    assert seen(house, INES_ON_HER_PHONE, "measure") == {MEASURE_ID}
    assert seen(house, INES_ON_HER_PHONE, "day_list") == set(), "not before it is sent"


def test_the_phone_of_the_colleague_has_the_visit_but_not_the_proposal(house: Installation) -> None:
    assert seen(house, IVO_ON_HIS_PHONE, "visit") == {VISIT_ID}
    assert seen(house, IVO_ON_HIS_PHONE, "measure") == set()


def test_every_look_of_the_police_is_in_the_log_of_looks(house: Installation) -> None:
    before = len(house.access_log.list(document=JOINT_ID))
    assert house.engine.read(PIA, JOINT_ID) is not None
    assert len(house.access_log.list(document=JOINT_ID)) == before + 1


STRANGE = {
    "visit.answer": (VISIT_ID, {"answers": {"nooduitgang_vrij": {"value": "in_orde"}}}),
    "visit.close": (VISIT_ID, {"outcome": "gesloten", "statement": True, "made_at": "2026-11-20T20:24:00Z"}),
    "visit.pick": (VISIT_ID, {"near_address": "ja"}),
    "measure.withdraw": (MEASURE_ID, {}),
    "measure.approve": (MEASURE_ID, {"seen_proposal": 1}),
    "joint_visit.note": (JOINT_ID, {"officers_count": 3}),
    "day_list.set_stop": (LIST_ID, {"stops": {"s": None}}),
    "premises.update": (PREMISES_ID, {"name": "Iets anders"}),
    "device.block": (DEVICE_ID, {}),
}


@pytest.mark.parametrize(
    ("kind", "actor"), list(itertools.product(sorted(STRANGE), [OTTO, OTTO_ON_HIS_PHONE, PIA, ADA]))
)
def test_a_stranger_changes_nothing(house: Installation, kind: str, actor: Actor) -> None:
    if (kind, actor) == ("device.block", ADA):
        return
    document, body = STRANGE[kind]
    before = house.engine.read(SYSTEM, document)
    assert house.engine.submit(actor, kind, document, body).code == "no_permission"
    assert house.engine.read(SYSTEM, document) == before


def test_a_stranger_proposes_nothing_on_the_visit_of_others(house: Installation) -> None:
    outcome = house.engine.submit(OTTO, "measure.propose", "99999999-0000-7000-8000-000000000001", proposal())
    assert outcome.code == "measure.not_your_visit"


def test_adding_an_address_that_the_office_knows_changes_nothing(house: Installation) -> None:
    before = house.engine.read(SYSTEM, HOME_ID)
    body = {"address": address("Molenstraat 41-2"), "premises_type": "woning", "is_dwelling": True, "team_id": CENTRUM}
    assert house.engine.submit(INES_ON_HER_PHONE, "premises.add", HOME_ID, body).outcome == "applied"
    after = house.engine.read(SYSTEM, HOME_ID)
    assert after == before
    assert house.engine.read(INES_ON_HER_PHONE, HOME_ID) is None, "and shows nothing of it"


def test_the_evening_follows_from_its_log(house: Installation) -> None:
    assert house.engine.check().is_whole


def test_a_phone_does_a_whole_home_visit_at_an_address_without_a_file(house: Installation) -> None:
    """Everything with the scopes of a phone: the address is added, consent given, a finding made, a measure proposed."""
    place, visit, measure, joint = (f"5555555{n}-0000-7000-8000-00000000000a" for n in range(4))
    record, item = consent_record(entered_at="2026-11-20T20:17:00Z"), "geen_bedrijfsmatig_gebruik"
    added = {"address": address("Kerkpad 21"), "premises_type": "woning", "is_dwelling": True, "is_verified": True}
    found = {"item": item, "chips": ["inrichting"], "text": None, "not_a_name": False, "number": 2}
    advice = {"result": "geen_regel", "measure_type": None, "why": [{"text": "Geen advies in de matrix."}]}
    owner = {"role": "eigenaar", "operator": None, "zaak_ref": None}
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("premises.add", place, {**added, "team_id": CENTRUM}),
        ("visit.open", visit, opening(premises_id=place, visit_kind="home_address", checklist="chk-ha@1")),
        ("visit.enter", visit, {"binnentreden.a": consent_record(None, told_purpose=False, understood=False)}),
        ("visit.enter", visit, {"binnentreden.a": record}),
        ("visit.answer", visit, {"answers": all_in_order("chk-ha@1")}),
        ("visit.answer", visit, {"answers": {item: {"value": "niet_in_orde"}, "signalen_dwang": {"value": "nee"},
                                             "beschikbaar_gesteld_door": {"value": "eigenaar"}}}),
        ("visit.find", visit, {f"findings.{FINDING}": found}),
        ("visit.offer_help", visit, {"help_offers.a": {"organisation": None, "count": 1}}),
        ("measure.propose", measure, proposal(premises_id=place, visit_id=visit, rule_key="apv.zonder_vergunning",
                                              advice=advice, addressee=owner)),
        ("joint_visit.open", joint, joint_opening(visit_id=visit, premises_id=place)),
        ("joint_visit.close", joint, {"ended_at": "2026-11-20T21:52:00Z"}),
        ("visit.enter", visit, {"binnentreden.a": {**record, "left_at": "2026-11-20T20:40:00Z"}}),
        ("visit.close", visit, {"outcome": "afgerond", "statement": True, "made_at": "2026-11-20T20:41:00Z"}),
        ("visit.add", visit, {"additions.a": {"text": "De deur bleef open.", "at": "2026-11-20T21:00:00Z"}}),
    ]  # fmt: skip
    for kind, document, body in steps:
        outcome = house.engine.submit(INES_ON_HER_PHONE, kind, document, body, base="latest")
        assert (outcome.outcome, outcome.code) == ("applied", None), kind
    assert house.engine.read(INES_ON_HER_PHONE, place) is not None, "who added the address keeps it"
    assert house.engine.read(IVO_ON_HIS_PHONE, place) is None
    assert house.engine.read(OTTO_ON_HIS_PHONE, visit) is None
    assert house.engine.read(PIA, joint) is not None


def test_late_work_of_a_colleague_is_taken_in_with_its_class_and_personal_data_is_not(house: Installation) -> None:
    document, late = "44444444-0000-7000-8000-00000000000b", {"answers.rookmelders_werken": {"value": "in_orde"}}
    personal = {"answers.hygiene_in_orde": {"value": "niet_in_orde", "text": "Bel 06 12345678"}}
    at_the_door = {"outcome": "gesloten", "statement": True, "made_at": "2026-11-20T20:24:00Z"}
    for kind, body in (("visit.open", opening()), ("visit.close", at_the_door)):
        assert house.engine.submit(INES, kind, document, body, base="latest").outcome == "applied"
    held = [
        house.engine.submit(IVO_ON_HIS_PHONE, "visit.answer", document, body, base="latest", stream="worker")
        for body in (late, personal)
    ]
    assert [one.code for one in held] == ["visit.closed", "visit.closed"]
    taken = [house.engine.replay(TOM, one.operation_id, override=True) for one in held]
    assert [(one.outcome, one.code) for one in taken] == [("applied", None), ("held", "text.personal_data")]
    visit = house.engine.read(TOM, document)
    assert visit is not None
    assert visit["fields"]["answers"] == {"rookmelders_werken": {"value": "in_orde", "privacy": "Z"}}


# --- what was ever sent stays accepted

VECTORS = sorted((Path(__file__).parent / "vectors" / "operations").glob("*.json"))
SENT = [(path.stem, one["kind"], one["body"]) for path in VECTORS for one in json.loads(path.read_text())["operations"]]


@pytest.mark.parametrize(("version", "kind", "body"), SENT, ids=[f"{version}-{kind}" for version, kind, _ in SENT])
def test_a_body_that_was_ever_sent_is_still_accepted(version: str, kind: str, body: dict[str, Any]) -> None:
    shape = REGISTRY.operations[kind].shape
    assert shape is not None
    if REGISTRY.operations[kind].form == ACT:
        shape.check_facts(body)
    else:
        shape.check(body)


def test_every_kind_has_a_body_on_record() -> None:
    chosen = {name for name, kind in REGISTRY.operations.items() if kind.form != PICK}
    missing = chosen ^ {kind for _, kind, _ in SENT}
    assert not missing, "add a body as it is sent to the newest file of tests/vectors/operations/"


@pytest.mark.parametrize("kind", sorted({kind for _, kind, body in SENT if body}))
def test_an_unknown_name_in_a_body_does_not_pass(kind: str) -> None:
    body = next(body for _, one, body in SENT if one == kind)
    shape = REGISTRY.operations[kind].shape
    assert shape is not None
    check = shape.check_facts if REGISTRY.operations[kind].form == ACT else shape.check
    with pytest.raises(WrongShape):
        check({**body, "sekswerker": "x"})


def test_no_decision_and_nothing_of_the_system_is_ever_taken_in_by_a_team_lead() -> None:
    for name in REGISTRY.takes_in:
        kind = REGISTRY.operations[name]
        assert "inspector" in kind.by and not name.endswith(".pick"), name
    for name in ("measure.approve", "measure.decline", "measure.check_legally", "person.change", "policy.publish"):
        assert name not in REGISTRY.takes_in


def test_a_joint_visit_with_a_unit_that_is_not_known_waits_for_nobody(house: Installation) -> None:
    for unit, code in (("anders", None), ("018f0000-0000-7000-8000-00000000ffff", "joint_visit.no_unit")):
        outcome = house.engine.submit(
            INES, "joint_visit.open", str(uuid.uuid4()), joint_opening(unit_id=unit), base="latest"
        )
        assert outcome.code == code


def test_an_administrator_writes_in_no_dossier() -> None:
    dossiers = {"premises", "visit", "measure", "joint_visit", "day_list"}
    assert [
        kind.name for kind in REGISTRY.operations.values() if kind.on in dossiers and "administrator" in kind.by
    ] == []
