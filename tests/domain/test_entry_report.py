"""The verslag van binnentreden and its copy: both deadlines run on the visit, whether a letter was begun or not."""

from datetime import date
from typing import Any

import pytest

from fieldapp import reactions, reactions_course
from fieldapp.domain import binnentreden, entry_report, visits
from tests.domain.situations import ask, consent_record, finished
from tests.people import INES, IVO, TOM
from tests.test_reactions import desk

ENTERED = {"basis": "acuut_gevaar", "entered_at": "2026-11-17T20:00:00Z", "left_at": "2026-11-17T20:20:00Z"}
FOURTH = date(2026, 11, 21)


def entered(**noted: Any) -> Any:
    kept = {"verslag": {"sent_on": None, "copy_on": None, "copy_mode": None, **noted}} if noted else {}
    return finished() | {"visit_kind": "home_address", "binnentreden": {"b1": ENTERED}, **kept}


def test_both_deadlines_run_without_any_letter() -> None:
    assert entry_report.owed(entered()) == {"verslag": FOURTH, "afschrift_bewoner": FOURTH}
    assert visits.index(entered())["terms"].endswith(
        "|2026-11-21 verslag inspector -;2026-11-21 afschrift_bewoner inspector -"
    )
    term = entry_report.term_of(entered())
    assert term is not None and (term.plain_end, term.last_day) == (FOURTH, date(2026, 11, 23)), "a Saturday"


def test_who_went_in_with_consent_owes_no_verslag() -> None:
    allowed = {"b1": consent_record(entered_at="2026-11-17T20:00:00Z")}
    assert entry_report.owed(finished() | {"binnentreden": allowed}) == {}
    assert visits.index(finished())["terms"] == ""


def test_each_deadline_ends_with_what_was_sent() -> None:
    assert entry_report.owed(entered(sent_on="2026-11-19")) == {"afschrift_bewoner": FOURTH}
    done = entered(sent_on="2026-11-19", copy_on="2026-11-19", copy_mode="beschikbaar_gehouden")
    assert entry_report.owed(done) == {} and visits.index(done)["has_terms"] == "false"


def test_a_copy_that_was_put_off_stays_open_without_a_day() -> None:
    put_off = entered(sent_on="2026-11-19", copy_on="2026-11-19", copy_mode="uitgesteld")
    assert entry_report.owed(put_off) == {"afschrift_bewoner": None}
    assert entry_report.listed(put_off).endswith("|- afschrift_bewoner inspector -")
    assert not entry_report.rings(put_off, date(2026, 12, 21))


@pytest.mark.parametrize(
    ("today", "rings"),
    [("2026-11-19", False), ("2026-11-20", True), ("2026-11-21", True), ("2026-11-24", True), ("2026-11-27", True),
     ("2026-11-28", True), ("2026-11-29", False), ("2026-12-05", True)],
)  # fmt: skip
def test_it_rings_from_the_day_before_then_daily_and_after_a_week_weekly(today: str, rings: bool) -> None:
    assert entry_report.rings(entered(), date.fromisoformat(today)) is rings


def at_night(today: date, *documents: Any) -> list[Any]:
    wanted = reactions.daily(today, desk(*documents))
    return [one for one in wanted if getattr(one, "link", "").startswith("/kantoor/bezoek/")]


def person(actor: Any) -> tuple[str, str, Any]:
    return actor.person, "person", {"roles": sorted(actor.roles), "team_ids": sorted(actor.teams), "is_active": True}


def test_at_night_who_was_there_and_the_team_lead_hear_of_it() -> None:
    people = [person(one) for one in (INES, IVO, TOM)]
    told = at_night(FOURTH, ("v1", "visit", entered()), *people)
    assert {one.person_id for one in told} == {INES.person, IVO.person, TOM.person}
    assert {one.link for one in told} == {"/kantoor/bezoek/v1"}
    shielded = entered() | {"restricted_to": {"person_ids": [INES.person]}}
    assert {one.person_id for one in at_night(FOURTH, ("v1", "visit", shielded), *people)} == {INES.person}
    assert at_night(date(2026, 11, 19), ("v1", "visit", entered()), *people) == []


