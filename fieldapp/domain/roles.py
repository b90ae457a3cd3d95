"""Who may read what: the roles, and the scopes a person holds at a desk and on a phone.

A scope is a label on documents. `team:<id>` is read at a desk, `field:<id>` on the
phones of that team, `person:<id>` by that person on both, `unit:<id>` by police of that
unit, `municipality` by those who decide and send for the municipality, `lead:<id>` by
those who lead the team, `legal` by the legal officer, `admin` by administrators, `all` by everyone but police, `desk`
by everyone but police and phones, `system` by the worker.
"""

from datetime import date

from fieldapp.domain.documents import PersonDocument

SYSTEM = frozenset({"system"})

ROLES = (
    "inspector",
    "team_lead",
    "mandate_holder",
    "registrar",
    "legal_officer",
    "police",
    "administrator",
    "system",
)
SYSTEM_SCOPES = frozenset({"system"})

TEAM_ROLES = frozenset({"inspector", "team_lead"})
MUNICIPALITY_ROLES = frozenset({"mandate_holder", "registrar", "legal_officer"})
STANDS_ALONE = frozenset({"police", "administrator", "system"})
"""Roles nobody combines: police read no dossier, and neither does who manages the accounts."""


def scopes(person_id: str, person: PersonDocument, *, device: bool) -> set[str]:
    """Return the scopes that this person holds, on a phone (`device`) or at a desk.

    Someone who is switched off holds none.
    """
    roles: set[str] = set(person.get("roles", []))
    if not person.get("is_active", False):
        return set()
    if "system" in roles:
        return set(SYSTEM_SCOPES)
    if "police" in roles:
        return _police_scopes(person, device)
    return _phone_scopes(person_id, person) if device else _desk_scopes(person_id, person, roles)


def may_enter(person: PersonDocument, today: date) -> bool:
    """Say whether the account is switched on and its access has not ended."""
    until_on = person.get("access_until_on")
    return bool(person.get("is_active")) and (until_on is None or today.isoformat() <= until_on)


def _police_scopes(person: PersonDocument, device: bool) -> set[str]:
    unit = person.get("unit_id")
    return set() if device or not unit else {f"unit:{unit}"}


def _phone_scopes(person_id: str, person: PersonDocument) -> set[str]:
    return {"all", f"person:{person_id}"} | {f"field:{team}" for team in person.get("team_ids", [])}


def _desk_scopes(person_id: str, person: PersonDocument, roles: set[str]) -> set[str]:
    held = {"all", "desk", f"person:{person_id}"}
    teams = person.get("team_ids", [])
    if roles & TEAM_ROLES:
        held |= {f"team:{team}" for team in teams}
    if "team_lead" in roles:
        held |= {f"lead:{team}" for team in teams}
    if roles & MUNICIPALITY_ROLES:
        held.add("municipality")
    if "legal_officer" in roles:
        held.add("legal")
    if "administrator" in roles:
        held.add("admin")
    return held
