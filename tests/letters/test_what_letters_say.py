"""Letters read as a lawyer and as the addressee would: for whom they are, on which article they rest, what they ask."""

from typing import Any

import pytest

from fieldapp.domain.course.terms import REPLY_DAYS
from fieldapp.domain.letter_kinds import KINDS
from fieldapp.letters import check, example
from fieldapp.letters.blocks import text_of
from fieldapp.letters.facts import facts_of
from tests.letters.conftest import POLICY, TEMPLATES


def said(slug: str, **changed: Any) -> str:
    sources = example.sources(KINDS[slug], POLICY, TEMPLATES.sender)
    measure = {**sources.measure, **changed.pop("measure", {})}
    facts = facts_of(example.sources(KINDS[slug], POLICY, TEMPLATES.sender, measure=measure, **changed))
    return " ".join(text_of(TEMPLATES.html(slug, facts)).split())


def test_the_verslag_goes_to_who_gave_leave_and_its_copy_to_the_resident() -> None:
    letter = said("verslag_van_binnentreden")
    assert "Aan degene die de machtiging gaf Afschrift aan de bewoner(s) van Molenstraat 41" in letter
    danger = {"b1": {**example.ENTERED["binnentreden"]["b1"], "basis": "acuut_gevaar", "danger_reason": "Er was rook."}}
    assert "Aan de burgemeester" in said("verslag_van_binnentreden", visit={**example.ENTERED, "binnentreden": danger})


def test_what_was_applied_at_once_rests_on_the_second_paragraph() -> None:
    assert "en artikel 5:31, tweede lid van de Algemene wet bestuursrecht" in said("besluit_spoedeisende_bestuursdwang")
    urgent = {"at_once": None, "weighing": {**example.WEIGHING, "variant": "spoed_5_31_1"}}
    assert "en artikel 5:31, eerste lid van de" in said("besluit_spoedeisende_bestuursdwang", measure=urgent)


def test_an_urgent_closure_rests_on_the_power_to_close() -> None:
    closure = {"measure_type": "sluiting", "weighing": {**example.WEIGHING, "closure_basis": "gemw_174a"}}
    letter = said("besluit_spoedeisende_bestuursdwang", measure=closure)
    assert "op grond van artikel 174a van de Gemeentewet, en artikel 5:31" in letter


def test_an_invordering_does_not_answer_what_was_said_about_the_last() -> None:
    letter = said("invorderingsbeschikking")
    assert "genoeg ruimte over" not in letter and "het bedrag te hoog" in letter
    sources = example.sources(KINDS["invorderingsbeschikking"], POLICY, TEMPLATES.sender, filled=example.FILLED)
    missing = check.missing_facts("invorderingsbeschikking", facts_of(sources))
    assert [one.name for one in missing] == ["Wat met de zienswijze is gedaan"]


@pytest.mark.parametrize(
    ("ground", "article"),
    [("jaar_5_34_2", "artikel 5:34, tweede lid"), ("onmogelijk_5_34_1", "artikel 5:34, eerste lid"),
     ("doel_bereikt", "artikel 5:34 van")],
)  # fmt: skip
def test_lifting_a_last_names_its_article(ground: str, article: str) -> None:
    assert f"op grond van {article}" in said("opheffing", measure={"lifted": {"ground": ground, "text": "Klaar."}})


def told(recipient: str) -> str:
    check_done = {"agrees": True, "recipient": recipient, "legal_basis": "AVG artikel 6, eerste lid, onder e"}
    return said("informeren_eigenaar", measure={"privacy_check": check_done})


def test_a_letter_is_called_after_who_gets_it() -> None:
    assert "Brief aan de verhuurder" in told("verhuurder") and "De verhuurder" in told("verhuurder")
    assert "eigenaar" not in told("bewindvoerder")


def test_a_bewindvoerder_is_told_of_consequences_and_threatened_with_nothing() -> None:
    letter = told("bewindvoerder")
    assert "gevolgen hebben voor de huur" in letter and "een maatregel opleggen" not in letter
    assert "een maatregel opleggen" in told("eigenaar")


@pytest.mark.parametrize("recipient", ["eigenaar", "verhuurder", "bewindvoerder"])
def test_the_letter_gives_as_long_to_answer_as_the_term_runs(recipient: str) -> None:
    assert REPLY_DAYS == 14 and "binnen twee weken" in told(recipient)


def test_interest_is_shown_for_each_part_and_adds_up() -> None:
    letter = said("rentebeschikking")
    assert "30 januari 2027 tot en met 31 mei 2027 (122 dagen): 4 procent over € 4.000 is € 53,48." in letter
