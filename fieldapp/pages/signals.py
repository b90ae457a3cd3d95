"""Signalen for the team lead: which are open and for whom they wait, and what became of the others."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from fieldapp.domain.course.steps import Step
from fieldapp.domain.signals import ENDS, STEPS
from fieldapp.pages.moments import count, day_long, day_of, moment_plain
from fieldapp.texts import label

Shown = Mapping[str, Any]
Fields = Mapping[str, Any]
TONES = {"geconstateerd": "warning", "intern_beoordeeld": "warning", "gedeeld": "active", "terugkoppeling": "active"}
LONG_DAYS = 7
"""Whoever noted a signaal may expect that somebody looks at it within a week."""


def rows(signals: Iterable[Shown], addresses: Mapping[str, str], today: date) -> dict[str, list[dict[str, Any]]]:
    """Return the open signalen, the oldest first, and the closed ones, the newest first."""
    found = sorted(signals, key=lambda shown: (shown["fields"].get("observed_on", ""), shown["id"]))
    made = [(one["fields"]["state"], _row(one, addresses, today)) for one in found]
    return {
        "open": [row for state, row in made if state not in ENDS],
        "closed": [row for state, row in reversed(made) if state in ENDS],
    }


def _row(shown: Shown, addresses: Mapping[str, str], today: date) -> dict[str, Any]:
    fields = shown["fields"]
    seen = day_of(fields["observed_on"])
    waits = fields["state"] == "geconstateerd" and (today - seen).days > LONG_DAYS
    return {
        "id": shown["id"],
        "address": addresses.get(fields.get("premises_id", ""), "Onbekend adres"),
        "what": label("signal_type", fields["signal_type"]),
        "seen": day_long(seen),
        "state": label("signal_state", fields["state"]),
        "tone": TONES.get(fields["state"], "neutral"),
        "became": became(fields),
        "waits": f"wacht {count((today - seen).days, 'dag', 'dagen')}" if waits else "",
    }


def became(fields: Fields) -> str:
    """Return in one line what was done with it so far."""
    shared, feedback = fields.get("shared"), fields.get("feedback")
    if feedback:
        return f"{label('shared_with', shared['shared_with']) if shared else ''} antwoordde op {_day(feedback['on'])}"
    if shared:
        return f"{label('shared_with', shared['shared_with'])}, {_day(shared['on'])}"
    route = (fields.get("assessment") or {}).get("route", "")
    if route is None:
        return "Gaat niet verder"
    return f"Nog te delen: {label('shared_with', route)}" if route else "Nog niet beoordeeld"


def detail(shown: Shown, chips: Mapping[str, str], names: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the facts of one signaal as label and value, in the order in which they came."""
    fields = shown["fields"]
    made = [("Gezien op", _day(fields["observed_on"])), ("Vastgelegd door", _who(fields["made_by"], names))]
    if fields.get("codes"):
        made.append(("Wat is er gezien", "; ".join(chips.get(code, code) for code in fields["codes"])))
    for name, said in (("assessment", _assessed), ("shared", _shared), ("feedback", _answered)):
        if fields.get(name):
            made += said(fields[name], names)
    if fields.get("closed_why"):
        made.append(("Gesloten", f"{moment_plain(fields['closed_at'])}: {fields['closed_why']}"))
    return [{"label": words, "value": value} for words, value in made]


def _assessed(one: Fields, names: Mapping[str, str]) -> list[tuple[str, str]]:
    to = label("shared_with", one["route"]) if one["route"] else "niemand: het gaat niet verder"
    return [("Beoordeeld", f"{_who(one['by'], names)}, {moment_plain(one['at'])}: {one['text']}"), ("Moet naar", to)]


def _shared(one: Fields, names: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        ("Gedeeld", f"{label('shared_with', one['shared_with'])}, {_day(one['on'])}, door {_who(one['by'], names)}"),
        ("Doel", str(one["purpose"])),
        ("Grond", str(one["ground"])),
    ]


def _answered(one: Fields, names: Mapping[str, str]) -> list[tuple[str, str]]:
    return [("Antwoord", ": ".join(part for part in (_day(one["on"]), one["text"] or "") if part))]


def steps(fields: Fields, roles: Collection[str]) -> list[Step]:
    """Return what these roles can do with it now."""
    mine = set(roles)
    return [step for step in STEPS if fields.get("state") in step.before and step.by & mine and _fits(step, fields)]


def _fits(step: Step, fields: Fields) -> bool:
    """What goes no further is not shared, and what must be shared is not closed before."""
    route = (fields.get("assessment") or {}).get("route")
    if fields["state"] != "intern_beoordeeld":
        return True
    return (step.act == "share") == (route is not None)


def _who(person: str, names: Mapping[str, str]) -> str:
    return "vanzelf, bij een verbroken zegel" if person == "system" else names.get(person, "een collega")


def _day(written: str) -> str:
    return day_long(day_of(written))
