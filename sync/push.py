"""Keep first: what a phone sends is kept as it came, before anything looks inside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple

from sync.decisions import name_of_bytes
from sync.envelope import LARGEST_N, NOBODY, claim, digest
from sync.log_copy import read_trace
from sync.store.contract import Store, Stream

MOST_ENVELOPES = 200
MOST_BYTES = 512 * 1024
MOST_GAPS = 1000
Gap = tuple[int, int]  # first and last number
Mark = list[Any]  # [n, h8, h8…]: a number and the digests of all bytes kept under it


class BadRequest(ValueError):
    """A push that is no push: nothing was kept."""


class OverQuota(Exception):
    """This phone sent more today than one phone may."""


@dataclass(frozen=True)
class Behind:
    """The server lacks what this phone was told is here: nothing was kept; `have` says how far it is."""

    have: dict[str, Mark]
    holes: dict[str, list[Gap]]


@dataclass(frozen=True)
class Hold:
    """What a phone says of one stream in its outbox. `phone`: the enrolment that wrote it, if another.

    `gaps`: numbers above the lowest of which it has no sound bytes.
    """

    stream: bytes
    lowest: int
    acked: int
    h: str
    phone: str
    gaps: tuple[Gap, ...] = ()


@dataclass
class Batch:
    """What one push kept: (stream, n, h) of everything that is here now, and the numbers of new rows.

    `wiped`: digests of bytes that were destroyed before, and are not taken in again.
    """

    kept: list[tuple[bytes, int, bytes]] = field(default_factory=list)
    fresh: list[int] = field(default_factory=list)
    wiped: frozenset[bytes] = frozenset()


def read_holds(header: Mapping[str, Any], sender: str) -> list[Hold]:
    """Read `holds` of a push; raise BadRequest."""
    holds = header.get("holds", [])
    if not isinstance(holds, list) or len(holds) > 10_000:
        raise BadRequest("holds")
    return [_read_hold(hold, sender) for hold in holds]


def _read_hold(hold: Any, sender: str) -> Hold:
    try:
        stream, lowest, acked = bytes.fromhex(hold["stream"]), hold["from"], hold.get("acked") or 0
        h, phone = hold.get("h") or "", hold.get("phone") or sender
        gaps = tuple((first, last) for first, last in hold.get("gaps") or ())
    except (TypeError, KeyError, ValueError, AttributeError):
        raise BadRequest("holds") from None
    numbers = all(type(n) is int and 0 <= n <= LARGEST_N for n in (lowest, acked, *chain.from_iterable(gaps)))
    if len(gaps) > MOST_GAPS or any(first < 1 or last < first for first, last in gaps if numbers):
        raise BadRequest("holds")
    if len(stream) != 16 or not numbers or lowest < 1 or not isinstance(h, str) or not isinstance(phone, str):
        raise BadRequest("holds")
    return Hold(stream, lowest, acked, h.lower(), phone, gaps)


def check_size(envelopes: list[bytes]) -> None:
    if len(envelopes) > MOST_ENVELOPES or sum(map(len, envelopes)) > MOST_BYTES:
        raise BadRequest("at most 200 envelopes or 512 KiB")


def keep_all(
    store: Store, sender: str, holds: Iterable[Hold], envelopes: Iterable[bytes], at_ms: int
) -> Batch | Behind:
    """Compare marks, note holes, then keep what is contiguous. Inside a transaction."""
    holds = list(holds)
    if any(hold.acked and not _knows(store, hold) for hold in holds):
        have = {hold.stream.hex(): have_of(store, hold.stream, hold.phone) for hold in holds}
        return Behind(have, holes_of(store, {hold.stream: hold.phone for hold in holds}))
    for hold in holds:
        _open_holes(store, hold)
    phones = {hold.stream: hold.phone for hold in holds}
    envelopes = list(envelopes)
    batch, streams = Batch(wiped=_wiped(store, map(digest, envelopes))), dict[bytes, Stream]()
    with_gaps = {hold.stream: hold for hold in holds if hold.gaps}
    for envelope in envelopes:
        _pass_gaps(store, with_gaps.get(claim(envelope)[0]), streams)
        name, n = claim(envelope)
        came = Came(name, n, phones.get(name, sender), digest(envelope), envelope, at_ms)
        _keep_one(store, came, batch, streams)
    for hold in with_gaps.values():
        _pass_gaps(store, hold, streams)
    store.make_pending(batch.fresh)
    for stream in streams.values():
        store.update_stream(stream)
    return batch


def _open_holes(store: Store, hold: Hold) -> None:
    """Numbers below the lowest that the phone holds were purged or damaged there."""
    known = store.stream(hold.stream)
    have = known.have if known else 0
    if have < hold.lowest - 1:
        stream = known or store.open_stream(hold.stream, hold.phone, "phone")
        store.add_hole(stream.sid, have + 1, hold.lowest - 1)
        stream.have = hold.lowest - 1
        store.update_stream(stream)


def _pass_gaps(store: Store, hold: Hold | None, streams: dict[bytes, Stream]) -> None:
    """The next numbers are damaged on the phone: they become holes, so that they hold up nothing behind them."""
    if hold is None:
        return
    stream = (
        streams.get(hold.stream) or store.stream(hold.stream) or store.open_stream(hold.stream, hold.phone, "phone")
    )
    for first, last in sorted(hold.gaps):
        if first <= stream.have + 1 <= last:
            store.add_hole(stream.sid, stream.have + 1, last)
            stream.have = last
    streams[hold.stream] = stream


def holes_of(store: Store, phones: Mapping[bytes, str]) -> dict[str, list[Gap]]:
    """Return per stream the numbers that never came: a phone that has them sends them again.

    `phones`: whose each stream is said to be. In one that was proved to be of another they are not for this phone to
    fill: what it sends there is kept beside the stream, and it would be asked for it for ever.
    """
    found: dict[str, list[Gap]] = {}
    asked = own_streams(store, phones)
    for stream, first, last in store.holes():
        if stream in asked:
            found.setdefault(stream.hex(), []).append((first, last))
    return found


def _knows(store: Store, hold: Hold) -> bool:
    """Whether what was acknowledged is here; what is kept beside a stream is, although `have` does not reach it."""
    stream = store.stream(hold.stream)
    if stream is None or len(hold.h) < 8:
        return False
    found = [k for k in store.kept_under(stream.sid, hold.acked) if k.h.hex().startswith(hold.h[:64])]
    return any(stream.have >= hold.acked or is_strange(stream, k.phone) for k in found)


def own_streams(store: Store, phones: Mapping[bytes, str]) -> list[bytes]:
    """Return the streams that were not proved to be of another phone than they are said to be of."""
    known = {name: store.stream(name) for name in sorted(phones)}
    return [name for name, stream in known.items() if stream is None or not is_strange(stream, phones[name])]


def is_strange(stream: Stream, phone: str) -> bool:
    """Whether a signature proved that this stream is of another phone."""
    return stream.proved and stream.phone != phone


class Came(NamedTuple):
    """One envelope as it came. `envelope` is None where only its digest is known: it was destroyed."""

    stream: bytes
    n: int
    phone: str
    h: bytes
    envelope: bytes | None
    at_ms: int


def _keep_one(store: Store, came: Came, batch: Batch, streams: dict[bytes, Stream]) -> None:
    """Keep one envelope unless these bytes are known. Bytes that somebody else sent first are kept once more
    for the phone whose stream it is, and what another sends in a stream that is proved is kept beside it: it
    fills no hole and no number of its owner is reached by it. A thief must not take an operation away."""
    name, n, phone, h, envelope, at_ms = came
    stream = streams.get(name) or store.stream(name) or store.open_stream(name, phone, "phone")
    strange = is_strange(stream, phone)
    have = store.last_from(stream.sid, phone) if strange else 0
    if n > max(stream.have, have) + 1:
        return
    if strange or (n <= stream.have and not store.fill_hole(stream.sid, n)):
        owners = {phone, stream.phone} if stream.proved else {phone}
        if any(k.h == h and k.phone in owners for k in store.kept_under(stream.sid, n)):
            batch.kept.append((name, n, h))
            return
    batch.fresh.append(store.keep(stream.sid, n, phone, None if h in batch.wiped else envelope, h, at_ms))
    batch.kept.append((name, n, h))
    stream.have = stream.have if strange else max(stream.have, n)
    streams[name] = stream


def _wiped(store: Store, digests: Iterable[bytes]) -> frozenset[bytes]:
    names = {name_of_bytes(h): h for h in digests}
    return frozenset(names[name] for name in store.erased_among(names))


def keep_copied(store: Store, phone: str, envelope: bytes, at_ms: int) -> bool:
    """Keep a record of the copy of the log unless it is here; what lies before it and is not is a hole."""
    destroyed = read_trace(envelope)
    name, n, h = destroyed[:3] if destroyed else (*claim(envelope), digest(envelope))
    stream = store.stream(name) or store.open_stream(name, phone, "copy")
    if destroyed and destroyed.follows and not stream.proved:
        stream.proved, stream.phone = True, phone
        stream.follows = None if destroyed.follows == NOBODY else destroyed.follows
    if n > stream.have + 1:
        store.add_hole(stream.sid, stream.have + 1, n - 1)
        stream.have = n - 1
    batch, streams = Batch(wiped=_wiped(store, [h])), {name: stream}
    _keep_one(store, Came(name, n, phone, h, None if destroyed else envelope, at_ms), batch, streams)
    store.make_pending(batch.fresh)
    store.update_stream(streams[name])
    return bool(batch.fresh)


def have_of(store: Store, name: bytes, phone: str) -> Mark:
    """How far a stream is here, for this phone: in a stream that was proved to be of another, how far its own bytes are.

    So an outbox empties whosever the server takes its stream to be.
    """
    stream = store.stream(name)
    if stream is None or not is_strange(stream, phone):
        return mark(*store.have(name))
    n = store.last_from(stream.sid, phone)
    return mark(n, [k.h for k in store.kept_under(stream.sid, n)])


def mark(n: int, digests: Iterable[bytes]) -> Mark:
    return [n, *(h.hex()[:8] for h in digests)]
