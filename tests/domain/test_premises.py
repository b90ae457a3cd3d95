"""The file of one address: who may have it where, and what goes into it."""

from typing import Any

import pytest

from fieldapp.domain import premises
from fieldapp.texts import LABELS
from tests.domain.situations import VISIT_ID, address, ask, home, licensed, permit, refusal
from tests.people import CENTRUM, ELSEWHERE, INES, IVO, OTTO, ROB, SYSTEM, TOM

REGISTERING: dict[str, Any] = {
    "address": address("Lantaarnkade 12"),
    "name": "Raamverhuur De Lantaarn B.V.",
    "premises_type": "raamexploitatie",
    "is_dwelling": False,
    "team_id": CENTRUM,
    "vergunningen.v-2024-101": permit(),
}
ADDING: dict[str, Any] = {
    "address": address("Molenstraat 41-2"),
    "premises_type": "woning",
    "is_dwelling": True,
    "is_verified": True,
    "team_id": CENTRUM,
}


def kinds(scopes: set[str]) -> set[str]:
    return {scope.partition(":")[0] for scope in scopes}


# --- who reads


def test_licensed_premises_are_on_the_phones_of_the_team() -> None:
    assert premises.scopes(licensed()) == {"system", "municipality", f"team:{CENTRUM}", f"field:{CENTRUM}"}


def test_a_home_is_on_no_phone_of_the_team() -> None:
    assert premises.scopes(home()) == {"system", "municipality", f"team:{CENTRUM}"}


def test_a_home_is_on_the_phones_of_the_pair_whose_list_has_it() -> None:
    listed = home(assigned={"list": {"person_ids": [INES.person, IVO.person], "until_on": "2026-11-28"}})
    assert {f"person:{INES.person}", f"person:{IVO.person}"} <= premises.scopes(listed)


def test_a_list_puts_licensed_premises_on_no_other_phone() -> None:
    listed = licensed(assigned={"list": {"person_ids": [OTTO.person], "until_on": "2026-11-28"}})
    assert f"person:{OTTO.person}" not in premises.scopes(listed)


def test_a_licensed_house_where_someone_lives_is_licensed_premises() -> None:
    assert not premises.is_home(licensed(is_dwelling=True))


def test_a_file_of_which_it_is_not_known_counts_as_a_home() -> None:
    assert premises.is_home({})
    assert kinds(premises.scopes({"team_id": CENTRUM})) == {"system", "municipality", "team"}


def test_restricted_premises_are_read_by_those_named_and_by_who_decides() -> None:
    restricted = licensed(is_restricted=True, restricted_to={"person_ids": [TOM.person]})
    assert premises.scopes(restricted) == {"system", "municipality", f"person:{TOM.person}"}


def test_a_list_puts_a_restricted_home_on_the_phones_of_those_named_only() -> None:
    listed = {"list": {"person_ids": [INES.person, IVO.person], "until_on": "2026-11-28"}}
    restricted = home(is_restricted=True, restricted_to={"person_ids": [IVO.person, TOM.person]}, assigned=listed)
    assert premises.scopes(restricted) == {
        "system", "municipality", f"person:{IVO.person}", f"person:{TOM.person}",
    }  # fmt: skip


def test_a_home_is_found_by_its_address_only() -> None:
    assert premises.search_text(home(name="iets")) == "Molenstraat 41-2"
    assert "10734211" in premises.search_text(licensed())
    assert "V-2024-101" in premises.search_text(licensed())


def test_addresses_are_listed_by_their_number_and_not_by_its_digits() -> None:
    said = ["Molenstraat 12", "Molenstraat 9", "Molenstraat 100", "Molenstraat 12-2", "appelweg 1"]
    assert sorted(said, key=premises.in_order) == [
        "appelweg 1", "Molenstraat 9", "Molenstraat 12", "Molenstraat 12-2", "Molenstraat 100"]  # fmt: skip


def test_lists_filter_on_type_and_address() -> None:
    index = premises.index(licensed())
    assert (index["premises_type"], index["is_dwelling"], index["address"]) == (
        "raamexploitatie", "false", "lantaarnkade 000012",
    )  # fmt: skip
    assert premises.index({})["address"] == ""


