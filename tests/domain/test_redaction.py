"""What each reader sees: the table is complete, and nothing outside it is shown."""

from datetime import date, timedelta
from typing import Any, get_type_hints

import pytest

from fieldapp.domain import documents, letters, redaction
from tests.domain.situations import (
    FINDING,
    HOME_ID,
    PHOTO,
    PREMISES_ID,
    closed_joint_visit,
    finding,
    finished,
    licensed,
    penalty,
    photo,
    stop,
)
from tests.people import ADA, EVERYBODY, INES, INES_ON_HER_PHONE, LEA, MIA, PIA, ROB, SYSTEM, TESS, TOM

TODAY = date(2026, 11, 21)
SHAPES: dict[str, Any] = {
    "premises": documents.Premises,
    "visit": documents.Visit,
    "measure": documents.Measure,
    "joint_visit": documents.JointVisit,
    "letter": letters.Letter,
    "letter_book": letters.LetterBook,
    "day_list": documents.DayList,
    "person": documents.PersonDocument,
    "device": documents.Device,
    "unit": documents.Unit,
    "policy": documents.PolicyVersion,
}
DOSSIER_KINDS = ("premises", "visit", "measure", "letter", "day_list")


def seen(kind: str, document: Any, actor: Any, today: date = TODAY) -> dict[str, Any]:
    return redaction.redact(kind, document, actor, today)


# --- the table


@pytest.mark.parametrize("kind", sorted(SHAPES))
def test_every_field_has_a_row(kind: str) -> None:
    assert set(redaction.SHOWN[kind]) == set(get_type_hints(SHAPES[kind]))


def test_every_row_names_readers_that_exist() -> None:
    for kind, rows in redaction.SHOWN.items():
        for field, readers in rows.items():
            assert readers, f"{kind}.{field} is shown to nobody: then why is it kept?"
            assert readers <= set(redaction.READERS), f"{kind}.{field}"


@pytest.mark.parametrize("kind", sorted(SHAPES))
def test_a_field_without_a_row_is_shown_to_nobody(kind: str) -> None:
    for actor in (*EVERYBODY, INES_ON_HER_PHONE):
        assert "invented" not in seen(kind, {"invented": "x"}, actor)


@pytest.mark.parametrize("kind", DOSSIER_KINDS)
def test_police_and_administrators_see_nothing_of_a_dossier(kind: str) -> None:
    whole: dict[str, Any] = {field: {} for field in redaction.SHOWN[kind]}
    assert seen(kind, whole, PIA) == {}
    assert seen(kind, whole, ADA) == {}


def test_the_worker_sees_a_document_as_it_is() -> None:
    assert seen("visit", finished(), SYSTEM) == finished()


# --- premises


def test_reports_do_not_go_to_phones() -> None:
    reported = licensed(meldingen={"m": {"on": "2026-11-18", "subject": "overlast"}})
    assert "meldingen" in seen("premises", reported, INES)
    assert "meldingen" not in seen("premises", reported, INES_ON_HER_PHONE)


def test_a_registrar_does_not_read_in_the_file_which_points_failed() -> None:
    breach = {"rule_key": "apv.veiligheid", "found_on": "2026-11-20", "items": ["geen_minderjarige"]}
    failed = licensed(
        breaches={"b": breach}, open_measures={"m": {"state": "voorgesteld", "items": ["nooduitgang_vrij"]}}
    )
    for_rob = seen("premises", failed, ROB)
    assert for_rob["breaches"] == {"b": {"rule_key": "apv.veiligheid", "found_on": "2026-11-20"}}
    assert for_rob["open_measures"] == {"m": {"state": "voorgesteld"}}
    for actor in (INES, INES_ON_HER_PHONE, TOM, MIA, LEA, TESS):
        assert seen("premises", failed, actor)["breaches"] == {"b": breach}


# --- visit


def counted() -> Any:
    return finished(help_offers={"h": {"organisation": "fier_pmw", "count": 2}}, photos={PHOTO: photo()}) | {
        "answers": {
            "nooduitgang_vrij": {"value": "in_orde", "privacy": "Z"},
            "geen_minderjarige": {"value": "in_orde", "privacy": "B"},
            "werkplekken_in_gebruik": {"number": 5, "privacy": "N"},
            "unknown": {"value": "in_orde"},
        }
    }


def test_a_registrar_sees_no_counts_and_no_yes_or_no_about_people() -> None:
    for_rob = seen("visit", counted(), ROB)
    assert set(for_rob["answers"]) == {"nooduitgang_vrij"}, "an answer of unknown class is not shown either"
    assert "help_offers" not in for_rob
    assert set(seen("visit", counted(), TOM)["answers"]) == set(counted()["answers"])


def test_a_registrar_sees_findings_and_photos_of_things_only() -> None:
    things = seen("visit", counted(), ROB)
    assert set(things["findings"]) == {FINDING}
    assert set(things["photos"]) == {PHOTO}
    about_people = counted() | {"findings": {FINDING: finding(privacy="B")}}
    assert seen("visit", about_people, ROB)["findings"] == {}
    assert seen("visit", about_people, ROB)["photos"] == {}


def test_half_a_visit_hides_what_cannot_be_judged() -> None:
    assert seen("visit", {"photos": {PHOTO: photo()}}, ROB) == {"photos": {}}


# --- measure


