"""What follows an operation: each reaction is pure, and the worker's order of things does not matter."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from fieldapp import reactions, texts
from fieldapp.followups import FollowUp, Notice
from fieldapp.registry import REGISTRY
from tests.domain.situations import (
    FINDING,
    HOME_ID,
    PREMISES_ID,
    RECORD,
    VISIT_ID,
    closed_joint_visit,
    consent_record,
    exploitant,
    finding,
    finished,
    home,
    joint_visit,
    licensed,
    penalty,
    stop,
    visit,
)
from tests.people import CENTRUM, ELSEWHERE, INES, IVO, LEA, MIA, TOM

TODAY = date(2026, 11, 21)
LIST, MEASURE, JOINT = "list-1", "measure-1", "joint-1"


class Desk:
    """The documents as the system reads them."""

    def __init__(self, **documents: Any) -> None:
        self.shown = {key: {"id": key, "kind": kind, "fields": fields} for key, (kind, fields) in documents.items()}

    def get(self, document_id: str) -> Any:
        return self.shown.get(document_id)

    def find(self, kind: str, **where: str) -> list[Any]:
        index = REGISTRY.documents[kind].index
        found = [one for one in self.shown.values() if one["kind"] == kind]
        return [one for one in found if all(index(one["fields"]).get(name) == value for name, value in where.items())]


def desk(*documents: tuple[str, str, Any]) -> Desk:
    return Desk(**{key: (kind, fields) for key, kind, fields in documents})


def react(kind: str, document: str, at: Desk, changes: Any = None, by: str = TOM.person) -> list[FollowUp | Notice]:
    entry: Any = SimpleNamespace(
        kind=kind, document=document, changes=changes or {}, by=by, received_at="2026-11-21T03:00:00Z"
    )
    return [one for reaction in reactions.REACTIONS[kind] for one in reaction(entry, at.get(document), at)]


def follow_ups(found: list[FollowUp | Notice]) -> list[FollowUp]:
    return [one for one in found if isinstance(one, FollowUp)]


def told(found: list[FollowUp | Notice]) -> set[str]:
    return {one.person_id for one in found if isinstance(one, Notice)}


# --- the table


def test_every_reaction_is_to_a_kind_that_exists_and_makes_kinds_that_exist() -> None:
    assert set(reactions.REACTIONS) <= set(REGISTRY.operations)


def test_a_notice_has_a_sentence_without_content() -> None:
    assert set(texts.NOTICES) == {"voorstel", "daglijst", "toestel", "termijn", "maatregel", "controle"}
    for sentence in texts.NOTICES.values():
        assert not any(character.isdigit() for character in sentence)


# --- a visit


def test_a_closed_visit_is_noted_with_the_breaches_it_established() -> None:
    at = desk((VISIT_ID, "visit", finished()), (PREMISES_ID, "premises", licensed()))
    [noted] = follow_ups(react("visit.close", VISIT_ID, at))
    assert (noted.kind, noted.document) == ("premises.note_visit", PREMISES_ID)
    assert noted.body == {
        "visit_id": VISIT_ID,
        "on": "2026-11-20",
        "outcome": "afgerond",
        "findings": 1,
        "breaches": {
            FINDING: {
                "rule_key": "apv.inrichtingseisen",
                "found_on": "2026-11-20",
                "sanction": None,
                "sent_on": None,
                "operator": "10734211",
                "items": ["nooduitgang_vrij"],
            }
        },
    }


def test_a_finding_under_no_rule_is_no_breach() -> None:
    without_rule = finished() | {"findings": {FINDING: finding(rule_key=None)}}
    at = desk((VISIT_ID, "visit", without_rule), (PREMISES_ID, "premises", licensed()))
    [noted] = follow_ups(react("visit.close", VISIT_ID, at))
    assert (noted.body["findings"], noted.body["breaches"]) == (1, {})


def entered(**more: Any) -> Any:
    company = [{"capacity": "politie", "count": 2}]
    record = consent_record(entered_at="2026-11-20T20:17:00Z", left_at="2026-11-20T20:30:00Z", companions=company)
    return finished(binnentreden={RECORD: record, "refused": consent_record("nee")}, **more)


@pytest.mark.parametrize("first", ["visit.close", "joint_visit.close", "joint_visit.end"])
def test_a_joint_visit_gets_who_entered_whichever_closes_last(first: str) -> None:
    at = desk((VISIT_ID, "visit", entered()), (JOINT, "joint_visit", closed_joint_visit(visit_id=VISIT_ID)))
    found = follow_ups(react(first, VISIT_ID if first == "visit.close" else JOINT, at))
    [entries] = [one for one in found if one.kind == "joint_visit.note_entries"]
    times = {"basis": "toestemming", "entered_at": "2026-11-20T20:17:00Z", "left_at": "2026-11-20T20:30:00Z"}
    assert entries.document == JOINT
    assert entries.body["entries"] == {
        RECORD: {"capacity": "toezichthouder", "count": 2, **times},
        f"{RECORD}-1": {"capacity": "politie", "count": 2, **times},
    }


def test_an_entry_that_came_after_the_visit_lapsed_is_told_to_the_joint_visit_and_to_no_file() -> None:
    lapsed = entered() | {"outcome": "vervallen"}
    at = desk((VISIT_ID, "visit", lapsed), (JOINT, "joint_visit", closed_joint_visit(visit_id=VISIT_ID)))
    [entries] = follow_ups(react("visit.enter", VISIT_ID, at, {f"binnentreden.{RECORD}": {}}))
    assert (entries.kind, entries.document) == ("joint_visit.note_entries", JOINT)
    assert RECORD in entries.body["entries"]


def test_a_joint_visit_follows_its_visit_to_who_leads_on_and_away() -> None:
    handed = finished() | {"handovers": {"1": {}}, "leader_id": TOM.person}
    del handed["outcome"]
    joint = closed_joint_visit(visit_id=VISIT_ID) | {"state": "open"}
    at = desk((VISIT_ID, "visit", handed), (JOINT, "joint_visit", joint))
    for kind, document in (("visit.take_over", VISIT_ID), ("joint_visit.open", JOINT)):
        [followed] = [one for one in follow_ups(react(kind, document, at)) if one.kind == "joint_visit.follow_visit"]
        assert (followed.document, followed.body["leader_id"], followed.body["voided_at"]) == (JOINT, TOM.person, None)
    lapsed = finished() | {"outcome": "vervallen", "ended": {"at": "2026-11-20T20:40:00Z"}}
    at = desk((VISIT_ID, "visit", lapsed), (JOINT, "joint_visit", closed_joint_visit(visit_id=VISIT_ID)))
    [followed] = follow_ups(react("visit.void", VISIT_ID, at))
    assert followed.body["voided_at"] == "2026-11-20T20:40:00Z"
    counts = closed_joint_visit(visit_id=VISIT_ID) | {"voided_at": "2026-11-20T20:40:00Z"}
    at = desk((VISIT_ID, "visit", finished()), (JOINT, "joint_visit", counts))
    [back] = [one for one in follow_ups(react("visit.close", VISIT_ID, at)) if one.document == JOINT
              and one.kind == "joint_visit.follow_visit"]  # fmt: skip
    assert back.body["voided_at"] is None
    at = desk((VISIT_ID, "visit", finished()), (JOINT, "joint_visit", closed_joint_visit(visit_id=VISIT_ID)))
    assert "joint_visit.follow_visit" not in {one.kind for one in follow_ups(react("visit.close", VISIT_ID, at))}


@pytest.mark.parametrize("kind", ["joint_visit.close", "joint_visit.end"])
def test_one_that_is_closed_after_its_visit_lapsed_says_so(kind: str) -> None:
    """Its visit lapsed before joint visits followed: otherwise the police read the address of a place not visited."""
    lapsed = finished() | {"outcome": "vervallen", "ended": {"at": "2026-11-20T20:40:00Z"}}
    at = desk((VISIT_ID, "visit", lapsed), (JOINT, "joint_visit", closed_joint_visit(visit_id=VISIT_ID)))
    [followed] = [one for one in follow_ups(react(kind, JOINT, at)) if one.kind == "joint_visit.follow_visit"]
    assert followed.body["voided_at"] == "2026-11-20T20:40:00Z"


def test_a_joint_visit_whose_visit_lapsed_under_an_older_version_hears_it_the_next_day() -> None:
    """Otherwise the police read for ninety days the address of a place that was not visited."""
    lapsed = finished() | {"outcome": "vervallen", "ended": {"at": "2026-11-20T20:40:00Z"}}
    for joint in (closed_joint_visit(visit_id=VISIT_ID), joint_visit(visit_id=VISIT_ID)):
        at = desk((VISIT_ID, "visit", lapsed), (JOINT, "joint_visit", joint))
        assert ("joint_visit.follow_visit", JOINT) in leaving(at, TODAY)
        told = joint | {"voided_at": "2026-11-20T20:40:00Z", "state": "closed"}
        at = desk((VISIT_ID, "visit", lapsed), (JOINT, "joint_visit", told))
        assert ("joint_visit.follow_visit", JOINT) not in leaving(at, TODAY)


def test_a_joint_visit_waits_for_the_visit_to_close() -> None:
    going_on = entered()
    del going_on["outcome"]
    at = desk((VISIT_ID, "visit", going_on), (JOINT, "joint_visit", closed_joint_visit(visit_id=VISIT_ID)))
    assert react("joint_visit.close", JOINT, at) == []
    assert react("joint_visit.close", "alone", desk(("alone", "joint_visit", closed_joint_visit()))) == []


def test_who_joins_a_visit_later_does_not_decide_on_its_measures() -> None:
    measure = {"visit_id": VISIT_ID, "state": "voorgesteld"}
    at = desk((VISIT_ID, "visit", finished() | {"co_visitor_ids": [TOM.person]}), (MEASURE, "measure", measure))
    [noted] = follow_ups(react("visit.note", VISIT_ID, at, {"co_visitor_ids": [TOM.person]}))
    assert (noted.kind, noted.document, noted.body) == ("measure.note", MEASURE, {"co_visitor_ids": [TOM.person]})
    assert react("visit.note", VISIT_ID, at, {"near_address": "ja"}) == []


def test_who_gets_a_visit_from_the_team_lead_hears_of_it() -> None:
    at = desk((VISIT_ID, "visit", visit(leader_id=IVO.person)))
    assert told(react("visit.take_over", VISIT_ID, at, {"leader_id": IVO.person}, by=TOM.person)) == {IVO.person}
    assert told(react("visit.take_over", VISIT_ID, at, {"leader_id": IVO.person}, by=IVO.person)) == set()


def test_a_home_comes_on_the_phone_of_who_takes_over_there() -> None:
    fields = visit(premises_id=HOME_ID, leader_id=IVO.person, co_visitor_ids=[INES.person])

    def wanted(place: Any) -> list[FollowUp]:
        at = desk((VISIT_ID, "visit", fields), (HOME_ID, "premises", place))
        return follow_ups(react("visit.take_over", VISIT_ID, at, {"leader_id": IVO.person}))

    [assigned] = wanted(home())
    assert (assigned.kind, assigned.document) == ("premises.assign", HOME_ID)
    assert assigned.body == {"list_id": VISIT_ID, "person_ids": [IVO.person], "until_on": "2026-11-28"}
    shielded = home(is_restricted=True, restricted_to={"person_ids": [INES.person]})
    for other in (licensed(), shielded, home(team_id=ELSEWHERE)):
        assert wanted(other) == []


def test_who_leaves_the_company_of_a_visit_still_does_not_decide_on_its_measures() -> None:
    measure = {"visit_id": VISIT_ID, "state": "voorgesteld", "co_visitor_ids": [TOM.person]}
    at = desk((VISIT_ID, "visit", finished() | {"co_visitor_ids": [IVO.person]}), (MEASURE, "measure", measure))
    [noted] = follow_ups(react("visit.note", VISIT_ID, at, {"co_visitor_ids": [IVO.person]}))
    assert noted.body == {"co_visitor_ids": [TOM.person, IVO.person]}


def test_whose_work_was_taken_in_does_not_decide_on_the_measures_of_the_visit() -> None:
    measure = {"visit_id": VISIT_ID, "state": "voorgesteld", "co_visitor_ids": []}
    at = desk((VISIT_ID, "visit", finished()), (MEASURE, "measure", measure))
    changes = {"findings.f": {}, f"also_wrote.{TOM.person}": {"at": "2026-11-20T21:14:00Z"}}
    [noted] = [one for one in follow_ups(react("visit.find", VISIT_ID, at, changes)) if one.kind == "measure.note"]
    assert TOM.person in noted.body["co_visitor_ids"]


@pytest.mark.parametrize("first", ["joint_visit.open", "measure.propose"])
def test_who_was_there_by_the_log_of_the_joint_visit_does_not_decide(first: str) -> None:
    joint = closed_joint_visit(visit_id=VISIT_ID) | {"co_visitor_ids": [TOM.person]}
    proposed = measure("voorgesteld", visit_id=VISIT_ID, visit_leader_id=INES.person, co_visitor_ids=[IVO.person])
    at = desk((VISIT_ID, "visit", finished()), (JOINT, "joint_visit", joint), (MEASURE, "measure", proposed))
    found = follow_ups(react(first, JOINT if first == "joint_visit.open" else MEASURE, at))
    [noted] = [one for one in found if one.kind == "measure.note"]
    assert set(noted.body["co_visitor_ids"]) >= {IVO.person, TOM.person}


# --- a measure


def measure(state: str, **more: Any) -> Any:
    return {**penalty(), "state": state, "proposed_by": INES.person, "addressee": exploitant(), **more}


@pytest.mark.parametrize(
    ("kind", "state", "is_open", "hears"),
    [
        ("measure.propose", "voorgesteld", True, set()),
        ("measure.propose_again", "voorgesteld", True, set()),
        ("measure.return", "teruggegeven", True, {INES.person}),
        ("measure.approve", "voornemen_klaar", True, {INES.person}),
        ("measure.decline", "afgezien", False, {INES.person}),
        ("measure.withdraw", "ingetrokken_voorstel", False, set()),
    ],
)
def test_the_premises_know_what_is_open_and_the_proposer_hears(
    kind: str, state: str, is_open: bool, hears: set[str]
) -> None:
    at = desk((MEASURE, "measure", measure(state)), (VISIT_ID, "visit", finished()))
    found = react(kind, MEASURE, at)
    [noted] = follow_ups(found)
    assert (noted.kind, noted.document) == ("premises.note_measure", PREMISES_ID)
    assert (noted.body["measure"] is not None) == is_open
    assert told(found) == hears
    if is_open:
        assert noted.body["measure"]["state"] == state
        assert noted.body["measure"]["operator"] == "10734211"
        assert noted.body["measure"]["items"] == ["nooduitgang_vrij"]
        assert noted.body["measure"]["imposed_on"] is None, "a proposal binds nobody"


def test_a_measure_for_a_resident_names_nobody() -> None:
    resident = {"role": "bewoner", "operator": None, "zaak_ref": "z-2026-7"}
    at = desk((MEASURE, "measure", measure("voorgesteld", addressee=resident)))
    [noted] = follow_ups(react("measure.propose", MEASURE, at))
    assert noted.body["measure"]["operator"] is None
    assert "z-2026-7" not in str(noted.body)


def test_a_link_in_a_notice_opens_the_proposal_and_tells_nothing() -> None:
    at = desk((MEASURE, "measure", measure("teruggegeven")))
    [notice] = [one for one in react("measure.return", MEASURE, at) if isinstance(one, Notice)]
    assert (notice.subject, notice.link) == ("voorstel", f"/app#/voorstel/{MEASURE}")


# --- a list


def day_list(**more: Any) -> Any:
    stops = {"a": stop(), "b": stop(premises_id=HOME_ID, address_text="Molenstraat 41-2")}
    pair = [INES.person, IVO.person]
    return {"team_id": CENTRUM, "on": "2026-11-21", "person_ids": pair, "state": "verstuurd", "stops": stops, **more}


def with_list(fields: Any, at_home: Any = None) -> Desk:
    return desk(
        (LIST, "day_list", fields), (PREMISES_ID, "premises", licensed()), (HOME_ID, "premises", at_home or home())
    )


def test_a_sent_list_puts_its_homes_and_only_those_on_the_two_phones() -> None:
    found = react("day_list.send", LIST, with_list(day_list()))
    [assigned] = follow_ups(found)
    assert (assigned.kind, assigned.document) == ("premises.assign", HOME_ID)
    assert assigned.body == {"list_id": LIST, "person_ids": [INES.person, IVO.person], "until_on": "2026-11-28"}
    assert told(found) == {INES.person, IVO.person}


@pytest.mark.parametrize("kind", ["day_list.send", "day_list.set_stop"])
def test_a_home_of_another_team_comes_on_no_phone(kind: str) -> None:
    at = with_list(day_list(), home(team_id=ELSEWHERE))
    assert follow_ups(react(kind, LIST, at, {"stops.b": day_list()["stops"]["b"]})) == []


@pytest.mark.parametrize(("named", "assigned"), [([TOM.person], []), ([IVO.person, TOM.person], [[IVO.person]])])
def test_a_restricted_home_comes_only_on_the_phones_of_those_named(named: list[str], assigned: list[list[str]]) -> None:
    at = with_list(day_list(), home(is_restricted=True, restricted_to={"person_ids": named}))
    found = follow_ups(react("day_list.set_stop", LIST, at, {"stops.b": day_list()["stops"]["b"]}))
    assert [one.body["person_ids"] for one in found if one.kind == "premises.assign"] == assigned


def test_a_change_on_a_list_that_was_not_sent_reaches_nobody() -> None:
    at = with_list(day_list(state="concept"))
    assert react("day_list.set_stop", LIST, at, {"stops.b": day_list()["stops"]["b"]}) == []


def test_who_changes_the_list_does_not_hear_of_it() -> None:
    changes = {"stops.b": day_list()["stops"]["b"]}
    found = react("day_list.set_stop", LIST, with_list(day_list()), changes, by=INES.person)
    assert told(found) == {IVO.person}
    assert [one.kind for one in follow_ups(found)] == ["premises.assign"]


def test_a_home_that_goes_off_the_list_leaves_the_phones() -> None:
    listed = home(assigned={LIST: {"person_ids": [INES.person], "until_on": "2026-11-28"}})
    at = with_list(day_list(stops={"a": stop()}), listed)
    [left] = follow_ups(react("day_list.set_stop", LIST, at, {"stops.b": None}))
    assert (left.kind, left.document, left.body) == ("premises.leave_phones", HOME_ID, {"list_ids": [LIST]})


def test_the_homes_of_a_list_that_was_withdrawn_leave_the_phones_and_the_pair_hears_of_it() -> None:
    listed = home(assigned={LIST: {"person_ids": [INES.person], "until_on": "2026-11-28"}})
    gone = day_list(state="ingetrokken", sent_at="2026-11-21T16:00:00Z")
    found = react("day_list.withdraw", LIST, with_list(gone, listed))
    assert [(one.kind, one.document) for one in follow_ups(found)] == [("premises.leave_phones", HOME_ID)]
    assert told(found) == {INES.person, IVO.person}
    assert react("day_list.send", LIST, with_list(gone, listed)) == [], (
        "the worker came late: it brings nothing any more"
    )


def test_a_list_that_was_withdrawn_before_it_was_sent_told_nobody() -> None:
    assert react("day_list.withdraw", LIST, with_list(day_list(state="ingetrokken"))) == []


def test_a_home_that_is_on_the_list_twice_stays() -> None:
    listed = home(assigned={LIST: {"person_ids": [INES.person], "until_on": "2026-11-28"}})
    found = react("day_list.set_stop", LIST, with_list(day_list(), listed), {"stops.c": None})
    assert follow_ups(found) == []


# --- restricting


def test_restricting_premises_restricts_all_that_tells_of_them() -> None:
    restricted = licensed(is_restricted=True, restricted_to={"person_ids": [TOM.person]})
    at = desk(
        (PREMISES_ID, "premises", restricted),
        (VISIT_ID, "visit", finished()),
        (MEASURE, "measure", measure("afgezien")),
        (JOINT, "joint_visit", closed_joint_visit()),
        (LIST, "day_list", day_list(state="concept")),
        ("other", "day_list", day_list(stops={})),
    )
    found = {(one.kind, one.document): one.body for one in follow_ups(react("premises.restrict", PREMISES_ID, at))}
    named = {"is_restricted": True, "person_ids": [TOM.person]}
    assert found == {
        ("visit.restrict", VISIT_ID): named,
        ("measure.restrict", MEASURE): named,
        ("joint_visit.restrict", JOINT): named,
        ("day_list.restrict", LIST): {"premises_id": PREMISES_ID, **named},
    }


@pytest.mark.parametrize("kind", ["day_list.plan", "day_list.set_stop", "day_list.send"])
def test_a_stop_at_shielded_premises_is_shielded_from_the_start(kind: str) -> None:
    named = {"person_ids": [TOM.person]}
    restricted = licensed(is_restricted=True, restricted_to=named)
    at = desk((PREMISES_ID, "premises", restricted), (LIST, "day_list", day_list()))
    [shielded] = [one for one in follow_ups(react(kind, LIST, at)) if one.kind == "day_list.restrict"]
    assert shielded.body == {"premises_id": PREMISES_ID, "is_restricted": True, **named}
    known = desk((PREMISES_ID, "premises", restricted), (LIST, "day_list", day_list(restricted={PREMISES_ID: named})))
    assert [one for one in follow_ups(react(kind, LIST, known)) if one.kind == "day_list.restrict"] == []


# --- each day


def leaving(at: Desk, today: date) -> set[tuple[str, str]]:
    return {(one.kind, one.document) for one in reactions.daily(today, at)}


@pytest.mark.parametrize(
    ("kind", "fields", "last_day"),
    [
        ("visit", finished(), date(2026, 11, 27)),
        ("measure", measure("afgezien", decided_at="2026-11-20T09:00:00Z"), date(2026, 11, 27)),
        ("joint_visit", closed_joint_visit(), date(2026, 11, 27)),
        ("day_list", day_list(), date(2026, 11, 28)),
    ],
)
def test_a_document_leaves_the_phones_after_seven_days(kind: str, fields: Any, last_day: date) -> None:
    at = desk(("one", kind, fields))
    assert leaving(at, last_day) == set()
    assert leaving(at, last_day.replace(day=last_day.day + 1)) == {(f"{kind}.leave_phones", "one")}
    gone = desk(("one", kind, {**fields, "left_phones_on": "2026-11-29"}))
    assert leaving(gone, date(2026, 12, 24)) == set(), "once is enough"


def test_what_is_open_stays_on_the_phones() -> None:
    going_on = finished()
    del going_on["outcome"]
    at = desk(("v", "visit", going_on), ("m", "measure", measure("teruggegeven")))
    assert leaving(at, date(2027, 6, 1)) == set()


def test_a_home_leaves_the_phones_the_day_after_its_last() -> None:
    assigned = {LIST: {"person_ids": [INES.person], "until_on": "2026-11-28"},
                "later": {"person_ids": [INES.person], "until_on": "2026-12-05"}}  # fmt: skip
    at = desk((HOME_ID, "premises", home(assigned=assigned)))
    assert leaving(at, date(2026, 11, 28)) == set()
    [left] = reactions.daily(date(2026, 11, 29), at)
    assert left.body == {"list_ids": [LIST]}, "the later list keeps it"


def test_a_unit_reads_a_joint_visit_for_twelve_months() -> None:
    at = desk((JOINT, "joint_visit", closed_joint_visit(left_phones_on="2026-11-28")))
    assert leaving(at, date(2027, 11, 20)) == set()
    assert leaving(at, date(2027, 11, 21)) == {("joint_visit.leave_unit", JOINT)}


def test_a_day_without_anything_due_makes_nothing() -> None:
    assert reactions.daily(TODAY, desk((PREMISES_ID, "premises", licensed()))) == []


@pytest.mark.parametrize("ended_at", ["2020-01-01T12:00:00Z", "2031-01-01T12:00:00Z"])
def test_the_clock_of_a_phone_ends_nothing_before_its_time_and_nothing_later(ended_at: str) -> None:
    at = desk((JOINT, "joint_visit", closed_joint_visit(ended_at=ended_at)))
    assert leaving(at, date(2026, 11, 22)) == set()
    assert leaving(at, date(2026, 11, 28)) == {("joint_visit.leave_phones", JOINT)}
    assert ("joint_visit.leave_unit", JOINT) in leaving(at, date(2027, 11, 21))


def test_a_visit_with_a_clock_that_is_years_off_counts_from_its_arrival() -> None:
    at = desk(
        (VISIT_ID, "visit", finished() | {"opened_at": "2019-01-01T00:00:00Z"}), (PREMISES_ID, "premises", licensed())
    )
    [noted] = follow_ups(react("visit.close", VISIT_ID, at))
    assert (noted.body["on"], noted.body["breaches"][FINDING]["found_on"]) == ("2026-11-20", "2026-11-20")


# --- what is chosen or taken in afterwards


@pytest.mark.parametrize("on", ["visit", "measure", "joint_visit", "day_list", "premises"])
def test_choosing_a_value_has_the_follow_ups_of_setting_it(on: str) -> None:
    edits = [kind.name for kind in REGISTRY.operations.values() if kind.on == on and kind.form == "edit"]
    wanted = {reaction for name in edits for reaction in reactions.REACTIONS.get(name, [])}
    assert wanted <= set(reactions.REACTIONS.get(f"{on}.pick", []))


@pytest.mark.parametrize("kind", ["visit.find", "visit.enter", "visit.pick"])
def test_what_is_taken_in_after_closing_reaches_the_premises(kind: str) -> None:
    at = desk((VISIT_ID, "visit", finished()), (PREMISES_ID, "premises", licensed()))
    [noted] = follow_ups(react(kind, VISIT_ID, at, {f"findings.{FINDING}": finding()}))
    assert (noted.kind, set(noted.body["breaches"])) == ("premises.note_visit", {FINDING})
    at = desk((VISIT_ID, "visit", visit(findings={FINDING: finding()})), (PREMISES_ID, "premises", licensed()))
    assert follow_ups(react(kind, VISIT_ID, at, {f"findings.{FINDING}": finding()})) == []


def test_who_is_chosen_to_have_led_a_visit_does_not_decide_and_who_was_named_neither() -> None:
    at = desk(
        (VISIT_ID, "visit", visit(leader_id=IVO.person, co_visitor_ids=[])),
        (MEASURE, "measure", measure("voorgesteld")),
    )
    changes = {"leader_id": IVO.person, "co_visitor_ids": [TOM.person]}
    [noted] = follow_ups(react("visit.pick", VISIT_ID, at, changes))
    assert noted.kind == "measure.note"
    assert noted.body["visit_leader_id"] == IVO.person
    assert {IVO.person, TOM.person} <= set(noted.body["co_visitor_ids"])


def test_a_stop_that_another_stands_before_brings_no_home() -> None:
    """Two changed one stop at once: the list shows the first, and the other waits until somebody chooses."""
    fields = day_list(stops={"b": stop()})
    rival = {"stops.b": day_list()["stops"]["b"]}
    assert follow_ups(react("day_list.set_stop", LIST, with_list(fields), rival)) == []


def test_a_stop_that_was_chosen_brings_its_home_and_takes_the_other_off() -> None:
    other = "11111111-0000-5000-8000-000000000009"
    listed = home(assigned={LIST: {"person_ids": [INES.person], "until_on": "2026-11-28"}})
    at = desk(
        (LIST, "day_list", day_list(stops={"b": stop(premises_id=other)})),
        (other, "premises", home()),
        (HOME_ID, "premises", listed),
    )
    found = follow_ups(react("day_list.pick", LIST, at, {"stops.b": stop(premises_id=other)}))
    assert {(one.kind, one.document) for one in found} == {
        ("premises.assign", other),
        ("premises.leave_phones", HOME_ID),
    }


def test_another_pair_brings_all_homes_of_the_list() -> None:
    found = follow_ups(react("day_list.pick", LIST, with_list(day_list()), {"person_ids": [INES.person, IVO.person]}))
    assert [(one.kind, one.document) for one in found] == [("premises.assign", HOME_ID)]


def test_ten_changes_of_a_list_are_one_notice_for_each_of_the_pair() -> None:
    sent = react("day_list.send", LIST, with_list(day_list()))
    changed = react("day_list.set_stop", LIST, with_list(day_list()), {"stops.a": stop()})
    assert {one for one in sent if isinstance(one, Notice)} == {one for one in changed if isinstance(one, Notice)}
    assert {one.about for one in changed if isinstance(one, Notice)} == {LIST}


# --- a measure after its approval


def penalty_in(state: str, **more: Any) -> dict[str, Any]:
    fields = {**penalty(), "state": state, "proposed_by": INES.person, "visit_leader_id": INES.person}
    return {**fields, "office_advice": {}, **more}


MADE_KNOWN = {"on": "2026-12-11", "how": "toegezonden", "by": TOM.person}


def term(kind: str, ends_on: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "starts_on": "2026-12-11", "plain_end_on": ends_on, "ends_on": ends_on,
            "acts_after_on": ends_on, "state": "loopt", "why": [], "n": 14, "unit": "days", "of": None, **more}  # fmt: skip


def test_the_premises_know_since_when_a_last_binds_and_from_when_to_come_back() -> None:
    bound = penalty_in(
        "in_begunstiging", bekendmaking=MADE_KNOWN, terms={"begunstiging": term("begunstiging", "2026-12-28")}
    )
    at = desk((MEASURE, "measure", bound), (VISIT_ID, "visit", finished()), (PREMISES_ID, "premises", licensed()))
    [noted] = follow_ups(react("measure.make_known", MEASURE, at))
    assert noted.body["measure"]["imposed_on"] == "2026-12-11"
    assert noted.body["measure"]["term_ends_on"] == "2026-12-28"
    assert noted.body["measure"]["hercontrole_on"] == "2026-12-29"
    assert noted.body["sent"] == {"finding_ids": [FINDING], "sanction": "last_onder_dwangsom", "sent_on": "2026-12-11"}


def test_a_measure_at_its_end_is_no_longer_open() -> None:
    over = penalty_in("afgesloten", bekendmaking=MADE_KNOWN)
    at = desk((MEASURE, "measure", over), (VISIT_ID, "visit", finished()), (PREMISES_ID, "premises", licensed()))
    [noted] = follow_ups(react("measure.close", MEASURE, at))
    assert noted.body["measure"] is None


def test_two_sanctions_for_the_same_breach_are_told_once() -> None:
    """Awb art. 5:6: what was applied at once while another last was in force; one of the two must be revoked."""
    people = [(one.person, "person", {"roles": sorted(one.roles), "team_ids": [CENTRUM], "is_active": True,
               "login": "x", "name": "x"}) for one in (TOM, LEA, MIA, INES)]  # fmt: skip
    first = penalty_in("in_begunstiging", bekendmaking=MADE_KNOWN)
    second = penalty_in("toegepast_besluit_volgt", measure_type="sluiting", at_once={"at": "2026-12-20T20:00:00Z"})

    def notices(other: Any, **known: Any) -> list[Any]:
        file = licensed(open_measures={MEASURE: {"imposed_on": "2026-12-11", "state": "in_begunstiging"}, **known})
        at = desk((MEASURE, "measure", first), ("second", "measure", other), (VISIT_ID, "visit", finished()),
                  (PREMISES_ID, "premises", file), *people)  # fmt: skip
        found = [*react("measure.close_premises", "second", at), *react("measure.lengthen_term", MEASURE, at)]
        return [one for one in found if isinstance(one, Notice)]

    told = notices(second)
    assert {one.person_id for one in told} == {TOM.person, LEA.person}
    assert {(one.subject, one.link) for one in told} == {("maatregel", "/kantoor/maatregelen/second")}
    assert len({one.about for one in told}) == 1
    assert notices(second, second={"imposed_on": "2026-12-20", "state": "toegepast_besluit_volgt"}) == []
    assert notices({**second, "state": "opgeheven"}) == []
    assert notices({**second, "rule_key": "apv.vergunning"}) == [], "another breach"
    restricted = {**second, "restricted_to": {"person_ids": [LEA.person]}}
    assert {one.person_id for one in notices(restricted)} == {LEA.person}


def test_a_breach_counts_from_the_day_its_letter_left_until_it_is_annulled() -> None:
    """Awb art. 4:84: the matrix counts what was sent; what the judge took away never was."""
    breach = {"rule_key": "apv.inrichtingseisen", "found_on": "2026-11-20", "sanction": None, "sent_on": None,
              "operator": "10734211"}  # fmt: skip
    file = licensed(breaches={FINDING: breach})
    rule = REGISTRY.operations["premises.note_measure"].rule
    for state, expected in (("in_begunstiging", "2026-12-11"), ("vernietigd", None)):
        measure = penalty_in(state, bekendmaking=MADE_KNOWN)
        at = desk((MEASURE, "measure", measure), (VISIT_ID, "visit", finished()), (PREMISES_ID, "premises", file))
        [noted] = follow_ups(react("measure.make_known", MEASURE, at))
        changes: Any = rule(file, noted.body, SimpleNamespace())
        assert changes[f"breaches.{FINDING}"]["sent_on"] == expected


def suspension(state: str, **more: Any) -> dict[str, Any]:
    weighing = {"permit_number": "v-2024-101"}
    return penalty_in(state, measure_type="schorsing_vergunning", bekendmaking=MADE_KNOWN, weighing=weighing, **more)


@pytest.mark.parametrize(
    ("state", "status", "becomes"),
    [("geschorst", "verleend", "geschorst"), ("geschorst", "geschorst", None),
     ("schorsing_afgelopen", "geschorst", "verleend"), ("schorsing_afgelopen", "verlopen", None),
     ("schorsing_aangekondigd", "verleend", None), ("vernietigd", "geschorst", "verleend")],
)  # fmt: skip
def test_the_permit_follows_its_suspension(state: str, status: str, becomes: str | None) -> None:
    permits = {"v-2024-101": {"nummer": "V-2024-101", "status": status}}
    file = licensed(vergunningen=permits)
    at = desk((MEASURE, "measure", suspension(state)), (VISIT_ID, "visit", finished()), (PREMISES_ID, "premises", file))
    noted = [one for one in follow_ups(react("measure.end_term", MEASURE, at)) if one.kind == "premises.note_permit"]
    assert [one.body["status"] for one in noted] == ([becomes] if becomes else [])


def test_a_permit_revives_only_when_no_other_besluit_keeps_it_down() -> None:
    file = licensed(vergunningen={"v-2024-101": {"nummer": "V-2024-101", "status": "geschorst"}})
    other = suspension("geschorst")
    at = desk((MEASURE, "measure", suspension("schorsing_afgelopen")), ("other", "measure", other),
              (VISIT_ID, "visit", finished()), (PREMISES_ID, "premises", file))  # fmt: skip
    assert [one.kind for one in follow_ups(react("measure.end_term", MEASURE, at))] == ["premises.note_measure"]


def test_a_broken_seal_becomes_one_signaal_however_often_it_is_looked_at() -> None:
    measure_id = "66666660-0000-7000-8000-000000000001"
    seal = {"on": "2026-12-20", "text": "Het zegel is gebroken.", "by": TOM.person}
    broken = penalty_in("verbroken_zegel", measure_type="sluiting", bekendmaking=MADE_KNOWN, broken_seal=seal,
                        seals={"1": {"on": "2026-12-12", "numbers": ["A1"], "broken_on": "2026-12-20"}})  # fmt: skip
    at = desk((measure_id, "measure", broken), (VISIT_ID, "visit", finished()), (PREMISES_ID, "premises", licensed()))
    found = [react("measure.report_broken_seal", measure_id, at) for _ in range(2)]
    signals = [[one for one in follow_ups(each) if one.kind == "signaal.note"] for each in found]
    assert signals[0] == signals[1]
    assert (signals[0][0].body["signal_type"], signals[0][0].body["codes"]) == ("zegelverbreking", [])


def test_an_entry_that_only_the_office_told_is_news_for_who_was_there_and_the_team_lead() -> None:
    """Awbi art. 10: they owe its verslag, and wrote no entry on the phone."""
    lead = {"roles": ["team_lead"], "team_ids": [CENTRUM], "is_active": True, "login": "x", "name": "x"}
    at = desk((VISIT_ID, "visit", finished()), (TOM.person, "person", lead))
    found = react("visit.note_entry", VISIT_ID, at, by="system")
    assert told(found) == {INES.person, IVO.person, TOM.person}
    shielded = {**finished(), "restricted_to": {"person_ids": [IVO.person]}}
    at = desk((VISIT_ID, "visit", shielded), (TOM.person, "person", lead))
    assert told(react("visit.note_entry", VISIT_ID, at, by="system")) == {IVO.person}


# --- the clock


def test_each_night_a_term_that_is_over_acts_and_an_alarm_rings() -> None:
    late = penalty_in("voornemen_verzonden", terms={"zienswijze": term("zienswijze", "2026-11-20")})
    soon = penalty_in("in_begunstiging", terms={"begunstiging": term("begunstiging", "2026-11-23")})
    far = penalty_in("in_begunstiging", terms={"begunstiging": term("begunstiging", "2027-11-23")})
    at = desk(("late", "measure", late), ("soon", "measure", soon), ("far", "measure", far))
    found = [one for one in follow_ups(reactions.daily(TODAY, at)) if one.kind.startswith("measure.")]  # type: ignore[arg-type]  # no document is unreadable
    assert [(one.kind, one.document) for one in found] == [
        ("measure.end_term", "late"),
        ("measure.note_alarm", "soon"),
    ]
    assert found[0].body == {"term_id": "zienswijze", "on": "2026-11-21"}
    assert found[1].body == {"alarm_id": "begunstiging-3", "on": "2026-11-21"}


def test_the_premises_hear_the_next_day_that_a_last_from_before_is_looked_at_again() -> None:
    seen = {"v": {"result": "niet_nagekomen", "on": "2026-11-10", "by": TOM.person, "at": "2026-11-10T09:00:00Z"}}
    over = term("begunstiging", "2026-11-02", state="verstreken")
    bound = penalty_in("actief", bekendmaking=MADE_KNOWN, terms={"begunstiging": over}, hercontroles=seen)
    for known, told in ((None, ["2026-12-08"]), ("2026-12-08", [])):
        file = licensed(open_measures={MEASURE: {"hercontrole_on": known}})
        at = desk((MEASURE, "measure", bound), (PREMISES_ID, "premises", file), (VISIT_ID, "visit", finished()))
        noted = [one for one in follow_ups(reactions.daily(TODAY, at)) if one.kind == "premises.note_measure"]  # type: ignore[arg-type]  # no document is unreadable
        assert [one.body["measure"]["hercontrole_on"] for one in noted] == told


def test_a_measure_that_cannot_be_read_holds_up_no_other() -> None:
    broken = penalty_in("voornemen_verzonden", terms={"zienswijze": {"state": "loopt", "kind": "niets"}})
    late = penalty_in("voornemen_verzonden", terms={"zienswijze": term("zienswijze", "2026-11-20")})

    class Loose(Desk):
        def find(self, kind: str, **where: str) -> list[Any]:
            return [one for one in self.shown.values() if one["kind"] == kind and "has_terms" in where]

    at = Loose(broken=("measure", broken), late=("measure", late))
    found = reactions.daily(TODAY, at)
    assert [one.document for one in found] == ["broken", "late"]
    assert [type(one).__name__ for one in found] == ["Unreadable", "FollowUp"]


def test_an_alarm_tells_who_must_act_and_nothing_of_what() -> None:
    people = [(one.person, "person", {"roles": sorted(one.roles), "team_ids": [CENTRUM], "is_active": True,
               "login": "x", "name": "x"}) for one in (TOM, INES, IVO)]  # fmt: skip
    measure = penalty_in("in_begunstiging", terms={"begunstiging": term("begunstiging", "2026-11-23")})
    at = desk((MEASURE, "measure", measure), *people)
    found = react("measure.note_alarm", MEASURE, at, changes={"alarms.begunstiging-3": {"on": "2026-11-21"}})
    assert told(found) == {TOM.person}
    shielded = {**measure, "restricted_to": {"person_ids": [INES.person]}}
    at = desk((MEASURE, "measure", shielded), *people)
    assert react("measure.note_alarm", MEASURE, at, changes={"alarms.begunstiging-3": {"on": "2026-11-21"}}) == []
