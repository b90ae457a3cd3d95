"""Remake `static/vendor/`, `static/fonts/` and the sprites of icons from `node_modules`.

Run `npm ci` first, then `python3 tools/vendor.py`. With `--check` it writes nothing and says what differs.
Running the application needs neither this nor Node: what it makes is committed, with the licence texts and
`static/vendor/vendor.json`, which names package, version, licence and SHA-384 of each file.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
STATIC = ROOT / "static"

# package -> (file in the package, file under static/): copied byte for byte.
COPIES: list[tuple[str, str, str]] = [
    ("idb", "build/index.js", "vendor/idb.js"),
    ("htmx.org", "dist/htmx.min.js", "vendor/htmx.min.js"),
    ("@fontsource/source-sans-3", "files/source-sans-3-latin-400-normal.woff2", "fonts/source-sans-3-latin-400.woff2"),
    ("@fontsource/source-sans-3", "files/source-sans-3-latin-600-normal.woff2", "fonts/source-sans-3-latin-600.woff2"),
    ("@fontsource/source-sans-3", "files/source-sans-3-latin-700-normal.woff2", "fonts/source-sans-3-latin-700.woff2"),
    # For names in letters that need more letters than Dutch has; outside fonts/, so that no phone loads them.
    (
        "@fontsource/source-sans-3",
        "files/source-sans-3-latin-ext-400-normal.woff2",
        "vendor/letters/latin-ext-400.woff2",
    ),
    (
        "@fontsource/source-sans-3",
        "files/source-sans-3-latin-ext-700-normal.woff2",
        "vendor/letters/latin-ext-700.woff2",
    ),
]

# The single component packages of NL Design System (Utrecht), in the order in which they are joined.
COMPONENTS = """root body heading-1 heading-2 heading-3 paragraph link button alert alert-dialog backdrop drawer
badge-status form-field form-label form-field-description form-field-error-message form-fieldset textbox textarea
select checkbox radio-button table data-list accordion skip-link separator""".split()

# Tabler outline icons in the sprite; the id of each symbol is `icon-<name>`.
ICONS = """accessible adjustments alert-circle alert-triangle arrow-back-up arrow-left arrow-right arrows-exchange ban
backspace bell building building-community building-store calendar calendar-due calendar-event camera camera-off
chart-bar check checklist chevron-down chevron-left chevron-right chevron-up circle circle-check circle-dashed circle-x
clipboard-check clipboard-list clock cloud-check cloud-off cloud-upload contrast copy current-location database-import
device-desktop device-mobile device-mobile-off devices door door-enter dots dots-vertical download edit external-link
eye eye-off file-description file-text filter fingerprint flag gavel hand-stop help-circle history home hourglass
hourglass-high id-badge-2 info-circle key language layout-dashboard lifebuoy link list list-check list-details lock
lock-open logout mail map map-pin map-2 menu-2 message message-2 minus mood-off moon note notes paperclip pencil phone
phone-call photo photo-off photo-plus plus point printer qrcode refresh report route scale search send settings share
shield shield-check shield-lock signature sun square square-check text-size trash upload user user-check user-circle
user-off user-plus users users-group volume wifi wifi-off world x""".split()

# What draws the screens, as one module: a slow phone pays for each file before anything is drawn.
SCREENS = ["preact", "preact/hooks", "htm/preact", "@preact/signals"]
SCREEN_PACKAGES = ["preact", "htm", "@preact/signals", "@preact/signals-core"]

# Those of the lock screen again, in a sprite of their own: a slow phone reads a sprite whole before it draws one icon of it.
LOCK_ICONS = ["clipboard-check", "device-mobile", "wifi-off"]

LICENCE_NAMES = ("LICENSE", "LICENSE.md", "LICENSE.txt", "LICENCE")


def main() -> int:
    """Make the files, or with `--check` compare them; returns 1 when something differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; say which files differ")
    if not (MODULES / "preact").is_dir():
        print("node_modules is missing: run npm ci first", file=sys.stderr)
        return 1
    files = make()
    if parser.parse_args().check:
        return compare(files)
    write(files)
    print(f"{len(files)} files, {sum(map(len, files.values())) // 1024} KiB")
    return 0


