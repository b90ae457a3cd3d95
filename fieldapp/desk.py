"""What every office page does: read through the engine, act through the engine, and say no in Dutch.

The views hold routes only; what two of them need stands here. Nothing is read past the engine.
"""

import json
import secrets
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from flask import abort, g, request
from flask_wtf import FlaskForm

from fieldapp.access import current_actor, installation
from fieldapp.domain.free_text import UUID
from fieldapp.domain.measures import WAITS_NOT_FOR
from fieldapp.domain.moments import AMSTERDAM
from fieldapp.pages.moments import clock
from fieldapp.pages.photos import photo_states
from fieldapp.photos import photo_bytes
from fieldapp.texts import reason as sentence_of
from sync import Outcome

Shown = dict[str, Any]
PAGE = 200
REQUEST_DAYS = 366
"""A unit sees a joint visit for twelve months; no request can be older."""
MOST = 5000
"""Documents that one page reads at most; a page that needs more must search."""
MOST_COUNTED = 100
"""Held operations that the side bar counts: it says 99+ from there."""
CONFLICT = "Iemand anders veranderde dit ook. Beide versies zijn bewaard. Kies bij ‘Twee versies’ welke klopt."
WITH_CODE = frozenset({"held", "closed"})


def status_of(form: FlaskForm, refused: str) -> int:
    """Return 409 where the rules said no, 422 where the form is not right, and 200 where it is shown to be filled in."""
    return 409 if refused else 422 if form.is_submitted() else 200


def now() -> datetime:
    return installation().now().astimezone(AMSTERDAM)


def page_time() -> str:
    """Return the time that the page was made, as the side bar shows it."""
    return clock(now().isoformat())


def read(document_id: str, kind: str) -> Shown:
    """Return a document that the reader may see; a page says 404 for any other, whatever the reason."""
    shown = installation().engine.read(current_actor(), document_id)
    if shown is None or shown["kind"] != kind:
        abort(404)
    return shown


def read_or_none(document_id: str | None, kind: str) -> Shown | None:
    if not document_id:
        return None
    shown = installation().engine.read(current_actor(), document_id)
    return shown if shown and shown["kind"] == kind else None


def everything(kind: str, /, *, order: str | None = None, descending: bool = False, **where: Any) -> list[Shown]:
    """Return all documents of a kind with these index values, in pages, up to MOST."""
    actor, engine, found = current_actor(), installation().engine, list[Shown]()
    while len(found) < MOST:
        page = engine.find(actor, kind, where=where, order=order, descending=descending, limit=PAGE, offset=len(found))
        found += page
        if len(page) < PAGE:
            break
    return found


def names() -> dict[str, str]:
    """Return the names of colleagues by id; of everyone whose name card the reader may see. Read once a request."""
    if "names" not in g:
        g.names = read_names()
    known: dict[str, str] = g.names
    return known


def read_names() -> dict[str, str]:
    return {shown["id"]: shown["fields"].get("name", "") for shown in everything("person")} | {
        "system": "Fieldapp",
        current_actor().person: current_actor().name,
    }


def premises_of(ids: Iterable[str]) -> dict[str, Shown]:
    found = ((one, read_or_none(one, "premises")) for one in set(ids))
    return {one: shown for one, shown in found if shown}


def addresses(ids: Iterable[str]) -> dict[str, str]:
    return {one: shown["fields"]["address"]["text"] for one, shown in premises_of(ids).items()}


def checklist(name: str | None) -> Mapping[str, Any]:
    """Return the checklist that a visit names, or an empty one when it is not in force any more."""
    return installation().policy().checklists.get(name or "", {})


def new_id() -> str:
    """Return an id for what begins at this desk: UUIDv7, so that it sorts by time; of a form sent twice the same."""
    millis = int(installation().now().timestamp() * 1000)
    once = once_of("new")
    if once is not None:
        millis = once.form.int >> 80
    value = (millis << 80) | ((once.id if once else uuid.uuid4()).int & ((1 << 80) - 1))
    value = (value & ~(0xF << 76)) | (7 << 76)
    return str(uuid.UUID(int=(value & ~(0x3 << 62)) | (2 << 62)))


