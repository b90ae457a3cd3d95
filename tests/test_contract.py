"""What docs/running.md promises to testers, taken at its word: the delivered command, from outside, and nothing else."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.rig.api_phone import ApiPhone
from tests.rig.desk import Desk
from tests.rig.server import FIELDAPP, ROOT, Server, copied, free_port

EXAMPLES = ROOT / "fieldapp" / "data" / "voorbeeld"
ROUTE = re.compile(r"(GET|POST|PUT|DELETE|PATCH) /\S* (open|desk|desk:[a-z_,]+|phone:push|phone:full)")
THREE_DAYS = 3 * 24 * 3600


@pytest.fixture(scope="module")
def shifted(template: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The example municipality, running three days ahead."""
    with copied(template, tmp_path_factory.mktemp("shifted")) as server:
        server.settings["FIELDAPP_CLOCK_OFFSET_SECONDS"] = str(THREE_DAYS)
        server.start()
        yield server


def ask(server: Server, path: str) -> Any:
    with urllib.request.urlopen(server.address + path, timeout=10) as answer:
        return json.load(answer)


def test_serve_needs_a_port_a_folder_and_a_secret_and_nothing_before(tmp_path: Path) -> None:
    server = Server(tmp_path, free_port(), settings={"FIELDAPP_SECRET": "een-geheim-van-genoeg-tekens"})
    try:
        server.start()
        assert ask(server, "/api/v1/ping")["ok"] is True
    finally:
        server.stop()


def test_one_setting_shifts_the_clock_of_the_server(shifted: Server) -> None:
    told = datetime.fromisoformat(ask(shifted, "/api/v1/ping")["time"]).timestamp()
    assert abs(told - time.time() - THREE_DAYS) < 60


def test_the_description_of_the_api_lies_at_its_place_and_names_every_route_of_phones(shifted: Server) -> None:
    described = set(ask(shifted, "/api/openapi.json")["paths"])
    printed = [line.split()[1] for line in printed_routes(shifted) if " /api/v1/" in line]
    assert {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path) for path in printed} == described


def test_routes_prints_method_path_and_who_may_a_line(shifted: Server) -> None:
    lines = printed_routes(shifted)
    assert len(lines) > 60
    assert [line for line in lines if not ROUTE.fullmatch(line)] == []


def printed_routes(server: Server) -> list[str]:
    return server.command("routes", "--data", str(server.data)).stdout.splitlines()


def test_the_printed_example_has_the_roles_that_testers_need(template: Server) -> None:
    users = template.example["users"]
    roles = Counter(role for user in users for role in user["roles"])
    assert roles["inspector"] >= 3 and roles["team_lead"] >= 2
    assert roles.keys() >= {"mandate_holder", "registrar", "legal_officer", "administrator", "police"}
    assert len({user["unit"] for user in users if "police" in user["roles"]}) >= 2
    assert len({team for user in users for team in user["teams"]}) >= 2


def test_every_printed_user_signs_in_with_the_given_password_and_the_printed_secret(server: Server) -> None:
    for user in server.example["users"]:
        assert "/inloggen" not in Desk.sign_in(server, user).get("/").url, user["login"]


def test_every_printed_code_enrols_a_phone(own_server: Server) -> None:
    codes = own_server.example["device_codes"]
    assert len(codes) >= 3
    for code in codes:
        phone = ApiPhone.enrol(own_server.address, code["code"])
        assert phone.enrolled["person"]["id"] == code["person_id"]


def test_the_same_seed_prints_the_same_people_and_secrets_but_never_the_same_one_time_codes(
    template: Server, tmp_path: Path
) -> None:
    again = Server(tmp_path, 0)
    again.make_example("--seed", "7")
    assert without_codes(again.example) == without_codes(template.example)
    assert {one["code"] for one in again.example["device_codes"]}.isdisjoint(
        one["code"] for one in template.example["device_codes"]
    )


def without_codes(example: dict[str, Any]) -> list[dict[str, Any]]:
    return [{name: value for name, value in user.items() if name != "code"} for user in example["users"]]


@pytest.mark.parametrize(
    "words",
    [
        ["import-vergunningen", str(EXAMPLES / "vergunningen-voorbeeld.csv")],
        ["import-bag", str(EXAMPLES / "bag-light-voorbeeld.gpkg"), "--gemeente", "9998"],
    ],
)
def test_an_import_shows_progress_on_a_terminal_and_a_summary_as_json_for_programs(
    tmp_path: Path, words: list[str]
) -> None:
    server = Server(tmp_path, 0)
    server.make_example()
    summary = json.loads(server.command(*words, "--dry-run", "--json", "--data", str(server.data)).stdout)
    assert summary["dry_run"] is True
    assert re.search(r"\d+ van \d+", on_a_terminal(server, [*words, "--dry-run"]))


def on_a_terminal(server: Server, words: list[str]) -> str:
    """Run a command whose output is a terminal, and return what stood on it."""
    ours, theirs = pty.openpty()
    command = [FIELDAPP, *words, "--data", str(server.data)]
    done = subprocess.run(command, env=server.environ, cwd=ROOT, stdout=theirs, stderr=theirs, check=False)
    os.close(theirs)
    said = b""
    while chunk := read_or_end(ours):
        said += chunk
    os.close(ours)
    assert done.returncode == 0, said.decode()
    return said.decode()


def read_or_end(file: int) -> bytes:
    """Linux ends a terminal with an error, not with an empty answer."""
    try:
        return os.read(file, 65536)
    except OSError:
        return b""


def test_backup_restore_and_check_go_round(shifted: Server, tmp_path: Path) -> None:
    data = str(shifted.data)
    shifted.command("backup", str(tmp_path / "copies"), "--json", "--data", data)
    assert json.loads(shifted.command("check", "--json", "--data", data).stdout)["wrong"] == []
    target = Server(tmp_path / "target", 0)
    target.data.mkdir(parents=True)
    source = next(path for path in (tmp_path / "copies").iterdir() if path.is_dir())
    target.command("restore", str(source), "--as-copy", "--json", "--data", str(target.data))
    checked = json.loads(target.command("check", "--json", "--data", str(target.data)).stdout)
    assert checked["wrong"] == []
