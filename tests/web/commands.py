"""Type a command and read its answer; a machine with keys and no store, for what is put back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from fieldapp.cli import main
from fieldapp.installation import Installation
from tests.web.conftest import must


def run(*words: object, environ: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], env=environ or {}, catch_exceptions=False)


def said(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def note_something(house: Installation, name: str) -> str:
    document = f"018f0000-0000-7000-9000-{name:0>12}"
    must(house, "unit.add", document, {"name": f"Team {name}", "kind": "team"})
    return document


def empty_with_keys(house: Installation, place: Path) -> Path:
    """A new machine: the keys and the register are there, nothing else."""
    place.mkdir()
    for path in sorted((house.config.data / "keys").iterdir()):
        (place / "keys").mkdir(exist_ok=True)
        (place / "keys" / path.name).write_bytes(path.read_bytes())
    if house.config.register.exists():
        place.with_name(f"{place.name}.register").write_bytes(house.config.register.read_bytes())
    return place
