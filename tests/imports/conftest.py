"""A real installation in a folder of its own, with one team, for imports."""

import shutil
import uuid
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fieldapp.config import load_config
from fieldapp.directory import SYSTEM
from fieldapp.imports import bag, permits
from fieldapp.installation import Installation, open_installation, set_up

DATA = Path(__file__).parents[1] / "data"
EXAMPLE = Path(__file__).parents[2] / "fieldapp" / "data" / "voorbeeld"
PERMITS = EXAMPLE / "vergunningen-voorbeeld.csv"
GEOPACKAGE = EXAMPLE / "bag-light-voorbeeld.gpkg"
TODAY = date(2026, 11, 21)
CENTRUM = "8083361e-4c0d-446c-8f40-c2cf99a16f5a"

TakeIn = Callable[..., dict[str, Any]]


@pytest.fixture
def house(tmp_path: Path) -> Installation:
    config = load_config({"FIELDAPP_REGISTER": str(tmp_path / "register")}, data=tmp_path / "data")
    set_up(config)
    made = open_installation(config)
    made.engine.submit(SYSTEM, "unit.add", CENTRUM, {"name": "Toezicht Centrum", "kind": "team"})
    return made


@pytest.fixture
def addresses(tmp_path: Path) -> Path:
    return tmp_path / "data" / "addresses.db"


@pytest.fixture
def take_in_addresses(house: Installation, addresses: Path) -> TakeIn:
    def take_in(path: Path = GEOPACKAGE, *, dry_run: bool = False, municipality: str = "9998") -> dict[str, Any]:
        packs = house.config.packs
        return bag.run(None, None, path, dry_run, None, municipality=municipality, packs=packs, addresses=addresses)

    return take_in


@pytest.fixture(scope="session")
def example_addresses(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the example, made once; tests of permits take a copy."""
    folder = tmp_path_factory.mktemp("addresses")
    bag.run(
        None, None, GEOPACKAGE, False, municipality="9998", packs=folder / "packs", addresses=folder / "addresses.db"
    )
    return folder / "addresses.db"


@pytest.fixture
def known_addresses(house: Installation, example_addresses: Path, addresses: Path) -> None:
    """The addresses of the example were taken in before."""
    shutil.copy(example_addresses, addresses)


@pytest.fixture
def take_in_permits(house: Installation, addresses: Path) -> TakeIn:
    def take_in(path: Path = PERMITS, *, dry_run: bool = False, **more: Any) -> dict[str, Any]:
        return permits.run(
            house.engine,
            SYSTEM,
            path,
            dry_run,
            more.pop("progress", None),
            installation=uuid.UUID(bytes=house.keys.installation),
            rules=house.policy().guard,
            today=TODAY,
            addresses=addresses,
            **more,
        )

    return take_in
