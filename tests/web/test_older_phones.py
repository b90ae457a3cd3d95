"""Phones of older versions: what they really sent, with the keys they had, still comes in and means the same.

`tests/data/protocol/` holds, per version, one push as its phone made it (bytes) and what its server answered. They were
recorded by running that version's own code, and never change.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import load_der_private_key

from fieldapp.directory import Directory
from fieldapp.installation import Installation
from fieldapp.push_body import read_push
from fieldapp.registry import REGISTRY
from sync import Actor, Behind, Certificate, Engine
from sync.envelope import Opener, Signer, public_point
from tests.web.conftest import Phone

RECORDED = sorted((Path(__file__).parents[1] / "data" / "protocol").glob("phone-*.json"))


class DirectoryThen:
    """The directory of this installation, with the one phone and the one person of a recording in it."""

    def __init__(self, now: Directory, said: dict[str, Any]) -> None:
        self._now = now
        keys = [base64.b64decode(said[name]) for name in ("dev_public", "sign_public")]
        self._certificate = Certificate(said["phone"], said["person"], *keys)

    def certificate(self, device_id: str) -> Certificate | None:
        return self._certificate if device_id == self._certificate.phone else self._now.certificate(device_id)

    def actor(self, person_id: str, device_id: str | None) -> Actor | None:
        return self._now.actor(person_id, None if device_id == self._certificate.phone else device_id)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._now, name)


@pytest.fixture(params=RECORDED, ids=lambda path: path.stem)
def said(request: pytest.FixtureRequest) -> dict[str, Any]:
    recorded: dict[str, Any] = json.loads(request.param.read_bytes())
    return recorded


@pytest.fixture
def then(house: Installation, said: dict[str, Any]) -> Engine:
    """This version's engine, with the keys of the installation that the recorded phone knew."""
    hpke, signing = (
        load_der_private_key(base64.b64decode(said[name]), None) for name in ("hpke_private", "signing_private")
    )
    installation = bytes.fromhex(said["installation"])
    return Engine(
        house.store,
        REGISTRY,
        directory=DirectoryThen(house.directory, said),  # type: ignore[arg-type]  # the rest is the directory's own
        opener=Opener(installation, {1: hpke}),  # type: ignore[dict-item]  # a P-256 key, as its file says
        signer=Signer(installation, 1, hpke.public_key(), signing),  # type: ignore[arg-type]  # as above
        policy=house.policy,
        now=house.now,
        wrap_key=house.keys.wrapping,
    )


def test_two_older_versions_are_kept() -> None:
    assert len(RECORDED) >= 2


def test_what_an_older_phone_pushed_is_kept_opened_verified_and_applied(then: Engine, said: dict[str, Any]) -> None:
    header, envelopes = read_push(base64.b64decode(said["push"]))
    public_point(base64.b64decode(said["sign_public"]))
    certificate = then.directory.certificate(said["phone"])
    assert certificate is not None
    answer = then.push(certificate, header, envelopes)
    assert not isinstance(answer, Behind)
    assert [(one["r"], one["code"]) for one in answer["results"]] == [("applied", None)] * 4
    shown = then.read(Actor("system", "", frozenset({"system"}), frozenset({"system"})), said["visit"])
    assert shown is not None
    assert shown["fields"]["answers"]["nooduitgang_vrij"]["value"] == "in_orde"
    again = then.push(certificate, header, envelopes)
    assert not isinstance(again, Behind)
    assert again["kept"] == answer["kept"] and len(answer["kept"]) == 4


def test_an_older_phone_finds_in_the_answer_all_it_reads(then: Engine, said: dict[str, Any]) -> None:
    """Names may come; none goes, and none changes its form."""
    header, envelopes = read_push(base64.b64decode(said["push"]))
    certificate = then.directory.certificate(said["phone"])
    assert certificate is not None
    answer = then.push(certificate, header, envelopes)
    assert not isinstance(answer, Behind)
    for name, known in said["answers"]["push"].items():
        assert type(answer[name]) is type(known), name


def test_an_older_phone_may_pull_as_it_did(phone: Callable[[str], Phone], said: dict[str, Any]) -> None:
    ines = phone("ines")
    found = ines.pull(ines.token(), cursor=None, seen=None, after=None)
    for name, known in said["answers"]["pull"].items():
        assert type(found[name]) is type(known), name
