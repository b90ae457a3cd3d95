"""The field app's shell: one page without data, its files under the build's id, and what makes it installable."""

from __future__ import annotations

import hashlib
import re

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, send_from_directory
from flask.typing import ResponseReturnValue

from fieldapp.access import installation, open_to_all, signed_in_actor
from fieldapp.headers import field_app_policy

blueprint = Blueprint("shell", __name__)
PACK = re.compile(r"[0-9a-f]{64}\.[a-z0-9.]{1,12}")
NEVER_COMPRESSED = "application/javascript; charset=utf-8"
"""What `COMPRESSED` in `app.py` does not name; browsers take it for a script all the same."""
FOR_EVER = "public, max-age=31536000, immutable"
START_OF = {
    "police": "/partner/",
    "administrator": "/beheer/mensen",
    "inspector": "/kantoor/",
    "team_lead": "/kantoor/",
    "mandate_holder": "/kantoor/",
    "registrar": "/kantoor/",
    "legal_officer": "/kantoor/",
}


@blueprint.get("/")
@open_to_all
def start() -> ResponseReturnValue:
    """Send everyone to the page of his or her work."""
    actor = signed_in_actor()
    if actor is None:
        return redirect("/inloggen", 303)
    office = [START_OF[role] for role in START_OF if role in actor.roles]
    return redirect(office[-1] if office else "/inloggen", 303)


@blueprint.get("/app")
@blueprint.get("/app/")
@blueprint.get("/app/<path:_place>")
@open_to_all
def shell(_place: str = "") -> Response:
    """Return the page that the service worker keeps; it is the same for every place and every person."""
    build = installation().build
    response = Response(shell_page(), mimetype="text/html")
    response.headers["Content-Security-Policy"] = field_app_policy(build.import_map_digest)
    return _revalidated(response)


def shell_page() -> bytes:
    house = installation()
    return render_template(
        "app.html",
        build=house.build.id,
        base=house.build.base,
        import_map=house.build.import_map,
        preloads=house.build.preloads,
        municipality=house.config.municipality,
    ).encode()


@blueprint.get("/sw.js")
@open_to_all
def service_worker() -> Response:
    """Return the worker of this build; in an emergency the one that takes itself out of every phone.

    No browser compares a digest of it, and one that compressed and was cut on the way counts as an empty script: a worker
    that keeps nothing, so that the app no longer starts without a network. So it goes as it is; cut short it is no script.
    """
    house = installation()
    script = house.build.files["sw/off.js"].content if house.config.shell_off else house.build.worker
    response = Response(script, content_type=NEVER_COMPRESSED)
    # A worker loads the icon of its notices under its own policy: without img-src a notice has none.
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'"
    )
    _revalidated(response).headers["Cache-Control"] = "no-cache, no-transform"
    return response


def _revalidated(response: Response) -> Response:
    """Let the browser keep an answer but ask each time whether it is still the one."""
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    response.make_conditional(request)
    return response


@blueprint.get("/s/<build>/<path:path>")
@open_to_all
def static_file(build: str, path: str) -> Response:
    """Return a file of this build; of another build there is nothing, so that versions never mix."""
    present = installation().build
    if build != present.id:
        abort(404)
    if path == "files.json":
        response = Response(present.list_for_phones(shell_page()), mimetype="application/json")
        response.headers["Cache-Control"] = "no-cache"
        return response
    file = present.files.get(path)
    if file is None:
        abort(404)
    response = Response(file.content, content_type=file.content_type)
    response.headers["Cache-Control"] = FOR_EVER
    return response


@blueprint.get("/packs/<name>")
@open_to_all
def pack(name: str) -> Response:
    """Return a public file for phones, such as the addresses of the municipality; its name holds its digest."""
    if not PACK.fullmatch(name):
        abort(404)
    response = send_from_directory(installation().config.packs, name, conditional=False)
    response.headers["Cache-Control"] = FOR_EVER
    return response


@blueprint.get("/manifest.webmanifest")
@open_to_all
def manifest() -> Response:
    house = installation()
    icons = [
        ("icon-192.png", "192x192", "any"),
        ("icon-512.png", "512x512", "any"),
        ("icon-maskable-512.png", "512x512", "maskable"),
    ]
    response = jsonify(
        {
            "id": "/app",
            "name": f"Toezicht {house.config.municipality}" if house.is_named else "Toezicht",
            "short_name": "Toezicht",
            "lang": "nl",
            "dir": "ltr",
            "start_url": "/app",
            "scope": "/app",
            "display": "standalone",
            "background_color": "#f2f5f7",
            "theme_color": "#0b4f6c",
            "icons": [
                {"src": f"{house.build.base}/app-icons/{file}", "sizes": size, "type": "image/png", "purpose": purpose}
                for file, size, purpose in icons
            ],
        }
    )
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/favicon.ico")
@open_to_all
def favicon() -> ResponseReturnValue:
    return redirect(f"{installation().build.base}/app-icons/icon-192.png", 302)


@blueprint.get("/robots.txt")
@open_to_all
def robots() -> Response:
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")
