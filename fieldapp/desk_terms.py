"""What the pages about terms share: the running terms of this reader, read once a request from the index alone."""

from __future__ import annotations

from itertools import takewhile

from flask import g

from fieldapp.access import current_actor, installation
from fieldapp.desk_measures import is_decider
from fieldapp.pages import terms
from sync import Actor


def running() -> list[terms.Line]:
    """Return every term that runs and that the reader may find, the first to end first."""
    if "running_terms" not in g:
        actor = current_actor()
        g.running_terms = terms.lines_of(listed_for(actor), all_of_it=is_decider(actor))
    found: list[terms.Line] = g.running_terms
    return found


def listed_for(actor: Actor) -> list[tuple[str, str]]:
    """Return the lines of the index that this reader may find: of measures, and of visits with a verslag to send."""
    engine = installation().engine
    return [*engine.listed(actor, "measure", "terms"), *engine.listed(actor, "visit", "terms")]


def late() -> int:
    """Return how many terms are over and wait for the reader's roles."""
    roles, today = current_actor().roles, installation().today().isoformat()
    over = takewhile(lambda one: one.ends_on < today, running())
    return sum(one.owner in roles and one.kind not in terms.WAITS_FOR_POST for one in over)
