"""The pages about a measure, without a request: the tracks, the fields of each act, what the ledger says."""

from datetime import date, timedelta
from typing import Any

import pytest

from fieldapp import measure_forms
from fieldapp.domain.course.next_steps import waits_for
from fieldapp.domain.course.table import ACTS, REMEDY, STATE, STEPS
from fieldapp.domain.course.terms import KINDS, running_terms
from fieldapp.pages import course, ledger, tracks
from fieldapp.registry import REGISTRY
from fieldapp.texts import LABELS
from tests.domain.course import ROB, approved, made_known, signed, through_voornemen, weighed
from tests.domain.situations import POLICY, penalty

REASON = {"reason": "ernstiger", "text": None}
TYPES = sorted(set().union(*(step.types for step in STEPS)))


def last() -> dict[str, Any]:
    return penalty(deviation=REASON)


def states_of(measure_type: str, track: str) -> set[str]:
    """Every state that the table knows for this type of measure."""
    fitting = [step for step in STEPS if step.track == track and (not step.types or measure_type in step.types)]
    return set().union(*(step.before | set(step.to) for step in fitting if step.act != "decline" or step.types))


@pytest.mark.parametrize("measure_type", TYPES)
def test_every_state_stands_at_one_step_of_its_track(measure_type: str) -> None:
    for at_once in (False, True):
        measure: dict[str, Any] = {"measure_type": measure_type, **({"at_once": {}} if at_once else {})}
        stages = tracks.stages_of(measure)
        for state in states_of(measure_type, STATE) - {"privacy_getoetst"}:
            places = [stage.label for stage in stages if state in stage.states]
            if not at_once and state != "toegepast_besluit_volgt":
                assert len(places) == 1, (measure_type, state, places)
            assert len(places) <= 1, (measure_type, state, places)


def test_every_state_has_a_sentence_and_a_label() -> None:
    states = {state for step in STEPS if step.track == STATE for state in step.before | set(step.to)}
    remedies = {state for step in STEPS if step.track == REMEDY for state in step.before | set(step.to)}
    assert states <= set(tracks.SENTENCES), states - set(tracks.SENTENCES)
    assert remedies <= set(tracks.REMEDY_SENTENCES)
    assert states <= set(LABELS["measure_state"]) and remedies <= set(LABELS["rechtsmiddel"])


def test_a_sentence_about_a_term_names_a_term_that_exists() -> None:
    class Names(dict[str, str]):
        def __missing__(self, key: str) -> str:
            asked.add(key)
            return ""

    asked: set[str] = set()
    for sentence in (*tracks.SENTENCES.values(), *tracks.REMEDY_SENTENCES.values()):
        sentence.format_map(Names())
    assert asked - {"bekendmaking"} <= set(KINDS)


def test_a_skipped_voornemen_is_shown_as_skipped_and_not_as_done() -> None:
    case = made_known(signed(weighed(approved(skip="spoed", **last()))))
    how = {step["label"]: step["how"] for step in tracks.track(case.measure)}
    assert how == {
        "Voorstel": "gedaan",
        "Voornemen": "overgeslagen",
        "Zienswijze": "overgeslagen",
        "Besluit": "gedaan",
        "Hersteltermijn": "nu",
        "Dwangsom": "komt",
        "Klaar": "komt",
    }


def test_both_tracks_run_beside_each_other() -> None:
    case = made_known(signed(through_voornemen(weighed(approved(**last())))))
    assert [step["how"] for step in tracks.remedy_track(case.measure)] == ["nu", "komt", "komt", "komt"]
    assert "Bezwaar kan tot en met" in tracks.remedy_stands(case.measure)
    assert "een dag die nog niet bekend is" not in tracks.stands(case.measure)


@pytest.mark.parametrize("act", [*ACTS])
def test_every_field_of_every_act_can_be_filled_in_or_is_made_by_the_page(act: str) -> None:
    shape = REGISTRY.operations[f"measure.{act}"].shape
    assert shape is not None
    everything = {"home", "resident", "units_of_time"}
    asked: set[str] = set()
    for measure_type in (*TYPES, "waarschuwing"):
        asked |= {
            row.name.partition(".")[0] for row in measure_forms.rows_of(act, shape.declared, measure_type, everything)
        }
    assert asked | (measure_forms.MADE & set(shape.declared.__annotations__)) == set(shape.declared.__annotations__)


