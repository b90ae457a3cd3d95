"""The build: every static file under one id, so that a phone has all files of one version or none.

The files are read once, at start: what is served is what was digested, also while a new version is being put in place.
"""

from __future__ import annotations

import base64
import hashlib
import json
import mimetypes
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
_IMPORT = re.compile(r"""\b(?:from|import)\s*["']([^"'\s]+)["']""")
# what the modules of the field app import by name -> the vendored file below static/
MODULES = {
    "@hpke/core": "vendor/hpke-core.js",
    "@preact/signals": "vendor/preact.js",
    "@preact/signals-core": "vendor/preact.js",
    "htm/preact": "vendor/preact.js",
    "idb": "vendor/idb.js",
    "preact": "vendor/preact.js",
    "preact/hooks": "vendor/preact.js",
}
# what the field app looks like, in the order of its sheets; on a phone they are one file
FIELD_SHEETS = "tokens base layout sync-strip answer chip choice stop dialog keypad photo advice text-guard help-card print".split()
# what every page of the office looks like; what only some pages have they ask for themselves
OFFICE_SHEETS = (
    "tokens base office/layout office/card office/words office/button office/list office/choose office/form "
    "office/photo office/table office/code office/sign-in office/forced-colors"
).split()
_VENDOR_IMPORT = b'@import url("../vendor/utrecht.css") layer(vendor);'
_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True)
class File:
    content: bytes
    content_type: str
    digest: str
    """As in integrity attributes: sha256-<base64>."""


@dataclass(frozen=True)
class Build:
    """All static files of one version. `base` is `/s/<id>`; `files` are named by their path below it."""

    id: str
    files: Mapping[str, File]
    import_map: str
    preloads: tuple[str, ...]
    worker: str
    """The service worker's script, with this build's id in it."""

    @property
    def base(self) -> str:
        return f"/s/{self.id}"

    @property
    def import_map_digest(self) -> str:
        """Return the source expression by which the policy of the page allows the inline import map."""
        return digest(self.import_map.encode())

    def list_for_phones(self, shell: bytes) -> bytes:
        """Return files.json: each file of the field app with its digest, and the shell page itself."""
        listed = [
            {"path": f"{self.base}/{path}", "digest": file.digest, "bytes": len(file.content)}
            for path, file in sorted(self.files.items())
            if is_for_phones(path)
        ]
        listed.append({"path": "/app", "digest": digest(shell), "bytes": len(shell)})
        return json.dumps({"build": self.id, "files": listed}, separators=(",", ":")).encode()


NO_PAGES = Build(id="none", files={}, import_map="", preloads=(), worker="")
"""For processes that serve nothing."""


def digest(content: bytes) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode()


def make_build(root: Path, extra: Mapping[str, bytes]) -> Build:
    """Read `static/`, add the generated files (`app/texts.json`), and derive id, import map and preloads."""
    contents = _read(root / "static") | dict(extra)
    contents["css/field.css"] = joined(FIELD_SHEETS, contents)
    contents["css/office.css"] = joined(OFFICE_SHEETS, contents)
    shell = (root / "templates" / "app.html").read_bytes() if (root / "templates" / "app.html").exists() else b""
    build_id = _id(contents | {"templates/app.html": shell})
    base = f"/s/{build_id}"
    import_map = json.dumps(
        {"imports": {name: f"{base}/{path}" for name, path in MODULES.items()}}, separators=(",", ":")
    )
    worker = contents.get("sw/sw.js", b"").decode().replace("__BUILD__", build_id)
    return Build(
        id=build_id,
        files={path: File(content, content_type(path), digest(content)) for path, content in contents.items()},
        import_map=import_map,
        preloads=tuple(f"{base}/{path}" for path in walk_imports("app/main.js", contents)),
        worker=worker,
    )


def joined(sheets: Sequence[str], contents: Mapping[str, bytes]) -> bytes:
    """Return sheets as one, so that the first picture of a page waits for one file and not for sixteen in a row."""
    whole = b"\n".join(contents.get(f"css/{name}.css", b"") for name in sheets)
    vendor = b"@layer vendor {\n" + contents.get("vendor/utrecht.css", b"") + b"\n}"
    return whole.replace(_VENDOR_IMPORT, vendor)


def _read(static: Path) -> dict[str, bytes]:
    paths = [path for path in sorted(static.rglob("*")) if path.is_file() and not path.name.startswith(".")]
    return {path.relative_to(static).as_posix(): path.read_bytes() for path in paths}


def _id(contents: Mapping[str, bytes]) -> str:
    whole = hashlib.sha256()
    for path, content in sorted(contents.items()):
        whole.update(f"{path}\0{len(content)}\0".encode() + hashlib.sha256(content).digest())
    return whole.hexdigest()[:12]


def content_type(path: str) -> str:
    known = _TYPES.get(PurePosixPath(path).suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    is_text = known.startswith("text/") or known in {"application/json", "image/svg+xml"}
    return f"{known}; charset=utf-8" if is_text else known


def is_for_phones(path: str) -> bool:
    """Return whether the field app needs this file; what only the office or a lawyer reads stays off the phone."""
    if "htmx" in path:
        return False
    if path.startswith("vendor/"):
        return path.endswith((".js", ".mjs"))
    return path.startswith(("app/", "fonts/", "app-icons/")) or path in {"css/field.css", "icons.svg", "icons-lock.svg"}


def walk_imports(start: str, contents: Mapping[str, bytes]) -> list[str]:
    """Return the files that `start` imports statically, itself first: what the browser needs before it can begin."""
    found: list[str] = []
    waiting = [start]
    while waiting:
        path = waiting.pop(0)
        if path in found or path not in contents:
            continue
        found.append(path)
        for name in _IMPORT.findall(contents[path].decode("utf-8", "replace")):
            waiting.append(MODULES[name] if name in MODULES else _resolve(path, name))
    return found


def _resolve(path: str, name: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(path).parent / name).parts:
        if part == "..":
            parts = parts[:-1]
        else:
            parts.append(part)
    return "/".join(parts)
