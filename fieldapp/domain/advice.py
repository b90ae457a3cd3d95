"""The advice of the matrix as a phone sends it back: codes, numbers and sentences of the product, nothing typed.

A sentence is one that `domain/matrix.py` makes; a word is one of the matrix in force. So no field of it can
carry what somebody wrote. Source: AVG art. 5 lid 1 under c; Awb art. 4:84 (the advice is kept beside the choice).
"""

import re
from collections.abc import Mapping
from typing import Any

from fieldapp.domain.documents import Advice, Context
from fieldapp.domain.errors import Refused
from fieldapp.domain.free_text import check_cents, check_counts
from fieldapp.domain.matrix import LABELS, TIMES
from fieldapp.domain.moments import MONTHS

MOST_REASONS = 20
LONGEST_REASON = 2000
WORDS = ("row", "label", "authority", "addressee", "confirm", "variant")
NUMBERS = ("step", "steps", "term_days")


def _any_of(words: Any) -> str:
    return "(?:" + "|".join(re.escape(word) for word in words) + ")"


def _one_or_more(what: str) -> str:
    return rf"{what}(?:(?:, {what})* en {what})?"


_DAY = rf"[0-9]{{1,2}} {_any_of(MONTHS)} [0-9]{{4}}"
_MEASURE = _any_of([*LABELS.values(), "brief"])
SENTENCES = re.compile(
    "|".join(
        (
            rf"(?:{_any_of(TIMES)}|[0-9]{{1,3}}e) keer in [0-9]{{1,3}} maanden\.",
            rf"Eerder: {_one_or_more(rf'{_MEASURE} [(]{_DAY}[)]')}\.",
            rf"De bevinding van {_one_or_more(_DAY)} telt niet mee: er ging toen geen brief uit\.",
            rf"De {_MEASURE} van {_DAY} is nog van kracht\.",
            rf"De hersteltermijn(?: van de waarschuwing)? loopt(?: nog)? tot en met {_DAY}\.",
            r"Een tweede maatregel voor dezelfde regel kan nu niet [(]Awb art\. 5:6[)]\.",
            r"De dwangsom is verbeurd\. Uw teamleider regelt de invordering\.",
            r"De gemeente kan de bestuursdwang nu toepassen\.",
            r"Geen advies in de matrix\.",
            r"Spoed: overleg meteen met uw teamleider\.",
            r"Dit is de laatste stap van de matrix\.",
            r"Sluiting van een woning: eerst een juridische toets\.",
            r"Uw teamleider bevestigt eerst wie de brief krijgt\.",
        )
    )
)
"""What `advise` can say. A sentence that is no longer made stays here: a phone may come back with it."""


def read_advice(advice: Advice, rule_key: str, matrix: str, context: Context) -> dict[str, Any]:
    """Return the advice without the words that the matrix in force does not know; its version says where they stood.

    Refused: measure.advice_unreadable, number.out_of_range.
    """
    said: dict[str, Any] = dict(advice)
    lines = said.get("why", [])
    if len(lines) > MOST_REASONS or any(not _is_ours(line["text"]) for line in lines):
        raise Refused("measure.advice_unreadable")
    if said.get("rule_key") not in (None, rule_key) or said.get("matrix") not in (None, matrix):
        raise Refused("measure.advice_unreadable")
    check_counts(*(said.get(name) for name in NUMBERS))
    check_cents(said.get("amount_eur_cents"), said.get("max_eur_cents"))
    then = said.get("then") or {}
    known = _words(context.policy.matrix["rows"])
    for duration in (said.get("duration"), then.get("duration")):
        check_duration(duration, context)
    return said | {
        **{name: said[name] if said[name] in known else None for name in WORDS if name in said},
        **({"notify": [one for one in said["notify"] if one in known]} if "notify" in said else {}),
    }


def check_duration(duration: Mapping[str, Any] | None, context: Context) -> None:
    """How long a closure lasts: a number of weeks or months, or an end that the matrix names.

    Refused: number.out_of_range, text.not_a_code.
    """
    if duration is None:
        return
    check_counts(duration.get("weeks"), duration.get("months"))
    until = duration.get("until")
    if until is not None and until not in _words(context.policy.matrix["rows"]):
        raise Refused("text.not_a_code")


def _is_ours(text: str) -> bool:
    return len(text) <= LONGEST_REASON and SENTENCES.fullmatch(text) is not None


def _words(value: Any) -> set[str]:
    """Every text that stands in a piece of policy."""
    if isinstance(value, str):
        return {value}
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return {word for one in inner for word in _words(one)}
