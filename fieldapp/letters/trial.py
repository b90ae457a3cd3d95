"""Tries the templates of a municipality with the invented case, before the first real letter needs them."""

from __future__ import annotations

from collections.abc import Iterator

from fieldapp.domain.letter_kinds import KINDS, LetterKind
from fieldapp.domain.policy import Policy
from fieldapp.letters import blocks, check, example
from fieldapp.letters.docx import text_of, to_docx
from fieldapp.letters.facts import facts_of
from fieldapp.letters.templates import Templates, WrongTemplate


def try_templates(templates: Templates, policy: Policy) -> None:
    """Raise WrongTemplate with a sentence for each fault of a municipality's own; the delivered ones have none."""
    problems = [*problems_of(templates, policy)] if templates.has_own else []
    if problems:
        raise WrongTemplate(*problems)


def problems_of(templates: Templates, policy: Policy) -> Iterator[str]:
    """Yield what is wrong: a file that cannot be used, or a mandatory content that no longer comes out."""
    for kind in KINDS.values():
        try:
            yield from _lost(kind, templates, policy)
        except WrongTemplate as wrong:
            yield from wrong.problems


def _lost(kind: LetterKind, templates: Templates, policy: Policy) -> Iterator[str]:
    facts = facts_of(example.sources(kind, policy, templates.sender))
    html = templates.html(kind.slug, facts)
    word = text_of(to_docx(templates.word(kind.slug), html, facts, example.DATED_ON))
    for form, text in (("PDF", blocks.text_of(html)), ("Word", word)):
        for lost in check.missing_words(kind.slug, facts, text):
            yield f"{kind.slug} ({form}): {lost.name} ontbreekt ({lost.article})"
