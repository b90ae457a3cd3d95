"""Keep what phones get of the field app of one version: .venv/bin/python tools/keep_build.py VERSION, in a checkout of it.

Writes tests/data/builds/VERSION.zip: the shell page, the service worker, the list of files and each file in it, as the server
of that version serves them. To keep an older version: check it out elsewhere, run this file there by its full path, and
bring the archive here.
"""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path.cwd()))

import jinja2

from fieldapp.build import is_for_phones, make_build
from fieldapp.headers import field_app_policy
from fieldapp.installation import texts_json

MUNICIPALITY = "Voorbeeldstad"
LONG_AGO = (2026, 1, 1, 0, 0, 0)


def main(version: str) -> None:
    root = Path.cwd()
    build = make_build(root, {"app/texts.json": texts_json()})
    templates = jinja2.Environment(loader=jinja2.FileSystemLoader(root / "templates"), autoescape=True)
    shell = templates.get_template("app.html").render(
        build=build.id,
        base=build.base,
        import_map=build.import_map,
        preloads=build.preloads,
        municipality=MUNICIPALITY,
    )
    facts = {"version": version, "build": build.id, "policy": field_app_policy(build.import_map_digest)}
    kept = {
        "build.json": json.dumps(facts, indent=1).encode(),
        "app.html": shell.encode(),
        "sw.js": build.worker.encode(),
        "files.json": build.list_for_phones(shell.encode()),
        **{f"files/{path}": file.content for path, file in build.files.items() if is_for_phones(path)},
    }
    place = root / "tests" / "data" / "builds" / f"{version}.zip"
    place.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(kept.items()):
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), content, zipfile.ZIP_DEFLATED, 9)
    sys.stdout.write(f"{place}: {len(kept)} files, {place.stat().st_size} bytes, build {build.id}\n")


if __name__ == "__main__":
    main(sys.argv[1])
