"""The guard on free text: the vectors, and agreement with libraries that know the numbers."""

import json
import string
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import iban
from stdnum.nl import bsn

from fieldapp.domain.text_guard import check_text, passes_eleven_test, replace_by_role
from fieldapp.policy import load_policy

RULES = load_policy().guard
VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "text_guard.json").read_text(encoding="utf-8"))
ASKS = {"name", "sensitive_word"}
WORDS = st.sampled_from(["deur", "kamer", "dicht", "vol", "bij", "de", "trap", "nummer", "zaak"])


@pytest.mark.parametrize("case", VECTORS["texts"], ids=lambda case: case["why"])
def test_the_guard_finds_what_may_not_be_kept(case: dict[str, Any]) -> None:
    hits = check_text(case["text"], RULES, case["allowed"])
    assert [(hit.kind, hit.word) for hit in hits] == [(hit["kind"], hit["word"]) for hit in case["hits"]]
    assert all(case["text"][hit.start : hit.end] == hit.word for hit in hits)
    assert all(hit.blocks is (hit.kind not in ASKS) for hit in hits)


@pytest.mark.parametrize("case", VECTORS["replace"], ids=lambda case: case["why"])
def test_what_is_taken_out_becomes_the_role(case: dict[str, Any]) -> None:
    hit = check_text(case["text"], RULES)[0]
    assert replace_by_role(case["text"], hit, RULES) == case["after"]


@settings(max_examples=1000, deadline=None)
@given(digits=st.text(string.digits, min_size=9, max_size=9))
def test_nine_digits_are_a_bsn_exactly_when_the_library_says_so(digits: str) -> None:
    assert passes_eleven_test(digits) is bsn.is_valid(digits)


@settings(max_examples=300, deadline=None)
@given(start=st.integers(1, 99999999), separator=st.sampled_from(["", " ", ".", "-"]), before=WORDS, after=WORDS)
def test_every_valid_bsn_in_a_sentence_blocks(start: int, separator: str, before: str, after: str) -> None:
    digits = (
        next(f"{start:08d}{last}" for last in range(10) if bsn.is_valid(f"{start:08d}{last}"))
        if _has_check(start)
        else ""
    )
    if not digits:
        return
    written = separator.join([digits[:3], digits[3:6], digits[6:]])
    hits = check_text(f"{before} {written} {after}", RULES)
    assert any(hit.blocks for hit in hits), written


def _has_check(start: int) -> bool:
    return any(bsn.is_valid(f"{start:08d}{last}") for last in range(10))


@settings(max_examples=300, deadline=None)
@given(digits=st.text("123456789", min_size=9, max_size=9), before=WORDS)
def test_nine_digits_that_fail_the_test_pass(digits: str, before: str) -> None:
    if bsn.is_valid(digits):
        return
    assert not [hit for hit in check_text(f"{before} {digits}", RULES) if hit.kind == "bsn"]


@settings(max_examples=300, deadline=None)
@given(
    bank=st.text(string.ascii_uppercase, min_size=4, max_size=4),
    account=st.integers(1, 9_999_999_999),
    grouped=st.booleans(),
    lower=st.booleans(),
)
def test_every_valid_dutch_iban_blocks_and_a_wrong_one_is_none(
    bank: str, account: int, grouped: bool, lower: bool
) -> None:
    rest = f"{bank}{account:010d}"
    check = iban.calc_check_digits(f"NL00{rest}")
    for digits, is_right in ((check, True), (f"{(int(check) + 1) % 100:02d}", False)):
        number = f"NL{digits}{rest}"
        assert iban.is_valid(number, check_country=False) is is_right
        written = iban.format(number) if grouped else number
        hits = check_text(f"op {written.lower() if lower else written} gestort", RULES)
        assert any(hit.kind == "iban" for hit in hits) is is_right


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=200), allowed=st.lists(st.text(max_size=10), max_size=3))
def test_any_text_is_answered_with_hits_in_order_that_do_not_overlap(text: str, allowed: list[str]) -> None:
    hits = check_text(text, RULES, allowed)
    assert all(one.end <= two.start for one, two in pairwise(hits))
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)


@given(rounds=st.integers(1, 5))
def test_taking_out_every_hit_leaves_a_text_that_can_be_saved(rounds: int) -> None:
    text = "Maria 06-12345678 " * rounds
    for _ in range(4 * rounds):
        hits = check_text(text, RULES)
        if not hits:
            break
        text = replace_by_role(text, hits[0], RULES)
    assert check_text(text, RULES) == []


def test_the_names_of_help_organisations_are_no_names_of_people() -> None:
    for organisation in load_policy().directory["help_organisations"]:
        hits = check_text(f"Folder van {organisation['name']} gegeven.", RULES)
        assert not hits, organisation["name"]


def test_chips_and_statements_of_the_checklists_pass_the_guard() -> None:
    policy = load_policy()
    for one in policy.checklists.values():
        for item in one["items"]:
            for text in (item["statement"], item["short"], *(chip["label"] for chip in item["chips"])):
                assert not [hit for hit in check_text(text, RULES) if hit.kind != "sensitive_word"], text
