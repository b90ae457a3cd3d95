"""Notices that wait to be sent: kept in the store, tried again later, given up after a day."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from fieldapp.accounts import Accounts
from fieldapp.notice_queue import OWNER, Waiting, waiting_in
from fieldapp.values import Values
from fieldapp.webpush import Sender

log = logging.getLogger("fieldapp.webpush")
OFFICE = "/kantoor/"
WAITS_SECONDS = (30, 120, 600, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600)


LONGEST_WAIT = timedelta(days=2)
"""What would wait longer was queued while the clock was ahead."""


class Notices:
    """The queue between the log and the push services. A notice may come twice; it never says what happened."""

    def __init__(self, values: Values, accounts: Accounts, sender: Sender, now: Callable[[], datetime]) -> None:
        self._values = values
        self._accounts = accounts
        self._sender = sender
        self._now = now

    def add(self, cause: str, person_id: str, link: str) -> None:
        """Queue a notice for each browser of a person; the same cause again changes nothing that still waits.

        `link` is a screen of the field app; a browser at a desk gets the start of the office, which says what waits.
        """
        for subscription in self._accounts.subscriptions(person_id):
            endpoint = str(subscription["endpoint"])
            opens = OFFICE if subscription.get("at_desk") else link
            name = hashlib.sha256(f"{cause}|{person_id}|{link}|{endpoint}".encode()).hexdigest()[:32]
            said = {
                "person": person_id,
                "endpoint": endpoint,
                "link": opens,
                "tries": 0,
                "due_at": self._now().isoformat(),
            }
            if self._values.get(OWNER, name) is None:
                self._values.put(OWNER, name, said)

    def waiting(self) -> list[Waiting]:
        return waiting_in(self._values)

    def send_due(self) -> int:
        """Send what is due; return how many went out."""
        now = self._now()
        due = [one for one in self.waiting() if not now < one.due_at <= now + LONGEST_WAIT]
        return sum(self._try(one) for one in sorted(due, key=lambda one: one.due_at))

    def _try(self, one: Waiting) -> bool:
        """One notice that cannot be made holds up no other: it waits like one that was not taken."""
        try:
            return self._send(one)
        except (
            TypeError,
            ValueError,
            LookupError,
            ArithmeticError,
        ) as error:  # a subscription is what some browser said
            log.error("a notice could not be sent", exc_info=error)
            self._later(one, 0)
            return False

    def _send(self, one: Waiting) -> bool:
        found = _at(one.endpoint, self._accounts.subscriptions(one.person))
        if found is None:  # the browser unsubscribed meanwhile
            self._values.put(OWNER, one.name, None)
            return False
        sent = self._sender.send(one.endpoint, dict(found["keys"]), one.link, found.get("key"))
        if sent.result == "later":
            self._later(one, sent.wait_seconds)
            return False
        if sent.result == "gone":
            self._accounts.drop_subscription(one.person, one.endpoint)
        self._values.put(OWNER, one.name, None)
        return sent.result == "sent"

    def _later(self, one: Waiting, wait_seconds: int) -> None:
        if one.tries >= len(WAITS_SECONDS):
            log.warning("a notice was given up", extra={"count": one.tries})
            self._values.put(OWNER, one.name, None)
            return
        due_at = self._now() + min(timedelta(seconds=max(wait_seconds, WAITS_SECONDS[one.tries])), LONGEST_WAIT)
        said = {
            "person": one.person,
            "endpoint": one.endpoint,
            "link": one.link,
            "tries": one.tries + 1,
            "due_at": due_at.isoformat(),
        }
        self._values.put(OWNER, one.name, said)


def _at(endpoint: str, subscriptions: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
    return next((one for one in subscriptions if one["endpoint"] == endpoint), None)
