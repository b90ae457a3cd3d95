"""Open, note, close, add: what a visit takes and what it refuses."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fieldapp.domain import visits
from fieldapp.domain.errors import Refused
from tests.domain.situations import (
    DIGEST,
    FINDING,
    PHOTO,
    POLICY,
    RECORD,
    all_in_order,
    ask,
    consent_record,
    context,
    finding,
    finished,
    home,
    home_visit,
    licensed,
    opening,
    photo,
    refusal,
    visit,
    withdrawn_record,
)
from tests.people import CENTRUM, ELSEWHERE, INES, IVO, OTTO, ROB, TOM

CLOSING = {"outcome": "afgerond", "statement": True, "made_at": "2026-11-20T20:24:00Z"}
HOME_ANSWERS = {item["id"]: {"value": "in_orde"} for item in POLICY.checklists["chk-ha@1"]["items"]}
LEGITIMATION = {"value": "leidinggevende", "at": "2026-11-20T20:15:00Z"}


def with_consent() -> Any:
    return home_visit(binnentreden={RECORD: consent_record(entered_at="2026-11-20T20:17:00Z")})


# --- opening


def test_an_inspector_opens_a_visit_at_a_premises() -> None:
    assert ask(visits.open_visit, None, opening(), premises=licensed()) == opening()


def test_an_inspector_opens_a_visit_at_the_premises_of_another_team() -> None:
    assert ask(visits.open_visit, None, opening(), premises=licensed(team_id=ELSEWHERE)) == opening()


def test_the_visit_belongs_to_the_team_of_who_goes() -> None:
    assert refusal(visits.open_visit, None, opening(team_id=ELSEWHERE), premises=licensed()) == "visit.other_team"


def test_nobody_opens_a_visit_in_the_name_of_others() -> None:
    assert refusal(visits.open_visit, None, opening(), by=OTTO, premises=licensed()) == "visit.not_yours"


def test_a_colleague_opens_the_visit_that_the_other_leads() -> None:
    assert refusal(visits.open_visit, None, opening(), by=IVO, premises=licensed()) == ""


def test_nobody_goes_along_with_himself() -> None:
    body = opening(co_visitor_ids=[INES.person])
    assert refusal(visits.open_visit, None, body, premises=licensed()) == "visit.twice_the_same_person"


@pytest.mark.parametrize("wrong", [{"co_visitor_ids": ["Mevrouw Jansen"]}, {"day_list_id": "de lijst van Anna"}])
def test_an_id_is_no_place_for_a_name(wrong: dict[str, Any]) -> None:
    assert refusal(visits.open_visit, None, opening(**wrong), premises=licensed()) == "text.not_a_code"
    if "co_visitor_ids" in wrong:
        assert refusal(visits.note, visit(), wrong) == "text.not_a_code"


def test_a_visit_is_at_premises_that_are_known() -> None:
    assert refusal(visits.open_visit, None, opening(), premises=None) == "visit.no_premises"


def test_a_visit_keeps_the_version_of_a_checklist_that_exists() -> None:
    assert refusal(visits.open_visit, None, opening(checklist="chk-lp@99"), premises=licensed()) == (
        "visit.unknown_checklist"
    )


def test_a_home_is_not_visited_with_the_list_of_licensed_premises() -> None:
    assert refusal(visits.open_visit, None, opening(), premises=home()) == "visit.kind_does_not_fit"


@pytest.mark.parametrize("kind", ["prive_huis_club", "massagesalon", "overig"])
def test_a_dwelling_without_a_permit_is_a_home_whatever_it_is_called(kind: str) -> None:
    """Else nobody would ask for consent before going in (Algemene wet op het binnentreden art. 1)."""
    reported = home(premises_type=kind)
    assert refusal(visits.open_visit, None, opening(), premises=reported) == "visit.kind_does_not_fit"
    assert (
        refusal(visits.open_visit, None, opening(visit_kind="home_address", checklist="chk-ha@1"), premises=reported)
        == ""
    )


def test_a_licensed_house_in_which_someone_lives_is_visited_as_licensed() -> None:
    assert refusal(visits.open_visit, None, opening(), premises=licensed(is_dwelling=True)) == ""


def test_the_checklist_fits_the_kind_of_visit() -> None:
    assert refusal(visits.open_visit, None, opening(visit_kind="home_address"), premises=home()) == (
        "visit.kind_does_not_fit"
    )


def test_an_instant_without_a_zone_is_no_instant() -> None:
    body = opening(opened_at="2026-11-20 21:14")
    assert refusal(visits.open_visit, None, body, premises=licensed()) == "moment.unreadable"


def test_a_visit_to_restricted_premises_is_restricted_too() -> None:
    premises = licensed(is_restricted=True, restricted_to={"person_ids": [TOM.person]})
    assert ask(visits.open_visit, None, opening(), premises=premises)["restricted_to"] == {"person_ids": [TOM.person]}


# --- noting


def test_legitimation_is_noted_by_who_is_there() -> None:
    body = {"legitimation": LEGITIMATION, "near_address": "ja"}
    assert ask(visits.note, visit(), body) == body
    assert refusal(visits.note, visit(), body, by=OTTO) == "visit.not_yours"


def test_only_the_case_number_may_come_after_closing() -> None:
    assert refusal(visits.note, finished(), {"zaak_id": "Z-2026-0042"}, by=ROB) == ""
    assert refusal(visits.note, finished(), {"near_address": "ja"}) == "visit.closed"


def test_the_company_is_no_list_with_the_leader_in_it() -> None:
    assert refusal(visits.note, visit(), {"co_visitor_ids": [INES.person]}) == "visit.twice_the_same_person"


def test_a_sentence_is_no_case_number() -> None:
    assert refusal(visits.note, visit(), {"zaak_id": "dit is een zin"}) == "text.no_zaaknummer"


# --- answering


def test_an_answer_is_kept_with_the_privacy_class_of_its_item() -> None:
    body = {"answers.nooduitgang_vrij": {"value": "in_orde"}, "answers.geen_minderjarige": {"value": "in_orde"}}
    assert ask(visits.answer, visit(), body) == {
        "answers.nooduitgang_vrij": {"value": "in_orde", "privacy": "Z"},
        "answers.geen_minderjarige": {"value": "in_orde", "privacy": "B"},
    }


@pytest.mark.parametrize("item", ["geen_minderjarige", "alarmknop_werkkamers", "werktijden_gevolgd"])
def test_an_item_that_counts_or_says_yes_or_no_takes_no_text(item: str) -> None:
    body = {f"answers.{item}": {"value": "in_orde", "text": "Zij werkt hier sinds mei."}}
    assert refusal(visits.answer, visit(), body) == "visit.item_takes_no_text"


def test_a_text_with_a_phone_number_is_refused() -> None:
    body = {"answers.nooduitgang_vrij": {"value": "niet_in_orde", "text": "Bel 06 12345678"}}
    assert refusal(visits.answer, visit(), body) == "text.personal_data"


def test_a_text_has_an_end() -> None:
    body = {"answers.nooduitgang_vrij": {"value": "niet_in_orde", "text": "a" * 2001}}
    assert refusal(visits.answer, visit(), body) in ("text.too_long", "visit.answer_does_not_fit")


def test_an_item_of_another_list_is_refused() -> None:
    assert refusal(visits.answer, visit(), {"answers.geen_overlast": {"value": "in_orde"}}) == "visit.unknown_item"


def test_a_stranger_does_not_answer() -> None:
    assert refusal(visits.answer, visit(), {"answers.nooduitgang_vrij": {"value": "in_orde"}}, by=OTTO) == (
        "visit.not_yours"
    )


def test_an_answer_after_closing_is_held_for_the_team_lead() -> None:
    assert refusal(visits.answer, finished(), {"answers.nooduitgang_vrij": {"value": "in_orde"}}) == "visit.closed"


def test_nothing_of_a_dwelling_is_recorded_without_consent() -> None:
    body = {"answers.geen_overlast": {"value": "in_orde"}}
    for record in (None, consent_record(None), consent_record("nee"), consent_record("niemand_thuis")):
        records = {RECORD: record} if record else {}
        assert refusal(visits.answer, home_visit(binnentreden=records), body) == "visit.no_consent"


def test_with_consent_a_dwelling_is_answered() -> None:
    assert refusal(visits.answer, with_consent(), {"answers.geen_overlast": {"value": "in_orde"}}) == ""


def test_after_withdrawal_only_what_was_seen_before_is_answered() -> None:
    after = home_visit(binnentreden={RECORD: withdrawn_record()})
    seen = {"answers.geen_overlast": {"value": "in_orde", "seen_before_withdrawal": True}}
    assert refusal(visits.answer, after, {"answers.geen_overlast": {"value": "in_orde"}}) == "visit.consent_withdrawn"
    assert refusal(visits.answer, after, seen) == ""


# --- findings


def test_a_finding_knows_its_rule_and_class() -> None:
    said = {"item": "nooduitgang_vrij", "chips": ["versperd"], "text": "Dozen voor de deur.", "number": None}
    changes = ask(visits.find, visit(), {f"findings.{FINDING}": said})
    assert changes[f"findings.{FINDING}"] == {**said, "privacy": "Z", "rule_key": "apv.inrichtingseisen"}


def test_a_finding_of_a_counting_item_has_no_text() -> None:
    said = {"item": "alarmknop_werkkamers", "chips": ["werkt_niet"], "text": "kamer 3"}
    assert refusal(visits.find, visit(), {f"findings.{FINDING}": said}) == "visit.item_takes_no_text"


def test_a_chip_of_another_item_is_refused() -> None:
    said = {"item": "nooduitgang_vrij", "chips": ["keuring_verlopen"]}
    assert refusal(visits.find, visit(), {f"findings.{FINDING}": said}) == "visit.unknown_chip"


def test_a_finding_is_taken_back() -> None:
    assert ask(visits.find, visit(findings={FINDING: finding()}), {f"findings.{FINDING}": None}) == {
        f"findings.{FINDING}": None
    }


def test_a_finding_of_signals_names_no_rule() -> None:
    body = {f"findings.{FINDING}": {"item": "geen_signalen_dwang", "chips": ["s1"]}}
    (found_here,) = ask(visits.find, visit(), body).values()
    assert found_here["rule_key"] is None and found_here["privacy"] == "B"


def test_a_finding_with_photos_stays() -> None:
    with_photo = visit(findings={FINDING: finding()}, photos={PHOTO: photo()})
    assert refusal(visits.find, with_photo, {f"findings.{FINDING}": None}) == "visit.finding_has_photos"


# --- photos


def found() -> Any:
    return visit(findings={FINDING: finding()})


def test_a_photo_belongs_to_a_finding() -> None:
    body = {f"photos.{PHOTO}": photo()}
    assert ask(visits.add_photo, found(), body, premises=licensed()) == body
    assert refusal(visits.add_photo, visit(), body, premises=licensed()) == "visit.no_finding"


def test_an_item_about_people_takes_no_photo() -> None:
    about_people = visit(findings={FINDING: finding(item="geen_signalen_dwang")})
    assert refusal(visits.add_photo, about_people, {f"photos.{PHOTO}": photo()}, premises=licensed()) == (
        "visit.item_takes_no_photo"
    )


def test_no_photo_is_taken_in_a_dwelling_where_policy_says_licensed_premises() -> None:
    inside = home_visit(
        binnentreden={RECORD: consent_record()}, findings={FINDING: finding(item="brandveilig_niet_overbewoond")}
    )
    assert refusal(visits.add_photo, inside, {f"photos.{PHOTO}": photo()}, premises=home()) == "visit.no_photos_here"


def test_no_photo_is_taken_in_licensed_premises_where_someone_lives() -> None:
    lived_in = licensed(is_dwelling=True)
    assert refusal(visits.add_photo, found(), {f"photos.{PHOTO}": photo()}, premises=lived_in) == "visit.no_photos_here"


def test_no_photo_is_taken_where_photos_are_off() -> None:
    off = replace(POLICY, switches={**POLICY.switches, "photos": "geen"})
    asked = context(INES, {"premises": licensed()}, off)
    with pytest.raises(Refused) as refused:
        visits.add_photo(found(), {f"photos.{PHOTO}": photo()}, asked)
    assert refused.value.reason == "visit.no_photos_here"


def test_after_withdrawal_no_photo_is_taken() -> None:
    after = home_visit(binnentreden={RECORD: withdrawn_record()}, findings={FINDING: finding()})
    assert refusal(visits.add_photo, after, {f"photos.{PHOTO}": photo()}, premises=home()) == "visit.consent_withdrawn"


def test_a_finding_has_eight_photos_at_most() -> None:
    full = visit(findings={FINDING: finding()}, photos={str(n): photo() for n in range(8)})
    assert refusal(visits.add_photo, full, {f"photos.{PHOTO}": photo()}, premises=licensed()) == "visit.too_many_photos"


@pytest.mark.parametrize("damage", [{"sha256": "zz" * 32}, {"blob": DIGEST[1:]}, {"bytes": 0}, {"chunks": 0}])
def test_a_photo_without_whole_digests_and_sizes_is_refused(damage: dict[str, object]) -> None:
    assert refusal(visits.add_photo, found(), {f"photos.{PHOTO}": photo(**damage)}, premises=licensed()) == (
        "visit.photo_damaged"
    )


def test_a_photo_is_removed_before_closing_only() -> None:
    assert refusal(visits.remove_photo, visit(photos={PHOTO: photo()}), {f"photos.{PHOTO}": None}) == ""
    assert refusal(visits.remove_photo, finished(), {f"photos.{PHOTO}": None}) == "visit.closed"


# --- help, outside


def test_help_is_a_count_and_an_organisation_never_a_person() -> None:
    body = {"help_offers.a": {"organisation": "fier_pmw", "count": 2}}
    assert ask(visits.offer_help, visit(), body) == body
    assert refusal(visits.offer_help, visit(), {"help_offers.a": {"organisation": "Mevrouw J.", "count": 1}}) == (
        "text.not_a_code"
    )
    assert refusal(visits.offer_help, visit(), {"help_offers.a": {"organisation": "jan_jansen", "count": 1}}) == (
        "text.not_a_code"
    )
    assert refusal(visits.offer_help, visit(), {"help_offers.a": {"organisation": None, "count": 1}}) == ""
    assert refusal(visits.offer_help, visit(), {"help_offers.a": {"organisation": None, "count": -1}}) == (
        "number.out_of_range"
    )


def test_what_is_seen_from_the_street_needs_no_consent() -> None:
    refused = home_visit(binnentreden={RECORD: consent_record("nee")})
    assert refusal(visits.see_outside, refused, {"seen_outside.a": {"chips": ["rode_verlichting"]}}) == ""
    for chip in ("een lange blonde vrouw", "lange_blonde_vrouw"):
        assert refusal(visits.see_outside, refused, {"seen_outside.a": {"chips": [chip]}}) == "text.not_a_code"


def test_the_phone_offers_only_what_may_be_seen_outside() -> None:
    page = (Path(__file__).parents[2] / "static/app/ui/refused-page.js").read_text()
    listed = page.partition("const SEEN = [")[2].partition("];")[0]
    assert set(re.findall(r'\["([a-z_]+)"', listed)) == visits.SEEN_OUTSIDE - {"niets"}


# --- closing


def ready() -> Any:
    return visit(legitimation=LEGITIMATION, answers=all_in_order())


def test_a_visit_is_closed_over_a_statement() -> None:
    changes = ask(visits.close, ready(), CLOSING)
    assert changes["outcome"] == "afgerond"
    assert changes["closed_by"] == INES.person
    assert (changes["closed_at"], changes["received_at"]) == ("2026-11-20T20:24:00Z", "2026-11-20T21:14:00Z")
    assert refusal(visits.close, ready(), {**CLOSING, "statement": False}) == "visit.no_statement"


def test_what_was_not_answered_is_noted_as_not_checked() -> None:
    changes = ask(visits.close, ready(), CLOSING)
    assert "rookmelders_werken" in changes["not_checked"], "asked only under Meer punten"
    assert "nooduitgang_vrij" not in changes["not_checked"]
    assert not any(field.startswith("answers.") for field in changes)


def test_a_closed_visit_is_not_closed_again() -> None:
    assert refusal(visits.close, finished(), CLOSING, by=IVO) == "visit.closed"


def test_legitimation_is_asked_before_closing() -> None:
    for value in (None, {"value": "nog_niet", "at": "2026-11-20T20:15:00Z"}):
        open_point = visit(answers=all_in_order(), **({"legitimation": value} if value else {}))
        assert refusal(visits.close, open_point, CLOSING) == "visit.legitimation_open"


def test_an_item_that_is_always_asked_is_answered_before_closing() -> None:
    answers = all_in_order()
    answers.pop("nooduitgang_vrij")
    assert refusal(visits.close, visit(legitimation=LEGITIMATION, answers=answers), CLOSING) == "visit.items_open"


@pytest.mark.parametrize("outcome", ["niemand_aanwezig", "geen_medewerking", "gesloten"])
def test_a_visit_that_ends_at_the_door_needs_no_answers(outcome: str) -> None:
    assert refusal(visits.close, visit(), {**CLOSING, "outcome": outcome}) == ""


def test_refusing_a_dwelling_is_no_lack_of_cooperation() -> None:
    refused = home_visit(binnentreden={RECORD: consent_record("nee")})
    assert refusal(visits.close, refused, {**CLOSING, "outcome": "geen_medewerking"}) == "visit.outcome_does_not_fit"
    assert refusal(visits.close, refused, {**CLOSING, "outcome": "toestemming_geweigerd"}) == ""


@pytest.mark.parametrize(
    ("record", "outcome"),
    [
        (consent_record("ja", entered_at="2026-11-20T20:17:00Z"), "afgerond"),
        (consent_record("nee"), "toestemming_geweigerd"),
        (consent_record("niemand_thuis"), "niemand_thuis"),
        (withdrawn_record(), "toestemming_ingetrokken"),
    ],
)
def test_the_outcome_at_a_home_is_what_happened_to_the_consent(record: object, outcome: str) -> None:
    others = {"afgerond", "toestemming_geweigerd", "niemand_thuis", "toestemming_ingetrokken"} - {outcome}
    at_the_home = home_visit(binnentreden={RECORD: record}, answers=HOME_ANSWERS)
    assert refusal(visits.close, at_the_home, {**CLOSING, "outcome": outcome}) == ""
    for other in others:
        assert refusal(visits.close, at_the_home, {**CLOSING, "outcome": other}) == "visit.outcome_does_not_fit"


def test_a_home_that_was_entered_is_answered_before_closing() -> None:
    assert refusal(visits.close, with_consent(), CLOSING) == "visit.items_open"
    answered = with_consent() | {"answers": HOME_ANSWERS}
    assert refusal(visits.close, answered, CLOSING) == ""


def test_acute_danger_ends_a_visit_without_answers_and_with_both_times() -> None:
    danger = {"basis": "acuut_gevaar", "danger_reason": "Brand.", "entered_at": "2026-11-20T20:17:00Z"}
    assert refusal(visits.close, home_visit(binnentreden={RECORD: danger}), CLOSING) == "visit.times_missing"
    left = {**danger, "left_at": "2026-11-20T20:19:00Z"}
    assert refusal(visits.close, home_visit(binnentreden={RECORD: left}), CLOSING) == ""


def test_a_home_visit_without_any_answer_about_consent_is_not_closed() -> None:
    assert refusal(visits.close, home_visit(), CLOSING) == "visit.outcome_does_not_fit"


# --- afterwards


def test_what_was_signed_is_only_added_to() -> None:
    body = {"additions.a": {"text": "De kratten stonden er later nog.", "at": "2026-11-20T22:00:00Z"}}
    assert ask(visits.add, finished(), body) == body
    assert refusal(visits.add, visit(), body) == "visit.not_closed"
    assert refusal(visits.add, finished(), body, by=OTTO) == "visit.not_yours"
    assert refusal(visits.add, finished(additions={"a": {}}), body) == "visit.addition_stays"


def test_an_addition_takes_no_personal_data_either() -> None:
    body = {"additions.a": {"text": "Mail naar anna@voorbeeld.nl", "at": "2026-11-20T22:00:00Z"}}
    assert refusal(visits.add, finished(), body) == "text.personal_data"


def test_an_open_visit_does_not_leave_the_phones() -> None:
    assert refusal(visits.leave_phones, visit(), {"on": "2026-11-28"}) == "visit.not_closed"
    assert ask(visits.leave_phones, finished(), {"on": "2026-11-28"}) == {"left_phones_on": "2026-11-28"}


def test_a_restriction_comes_and_goes_with_that_of_the_premises() -> None:
    body = {"is_restricted": True, "person_ids": [TOM.person]}
    assert ask(visits.restrict, visit(), body) == {"restricted_to": {"person_ids": [TOM.person]}}
    assert ask(visits.restrict, visit(), {**body, "is_restricted": False}) == {"restricted_to": None}


# --- who reads


def test_the_team_reads_at_its_desk_and_the_two_on_their_phones() -> None:
    assert visits.scopes(visit()) == {
        "system",
        "municipality",
        f"team:{CENTRUM}",
        f"person:{INES.person}",
        f"person:{IVO.person}",
    }


def test_a_visit_never_bears_the_scope_of_a_partner_or_of_all_phones() -> None:
    for one in (visit(), finished(), home_visit()):
        assert not {scope.partition(":")[0] for scope in visits.scopes(one)} & {"unit", "field", "all"}


def test_a_visit_that_left_the_phones_is_read_at_the_desk_only() -> None:
    assert visits.scopes(finished(left_phones_on="2026-11-28")) == {"system", "municipality", f"team:{CENTRUM}"}


def test_a_restricted_visit_is_read_by_those_named() -> None:
    scopes = visits.scopes(finished(left_phones_on="2026-11-28", restricted_to={"person_ids": [TOM.person]}))
    assert scopes == {"system", "municipality", f"person:{TOM.person}"}


def test_lists_filter_on_the_day_in_amsterdam() -> None:
    assert visits.index(visit(opened_at="2026-11-20T23:30:00Z"))["on"] == "2026-11-21"
    assert visits.index(visit())["state"] == "open"
    assert visits.index(finished())["state"] == "closed"


def test_who_was_not_there_does_not_open_a_visit_that_exists() -> None:
    existing = opening(leader_id=INES.person, co_visitor_ids=[])
    mine = opening(leader_id=IVO.person, co_visitor_ids=[])
    assert refusal(visits.open_visit, None, mine, by=IVO, premises=licensed(), existing=existing) == "visit.not_yours"
    assert refusal(visits.open_visit, None, opening(), premises=licensed(), existing=existing) == ""


def test_a_visit_that_is_closed_is_not_opened_again() -> None:
    existing = {**opening(), "closed_at": "2026-11-20T21:30:00Z"}
    assert refusal(visits.open_visit, None, opening(), premises=licensed(), existing=existing) == "visit.closed"


def test_nobody_takes_himself_off_a_visit() -> None:
    """Who was there does not decide on its measures; leaving the list would be a way around."""
    visit = {**opening(), "co_visitor_ids": [IVO.person]}
    assert refusal(visits.note, visit, {"co_visitor_ids": []}, by=IVO) == "visit.was_there"
    assert refusal(visits.note, visit, {"co_visitor_ids": []}, by=INES) == ""


def test_nobody_lays_a_photo_over_one_that_is_there() -> None:
    """The key goes beside the document, so a second photo under one name would lock the first for ever."""
    taken = {f"photos.{PHOTO}": photo()}
    assert refusal(visits.add_photo, finished(photos={PHOTO: photo()}), taken, premises=licensed()) == "visit.closed"
    going_on = {k: v for k, v in finished(photos={PHOTO: photo()}).items() if k not in ("outcome", "closed_at")}
    assert refusal(visits.add_photo, going_on, taken, premises=licensed()) == "visit.photo_exists"
    assert refusal(visits.add_photo, going_on | {"photos": {}}, taken, premises=licensed()) == ""
