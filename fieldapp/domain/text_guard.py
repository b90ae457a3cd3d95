"""The guard on free text: nothing that could say who works or lives at an address.

What surely is personal data blocks; what may be one asks. Patterns, names and words are data
(`guard.json`), read by this module and by `static/app/domain/text-guard.js` with the same vectors.
`start` and `end` of a hit count characters of the text.
Source: AVG art. 5 lid 1 under c and art. 9; UAVG art. 22 and 46.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

SHORTEST_IN_CAPITALS = 4
"""Characters: shorter words in capitals are abbreviations."""


@dataclass(frozen=True)
class Hit:
    """One place in a text: `kind` of data, whether it `blocks` saving, and the `word` as written."""

    kind: str
    start: int
    end: int
    blocks: bool
    word: str


def check_text(text: str, rules: Mapping[str, Any], allowed: Collection[str] = ()) -> list[Hit]:
    """Return what in this text may not, or perhaps should not, be kept, in reading order.

    `allowed`: numbers and names that belong here, such as the zaaknummer of the visit. Hits never
    overlap; one that blocks goes before one that asks, a longer before a shorter.
    """
    folded = "".join(rules["fold"].get(char, char) for char in text)
    free = _free_spans(folded, allowed)
    found = {
        Hit(kind, start, end, bool(rules["blocks"][kind]), text[start:end])
        for kind, start, end in _candidates(folded, rules)
        if not any(first <= start and end <= last for first, last in free)
    }
    permitted = {_bare(one) for one in allowed}
    return _without_overlap(hit for hit in found if _bare(hit.word) not in permitted)


def replace_by_role(text: str, hit: Hit, rules: Mapping[str, Any]) -> str:
    """Return the text with what was hit replaced by the role; the sentence stays."""
    role = str(rules["replacement"][hit.kind])
    before = text[: hit.start]
    if not before.strip() or re.search(r"[.!?]\s+$", before):
        role = role[:1].upper() + role[1:]
    return before + role + text[hit.end :]


def passes_eleven_test(digits: str) -> bool:
    """Return whether nine digits can be a BSN. Source: Besluit burgerservicenummer art. 2."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return total % 11 == 0 and digits != "000000000"


def _candidates(folded: str, rules: Mapping[str, Any]) -> Iterator[tuple[str, int, int]]:
    for rule in rules["patterns"]:
        flags = re.IGNORECASE if rule["flags"] == "i" else re.RegexFlag(0)
        check = _CHECKS[rule["check"]] if rule["check"] else _whole
        for start, end in _matches(re.compile(rule["pattern"], flags), folded, check, rules):
            yield rule["kind"], start, end
    yield from _names(folded, rules)
    yield from _sensitive_words(folded, rules)


def _matches(
    pattern: re.Pattern[str], folded: str, check: "Check", rules: Mapping[str, Any]
) -> Iterator[tuple[int, int]]:
    """Each match that its check accepts; after a refusal the search goes on at the next character."""
    at = 0
    while match := pattern.search(folded, at):
        length = check(match[0], rules)
        at = match.start() + 1
        if length:
            yield match.start(), match.start() + length
            at = match.start() + length


Check = Callable[[str, Mapping[str, Any]], int]
"""Says how many characters of a match count; 0: none of it is what it looked like."""


def _whole(word: str, rules: Mapping[str, Any]) -> int:
    return len(word)


def _bsn(word: str, rules: Mapping[str, Any]) -> int:
    is_case_number = re.fullmatch(r"(?:19|20)[0-9]{2}[ .\-/][0-9]{5}", word)
    return len(word) if not is_case_number and passes_eleven_test(re.sub("[^0-9]", "", word)) else 0


