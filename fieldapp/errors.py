"""What goes wrong, said once: a page for people, one problem shape (RFC 9457) for programs."""

from __future__ import annotations

import logging
import sqlite3

from flask import Flask, Response, current_app, jsonify, redirect, render_template, request
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from fieldapp.limits import TooOften
from fieldapp.phones import PhoneRefused
from sync.push import BadRequest, OverQuota
from sync.store import StoreUnavailable

log = logging.getLogger("fieldapp")

# slug -> (status, Dutch sentence that says what to do)
PROBLEMS: dict[str, tuple[int, str]] = {
    "bad_request": (400, "Deze aanvraag klopt niet. Er is niets veranderd."),
    "not_json": (400, "Dit is geen geldige JSON. Er is niets veranderd."),
    "shape": (422, "De gegevens hebben niet de afgesproken vorm. Er is niets veranderd."),
    "keys": (422, "De sleutels van dit toestel kloppen niet. Begin opnieuw met koppelen."),
    "code_unknown": (403, "Deze code klopt niet. Kijk de code na of vraag uw teamleider om een nieuwe."),
    "code_used": (403, "Deze code is al gebruikt. Vraag uw teamleider om een nieuwe."),
    "code_expired": (403, "Deze code is verlopen. Vraag uw teamleider om een nieuwe."),
    "challenge_expired": (403, "Dit duurde te lang. Het toestel probeert het opnieuw."),
    "device_unknown": (403, "Dit toestel is hier niet bekend. Uw werk staat veilig op dit toestel. Bel uw teamleider."),
    "device_revoked": (
        403,
        "Dit toestel is geblokkeerd. Wat nog niet verzonden was, gaat versleuteld naar kantoor. Bel uw teamleider.",
    ),
    "person_off": (403, "Uw account staat uit. Uw werk wordt nog verzonden."),
    "scope": (403, "Ontgrendel de app om gegevens op te halen. Verzenden gaat door."),
    "token_expired": (401, "Het toestel meldt zich opnieuw aan. Uw werk is bewaard."),
    "not_signed_in": (401, "Meld u eerst aan op kantoor. Er is niets veranderd."),
    "forbidden": (403, "Dit mag uw account niet. Vraag uw teamleider."),
    "not_found": (404, "Dit bestaat niet, of u mag het niet zien."),
    "method_not_allowed": (405, "Dit kan hier niet op deze manier."),
    "build_too_old": (
        426,
        "Deze versie van de app is te oud om te ontvangen. Uw werk wordt nog verzonden. Werk de app bij.",
    ),
    "behind": (409, "De server mist eerder werk van dit toestel. Het wordt opnieuw verzonden."),
    "incomplete": (409, "Nog niet alle delen van de foto zijn er. De rest wordt verzonden."),
    "too_large": (413, "Dit is te veel in één keer. Verzend het in kleinere delen."),
    "chunk_hash": (422, "Dit deel van de foto is beschadigd aangekomen. Het wordt opnieuw verzonden."),
    "rescue_no_file": (
        422,
        "Dit is geen reddingsbestand. Kies het bestand dat het toestel maakte. Er is niets ingelezen.",
    ),
    "rescue_damaged": (
        422,
        "Dit reddingsbestand is beschadigd. Maak op het toestel een nieuw bestand. Er is niets ingelezen.",
    ),
    "rescue_other_version": (
        422,
        "Dit reddingsbestand is gemaakt met een nieuwere versie van de app. De server moet eerst bij. Er is niets ingelezen.",
    ),
    "rescue_other_installation": (
        422,
        "Dit reddingsbestand is van een andere gemeente of van een oefenomgeving. Er is niets ingelezen.",
    ),
    "too_often": (429, "Dit is te vaak geprobeerd. Wacht even en probeer het opnieuw."),
    "server_error": (500, "Er ging iets mis op de server. Er is niets veranderd. Probeer het later opnieuw."),
    "unavailable": (503, "De server kan nu even niets bewaren. Er is niets veranderd. Probeer het later opnieuw."),
    "disk_full": (507, "De opslag op kantoor is vol. Er is niets veranderd. Bel de beheerder."),
}
_SLUG_OF_STATUS = {
    400: "bad_request",
    401: "not_signed_in",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    429: "too_often",
}


