"""Letters about the costs of bestuursdwang: the same aanmaning, dwangbevel, deferral and interest, in their own words."""

from __future__ import annotations

from typing import Any

import pytest

from fieldapp.domain.letter_kinds import KINDS
from fieldapp.letters import blocks, check, example
from fieldapp.letters.facts import facts_of
from fieldapp.letters.gaps import is_open
from tests.letters.conftest import POLICY, TEMPLATES

COSTS: dict[str, Any] = {
    "amount_eur_cents": 1_432_500,
    "made_known_on": "2027-01-12",
    "aanmaning": {"sent_on": "2027-02-24", "fee_eur_cents": 2_000},
}
OWED = {
    **example.MEASURE,
    "measure_type": "last_onder_bestuursdwang",
    "state": "kosten_vastgesteld",
    "costs": COSTS,
    "verbeurten": {},
    "payments": {"b1": {"on": "2027-02-10", "amount_eur_cents": 432_500, "of": "kosten", "kind": "betaling"}},
    "terms": {"betaling_kosten": {"ends_on": "2027-02-23"}},
}
SLUGS = ("aanmaning", "dwangbevel", "uitstel_van_betaling", "rentebeschikking")


def set_for_costs(slug: str, **measure: Any) -> tuple[Any, str]:
    owed = {**OWED, **measure}
    facts = facts_of(example.sources(KINDS[slug], POLICY, TEMPLATES.sender, measure=owed, verbeurte_id="kosten"))
    return facts, blocks.text_of(TEMPLATES.html(slug, facts))


@pytest.mark.parametrize("slug", SLUGS)
def test_a_letter_about_costs_is_complete_and_speaks_of_no_dwangsom(slug: str) -> None:
    facts, text = set_for_costs(slug)
    assert check.missing_facts(slug, facts) == []
    assert check.missing_words(slug, facts, text) == []
    assert "dwangsom" not in text.lower() and "invordering" not in text.lower()
    assert "bestuursdwang" in text or "kostenbeschikking" in text


def test_the_aanmaning_for_costs_asks_what_is_open_with_its_fee() -> None:
    _, text = set_for_costs("aanmaning")
    for words in ("kostenbeschikking van 12 januari 2027", "€ 10.000", "€ 20", "€ 10.020"):
        assert words in text.replace("\xa0", " "), words


def test_a_kostenbeschikking_with_another_amount_than_was_fixed_is_not_complete() -> None:
    kind = KINDS["kostenbeschikking"]
    for filled, is_missing in (("1432500", False), ("1500000", True)):
        made = example.sources(kind, POLICY, TEMPLATES.sender)
        facts = facts_of(
            example.sources(
                kind,
                POLICY,
                TEMPLATES.sender,
                measure={**made.measure, "costs": COSTS},
                filled={**made.filled, "kosten_eur_cents": filled},
            )
        )
        assert is_open(facts["kosten"]["bedrag"]) is is_missing
