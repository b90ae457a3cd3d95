"""Who may use a route: the three checks of the application. A route without one of them does not start."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from flask import abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from fieldapp.errors import Problem
from fieldapp.installation import Installation
from fieldapp.phones import PhoneRefused, PhoneSession
from sync import Actor

P = ParamSpec("P")
R = TypeVar("R", bound=ResponseReturnValue)
View = Callable[P, R]
Checked = Callable[P, ResponseReturnValue]


def installation() -> Installation:
    """Return what this process was started with."""
    return cast(Installation, current_app.extensions["fieldapp"])


def open_to_all(view: View[P, R]) -> View[P, R]:
    """Mark a route that needs no sign-in: it shows nothing that was recorded."""
    view.auth = "open"  # type: ignore[attr-defined]  # read by `auth_of`; functions declare no attributes
    return view


def require_roles(*roles: str) -> Callable[[View[P, R]], Checked[P]]:
    """Let in who is signed in at a desk with one of these roles (none given: with any role)."""

    def check(view: View[P, R]) -> Checked[P]:
        @wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            actor = signed_in_actor()
            if actor is None and request.path.startswith("/api/"):
                abort(401)
            if actor is None:
                return redirect(url_for("account.sign_in", verder=_way_back()), 303)
            if roles and not actor.roles & set(roles):
                _note_refusal(actor)
                abort(403)
            return view(*args, **kwargs)

        checked.auth = "desk" + (":" + ",".join(roles) if roles else "")  # type: ignore[attr-defined]  # as above
        return checked

    return check


def _note_refusal(actor: Actor) -> None:
    """Write in the access log that somebody asked for a page of another role."""
    route = request.url_rule.rule if request.url_rule else ""
    house = installation()
    house.access_log.add("refused", actor.person, None, {"route": route}, house.now())


def phone(scope: str) -> Callable[[View[P, R]], Checked[P]]:
    """Let in a phone with a token: `push` any phone of ours, `full` one that may read at this moment.

    What a phone holds may always be sent; one that is too old to understand the answers receives none.
    """

    def check(view: View[P, R]) -> Checked[P]:
        @wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            scheme, _, token = request.headers.get("Authorization", "").partition(" ")
            if scheme.lower() != "bearer":
                raise PhoneRefused("token_expired")
            g.phone = installation().phones.bearer(token.strip())
            if scope == "full":
                g.actor = installation().phones.actor(g.phone)
                _check_protocol()
            return view(*args, **kwargs)

        checked.auth = f"phone:{scope}"  # type: ignore[attr-defined]  # as above
        return checked

    return check


def _check_protocol() -> None:
    """Refuse a phone that speaks an older form than the least; builds before 2 do not say what they speak."""
    said = request.headers.get("X-Fieldapp-Protocol", "1")
    if not said.isascii() or not said.isdecimal() or int(said[:9]) < installation().config.min_protocol:
        raise Problem("build_too_old")


def auth_of(view: Callable[..., Any]) -> str | None:
    """Return the check that a view carries, as `fieldapp routes` prints it."""
    return cast("str | None", getattr(view, "auth", None))


def current_phone() -> PhoneSession:
    """Return the phone that makes this request; only on routes with @phone."""
    return cast(PhoneSession, g.phone)


def current_actor() -> Actor:
    """Return who acts; only on routes with @require_roles, or @phone("full")."""
    actor = signed_in_actor()
    if actor is None:
        raise RuntimeError("current_actor() on a route that lets anyone in")
    return actor


def signed_in_actor() -> Actor | None:
    """Return who makes this request, or None."""
    if "actor" not in g:
        token = session.get("desk")
        g.actor = installation().accounts.actor(token) if isinstance(token, str) else None
    return cast("Actor | None", g.actor)


def network_address() -> str:
    """Return the address the request came from, for counting tries only; it is never logged."""
    return request.remote_addr or "unknown"


def local_path(wanted: str | None) -> str | None:
    """Return a path on this server that somebody asked to go on to, or None for anything else."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")) or "\\" in wanted:
        return None
    parts = urlsplit(wanted)
    return None if parts.netloc or parts.scheme or any(ord(sign) < 32 for sign in wanted) else wanted


def _way_back() -> str | None:
    """Return where to go after signing in: the page that was asked for, without its query; forms are not repeated."""
    return request.path if request.method == "GET" and request.path != "/" else None