def _iban(word: str, rules: Mapping[str, Any]) -> int:
    """Take as many characters as this country has. Source: ISO 13616 (remainder of 97 is 1)."""
    size = rules["iban_lengths"].get(word[:2].upper(), 0)
    places = [index for index, char in enumerate(word) if char.isascii() and char.isalnum()]
    if not size or len(places) < size:
        return 0
    bare = "".join(word[index] for index in places[:size]).upper()
    number = "".join(str(int(char, 36)) for char in bare[4:] + bare[:4])
    return places[size - 1] + 1 if int(number) % 97 == 1 else 0


def _phone(word: str, rules: Mapping[str, Any]) -> int:
    starts_as_date_or_hours = re.match(
        r"[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ](?:19|20)[0-9]{2}|[0-9]{2}\.[0-9]{2} ?- ?[0-9]{2}\.[0-9]{2}", word
    )
    return 0 if starts_as_date_or_hours else len(word)


def _document(word: str, rules: Mapping[str, Any]) -> int:
    is_date = re.search(r"(?<![0-9])[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ](?:19|20)[0-9]{2}$", word)
    return 0 if is_date else len(word)


def _plate(word: str, rules: Mapping[str, Any]) -> int:
    plate = re.sub("[^a-z0-9]", "", re.sub("^kenteken[^a-z0-9]*(?:is |van |nummer )?", "", word.lower()))
    return len(word) if 6 <= len(plate) <= 8 and re.search("[0-9]", plate) and re.search("[a-z]", plate) else 0


_CHECKS: Mapping[str, Check] = {
    "bsn": _bsn,
    "iban": _iban,
    "phone": _phone,
    "document": _document,
    "plate": _plate,
}


def _names(folded: str, rules: Mapping[str, Any]) -> Iterator[tuple[str, int, int]]:
    """What looks like a name: after a title, after `heet`, initials, two capitals, or a known first name."""
    not_names, names = set(rules["not_names"]), set(rules["names"])
    any_case = {name.lower() for name in names if len(name) >= 6}
    for rule in rules["name_patterns"]:
        at = 0
        pattern = re.compile(rule["pattern"])
        while match := pattern.search(folded, at):
            at = match.start() + 1
            if _is_name(rule["why"], match[0], names, any_case, not_names):
                yield "name", match.start(), match.end()
                at = match.end()


def _is_name(why: str, said: str, names: set[str], any_case: set[str], not_names: set[str]) -> bool:
    words = said.split(" ")
    if why in ("title", "called"):
        return True
    if why == "initials":
        return words[0] not in not_names and words[-1].split(".")[-1] not in not_names
    if why == "two_words":
        return words[0] not in not_names and words[-1] not in not_names
    if said.isupper() and len(said) >= SHORTEST_IN_CAPITALS:
        said = said.capitalize()
    return said not in not_names and (said in names or said.lower() in any_case)


def _sensitive_words(folded: str, rules: Mapping[str, Any]) -> Iterator[tuple[str, int, int]]:
    stems = [stem for group in rules["sensitive_stems"].values() for stem in group]
    exceptions = set(rules["not_sensitive"])
    for match in re.finditer(f"[{rules['letters']}]+(?:-[{rules['letters']}]+)*", folded):
        word = match[0].lower()
        if word not in exceptions and any(_has_stem(word, stem) for stem in stems):
            yield "sensitive_word", match.start(), match.end()


def _has_stem(word: str, stem: str) -> bool:
    """A short stem is a whole word (or part between hyphens); a longer one starts it."""
    if len(stem) <= 4:
        return stem in word.split("-")
    return word.startswith(stem)


def _free_spans(folded: str, allowed: Collection[str]) -> list[tuple[int, int]]:
    """Where in the text something allowed stands, literally."""
    text = folded.lower()
    spans = []
    for one in (one.lower() for one in allowed if one):
        at = text.find(one)
        while at >= 0:
            spans.append((at, at + len(one)))
            at = text.find(one, at + 1)
    return spans


def _bare(word: str) -> str:
    return re.sub("[^a-z0-9]", "", word.lower())


def _without_overlap(hits: Iterator[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda one: (not one.blocks, one.start - one.end, one.start, one.kind)):
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda one: one.start)