# --- registering


def test_the_office_registers_premises_with_a_permit() -> None:
    changes = ask(premises.register, None, REGISTERING, by=ROB)
    assert changes == {**REGISTERING, "is_verified": True, "is_restricted": False}


def test_a_file_is_registered_once() -> None:
    """Two people who register one address must not make two versions of each field of its file."""
    assert refusal(premises.register, None, REGISTERING, by=ROB, existing=licensed()) == "premises.exists"


def test_a_team_lead_registers_for_the_own_team_only() -> None:
    assert refusal(premises.register, None, REGISTERING, by=TOM) == ""
    assert refusal(premises.register, None, {**REGISTERING, "team_id": ELSEWHERE}, by=TOM) == "premises.other_team"


def test_a_home_has_no_name() -> None:
    body = {**ADDING, "name": "Massage bij Anna"}
    assert refusal(premises.register, None, body, by=ROB) == "premises.home_has_no_name"
    assert refusal(premises.update, home(), {"name": "Massage bij Anna"}, by=ROB) == "premises.home_has_no_name"


def test_taking_the_last_permit_off_a_dwelling_makes_it_a_home_without_a_name() -> None:
    lived_in = licensed(is_dwelling=True)
    gone = {"vergunningen.v-2024-101": None}
    assert refusal(premises.update, lived_in, gone, by=ROB) == "premises.home_has_no_name"
    assert refusal(premises.update, lived_in, {**gone, "name": None}, by=ROB) == ""


@pytest.mark.parametrize("wrong", [{"text": " "}, {"text": "x" * 121}, {"bag_object_id": "9998010000013"},
                                   {"bag_address_id": "999801000000001A"},
                                   {"lat": 90.5}, {"lat": -91.0}, {"lon": 181.0}, {"lon": -180.5},
                                   {"lat": float("nan")}, {"lon": float("inf")}])  # fmt: skip
def test_an_address_is_an_address(wrong: dict[str, Any]) -> None:
    body = {**REGISTERING, "address": {**address("Lantaarnkade 12"), **wrong}}
    assert refusal(premises.register, None, body, by=ROB) == "premises.wrong_address"
    assert refusal(premises.update, licensed(), {"address": body["address"]}, by=ROB) == "premises.wrong_address"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [({"valid_until_on": "1 maart 2027"}, "moment.unreadable"), ({"werkplekken": -1}, "number.out_of_range"),
     ({"voorschriften": ["Bel 06-12345678"]}, "text.personal_data")],
)  # fmt: skip
def test_a_permit_holds_days_counts_and_no_personal_data(wrong: dict[str, Any], reason: str) -> None:
    body = {"vergunningen.v-2024-101": permit(**wrong)}
    assert refusal(premises.register, None, {**REGISTERING, **body}, by=ROB) == reason
    assert refusal(premises.update, licensed(), body, by=ROB) == reason


def test_a_report_is_a_day_and_a_code() -> None:
    assert refusal(premises.update, home(), {"meldingen.a": {"on": "2026-11-18", "subject": "overlast"}}, by=ROB) == ""
    body = {"meldingen.a": {"on": "2026-11-18", "subject": "De buurvrouw van nummer 9 belde"}}
    assert refusal(premises.update, home(), body, by=ROB) == "text.not_a_code"


def test_an_import_brings_breaches_and_measures_with_readable_days() -> None:
    breach = {"rule_key": "apv.bedrijfsplan", "found_on": "2026-05-10", "sanction": None, "sent_on": "mei",
              "operator": None}  # fmt: skip
    assert refusal(premises.register, None, {**REGISTERING, "breaches.b": breach}, by=SYSTEM) == "moment.unreadable"
    measure = {"measure_type": "waarschuwing", "rule_key": "apv.bedrijfsplan", "state": "opgelegd",
               "term_ends_on": "2026-13-01", "amount_eur_cents": None, "max_eur_cents": None, "operator": None,
               "imposed_on": None}  # fmt: skip
    assert refusal(premises.register, None, {**REGISTERING, "open_measures.m": measure}, by=SYSTEM) == (
        "moment.unreadable"
    )


# --- at the door


