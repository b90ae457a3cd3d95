"""Carrying out what two persons decided to destroy: through the engine, then the photos, the copy of the log, the record.

Cut off anywhere it goes on where it was: what is gone already is counted from the log, which keeps a line of it.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from fieldapp.directory import SYSTEM
from fieldapp.domain.course.ledger import is_settled
from fieldapp.domain.retention import GOES_FIRST, Candidate, File, candidates, has_photos, list_candidates
from fieldapp.installation import Installation

log = logging.getLogger("fieldapp.worker")
Shown = Mapping[str, Any]
PAGE = 500
MOST_HELD = 10_000
GONE, STAYED = "vernietigd", "gebleven"
HANGING = ("visit", "measure", "joint_visit", "letter", "signaal")
"""Kinds of document that name the premises they are about."""
BLOBS = ("blob", "thumb")
KEYS = ("key", "thumb_key")
PHOTOS = ("photos", "removed_photos")


def agreed(house: Installation) -> list[Shown]:
    """Return the decisions whose days to think again are over."""
    where = {"state": "akkoord", "not_before_on": {"from": "2000-01-01", "until": house.today().isoformat()}}
    return _all(house, "destruction", where)


def carry_out(house: Installation, decision: Shown) -> None:
    """Destroy what may go by now of one decision, and note what became of each item."""
    items = decision["fields"]["items"]
    in_order = sorted(items, key=lambda key: (GOES_FIRST.index(items[key]["kind"]), key))
    together = {item["document"] for item in items.values()}
    results = {key: _destroy(house, items[key], together, decision["id"]) for key in in_order}
    house.engine.renew_copy()
    position, head = house.engine.log_head()
    body = {"results": results, "log_position": position, "log_head": head}
    name = f"{decision['id']}:done"
    outcome = house.engine.submit(
        SYSTEM,
        "destruction.note_done",
        decision["id"],
        body,
        stream="worker",
        operation_id=str(uuid.uuid5(house.keys.namespace, name)),
    )
    if outcome.outcome != "applied":
        log.error("a destruction cannot be noted", extra={"kind": "destruction.note_done", "why": outcome.code})


def _destroy(house: Installation, item: Mapping[str, str], together: Collection[str], decision: str) -> dict[str, Any]:
    """Destroy one item if it is still due and nothing holds it; say what became of it.

    What only this document says goes before it: where its bytes are, what the premises tell of it in short.
    """
    document, part = item["document"], item["part"]
    if _is_gone(house, document, part, decision):  # cut off before this was noted
        return _result(house, document, GONE, None)
    shown = house.engine.read(SYSTEM, document)
    reason = _why_not(house, shown, item)
    if shown is None or reason:
        return _result(house, document, STAYED, reason)
    blobs = blobs_of(shown)
    house.erase_blobs(blobs)
    if part == "photos":
        _forget_photos(house, shown, decision)
    else:
        _forget_in_file(house, shown, together)
        house.engine.erase(SYSTEM, document)
    return _result(house, document, GONE, None, len(blobs))


def _is_gone(house: Installation, document: str, part: str, decision: str) -> bool:
    """Say whether this very decision destroyed it already; photos that went some other day are not its work."""
    if part == "document":
        return house.store.is_erased(document)
    return house.engine.entry(_operation_id(house, "visit.destroy_photos", document, decision)) is not None


def _result(house: Installation, document: str, outcome: str, reason: str | None, blobs: int = 0) -> dict[str, Any]:
    entries, digest = house.engine.traces(document)
    return {"outcome": outcome, "reason": reason, "entries": entries, "digest": digest, "blobs": blobs}


def _why_not(house: Installation, shown: Shown | None, item: Mapping[str, str]) -> str | None:
    """Judge again, now: a hold or a measure may have come since two persons agreed."""
    if shown is None:
        return "Dit was er niet meer."
    if shown["kind"] != item["kind"]:
        return "Dit is iets anders dan in het voorstel staat."
    if item["part"] == "photos" and not has_photos(shown):
        return "Er waren geen foto’s meer."
    found = [one for one in due_with(house, shown) if (one.document, one.part) == (item["document"], item["part"])]
    if not found:
        return "De termijn loopt nog."
    return " ".join(found[0].holds) or None


def due_with(house: Installation, shown: Shown) -> list[Candidate]:
    """Return what is due of the file to which a document belongs."""
    table, today = house.policy().retention, house.today()
    if shown["kind"] == "day_list":
        return list_candidates(table, [shown], today)
    premises_id = shown["id"] if shown["kind"] == "premises" else shown["fields"].get("premises_id")
    return candidates(table, file_of(house, premises_id or ""), today)


def file_of(house: Installation, premises_id: str) -> File:
    """Return the premises of one address with everything that hangs on it, as the system reads it."""
    hanging = {kind: _all(house, kind, {"premises_id": premises_id}) for kind in HANGING}
    return _file(house.engine.read(SYSTEM, premises_id), hanging, _waiting(house))


def _waiting(house: Installation) -> set[str]:
    """Return the documents of which something waits for a decision: it would be destroyed with them, read by nobody."""
    return {row.document for row in house.store.latest_held(MOST_HELD)}


def _file(premises: Shown | None, hanging: Mapping[str, list[Shown]], waiting: Collection[str] = ()) -> File:
    return File(
        premises=premises,
        visits=hanging.get("visit", []),
        measures=hanging.get("measure", []),
        joint_visits=hanging.get("joint_visit", []),
        others=[*hanging.get("letter", []), *hanging.get("signaal", [])],
        owing={one["id"] for one in hanging.get("measure", []) if not is_settled(one["fields"])},
        waiting=waiting,
    )


def everything_due(house: Installation) -> list[Candidate]:
    """Return all that is due today in this installation, held or not, what was due first in front."""
    table, today = house.policy().retention, house.today()
    found = list_candidates(table, _all(house, "day_list", {}), today)
    for file in _files(house):
        found += candidates(table, file, today)
    return sorted(found, key=lambda one: (one.due_on, GOES_FIRST.index(one.kind), one.document))


def _files(house: Installation) -> Iterable[File]:
    """Return every file, read kind by kind: one question for each address would be thousands."""
    hanging: dict[str, dict[str, list[Shown]]] = {}
    for kind in HANGING:
        for shown in _all(house, kind, {}):
            hanging.setdefault(shown["fields"].get("premises_id") or "", {}).setdefault(kind, []).append(shown)
    premises, waiting = {shown["id"]: shown for shown in _all(house, "premises", {})}, _waiting(house)
    for premises_id in premises.keys() | hanging.keys():
        yield _file(premises.get(premises_id), hanging.get(premises_id, {}), waiting)


def blobs_of(shown: Shown) -> list[str]:
    """Return the names of all bytes that a document leads to: photos with their thumbnails, files of a letter."""
    fields = shown["fields"]
    photos = [one for collection in PHOTOS for one in (fields.get(collection) or {}).values()]
    items = [*photos, *(fields.get(name) or {} for name in ("pdf", "docx"))]
    return [item[name] for item in items for name in BLOBS if item.get(name)]


def _forget_photos(house: Installation, visit: Shown, decision: str) -> None:
    photos = sorted({ref for collection in PHOTOS for ref in visit["fields"].get(collection) or {}})
    today = house.today().isoformat()
    house.engine.forget_secrets(visit["id"], (f"photos.{photo}.{key}" for photo in photos for key in KEYS))
    _follow(house, "visit.destroy_photos", visit["id"], {"photo_ids": photos, "on": today}, decision)


def _forget_in_file(house: Installation, gone: Shown, together: Collection[str]) -> None:
    """Take out of the premises what they tell in short of a visit or measure, unless they go in the same decision."""
    premises_id = gone["fields"].get("premises_id")
    if gone["kind"] not in ("visit", "measure") or not premises_id or premises_id in together:
        return
    if house.engine.read(SYSTEM, premises_id) is None:
        return
    body = {
        "visit_ids": [gone["id"]] if gone["kind"] == "visit" else [],
        "measure_ids": [gone["id"]] if gone["kind"] == "measure" else [],
        "on": house.today().isoformat(),
        "finding_ids": sorted(gone["fields"].get("findings") or {}),
    }
    _follow(house, "premises.forget", premises_id, body, gone["id"])


def _follow(house: Installation, kind: str, document: str, body: Mapping[str, Any], cause: str) -> None:
    operation_id = _operation_id(house, kind, document, cause)
    outcome = house.engine.submit(SYSTEM, kind, document, body, stream="worker", operation_id=operation_id)
    if outcome.outcome != "applied":
        log.error("what follows a destruction is held", extra={"kind": kind, "why": outcome.code})


def _operation_id(house: Installation, kind: str, document: str, cause: str) -> str:
    return str(uuid.uuid5(house.keys.namespace, f"destroyed:{cause}|{document}:{kind}"))


def _all(house: Installation, kind: str, where: Mapping[str, Any]) -> list[Shown]:
    found: list[Shown] = []
    while True:
        page: Iterable[Shown] = house.engine.find(SYSTEM, kind, where=where, limit=PAGE, offset=len(found))
        before = len(found)
        found += page
        if len(found) - before < PAGE:
            return found