class Problem(Exception):
    """An answer that is not what was asked for; `slug` is a row of PROBLEMS, `extra` goes along as it is."""

    def __init__(self, slug: str, **extra: object) -> None:
        super().__init__(slug)
        self.slug = slug
        self.extra = extra


def add_error_handlers(app: Flask) -> None:
    app.register_error_handler(Problem, lambda error: answer(error.slug, **error.extra))
    app.register_error_handler(PhoneRefused, _phone_refused)
    app.register_error_handler(TooOften, lambda error: _wait(answer("too_often"), error.wait_seconds))
    app.register_error_handler(BadRequest, lambda error: answer("bad_request"))
    app.register_error_handler(OverQuota, lambda error: _wait(answer("too_often"), 3600))
    app.register_error_handler(StoreUnavailable, _store)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(sqlite3.DatabaseError, _read)
    app.register_error_handler(OSError, _disk)
    app.register_error_handler(Exception, _ours)


def answer(slug: str, title: str | None = None, **extra: object) -> Response:
    """Return the problem as JSON under /api and for programs, as a page for people."""
    status, sentence = PROBLEMS[slug]
    sentence = title or sentence
    if wants_json():
        response = jsonify({"type": slug, "title": sentence, "status": status, **extra})
        response.mimetype = "application/problem+json"
    else:
        response = Response(_page(status, sentence))
    response.status_code = status
    return response


def _page(status: int, sentence: str) -> str:
    """Draw the page; without its frame, which asks the store, when that may be what is wrong."""
    if status < 500:
        try:
            return render_template("errors/problem.html", sentence=sentence)
        except (StoreUnavailable, sqlite3.DatabaseError, OSError) as error:
            log.error("no frame around a problem", exc_info=error)
    return current_app.jinja_env.get_template("errors/plain.html").render(sentence=sentence)


def wants_json() -> bool:
    return request.path.startswith("/api/")


def _phone_refused(error: PhoneRefused) -> Response:
    slug = error.reason if error.reason in PROBLEMS else "forbidden"
    return answer(slug, None, **error.extra)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:  # a redirect for a missing slash
        return Response(error.get_response().get_data(), error.code or 308, error.get_headers())
    if error.code == 405 and request.method == "GET" and not wants_json():
        return redirect(_page_above(request.path), 303)
    slug = _SLUG_OF_STATUS.get(error.code, "bad_request" if error.code < 500 else "server_error")
    response = answer(slug)
    if error.code == 405:
        response.headers["Allow"] = dict(error.get_headers()).get("Allow", "")
    return response


def _page_above(path: str) -> str:
    """Return the nearest address above this one that is a page: the one on which its form stands."""
    adapter = request_ctx.url_adapter
    above = path.rstrip("/").rpartition("/")[0]
    while above and adapter is not None and not adapter.test(above, "GET"):
        above = above.rpartition("/")[0]
    return above or "/"


def _csrf(error: CSRFError) -> Response:
    return answer(
        "bad_request",
        "Deze pagina stond te lang open. Laad de pagina opnieuw en probeer het nog eens. Er is niets veranderd.",
    )


def _wait(response: Response, seconds: int) -> Response:
    response.headers["Retry-After"] = str(max(1, seconds))
    return response


def _store(error: StoreUnavailable) -> Response:
    """A store that is locked, read-only or full is no fault of the request: say so, and that nothing was kept."""
    log.error("store refused", exc_info=error)
    return answer("disk_full") if error.is_full else _wait(answer("unavailable"), 5)


def _read(error: sqlite3.DatabaseError) -> Response:
    """A store that is away, locked or damaged; other errors of the database are mistakes of ours."""
    if type(error) not in {sqlite3.OperationalError, sqlite3.DatabaseError}:
        return _ours(error)
    log.error("store could not be read", exc_info=error)
    return _wait(answer("unavailable"), 5)


def _disk(error: OSError) -> Response:
    log.error("disk refused", exc_info=error)
    return answer("disk_full") if error.errno in (28, 122) else _wait(answer("unavailable"), 5)


def _ours(error: Exception) -> Response:
    log.error("unexpected", exc_info=error)
    return answer("server_error")
