"""The verslag van binnentreden and its copy: both deadlines run on the visit, whether a letter was begun or not."""

from datetime import date
from typing import Any

import pytest

from fieldapp import reactions
from fieldapp.domain import entry_report, visits
from tests.domain.situations import consent_record, finished
from tests.people import INES, IVO, TOM
from tests.test_reactions import desk

ENTERED = {"basis": "acuut_gevaar", "entered_at": "2026-11-17T20:00:00Z", "left_at": "2026-11-17T20:20:00Z"}
FOURTH = date(2026, 11, 21)


def entered(**noted: Any) -> dict[str, Any]:
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
