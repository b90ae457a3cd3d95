"""Receipts: what this installation signs to have of a stream, so that nobody can say later that it never came.

A receipt names a number and the digest of the bytes under it. Each envelope bears the digest of the one before, so it
vouches for all up to that number: it never goes past the first number that did not come.
"""

from __future__ import annotations

from sync.envelope import Signer, sign
from sync.push import Gap
from sync.store.contract import Store

PURPOSE = b"fieldapp/receipt/1"


def receipt_message(installation: bytes, stream: bytes, n: int, h: bytes, at_ms: int) -> bytes:
    """Return what is signed; `at_ms`: the server's time, ms since 1970."""
    return PURPOSE + installation + stream + n.to_bytes(8, "big") + h + at_ms.to_bytes(8, "big")


def receipts(
    store: Store, signer: Signer, streams: list[bytes], holes: dict[str, list[Gap]], at_ms: int
) -> dict[str, list[str | int]]:
    """Return per stream [n, h, at_ms, signature], hex; nothing for a stream of which the first never came."""
    found: dict[str, list[str | int]] = {}
    for name in streams:
        stream = store.stream(name)
        if stream is None:
            continue
        n = min([stream.have, *(first - 1 for first, _ in holes.get(name.hex(), []))])
        own = [kept.h for kept in store.kept_under(stream.sid, n) if kept.phone == stream.phone] if n else []
        if len(own) == 1:  # of two different ones under a number nobody can say which was meant
            signed = sign(signer.sign_private, receipt_message(signer.installation, name, n, own[0], at_ms))
            found[name.hex()] = [n, own[0].hex(), at_ms, signed.hex()]
    return found
