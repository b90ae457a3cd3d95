"""Zo begint u: what a new installation still needs before the first evening, in the order in which it is done."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Shown = Mapping[str, Any]
PAIR = 2
"""A day list is for two inspectors."""


@dataclass(frozen=True)
class Step:
    """One thing to do; without `href` somebody does it at the server, with a command."""

    words: str
    href: str
    is_done: bool


def steps(
    people: Iterable[Shown], units: Iterable[Shown], phones: Collection[Shown], at_server: Mapping[str, bool]
) -> list[Step]:
    """Return all steps; none when everything is done. `at_server` tells of `name`, `addresses`, `premises` and `backup`."""
    roles = [role for shown in people if shown["fields"].get("is_active") for role in shown["fields"].get("roles", ())]
    made = [
        Step("Laat de naam van de gemeente instellen: FIELDAPP_MUNICIPALITY.", "", at_server["name"]),
        Step(
            "Maak een team.",
            "/beheer/eenheden/nieuw?soort=team",
            any(one["fields"].get("kind") == "team" for one in units),
        ),
        Step("Maak een account voor een teamleider.", "/beheer/mensen/nieuw", "team_lead" in roles),
        Step("Maak accounts voor twee inspecteurs.", "/beheer/mensen/nieuw", roles.count("inspector") >= PAIR),
        Step("Laat de adressen van de gemeente inlezen: fieldapp import-bag.", "", at_server["addresses"]),
        Step("Laat de vergunningen inlezen: fieldapp import-vergunningen.", "", at_server["premises"]),
        Step("Laat elke dag een back-up maken: fieldapp backup.", "", at_server["backup"]),
        Step("Maak voor elke inspecteur een code om een telefoon te koppelen.", "/kantoor/toestellen", bool(phones)),
    ]
    return [] if all(step.is_done for step in made) else made
