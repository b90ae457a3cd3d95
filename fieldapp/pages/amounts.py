"""A measure in words: what it costs, how long it lasts, whether it follows the advice."""

from collections.abc import Mapping
from typing import Any

from fieldapp.pages.moments import count
from fieldapp.texts import amount, label

Fields = Mapping[str, Any]
COMPARED = ("measure_type", "mode", "amount_eur_cents", "max_eur_cents")


def measure_words(measure: Fields) -> str:
    """Return "last onder dwangsom"; nothing when the matrix names no measure."""
    kind = measure.get("measure_type")
    return small(label("measure_type", kind)) if kind else ""


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def small(words: str) -> str:
    """Return a label as it stands inside a sentence."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def amount_words(measure: Fields) -> str:
    """Return "€ 2.500 per keer, hoogstens € 10.000", or how long it lasts, or nothing."""
    cents = measure.get("amount_eur_cents")
    if cents is None:
        return duration_words(measure.get("duration"))
    words = amount(cents, measure.get("max_eur_cents"), measure.get("mode"), measure.get("time_unit"))
    return words.replace("€ ", "€\u00a0")  # an amount never breaks over two lines


def duration_words(duration: Fields | None) -> str:
    """Return "4 weken", "3 maanden", or the words of the matrix for another end."""
    if not duration:
        return ""
    if duration.get("weeks"):
        return count(duration["weeks"], "week", "weken")
    if duration.get("months"):
        return count(duration["months"], "maand", "maanden")
    return f"tot {duration['until'].replace('_', ' ')}" if duration.get("until") else ""


def is_advised(measure: Fields) -> bool:
    """Tell whether the proposal is what the matrix advised, amounts included."""
    advice = measure.get("advice") or {}
    if measure.get("deviation") or advice.get("result") != "maatregel":
        return False
    return all(measure.get(name) == advice.get(name) for name in COMPARED if measure.get(name) is not None)


def advice_badge(measure: Fields) -> dict[str, str]:
    """Return words, tone and icon that say how proposal and advice stand to each other."""
    if is_advised(measure):
        return {"words": "Volgt advies", "tone": "safe", "icon": "check"}
    if (measure.get("advice") or {}).get("result") == "geen_regel":
        return {"words": "Geen advies in de matrix", "tone": "neutral", "icon": "info-circle"}
    return {"words": "Wijkt af van advies", "tone": "warning", "icon": "alert-triangle"}
