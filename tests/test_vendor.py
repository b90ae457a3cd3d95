"""The vendored files are what vendor.json says, each with a licence text; checked without Node."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

STATIC = Path(__file__).parent.parent / "static"
ROWS: list[dict[str, Any]] = json.loads((STATIC / "vendor" / "vendor.json").read_text())["files"]
FREE = {"MIT", "ISC", "0BSD", "Apache-2.0", "EUPL-1.2", "OFL-1.1"}


@pytest.mark.parametrize("row", ROWS, ids=[row["file"] for row in ROWS])
def test_a_vendored_file_is_unmodified(row: dict[str, Any]) -> None:
    data = (STATIC / row["file"]).read_bytes()
    assert f"sha384-{base64.b64encode(hashlib.sha384(data).digest()).decode()}" == row["sha384"]
    assert len(data) == row["bytes"]


def test_every_file_in_the_vendor_folder_is_listed() -> None:
    listed = {row["file"] for row in ROWS} | {"vendor/vendor.json"}
    present = {path.relative_to(STATIC).as_posix() for path in (STATIC / "vendor").rglob("*") if path.is_file()}
    assert {name for name in present - listed if not name.startswith("vendor/licences/")} == set()


def test_every_vendored_package_has_a_free_licence_and_its_text() -> None:
    for row in ROWS:
        for package, about in row["packages"].items():
            name = "utrecht" if package.startswith("@utrecht/") else package.strip("@").replace("/", "-")
            assert about["licence"] in FREE, package
            assert (STATIC / "vendor" / "licences" / f"{name}.txt").stat().st_size > 500, package


def test_the_house_style_of_a_city_is_never_shipped() -> None:
    packages = {package for row in ROWS for package in row["packages"]}
    assert not {name for name in packages if "tokens" in name or "assets" in name or "amsterdam" in name}