@pytest.mark.parametrize("act", ["letter.send", "letter.note_copy"])
def test_the_visit_hears_what_became_of_its_verslag(act: str) -> None:
    copy = {"on": "2026-11-20", "mode": "uitgereikt"}
    letter = {"letter_kind": "verslag_van_binnentreden", "visit_id": "v1", "sent_on": "2026-11-19",
              "copy_for_resident": copy}  # fmt: skip
    [reaction] = reactions.REACTIONS[act]
    entry: Any = None
    [follow] = reaction(entry, {"id": "l1", "kind": "letter", "fields": letter}, desk())
    assert (follow.kind, follow.document) == ("visit.note_verslag", "v1")  # type: ignore[union-attr]
    assert follow.body == {"sent_on": "2026-11-19", "copy_on": "2026-11-20", "copy_mode": "uitgereikt"}  # type: ignore[union-attr]
    other = {**letter, "letter_kind": "rapport_van_bevindingen"}
    assert reaction(entry, {"id": "l1", "kind": "letter", "fields": other}, desk()) == []


LATER = {"measure_id": "m1", "entered_at": "2026-11-17T20:00:00Z", "issuer": "burgemeester", "given_on": "2026-11-16"}


def applied(**more: Any) -> dict[str, Any]:
    application = {"applied_at": LATER["entered_at"], "visit_id": "v1",
                   "machtiging": {"issuer": "burgemeester", "given_on": "2026-11-16"}, **more}  # fmt: skip
    return {"id": "m1", "kind": "measure", "fields": {"is_dwelling": True, "application": application}}


def refused_at_the_door(**more: Any) -> Any:
    said = consent_record("nee")
    return finished() | {
        "visit_kind": "home_address",
        "outcome": "toestemming_geweigerd",
        "binnentreden": {"b1": said, **more},
    }


def test_what_was_carried_out_on_a_machtiging_owes_its_verslag() -> None:
    visit = refused_at_the_door()
    assert entry_report.owed(visit) == {}
    [follow] = reactions_course.entry_follows(applied(), desk(("v1", "visit", visit)))
    assert (follow.kind, follow.document, follow.body) == ("visit.note_entry", "v1", LATER)
    noted = ask(entry_report.note_entry, visit, follow.body)["binnentreden.m1"]
    after = refused_at_the_door(m1=noted)
    assert entry_report.owed(after) == {"verslag": FOURTH, "afschrift_bewoner": FOURTH}
    assert entry_report.rings(after, FOURTH)


def test_what_the_office_told_later_changes_nothing_of_what_was_said_at_the_door() -> None:
    noted = ask(entry_report.note_entry, refused_at_the_door(), LATER)["binnentreden.m1"]
    after = refused_at_the_door(m1=noted)
    assert binnentreden.consent(after) == "nee"
    binnentreden.check_times(after)


@pytest.mark.parametrize("more", [{"machtiging": None}, {"visit_id": None}])
def test_without_a_machtiging_of_the_office_nothing_follows(more: Any) -> None:
    assert reactions_course.entry_follows(applied(**more), desk(("v1", "visit", refused_at_the_door()))) == []


def test_who_recorded_it_at_the_door_owes_one_verslag_only() -> None:
    there = {"basis": "machtiging", "machtiging": {"purpose": "bestuursdwang"}, "entered_at": LATER["entered_at"]}
    visit = refused_at_the_door(b2=there | {"decided_at": "2026-11-21T20:00:00Z"}) | {"reason": "uitvoering"}
    assert reactions_course.entry_follows(applied(), desk(("v1", "visit", visit))) == []


@pytest.mark.parametrize("act", ["apply", "apply_at_once", "close_premises"])
def test_each_way_to_carry_out_leads_to_the_verslag(act: str) -> None:
    assert reactions.applied_inside in reactions.REACTIONS[f"measure.{act}"]
