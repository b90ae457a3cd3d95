"""Brieven: the letters of a measure or a visit, and one letter with what it lacks and what can be done with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from fieldapp.domain.course.claims import COSTS, owed
from fieldapp.domain.course.ledger import state_of_claim
from fieldapp.domain.course.next_steps import MAIN
from fieldapp.domain.course.states import VERBEURTE
from fieldapp.domain.course.table import steps_from
from fieldapp.domain.deadlines import verslagtermijn
from fieldapp.domain.letter_kinds import KINDS, LetterKind, kinds_for_measure, kinds_for_visit
from fieldapp.domain.letters import ACTS, stands_in
from fieldapp.pages.moments import day_full_year, day_long, day_of, days_left, moment_short
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


COSTS_WORDS = "kosten van bestuursdwang"


def choices(
    about: str,
    roles: Collection[str],
    measure_type: str,
    of_claims: Mapping[str, Shown],
    now: Mapping[str | None, Collection[str]] = MappingProxyType({}),
) -> list[dict[str, str]]:
    """Return which letters can be begun: value and words. A letter about money is begun for one claim.

    `now`: what can be done with the measure and with each claim; what the measure waits for comes first.
    """
    kinds = kinds_for_visit() if about == "visit" else kinds_for_measure(measure_type)
    found = []
    for kind in kinds:
        if not may_write(kind, roles):
            continue
        if kind.about != "verbeurte":
            found.append((rank(kind, now.get(None, ())), {"value": kind.slug, "words": kind.title}))
        for key, one in of_claims.items() if kind.about == "verbeurte" else ():
            about_what = COSTS_WORDS if key == COSTS else f"verbeurd op {day_long(day_of(one['forfeited_on']))}"
            made = {"value": f"{kind.slug}:{key}", "words": f"{kind.title}, {about_what}"}
            found.append((rank(kind, now.get(key, ())), made))
    return [made for _, made in sorted(found, key=lambda one: one[0])]


def acts_now(measure: Shown) -> dict[str | None, set[str]]:
    """Return what can be done from where the measure and each claim under it stand, by the name of the claim."""
    found: dict[str | None, set[str]] = {None: {step.act for step in steps_from(measure)}}
    for of in owed(measure):
        found[of] = {step.act for step in steps_from(measure, VERBEURTE, state_of_claim(measure, of))}
    return found


def rank(kind: LetterKind, possible: Collection[str]) -> int:
    """Return where a letter stands in the list: first what the measure waits for, then what may be, then the rest."""
    act = ACTS.get(kind.slug)
    if act not in possible:
        return len(MAIN) + (1 if act else 0)
    return MAIN.index(act) if act in MAIN else len(MAIN)


OWN_WORK = {
    "verslag_van_binnentreden": "wie bij de controle was. Kan dat niet meer? Dan vult de teamleider in waarom, en maakt het op"
}


def may_write(kind: LetterKind, roles: Collection[str]) -> bool:
    return kind.is_own_work or set(roles) != {"inspector"}


def acts(
    fields: Shown, kind: LetterKind, roles: Collection[str], person: str, missing: Collection[str]
) -> dict[str, Any]:
    """Return what this reader can do with the letter, and in words why not or who can."""
    is_concept = fields["state"] == "concept"
    was_there = not kind.is_own_work or person in (fields.get("visitor_ids") or ()) or stands_in(fields, roles)
    may_freeze = bool(kind.freezes & set(roles)) and was_there
    who = (
        OWN_WORK.get(kind.slug, "wie bij de controle was")
        if kind.is_own_work
        else " of ".join(words for role, words in WHO.items() if role in kind.freezes)
    )
    return {
        "fill": is_concept and may_write(kind, roles),
        "freeze": is_concept and may_freeze and not missing,
        "freeze_words": "" if may_freeze else f"Definitief maken doet {who}.",
        "send": fields["state"] == "definitief" and bool({"registrar", "mandate_holder", "team_lead"} & set(roles)),
        "note_copy": kind.slug == "verslag_van_binnentreden" and fields["state"] in ("definitief", "verzonden"),
        "drop": fields["state"] in ("concept", "definitief") and set(roles) != {"inspector"},
    }


def copy_words(copy: Shown | None) -> str:
    """Return what became of the copy of a verslag for the resident."""
    if not copy:
        return ""
    said = f"{label('letter_copy', copy['mode'])}, {day_long(day_of(copy['on']))}"
    until = copy.get("available_until_on")
    return f"{said}, tot en met {day_long(day_of(until))}" if until else said


def deadline(fields: Shown, entered_on: date | None, today: date, equated: Collection[date]) -> dict[str, str] | None:
    """Return the two deadlines of a verslag as a line with its tone: to who gave leave, and a copy to the resident.

    Warned on the fourth day as it is counted; the Algemene termijnenwet may make it later. Source: Awbi art. 11.
    """
    if fields["letter_kind"] != "verslag_van_binnentreden" or entered_on is None:
        return None
    term = verslagtermijn(entered_on, equated)
    done = fields["state"] == "verzonden" and fields.get("copy_for_resident", {}).get("mode") not in (
        None,
        "uitgesteld",
    )
    if done:
        return None
    last = f"Verstuur dit verslag en het afschrift voor de bewoner uiterlijk {day_full_year(term.plain_end)}"
    if term.last_day != term.plain_end:
        last += f" (volgens de Algemene termijnenwet kan het tot en met {day_full_year(term.last_day)})"
    tone = "error" if today > term.plain_end else "warning"
    return {"tone": tone, "text": f"{last}: {days_left(term.plain_end, today)}."}


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
        ("Afschrift voor de bewoner", copy_words(fields.get("copy_for_resident"))),
        ("Controlegetal van de PDF", pdf.get("sha256", "")),
        ("Controlegetal van wat verstuurd is", fields.get("sent_digest") or ""),
    ]
    return [{"label": name, "value": value} for name, value in lines if value]
