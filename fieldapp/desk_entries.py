"""Which verslagen van binnentreden wait for the reader: of an entry at which he was, or that his team made."""

from __future__ import annotations

from typing import Any

from fieldapp import desk
from fieldapp.access import current_actor, installation
from fieldapp.domain import entry_report
from fieldapp.domain.makers import people
from fieldapp.pages import terms


def todo() -> list[dict[str, Any]]:
    """Return what must still be sent, the first to end first; the entry may have been told by the office alone.

    Source: Awbi art. 10, 11.
    """
    actor = current_actor()
    if not actor.roles & {"inspector", "team_lead"}:
        return []
    found = [
        (day, kind, shown)
        for shown in desk.everything("visit", has_terms="true")
        if "team_lead" in actor.roles or actor.person in people(shown["fields"])
        for kind, day in entry_report.owed(shown["fields"]).items()
    ]
    addresses = desk.addresses(shown["fields"].get("premises_id", "") for _, _, shown in found)
    return terms.verslag_rows(found, addresses, installation().today())
