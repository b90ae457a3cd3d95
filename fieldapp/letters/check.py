"""Is the letter complete? On the facts before it is set, on the words after, and never with data of a third party."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fieldapp.domain.policy import Policy
from fieldapp.domain.text_guard import Hit, check_text
from fieldapp.letters.contents import CONTENTS, Content
from fieldapp.letters.gaps import Gap, is_open
from fieldapp.letters.words import Facts

OWN = "(gemeente)"


@dataclass(frozen=True)
class Missing:
    """One thing that a letter lacks, and where the office adds it."""

    name: str
    article: str
    where: str

    @property
    def sentence(self) -> str:
        return f"{self.name} ({self.article}). Vul dit aan {self.where}."


def asked(slug: str, facts: Facts) -> list[Content]:
    """Return the contents that this letter must have, given its facts."""
    return [content for content in CONTENTS[slug] if not content.when or value_of(facts, content.when)]


def missing_facts(slug: str, facts: Facts) -> list[Missing]:
    """Return which contents cannot be written yet, in the order of the letter."""
    return [
        Missing(content.name, content.article, content.where)
        for content in asked(slug, facts)
        if any(not has(value_of(facts, path)) for path in content.facts)
    ]


def missing_words(slug: str, facts: Facts, text: str) -> list[Missing]:
    """Return which contents do not stand in a letter as it was set: a template of the municipality may have lost one."""
    said = bare(text)
    lacks = [
        Missing(content.name, content.article, "in het sjabloon van de brief")
        for content in asked(slug, facts)
        if any(bare(words) not in said for words in words_of(content, facts))
    ]
    if is_open(text):
        lacks.append(Missing("Een open plek", "Huisregel", "waar in de tekst ‘nog invullen’ staat"))
    return lacks


def words_of(content: Content, facts: Facts) -> Iterator[str]:
    """Yield the words that a content must leave in the letter."""
    yield from content.words
    for path in content.facts:
        yield from _words(value_of(facts, path))


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _words(part)
    elif isinstance(value, list):
        for part in value:
            yield from _words(part)


def value_of(facts: Facts, path: str) -> Any:
    """Return the fact at `group.name`. Raises KeyError for a name that no fact has: a slip in the table of contents."""
    value: Any = facts
    for part in path.split("."):
        value = value[part]
    return value


def has(value: Any) -> bool:
    """Say whether a fact is known: no gap, and not empty."""
    return not isinstance(value, Gap) and bool(value)


def bare(text: str) -> str:
    """Return the letters and digits of a text only: how lines were broken or hyphenated makes no difference."""
    return re.sub(r"[^0-9a-z€]", "", unicodedata.normalize("NFKD", text.lower()))


def personal_data(policy: Policy, facts: Facts, text: str) -> list[Hit]:
    """Return what in a letter is surely data of a person, besides what belongs in a letter of the municipality.

    What belongs there is taken out first: the sender's own telephone and account, the number of the letter, and the
    digests of the annexes. Source: AVG art. 5 lid 1 c, 9, 46; UAVG art. 22.
    """
    own = {*facts["afzender"].values(), facts["brief"]["kenmerk"], *(annex["sha256"] for annex in facts["bijlagen"])}
    for words in sorted(own, key=len, reverse=True):
        text = text.replace(words, OWN)
    return [hit for line in text.splitlines() for hit in check_text(line, policy.guard) if hit.blocks]