def new_form_id() -> str:
    """Return the id of a form as it is shown: who presses the button twice sends it twice, and means it once."""
    millis = int(installation().now().timestamp() * 1000)
    return str(uuid.UUID(int=(millis << 80) | secrets.randbits(80)))


class Once(NamedTuple):
    """One thing that a form asks for: the form as it was shown, and the same id for each time that it was sent."""

    form: uuid.UUID
    id: uuid.UUID


def once_of(what: str) -> Once | None:
    """Return the id of the next thing of this name in this request, None without a form that says which it is.

    The id follows from the form, who sends it, what was filled in, and how many of these went before in the request:
    the same form with other words is another thing.
    """
    said = request.form.get("form_id", "") if request.method == "POST" else ""
    if not UUID.fullmatch(said):
        return None
    counted: Counter[str] = g.setdefault("counted", Counter())
    counted[what] += 1
    filled = sorted((name, value) for name, value in request.form.items(multi=True) if name != "csrf_token")
    name = json.dumps([current_actor().person, request.path, filled, what, counted[what]])
    form = uuid.UUID(said)
    return Once(form, uuid.uuid5(form, name))


def request_id(what: str) -> str | None:
    """Return the id of the next thing of this name in this request, as `once_of` does."""
    once = once_of(what)
    return str(once.id) if once else None


def do(kind: str, document: str, body: Mapping[str, Any], base: str | None = None) -> str | None:
    """Do one thing through the engine; return None when it is done, otherwise the reason why not.

    `base` is the version that was on the page; an edit needs it. What a desk is refused is closed by the
    engine at once: nothing changed, and the reader hears why. The same form sent twice does it once.
    """
    outcome = installation().engine.submit(
        current_actor(), kind, document, dict(body), base=base, operation_id=request_id(f"{kind} {document}")
    )
    return settle(outcome)


def settle(outcome: Outcome) -> str | None:
    """Return the reason of a refused outcome; a `conflict` is kept beside the other value and says so."""
    if outcome.outcome == "conflict":
        return "conflict"
    return (outcome.code or "server_error") if outcome.outcome in WITH_CODE else None


def sentence(reason: str) -> str:
    """Return the Dutch sentence of a reason, which says what to do."""
    return CONFLICT if reason == "conflict" else sentence_of(reason)


def note_look(document_id: str, page: str) -> None:
    """Write down, before it is shown, that the reader opens this dossier."""
    made = installation()
    made.access_log.add("look", current_actor().person, document_id, {"page": page}, made.now())


def counts() -> dict[str, int]:
    """Return the numbers behind the places of the side bar that this reader has."""
    actor, engine = current_actor(), installation().engine
    counted = {}
    if "team_lead" in actor.roles:
        waits = {"state": "voorgesteld"}
        own = engine.count(actor, "measure", where={**waits, WAITS_NOT_FOR(actor.person): "true"})
        counted["proposals"] = engine.count(actor, "measure", where=waits) - own
        counted["signals"] = engine.count(actor, "signaal", where={"state": "geconstateerd"})
        since = (installation().today() - timedelta(days=REQUEST_DAYS)).isoformat()
        recent = everything("joint_visit", ended_on={"from": since})
        counted["requests"] = sum(open_requests(shown) for shown in recent)
    if actor.roles & {"team_lead", "inspector", "administrator"}:
        counted["held"] = engine.held_count(actor, MOST_COUNTED)
    if actor.roles & {"team_lead", "inspector"}:
        counted["rivals"] = len(engine.disputed(actor))
    return counted


def is_new_lead() -> bool:
    """Tell whether a team lead reads this who still has to begin: there never was a list."""
    actor = current_actor()
    return "team_lead" in actor.roles and not installation().engine.count(actor, "day_list")


def open_requests(joint_visit: Shown) -> int:
    return sum(one.get("answer") is None for one in (joint_visit["fields"].get("requests") or {}).values())


def states_of(visit_id: str, photos: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return per photo whether it is whole and unchanged; its bytes are hashed again for it, now."""
    made, actor = installation(), current_actor()
    return photo_states(
        photos,
        lambda photo: made.blobs.exists(photo["blob"]),
        lambda key: photo_bytes(made, actor, visit_id, key, "full"),
    )


def day(written: str) -> date:
    return date.fromisoformat(written)
