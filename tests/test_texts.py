"""What people read: every choice has a name, every refusal a sentence, money and days as one writes them."""

from datetime import date
from typing import get_args

import pytest

from fieldapp import texts
from fieldapp.domain import documents, roles

ENUMERATIONS = {
    "role": roles.ROLES,
    "premises_type": get_args(documents.PremisesType),
    "visit_kind": get_args(documents.VisitKind),
    "visit_reason": get_args(documents.VisitReason),
    "visit_outcome": get_args(documents.VisitOutcome),
    "measure_type": get_args(documents.MeasureType),
    "measure_state": get_args(documents.MeasureState),
    "rechtsmiddel": get_args(documents.RechtsmiddelState),
    "verbeurte_state": get_args(documents.VerbeurteState),
    "variant": get_args(documents.Variant),
    "closure_basis": get_args(documents.ClosureBasis),
    "how_sent": get_args(documents.HowSent),
    "authority": get_args(documents.Authority),
    "mandate_act": get_args(documents.MandateAct),
    "signal_type": get_args(documents.SignalType),
    "signal_state": get_args(documents.SignalState),
    "shared_with": get_args(documents.SharedWith),
    "mode": get_args(documents.Mode),
    "time_unit": get_args(documents.TimeUnit),
    "capacity": get_args(documents.Capacity),
    "joint_ground": get_args(documents.JointGround),
}


@pytest.mark.parametrize("enumeration", sorted(ENUMERATIONS))
def test_every_choice_has_a_name(enumeration: str) -> None:
    assert set(ENUMERATIONS[enumeration]) <= set(texts.LABELS[enumeration])


def test_an_unknown_value_is_readable_and_never_an_error() -> None:
    assert texts.label("measure_type", "iets_nieuws") == "iets nieuws"
    assert texts.label("nergens", "iets_nieuws") == "iets nieuws"
    assert texts.label("measure_type", None) == ""


def test_there_is_a_sentence_for_everything() -> None:
    assert texts.reason("measure.own_proposal") == "Dit is uw eigen voorstel. Een collega moet beslissen."
    assert texts.reason("visit.pick_unknown_value").startswith("Deze keuze staat niet bij de versies")
    assert texts.reason("never_heard_of") == texts.reason(None) == texts.UNKNOWN


@pytest.mark.parametrize("sentence", [*texts.REASONS.values(), texts.UNKNOWN, *texts.NOTICES.values()])
def test_a_sentence_speaks_to_you_in_plain_words(sentence: str) -> None:
    assert sentence[0].isupper()
    assert sentence.endswith((".", "?"))
    for words in sentence.replace("?", ".").split(". "):
        assert len(words.split()) <= 20, words
    for jargon in ("ongeldig", "invalide", "error", "synchron", "upload", "server_error", "je ", " jij"):
        assert jargon not in f"{sentence.lower()} ", jargon


@pytest.mark.parametrize(
    ("cents", "written"),
    [(250000, "€ 2.500"), (100, "€ 1"), (0, "€ 0"), (123456789, "€ 1.234.567,89"), (5, "€ 0,05"), (-900, "€ -9"),
     (None, "")],
)  # fmt: skip
def test_money_is_written_as_the_dutch_do(cents: int | None, written: str) -> None:
    assert texts.eur(cents) == written


@pytest.mark.parametrize(
    ("terms", "written"),
    [
        ((250000, 1000000, "per_overtreding", None), "€ 2.500 per keer, hoogstens € 10.000"),
        ((100000, 500000, "per_tijdseenheid", "week"), "€ 1.000 per week, hoogstens € 5.000"),
        ((2500000, 2500000, "ineens", None), "€ 25.000 in één keer"),
        ((None, None, None, None), ""),
    ],
)
def test_a_penalty_is_written_with_how_it_counts(
    terms: tuple[int | None, int | None, str | None, str | None], written: str
) -> None:
    assert texts.amount(*terms) == written


def test_a_day_is_written_with_its_weekday() -> None:
    assert texts.day(date(2026, 12, 4)) == "vr 4 december"
    assert texts.day_full(date(2026, 11, 20)) == "vrijdag 20 november 2026"


def test_the_phone_gets_the_same_words() -> None:
    said = texts.as_json()
    assert said["reasons"] == texts.REASONS
    assert said["labels"] == texts.LABELS
    assert said["unknown_reason"] == texts.UNKNOWN
