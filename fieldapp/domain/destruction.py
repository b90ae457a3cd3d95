"""Holding and destroying: a hold keeps a document, and two persons decide together that one goes.

The registrar proposes, a team lead agrees, the worker carries it out after the days to think again. What is due is
judged again at that moment (`retention.py`); what is held by then stays.
Source: Archiefwet 1995 art. 3 and 5; Archiefbesluit 1995 art. 8 (verklaring van vernietiging).
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from fieldapp.domain.documents import (
    Agreeing,
    Changes,
    Context,
    DestroyingPhotos,
    Destruction,
    DestructionDone,
    DestructionProposal,
    Forgetting,
    LiftingHold,
    PlacingHold,
    Premises,
    Visit,
    WithdrawingDestruction,
)
from fieldapp.domain.errors import Refused
from fieldapp.domain.free_text import check_free_text, check_ids, check_keys
from fieldapp.domain.moments import instant, read_day, today

MOST_ITEMS = 500
OPEN = frozenset({"voorgesteld", "akkoord"})


def scopes(destruction: Destruction) -> set[str]:
    """Who decides for the municipality, the leads of the team, and administrators: it holds no content."""
    held = {"system", "municipality", "admin"}
    return held | {f"lead:{destruction['team_id']}"} if "team_id" in destruction else held


def index(destruction: Destruction) -> dict[str, str]:
    return {
        "state": destruction.get("state", ""),
        "team_id": destruction.get("team_id", ""),
        "proposed_at": destruction.get("proposed_at", ""),
        "not_before_on": destruction.get("not_before_on", ""),
    }


def propose(destruction: Destruction | None, body: DestructionProposal, context: Context) -> Changes:
    """Propose to destroy these documents. Whether each is due is looked at again when it is carried out.

    Source: Archiefwet 1995 art. 3. Refused: destruction.nothing, destruction.too_many, destruction.unknown_rule,
    destruction.exists, text.not_a_code.
    """
    if context.reads.get("existing") is not None:
        raise Refused("destruction.exists")
    items = body["items"]
    if not items:
        raise Refused("destruction.nothing")
    if len(items) > MOST_ITEMS:
        raise Refused("destruction.too_many")
    check_ids(body["team_id"], *(item["document"] for item in items.values()))
    check_keys(f"items.{key}" for key in items)
    rules = {rule["id"]: (rule["kind"], rule["part"]) for rule in context.policy.retention["rules"]}
    for item in items.values():
        if rules.get(item["rule"]) != (item["kind"], item["part"]):
            raise Refused("destruction.unknown_rule")
        read_day(item["due_on"])
    table = context.policy.retention
    return {
        "team_id": body["team_id"],
        "table": f"{table['id']}@{table['version']}",
        "state": "voorgesteld",
        "proposed_by": context.by.person,
        "proposed_at": instant(context.at),
        **{f"items.{key}": dict(item) for key, item in items.items()},
    }


def agree(destruction: Destruction, body: Agreeing, context: Context) -> Changes:
    """A second person agrees; from then the days to think again run.

    Source: Archiefwet 1995 art. 3; four eyes. Refused: destruction.wrong_state, destruction.own_proposal,
    destruction.changed.
    """
    if destruction["state"] != "voorgesteld":
        raise Refused("destruction.wrong_state")
    if destruction["proposed_by"] == context.by.person:
        raise Refused("destruction.own_proposal")
    if body["items"] != len(destruction["items"]):
        raise Refused("destruction.changed")
    wait = timedelta(days=context.policy.retention["undo_days"])
    return {
        "state": "akkoord",
        "agreed_by": context.by.person,
        "agreed_at": instant(context.at),
        "not_before_on": (today(context.at) + wait).isoformat(),
    }


def withdraw(destruction: Destruction, body: WithdrawingDestruction, context: Context) -> Changes:
    """Take it back, until it is carried out; who sees a reason to keep something needs nobody else.

    Refused: destruction.wrong_state, destruction.needs_reason, text.personal_data.
    """
    if destruction["state"] not in OPEN or destruction.get("results"):
        raise Refused("destruction.wrong_state")
    return {
        "state": "ingetrokken",
        "withdrawn_by": context.by.person,
        "withdrawn_at": instant(context.at),
        "withdrawn_text": _reason(body["text"], context),
    }


def note_done(destruction: Destruction, body: DestructionDone, context: Context) -> Changes:
    """Note what the worker destroyed and what stayed: the verklaring van vernietiging is made from this.

    Source: Archiefbesluit 1995 art. 8. Refused: destruction.wrong_state.
    """
    if destruction["state"] != "akkoord" or set(body["results"]) != set(destruction["items"]):
        raise Refused("destruction.wrong_state")
    gone_by = today(context.at) + timedelta(days=context.policy.retention["backup_days"])
    return {
        "state": "uitgevoerd",
        "done_at": instant(context.at),
        "log_position": body["log_position"],
        "log_head": body["log_head"],
        "copies_gone_by_on": gone_by.isoformat(),
        **{f"results.{key}": dict(result) for key, result in body["results"].items()},
    }


# --- on the documents themselves


def place_hold(document: Mapping[str, Any], body: PlacingHold, context: Context) -> Changes:
    """Keep a document, and what belongs with it, until this is lifted.

    Source: Archiefwet 1995 art. 5; Woo art. 4.1; AVG art. 18. Refused: hold.exists, destruction.needs_reason,
    text.not_a_code, text.personal_data.
    """
    check_keys([f"holds.{body['hold_id']}"])
    if body["hold_id"] in (document.get("holds") or {}):
        raise Refused("hold.exists")
    made = {"reason": body["reason"], "text": _reason(body["text"], context)}
    return {f"holds.{body['hold_id']}": made | {"by": context.by.person, "at": instant(context.at)}}


def lift_hold(document: Mapping[str, Any], body: LiftingHold, context: Context) -> Changes:
    """Let go of a hold; that it was there stays. Refused: hold.not_there, destruction.needs_reason, text.personal_data."""
    standing = (document.get("holds") or {}).get(body["hold_id"])
    if standing is None or standing.get("lifted_at"):
        raise Refused("hold.not_there")
    lifted = {"lifted_by": context.by.person, "lifted_at": instant(context.at)}
    return {f"holds.{body['hold_id']}": {**standing, **lifted, "lifted_text": _reason(body["text"], context)}}


def destroy_photos(visit: Visit, body: DestroyingPhotos, context: Context) -> Changes:
    """Note that photos were destroyed; the finding stays. Refused: visit.not_closed."""
    if "outcome" not in visit:
        raise Refused("visit.not_closed")
    there = [f"photos.{key}" for key in body["photo_ids"] if key in visit.get("photos", {})]
    removed = [f"removed_photos.{key}" for key in body["photo_ids"] if key in visit.get("removed_photos", {})]
    before = visit.get("photos_destroyed", {}).get("count", 0)
    noted = {"on": body["on"], "count": before + len(there) + len(removed)}
    return {**dict.fromkeys(there + removed), "photos_destroyed": noted}


def forget(premises: Premises, body: Forgetting, context: Context) -> Changes:
    """Take out what the file tells in short of what was destroyed."""
    named = {"visits": body["visit_ids"], "open_measures": body["measure_ids"], "breaches": body["finding_ids"]}
    known: Mapping[str, Any] = premises
    gone = [f"{name}.{key}" for name, keys in named.items() for key in keys if key in known.get(name, {})]
    return {**dict.fromkeys(gone), "forgotten_on": body["on"]}


def _reason(text: str, context: Context) -> str:
    """Refused: destruction.needs_reason, text.personal_data."""
    if not text.strip():
        raise Refused("destruction.needs_reason")
    check_free_text(text, context)
    return text.strip()