def test_an_inspector_adds_the_address_where_he_stands() -> None:
    changes = ask(premises.add, None, ADDING)
    assert changes["is_verified"] is True
    assert changes["assigned.ad_hoc"] == {"person_ids": [INES.person], "until_on": "2026-11-27"}


def test_an_address_that_the_bag_does_not_know_is_not_verified() -> None:
    unknown = {**ADDING, "address": {**address("Steeg achter 4"), "bag_object_id": None, "bag_address_id": None}}
    assert ask(premises.add, None, unknown)["is_verified"] is False


def test_the_file_of_the_office_is_left_alone() -> None:
    assert ask(premises.add, None, ADDING, existing=home()) == {}


def test_an_inspector_adds_for_the_own_team() -> None:
    assert refusal(premises.add, None, ADDING, by=OTTO) == "premises.other_team"


def test_an_address_line_takes_no_personal_data() -> None:
    body = {**ADDING, "address": address("bel 0612345678")}
    assert refusal(premises.add, None, body) == "text.personal_data"


# --- summaries


def test_the_last_ten_visits_stay_in_the_file() -> None:
    known = {f"v{n:02d}": {"on": f"2026-10-{n:02d}", "outcome": "afgerond", "findings": 0} for n in range(1, 11)}
    summary = {"visit_id": VISIT_ID, "on": "2026-11-20", "outcome": "afgerond", "findings": 1, "breaches": {}}
    changes = ask(premises.note_visit, licensed(visits=known), summary, by=SYSTEM)
    assert changes == {
        "visits.v01": None,
        f"visits.{VISIT_ID}": {"on": "2026-11-20", "outcome": "afgerond", "findings": 1},
    }


def test_a_visit_older_than_the_last_ten_is_not_noted() -> None:
    known = {f"v{n:02d}": {"on": f"2026-10-{n:02d}", "outcome": "afgerond", "findings": 0} for n in range(1, 11)}
    summary = {"visit_id": VISIT_ID, "on": "2025-01-01", "outcome": "afgerond", "findings": 0, "breaches": {}}
    assert ask(premises.note_visit, licensed(visits=known), summary, by=SYSTEM) == {}


def test_a_breach_is_noted_once() -> None:
    breach = {"rule_key": "apv.inrichtingseisen", "found_on": "2026-11-20", "sanction": None, "sent_on": None,
              "operator": None}  # fmt: skip
    summary = {
        "visit_id": VISIT_ID,
        "on": "2026-11-20",
        "outcome": "afgerond",
        "findings": 1,
        "breaches": {"b": breach},
    }
    assert ask(premises.note_visit, licensed(), summary, by=SYSTEM)["breaches.b"] == breach
    sent = licensed(breaches={"b": {**breach, "sent_on": "2026-11-25"}})
    assert "breaches.b" not in ask(premises.note_visit, sent, summary, by=SYSTEM), "what was sent since is not undone"


def test_a_measure_that_is_no_longer_open_leaves_the_file() -> None:
    assert ask(premises.note_measure, licensed(), {"measure_id": "m", "measure": None}, by=SYSTEM) == {
        "open_measures.m": None
    }


def test_a_home_comes_on_phones_by_a_list_and_leaves_them() -> None:
    body = {"list_id": "list", "person_ids": [INES.person], "until_on": "2026-11-28"}
    changes = ask(premises.assign, home(), body, by=SYSTEM)
    assert changes == {"assigned.list": {"person_ids": [INES.person], "until_on": "2026-11-28"}}
    listed = home(assigned={"list": changes["assigned.list"]})
    assert ask(premises.leave_phones, listed, {"list_ids": ["list", "other"]}, by=SYSTEM) == {"assigned.list": None}


# --- restricting


def test_a_team_lead_restricts_and_keeps_seeing_it() -> None:
    body = {"is_restricted": True, "person_ids": [TOM.person, INES.person]}
    assert ask(premises.restrict, licensed(), body, by=TOM) == {
        "is_restricted": True,
        "restricted_to": {"person_ids": sorted([TOM.person, INES.person])},
    }
    assert refusal(premises.restrict, licensed(), {**body, "person_ids": [INES.person]}, by=TOM) == (
        "premises.restricted_without_you"
    )
    assert refusal(premises.restrict, licensed(team_id=ELSEWHERE), body, by=TOM) == "premises.other_team"