def make() -> dict[str, bytes]:
    """Return every vendored file by its path under `static/`, `vendor.json` included."""
    rows: list[dict[str, Any]] = []
    files: dict[str, bytes] = {}
    for package, source, target in COPIES:
        files[target] = (MODULES / package / source).read_bytes()
        rows.append(row(target, files[target], [package], made=f"copied from {source}"))
    joined, packages = utrecht()
    for target, data, used, made in [
        ("vendor/hpke-core.js", hpke(), ["@hpke/core", "@hpke/common"], "bundled with esbuild, nothing else changed"),
        ("vendor/preact.js", screens(), SCREEN_PACKAGES, "bundled with esbuild, nothing else changed"),
        ("vendor/utrecht.css", joined, packages, "dist/index.min.css of each package, joined"),
        ("icons.svg", sprite(ICONS), ["@tabler/icons"], "outline icons as symbols of one sprite"),
        ("icons-lock.svg", sprite(LOCK_ICONS), ["@tabler/icons"], "those of the lock screen as symbols of one sprite"),
    ]:
        files[target] = data
        rows.append(row(target, data, used, made=made))
    files.update(licences(sorted({name for entry in rows for name in entry["packages"]})))
    document = {"files": sorted(rows, key=lambda entry: str(entry["file"]))}
    files["vendor/vendor.json"] = (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()
    return files


def row(target: str, data: bytes, packages: list[str], *, made: str) -> dict[str, Any]:
    """Return the line of `vendor.json` for one file."""
    digest = base64.b64encode(hashlib.sha384(data).digest()).decode()
    return {
        "file": target,
        "packages": {name: {"version": about(name)["version"], "licence": about(name)["license"]} for name in packages},
        "made": made,
        "bytes": len(data),
        "sha384": f"sha384-{digest}",
    }


def about(package: str) -> dict[str, Any]:
    """Return the package.json of an installed package."""
    answer: dict[str, Any] = json.loads((MODULES / package / "package.json").read_text())
    return answer


def utrecht() -> tuple[bytes, list[str]]:
    """Join the component CSS into one file, each with the licence header that its minified file lost."""
    parts: list[str] = []
    packages = [f"@utrecht/{name}-css" for name in COMPONENTS]
    for package in packages:
        folder = MODULES / package / "dist"
        header = re.match(r"/\*\*.*?\*/", (folder / "index.css").read_text(), re.DOTALL)
        rights = re.findall(r"Copyright.*", header.group()) if header else []
        parts.append(f"/*! {package} {about(package)['version']} | EUPL-1.2 | {'; '.join(rights)} */\n")
        parts.append((folder / "index.min.css").read_text().strip() + "\n")
    return "".join(parts).encode(), packages


def hpke() -> bytes:
    """Bundle @hpke/core with what it imports into one ES module: a browser cannot resolve its inner imports."""
    banner = f"/*! @hpke/core {about('@hpke/core')['version']} | MIT | Copyright Ajitomi Daisuke */"
    return bundled('export * from "./node_modules/@hpke/core/esm/mod.js";', banner)


def screens() -> bytes:
    """Bundle preact, its hooks, htm and the signals into one ES module that exports what each of them does."""
    licences = "; ".join(f"{name} {about(name)['version']} | {about(name)['license']}" for name in SCREEN_PACKAGES)
    return bundled("".join(f'export * from "{name}";' for name in SCREENS), f"/*! {licences} */")


def bundled(entry: str, banner: str) -> bytes:
    """Return the module `entry` with all that it imports in it."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "bundled.js"
        # esbuild adds comments with paths of the machine only in unminified output; --minify leaves none.
        command = ["node_modules/.bin/esbuild", "--bundle", "--format=esm", "--minify", "--target=es2022"]
        command += ["--log-level=warning", f"--banner:js={banner}", f"--outfile={out}"]
        subprocess.run(command, cwd=ROOT, check=True, input=entry.encode())
        return out.read_bytes()


def sprite(names: list[str]) -> bytes:
    """Return one SVG file with a `<symbol>` for each icon, in Tabler's own strokes."""
    attributes = 'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
    attributes += ' stroke-linecap="round" stroke-linejoin="round"'
    version = about("@tabler/icons")["version"]
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg"><!-- @tabler/icons {version}, MIT, Copyright Paweł Kuna -->']
    for name in sorted(set(names)):
        text = (MODULES / "@tabler/icons/icons/outline" / f"{name}.svg").read_text()
        inner = text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")]
        shapes = [line.strip() for line in inner.splitlines() if line.strip() and "M0 0h24v24H0z" not in line]
        lines.append(f'<symbol id="icon-{name}" {attributes}>{"".join(shapes)}</symbol>')
    return ("\n".join([*lines, "</svg>"]) + "\n").encode()


def licences(packages: list[str]) -> dict[str, bytes]:
    """Return the licence text of each package; the Utrecht packages share one."""
    files: dict[str, bytes] = {}
    for package in packages:
        folder = MODULES / package
        text = next((folder / name).read_bytes() for name in LICENCE_NAMES if (folder / name).exists())
        name = "utrecht" if package.startswith("@utrecht/") else package.strip("@").replace("/", "-")
        files[f"vendor/licences/{name}.txt"] = text
    return files


def compare(files: dict[str, bytes]) -> int:
    """Print each file that is missing, changed or no longer made; returns 1 when there is one."""
    present = {str(path.relative_to(STATIC)) for path in (STATIC / "vendor").rglob("*") if path.is_file()}
    wrong = [name for name, data in files.items() if not same(STATIC / name, data)]
    wrong += sorted(present - set(files))
    for name in wrong:
        print(f"differs: static/{name}")
    return 1 if wrong else 0


def same(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data


def write(files: dict[str, bytes]) -> None:
    shutil.rmtree(STATIC / "vendor", ignore_errors=True)
    for name, data in files.items():
        target = STATIC / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


if __name__ == "__main__":
    sys.exit(main())
