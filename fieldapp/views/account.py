"""Signing in and out at a desk: a password, then a code of six digits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from fieldapp.access import installation, local_path, network_address, open_to_all
from fieldapp.limits import TooOften
from fieldapp.texts import day

blueprint = Blueprint("account", __name__)
PENDING_SECONDS = 5 * 60
WRONG_PASSWORD = "Deze gebruikersnaam of dit wachtwoord klopt niet. Probeer het nog eens."  # noqa: S105  # a sentence
WRONG_CODE = "Deze code klopt niet. Wacht op de volgende code en probeer het nog eens."
WRONG_BEFORE = (
    "Sinds u de vorige keer inlogde, is {wrong} keer een verkeerd wachtwoord gebruikt met uw gebruikersnaam. "
    "Was u dat niet? Meld het aan uw beheerder."
)
TOLD_FROM = 3
WAY_IN = (
    "Op {day} gaf {name} u een nieuw wachtwoord of een nieuwe tweede factor. "
    "Hebt u daar niet om gevraagd? Bel dan uw teamleider."
)
TOLD_DAYS = 14
"""Wrong passwords from which people are told; fewer are typing errors."""
STARTED_TOO_LONG_AGO = "Het inloggen duurde te lang. Begin opnieuw."


class SignInForm(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    login = StringField(
        "Gebruikersnaam",
        [InputRequired("Vul uw gebruikersnaam in."), Length(max=100, message="Deze gebruikersnaam is te lang.")],
    )
    password = PasswordField(
        "Wachtwoord", [InputRequired("Vul uw wachtwoord in."), Length(max=200, message="Dit wachtwoord is te lang.")]
    )


class CodeForm(FlaskForm):  # type: ignore[misc]
    code = StringField(
        "Code uit uw app",
        [InputRequired("Vul de code van 6 cijfers in."), Length(max=10, message="De code heeft 6 cijfers.")],
    )


@blueprint.route("/inloggen", methods=["GET", "POST"])
@open_to_all
def sign_in() -> ResponseReturnValue:
    """Ask for login and password; a right pair leads to the second factor, never further."""
    form = SignInForm()
    if not form.validate_on_submit():
        return _page("account/inloggen.html", 422 if form.is_submitted() else 200, form=form)
    try:
        person = installation().accounts.check_password(
            form.login.data or "", form.password.data or "", network_address()
        )
    except TooOften as error:
        return _too_often(error, "account/inloggen.html", form)
    if person is None:
        _note("sign_in_refused", None, "password")
        return _page("account/inloggen.html", 422, form=form, problem=WRONG_PASSWORD)
    onward = local_path(request.args.get("verder"))
    session.clear()
    mark = installation().accounts.mark_of_password(person)
    session["pending"] = {"person": person, "at": _seconds(), "onward": onward, "password": mark}
    return redirect(url_for("account.second_factor"), 303)


def _seconds() -> int:
    """Seconds since 1970 by the clock of the server, as all its terms count."""
    return int(installation().now().timestamp())


@blueprint.route("/tweede-factor", methods=["GET", "POST"])
@open_to_all
def second_factor() -> ResponseReturnValue:
    """Ask for the code of the authenticator app; a right one starts the session."""
    pending = session.get("pending")
    if not isinstance(pending, dict) or not _is_in_time(pending):
        session.clear()
        return redirect(url_for("account.sign_in"), 303)
    form = CodeForm()
    if not form.validate_on_submit():
        return _page("account/tweede-factor.html", 422 if form.is_submitted() else 200, form=form)
    try:
        is_right = installation().accounts.check_second_factor(pending["person"], form.code.data or "")
    except TooOften as error:
        return _too_often(error, "account/tweede-factor.html", form)
    if not is_right:
        _note("sign_in_refused", pending["person"], "totp")
        return _page("account/tweede-factor.html", 422, form=form, problem=WRONG_CODE)
    session.clear()  # a new session, so that a token planted before signing in is worth nothing
    session["desk"] = installation().accounts.start_session(pending["person"])
    _note("sign_in", pending["person"], "password+totp")
    wrong = installation().accounts.welcome(pending["person"], network_address())
    if wrong >= TOLD_FROM:
        flash(WRONG_BEFORE.format(wrong=wrong), "warning")
    for words in _new_ways_in(pending["person"]):
        flash(words, "warning")
    return redirect(local_path(pending.get("onward")) or "/", 303)


def _is_in_time(pending: dict[str, Any]) -> bool:
    """Say whether the password was given a moment ago, and is still the password."""
    mark = installation().accounts.mark_of_password(pending["person"])
    return abs(_seconds() - int(pending["at"])) <= PENDING_SECONDS and pending.get("password") == mark


def _new_ways_in(person_id: str) -> list[str]:
    """Say who renewed a secret of this person, at each sign-in of two weeks: whoever did it cannot tick it off."""
    made = installation()
    since = (made.now() - timedelta(days=TOLD_DAYS)).date().isoformat()
    signed_in = [line for line in made.access_log.list(by=person_id, limit=1000) if line["kind"] == "sign_in"]
    first = min(line["position"] for line in signed_in)
    renewals = [
        line for line in made.access_log.list(document=person_id) if line["kind"] in ("password", "second_factor")
    ]
    renewed = [line for line in renewals if line["position"] > first]
    by_whom = {
        (line["at"][:10], line["by"]) for line in renewed if line["by"] != person_id and line["at"][:10] >= since
    }
    return [WAY_IN.format(day=day(date.fromisoformat(on)), name=_name(by)) for on, by in sorted(by_whom)]


def _name(person_id: str) -> str:
    found = installation().directory.person(person_id)
    return str(found["name"]) if found else "de beheerder"


@blueprint.post("/uitloggen")
@open_to_all
def sign_out() -> ResponseReturnValue:
    token = session.get("desk")
    if isinstance(token, str):
        installation().accounts.end_session(token)
    session.clear()
    return redirect(url_for("account.sign_in"), 303)


def _page(template: str, status: int = 200, **shown: object) -> Response:
    return Response(render_template(template, **shown), status)


def _too_often(error: TooOften, template: str, form: FlaskForm) -> Response:
    minutes = -(-error.wait_seconds // 60)
    wait = "1 minuut" if minutes == 1 else f"{minutes} minuten"
    response = _page(
        template, 429, form=form, problem=f"Dit is te vaak geprobeerd. Wacht {wait} en probeer het opnieuw."
    )
    response.headers["Retry-After"] = str(error.wait_seconds)
    return response


def _note(kind: str, person: str | None, how: str) -> None:
    house = installation()
    house.access_log.add(kind, person or "", None, {"how": how}, house.now())
