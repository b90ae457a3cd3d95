"""Brieven: the letters of a measure or a visit, and one letter with what it lacks and what can be done with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from fieldapp.domain.letter_kinds import KINDS, LetterKind, kinds_for_measure, kinds_for_visit
from fieldapp.pages.moments import day_long, day_of, moment_short
from fieldapp.texts import label

Shown = Mapping[str, Any]
TONES = {"concept": "neutral", "definitief": "warning", "verzonden": "safe", "vervallen": "neutral"}
ICONS = {"concept": "edit", "definitief": "signature", "verzonden": "mail", "vervallen": "ban"}
WHO = {
    "mandate_holder": "de mandaathouder",
    "team_lead": "de teamleider",
    "legal_officer": "de jurist",
    "inspector": "wie bij de controle was",
}


def rows(letters: Iterable[Shown]) -> list[dict[str, Any]]:
    """Return the letters of one file, newest first."""
    made = sorted(letters, key=lambda one: str(one["fields"].get("made_at") or ""), reverse=True)
    return [row(one) for one in made]


def row(letter: Shown) -> dict[str, Any]:
    fields = letter["fields"]
    state = fields["state"]
    return {
        "id": letter["id"],
        "title": title_of(fields),
        "number": fields.get("number") or "nog geen kenmerk",
        "state": state,
        "state_words": label("letter_state", state),
        "tone": TONES[state],
        "icon": ICONS[state],
        "line": line_of(fields),
    }


def title_of(fields: Shown) -> str:
    kind = KINDS.get(fields["letter_kind"])
    return kind.title if kind else str(fields["letter_kind"]).replace("_", " ")


def line_of(fields: Shown) -> str:
    """Return what happened last to a letter, in one line."""
    if fields["state"] == "verzonden":
        how = label("letter_sent_how", fields["sent_how"]).lower()
        return f"Verzonden op {day_long(day_of(fields['sent_on']))}, {how}"
    if fields["state"] == "vervallen":
        return f"Vervallen: {fields['dropped']['reason']}"
    if fields["state"] == "definitief":
        return f"Definitief sinds {moment_short(fields['frozen_at'])}. Nog niet verzonden."
    return f"Concept, begonnen op {moment_short(fields['made_at'])}"


def choices(
    about: str, roles: Collection[str], measure_type: str, verbeurten: Mapping[str, Shown]
) -> list[dict[str, str]]:
    """Return which letters can be begun: value and words. A letter about money is begun for one verbeurte."""
    kinds = kinds_for_visit() if about == "visit" else kinds_for_measure(measure_type)
    found = []
    for kind in kinds:
        if not may_write(kind, roles):
            continue
        if kind.about != "verbeurte":
            found.append({"value": kind.slug, "words": kind.title})
        for key, one in verbeurten.items() if kind.about == "verbeurte" else ():
            on = day_long(day_of(one["forfeited_on"]))
            found.append({"value": f"{kind.slug}:{key}", "words": f"{kind.title}, verbeurd op {on}"})
    return found


def may_write(kind: LetterKind, roles: Collection[str]) -> bool:
    return kind.is_own_work or set(roles) != {"inspector"}


def acts(
    fields: Shown, kind: LetterKind, roles: Collection[str], person: str, missing: Collection[str]
) -> dict[str, Any]:
    """Return what this reader can do with the letter, and in words why not or who can."""
    is_concept = fields["state"] == "concept"
    was_there = not kind.is_own_work or person in (fields.get("visitor_ids") or ())
    may_freeze = bool(kind.freezes & set(roles)) and was_there
    who = (
        "wie bij de controle was"
        if kind.is_own_work
        else " of ".join(words for role, words in WHO.items() if role in kind.freezes)
    )
    return {
        "fill": is_concept and may_write(kind, roles),
        "freeze": is_concept and may_freeze and not missing,
        "freeze_words": "" if may_freeze else f"Definitief maken doet {who}.",
        "send": fields["state"] == "definitief" and bool({"registrar", "mandate_holder", "team_lead"} & set(roles)),
        "drop": fields["state"] in ("concept", "definitief") and set(roles) != {"inspector"},
    }


def facts(fields: Shown, names: Mapping[str, str]) -> list[dict[str, str]]:
    """Return what is recorded about the letter, as label and value."""
    pdf = fields.get("pdf") or {}
    lines = [
        ("Kenmerk", fields.get("number") or "krijgt hij bij definitief maken"),
        ("Datum", day_long(day_of(fields["dated_on"])) if fields.get("dated_on") else "de dag van definitief maken"),
        ("Begonnen door", names.get(fields["made_by"], "onbekend")),
        ("Definitief gemaakt door", names.get(fields.get("frozen_by", ""), "")),
        ("Verzonden", line_of(fields) if fields["state"] == "verzonden" else ""),
        ("Genoteerd door", names.get(fields.get("sent_by", ""), "")),
        ("Controlegetal van de PDF", pdf.get("sha256", "")),
        ("Controlegetal van wat verstuurd is", fields.get("sent_digest") or ""),
    ]
    return [{"label": name, "value": value} for name, value in lines if value]
