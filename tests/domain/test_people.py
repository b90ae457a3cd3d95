"""Accounts, phones, units and versions of the policy; and which scopes each role holds."""

from datetime import date
from typing import Any

import pytest

from fieldapp.domain import people, roles
from fieldapp.domain.documents import Role
from tests.domain.situations import VISIT_ID, ask, refusal
from tests.people import ADA, CENTRUM, INES, PEOPLE, PIA, POLICE_UNIT, SYSTEM, TESS, TOM

PERSON = {"name": "N. Nieuw", "roles": ["inspector"], "team_ids": [CENTRUM], "login": "n.nieuw"}
PHONE = {"person_id": INES.person, "team_ids": [CENTRUM], "number": 14, "state": "enrolled"}


# --- scopes of a person


def test_at_a_desk_a_team_reads_its_team_and_its_lead_a_little_more() -> None:
    assert INES.scopes == {"all", "desk", f"person:{INES.person}", f"team:{CENTRUM}"}
    assert TOM.scopes == {"all", "desk", f"person:{TOM.person}", f"team:{CENTRUM}", f"lead:{CENTRUM}"}


def test_a_phone_never_holds_what_a_desk_holds() -> None:
    for person_id, person in PEOPLE.items():
        held = roles.scopes(person_id, person, device=True)
        assert not {scope.partition(":")[0] for scope in held} - {"all", "person", "field"}
    held = roles.scopes(INES.person, PEOPLE[INES.person], device=True)
    assert held == {"all", f"person:{INES.person}", f"field:{CENTRUM}"}


def test_police_hold_their_unit_and_nothing_else() -> None:
    assert PIA.scopes == {f"unit:{POLICE_UNIT}"}
    assert roles.scopes(PIA.person, PEOPLE[PIA.person], device=True) == set()
    assert roles.scopes(PIA.person, {**PEOPLE[PIA.person], "unit_id": None}, device=False) == set()


def test_an_administrator_reads_no_dossier() -> None:
    assert ADA.scopes == {"all", "desk", "admin", f"person:{ADA.person}"}


@pytest.mark.parametrize("role", ["mandate_holder", "registrar", "legal_officer"])
def test_who_decides_for_the_municipality_reads_the_municipality(role: Role) -> None:
    held = roles.scopes("p", {"roles": [role], "is_active": True}, device=False)
    assert "municipality" in held
    assert ("legal" in held) == (role == "legal_officer")


def test_someone_who_is_switched_off_holds_nothing() -> None:
    off: Any = {**PEOPLE[TOM.person], "is_active": False}
    assert roles.scopes(TOM.person, off, device=False) == set()


def test_the_worker_reads_everything_and_says_so() -> None:
    assert roles.scopes("system", {"roles": ["system"], "is_active": True}, device=False) == {"system"}


def test_access_ends_on_its_last_day() -> None:
    until: Any = {"is_active": True, "access_until_on": "2026-10-31"}
    assert roles.may_enter(until, date(2026, 10, 31))
    assert not roles.may_enter(until, date(2026, 11, 1))
    assert not roles.may_enter({"is_active": False}, date(2026, 10, 31))
    assert roles.may_enter({"is_active": True}, date(2026, 10, 31))


# --- people


def test_a_new_account_is_on_and_knows_its_id() -> None:
    changes = ask(people.add_person, None, PERSON, by=ADA)
    assert changes["is_active"] is True
    assert changes["person_id"] == VISIT_ID, "the id of the document in the context"


@pytest.mark.parametrize("alone", ["police", "administrator"])
def test_police_and_administrators_have_no_second_role(alone: str) -> None:
    body = {**PERSON, "roles": [alone, "inspector"], "unit_id": POLICE_UNIT}
    assert refusal(people.add_person, None, body, by=ADA) == "person.role_stands_alone"
    assert refusal(people.change_person, PERSON, {"roles": body["roles"]}, by=ADA) == "person.role_stands_alone"


def test_a_team_lead_may_inspect_too() -> None:
    assert refusal(people.change_person, PERSON, {"roles": ["team_lead", "inspector"]}, by=ADA) == ""
    assert {"team_lead", "inspector"} == TESS.roles


def test_a_police_officer_has_a_unit_and_everybody_a_name_and_login() -> None:
    assert refusal(people.add_person, None, {**PERSON, "roles": ["police"]}, by=ADA) == "person.police_needs_unit"
    for wrong in ({"login": " "}, {"login": "x" * 81}, {"name": ""}):
        assert refusal(people.add_person, None, {**PERSON, **wrong}, by=ADA) == "person.wrong_login"
    assert refusal(people.change_person, PERSON, {"access_until_on": "ooit"}, by=ADA) == "moment.unreadable"