@pytest.mark.parametrize("act", [*ACTS])
def test_every_choice_has_words_and_what_must_be_filled_in_says_so(act: str) -> None:
    shape = REGISTRY.operations[f"measure.{act}"].shape
    assert shape is not None
    for row in measure_forms.rows_of(act, shape.declared, "sluiting", {"home"}):
        for value in row.values:
            assert value in LABELS[row.asked.words], (act, row.name, value)
        if row.required and row.form != "tick":
            assert row.asked.empty.endswith("."), (act, row.name)


@pytest.mark.parametrize(
    ("written", "cents"),
    [("2.500", 250000), ("2500", 250000), ("2.500,50", 250050), ("€ 10", 1000), ("0,05", 5), ("1.000.000", 100000000)],
)
def test_an_amount_is_read_as_people_write_it(written: str, cents: int) -> None:
    assert measure_forms.cents_of(written) == cents


def test_the_ledger_says_what_is_open_and_when_it_prescribes() -> None:
    case = made_known(signed(through_voornemen(weighed(approved(**last())))))
    case.tick("2027-01-05")
    of = case.forfeit("2027-01-05")
    card = ledger.card(case.measure, date(2027, 11, 1), POLICY.interest)
    assert card is not None
    (row,) = card["rows"]
    assert (row["amount"], row["outstanding"], row["state"]) == ("€ 2.500", "€ 2.500", "Vastgesteld")
    case.on("2027-01-10").do(
        ROB, "record_payment", payment_id="aaaaaaaa-0000-7000-8000-000000000777", on="2027-01-10",
        amount_eur_cents=100000, of=of, kind="betaling",
    )  # fmt: skip
    card = ledger.card(case.measure, date(2027, 1, 10), POLICY.interest)
    assert card is not None
    sums = {one["label"]: one["value"] for one in card["totals"]}
    assert (sums["Verbeurd"], sums["Betaald"], sums["Staat open"]) == ("€ 2.500", "€ 1.000", "€ 1.500")


def test_a_paid_amount_alarms_nobody_and_an_old_one_does() -> None:
    case = made_known(signed(through_voornemen(weighed(approved(**last())))))
    case.tick("2027-01-05")
    of = case.forfeit("2027-01-05")
    case.tick("2027-02-15")
    card = ledger.card(case.measure, date(2027, 12, 20), POLICY.interest)
    assert card is not None and card["rows"][0]["alarm"] == "Verjaart: nog 16 dagen"
    assert card["rows"][0]["alarm_tone"] == "danger"
    case.on("2027-12-20").do(
        ROB, "record_payment", payment_id="aaaaaaaa-0000-7000-8000-000000000778", on="2027-12-20",
        amount_eur_cents=250000, of=of, kind="betaling",
    )  # fmt: skip
    card = ledger.card(case.measure, date(2027, 12, 20), POLICY.interest)
    assert card is not None and card["rows"][0]["alarm"] == "" and card["rows"][0]["state"] == "Betaald"


def test_nobody_owes_a_decision_on_a_bezwaar_that_nobody_made() -> None:
    case = made_known(signed(through_voornemen(weighed(approved(**last())))))
    measure = dict(case.measure, rechtsmiddel="onherroepelijk")
    today = date(2027, 3, 1)
    waiting = waits_for(measure, today)
    assert waiting is None or "bezwaar" not in waiting.label
    made = {**measure, "rechtsmiddelen": {"bezwaar_2": {"received_on": "2027-02-01", "is_late": True}}}
    waiting = waits_for({**made, "state": "uitgewerkt"}, today)
    assert waiting is not None and waiting.label == "Beslissing op een later bezwaar vastleggen"


def test_nobody_is_late_while_post_may_still_come() -> None:
    case = made_known(signed(through_voornemen(weighed(approved(**last())))))
    ends_on = date.fromisoformat(case.measure["terms"]["bezwaar"]["ends_on"])
    on = ends_on + timedelta(days=2)
    (row,) = [
        one for one in course.running_rows(running_terms(case.measure, on), on, {}) if one["label"] == "Bezwaartermijn"
    ]
    assert row["left"].startswith("Post kan nog tot en met ") and row["tone"] == "neutral"
    later = ends_on + timedelta(days=20)
    (row,) = [
        one
        for one in course.running_rows(running_terms(case.measure, later), later, {})
        if one["label"] == "Bezwaartermijn"
    ]
    assert row["left"] == "20 dagen te laat" and row["tone"] == "danger"


def test_who_it_waits_for_is_said_with_the_act() -> None:
    assert course.waiting_words(None) == "Er hoeft nu niemand iets te doen."
    words = course.waiting_words(waits_for(weighed(approved(**last())).measure, date(2026, 11, 20)))
    assert words == "Wacht op de mandaathouder: voornemen versturen."
