"""Termijnen and Dwangsommen: every running term with its last day and why, as page, spreadsheet and calendar feed."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from fieldapp import calendar_feeds
from fieldapp.installation import Installation
from fieldapp.pages import agenda, terms
from fieldapp.pages.terms import Line
from fieldapp.restored import Restored, note_restored
from tests import people
from tests.web import evening
from tests.web.conftest import Clock
from tests.web.course import Case, a_case, approve
from tests.web.test_office_measure import to_known

pytestmark = pytest.mark.usefixtures("clock")

ICS = re.compile(r"<code>https?://[^/]+(/agenda/[\w-]+\.ics)</code>")


@pytest.fixture
def case(clock: Clock, house: Installation, premises: str, desk: Callable[[str], Any]) -> Case:
    return to_known(approve(a_case(house, clock, desk, premises)))


def page(case: Case, name: str, query: str = "") -> str:
    answer = case.desk(name).get(f"/kantoor/termijnen{query}")
    assert answer.status_code == 200
    return str(answer.get_data(as_text=True))


def test_every_running_term_stands_on_the_page_with_its_last_day_why_and_whose(case: Case) -> None:
    said = page(case, "tom")
    for words in (
        "Hersteltermijn",
        "Bezwaartermijn",
        "di 12 jan",
        "di 15 dec",
        "Lantaarnkade 12",
        "De teamleider",
    ):
        assert words in said, words
    assert "Waarom die dag" in said and "Awb art. 6:7" in said


def test_the_page_says_what_is_over_what_ends_this_week_and_what_later(case: Case) -> None:
    case.clock.on("2026-12-10")
    said = page(case, "tom")
    assert said.index('id="deze-week"') < said.index('id="later"') and 'id="te-laat"' not in said
    case.clock.on("2026-12-20")
    assert "5 dagen te laat" in page(case, "tom", "?wanneer=te-laat")
    assert "Bezwaartermijn" not in page(case, "tom", "?wanneer=te-laat").partition("<tbody>")[2]


def test_a_bezwaar_that_was_posted_in_time_may_still_come_and_nobody_is_late(case: Case) -> None:
    """Awb art. 6:9 lid 2: received within a week after the end counts."""
    case.clock.on("2027-01-14")
    said = page(case, "tom", "?soort=bezwaar")
    assert "Post kan nog tot en met di 19 jan" in said and "2 dagen te laat" not in said
    assert 'id="deze-week"' in said and 'id="te-laat"' not in said
    lines = [
        terms.Line("2027-01-12", "m", kind, "", "legal_officer", "t", "bezwaar") for kind in ("bezwaar", "herstel")
    ]
    made = [{"section": terms.Bounds.at(date(2027, 1, 14)).section(one)} for one in lines]
    found = terms.sections(made, lines, date(2027, 1, 14))
    assert [(one["key"], one["count"]) for one in found] == [("te-laat", 1), ("deze-week", 1)]


def test_a_filter_by_kind_owner_and_team_shows_only_those(case: Case) -> None:
    only = page(case, "tom", "?soort=bezwaar").partition("<tbody>")[2]
    assert "Bezwaartermijn" in only and "Hersteltermijn" not in only
    only = page(case, "tom", "?wie=team_lead").partition("<tbody>")[2]
    assert "Hersteltermijn" in only and "Bezwaartermijn" not in only
    assert "<tbody>" not in page(case, "tom", f"?team={people.ELSEWHERE}")


def test_after_the_term_to_comply_a_second_visit_can_be_put_on_a_list(case: Case) -> None:
    said = page(case.on("2026-12-16"), "tom")
    assert "Hercontrole" in said and f"/kantoor/planning/zet/{case.premises}" in said
    assert f"/kantoor/planning/zet/{case.premises}" not in page(case, "lea")


def test_an_inspector_sees_no_terms_of_money(case: Case) -> None:
    case, _ = forfeited_again(case)
    assert "Dwangsom betalen" in page(case, "rob") or "Betal" in page(case, "rob")
    said = page(case, "ines")
    assert "Bezwaartermijn" in said and "Verjaring" not in said and "€ 2.500, verbeurd" not in said


def forfeited_again(case: Case) -> tuple[Case, str]:
    case.on("2026-12-21")
    visit = case.another_visit("2026-12-20")
    case.do("tom", "forfeit", forfeited_on="2026-12-20", visit_id=visit)
    return case, next(iter(case.fields["verbeurten"]))


def test_somebody_of_another_team_sees_no_term(case: Case) -> None:
    assert "Lantaarnkade" not in page(case, "otto")


def test_the_spreadsheet_holds_the_same_and_no_formula(case: Case) -> None:
    answer = case.desk("rob").get("/kantoor/termijnen.csv?soort=bezwaar")
    said = answer.get_data(as_text=True)
    assert answer.mimetype == "text/csv" and said.startswith("\ufeffAdres;Maatregel;Termijn;Laatste dag")
    assert "Lantaarnkade 12;Last onder dwangsom;Bezwaartermijn;2027-01-12;jurist" in said
    noted = case.house.access_log.list(by=case.desk("rob").person, limit=5)
    assert {"page": "termijnen", "rows": 1} in [one["detail"] for one in noted if one["kind"] == "export"]


def make_feed(case: Case, name: str) -> str:
    answer = case.desk(name).post("/kantoor/agenda")
    found = ICS.search(answer.get_data(as_text=True))
    assert found, "the page shows no address"
    return found.group(1)


def feed(case: Case, path: str) -> Any:
    answer = case.desk("pia").client.get(path)
    assert answer.status_code == 200 and answer.mimetype == "text/calendar"
    return Calendar.from_ical(answer.get_data())


def test_the_calendar_feed_is_valid_neutral_and_of_the_readers_own_terms(case: Case) -> None:
    raw = case.desk("ines").client.get(make_feed(case, "lea")).get_data()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n")) and raw.endswith(b"END:VCALENDAR\r\n")
    for secret in (b"Lantaarn", b"Lea", b"exploitant", b"dwangsom", b"club", b"seks"):
        assert secret.lower() not in raw.lower(), secret
    events = Calendar.from_ical(raw).walk("VEVENT")
    assert [str(one["SUMMARY"]) for one in events] == ["Toezicht: laatste dag (Bezwaartermijn)"]
    (event,) = events
    assert event.decoded("DTSTART") == date(2027, 1, 12) and event.decoded("DTEND") == date(2027, 1, 13)
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(hours=-15)


def test_the_same_term_keeps_its_uid(case: Case) -> None:
    path = make_feed(case, "lea")
    first = [str(one["UID"]) for one in feed(case, path).walk("VEVENT")]
    case.on("2026-12-05").do(
        "lea", "suspend", on="2026-12-05", ground="bezwaar_6_16", text="Tot er op het bezwaar is beslist."
    )
    assert [str(one["UID"]) for one in feed(case, path).walk("VEVENT")] == first


def test_a_new_address_ends_the_old_and_a_revoked_one_is_not_found(case: Case) -> None:
    old = make_feed(case, "lea")
    new = make_feed(case, "lea")
    stranger = case.desk("pia").client
    assert stranger.get(old).status_code == 404 and stranger.get(new).status_code == 200
    assert case.desk("lea").post("/kantoor/agenda/weg", page="/kantoor/agenda").status_code == 303
    assert stranger.get(new).status_code == 404
    assert stranger.get("/agenda/raad-eens.ics").status_code == 404


def test_of_two_addresses_made_at_the_same_moment_one_works_and_a_revoked_one_never_again(
    house: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, random = list[str](), secrets.token_urlsafe

    def meanwhile(size: int) -> str:
        if len(made) < 1:
            made.append("")
            made[0] = calendar_feeds.make(house.values, "p", house.now())
        return random(size)

    monkeypatch.setattr(secrets, "token_urlsafe", meanwhile)
    made.append(calendar_feeds.make(house.values, "p", house.now()))
    assert [calendar_feeds.person_of(house.values, token) for token in made] == [None, "p"]
    assert calendar_feeds.revoke(house.values, "p") and not calendar_feeds.revoke(house.values, "p")
    made.append(calendar_feeds.make(house.values, "p", house.now()))
    assert [calendar_feeds.person_of(house.values, token) for token in made] == [None, None, "p"]


def test_an_address_that_an_earlier_version_left_behind_does_not_work(house: Installation) -> None:
    left = calendar_feeds.make(house.values, "p", house.now())
    house.values.put("p", calendar_feeds.NAME, None)
    calendar_feeds.make(house.values, "p", house.now())
    assert calendar_feeds.person_of(house.values, left) is None


def test_two_claims_of_one_measure_are_two_events_in_the_feed() -> None:
    """A calendar shows events of one UID once: the second dwangsom would not be in it."""
    lines = [Line("2027-02-01", "m1", "betaling", of, "registrar", people.CENTRUM, "laat") for of in ("v1", "v2", "")]
    fed = Calendar.from_ical(
        agenda.feed(lines, "https://gemeente.example", "i1", datetime(2026, 11, 21, 9, tzinfo=UTC))
    )
    assert {str(event["uid"]) for event in fed.walk("VEVENT")} == {
        "m1-betaling-v1@i1",
        "m1-betaling-v2@i1",
        "m1-betaling@i1",
    }


def test_the_feed_of_who_was_switched_off_is_not_found(case: Case) -> None:
    path = make_feed(case, "lea")
    case.house.accounts.switch_off(people.ADA, people.LEA.person)
    assert case.desk("pia").client.get(path).status_code == 404


def test_a_new_password_ends_the_feed(case: Case) -> None:
    path = make_feed(case, "lea")
    case.house.accounts.set_password(people.LEA.person, "een heel ander wachtwoord")
    assert case.desk("pia").client.get(path).status_code == 404


def test_an_inspector_has_a_feed_with_the_verslag_to_send_and_no_word_of_the_place(case: Case) -> None:
    home = {"premises_type": "woning", "is_dwelling": True, "name": None}
    evening.submit(case.house, people.ROB, "premises.update", case.premises, home)
    visit = evening.submit(
        case.house, people.INES, "visit.open", evening.new_id(),
        evening.opening(case.premises, "home_address", "chk-ha@1") | {"opened_at": "2026-12-02T20:00:00Z"},
    )  # fmt: skip
    at = "2026-12-02T20:05:00Z"
    danger = {
        "basis": "acuut_gevaar",
        "danger_reason": "Er was rook.",
        "entered_at": at,
        "left_at": at,
        "decided_at": at,
    }
    evening.submit(case.house, people.INES, "visit.enter", visit, {f"binnentreden.{evening.new_id()}": danger})
    raw = case.desk("ines").client.get(make_feed(case, "ines")).get_data()
    events = Calendar.from_ical(raw).walk("VEVENT")
    assert {str(one["SUMMARY"]) for one in events} == {
        "Toezicht: laatste dag (Verslag versturen)",
        "Toezicht: laatste dag (Afschrift voor de bewoner)",
    }
    assert {one.decoded("DTSTART") for one in events} == {date(2026, 12, 6)}
    assert b"Lantaarn" not in raw and f"/kantoor/bezoek/{visit}".encode() in raw.replace(b"\r\n ", b"")


def test_after_a_restore_every_feed_is_made_anew(case: Case) -> None:
    path = make_feed(case, "lea")
    case.clock.on("2026-12-03")
    at = case.house.now().isoformat(timespec="seconds")
    note_restored(case.house.values, Restored(at, "backup", at, True))
    assert case.desk("pia").client.get(path).status_code == 404
    assert "Maak een adres" in case.desk("lea").get("/kantoor/agenda").get_data(as_text=True)
    assert case.desk("pia").client.get(make_feed(case, "lea")).status_code == 200


def test_open_money_of_all_measures_stands_together_with_what_prescribes(case: Case) -> None:
    case, of = forfeited_again(case)
    said = case.desk("rob").get("/kantoor/dwangsommen").get_data(as_text=True)
    assert "Lantaarnkade 12" in said and "€ 2.500" in said and "20 dec 2026" in said
    case.on("2027-11-25")
    said = case.desk("rob").get("/kantoor/dwangsommen").get_data(as_text=True)
    assert "verjaart één vordering binnen 90 dagen" in said
    case.do("rob", "record-payment", of, on="2027-11-25", amount_eur_cents="2500", kind="betaling")
    said = case.desk("rob").get("/kantoor/dwangsommen").get_data(as_text=True)
    assert "Er staat geen geld open." in said
