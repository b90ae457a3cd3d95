"""Eenheden: the teams of the municipality, and the police and partners it works with."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from fieldapp.pages.moments import day_long
from fieldapp.texts import label

Shown = Mapping[str, Any]
KINDS = ("team", "police", "partner")
FIELDS = ("name", "phone", "covenant_until_on")


def rows(units: Iterable[Shown], today: date) -> list[dict[str, Any]]:
    """Return one row for each unit: teams first, then police, then partners, each by name."""
    made = [row(shown, today) for shown in units]
    return sorted(made, key=lambda one: (KINDS.index(one["kind"]), one["name"].casefold()))


def row(shown: Shown, today: date) -> dict[str, Any]:
    unit = shown["fields"]
    until = date.fromisoformat(unit["covenant_until_on"]) if unit.get("covenant_until_on") else None
    return {
        "id": shown["id"],
        "name": unit.get("name", ""),
        "kind": unit.get("kind", "team"),
        "kind_words": label("unit_kind", unit.get("kind", "")),
        "phone": unit.get("phone") or "",
        "until": day_long(until) if until else "",
        "is_over": until is not None and until < today,
    }


def body(form: Any) -> dict[str, Any]:
    """Return the fields of a unit as the form has them."""
    return {
        "name": (form.name.data or "").strip(),
        "phone": (form.phone.data or "").strip() or None,
        "covenant_until_on": form.covenant_until_on.data.isoformat() if form.covenant_until_on.data else None,
    }


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return what differs, so that a form does not write what nobody touched."""
    return {name: after[name] for name in FIELDS if (before.get(name) or None) != (after[name] or None)}
