"""What an operation or a field says, in words: for what is held and for two versions of one field."""

from collections.abc import Mapping
from typing import Any

from fieldapp.pages.amounts import amount_words, capital, measure_words
from fieldapp.pages.findings import answer_words
from fieldapp.pages.moments import day_long, day_of, moment_short
from fieldapp.texts import LABELS, label

Fields = Mapping[str, Any]
HIDDEN = frozenset({"privacy", "blob", "thumb", "sha256", "chunks", "bytes", "width", "height", "matrix", "advice"})
NAMES = {
    "number": "Aantal",
    "text": "Tekst",
    "chips": "Gekozen",
    "value": "Antwoord",
    "item": "Punt",
    "count": "Aantal",
    "outcome": "Afloop",
    "statement": "Verklaring",
    "legitimation": "Legitimatie",
    "co_visitor_ids": "Wie ging mee",
    "taken_at": "Gemaakt",
    "reason": "Reden",
    "appointment": "Afspraak",
    "order": "Volgorde",
    "address_text": "Adres",
    "ground": "Grond",
    "filled_together": "Samen ingevuld",
    "measure_type": "Maatregel",
    "consent": "Toestemming",
    "basis": "Grond",
    "made_at": "Gemaakt",
    "opened_at": "Begonnen",
    "near_address": "Bij het adres",
    "not_a_name": "Inspecteur zei: geen naam",
    "remarks": "Opmerkingen",
    "capacity": "Wie",
    "visit_kind": "Soort controle",
    "void_reason": "Reden",
    "end_reason": "Reden",
    "handover_reason": "Reden",
    "leader_id": "Wie leidt",
}
COLLECTIONS = {
    "answers": "Punt",
    "findings": "Bevinding",
    "photos": "Foto",
    "binnentreden": "Binnentreden",
    "help_offers": "Hulp aangeboden",
    "seen_outside": "Van buitenaf gezien",
    "additions": "Aanvulling",
    "stops": "Stop",
    "vergunningen": "Vergunning",
    "entries": "Wie ging naar binnen",
    "partner_notes": "Bijdrage van de politie",
    "requests": "Verzoek van de politie",
    "remarks": "Opmerking",
}
ENUMERATIONS = {
    "value": "answer",
    "outcome": "visit_outcome",
    "reason": "visit_reason",
    "basis": "entry_basis",
    "ground": "joint_ground",
    "state": "measure_state",
    "void_reason": "void_reason",
    "end_reason": "end_reason",
    "handover_reason": "handover_reason",
}


def body_rows(body: Fields, items: Mapping[str, Fields], names: Mapping[str, str]) -> list[dict[str, str]]:
    """Return what an operation says, one row for each field it sets."""
    return [
        {"label": field_words(field, items), "value": value_words(field, value, items, names)}
        for field, value in sorted(body.items())
        if field not in HIDDEN
    ]


def field_words(field: str, items: Mapping[str, Fields]) -> str:
    """Return what people call a field: "Nooduitgang", "Bevinding", "Afloop"."""
    name, _, key = field.partition(".")
    if name == "answers" and key in items:
        return str(items[key].get("short") or items[key]["statement"])
    return COLLECTIONS.get(name) or NAMES.get(name) or capital(name.replace("_", " "))


def value_words(field: str, value: Any, items: Mapping[str, Fields], names: Mapping[str, str]) -> str:
    """Return a value in words; an item without one was taken away, any other field was left open."""
    name, _, key = field.partition(".")
    if value is None:
        return "weggehaald" if key else "niet ingevuld"
    if name == "answers" and isinstance(value, Mapping):
        parts = [answer_words(items.get(key, {}), value), str(value.get("text") or "")]
        return ". ".join(part for part in parts if part)
    if name == "findings" and isinstance(value, Mapping):
        return finding_words(value, items)
    if isinstance(value, Mapping) and "measure_type" in value:
        return ", ".join(part for part in (measure_words(value), amount_words(value)) if part)
    return plain(name, value, names)


def finding_words(value: Fields, items: Mapping[str, Fields]) -> str:
    item = items.get(str(value.get("item")), {})
    chips = {chip["id"]: chip["label"] for chip in item.get("chips") or ()}
    parts = [str(item.get("short") or value.get("item") or "")]
    parts.append(", ".join(chips.get(chip, str(chip)) for chip in value.get("chips") or ()))
    parts.append(str(value.get("text") or ""))
    return ". ".join(part for part in parts if part)


def plain(name: str, value: Any, names: Mapping[str, str]) -> str:
    """Return any JSON value as words, without what only machines read."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, Mapping):
        parts = (
            (NAMES.get(key, capital(key.replace("_", " "))), plain(key, one, names))
            for key, one in value.items()
            if key not in HIDDEN
        )
        return "; ".join(f"{words}: {said}" for words, said in parts if said)
    if isinstance(value, list):
        return ", ".join(plain(name, one, names) for one in value)
    if value is None:
        return ""
    return word(name, str(value), names)


def word(name: str, value: str, names: Mapping[str, str]) -> str:
    if value in names:
        return names[value]
    if name.endswith("_at") and len(value) > 10:
        return moment_short(value)
    if name.endswith("_on") and len(value) == 10:
        return day_long(day_of(value))
    enumeration = ENUMERATIONS.get(name, name)
    return label(enumeration, value) if enumeration in LABELS else value
