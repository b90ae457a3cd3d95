"""Phones: one-time codes, certificates, proof of possession, tokens, and what each phone last said."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fieldapp.directory import Directory, RevocationList
from fieldapp.keys import Keys
from fieldapp.limits import CLOCK_STEP, ENROL_AT_ALL, ENROL_FROM_ADDRESS, Limits
from fieldapp.values import Values
from sync import Actor, Certificate, Engine
from sync.envelope import public_point, verify

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no I, L, O, 0, 1
CODE_LENGTH = 8
CODE_HOURS = 24
CODE_LEFT = timedelta(hours=2 * CODE_HOURS)
"""What a code may have left when the clock was set back since; one with more is of a clock that was ahead."""
CHALLENGE_SECONDS = 120
TOKEN_MINUTES = 15
CONTACT_SECONDS = 30


class PhoneRefused(Exception):
    """A phone cannot be let in; `reason` is the slug of the problem."""

    def __init__(self, reason: str, **extra: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.extra = extra


@dataclass(frozen=True)
class PhoneSession:
    """A request of a phone: its certificate, the scope of its token, and its state at this moment."""

    certificate: Certificate
    scope: str
    state: str


class Phones:
    """The door for phones. A challenge and a token are signed by this installation, so neither is kept."""

    def __init__(
        self,
        *,
        engine: Engine,
        directory: Directory,
        values: Values,
        limits: Limits,
        keys: Keys,
        revocations: RevocationList,
        now: Callable[[], datetime],
    ) -> None:
        self._engine = engine
        self._directory = directory
        self._values = values
        self._limits = limits
        self._keys = keys
        self._revocations = revocations
        self._now = now
        self._code_key = keys.derive_codes()
        self._proof_key = keys.derive("phone-token")

    # --- enrolment

    def new_code(self, person_id: str, by: str, request: str | None = None) -> dict[str, str]:
        """Return {"code", "expires_at"} for one enrolment of this person within CODE_HOURS; for the same request the same."""
        code = self._code_of(request or secrets.token_hex(16))
        expires = (self._now() + timedelta(hours=CODE_HOURS)).isoformat()
        said = {"person": person_id, "by": by, "expires_at": expires}
        kept = self._values.change("enrol", self._code_name(code), lambda there: there or said)
        return {"code": f"{code[:4]}-{code[4:]}", "expires_at": _utc(datetime.fromisoformat(kept["expires_at"]))}

    def _code_of(self, request: str) -> str:
        """Return CODE_LENGTH signs that only this installation can make of this; 256 bits leave none of them likelier."""
        number = int.from_bytes(hmac.new(self._code_key, b"code|" + request.encode(), hashlib.sha256).digest(), "big")
        return "".join(ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in range(CODE_LENGTH))

    def _code_name(self, code: str) -> str:
        plain = "".join(sign for sign in code.upper() if sign.isalnum())
        return hmac.new(self._code_key, plain.encode(), hashlib.sha256).hexdigest()

    def enrol(self, code: str, dev_public: bytes, sign_public: bytes, build: str, address: str) -> Certificate:
        """Bind the phone that holds these keys to the person of the code, once.

        The same code with the same keys gives the same certificate again: its first answer may be lost.
        Raises PhoneRefused code_unknown, code_used, code_expired, keys, person_off; TooOften.
        """
        self._limits.take(ENROL_FROM_ADDRESS, address)
        self._limits.take(ENROL_AT_ALL, "all")
        _check_point(dev_public)
        _check_point(sign_public)
        claimed = self._claim(self._code_name(code), _certificate_id(dev_public, sign_public))
        certificate = Certificate(
            phone=claimed["phone"],
            person=claimed["person"],
            dev_public=dev_public,
            sign_public=sign_public,
            serial=claimed["serial"],
            issued_on=claimed["issued_on"],
            linked_by=claimed["by"],
        )
        self._add_device(certificate, build)
        self._limits.give_back(ENROL_FROM_ADDRESS, address)  # a whole team may enrol behind one address
        self._limits.give_back(ENROL_AT_ALL, "all")
        return certificate

    def of_person(self, person_id: str) -> list[dict[str, Any]]:
        """Return the phones that bear this person's name, as the application itself reads them."""
        return self._engine.find(self._directory.system(), "device", where={"person_id": person_id})

    def forget_old_codes(self) -> None:
        """Remove codes that can no longer be used, nor repeated."""
        for name, kept in self._values.all("enrol").items():
            if self._is_over(kept):
                self._values.put("enrol", name, None)

    def _is_over(self, code: Mapping[str, Any]) -> bool:
        """Say whether a code is too old, or of a clock that was ahead."""
        left = datetime.fromisoformat(code["expires_at"]) - self._now()
        return not timedelta(0) <= left <= CODE_LEFT

    def _claim(self, name: str, keys_id: str) -> dict[str, Any]:
        """Take the code for these keys. It names the phone before the phone exists, so a repetition makes no second one."""
        now = self._now()

        def step(kept: dict[str, Any] | None) -> dict[str, Any]:
            if kept is None:
                raise PhoneRefused("code_unknown")
            if self._is_over(kept):
                raise PhoneRefused("code_expired")
            if kept.get("keys", keys_id) != keys_id:
                raise PhoneRefused("code_used")
            if self._directory.actor(kept["person"], None) is None:
                raise PhoneRefused("person_off")
            if "keys" in kept:
                return kept
            serial = int(self._values.get("phones", "last_number") or 0) + 1
            self._values.put("phones", "last_number", serial)
            phone = str(uuid.uuid5(uuid.UUID(bytes=self._keys.installation), f"phone:{name}"))
            return {**kept, "keys": keys_id, "phone": phone, "serial": serial, "issued_on": now.date().isoformat()}

        claimed: dict[str, Any] = self._values.change("enrol", name, step)
        return claimed

    def _add_device(self, certificate: Certificate, build: str) -> None:
        if self._directory.device(certificate.phone) is not None:
            return
        person = self._directory.person(certificate.person) or {}
        body = {
            "person_id": certificate.person,
            "number": certificate.serial,
            "dev_public": base64.b64encode(certificate.dev_public).decode(),
            "sign_public": base64.b64encode(certificate.sign_public).decode(),
            "serial": str(certificate.serial),
            "build": build,
            "team_ids": list(person.get("team_ids", [])),
        } | ({"issued_by": certificate.linked_by} if certificate.linked_by else {})
        outcome = self._engine.submit(self._directory.system(), "device.enrol", certificate.phone, body)
        if outcome.outcome != "applied":
            raise PhoneRefused(outcome.code or "server_error")

    def certificate_json(self, certificate: Certificate) -> dict[str, str]:
        """Return {"body", "signature"} in base64: what the phone keeps and shows to a restored server."""
        body = json.dumps(
            {
                "phone": certificate.phone,
                "person": certificate.person,
                "dev_public": base64.b64encode(certificate.dev_public).decode(),
                "sign_public": base64.b64encode(certificate.sign_public).decode(),
                "serial": certificate.serial,
                "issued_on": certificate.issued_on,
                "linked_by": certificate.linked_by,
            },
            separators=(",", ":"),
        ).encode()
        signature = self._keys.sign(self._certificate_statement(body))
        return {"body": base64.b64encode(body).decode(), "signature": base64.b64encode(signature).decode()}

    def _certificate_statement(self, body: bytes) -> bytes:
        return b"fieldapp/certificate/1" + self._keys.installation + body

    # --- challenge and token

    def challenge(self, phone: str) -> bytes:
        """Return 32 bytes: expiry (8), random (8), and a proof (16) that this installation made them for this phone."""
        expires = int((self._now() + timedelta(seconds=CHALLENGE_SECONDS)).timestamp())
        head = expires.to_bytes(8, "big") + secrets.token_bytes(8)
        return head + self._proof(b"challenge", uuid.UUID(phone).bytes, head)[:16]

    def token(
        self,
        phone: str,
        challenge: bytes,
        dev_signature: bytes,
        sign_signature: bytes | None,
        certificate: dict[str, str],
    ) -> dict[str, Any]:
        """Return a token for a phone that proves it holds its keys; scope full when the signing key was free too.

        Raises PhoneRefused device_unknown, challenge_expired, device_revoked, person_off.
        """
        self._check_challenge(phone, challenge)
        shown, is_believed = self._certificate_of(certificate)
        if shown.phone != phone:
            raise PhoneRefused("device_unknown")
        known = self._known(shown, is_believed)
        message = b"fieldapp/auth/1" + self._keys.installation + uuid.UUID(phone).bytes + challenge
        if not verify(public_point(known.dev_public), dev_signature, message):
            raise PhoneRefused("device_unknown")
        is_full = sign_signature is not None
        if sign_signature is not None and not verify(public_point(known.sign_public), sign_signature, message):
            raise PhoneRefused("device_unknown")
        self._use_challenge(phone, challenge)
        state = self.state(known)
        given = self._new_token(known, "full" if is_full and state == "enrolled" else "push", state)
        is_same = (shown.person, shown.dev_public, shown.sign_public) == (
            known.person,
            known.dev_public,
            known.sign_public,
        )
        return given | (self._signed_anew(certificate) if is_same else {})

    def _signed_anew(self, certificate: dict[str, str]) -> dict[str, Any]:
        """Return {"certificate"}: the one that was shown, under the present signing key, if it was under one of before."""
        body, signature = base64.b64decode(certificate["body"]), base64.b64decode(certificate["signature"])
        statement = self._certificate_statement(body)
        if verify(self._keys.signing.public_key(), signature, statement):
            return {}
        again = base64.b64encode(self._keys.sign(statement)).decode()
        return {"certificate": {"body": certificate["body"], "signature": again}}

    def _check_challenge(self, phone: str, challenge: bytes) -> None:
        proof = self._proof(b"challenge", uuid.UUID(phone).bytes, challenge[:16])[:16]
        if len(challenge) != 32 or not hmac.compare_digest(proof, challenge[16:]):
            raise PhoneRefused("challenge_expired")
        if not self._is_in_time(int.from_bytes(challenge[:8], "big"), CHALLENGE_SECONDS):
            raise PhoneRefused("challenge_expired")

    def _is_in_time(self, ends_at: int, lasts_seconds: int) -> bool:
        """Say whether what lasts so long ends later, and was not made while the clock was ahead."""
        return 0 <= ends_at - self._now().timestamp() <= lasts_seconds + CLOCK_STEP.total_seconds()

    def _use_challenge(self, phone: str, challenge: bytes) -> None:
        """Take a challenge out of use: what was signed once buys one token."""
        now = int(self._now().timestamp())

        def step(used: dict[str, int] | None) -> dict[str, int]:
            alive = {key: until for key, until in (used or {}).items() if until >= now}
            if challenge.hex() in alive:
                raise PhoneRefused("challenge_expired")
            return {**alive, challenge.hex(): int.from_bytes(challenge[:8], "big")}

        self._values.change(phone, "challenges", step)

    def _certificate_of(self, shown: dict[str, str]) -> tuple[Certificate, bool]:
        """Read a certificate that this installation signed; whether with a key that never leaked. Raises PhoneRefused device_unknown."""
        try:
            body = base64.b64decode(shown["body"], validate=True)
            signature = base64.b64decode(shown["signature"], validate=True)
            said = json.loads(body)
            statement = self._certificate_statement(body)
            if not self._keys.may_have_signed(signature, statement):
                raise PhoneRefused("device_unknown")
            certificate = Certificate(
                phone=said["phone"],
                person=said["person"],
                dev_public=base64.b64decode(said["dev_public"]),
                sign_public=base64.b64decode(said["sign_public"]),
                serial=said["serial"],
                issued_on=said["issued_on"],
                linked_by=said.get("linked_by"),
            )
            return certificate, self._keys.has_signed(signature, statement)
        except (binascii.Error, ValueError, KeyError, TypeError, RecursionError) as error:
            raise PhoneRefused("device_unknown") from error

    def _known(self, shown: Certificate, is_believed: bool) -> Certificate:
        """Return the certificate as we hold it; a phone that a restored server forgot is taken up again, unless revoked.

        A certificate by a key that leaked brings nobody in: whoever has that key could have made it.
        """
        known = self._directory.certificate(shown.phone)
        if known is not None:
            return known
        if not is_believed:
            raise PhoneRefused("device_unknown")
        if self._revocations.has_phone(shown.phone):
            raise PhoneRefused("device_revoked", wipe=True)
        if self._directory.person(shown.person) is None:
            raise PhoneRefused("device_unknown")
        self._add_device(shown, "")
        return shown

    def _new_token(self, certificate: Certificate, scope: str, state: str) -> dict[str, Any]:
        now = self._now()
        expires = now + timedelta(minutes=TOKEN_MINUTES)
        head = _b64url(
            uuid.UUID(certificate.phone).bytes + scope[:1].encode() + int(expires.timestamp()).to_bytes(8, "big")
        )
        proof = _b64url(self._proof(b"token", head.encode()))
        return {
            "token": f"{head}.{proof}",
            "scope": scope,
            "state": state,
            "expires_at": _utc(expires),
            "server_time": _utc(now),
        }

    def bearer(self, token: str) -> PhoneSession:
        """Return who shows this token. Raises PhoneRefused token_expired, device_unknown."""
        head, _, proof = token.partition(".")
        if not token.isascii() or not hmac.compare_digest(_b64url(self._proof(b"token", head.encode())), proof):
            raise PhoneRefused("token_expired")
        raw = base64.urlsafe_b64decode(head + "=" * (-len(head) % 4))
        if not self._is_in_time(int.from_bytes(raw[17:25], "big"), TOKEN_MINUTES * 60):
            raise PhoneRefused("token_expired")
        certificate = self._directory.certificate(str(uuid.UUID(bytes=raw[:16])))
        if certificate is None:
            raise PhoneRefused("token_expired")  # a restored server: the phone shows its certificate again
        scope = "full" if raw[16:17] == b"f" else "push"
        return PhoneSession(certificate, scope, self.state(certificate))

    def state(self, certificate: Certificate) -> str:
        """Return `enrolled`, `blocked`, `taken_in`, `emptied` or `person_off`, as of this moment."""
        device = self._directory.device(certificate.phone)
        if device is None or self._directory.is_blocked(certificate.phone):
            return "blocked"
        state = str(device["state"])
        if state == "enrolled" and self._directory.actor(certificate.person, certificate.phone) is None:
            return "person_off"
        return state

    def actor(self, phone: PhoneSession) -> Actor:
        """Return who reads with this phone. Raises PhoneRefused device_revoked, person_off, scope."""
        if phone.state == "person_off":
            raise PhoneRefused("person_off")
        if phone.state != "enrolled":
            raise PhoneRefused("device_revoked", wipe=True)
        if phone.scope != "full":
            raise PhoneRefused("scope")
        found = self._directory.actor(phone.certificate.person, phone.certificate.phone)
        if found is None:
            raise PhoneRefused("person_off")
        return found

    def _proof(self, *parts: bytes) -> bytes:
        return hmac.new(self._proof_key, b"|".join(parts), hashlib.sha256).digest()

    # --- what phones say of themselves

    def note_contact(self, phone: str, build: str, unsent: object, last: Mapping[str, int] | None = None) -> None:
        """Keep when the phone was last here and what it has not sent; repeated news within CONTACT_SECONDS costs nothing."""
        now = self._now()
        kept = self._values.get("contact", phone)
        before = (kept or {}).get("unsent_at")
        is_old = before is None or abs((now - datetime.fromisoformat(before)).total_seconds()) >= CONTACT_SECONDS
        if is_old or kept.get("unsent") != unsent or kept.get("build") != build:
            at = _utc(now)
            said = {**(kept or {}), "last_contact_at": at, "build": build, "unsent": unsent, "unsent_at": at}
            said["last"] = dict(last or {})
            self._values.put("contact", phone, said, durable=False)

    def note_pull(self, phone: str, *, has_news: bool) -> None:
        """Keep when the phone last had everything; a round that brought nothing within CONTACT_SECONDS costs nothing."""
        now = self._now()
        kept = self._values.get("contact", phone) or {}
        before = kept.get("pulled_at")
        is_old = before is None or abs((now - datetime.fromisoformat(before)).total_seconds()) >= CONTACT_SECONDS
        if is_old or has_news:
            at = _utc(now)
            self._values.put("contact", phone, {**kept, "pulled_at": at, "last_contact_at": at}, durable=False)

    def note_emptied(self, phone: str) -> None:
        """Keep that a revoked phone said that it has erased everything and sent the last of its work."""
        outcome = self._engine.submit(self._directory.system(), "device.empty", phone, {})
        if outcome.outcome == "applied":
            at = _utc(self._now())
            self._values.change("contact", phone, lambda kept: {**(kept or {}), "emptied_at": at})

    def reports(self) -> dict[str, dict[str, object]]:
        """Return what each phone last said of itself, by phone."""
        return self._values.all("contact")


def _check_point(raw: bytes) -> None:
    try:
        public_point(raw)
    except ValueError as error:
        raise PhoneRefused("keys") from error


def _certificate_id(dev_public: bytes, sign_public: bytes) -> str:
    return hashlib.sha256(dev_public + sign_public).hexdigest()


def _b64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _utc(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
