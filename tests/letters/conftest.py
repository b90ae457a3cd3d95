"""What the tests of letters share: the delivered texts, the example policy, and each letter set once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pytest

from fieldapp.domain.letter_kinds import KINDS
from fieldapp.domain.policy import Policy
from fieldapp.letters import example
from fieldapp.letters.docx import to_docx
from fieldapp.letters.facts import facts_of
from fieldapp.letters.pdf import set_letter
from fieldapp.letters.templates import Templates
from fieldapp.letters.words import Facts
from fieldapp.policy import load_policy

POLICY = load_policy()
TEMPLATES = Templates()
SLUGS = sorted(KINDS)


@dataclass(frozen=True)
class Made:
    slug: str
    facts: Facts
    html: str
    pdf: bytes
    set_text: str
    docx: bytes


@cache
def made(slug: str) -> Made:
    facts = facts_of(example.sources(KINDS[slug], POLICY, TEMPLATES.sender))
    html = TEMPLATES.html(slug, facts)
    pdf, text = set_letter(html, example.DATED_ON)
    return Made(slug, facts, html, pdf, text, to_docx(TEMPLATES.word(slug), html, facts, example.DATED_ON))


@pytest.fixture(params=SLUGS)
def letter(request: pytest.FixtureRequest) -> Made:
    """Each kind of letter, made of the invented case."""
    return made(request.param)


@pytest.fixture
def policy() -> Policy:
    return POLICY


@pytest.fixture
def templates() -> Templates:
    return TEMPLATES