def test_lifting_a_restriction_names_nobody() -> None:
    changes = ask(premises.restrict, licensed(), {"is_restricted": False, "person_ids": [INES.person]}, by=TOM)
    assert changes == {"is_restricted": False, "restricted_to": {"person_ids": []}}


GUARDED: list[dict[str, Any]] = [
    {"name": "Club BSN 123456782"},
    {"address": {**address("Bel 06-12345678"), "bag_object_id": None}},
    {"vergunningen.v1": permit(nummer="BSN 123456782")},
    {"vergunningen.v1": permit(zaak_id="BSN 123456782")},
    {"vergunningen.v1": permit(exploitant={"name": "Maria, 06-12345678"})},
    {"vergunningen.bsn-123456782": permit()},
    {"breaches.b": {"rule_key": "r", "found_on": "2026-05-10", "sanction": None, "sent_on": None,
                    "operator": "06-12345678"}},
]  # fmt: skip


@pytest.mark.parametrize("said", GUARDED, ids=lambda said: next(iter(said)))
def test_nothing_typed_at_the_office_holds_a_number_of_a_person(said: dict[str, Any]) -> None:
    body = {"address": address("Lantaarnkade 12"), "premises_type": "raamexploitatie", "is_dwelling": False,
            "team_id": CENTRUM, **said}  # fmt: skip
    assert refusal(premises.register, None, body, by=ROB) == "text.personal_data"
    assert refusal(premises.update, licensed(), said, by=ROB) == "text.personal_data"


def test_a_business_may_be_called_after_somebody() -> None:
    named = {"name": "Massagesalon Maria Jansen",
             "vergunningen.v1": permit(exploitant={"name": "J. de Vries", "kvk_nummer": "10734211"})}  # fmt: skip
    assert refusal(premises.update, licensed(), named, by=ROB) == ""


@pytest.mark.parametrize(("said", "reason"), [
    ({"vergunningen.v1": permit(exploitant={"name": "X", "kvk_nummer": "Maria"})}, "text.no_kvk_nummer"),
    ({"meldingen.a": {"on": "2026-11-18", "subject": "maria_popescu"}}, "text.not_a_code"),
    ({"meldingen.maria": {"on": "2026-11-18", "subject": "overlast"}}, "text.not_a_code"),
])  # fmt: skip
def test_numbers_and_choices_are_what_they_say(said: dict[str, Any], reason: str) -> None:
    assert refusal(premises.update, licensed(), said, by=ROB) == reason


def test_every_subject_of_a_report_has_its_words() -> None:
    assert set(LABELS["melding_subject"]) == premises.SUBJECTS


def test_what_a_besluit_keeps_down_no_import_lifts() -> None:
    """The file of permits says verleend; the suspension binds all the same, until it ends."""
    down = ask(premises.note_permit, licensed(), {"permit_number": "v-2024-101", "status": "geschorst",
                                                  "because_of": "m-1"}, by=SYSTEM)  # fmt: skip
    suspended = licensed(vergunningen={"v-2024-101": down["vergunningen.v-2024-101"]})
    again = ask(premises.update, suspended, {"vergunningen.v-2024-101": permit(werkplekken=9)}, by=ROB)
    kept = again["vergunningen.v-2024-101"]
    assert (kept["status"], kept["werkplekken"]) == ("geschorst", 9)
    up = ask(premises.note_permit, licensed(vergunningen={"v-2024-101": kept}),
             {"permit_number": "v-2024-101", "status": "verleend", "because_of": "m-1"}, by=SYSTEM)  # fmt: skip
    assert up["vergunningen.v-2024-101"] == permit(werkplekken=9)


def test_nobody_writes_himself_what_keeps_a_permit_down() -> None:
    forged = permit(kept_down_by={"m-9": "ingetrokken"})
    changes = ask(premises.update, licensed(), {"vergunningen.v-2024-101": forged}, by=ROB)
    assert changes["vergunningen.v-2024-101"] == permit()
