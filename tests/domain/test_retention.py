"""What is due, when and why; what is held stays, whatever the calendar says."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain import destruction, retention, visits
from fieldapp.domain.retention import Candidate, File, candidates, list_candidates
from tests.domain import situations
from tests.domain.situations import DIGEST, PHOTO, POLICY, ask, finding, licensed, photo, refusal
from tests.people import LEA, ROB, TESS, TOM

TABLE = POLICY.retention
VISIT, MEASURE, JOINT, PREMISES, LETTER = ("v1", "m1", "j1", "p1", "l1")
CLOSED = "2020-03-01T20:00:00Z"
LONG_AFTER = date(2040, 1, 1)


def shown(kind: str, document: str, **fields: Any) -> Any:
    return {"id": document, "kind": kind, "fields": {"premises_id": PREMISES, "team_id": "c1", **fields}}


def visit(**more: Any) -> Any:
    return shown(
        "visit",
        VISIT,
        visit_kind="licensed_premises",
        outcome="afgerond",
        received_at=CLOSED,
        findings={"f": finding()},
        **more,
    )


def home_visit(**more: Any) -> Any:
    fields = {"visit_kind": "home_address", "outcome": "toestemming_geweigerd", "received_at": CLOSED, **more}
    return shown("visit", VISIT, **fields)


def measure(**more: Any) -> Any:
    return shown(
        "measure", MEASURE, **{"visit_id": VISIT, "state": "afgesloten", "closed_at": "2021-05-01T10:00:00Z", **more}
    )


def due(file: File, today: date) -> dict[tuple[str, str], Candidate]:
    return {(one.document, one.part): one for one in candidates(TABLE, file, today)}


def test_a_visit_without_a_measure_is_kept_five_years_after_closing() -> None:
    file = File(visits=[visit()])
    assert due(file, date(2025, 3, 1)) == {}
    assert due(file, date(2025, 3, 2))[VISIT, "document"].rule == "bezoek_zonder_maatregel"


def test_a_home_where_nothing_was_found_is_forgotten_after_a_year() -> None:
    assert due(File(visits=[home_visit()]), date(2021, 3, 1)) == {}
    assert due(File(visits=[home_visit()]), date(2021, 3, 2))[VISIT, "document"].rule == "woning_niets_gevonden"


def test_a_home_entered_without_consent_is_kept_as_long_as_any_visit() -> None:
    entered = {"b1": {"basis": "acuut_gevaar", "entered_at": CLOSED}}
    assert due(File(visits=[home_visit(binnentreden=entered)]), date(2024, 1, 1)) == {}


def test_photos_without_a_measure_go_after_twelve_weeks_and_the_visit_stays() -> None:
    file = File(visits=[visit(photos={PHOTO: photo()})])
    assert due(file, date(2020, 5, 24)) == {}
    found = due(file, date(2020, 5, 25))
    assert list(found) == [(VISIT, "photos")]


def test_a_photo_that_was_taken_off_goes_as_soon_as_the_others() -> None:
    """Nobody sees it any more, so nobody would miss that it is still kept."""
    removed = ask(visits.remove_photo, situations.visit(photos={PHOTO: photo()}), {f"photos.{PHOTO}": None})
    assert removed == {f"photos.{PHOTO}": None, f"removed_photos.{PHOTO}": {"blob": DIGEST, "thumb": DIGEST}}
    file = File(visits=[visit(removed_photos={PHOTO: {"blob": DIGEST, "thumb": DIGEST}})])
    assert due(file, date(2020, 5, 24)) == {}
    assert list(due(file, date(2020, 5, 25))) == [(VISIT, "photos")]


def test_proof_stays_with_its_measure() -> None:
    file = File(visits=[visit(photos={PHOTO: photo()})], measures=[measure()])
    assert due(file, date(2031, 5, 1)) == {}
    assert set(due(file, date(2031, 5, 2))) == {(VISIT, "document"), (MEASURE, "document")}


def test_a_visit_that_shows_what_was_forfeited_stays_with_that_measure() -> None:
    again = {**visit(photos={PHOTO: photo()}), "id": "v2"}
    forfeited = {"u1": {"visit_id": "v2", "state": "betaald"}}
    for named in (
        {"verbeurten": forfeited},
        {"hercontroles": {"v2": {"result": "nagekomen"}}},
        {"application": {"visit_id": "v2"}},
    ):
        running = File(visits=[again], measures=[measure(state="verbeurd_deels", **named)])
        assert not any(one.may_go for one in candidates(TABLE, running, LONG_AFTER)), named
        ended = File(visits=[again], measures=[measure(**named)])
        assert due(ended, date(2031, 5, 1)) == {}, named


def test_a_proposal_that_came_to_nothing_goes_after_a_year() -> None:
    stopped = measure(state="ingetrokken_voorstel", closed_at=None, decided_at="2020-03-02T10:00:00Z")
    assert due(File(measures=[stopped]), date(2021, 3, 3))[MEASURE, "document"].rule == "maatregel_afgebroken"


def test_a_letter_goes_with_its_measure() -> None:
    letter = shown("letter", LETTER, measure_id=MEASURE, visit_id=None)
    file = File(visits=[visit()], measures=[measure()], others=[letter])
    assert (LETTER, "document") not in due(file, date(2031, 5, 1))
    assert (LETTER, "document") in due(file, date(2031, 5, 2))


def test_a_day_list_goes_after_six_months() -> None:
    day_list = shown("day_list", "d1", on="2026-01-31")
    assert list_candidates(TABLE, [day_list], date(2026, 7, 31)) == []
    assert [one.rule for one in list_candidates(TABLE, [day_list], date(2026, 8, 1))] == ["daglijst"]


def test_premises_go_last_and_only_when_nothing_hangs_on_them() -> None:
    home = shown("premises", PREMISES, visits={VISIT: {"on": "2020-03-01", "outcome": "afgerond", "findings": 0}})
    file = File(premises=home, visits=[home_visit()])
    assert [one.kind for one in candidates(TABLE, file, date(2021, 3, 2))] == ["visit", "premises"]
    still = File(
        premises=home, visits=[home_visit()], measures=[measure(visit_id="other", closed_at="2020-06-01T00:00:00Z")]
    )
    assert "premises" not in [one.kind for one in candidates(TABLE, still, date(2021, 3, 2))]


def test_a_permit_without_an_end_keeps_the_file() -> None:
    endless = licensed()
    endless["vergunningen"]["v-2024-101"]["valid_until_on"] = None
    assert due(File(premises=shown("premises", PREMISES, **endless)), LONG_AFTER) == {}


def test_a_permit_that_ended_lets_the_file_go_a_year_later() -> None:
    file = File(premises=shown("premises", PREMISES, **licensed()))
    assert due(file, date(2028, 3, 1)) == {}
    assert due(file, date(2028, 3, 2))[PREMISES, "document"].rule == "dossier_vergunning"


def test_each_line_says_why() -> None:
    why = due(File(visits=[visit()]), LONG_AFTER)[VISIT, "document"].why
    assert why == (
        "Controle zonder maatregel (Selectielijst 12.1).",
        "De controle is afgerond op zo 1 maart 2020; 5 jaar later is za 1 maart 2025.",
    )


def test_a_measure_that_runs_holds_its_visit_and_what_was_done_with_the_police() -> None:
    joint = shown("joint_visit", JOINT, visit_id=VISIT, ended_at=CLOSED)
    file = File(visits=[visit()], measures=[measure(state="actief", closed_at=None)], joint_visits=[joint])
    assert due(file, LONG_AFTER)[JOINT, "document"].holds == ("Er loopt een maatregel.",)


def test_bezwaar_or_beroep_holds_what_it_is_about() -> None:
    file = File(visits=[visit()], measures=[measure(rechtsmiddel="beroep_lopend")])
    assert all(one.holds for one in candidates(TABLE, file, LONG_AFTER))


def test_a_bezwaar_that_nobody_decided_on_holds_though_the_besluit_was_final() -> None:
    kept = {"bezwaar": {"result": "ongegrond"}, "bezwaar_2": {"received_on": "2022-01-01"}}
    file = File(visits=[visit()], measures=[measure(rechtsmiddel="onherroepelijk", rechtsmiddelen=kept)])
    assert all(one.holds == ("Er loopt bezwaar of beroep.",) for one in candidates(TABLE, file, LONG_AFTER))
    gone = measure(state="vernietigd", rechtsmiddel="vernietigd", rechtsmiddelen=kept)
    assert all(one.may_go for one in candidates(TABLE, File(visits=[visit()], measures=[gone]), LONG_AFTER))


def test_money_that_is_open_holds_the_measure_though_it_was_annulled() -> None:
    file = File(visits=[visit()], measures=[measure(state="vernietigd")], owing={MEASURE})
    assert due(file, LONG_AFTER)[MEASURE, "document"].holds == ("Er staat nog geld open.",)


def test_work_of_a_phone_that_nobody_decided_on_holds_what_it_is_about() -> None:
    file = File(visits=[home_visit(outcome="vervallen")], waiting={VISIT})
    assert due(file, LONG_AFTER)[VISIT, "document"].holds == ("Er wacht nog werk op kantoor.",)
    assert due(File(visits=[home_visit()], waiting={"another"}), LONG_AFTER)[VISIT, "document"].may_go


def test_a_hold_that_was_lifted_holds_no_more() -> None:
    held = {"h": {"reason": "bezwaar", "text": "x", "by": "a", "at": CLOSED}}
    lifted = {"h": {**held["h"], "lifted_at": CLOSED}}
    assert not due(File(visits=[visit(holds=held)]), LONG_AFTER)[VISIT, "document"].may_go
    assert due(File(visits=[visit(holds=lifted)]), LONG_AFTER)[VISIT, "document"].may_go


HOLD = {"h": {"reason": "woo_verzoek", "text": "x", "by": "a", "at": CLOSED}}
STATES = st.sampled_from(["actief", "afgesloten", "afgezien", "ingetrokken_voorstel", "vernietigd", "voorgesteld"])
REMEDIES = st.sampled_from([None, "bezwaar_lopend", "hoger_beroep_lopend", "onherroepelijk"])


@given(
    held=st.sets(st.sampled_from([PREMISES, VISIT, MEASURE])),
    state=STATES,
    remedy=REMEDIES,
    is_closed=st.booleans(),
    today=st.dates(date(2020, 1, 1), date(2060, 1, 1)),
)
def test_nothing_under_a_hold_or_a_running_measure_may_go(
    held: set[str], state: str, remedy: str | None, is_closed: bool, today: date
) -> None:
    def holds(document: str) -> dict[str, Any]:
        return {"holds": HOLD} if document in held else {}

    outcome = {} if is_closed else {"outcome": None}
    seen = visit(photos={PHOTO: photo()}, **holds(VISIT))
    if outcome:
        del seen["fields"]["outcome"]
    file = File(
        premises=shown("premises", PREMISES, **licensed(), **holds(PREMISES)),
        visits=[seen],
        measures=[measure(state=state, rechtsmiddel=remedy, decided_at=CLOSED, **holds(MEASURE))],
        joint_visits=[shown("joint_visit", JOINT, visit_id=VISIT, ended_at=CLOSED)],
        others=[shown("letter", LETTER, measure_id=MEASURE)],
    )
    going = [one for one in candidates(TABLE, file, today) if one.may_go]
    if held or state not in retention.ENDED or (remedy or "").endswith("_lopend") or not is_closed:
        assert going == []
    assert all(one.due_on < today for one in going)


@given(days=st.integers(0, 20_000))
def test_nothing_goes_before_its_last_day(days: int) -> None:
    today = date(2020, 3, 1) + timedelta(days=days)
    for one in candidates(TABLE, File(visits=[visit()], measures=[measure()]), today):
        assert today > one.due_on >= date(2021, 5, 1) + timedelta(days=3650)


# --- the table


def faults(**changed: Any) -> list[str]:
    return list(retention.problems({**TABLE, "rules": [{**TABLE["rules"][0], **changed}]}))


def test_the_table_of_the_example_is_whole() -> None:
    assert list(retention.problems(TABLE)) == []


def test_a_line_that_cannot_be_carried_out_is_named() -> None:
    assert faults(when="ooit") == ["retention: woning_niets_gevonden: when ooit bestaat niet"]
    assert faults(starts="straks") == ["retention: woning_niets_gevonden: starts straks bestaat niet"]
    assert faults(term={"n": -1, "unit": "jaar"}) == [
        "retention: woning_niets_gevonden: term is geen aantal weken, maanden of jaren"
    ]
    assert faults(ground="") == ["retention: woning_niets_gevonden: ground ontbreekt"]


# --- the acts

ITEM = {"document": "22222222-0000-7000-8000-000000000001", "kind": "visit", "part": "document",
        "rule": "bezoek_zonder_maatregel", "due_on": "2025-03-01"}  # fmt: skip
BODY = {"team_id": "018f0000-0000-7000-8000-00000000c001", "items": {"i0": ITEM}}


def proposed(**more: Any) -> Any:
    flat = ask(destruction.propose, None, BODY, ROB, existing=None)
    return {**{key: value for key, value in flat.items() if "." not in key}, "items": {"i0": flat["items.i0"]}, **more}


def test_a_proposal_names_rules_that_exist() -> None:
    wrong = {**BODY, "items": {"i0": {**ITEM, "rule": "daglijst"}}}
    assert refusal(destruction.propose, None, wrong, ROB, existing=None) == "destruction.unknown_rule"
    assert refusal(destruction.propose, None, {**BODY, "items": {}}, ROB, existing=None) == "destruction.nothing"


def test_a_second_person_agrees_and_nobody_agrees_with_herself() -> None:
    assert ask(destruction.agree, proposed(), {"items": 1}, TOM)["not_before_on"] == "2026-11-27"
    assert refusal(destruction.agree, proposed(proposed_by=TOM.person), {"items": 1}, TOM) == "destruction.own_proposal"
    assert refusal(destruction.agree, proposed(), {"items": 2}, TOM) == "destruction.changed"


def test_it_can_be_taken_back_until_it_is_carried_out() -> None:
    assert (
        ask(destruction.withdraw, proposed(state="akkoord"), {"text": "Er is een bezwaar."}, TESS)["state"]
        == "ingetrokken"
    )
    for state in ("ingetrokken", "uitgevoerd"):
        assert refusal(destruction.withdraw, proposed(state=state), {"text": "x"}, TESS) == "destruction.wrong_state"
    assert refusal(destruction.withdraw, proposed(), {"text": " "}, TESS) == "destruction.needs_reason"


def test_a_hold_says_who_and_why_and_stays_on_record_when_lifted() -> None:
    key = "33333333-0000-7000-8000-000000000001"
    placed = ask(
        destruction.place_hold, licensed(), {"hold_id": key, "reason": "bezwaar", "text": "Bezwaar loopt."}, LEA
    )
    held = licensed(holds={key: placed[f"holds.{key}"]})
    assert held["holds"][key]["by"] == LEA.person
    lifted = ask(destruction.lift_hold, held, {"hold_id": key, "text": "Afgehandeld."}, TOM)[f"holds.{key}"]
    assert (lifted["text"], lifted["lifted_by"]) == ("Bezwaar loopt.", TOM.person)
    again = licensed(holds={key: lifted})
    assert refusal(destruction.lift_hold, again, {"hold_id": key, "text": "x"}, TOM) == "hold.not_there"
    assert (
        refusal(destruction.place_hold, again, {"hold_id": key, "reason": "beroep", "text": "x"}, TOM) == "hold.exists"
    )


def test_no_name_gets_into_the_reason_of_a_hold() -> None:
    body = {"hold_id": "33333333-0000-7000-8000-000000000001", "reason": "avg_verzoek", "text": "Bel 06 12345678."}
    assert refusal(destruction.place_hold, licensed(), body, LEA) == "text.personal_data"


def test_the_file_forgets_what_was_destroyed() -> None:
    premises = licensed(visits={VISIT: {}, "v2": {}}, breaches={"f": {}, "g": {}})
    body = {"visit_ids": [VISIT], "measure_ids": [MEASURE], "finding_ids": ["f"], "on": "2026-11-20"}
    assert ask(destruction.forget, premises, body) == {
        f"visits.{VISIT}": None, "breaches.f": None, "forgotten_on": "2026-11-20"
    }  # fmt: skip
