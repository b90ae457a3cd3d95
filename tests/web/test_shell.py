"""The shell of the field app: one version or none, no data in it, and the strictest policy that runs."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from fieldapp.access import auth_of
from fieldapp.app import create_app
from fieldapp.build import FIELD_SHEETS, OFFICE_SHEETS, Build, make_build, walk_imports
from fieldapp.config import Config
from fieldapp.installation import Installation, open_installation

ROOT = Path(__file__).parent.parent.parent
LOCK_SCREEN_MODULES = 25


def test_the_import_map_is_allowed_by_its_digest_and_nothing_else_inline_is(client: FlaskClient) -> None:
    answer = client.get("/app")
    page, policy = answer.get_data(as_text=True), answer.headers["Content-Security-Policy"]
    inline = re.search(r'<script type="importmap">(.*?)</script>', page, re.DOTALL)
    assert inline
    digest = base64.b64encode(hashlib.sha256(inline.group(1).encode()).digest()).decode()
    assert f"'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'; trusted-types sw" in policy
    assert set(json.loads(inline.group(1))["imports"]) >= {
        "preact",
        "htm/preact",
        "@preact/signals",
        "idb",
        "@hpke/core",
    }


def test_every_name_in_the_import_map_leads_to_a_file_of_the_build(client: FlaskClient, house: Installation) -> None:
    for address in json.loads(house.build.import_map)["imports"].values():
        assert client.get(address).status_code == 200, address


def test_the_shell_is_the_same_for_every_place_and_asks_no_store(client: FlaskClient) -> None:
    pages = {client.get(path).get_data() for path in ("/app", "/app/", "/app/bezoek/x", "/app/verzenden")}
    assert len(pages) == 1
    assert "Set-Cookie" not in client.get("/app").headers


def test_files_json_lists_every_file_of_the_field_app_with_its_digest(client: FlaskClient, house: Installation) -> None:
    listed = client.get(f"{house.build.base}/files.json").get_json()
    assert listed["build"] == house.build.id
    paths = [one["path"] for one in listed["files"]]
    assert "/app" in paths
    assert not [path for path in paths if "/office/" in path or "htmx" in path]
    for one in listed["files"]:
        content = client.get(one["path"]).get_data()
        assert one["digest"] == "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode(), one["path"]
        assert one["bytes"] == len(content)


def test_a_phone_gets_what_the_app_looks_like_as_one_file(client: FlaskClient, house: Installation) -> None:
    page = client.get("/app").get_data(as_text=True)
    assert page.count('rel="stylesheet"') == 1
    sheet = client.get(f"{house.build.base}/css/field.css")
    assert sheet.content_type == "text/css; charset=utf-8"
    joined = sheet.get_data()
    for name in FIELD_SHEETS:
        own = house.build.files[f"css/{name}.css"].content
        assert own.rsplit(b"@import", 1)[-1].split(b"\n", 1)[-1].strip() in joined, name
    assert house.build.files["vendor/utrecht.css"].content in joined
    assert b"@import" not in joined, "one more file to wait for"
    listed = [one["path"] for one in json.loads(client.get(f"{house.build.base}/files.json").get_data())["files"]]
    assert [path for path in listed if path.endswith(".css")] == [f"{house.build.base}/css/field.css"]


def test_what_every_page_of_the_office_looks_like_is_one_file(client: FlaskClient, house: Installation) -> None:
    page = client.get("/inloggen").get_data(as_text=True)
    assert [line.strip() for line in page.splitlines() if 'rel="stylesheet"' in line and "print" not in line] == [
        f'<link rel="stylesheet" href="{house.build.base}/css/office.css">'
    ]
    joined = client.get(f"{house.build.base}/css/office.css").get_data()
    assert b"@import" not in joined, "one more file to wait for"
    for name in OFFICE_SHEETS:
        own = house.build.files[f"css/{name}.css"].content
        assert own.rsplit(b"@import", 1)[-1].split(b"\n", 1)[-1].strip() in joined, name


def test_every_sheet_of_the_office_is_asked_for_somewhere() -> None:
    asked = {f"css/{name}.css" for name in OFFICE_SHEETS}
    for template in (ROOT / "templates").rglob("*.html"):
        asked |= set(re.findall(r"url_for_static\('(css/[^']+)'\)", template.read_text()))
    stand = {
        path.relative_to(ROOT / "static").as_posix() for path in (ROOT / "static" / "css" / "office").glob("*.css")
    }
    assert stand <= asked


def test_a_file_of_a_build_never_changes_and_another_build_has_none(client: FlaskClient, house: Installation) -> None:
    answer = client.get(f"{house.build.base}/icons.svg")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/s/000000000000/icons.svg").status_code == 404


@pytest.mark.parametrize(
    "path", ["../fieldapp.db", "..%2f..%2fpyproject.toml", "app/../../keys/signing.pem", "", "%00"]
)
def test_nothing_outside_the_build_is_served(client: FlaskClient, house: Installation, path: str) -> None:
    assert client.get(f"{house.build.base}/{path}").status_code in {404, 308}
    assert client.get(f"/packs/{path}").status_code == 404


def test_the_worker_carries_its_build_and_is_asked_for_each_time(client: FlaskClient, house: Installation) -> None:
    answer = client.get("/sw.js")
    assert "img-src 'self'" in answer.headers["Content-Security-Policy"], "the icon of a notice"
    assert answer.headers["Cache-Control"] == "no-cache, no-transform"
    assert answer.content_type == "application/javascript; charset=utf-8"
    assert house.build.id in answer.get_data(as_text=True)
    assert "__BUILD__" not in answer.get_data(as_text=True)
    again = client.get("/sw.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_app_can_be_installed(client: FlaskClient) -> None:
    manifest = client.get("/manifest.webmanifest").get_json()
    assert (manifest["start_url"], manifest["display"], manifest["lang"]) == ("/app", "standalone", "nl")
    for icon in manifest["icons"]:
        answer = client.get(icon["src"])
        assert answer.content_type == "image/png"
        size = int(icon["sizes"].split("x")[0])
        assert int.from_bytes(answer.get_data()[16:20], "big") == size
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}


def test_a_change_in_any_file_makes_another_build(tmp_path: Path) -> None:

    root = tmp_path
    (root / "static" / "app").mkdir(parents=True)
    (root / "templates").mkdir()
    (root / "static" / "app" / "main.js").write_text("export const a = 1;")
    first = make_build(root, {"app/texts.json": b"{}"})
    assert make_build(root, {"app/texts.json": b"{}"}).id == first.id
    assert make_build(root, {"app/texts.json": b"{1}"}).id != first.id
    (root / "static" / "app" / "main.js").write_text("export const a = 2;")
    assert make_build(root, {"app/texts.json": b"{}"}).id != first.id


def test_what_main_needs_at_once_is_preloaded_and_what_comes_later_is_not() -> None:
    files = {
        "app/main.js": b'import { a } from "./ui/a.js";\nimport "./b.js";\nconst later = () => import("./later.js");',
        "app/ui/a.js": b'export{x}from"../lib/c.js";/** @typedef {import("../types.js").T} T */',
        "app/b.js": b'import { render } from "preact";',
        "app/lib/c.js": b"",
        "app/later.js": b"",
        "app/types.js": b"",
        "vendor/preact.js": b"",
    }
    assert walk_imports("app/main.js", files) == [
        "app/main.js",
        "app/ui/a.js",
        "app/b.js",
        "app/lib/c.js",
        "vendor/preact.js",
    ]


def test_the_lock_screen_needs_few_modules(house: Installation) -> None:
    """A slow phone pays about 8 ms of processor for each, before anything is drawn."""
    assert len(house.build.preloads) <= LOCK_SCREEN_MODULES, house.build.preloads
    files = [house.build.files[path.removeprefix(f"{house.build.base}/")] for path in house.build.preloads]
    assert sum(len(file.content) for file in files) < 100_000


def test_the_icons_of_the_lock_screen_come_in_a_sprite_of_their_own(house: Installation) -> None:
    named = re.search(r"OF_LOCK_SCREEN = new Set\(\[(.*?)\]\)", (ROOT / "static/app/ui/icon.js").read_text())
    assert named
    sprite = house.build.files["icons-lock.svg"].content.decode()
    assert sorted(re.findall(r"[\w-]+", named.group(1))) == re.findall(r'id="icon-([\w-]+)"', sprite)
    assert len(sprite) < 3000
    on_it = "".join((ROOT / "static/app/ui" / name).read_text() for name in ("gate.js", "unlock-page.js"))
    wanted = re.findall(r'(?<=Icon} )name=(?:"([\w-]+)"|\$\{\w+ \? "([\w-]+)" : "([\w-]+)"\})', on_it)
    assert {icon for icons in wanted for icon in icons if icon} <= set(re.findall(r"[\w-]+", named.group(1)))


ANSWERS = [
    "/",
    "/inloggen",
    "/app",
    "/sw.js",
    "/api/v1/ping",
    "/nergens",
    "/api/nergens",
    "/manifest.webmanifest",
    "/kantoor/",
]


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_says_what_a_browser_may_do(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=(self)" in headers["Permissions-Policy"]
    assert "bluetooth" not in headers["Permissions-Policy"]  # Chromium warns of it on every page
    assert headers["Cache-Control"]
    assert "Clear-Site-Data" not in headers
    assert headers["Referrer-Policy"] == "same-origin"


def test_every_answer_of_the_api_is_ours_and_is_never_stored(client: FlaskClient, app: Flask) -> None:
    paths = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")}
    for path in sorted(paths):
        asked = re.sub(r"<[^>]+>", "0", path)
        for method in ("GET", "POST", "PUT", "DELETE"):
            answer = client.open(asked, method=method)
            assert answer.headers["X-Fieldapp"] == "1", (method, path)
            assert answer.headers["Cache-Control"] == "no-store", (method, path)
            assert answer.status_code < 500, (method, path)
            if answer.status_code >= 400:
                said = answer.get_json()
                assert answer.content_type == "application/problem+json", (method, path)
                assert said["title"].endswith(".") and said["status"] == answer.status_code, (method, path)


def test_every_route_says_who_may_use_it(app: Flask) -> None:
    assert [name for name, view in app.view_functions.items() if not auth_of(view)] == []


def test_every_route_for_desks_sends_a_stranger_to_the_sign_in_page(client: FlaskClient, app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if not (auth_of(app.view_functions[rule.endpoint]) or "").startswith("desk"):
            continue
        path = re.sub(r"<[^>]+>", "00000000-0000-7000-8000-000000000000", rule.rule)
        if "GET" in (rule.methods or set()):
            answer = client.get(path)
            if answer.status_code != 404:  # the route asks for a number where we gave an id
                assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/inloggen"), rule.rule
        else:  # a form of somebody who is not signed in has no token either; a program is told in JSON
            expected = {401} if path.startswith("/api/") else {303, 400, 404}
            assert client.post(path).status_code in expected, rule.rule


def test_a_page_is_never_compressed_and_a_script_is(client: FlaskClient, house: Installation) -> None:
    page = client.get("/inloggen", headers={"Accept-Encoding": "br, gzip"})
    script = client.get(f"{house.build.base}/vendor/preact.js", headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in page.headers
    assert script.headers["Content-Encoding"] == "br"


def test_the_worker_is_not_compressed_so_that_what_is_cut_on_the_way_is_no_script(client: FlaskClient) -> None:
    answer = client.get("/sw.js", headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
    assert "Content-Encoding" not in answer.headers


def test_a_server_that_knows_its_name_answers_to_no_other(config: Config, build: Build) -> None:
    house = open_installation(replace(config, origin="https://toezicht.example.nl"), build=build)
    client = create_app(house=house).test_client()
    for host, status in (("toezicht.example.nl", 200), ("localhost", 200), ("elders.example", 400)):
        assert client.get("/inloggen", headers={"Host": host}).status_code == status, host
    house.store.close()


def test_in_an_emergency_the_worker_takes_itself_out_and_touches_no_database(config: Config, build: Build) -> None:
    house = open_installation(replace(config, shell_off=True), build=build)
    script = create_app(house=house).test_client().get("/sw.js").get_data(as_text=True)
    assert "unregister()" in script
    assert "indexedDB" not in script
    house.store.close()
