"""How a letter writes days, times, amounts and lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fieldapp.pages.moments import clock, day_long, day_of
from fieldapp.texts import eur

Facts = dict[str, Any]
Fields = Mapping[str, Any]
NO_BREAK = "\u00a0"


def day_words(iso: str) -> str:
    """Return "22 november 2026" for a day or an instant."""
    return day_long(day_of(iso))


def clock_words(iso: str) -> str:
    """Return "21.14 uur", as Dutch letters write it."""
    return f"{clock(iso).replace(':', '.')} uur"


def moment_words(iso: str) -> str:
    return f"{day_words(iso)}, {clock_words(iso)}"


def money(cents: int) -> str:
    """Return "€ 5.000" or "€ 5.000,50"; it never breaks over two lines."""
    return eur(cents).replace(" ", NO_BREAK)


def lines_of(value: Any) -> list[str]:
    """Return the lines of a text or the items of a list that hold anything."""
    parts: Iterable[Any] = value.splitlines() if isinstance(value, str) else value or ()
    return [line for part in parts if (line := line_of(part).lstrip("-•* "))]


def line_of(value: Any) -> str:
    return " ".join(str(value or "").split())


def sentence(words: str) -> str:
    """Return the words with a capital and an end."""
    bare = words.strip()
    return (bare[:1].upper() + bare[1:] + ("" if bare.endswith((".", "!", "?")) else ".")) if bare else ""


def listed(parts: Iterable[str]) -> str:
    """Return "a, b en c"."""
    said = list(parts)
    return said[0] if len(said) == 1 else ", ".join(said[:-1]) + " en " + said[-1] if said else ""
