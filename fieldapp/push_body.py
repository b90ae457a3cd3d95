"""Reads the body of a push: u32 length, JSON header, then envelopes, each with a u32 length."""

from __future__ import annotations

import json
from typing import Any

MOST_ENVELOPES = 200
LARGEST_HEADER = 480 * 1024
"""Bytes. It names each stream in the outbox, some 150 bytes each, and every unlock begins one: without backups rows stay
thirty days. With 64 KiB a phone could send nothing any more after 430 streams. With the envelopes it stays under a request."""
_BIGGEST = 2**53


class WrongPush(ValueError):
    """The body is not a push: nothing of it is kept."""


def read_push(raw: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Return the header and the envelopes as they came. Raises WrongPush."""
    head, rest = _cut(raw)
    envelopes = []
    while rest:
        one, rest = _cut(rest)
        envelopes.append(one)
        if len(envelopes) > MOST_ENVELOPES:
            raise WrongPush("too many envelopes")
    return _header(head), envelopes


def _cut(raw: memoryview | bytes) -> tuple[bytes, memoryview]:
    view = memoryview(raw)
    length = int.from_bytes(view[:4], "big")
    if len(view) < 4 + length:
        raise WrongPush("cut off")
    return bytes(view[4 : 4 + length]), view[4 + length :]


def _header(raw: bytes) -> dict[str, Any]:
    if len(raw) > LARGEST_HEADER:
        raise WrongPush("header too long")
    try:
        header = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise WrongPush("header") from error
    if (
        not isinstance(header, dict)
        or not _is_unicode(header)
        or header.get("p") != 1
        or not _is_text(header.get("build", ""))
    ):
        raise WrongPush("header")
    unsent = header.setdefault("unsent", {})
    if not isinstance(unsent, dict) or len(unsent) > 20 or not all(_is_number(count) for count in unsent.values()):
        raise WrongPush("unsent")
    return header


def _is_unicode(value: object) -> bool:
    """Tell whether all text in it can be kept: half of a pair of UTF-16 (`\\ud800`) is JSON and no text."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 64


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _BIGGEST
