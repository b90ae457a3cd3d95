"""The pages about a measure, without a request: the tracks, the fields of each act, what the ledger says."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from fieldapp import measure_forms
from fieldapp.domain.course.next_steps import Waiting, waits_for
from fieldapp.domain.course.states import REMEDY, STATE
from fieldapp.domain.course.table import ACTS, STEPS
from fieldapp.domain.course.terms import KINDS, running_terms
from fieldapp.pages import course, ledger, letters, tracks
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


def test_the_letter_that_the_measure_waits_for_stands_first() -> None:
    def first(case: Any) -> list[str]:
        of = letters.owed(case.measure)
        acts = letters.acts_now(case.measure)
        offered = letters.choices("measure", {"mandate_holder"}, case.measure["measure_type"], of, acts)
        return [one["value"] for one in offered[:2]]

    case = approved(**last())
    assert first(case)[0] == "voornemen"
    case = weighed(through_voornemen(case))
    assert first(case)[0] == "besluit_last_onder_dwangsom"
    case = made_known(signed(case)).tick("2027-01-04")
    assert "voornemen" not in first(case)
    of = case.on("2027-01-05").forfeit("2027-01-05")
    assert first(case) == [f"invorderingsbeschikking:{of}", f"mededeling_verbeurte:{of}"]


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
    assert asked - {"bekendmaking", "gone", "appellant"} <= set(KINDS)


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


def test_a_term_whose_last_day_is_past_says_so_and_until_when_post_counts() -> None:
    """Awb art. 6:9 lid 2: what was posted in time counts a week longer."""
    case = made_known(signed(through_voornemen(weighed(approved(**last())))))
    term = case.measure["terms"]["bezwaar"]
    on = date.fromisoformat(term["ends_on"])
    assert "Bezwaar kan tot en met" in tracks.remedy_stands(case.measure, on)
    said = tracks.remedy_stands(case.measure, on + timedelta(days=1))
    assert said.startswith("De termijn voor bezwaar is voorbij. Post die op tijd weg was, telt nog tot en met")
    assert "Bezwaar kan" not in said and said.endswith("Het besluit geldt intussen gewoon.")


def test_both_tracks_run_beside_each_other() -> None:
    case = made_known(signed(through_voornemen(weighed(approved(**last())))))
    assert [step["how"] for step in tracks.remedy_track(case.measure)] == ["nu", "komt", "komt", "komt"]
    assert "Bezwaar kan tot en met" in tracks.remedy_stands(case.measure)
    assert "een dag die nog niet bekend is" not in tracks.stands(case.measure)


@pytest.mark.parametrize("act", [*ACTS])
def test_every_field_of_every_act_can_be_filled_in_or_is_made_by_the_page(act: str) -> None:
    shape = REGISTRY.operations[f"measure.{act}"].shape
    assert shape is not None
    everything = {"home", "resident", "units_of_time", "besluit", "amount", "hoger_beroep"}
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


def written(kind: str, changes: dict[str, Any], on: str = "2026-12-20") -> dict[str, Any]:
    return {"kind": kind, "outcome": "applied", "by": "system", "received_at": f"{on}T06:00:00Z", "changes": changes}


def test_an_act_on_a_forfeited_amount_tells_its_own_day_and_which_amount_it_is_about() -> None:
    forfeited = {"forfeited_on": "2026-12-12", "amount_eur_cents": 250000}
    reminded = {**forfeited, "notified_on": "2026-12-14", "aanmaning": {"sent_on": "2027-01-08", "fee_eur_cents": 2000}}
    paid = {"on": "2027-01-11", "amount_eur_cents": 252000, "of": "v"}
    history = [
        written("measure.forfeit", {"verbeurten.v": forfeited}),
        written("measure.notify_verbeurte", {"verbeurten.v": {**forfeited, "notified_on": "2026-12-14"}}),
        written("measure.remind", {"verbeurten.v": reminded}, "2027-01-08"),
        written("measure.record_payment", {"payments.p": paid, "verbeurten.v": {**reminded, "state": "betaald"}}),
    ]
    about = "Het gaat om € 2.500, verbeurd op 12 december 2026."
    assert [event["note"].replace("\xa0", " ") for event in reversed(course.timeline(history, {}))] == [
        about,
        f"{about} Gedateerd 14 december 2026.",
        f"{about} Gedateerd 8 januari 2027.",
        f"Gedateerd 11 januari 2027. € 2.520. {about}",
    ]
    assert [event["year"] for event in course.timeline(history[1:3], {})] == [2027, 2026]


def test_a_measure_that_is_suspended_is_not_said_to_hold() -> None:
    measure = {"rechtsmiddel": "bezwaar_lopend", "state": "actief"}
    assert tracks.remedy_stands(measure).endswith("Het besluit geldt intussen gewoon.")
    assert "geldt" not in tracks.remedy_stands({**measure, "state": "opgeschort"})
    assert "geldt" not in tracks.remedy_stands({**measure, "state": "opgeheven"})


@pytest.mark.parametrize(("has", "offers"), [({"besluit"}, True), ({"besluit", "own_appeal"}, False)])
def test_on_the_appeal_of_the_municipality_nobody_can_take_an_annulled_ruling_for_an_annulled_besluit(
    has: set[str], offers: bool
) -> None:
    """Awb art. 8:113: what brings the besluit back says so, and "vernietigd" is not there to be mistaken for it."""
    shape = REGISTRY.operations["measure.decide_beroep"].shape
    assert shape is not None
    offered = measure_forms.Offered(has=frozenset(has))
    [row] = [
        one for one in measure_forms.rows_of("decide_beroep", shape.declared, "sluiting", has) if one.name == "result"
    ]
    choices = {one.value: str(one.label) for one in measure_forms.choices_for(row, offered)}
    assert ("vernietigd" in choices) == offers
    assert "geldt weer" in choices["gegrond_in_stand"]
    assert (choices["ongegrond"] == "Ongegrond") == offers


@pytest.mark.parametrize(
    ("act", "name", "has", "left"),
    [
        ("decide_bezwaar", "result", "no_bekendmaking", {"ingetrokken"}),
        ("decline", "reason", "at_once", {"niet_vastgesteld"}),
    ],
)
def test_only_what_the_rule_takes_in_such_a_case_can_be_chosen(act: str, name: str, has: str, left: set[str]) -> None:
    shape = REGISTRY.operations[f"measure.{act}"].shape
    assert shape is not None
    [row] = [one for one in measure_forms.rows_of(act, shape.declared, "sluiting", {"besluit"}) if one.name == name]
    for known, wanted in (({"besluit"}, None), ({"besluit", has}, left)):
        offered = measure_forms.Offered(has=frozenset(known))
        values = {one.value for one in measure_forms.choices_for(row, offered)}
        assert values == wanted if wanted else len(values) > 1


def test_what_has_no_last_day_waits_in_the_order_of_its_age_then_of_its_address() -> None:
    def row(name: str, decided_at: str, until_on: date | None = None) -> tuple[dict[str, Any], Waiting]:
        fields = {**approved(**last()).measure, "premises_id": name, "decided_at": decided_at}
        return {"id": f"0-{name[::-1]}", "fields": fields}, Waiting(frozenset(), "Beslis", until_on)

    old, new = "2026-10-01T09:00:00Z", "2026-11-01T09:00:00Z"
    waiting = [
        row("Zandweg 1", old),
        row("Akkerweg 2", new),
        row("Bosweg 3", old),
        row("Kade 4", new, date(2027, 1, 1)),
    ]
    names = {shown["fields"]["premises_id"]: shown["fields"]["premises_id"] for shown, _ in waiting}
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    for order in (waiting, waiting[::-1]):
        rows = course.todo_rows(order, names, now.date(), now)
        assert [one["address"] for one in rows] == ["Kade 4", "Bosweg 3", "Zandweg 1", "Akkerweg 2"]
