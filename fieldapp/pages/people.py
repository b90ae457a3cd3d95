"""Mensen: accounts as the administrator sees them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from fieldapp.pages.moments import day_long
from fieldapp.texts import LABELS, label

Shown = Mapping[str, Any]
ROLES = tuple((value, words.capitalize()) for value, words in LABELS["role"].items() if value != "system")
FIELDS = ("name", "login", "roles", "team_ids", "unit_id", "access_until_on")


def rows(people: Iterable[Shown], units: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return one row for each account, those that are on first, then by name."""
    made = [row(shown, units) for shown in people]
    return sorted(made, key=lambda one: (not one["is_active"], one["name"]))


def row(shown: Shown, units: Mapping[str, str]) -> dict[str, Any]:
    person = shown["fields"]
    until = person.get("access_until_on")
    places = [units.get(team, "") for team in person.get("team_ids") or ()] + [
        units.get(person.get("unit_id") or "", "")
    ]
    return {
        "id": shown["id"],
        "name": person.get("name", ""),
        "login": person.get("login", ""),
        "roles": ", ".join(label("role", role) for role in person.get("roles") or ()),
        "where": ", ".join(place for place in places if place),
        "until": day_long(date.fromisoformat(until)) if until else "",
        "is_active": bool(person.get("is_active")),
        "may_hold_mandate": "mandate_holder" in (person.get("roles") or ()),
    }


def body(form: Any) -> dict[str, Any]:
    """Return the fields of an account as the form has them."""
    return {
        "name": (form.name.data or "").strip(),
        "login": (form.login.data or "").strip(),
        "roles": list(form.roles.data or ()),
        "team_ids": list(form.team_ids.data or ()),
        "unit_id": form.unit_id.data or None,
        "access_until_on": form.access_until_on.data.isoformat() if form.access_until_on.data else None,
    }


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return what differs, so that a form does not write what nobody touched."""
    return {name: after[name] for name in FIELDS if (before.get(name) or None) != (after[name] or None)}
