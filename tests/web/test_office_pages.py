"""What the office pages say, word for word: pure functions, no fixtures, no clock."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from fieldapp import desk_measures
from fieldapp.pages import (
    amounts,
    devices,
    dossier,
    findings,
    held,
    joint_visits,
    moments,
    navigation,
    photos,
    planning,
    proposals,
    start,
    versions,
)
from tests import people

NOW = datetime(2026, 11, 21, 8, 2, tzinfo=UTC)  # 09:02 in Amsterdam
TODAY = date(2026, 11, 21)
NAMES = {people.INES.person: "S. de Boer", people.IVO.person: "M. Visser", people.TOM.person: "K. Bakker"}


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2026-11-21T07:58:00Z", "08:58"),
        ("2026-11-20T21:58:00Z", "gisteren 22:58"),
        ("2026-11-19T21:58:00Z", "do 19 nov, 22:58"),
        ("2026-11-20T23:30:00Z", "00:30"),  # already the 21st in Amsterdam
        (None, ""),
    ],
)
def test_an_instant_reads_as_the_clock_on_the_wall(iso: str | None, words: str) -> None:
    assert moments.near(iso, NOW) == words


def test_summer_time_is_kept() -> None:
    assert moments.clock("2026-07-01T20:00:00Z") == "22:00"
    assert moments.moment_plain("2026-05-14") == "do 14 mei"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-21", "vandaag"),
        ("2026-11-22", "nog 1 dag"),
        ("2026-12-16", "nog 25 dagen"),
        ("2026-11-19", "2 dagen te laat"),
    ],
)
def test_days_left_in_words(day: str, words: str) -> None:
    assert moments.days_left(date.fromisoformat(day), TODAY) == words


def test_how_long_the_oldest_waits() -> None:
    assert moments.waited("2026-11-20T17:02:00Z", NOW) == "15 uur"
    assert moments.waited("2026-11-21T08:01:30Z", NOW) == "nog geen minuut"
    assert moments.waited("2026-11-18T08:00:00Z", NOW) == "3 dagen"


def test_an_amount_stays_on_one_line() -> None:
    measure = {"amount_eur_cents": 250000, "max_eur_cents": 1000000, "mode": "per_overtreding"}
    assert amounts.amount_words(measure) == "€\u00a02.500 per keer, hoogstens €\u00a010.000"
    assert amounts.amount_words({"duration": {"months": 3}}) == "3 maanden"
    assert amounts.amount_words({"duration": {"weeks": 1}}) == "1 week"


def measure(**more: Any) -> dict[str, Any]:
    same = {"measure_type": "waarschuwing", "mode": None, "amount_eur_cents": None, "max_eur_cents": None}
    return {
        "premises_id": "p",
        "advice": {"result": "maatregel", **same},
        "deviation": None,
        "state": "voorgesteld",
        "proposed_by": people.INES.person,
        "visit_leader_id": people.INES.person,
        "co_visitor_ids": [people.IVO.person],
        "proposed_at": "2026-11-20T20:22:00Z",
        "proposals": {"1": {}},
        "rule_key": "apv.inrichtingseisen",
        **same,
        **more,
    }


def test_a_badge_tells_whether_the_advice_is_followed() -> None:
    assert amounts.advice_badge(measure())["words"] == "Volgt advies"
    assert amounts.advice_badge(measure(measure_type="sluiting"))["words"] == "Wijkt af van advies"
    assert amounts.advice_badge(measure(deviation={"reason": "ernstiger"}))["words"] == "Wijkt af van advies"
    assert amounts.advice_badge(measure(advice={"result": "geen_regel"}))["words"] == "Geen advies in de matrix"


def test_that_the_matrix_has_no_advice_is_said_once() -> None:
    """The matrix gives the same sentence as its reason."""
    nothing = {"result": "geen_regel", "why": [{"text": "Geen advies in de matrix."}]}
    card = proposals.advice_card(measure(advice=nothing))
    assert (card["title"], card["why"]) == ("Geen advies in de matrix", [])
    proposed = proposals.proposal_card(measure(advice=nothing))
    assert proposed is not None and proposed["source"] == "Het voorstel", "from nothing nobody deviates"
    advised = {"result": "maatregel", "measure_type": "waarschuwing", "why": [{"text": "Eerste overtreding."}]}
    assert proposals.advice_card(measure(advice=advised))["why"] == ["Eerste overtreding."]


def test_urgent_goes_first_and_then_the_oldest() -> None:
    shown = [
        {"id": "new", "fields": measure()},
        {"id": "old", "fields": measure(proposed_at="2026-11-19T20:00:00Z")},
        {"id": "closure", "fields": measure(measure_type="sluiting", proposed_at="2026-11-21T07:00:00Z")},
    ]
    rows = proposals.queue(shown, {"p": "Singel 1"}, NAMES, people.TOM.person, NOW)
    assert [row["id"] for row in rows] == ["closure", "old", "new"]
    assert proposals.queue_line(rows, shown, NOW).startswith("3 voorstellen · oudste wacht ")


@pytest.mark.parametrize("person", [people.INES.person, people.IVO.person])
def test_who_proposed_or_was_there_sees_no_badge_but_a_lock(person: str) -> None:
    (row,) = proposals.queue([{"id": "m", "fields": measure()}], {}, NAMES, person, NOW)
    assert row["is_own"] and row["badge"] is None
    assert proposals.after([row], "other") is None


def case(**more: Any) -> proposals.Case:
    given: dict[str, Any] = {
        "measure_id": "m",
        "measure": measure(),
        "premises_id": "p",
        "premises": {"address": {"text": "Lantaarnkade 12"}},
        "visit_id": "v",
        "visit": {},
        "checklist": {},
        "names": NAMES,
        "person": people.TOM.person,
    }
    return proposals.Case(**given | more)


def said(found: list[dict[str, str]]) -> str:
    return " ".join(point["text"] for point in found)


def test_a_running_order_for_the_same_rule_is_pointed_out() -> None:
    running = {"rule_key": "apv.inrichtingseisen", "measure_type": "last_onder_dwangsom", "imposed_on": "2026-11-04"}
    words = said(proposals.points(case(premises={"open_measures": {"x": running}}), []))
    assert "Voor deze regel loopt al een last onder dwangsom van 4 nov 2026." in words
    other = running | {"rule_key": "apv.anders"}
    assert "loopt al" not in said(proposals.points(case(premises={"open_measures": {"x": other}}), []))
    proposed_only = running | {"imposed_on": None}
    assert "loopt al" not in said(proposals.points(case(premises={"open_measures": {"x": proposed_only}}), []))


def test_warnings_stand_before_what_is_fine() -> None:
    found = proposals.points(case(text_hits=2, measure=measure(office_advice={"result": "dwangsom_verbeurd"})), [])
    assert [point["tone"] for point in found] == ["warning", "warning"]
    assert "dwangsom verbeurd" in said(found) and "misschien een naam" in said(found)


def test_the_legal_check_is_told_either_way() -> None:
    advice = measure()["advice"] | {"legal_check": True}
    assert "Eerst moet de jurist" in said(proposals.advice_points(measure(advice=advice)))
    checked = {"agrees": False, "text": "Te zwaar."}
    assert "Jurist: niet akkoord. Te zwaar." in said(
        proposals.advice_points(measure(advice=advice, legal_check=checked))
    )


def test_a_photo_is_unchanged_only_when_its_digest_is() -> None:
    digest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"  # of b"hello"
    photo = {"sha256": digest}
    assert photos.photo_state(photo, True, b"hello") == "here"
    assert photos.photo_state(photo, True, b"hellp") == "changed"
    assert photos.photo_state(photo, True, None) == "changed"
    assert photos.photo_state(photo, False, None) == "on_its_way"


def test_the_line_under_photos_never_says_unchanged_of_a_changed_one() -> None:
    row = {"state": "changed", "taken_at": "2026-11-20T20:17:00Z", "blurred": 0, "place": 1}
    line = findings.hash_line([row])
    assert line is not None and line["tone"] == "error" and "ongewijzigd" not in line["text"]
    assert findings.hash_line([row | {"state": "on_its_way"}]) is None


def place(**more: Any) -> dict[str, Any]:
    return {"id": "p", "fields": {"address": {"text": "Singel 230"}, "premises_type": "hotel", **more}}


def running(ends: str, imposed: str | None = "2026-11-04") -> dict[str, Any]:
    return {"m": {"measure_type": "last_onder_dwangsom", "rule_key": "r", "term_ends_on": ends, "imposed_on": imposed}}


@pytest.mark.parametrize(
    ("fields", "words", "tone"),
    [
        ({"open_measures": running("2026-11-18")}, "Hercontrole 2 dagen te laat", "danger"),
        ({"open_measures": running("2026-11-20")}, "Hercontrole vandaag", "warning"),
        ({"open_measures": running("2026-11-24")}, "Hercontrole vanaf wo 25 nov", "warning"),
        ({"meldingen": {"x": {"on": "2026-11-18", "subject": "overlast"}}}, "Melding van 18 nov", "active"),
        ({}, "Nog nooit bezocht", "neutral"),
        ({"visits": {"v": {"on": "2026-02-20"}}}, "9 maanden geleden", "neutral"),
    ],
)
def test_an_address_says_why_it_asks_for_a_visit(fields: dict[str, Any], words: str, tone: str) -> None:
    row = planning.candidate(place(**fields), TODAY)
    assert row is not None and (row["why"], row["tone"]) == (words, tone)


@pytest.mark.parametrize(
    "fields",
    [
        {"visits": {"v": {"on": "2026-11-19"}}, "open_measures": running("2026-11-18")},  # someone was there since
        {"visits": {"v": {"on": "2026-10-01"}}, "open_measures": running("2026-11-18", None)},  # only proposed
        {"visits": {"v": {"on": "2026-10-01"}}},
        {"is_dwelling": True},  # nobody goes to a home without a reason
        {"visits": {"v": {"on": "2026-11-19"}}, "meldingen": {"x": {"on": "2026-11-18", "subject": "overlast"}}},
    ],
)
def test_an_address_without_a_reason_is_no_candidate(fields: dict[str, Any]) -> None:
    assert planning.candidate(place(**fields), TODAY) is None


def test_a_list_counts_as_received_only_when_pulled_after_sending() -> None:
    sent = "2026-11-21T07:00:00Z"
    assert planning.receipt("Ines", "2026-11-21T06:59:59Z", sent, NOW)["words"] == "Ines: nog niet opgehaald"
    assert planning.receipt("Ines", "2026-11-21T07:40:00Z", sent, NOW)["words"] == "Ines: ontvangen 08:40"
    assert planning.receipt("Ines", None, sent, NOW)["words"] == "Ines: nog niet opgehaald"


def test_the_third_time_in_a_row_by_the_same_two_is_warned_of() -> None:
    pair = {people.INES.person, people.IVO.person}
    visit = {"fields": {"leader_id": people.INES.person, "co_visitor_ids": [people.IVO.person]}}
    other = {"fields": {"leader_id": people.INES.person, "co_visitor_ids": []}}
    assert planning.is_familiar([visit, visit], pair)
    assert not planning.is_familiar([visit, other], pair)
    assert not planning.is_familiar([visit], pair)
    lapsed = {"fields": {**visit["fields"], "outcome": "vervallen"}}
    assert not planning.is_familiar([visit, lapsed], pair)
    assert planning.is_familiar([visit, lapsed, visit], pair)


@pytest.mark.parametrize(
    ("visit", "words"),
    [
        ({"outcome": "afgerond", "answers": {"a": {}}}, "alles in orde"),
        ({"outcome": "afgebroken", "answers": {"a": {}}}, "afgesloten door de teamleider"),
        ({"outcome": "afgebroken", "findings": {"f": {}}}, "1 bevinding"),
        ({"outcome": "niemand_aanwezig"}, "niemand aanwezig"),
        ({"outcome": "afgerond"}, "afgerond"),
    ],
)
def test_a_visit_at_which_nothing_was_looked_at_is_not_called_in_order(visit: dict[str, Any], words: str) -> None:
    said = desk_measures.visit_words({"visit_kind": "licensed_premises", "opened_at": "2026-11-20T20:14:00Z", **visit})
    assert said.endswith(f": {words}")


@pytest.mark.parametrize(
    ("unsent", "words"),
    [
        (None, "niet bekend"),
        ({}, "niets"),
        ({"changes": 2, "bytes": 900}, "2 wijzigingen"),
        (1, "1 wijziging"),
        ("x", "niet bekend"),
        (True, "niet bekend"),
    ],
)
def test_what_waits_on_a_phone_is_what_it_reported(unsent: Any, words: str) -> None:
    assert devices.waiting_words({"unsent": unsent}, NOW) == words


def test_a_blocked_phone_is_not_called_wiped_before_it_said_so() -> None:
    device = {"state": "blocked", "blocked_at": "2026-11-21T07:00:00Z"}
    assert devices.state_line(device, {}, NOW) == "Geblokkeerd 08:00. Wissen nog niet bevestigd."
    assert devices.state_line(device, {"emptied_at": "2026-11-21T07:30:00Z"}, NOW).endswith("Gewist 08:30.")


def test_held_personal_data_cannot_be_taken_in() -> None:
    line = {
        "operation_id": "a:1", "kind": "visit.find", "document": "v", "by": people.INES.person, "by_name": "Ines",
        "made_at": "2026-11-20T20:00:00Z", "received_at": "2026-11-20T21:58:00Z", "may_decide": True,
        "body": {"findings.f": {"item": "x", "text": "06-12345678"}}, "code": "text.personal_data",
    }  # fmt: skip
    found = held.detail(line, {}, NAMES, {}, NOW)
    assert found["may_erase"] and not found["may_override"]
    assert held.detail(line | {"code": "visit.closed"}, {}, NAMES, {}, NOW)["may_override"]
    assert held.detail(line | {"body": None}, {}, NAMES, {}, NOW)["content"] is None


def test_every_label_of_the_partner_page_is_there() -> None:
    assert joint_visits.WITHHELD == ("Bevindingen gemeente", "Maatregel", "Foto’s", "Hulp aangeboden")


def test_nothing_shared_on_the_spot_is_a_word() -> None:
    assert joint_visits.shared_words({}) == "Niets"
    assert joint_visits.shared_words({"shared_on_the_spot": {"direction": "geen", "category": None}}) == "Niets"


def test_a_version_that_is_not_there_is_not_chosen() -> None:
    shown = {"fields": {"answers": {"a": 1}}, "rivals": {"answers.a": [{"value": 2}]}}
    assert versions.chosen_value(shown, "answers.a", "0") == (True, 1)
    assert versions.chosen_value(shown, "answers.a", "1") == (True, 2)
    for wrong in ("2", "-1", "x", ""):
        assert versions.chosen_value(shown, "answers.a", wrong) == (False, None)


def test_a_team_lead_is_not_asked_to_decide_on_what_is_her_own() -> None:
    proposed = {"state": "voorgesteld", "measure_type": "waarschuwing", "proposed_at": "2026-11-21T07:00:00Z"}
    measures = [{"id": who, "fields": {**proposed, "proposed_by": who}} for who in ("kim", "sam")]
    made = start.blocks({"team_lead"}, measures, {}, "kim", NOW)
    assert [(one["title"], [row["id"] for row in one["rows"]]) for one in made] == [
        ("Wacht op uw besluit", ["sam"]),
        ("Een collega moet beslissen", ["kim"]),
    ]
    (whole,) = start.blocks({"team_lead"}, measures, {}, "n", NOW)
    assert whole["total"] == 2


@pytest.mark.parametrize(
    ("outcome", "is_due"),
    [
        ("afgebroken", True),
        ("niemand_thuis", True),
        ("niemand_aanwezig", True),
        ("toestemming_geweigerd", True),
        ("geen_medewerking", True),
        ("afgerond", False),
    ],
)
def test_a_hercontrole_on_which_nobody_looked_is_still_to_be_made(outcome: str, is_due: bool) -> None:
    last = {**running("2026-08-17")["m"], "state": "actief", "hercontrole_on": "2026-08-18"}
    home = {"address": {"text": "Lantaarnkade 12"}, "is_dwelling": True, "open_measures": {"m": last}}
    seen = {"v": {"on": "2026-08-20", "outcome": outcome, "findings": 0}}
    found = planning.candidate({"id": "p", "fields": {**home, "visits": seen}}, TODAY)
    assert (found is not None and found["reason"] == "hercontrole") == is_due


@pytest.mark.parametrize(
    ("kind", "words"),
    [("visit.close", "de afronding door wie er was"), ("visit.note", "een aanvulling van de collega")],
)
def test_what_came_after_a_visit_was_closed_says_what_it_is(kind: str, words: str) -> None:
    assert words in held.why_words({"code": "visit.closed", "kind": kind})


def test_a_last_that_was_lifted_or_suspended_presses_nobody() -> None:
    lifted = {"m": {**running("2026-08-17")["m"], "state": "opgeheven", "hercontrole_on": None}}
    assert dossier.term_rows({"open_measures": lifted}, [], TODAY) == []
    assert planning.recheck({"open_measures": lifted}, None, TODAY) is None
    assert planning.waiting_measure({"fields": {"open_measures": lifted}}) == ""
    still = {"m": {**lifted["m"], "state": "actief", "hercontrole_on": "2026-08-18"}}
    assert planning.waiting_measure({"fields": {"open_measures": still}}) == "m"
    assert [row["tone"] for row in dossier.term_rows({"open_measures": still}, [], TODAY)] == ["danger"]


def test_the_next_hercontrole_of_a_last_in_force_presses_too() -> None:
    again = {"m": {**running("2026-08-17")["m"], "state": "actief", "hercontrole_on": "2026-11-20"}}
    premises = {"open_measures": again}
    found = planning.recheck(premises, date(2026, 11, 14), TODAY)
    assert found is not None
    assert found["why"] == "Hercontrole 1 dag te laat"
    assert planning.recheck(premises, date(2026, 11, 20), TODAY) is None, "somebody looked since"
    assert planning.waiting_measure({"fields": premises}) == "m"
    assert [row["label"] for row in dossier.term_rows(premises, [], TODAY)] == ["Hercontrole: last onder dwangsom"]


def test_a_closure_is_no_term_to_comply() -> None:
    closed = {"m": {**running("2026-12-14")["m"], "measure_type": "sluiting", "state": "verzegeld"}}
    assert [row["label"] for row in dossier.term_rows({"open_measures": closed}, [], TODAY)] == ["Sluiting"]
    assert dossier.term_rows({"open_measures": closed}, [], date(2026, 12, 15)) == []


def test_terms_that_only_a_proposal_has_do_not_run() -> None:
    proposed = {"open_measures": running("2026-12-14", None)}
    assert dossier.term_rows(proposed, [], TODAY) == []
    (row,) = dossier.term_rows({"open_measures": running("2026-12-14")}, [], TODAY)
    assert (row["value"], row["left"], row["tone"]) == ("ma 14 december", "nog 23 dagen", "neutral")
    (row,) = dossier.term_rows({"open_measures": running("2027-03-01")}, [], TODAY)
    assert row["value"] == "1 maart 2027"


def test_once_a_letter_left_the_days_of_the_proposal_no_longer_stand_at_the_measure() -> None:
    term = {"kind": "begunstiging", "state": "loopt", "ends_on": "2026-12-23"}
    over = {"kind": "zienswijze", "state": "verstreken", "ends_on": "2026-12-04"}
    shown = dossier.running_days({"dates": {"herstel_ends_on": "2026-12-27"}, "terms": {"a": term, "b": over}})
    assert shown == [{"label": "Begunstigingstermijn", "value": "23 december 2026"}]


def test_looks_of_one_hour_are_one_row() -> None:
    looks = [{"by": "p", "at": f"2026-11-21T08:0{minute}:00Z", "detail": {"page": "tijdlijn"}} for minute in (1, 2, 3)]
    (row,) = dossier.look_rows(looks, {"p": "K. Bakker"}, {"p": ["team_lead"]})
    assert (row["what"], row["role"], row["at"]) == ("Tijdlijn (3 keer)", "teamleider", "za 21 nov, 09:03")


def test_late_arrival_is_told_with_its_time() -> None:
    assert (
        dossier.late_words(("2026-11-20T20:24:00Z", "2026-11-20T21:58:00Z"))
        == "Ingevuld zonder verbinding, ontvangen 22:58."
    )
    assert dossier.late_words(("2026-11-20T20:24:00Z", "2026-11-20T20:25:00Z")) == ""


def test_the_number_behind_a_place_has_two_digits_at_most() -> None:
    assert [navigation.how_many(count) for count in (0, 7, 99, 100, 5000)] == ["", "7", "99", "99+", "99+"]


def test_each_role_has_a_place_to_begin() -> None:
    assert navigation.home({"police"}) == "/partner/"
    assert navigation.home({"team_lead", "inspector"}) == "/kantoor/goedkeuren"
    assert navigation.home({"administrator"}) == "/beheer/mensen"
    assert navigation.home({"registrar"}) == "/kantoor/"
    bars = {
        role: [one["label"] for one in navigation.places({role}, "/", {}) if one["in_bar"]]
        for role in ("team_lead", "legal_officer", "administrator", "police")
    }
    assert bars == {
        "team_lead": ["Goedkeuren", "Termijnen", "Dossiers"],
        "legal_officer": ["Start", "Termijnen", "Dossiers"],
        "administrator": ["Mensen", "Eenheden", "Server"],
        "police": ["Samen bezocht"],
    }
    (here,) = [one for one in navigation.places({"team_lead"}, "/kantoor/dossiers/x/bewijs", {}) if one["is_current"]]
    assert here["label"] == "Dossiers"


def test_a_closure_of_a_home_waits_for_the_legal_officer_again_after_a_new_version() -> None:
    closing = measure(measure_type="sluiting", is_dwelling=True, received_at="2026-11-20T21:58:00Z")
    assert start.needs_legal_check(closing)
    checked = closing | {"legal_check": {"agrees": True, "text": "", "at": "2026-11-21T07:00:00Z"}}
    assert not start.needs_legal_check(checked)
    assert start.needs_legal_check(checked | {"received_at": "2026-11-21T07:30:00Z"})


def test_the_same_two_for_the_third_time_are_warned_of_once_with_every_address() -> None:
    pair = ("a", "b")
    again = [{"fields": {"leader_id": "a", "co_visitor_ids": ["b"]}}] * 3
    stops = [(str(at), {"premises_id": str(at), "address_text": f"Singel {at}"}) for at in range(4)]
    visits = {"0": again, "1": again[:1], "2": again, "3": again}
    (warning,) = planning.warnings(stops, pair, visits)
    assert warning["title"] == "Derde keer hetzelfde team bij Singel 0, Singel 2 en Singel 3."
    assert planning.warnings(stops[1:2], pair, visits) == []
    assert planning.warnings(stops[:1], pair, visits)[0]["title"].endswith("bij Singel 0.")


def test_a_day_of_another_year_is_said_with_its_year() -> None:
    assert moments.day_short_near(date(2026, 12, 4), TODAY) == "vr 4 dec"
    assert moments.day_short_near(date(2031, 11, 19), TODAY) == "wo 19 nov 2031"
