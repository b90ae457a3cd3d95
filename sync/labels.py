"""Scopes, index and search words follow from the fields by rules. When the rules change, what stands in the store follows.

The log and the fields stay as they are; only what is derived from them is written anew, once for each version of the rules.
"""

from __future__ import annotations

import logging
from contextlib import suppress

from sync.judge import with_labels
from sync.registry import Registry
from sync.store.contract import Store, StoreUnavailable

log = logging.getLogger("sync")
OWNER, NAME = "labels", "version"


def label_anew(store: Store, registry: Registry, version: str) -> int:
    """Label every document by the rules of today, unless that was done for this version; return how many differed.

    A disk that cannot be written now keeps the old labels: reading goes on, and the next start tries again.
    """
    if store.log_end()[0] == 0 or store.get_value(OWNER, NAME) == version:
        return 0
    with suppress(StoreUnavailable), store.turn(), store.transaction():
        differing = _label_all(store, registry)
        store.set_value(OWNER, NAME, version)
        if differing:
            log.info("%d documents were labelled anew", differing)
        return differing
    log.error("the documents could not be labelled anew now")
    return 0


def _label_all(store: Store, registry: Registry) -> int:
    differing = 0
    for document in store.all_documents():
        if document.kind not in registry.documents:  # of a newer version that was taken back
            continue
        before = document.scopes, dict(document.index), document.text
        fresh = with_labels(registry.documents[document.kind], document)
        if (fresh.scopes, dict(fresh.index)) != before[:2] or fresh.text is not None:
            store.put(fresh)
            differing += (fresh.scopes, dict(fresh.index)) != before[:2]
    return differing