def test_an_account_is_switched_off_once() -> None:
    assert ask(people.switch_off, {**PERSON, "is_active": True}, {}, by=ADA) == {"is_active": False}
    assert refusal(people.switch_off, {**PERSON, "is_active": False}, {}, by=ADA) == "person.off_already"


def test_a_name_card_is_on_the_phones_of_the_own_team() -> None:
    scopes = people.person_scopes(PEOPLE[INES.person])
    assert scopes == {"system", "admin", "desk", f"field:{CENTRUM}", f"person:{INES.person}"}
    assert not scopes & PIA.scopes
    assert people.person_index(PEOPLE[INES.person])["login"] == "ines"


# --- phones

ACTS = {"block": people.block_device, "take_in": people.take_in_device, "empty": people.empty_device}
FROM = {"block": {"enrolled", "taken_in"}, "take_in": {"enrolled"}, "empty": {"blocked", "taken_in"}}


@pytest.mark.parametrize("state", ["enrolled", "blocked", "taken_in", "emptied"])
@pytest.mark.parametrize("act", sorted(ACTS))
def test_a_phone_goes_from_use_to_empty_and_never_back(act: str, state: str) -> None:
    said = refusal(ACTS[act], {**PHONE, "state": state}, {}, by=TOM)
    assert (said == "") == (state in FROM[act])


def test_a_blocked_phone_names_who_blocked_it() -> None:
    changes = ask(people.block_device, PHONE, {}, by=TOM)
    assert changes == {"state": "blocked", "blocked_at": "2026-11-20T21:14:00Z", "blocked_by": TOM.person}


def test_a_phone_is_seen_by_its_holder_the_team_and_administrators() -> None:
    enrolled = ask(
        people.enrol_device, None, {"person_id": INES.person, "team_ids": [CENTRUM], "number": 14}, by=SYSTEM
    )
    assert enrolled["state"] == "enrolled"
    assert people.device_scopes(enrolled) == {"system", "admin", f"team:{CENTRUM}", f"person:{INES.person}"}
    assert people.device_index(enrolled) == {"person_id": INES.person, "state": "enrolled", "number": "00014"}


# --- units and policy

POLICE = {"name": "Team mensenhandel", "kind": "police", "covenant_until_on": "2027-12-31"}


def test_a_unit_is_known_to_all_staff_and_to_its_own_officers() -> None:
    unit = ask(people.add_unit, None, POLICE, by=ADA)
    assert people.unit_scopes(unit) == {"system", "all", "admin", f"unit:{VISIT_ID}"}
    assert people.unit_index(unit) == {"kind": "police", "name": "Team mensenhandel"}
    assert refusal(people.change_unit, unit, {"name": "Jan, 0612345678"}, by=ADA) == "text.personal_data"
    assert refusal(people.change_unit, unit, {"covenant_until_on": "2028-12-31"}, by=ADA) == ""


def test_police_have_a_covenant_with_an_end() -> None:
    police = {"name": "Team mensenhandel", "kind": "police"}
    assert refusal(people.add_unit, None, police, by=ADA) == "unit.police_needs_covenant"
    assert refusal(people.change_unit, POLICE, {"covenant_until_on": None}, by=ADA) == "unit.police_needs_covenant"
    assert refusal(people.add_unit, None, {**police, "kind": "partner"}, by=ADA) == ""
    assert refusal(people.add_unit, None, {**POLICE, "covenant_until_on": "2027-02-30"}, by=ADA) == "moment.unreadable"


def test_a_unit_has_a_name() -> None:
    assert refusal(people.add_unit, None, {"name": " ", "kind": "team"}, by=ADA) == "unit.needs_name"
    assert refusal(people.change_unit, POLICE, {"name": ""}, by=ADA) == "unit.needs_name"


VERSION = {
    "name": "chk-lp@2", "policy_kind": "checklist", "content": {"id": "chk-lp"}, "effective_from_on": "2027-01-01",
    "source": "Raadsbesluit",
}  # fmt: skip


def test_a_version_of_the_policy_is_published_once_and_never_changed() -> None:
    assert ask(people.publish_policy, None, VERSION, by=ADA) == VERSION
    assert ask(people.publish_policy, None, VERSION, by=ADA, existing=VERSION) == {}
    other = {**VERSION, "content": {"id": "chk-xx"}}
    assert refusal(people.publish_policy, None, other, by=ADA, existing=VERSION) == "policy.exists"
    assert people.policy_scopes({"name": "chk-lp@2"}) == {"system", "all", "admin"}
    assert people.policy_index({"name": "chk-lp@2"})["name"] == "chk-lp@2"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [({"policy_kind": "een lijst"}, "text.not_a_code"), ({"effective_from_on": "straks"}, "moment.unreadable")],
)
def test_a_version_of_the_policy_has_a_kind_and_a_day(wrong: dict[str, str], reason: str) -> None:
    assert refusal(people.publish_policy, None, {**VERSION, **wrong}, by=ADA) == reason
