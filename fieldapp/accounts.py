"""Accounts at a desk: password, second factor, sessions that can be ended, switching people off."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from fieldapp import calendar_feeds
from fieldapp.directory import Directory
from fieldapp.limits import (
    CLOCK_STEP,
    PASSWORD_FROM_ADDRESS,
    PASSWORD_FROM_STRANGERS,
    PASSWORD_OF_LOGIN,
    SECOND_FACTOR,
    Limits,
)
from fieldapp.phones import Phones
from fieldapp.revocations import Revocations
from fieldapp.values import Values
from sync import Actor, Engine, Outcome

LEAST_PASSWORD = 8
SESSION_HOURS = 10
IDLE_MINUTES = 60
STEPS_KEPT = 20
"""Steps of 30 s whose codes were used are remembered, the newest: also those that a clock which was ahead will reach again."""
REQUESTS_KEPT = 20
"""Forms that made a second factor are remembered, the newest: a page that is loaded again makes no other one."""
MOST_PLACES = 10
"""Addresses that are remembered of each person, as marks."""
SIGNED_IN = "password+totp"
NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$UHxqTUaTX3JxAtCXDYgsOw$Z+xpYFI9gMRX5PXUkdUjjCpNDOifVUl0zRsD0B/XKLQ"
"""The hash of a password that nobody knows: a login that does not exist takes as long as one that does."""


def is_weak(password: str) -> bool:
    return not LEAST_PASSWORD <= len(password) <= 200


class WeakPassword(Exception):
    """The password is shorter than LEAST_PASSWORD characters, or longer than 200."""


class MadeBefore(Exception):
    """This form made a second factor that is in use by now, or was replaced: it makes no other one."""


@dataclass(frozen=True)
class Session:
    """Somebody who is signed in at a desk."""

    person: str
    started_at: str


class Accounts:
    """What the views, the commands and the example municipality do with accounts. Secrets are values, never documents."""

    def __init__(
        self,
        *,
        engine: Engine,
        directory: Directory,
        values: Values,
        limits: Limits,
        phones: Phones,
        revocations: Revocations,
        now: Callable[[], datetime],
    ) -> None:
        self._engine = engine
        self._directory = directory
        self._values = values
        self._limits = limits
        self._phones = phones
        self._revocations = revocations
        self._now = now
        self._hasher = PasswordHasher()
        self._one_in_four = threading.Semaphore(4)  # each hash takes 64 MiB; a storm must not take them all at once

    # --- passwords

    def set_password(self, person_id: str, password: str) -> None:
        """Replace the password; every session and the calendar feed of this person end. Raises WeakPassword."""
        if is_weak(password):
            raise WeakPassword
        self._values.put(person_id, "password", self._hasher.hash(password))
        self.end_sessions(person_id)
        calendar_feeds.revoke(self._values, person_id)

    def set_first_password(self, person_id: str, password: str) -> None:
        """Give a new account its password; one that it has already stays, whatever page is sent again. Raises WeakPassword."""
        if self._values.get(person_id, "password") is None:
            self.set_password(person_id, password)

    def check_password(self, login: str, password: str, address: str) -> str | None:
        """Return the person with this login and password, or None. Takes as long for a login that nobody has.

        Raises TooOften, counted for the login from this network address, for the address, and for the login from
        all addresses that are new to it: nobody elsewhere locks out who signs in where he always does.
        """
        login = login.strip().casefold()
        person_id = self._directory.person_with_login(login)
        known_places = self._values.get(person_id, "places") or [] if person_id else []
        self._limits.take(PASSWORD_FROM_ADDRESS, address)
        self._limits.take(PASSWORD_OF_LOGIN, f"{login}|{address}")
        if self._limits.mark_of(address) not in known_places:
            self._limits.take(PASSWORD_FROM_STRANGERS, login)
        known = self._values.get(person_id, "password") if person_id else None
        if not self._verify(known or NOBODY, password[:200]) or person_id is None or known is None:
            self._limits.count_wrong(login)
            return None
        if self._hasher.check_needs_rehash(known):
            self._values.put(person_id, "password", self._hasher.hash(password))
        self._limits.forget(PASSWORD_OF_LOGIN, f"{login}|{address}")
        return person_id

    def mark_of_password(self, person_id: str) -> str:
        """Return by what the present password is known again; the password cannot be read from it."""
        return _digest(str(self._values.get(person_id, "password")))[:16]

    def welcome(self, person_id: str, address: str) -> int:
        """Remember where somebody signed in with both factors; return how many wrong passwords there were since last time."""
        mark = self._limits.mark_of(address)
        places = [one for one in self._values.get(person_id, "places") or [] if one != mark]
        self._values.put(person_id, "places", [*places[1 - MOST_PLACES :], mark])
        shown = self._directory.person(person_id) or {}
        return self._limits.take_wrong(str(shown.get("login", "")).strip().casefold())

    def _verify(self, known: str, password: str) -> bool:
        with self._one_in_four:
            try:
                return self._hasher.verify(known, password)
            except (VerificationError, InvalidHashError):
                return False

    # --- second factor

    def new_totp(self, person_id: str, request: str | None = None) -> tuple[str, str]:
        """Make a new secret; return it and the otpauth address for an authenticator app. The old one ends.

        The same request again gives the same secret. Raises MadeBefore once somebody signed in with it, or it was replaced.
        """

        def step(kept: dict[str, Any] | None) -> dict[str, Any]:
            requests = kept.get("requests", [kept.get("request")]) if kept else []
            if kept and request and request in requests:
                if requests[-1] != request or kept["last_step"]:
                    raise MadeBefore
                return kept
            sealed = self._values.seal(person_id, "totp", pyotp.random_base32())
            return {"secret": sealed, "last_step": 0, "requests": [*requests[1 - REQUESTS_KEPT :], request]}

        kept = self._values.change(person_id, "totp", step)
        secret = self._values.unseal(person_id, "totp", kept["secret"])
        shown = self._directory.person(person_id)
        login = str(shown["login"]) if shown else person_id
        return secret, pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name="Fieldapp")

    def set_totp(self, person_id: str, secret: str) -> None:
        """Take this base32 secret as the second factor of the person."""
        sealed = self._values.seal(person_id, "totp", secret)
        self._values.put(person_id, "totp", {"secret": sealed, "last_step": 0})

    def seal_anew(self, person_id: str) -> bool:
        """Seal the second factor of this person with the present key; tell whether there was one."""

        def step(kept: dict[str, object] | None) -> dict[str, object] | None:
            if kept is None:
                return None
            secret = self._values.unseal(person_id, "totp", str(kept["secret"]))
            return {**kept, "secret": self._values.seal(person_id, "totp", secret)}

        return self._values.change(person_id, "totp", step) is not None

    def check_second_factor(self, person_id: str, code: str, request: str | None = None) -> bool:
        """Return whether this is the code of now (or 30 s beside it) that was not used before. Raises TooOften.

        Used before by the same request, which came twice, it is right again.
        """
        self._limits.take(SECOND_FACTOR, person_id)
        code = code.replace(" ", "")
        if not (code.isascii() and code.isdigit() and len(code) == 6):
            return False
        is_right = self._use_code(person_id, code, request)
        if is_right:
            self._limits.forget(SECOND_FACTOR, person_id)
        return is_right

    def _use_code(self, person_id: str, code: str, request: str | None) -> bool:
        step_now = int(self._now().timestamp()) // 30
        used = False

        def step(kept: dict[str, Any] | None) -> dict[str, Any] | None:
            nonlocal used
            if kept is None:
                return None
            totp = pyotp.TOTP(self._values.unseal(person_id, "totp", str(kept["secret"])))
            newest, is_again = int(kept["last_step"]), request is not None and kept.get("used_by") == request
            steps = [*kept.get("steps", []), newest]
            last = max((at for at in steps if at <= step_now + 1), default=0)  # further on: the clock was ahead then
            fresh = [at for at in (step_now - 1, step_now, step_now + 1) if at > last or (at == newest and is_again)]
            right = [at for at in fresh if hmac.compare_digest(totp.generate_otp(at), code)]
            used = bool(right)
            return {**kept, "last_step": right[0], "steps": steps[-STEPS_KEPT:], "used_by": request} if right else kept

        self._values.change(person_id, "totp", step)
        return used

    # --- sessions

    def start_session(self, person_id: str) -> str:
        """Return the token of a new session; the store keeps only its digest."""
        token = secrets.token_urlsafe(32)
        now = self._now()

        def step(kept: dict[str, dict[str, str]] | None) -> dict[str, dict[str, str]]:
            alive = {key: one for key, one in (kept or {}).items() if self._is_alive(one, now)}
            return {**dict(list(alive.items())[-19:]), _digest(token): _session(now, now)}

        self._values.change(person_id, "sessions", step)
        return f"{person_id}.{token}"

    def session(self, token: str) -> Session | None:
        """Return the session of this token while it is alive: at most SESSION_HOURS, and used within IDLE_MINUTES."""
        person_id, _, secret = token.partition(".")
        now = self._now()
        one = (self._values.get(person_id, "sessions") or {}).get(_digest(secret))
        if one is None or not self._is_alive(one, now):
            return None
        if now - datetime.fromisoformat(one["used_at"]) > timedelta(minutes=5):
            self._touch(person_id, _digest(secret), now)
        return Session(person=person_id, started_at=one["started_at"])

    def _touch(self, person_id: str, digest: str, now: datetime) -> None:
        def step(kept: dict[str, dict[str, str]] | None) -> dict[str, dict[str, str]]:
            sessions = dict(kept or {})
            if digest in sessions:  # ended meanwhile: it stays ended
                sessions[digest] = {**sessions[digest], "used_at": now.isoformat()}
            return sessions

        self._values.change(person_id, "sessions", step)

    def _is_alive(self, one: dict[str, str], now: datetime) -> bool:
        started, used = datetime.fromisoformat(one["started_at"]), datetime.fromisoformat(one["used_at"])
        if max(started, used) - now > CLOCK_STEP:
            return False  # of a clock that was ahead: it would live until then
        return now - started < timedelta(hours=SESSION_HOURS) and now - used < timedelta(minutes=IDLE_MINUTES)

    def end_session(self, token: str) -> None:
        person_id, _, secret = token.partition(".")

        def step(kept: dict[str, dict[str, str]] | None) -> dict[str, dict[str, str]] | None:
            return {key: one for key, one in (kept or {}).items() if key != _digest(secret)} or None

        self._values.change(person_id, "sessions", step)

    def end_sessions(self, person_id: str) -> None:
        self._values.put(person_id, "sessions", None)

    def actor(self, token: str) -> Actor | None:
        """Return who holds this session, as the directory knows this person now; None for nobody."""
        session = self.session(token)
        found = self._directory.actor(session.person, None) if session else None
        return replace(found, signed_in=SIGNED_IN) if found else None

    # --- people and phones, as the office handles them

    def switch_off(self, actor: Actor, person_id: str, operation_id: str | None = None) -> Outcome:
        """Switch a person off: by an operation, with every session ended, and in the register."""
        outcome = self._engine.submit(actor, "person.switch_off", person_id, {}, operation_id=operation_id)
        if outcome.outcome == "applied":
            self._revocations.person(person_id, self._now())
            self.end_sessions(person_id)
        return outcome

    def new_device_code(self, person_id: str, by: Actor | None = None, request: str | None = None) -> dict[str, str]:
        """Return {"code", "expires_at"}: one use, for this person; the store keeps only a digest of the code."""
        return self._phones.new_code(person_id, by.person if by else "system", request)

    def block_device(self, actor: Actor, device_id: str, operation_id: str | None = None) -> Outcome:
        """Block a phone: it reads nothing from this moment; what it still sends is held."""
        return self._revoke(actor, "device.block", device_id, operation_id)

    def take_in_device(self, actor: Actor, device_id: str, operation_id: str | None = None) -> Outcome:
        """Take a phone in: it sends what it still has and gets nothing any more."""
        outcome = self._engine.submit(actor, "device.take_in", device_id, {}, operation_id=operation_id)
        if outcome.outcome == "applied":
            self._revocations.taken_in(device_id, self._now())
        return outcome

    def _revoke(self, actor: Actor, kind: str, device_id: str, operation_id: str | None) -> Outcome:
        outcome = self._engine.submit(actor, kind, device_id, {}, operation_id=operation_id)
        if outcome.outcome == "applied":
            self._revocations.phone(device_id, self._now())
        return outcome

    def device_reports(self) -> dict[str, dict[str, object]]:
        """Return per phone what it last said: last_contact_at, build, unsent, unsent_at, emptied_at."""
        return self._phones.reports()

    # --- notices

    def save_subscription(
        self, person_id: str, subscription: dict[str, object], *, instead_of: str | None = None
    ) -> None:
        """Keep a browser's push subscription; the same endpoint again replaces itself, `instead_of` goes."""
        replaced = {subscription["endpoint"], instead_of}

        def step(kept: list[dict[str, object]] | None) -> list[dict[str, object]]:
            others = [one for one in kept or [] if one["endpoint"] not in replaced]
            return [*others[-9:], subscription]

        self._values.change(person_id, "subscriptions", step)

    def subscriptions(self, person_id: str) -> list[dict[str, object]]:
        return list(self._values.get(person_id, "subscriptions") or [])

    def drop_subscription(self, person_id: str, endpoint: str) -> None:
        def step(kept: list[dict[str, object]] | None) -> list[dict[str, object]] | None:
            return [one for one in kept or [] if one["endpoint"] != endpoint] or None

        self._values.change(person_id, "subscriptions", step)

    def drop_subscriptions(self, person_id: str) -> None:
        self._values.put(person_id, "subscriptions", None)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _session(started: datetime, used: datetime) -> dict[str, str]:
    return {"started_at": started.isoformat(), "used_at": used.isoformat()}
