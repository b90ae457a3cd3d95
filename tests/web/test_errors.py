"""What people and programs read when the store itself is away: 503 and a plain page, also for who is signed in."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from fieldapp.installation import Installation
from tests.web.conftest import Desk, point, token_of

SENTENCE = "De server kan nu even niets bewaren."


@contextmanager
def damaged(store: Path) -> Iterator[None]:
    with parted(store):
        store.write_bytes(b"this is not a database " * 1000)
        yield


@contextmanager
def missing(store: Path) -> Iterator[None]:
    with parted(store):
        yield


@contextmanager
def unreachable(store: Path) -> Iterator[None]:
    with parted(store):
        store.mkdir()
        yield


@contextmanager
def locked(store: Path) -> Iterator[None]:
    other = sqlite3.connect(store, isolation_level=None)
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.close()


@contextmanager
def parted(store: Path) -> Iterator[None]:
    """Take the store away, and put it back."""
    aside = store.with_suffix(".aside")
    store.rename(aside)
    try:
        yield
    finally:
        for leftover in store.parent.glob(f"{store.name}*"):
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
        aside.rename(store)


@pytest.fixture
def signed_in(desk: Callable[[str], Desk], house: Installation, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr("sync.store.sqlite.BUSY_S", 0.1)
    here = desk("tess")
    assert here.get("/kantoor/").status_code == 200
    house.store.close()  # the next request opens it anew, as another thread would
    return here


@pytest.mark.parametrize("how", [damaged, missing, unreachable, locked])
@pytest.mark.parametrize("path", ["/kantoor/", "/kantoor/goedkeuren", "/nergens"])
def test_a_page_is_a_plain_503_while_the_store_is_away_and_comes_back_with_it(
    how: Any, path: str, signed_in: Desk, house: Installation
) -> None:
    with how(house.config.data / "fieldapp.db"):
        answer = signed_in.get(path)
        if how is missing:
            house.store.close()  # it opened an empty one
    page = answer.get_data(as_text=True)
    assert answer.status_code == (404 if path == "/nergens" else 503), page
    assert page.count("<html") == page.count("</html>") == page.count("<h1") == 1
    assert "of-nav" not in page and "sqlite" not in page.lower() and "Traceback" not in page
    if path != "/nergens":
        assert SENTENCE in page and answer.headers["Retry-After"] == "5"
        assert "no-store" in answer.headers["Cache-Control"]
    assert signed_in.get("/kantoor/").status_code == 200


def test_a_page_that_is_not_there_keeps_its_frame_while_the_store_is_well(signed_in: Desk) -> None:
    answer = signed_in.get("/nergens")
    assert (answer.status_code, "of-nav" in answer.get_data(as_text=True)) == (404, True)


def test_a_form_sent_while_the_store_is_damaged_says_that_nothing_changed(signed_in: Desk, house: Installation) -> None:
    token = token_of(signed_in.get("/kantoor/").get_data(as_text=True))
    house.store.close()
    with damaged(house.config.data / "fieldapp.db"):
        answer = signed_in.client.post(
            "/uitloggen", data={"csrf_token": token}, headers={"Referer": "https://localhost/"}
        )
    assert answer.status_code == 503
    assert "Er is niets veranderd." in answer.get_data(as_text=True)


def test_a_program_gets_the_same_problem_as_json(signed_in: Desk, house: Installation) -> None:
    with damaged(house.config.data / "fieldapp.db"):
        answer = signed_in.client.post("/api/v1/token", json={"phone": "x"})
        told = signed_in.client.post("/api/v1/enrol", json=code())
    assert (answer.status_code, told.status_code) == (422, 503)
    assert told.get_json()["type"] == "unavailable"


def code() -> dict[str, str]:
    keys = [point(ec.generate_private_key(ec.SECP256R1())) for _ in range(2)]
    return {"code": "ABCD-2345", "dev_public": keys[0], "sign_public": keys[1], "build": "test"}
