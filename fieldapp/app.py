"""The web application: routes, checks, headers and errors around one installation."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, Request, current_app, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_compress import Compress
from flask_wtf.csrf import CSRFProtect
from itsdangerous import BadSignature
from werkzeug.local import LocalProxy
from werkzeug.middleware.proxy_fix import ProxyFix

from fieldapp.access import auth_of, installation, signed_in_actor
from fieldapp.accounts import SESSION_HOURS
from fieldapp.build import ROOT
from fieldapp.config import Config, WrongSetting, load_config
from fieldapp.desk import new_form_id
from fieldapp.errors import add_error_handlers
from fieldapp.headers import add_headers
from fieldapp.installation import Installation, open_installation
from fieldapp.letters.templates import WrongTemplate
from fieldapp.letters.trial import try_templates
from fieldapp.logs import add_request_log
from fieldapp.restored import last_restored
from fieldapp.views import (
    account,
    admin,
    admin_mandates,
    admin_server,
    admin_units,
    api,
    office,
    office_address,
    office_approve,
    office_devices,
    office_dossier,
    office_held,
    office_joint,
    office_legal,
    office_letters,
    office_machtiging,
    office_measure,
    office_money,
    office_planning,
    office_rescue,
    office_retention,
    office_signals,
    office_terms,
    office_visit,
    partner,
    shell,
)

LARGEST_REQUEST = 1024 * 1024
PAGES = (
    shell,
    account,
    api,
    office,
    office_approve,
    office_dossier,
    office_planning,
    office_address,
    office_devices,
    office_held,
    office_rescue,
    office_joint,
    office_legal,
    office_letters,
    office_machtiging,
    office_measure,
    office_retention,
    office_terms,
    office_signals,
    office_money,
    office_visit,
    partner,
    admin,
    admin_mandates,
    admin_units,
    admin_server,
)
COMPRESSED = [
    "text/css",
    "text/javascript",
    "application/json",
    "application/manifest+json",
    "application/problem+json",
    "image/svg+xml",
]


def create_app(config: Config | None = None, house: Installation | None = None) -> Flask:
    """Return the application. Raises WrongSetting, NoKeys: a wrong start is no start."""
    house = house or open_installation(config or load_config())
    _try_letters(house)
    house.recover()
    app = Flask("fieldapp", root_path=str(ROOT), template_folder=str(ROOT / "templates"), static_folder=None)
    app.extensions["fieldapp"] = house
    app.config.update(_settings(house))
    app.session_interface = Cookies()
    add_request_log(app)
    restored = last_restored(house.values)
    add_headers(app, restored.at if restored else None)
    Compress(app)
    add_error_handlers(app)
    app.before_request(_allow_file)  # before the token of a form is looked for: that reads the form
    protection = CSRFProtect(app)
    for page in PAGES:
        app.register_blueprint(page.blueprint)
    protection.exempt(api.blueprint)  # phones show a token in a header, never a cookie
    protection.exempt(office_rescue.take_file)  # looks for the token itself, after who may
    _add_words(app)
    _check_access(app)
    if house.config.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=house.config.proxies, x_proto=house.config.proxies)  # type: ignore[method-assign]
    return app


class Cookies(SecureCookieSessionInterface):
    """Cookies without an age of their own: the store says how long somebody is signed in, and knows of clocks that step back."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        said, serializer = request.cookies.get(self.get_cookie_name(app)), self.get_signing_serializer(app)
        try:
            return self.session_class(serializer.loads(said)) if said and serializer else self.session_class()
        except BadSignature:
            return self.session_class()


def _try_letters(house: Installation) -> None:
    try:
        try_templates(house.letters, house.policy())
    except WrongTemplate as error:
        raise WrongSetting(f"The letters of this municipality cannot be used.\n{error}") from error


def _settings(house: Installation) -> dict[str, object]:
    return {
        "SECRET_KEY": house.keys.derive("cookies"),
        "SESSION_COOKIE_NAME": "__Host-fieldapp",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=SESSION_HOURS),
        "WTF_CSRF_TIME_LIMIT": None,
        "TRUSTED_HOSTS": _hosts(house.config),
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": 500_000,
        "MAX_FORM_PARTS": 1000,
        "COMPRESS_MIMETYPES": COMPRESSED,  # no pages: a token in a compressed page can be guessed (BREACH)
        "COMPRESS_STREAMS": False,
    }


def _hosts(config: Config) -> list[str] | None:
    """Return the names this server answers to; without an origin any, as behind a front server that checks it."""
    name = urlsplit(config.origin).hostname if config.origin else None
    return [name, "localhost", "127.0.0.1"] if name else None


def _allow_file() -> None:
    """Take in a large body on a route that says so, from who may use that route and from nobody else."""
    view = current_app.view_functions.get(request.endpoint or "")
    largest = getattr(view, "largest_body", None)
    actor = signed_in_actor() if largest and request.method == "POST" else None
    if actor is not None and actor.roles & set((auth_of(view) or "").partition(":")[2].split(",")):  # type: ignore[arg-type]  # it was found
        request.max_content_length = largest


def _add_words(app: Flask) -> None:
    """Give every page what its frame shows."""

    app.jinja_env.globals["new_form_id"] = new_form_id
    app.jinja_env.globals["url_for_static"] = lambda path: (
        f"{installation().build.base}/{path}"
    )  # macros see globals only

    @app.context_processor
    def words() -> dict[str, object]:
        house = installation()
        return {
            "current_user": LocalProxy(signed_in_actor),  # asked only by pages that show it
            "town": house.town,
            "is_training_copy": house.keys.copy_of is not None,
        }


def _check_access(app: Flask) -> None:
    """Refuse to start with a route that says nothing about who may use it."""
    silent = sorted(name for name, view in app.view_functions.items() if auth_of(view) is None)
    if silent:
        raise RuntimeError(f"routes without a check of access: {', '.join(silent)}")
