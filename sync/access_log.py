"""The second log, chained like the first: sign-ins, looks, exports, refusals. It changes no document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sync.operation import as_utc_text, to_json
from sync.store.contract import Store


class AccessLog:
    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, kind: str, by: str, document: str | None, detail: Mapping[str, Any], at: datetime | str) -> int:
        """Append one line, durably; return its position."""
        when = at if isinstance(at, str) else as_utc_text(at)
        return self._store.append_access(kind, by, document, to_json(dict(detail)), when)

    def check(self) -> list[str]:
        """Say what does not follow; an empty list when the chain is whole."""
        return self._store.check_access()

    def list(self, document: str | None = None, by: str | None = None, limit: int = 100) -> list[dict[str, Any]]:
        """The newest lines first: position, kind, by, document, detail, at."""
        return self._store.access(document, by, limit)
