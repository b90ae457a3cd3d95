"""Start: what each role does first, as short lists of measures."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from fieldapp.pages.amounts import amount_words, capital, measure_words
from fieldapp.pages.moments import near
from fieldapp.pages.proposals import is_own
from fieldapp.texts import label

Shown = Mapping[str, Any]
MOST = 25
OF_COLLEAGUES = "Een collega moet beslissen"

# role -> (heading, what is said when there is none, states or None for those that wait for the legal officer)
BLOCKS: dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "team_lead": (("Wacht op uw besluit", "Alles is beslist.", ("voorgesteld",)),),
    "inspector": (
        ("Teruggestuurd", "Er is niets teruggestuurd.", ("teruggegeven",)),
        ("Wacht op de teamleider", "Er wacht niets.", ("voorgesteld",)),
    ),
    "legal_officer": (("Wacht op uw oordeel", "Er wacht niets op uw oordeel.", ()),),
}


def blocks(
    roles: Collection[str], measures: Iterable[Shown], names: Mapping[str, str], person: str, now: datetime
) -> list[dict[str, Any]]:
    """Return the lists of every role that the reader has, each once, with its rows, oldest first.

    What a team lead may not decide, for being in it, is asked of a colleague (four eyes).
    """
    found = sorted(measures, key=lambda shown: str(shown["fields"].get("proposed_at") or ""))
    made, listed = [], set()
    for role in (role for role in BLOCKS if role in roles):
        for title, none, states in BLOCKS[role]:
            if states in listed:
                continue
            listed.add(states)
            chosen = [shown for shown in found if belongs(shown["fields"], states)]
            own = [shown for shown in chosen if role == "team_lead" and is_own(shown["fields"], person)]
            asked = [shown for shown in chosen if shown not in own]
            made.append(_block(title, none, asked, role, names, now))
            made += [_block(OF_COLLEAGUES, "", own, role, names, now)] if own else []
    return made


def _block(
    title: str, none: str, chosen: list[Shown], role: str, names: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    rows = [row(shown, role, names, now) for shown in chosen[:MOST]]
    return {"title": title, "none": none, "rows": rows, "total": len(chosen)}


def wanted_states(roles: Collection[str]) -> list[str]:
    """Return the states of which the lists of these roles are made."""
    rows = [row for role in set(roles) & set(BLOCKS) for row in BLOCKS[role]]
    return sorted({state for _, _, states in rows for state in states} | {"voorgesteld"})


def belongs(measure: Mapping[str, Any], states: tuple[str, ...]) -> bool:
    """Tell whether a measure is in one of the states; no states: it waits for the legal officer."""
    if states:
        return measure.get("state") in states
    return measure.get("state") == "voorgesteld" and needs_legal_check(measure)


def needs_legal_check(measure: Mapping[str, Any]) -> bool:
    advice = measure.get("office_advice") or measure.get("advice") or {}
    is_closure = measure.get("measure_type") in ("sluiting", "last_onder_bestuursdwang")
    asked = bool(advice.get("legal_check")) or (bool(measure.get("is_dwelling")) and is_closure)
    checked = measure.get("legal_check")
    return asked and (checked is None or checked["at"] < str(measure.get("received_at") or ""))


def row(shown: Shown, role: str, names: Mapping[str, str], now: datetime) -> dict[str, Any]:
    measure = shown["fields"]
    words = ", ".join(part for part in (capital(measure_words(measure)), amount_words(measure)) if part)
    at = measure.get("decided_at") or measure.get("returned_at") or measure.get("proposed_at")
    return {
        "id": shown["id"],
        "premises_id": measure.get("premises_id", ""),
        "title": words,
        "line": f"{names.get(measure.get('proposed_by', ''), '')} · {near(at, now)}",
        "state": capital(label("measure_state", measure["state"])),
        "href": href(shown, role),
    }


def href(shown: Shown, role: str) -> str:
    """Return where this role does its work on a measure; everybody else on its own page."""
    measure = shown["fields"]
    if role == "team_lead":
        return f"/kantoor/goedkeuren/{shown['id']}"
    if role == "legal_officer" and needs_legal_check(measure):
        return f"/kantoor/juridisch/{shown['id']}"
    return f"/kantoor/maatregelen/{shown['id']}"
