"""How often something may be tried: counted in the store, so it holds over processes and restarts."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from fieldapp.values import Values

CLOCK_STEP = timedelta(minutes=5)
"""How far a clock may go back without ending what began before."""


class TooOften(Exception):
    """It was tried too often; `wait_seconds` says how long until the next try."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(f"wait {wait_seconds} s")
        self.wait_seconds = wait_seconds


@dataclass(frozen=True)
class Limit:
    """At most `most` tries within `window_seconds`."""

    name: str
    most: int
    window_seconds: int


@dataclass(frozen=True)
class Sent:
    """What a phone sends: `count` operations, `size` bytes with those of photos."""

    count: int
    size: int


PASSWORD_OF_LOGIN = Limit("password-login", 8, 15 * 60)
"""For one login from one address: who guesses locks out nobody elsewhere."""
PASSWORD_FROM_STRANGERS = Limit("password-strangers", 40, 15 * 60)
"""For one login from all addresses from which nobody signed in with it before: many at once are slowed down."""
PASSWORD_FROM_ADDRESS = Limit("password-address", 200, 15 * 60)  # an office may share one address
SECOND_FACTOR = Limit("second-factor", 5, 15 * 60)
ENROL_FROM_ADDRESS = Limit("enrol-address", 20, 15 * 60)
ENROL_AT_ALL = Limit("enrol", 200, 60 * 60)


class Limits:
    """Counts tries. Who tries is kept as one of 65,536 buckets, so nobody can fill the store with invented names."""

    def __init__(self, values: Values, key: bytes, now: Callable[[], datetime]) -> None:
        self._values = values
        self._key = key
        self._now = now

    def take(self, limit: Limit, who: str) -> None:
        """Count one try before it is made. Raises TooOften."""
        now = int(self._now().timestamp())

        def step(tries: list[int] | None) -> list[int]:
            recent = [at for at in tries or [] if now - limit.window_seconds < at <= now]
            if len(recent) >= limit.most:
                raise TooOften(recent[0] + limit.window_seconds - now)
            return [*recent, now]

        self._values.change(f"limit:{limit.name}", self._bucket(who), step)

    def give_back(self, limit: Limit, who: str) -> None:
        """Take the newest try off the count: it succeeded, the ones before it did not."""
        self._values.change(f"limit:{limit.name}", self._bucket(who), lambda tries: (tries or [])[:-1])

    def forget(self, limit: Limit, who: str) -> None:
        """Drop the count: the try succeeded."""
        self._values.put(f"limit:{limit.name}", self._bucket(who), None)

    def is_within_day(self, phone: str, sent: Sent, most: Sent) -> bool:
        """Count what a phone sends today and return whether it may; a power failure may forget some of the count.

        Less than nothing is what could not be kept after all: it is taken off the count.
        """
        today = self._now().date().isoformat()
        kept = self._values.get("quota", phone) or {}
        before = kept if kept.get("day") == today else {}
        count = max(0, int(before.get("count", 0)) + sent.count)
        size = max(0, int(before.get("bytes", 0)) + sent.size)
        is_within = count <= most.count and size <= most.size
        if is_within and sent.size:
            self._values.put("quota", phone, {"day": today, "count": count, "bytes": size}, durable=False)
        return is_within

    def count_wrong(self, login: str) -> None:
        """Count a wrong password for a login, whether anybody has it or not."""
        self._values.change("wrong", self._bucket(login), lambda before: int(before or 0) + 1)

    def take_wrong(self, login: str) -> int:
        """Return how many wrong passwords there were since this was asked last, and begin anew."""
        count = int(self._values.get("wrong", self._bucket(login)) or 0)
        if count:
            self._values.put("wrong", self._bucket(login), None)
        return count

    def mark_of(self, address: str) -> str:
        """Return by what an address is known again; the address cannot be read from it."""
        return hmac.new(self._key, f"address|{address}".encode(), hashlib.sha256).hexdigest()[:16]

    def _bucket(self, who: str) -> str:
        return hmac.new(self._key, who.encode(), hashlib.sha256).hexdigest()[:4]
