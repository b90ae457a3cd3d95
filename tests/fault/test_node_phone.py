"""Browsers that live one after another in one process: each knows what its disk holds, and may end at any step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fault.node_phone import Hosts, NodePhone
from tests.rig.api_phone import uuid7
from tests.rig.server import Server


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[Hosts]:
    made = Hosts(tmp_path)
    yield made
    made.close()


@pytest.fixture
def phone(hosts: Hosts, server: Server, tmp_path: Path) -> Iterator[NodePhone]:
    made = NodePhone(server.address, tmp_path / "phone", hosts=hosts)
    made.enrol(server.new_code(server.user("inspector")["login"]))
    yield made
    made.close()


def record(phone: NodePhone) -> None:
    phone.tell("record", kind="visit.note", document=uuid7(), body={"near_address": "ja"})


def rows(phone: NodePhone) -> set[str]:
    return {row["operation"] for row in phone.state()["rows"]}


def test_the_next_browser_of_a_process_knows_only_what_is_on_its_disk(
    phone: NodePhone, hosts: Hosts, server: Server, tmp_path: Path
) -> None:
    record(phone)
    saved = phone.heard()["operation"]
    process = phone._line
    phone.kill()
    phone.begin()
    assert phone._line is process and phone.state()["state"] != "open"
    assert rows(phone) == {saved}
    phone.close()
    other = NodePhone(server.address, tmp_path / "other", hosts=hosts)
    assert other._line is process
    assert "phone" not in other.state() and rows(other) == set()
    other.close()


def test_a_browser_dies_before_any_of_its_changes_and_what_it_called_saved_is_there(phone: NodePhone) -> None:
    was_there, was_said = set(), set()
    for passages in (0, 1, 2, 3, 5, 8, 100):
        before, known = rows(phone), len(phone.recorded)
        phone.burn(passages)
        record(phone)
        if passages == 100:
            phone._keep(phone.heard())
        phone.kill()
        phone.begin()
        phone.ask("unlock", words=phone.words)
        said = set(phone.recorded[known:])
        assert said <= rows(phone)
        was_there.add(rows(phone) > before)
        was_said.add(bool(said))
    assert was_there == was_said == {False, True}
