"""Twee versies: the fields of a document for which two values stand side by side, and nothing is lost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fieldapp.pages.moments import near
from fieldapp.pages.said import field_words, value_words

Shown = Mapping[str, Any]
Items = Mapping[str, Mapping[str, Any]]
WORDS = {
    "visit": "controle",
    "measure": "voorstel",
    "premises": "pand",
    "joint_visit": "samen bezoek",
    "day_list": "daglijst",
}


def rows(shown: Shown, items: Items, names: Mapping[str, str], address: str, now: datetime) -> dict[str, Any]:
    """Return one document with its fields that wait for a choice."""
    fields = [field_row(shown, field, items, names, now) for field in sorted(shown["rivals"])]
    people = sorted({one["who"] for field in fields for one in field["versions"]})
    return {
        "id": shown["id"],
        "kind": shown["kind"],
        "title": f"{address}: {WORDS.get(shown['kind'], 'dossier')}"
        if address
        else WORDS.get(shown["kind"], "dossier"),
        "line": f"{' en '.join(people)} vulden hetzelfde in. Er is niets weg.",
        "fields": fields,
        "base": shown["version"],
    }


def field_row(shown: Shown, field: str, items: Items, names: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Return the versions of one field in a fixed order: as they came in, the newest not preferred."""
    writer = shown.get("writers", {}).get(field) or {}
    present = {"value": value_at(shown["fields"], field), **writer}
    versions = [present, *shown["rivals"][field]]
    return {
        "field": field,
        "title": field_words(field, items),
        "versions": [
            {
                "id": str(place),
                "who": names.get(one.get("by") or "", "onbekend"),
                "at": near(one.get("made_at") or None, now),
                "words": value_words(field, one["value"], items, names),
            }
            for place, one in enumerate(versions)
        ],
    }


def chosen_value(shown: Shown, field: str, version: str) -> tuple[bool, Any]:
    """Return whether this version exists, and its value."""
    values = [value_at(shown["fields"], field), *(one["value"] for one in shown["rivals"].get(field, ()))]
    place = int(version) if version.isdigit() else len(values)
    return (True, values[place]) if place < len(values) else (False, None)


def value_at(fields: Mapping[str, Any], field: str) -> Any:
    """Return the value of a field (`state`, `answers.nooduitgang`), None when it has none."""
    name, _, key = field.partition(".")
    value = fields.get(name)
    return value.get(key) if key and isinstance(value, Mapping) else value if not key else None