def test_the_way_to_a_name_and_the_legal_check_are_for_who_decides() -> None:
    measure = {**penalty(), "addressee": {"role": "bewoner", "operator": None, "zaak_ref": "z-2026-7"},
               "legal_check": {"agrees": True}, "office_advice": {}}  # fmt: skip
    for actor in (TOM, MIA, ROB, LEA, TESS):
        assert seen("measure", measure, actor)["addressee"]["zaak_ref"] == "z-2026-7"
        assert "legal_check" in seen("measure", measure, actor)
    for actor in (INES, INES_ON_HER_PHONE):
        assert seen("measure", measure, actor)["addressee"] == {"role": "bewoner", "operator": None, "zaak_ref": None}
        assert "legal_check" not in seen("measure", measure, actor)
        assert seen("measure", measure, actor)["amount_eur_cents"] == 250000


# --- joint visit


def shared() -> Any:
    return closed_joint_visit(
        shared={"s": {"what": "bevinding", "text": "x", "purpose": "y", "ground": "z", "by": TOM.person, "at": "t"}},
        requests={
            "r": {"ground": "g", "text": "t", "at": "a", "by": PIA.person, "answer": "b", "answered_by": TOM.person}
        },
        left_phones_on="2026-11-28",
    )


def test_police_read_the_joint_visit_without_names_of_inspectors() -> None:
    for_pia = seen("joint_visit", shared(), PIA)
    assert for_pia["premises_text"] == "Stationsplein 5"
    assert for_pia["inspectors_count"] == 2
    hidden = {"leader_id", "co_visitor_ids", "visit_id", "premises_id", "team_id", "left_phones_on"}
    assert not hidden & set(for_pia)
    assert "by" not in for_pia["shared"]["s"]
    assert "answered_by" not in for_pia["requests"]["r"]
    assert TOM.person not in str(for_pia)
    assert INES.person not in str(for_pia)


def test_the_address_is_shown_to_police_for_ninety_days() -> None:
    ended_on = date(2026, 11, 20)
    last = ended_on + timedelta(days=90)
    assert "premises_text" in seen("joint_visit", shared(), PIA, last)
    assert "premises_text" not in seen("joint_visit", shared(), PIA, last + timedelta(days=1))
    assert "premises_text" in seen("joint_visit", shared(), TOM, last + timedelta(days=1))


def test_the_ninety_days_count_by_the_clock_of_the_office() -> None:
    ahead = {**shared(), "ended_at": "2031-01-01T12:00:00Z"}
    assert "premises_text" not in seen("joint_visit", ahead, PIA, date(2027, 2, 19))


def test_an_address_without_an_end_of_the_visit_is_not_shown_to_police() -> None:
    assert seen("joint_visit", {"premises_text": "Stationsplein 5"}, PIA) == {}


def test_a_joint_visit_has_no_field_that_only_the_municipality_may_fill_with_findings() -> None:
    assert not set(redaction.SHOWN["joint_visit"]) & {"findings", "answers", "photos", "help_offers", "measures"}


# --- people, phones


def test_a_name_card_is_name_role_and_team() -> None:
    person = {"person_id": "p", "name": "Ines", "roles": ["inspector"], "team_ids": [], "login": "ines",
              "unit_id": None, "is_active": True, "access_until_on": None, "designation": None}  # fmt: skip
    assert set(seen("person", person, INES)) == {"person_id", "name", "roles", "team_ids"}
    assert set(seen("person", person, ADA)) == set(person)


def test_a_phone_knows_its_number_and_state() -> None:
    device = {"person_id": "p", "number": 14, "state": "enrolled", "dev_public": "k", "team_ids": []}
    assert seen("device", device, INES_ON_HER_PHONE) == {"number": 14, "state": "enrolled"}
    assert "dev_public" not in seen("device", device, TOM)
    assert seen("device", device, INES) == {}, "a colleague at a desk does not manage phones"


def test_police_see_of_units_no_telephone_and_of_policy_nothing() -> None:
    unit = {"unit_id": "u", "name": "Team", "kind": "police", "covenant_until_on": None, "phone": "x", "functions": []}
    assert set(seen("unit", unit, PIA)) == {"unit_id", "name", "kind", "covenant_until_on"}
    assert seen("policy", {"name": "chk-lp@1", "content": {}}, PIA) == {}


def test_someone_with_two_roles_sees_what_either_sees() -> None:
    assert "legal_check" in seen("measure", {"legal_check": {}}, TESS)


def test_the_address_of_a_shielded_stop_is_only_for_those_named() -> None:
    day_list = {"stops": {"a": stop(appointment="21:30"), "b": stop(premises_id=HOME_ID, address_text="Kerkpad 1")},
                "restricted": {PREMISES_ID: {"person_ids": [TOM.person]}}}  # fmt: skip
    assert seen("day_list", day_list, TOM)["stops"] == day_list["stops"]
    for actor in (TESS, INES, INES_ON_HER_PHONE):
        stops = seen("day_list", day_list, actor)["stops"]
        assert (stops["a"]["address_text"], stops["a"]["appointment"]) == ("Afgeschermd adres", None)
        assert stops["b"] == day_list["stops"]["b"]


def test_police_do_not_see_the_address_of_shielded_premises() -> None:
    joint = closed_joint_visit(restricted_to={"person_ids": [TOM.person]})
    assert "premises_text" in seen("joint_visit", closed_joint_visit(), PIA)
    assert "premises_text" not in seen("joint_visit", joint, PIA)
    for actor in (TOM, MIA, LEA, ROB):
        assert seen("joint_visit", joint, actor)["premises_text"] == "Stationsplein 5"
    for actor in (INES, INES_ON_HER_PHONE, TESS):
        assert seen("joint_visit", joint, actor)["premises_text"] == "Afgeschermd adres"


def test_the_registrar_does_not_read_which_items_about_people_were_left_open() -> None:
    visit = finished(not_checked=["geen_minderjarige"])
    assert "not_checked" not in seen("visit", visit, ROB)
    assert seen("visit", visit, TOM)["not_checked"] == ["geen_minderjarige"]
