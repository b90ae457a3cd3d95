"""Where operations and documents are kept. The contract is in contract.py; one module a store."""

from sync.store.contract import Kept, LogRow, Store, StoreUnavailable, Stream
from sync.store.sqlite import SqliteStore

__all__ = ["Kept", "LogRow", "Store", "StoreUnavailable", "Stream", "open_store"]

STORES = {"sqlite": SqliteStore}


def open_store(url: str) -> SqliteStore:
    """Open `sqlite:///path/to/file.db` (an absolute path has four slashes) and bring its tables up to date.

    It is made if there never was one. Raises StoreUnavailable when there was one and it is gone.
    """
    scheme, found, path = url.partition(":///")
    if not found or scheme not in STORES:
        raise ValueError(f"no store for {scheme!r}; known: {', '.join(sorted(STORES))}")
    store = STORES[scheme](path)
    store.create()
    store.migrate()
    return store
