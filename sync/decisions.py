"""What people decide about held operations, as operations of the server's own stream.

So a decision is in the log and in its copy, and comes back with them: also when the copy is judged
anew after a restore, and also when the held bytes come later than the decision about them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sync.operation import DOCUMENT_ID, Misshapen, Operation
from sync.store.contract import LogRow

DECIDED = "decided"
REPLAY, OVERRIDE, CLOSE, WIPE = "replay", "override", "close", "wipe"
WAYS = (REPLAY, OVERRIDE, CLOSE, WIPE)


@dataclass(frozen=True)
class Decision:
    """One decision about bytes that were held. `h`: digest of the envelope, hex; `way`: one of WAYS.

    `at`: `<stream>:<n>` of the bytes, by which they are found when a name of their own was wiped with them.
    """

    operation_id: str
    h: str
    way: str
    by: str = ""
    reason: str | None = None
    at: str = ""

    @property
    def note(self) -> dict[str, Any]:
        """What the entry of the held operation says of it."""
        if self.way in (REPLAY, OVERRIDE):
            return {"by": self.by, "override": self.way == OVERRIDE}
        return {"by": self.by, "reason": self.reason}

    def as_body(self) -> dict[str, Any]:
        return {"operation": self.operation_id, "h": self.h, "way": self.way, "reason": self.reason, "at": self.at}


def about(row: LogRow) -> str:
    """The document that a decision is filed under: that of the held operation, else the operation itself."""
    return row.document if DOCUMENT_ID.fullmatch(row.document) else place(row)


def place(row: LogRow) -> str:
    """Where the bytes of an operation are: `<stream>:<n>`, also of one that was given a name of its own."""
    return f"{row.stream.hex()}:{row.n}"


def decision_of(operation: Operation) -> Decision:
    """Read a decision from an operation of the server. Raises Misshapen."""
    said: Mapping[str, Any] = operation.body
    texts = [said.get(name) for name in ("operation", "h", "way")]
    if operation.actor is None or not all(isinstance(text, str) for text in texts) or said["way"] not in WAYS:
        raise Misshapen("decision")
    return Decision(
        said["operation"], said["h"], said["way"], operation.actor.person, said.get("reason"), str(said.get("at") or "")
    )


def name_of_bytes(h: bytes | str) -> str:
    """The name under which bytes are waited for, or are known as destroyed. No document can be called so."""
    return f"h/{h if isinstance(h, str) else h.hex()}"
