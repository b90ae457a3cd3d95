"""Letters read as a lawyer and as the addressee would: for whom they are, on which article they rest, what they ask."""

from dataclasses import replace
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


def test_postcode_and_place_stand_under_the_address_where_they_are_known() -> None:
    letter = said("besluit_last_onder_dwangsom", postal="9910 AA Voorbeeldstad")
    assert "Raamverhuur De Lantaarn B.V. Lantaarnkade 12 9910 AA Voorbeeldstad" in letter
    resident = {"addressee": {"role": "bewoner", "operator": None, "zaak_ref": "Z-1"}}
    letter = said("besluit_last_onder_dwangsom", measure=resident, postal="9910 AA Voorbeeldstad")
    assert "Aan de bewoner(s) van Lantaarnkade 12 9910 AA Voorbeeldstad" in letter
    assert "9910" not in said("besluit_last_onder_dwangsom")


def test_a_verslag_that_nobody_who_went_in_can_make_says_so_and_is_on_no_oath() -> None:
    """Awbi art. 10 lid 1: nobody swears to what another saw. Why stays in the file: the resident gets a copy."""
    assert "kan dit verslag niet zelf opmaken" not in said("verslag_van_binnentreden")
    filled = {**example.FILLED, "niet_zelf": "De toezichthouder is langdurig ziek."}
    letter = said("verslag_van_binnentreden", filled=filled)
    assert "kan dit verslag niet zelf opmaken. De teamleider maakte het op" in letter
    assert "ziek" not in letter
    assert "geen ambtseed of ambtsbelofte" in letter


def test_what_only_the_office_knew_of_an_entry_is_filled_in() -> None:
    told = {"basis": "machtiging", "entered_at": "2026-11-19T18:03:00Z", "measure_id": "m1",
            "machtiging": {"issuer": "burgemeester", "given_on": "2026-11-18", "provisions": "artikel 5:27"}}  # fmt: skip
    visit = {**example.ENTERED, "binnentreden": {"m1": told}}
    letter = said("verslag_van_binnentreden", visit=visit)
    assert "[nog invullen: Wie gingen mee?" in letter and "[nog invullen: Wanneer verlieten zij de woning?" in letter
    filled = {**example.FILLED, "buiten": "19 november 2026, 20.10 uur", "vergezeld": "een slotenmaker (1)"}
    assert "19 november 2026, 20.10 uur" in said("verslag_van_binnentreden", visit=visit, filled=filled)


def test_times_that_do_not_follow_each_other_stand_in_the_verslag() -> None:
    assert "passen niet bij elkaar" not in said("verslag_van_binnentreden")
    back = {"b1": {**example.ENTERED["binnentreden"]["b1"], "left_at": "2026-11-19T17:50:00Z"}}
    letter = said("verslag_van_binnentreden", visit={**example.ENTERED, "binnentreden": back})
    assert "passen niet bij elkaar: naar buiten (18.50 uur) staat vóór naar binnen (19.03 uur)." in letter


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


def test_a_rate_that_nobody_looked_up_stops_the_letter() -> None:
    sources = example.sources(KINDS["rentebeschikking"], POLICY, TEMPLATES.sender)
    unknown = facts_of(replace(sources, policy=POLICY))
    assert "procent" not in str(unknown["rente"])
    assert "het percentage van de wettelijke rente vanaf 1 juli 2026" in unknown["rente"]["bedrag"]
    lacks = {one.name for one in check.missing_facts("rentebeschikking", unknown)}
    assert {"Hoe de rente is berekend", "Het te betalen bedrag"} <= lacks
    assert not check.missing_facts("rentebeschikking", facts_of(sources))


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
