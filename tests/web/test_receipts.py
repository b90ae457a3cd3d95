"""Receipts: signed with the key that phones know, and never for more than is here."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest

from sync.envelope import digest, public_point, verify
from sync.receipts import receipt_message
from tests.web.conftest import Phone
from tests.web.evening import new_id


@pytest.fixture
def ines(phone: Callable[[str], Phone]) -> Phone:
    made = phone("ines")
    for _ in range(4):
        made.record("visit.note", new_id(), {"near_address": "ja"})
    return made


def pushed(phone: Phone, envelopes: list[bytes], **hold: Any) -> list[Any] | None:
    """Push as a phone; return the receipt for its stream."""
    stream = phone.session.stream.hex()
    holds = [{"stream": stream, "from": 1, "acked": 0, "h": "", **hold}]
    receipts: dict[str, list[Any]] = phone.push(phone.token(full=False), envelopes, holds=holds).get_json()["receipts"]
    return receipts.get(stream)


def is_signed(phone: Phone, receipt: list[Any]) -> bool:
    n, h, at_ms, signature = receipt
    known = public_point(base64.b64decode(phone.enrolled["signing_public"]))
    message = receipt_message(phone.installation, phone.session.stream, n, bytes.fromhex(h), at_ms)
    return verify(known, bytes.fromhex(signature), message)


def test_a_receipt_names_the_last_number_and_its_bytes_and_is_signed(ines: Phone) -> None:
    receipt = pushed(ines, ines.envelopes)
    assert receipt and receipt[:2] == [4, digest(ines.envelopes[3]).hex()]
    assert is_signed(ines, receipt)
    assert not is_signed(ines, [3, *receipt[1:]])


def test_a_receipt_is_given_again_when_nothing_is_new(ines: Phone) -> None:
    pushed(ines, ines.envelopes)
    receipt = pushed(ines, [])
    assert receipt and receipt[0] == 4 and is_signed(ines, receipt)


def test_a_receipt_ends_before_the_first_number_that_never_came(ines: Phone) -> None:
    lost = ines.envelopes[2]
    receipt = pushed(ines, [*ines.envelopes[:2], ines.envelopes[3]], gaps=[[3, 3]])
    assert receipt and receipt[:2] == [2, digest(ines.envelopes[1]).hex()]
    receipt = pushed(ines, [lost])
    assert receipt and receipt[0] == 4


def test_there_is_no_receipt_for_a_stream_whose_beginning_never_came(ines: Phone) -> None:
    assert pushed(ines, ines.envelopes[1:], **{"from": 2}) is None


def test_bytes_of_another_phone_get_no_receipt_in_their_stead(ines: Phone, phone: Callable[[str], Phone]) -> None:
    pushed(ines, ines.envelopes[:1])
    thief = phone("ivo")
    stream = ines.session.stream.hex()
    forged = ines.envelopes[1][:-1] + bytes([ines.envelopes[1][-1] ^ 1])
    holds = [{"stream": stream, "from": 1, "acked": 0, "h": ""}]
    thief.push(thief.token(full=False), [forged], holds=holds)
    receipt = pushed(ines, ines.envelopes)
    assert receipt and receipt[:2] == [4, digest(ines.envelopes[3]).hex()]
