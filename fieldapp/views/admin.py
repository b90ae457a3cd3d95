"""The administrator: people, their roles and their second factor. No dossier is read here."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fieldapp import desk
from fieldapp.access import current_actor, installation, require_roles
from fieldapp.accounts import MadeBefore, WeakPassword
from fieldapp.directory import SYSTEM
from fieldapp.forms import NewPersonForm, PasswordForm, PersonForm, SecondFactorForm, options, with_empty
from fieldapp.pages import first_steps, people
from fieldapp.pages.qr import qr_as_svg
from fieldapp.second_factor import is_second_factor

blueprint = Blueprint("admin", __name__, url_prefix="/beheer")
ADMIN = require_roles("administrator")
WEAK = "Dit wachtwoord is te zwak. Gebruik minstens 12 tekens."

IN_USE = (
    "Er is niets veranderd. De tweede factor van {name} is al in gebruik of vervangen, en is niet meer te zien. "
    "Is een nieuwe nodig? Kies dan ‘Nieuwe tweede factor’."
)


@blueprint.get("/")
@ADMIN
def home() -> ResponseReturnValue:
    return redirect(url_for(".overview"), 303)


@blueprint.get("/mensen")
@ADMIN
def overview() -> ResponseReturnValue:
    everybody, units = desk.everything("person"), desk.everything("unit")
    return render_template(
        "admin/people.html",
        rows=people.rows(everybody, places()),
        steps=first_steps.steps(everybody, units, desk.everything("device"), at_server()),
    )


def at_server() -> dict[str, bool]:
    """Tell what was done with commands at the server; an administrator reads no dossier, only that there are some."""
    house = installation()
    return {
        "name": house.is_named,
        "addresses": (house.config.data / "addresses.db").exists(),
        "premises": bool(house.engine.find(SYSTEM, "premises", limit=1)),
        "backup": house.last_backup_at() is not None,
    }


@blueprint.route("/mensen/nieuw", methods=["GET", "POST"])
@ADMIN
def add() -> ResponseReturnValue:
    """Add an account; the new second factor is shown once."""
    form, refused = filled(NewPersonForm()), ""
    person_id = desk.new_id()
    if form.validate_on_submit() and is_free(form, person_id):  # this very form, sent twice, finds its own account
        reason = desk.do("person.add", person_id, people.body(form))
        if reason is None:
            return with_password(person_id, form)
        refused = desk.sentence(reason)
    status = desk.status_of(form, refused)
    return render_template("admin/person.html", form=form, refused=refused, row=None), status


@blueprint.route("/mensen/<uuid:person_id>", methods=["GET", "POST"])
@ADMIN
def change(person_id: Any) -> ResponseReturnValue:
    shown = desk.read(str(person_id), "person")
    form, refused = filled(PersonForm(data=shown["fields"]) if request.method == "GET" else PersonForm()), ""
    if request.method == "GET" and shown["fields"].get("access_until_on"):
        form.access_until_on.process_data(desk.day(shown["fields"]["access_until_on"]))
    if form.validate_on_submit() and is_free(form, shown["id"]):
        body = people.changed(shown["fields"], people.body(form))
        reason = desk.do("person.change", shown["id"], body, base=form.base.data or None) if body else None
        if reason is None:
            flash("Het account is aangepast." if body else "Er was niets te veranderen.", "ok")
            return redirect(url_for(".overview"), 303)
        refused = desk.sentence(reason)
    if request.method == "GET":
        form.base.data = shown["version"]
    status = desk.status_of(form, refused)
    row = people.row(shown, places())
    return render_template("admin/person.html", form=form, refused=refused, row=row), status


@blueprint.route("/mensen/<uuid:person_id>/zet-uit", methods=["GET", "POST"])
@ADMIN
def switch_off(person_id: Any) -> ResponseReturnValue:
    """Switch an account off; sessions end at once, the name stays with what was done."""
    shown, form, refused = desk.read(str(person_id), "person"), SecondFactorForm(), ""
    if form.validate_on_submit() and is_second_factor(form):
        reason = desk.settle(
            installation().accounts.switch_off(current_actor(), shown["id"], desk.request_id("switch_off"))
        )
        if reason is None:
            flash(f"Het account van {shown['fields']['name']} staat uit.", "ok")
            return redirect(url_for(".overview"), 303)
        refused = desk.sentence(reason)
    return confirmed("zet-uit", shown, form, refused)


@blueprint.route("/mensen/<uuid:person_id>/tweede-factor", methods=["GET", "POST"])
@ADMIN
def new_second_factor(person_id: Any) -> ResponseReturnValue:
    """Make a new second factor and show it once; the old one ends."""
    shown, form = desk.read(str(person_id), "person"), SecondFactorForm()
    if form.validate_on_submit() and is_second_factor(form):
        return second_factor_page(shown["id"], shown["fields"]["name"])
    return confirmed("tweede-factor", shown, form, "")


@blueprint.route("/mensen/<uuid:person_id>/wachtwoord", methods=["GET", "POST"])
@ADMIN
def new_password(person_id: Any) -> ResponseReturnValue:
    shown, form, refused = desk.read(str(person_id), "person"), PasswordForm(), ""
    if form.validate_on_submit() and is_second_factor(form):
        try:
            installation().accounts.set_password(shown["id"], form.password.data or "")
        except WeakPassword:
            refused = WEAK
        else:
            installation().accounts.end_sessions(shown["id"])
            note("password", shown["id"])
            flash(f"Het wachtwoord van {shown['fields']['name']} is nieuw.", "ok")
            return redirect(url_for(".overview"), 303)
    return confirmed("wachtwoord", shown, form, refused)


def confirmed(act: str, shown: desk.Shown, form: SecondFactorForm, refused: str) -> ResponseReturnValue:
    """Show the page that asks the administrator's own code."""
    status = desk.status_of(form, refused)
    row = people.row(shown, places())
    return render_template("admin/confirm.html", act=act, row=row, form=form, refused=refused), status


def with_password(person_id: str, form: NewPersonForm) -> ResponseReturnValue:
    """Give a new account its password and second factor."""
    try:
        installation().accounts.set_first_password(person_id, form.password.data or "")
    except WeakPassword:
        flash(f"{WEAK} Het account is er al: geef het een nieuw wachtwoord.", "warning")
        return redirect(url_for(".new_password", person_id=person_id), 303)
    return second_factor_page(
        person_id, form.name.data or "", is_new=True, needs_phone="inspector" in (form.roles.data or ())
    )


def second_factor_page(
    person_id: str, name: str, *, is_new: bool = False, needs_phone: bool = False
) -> ResponseReturnValue:
    """Show the second factor once; of a new account also how to hand it over and what comes next."""
    try:
        secret, address = installation().accounts.new_totp(person_id, desk.request_id("totp"))
    except MadeBefore:
        flash(IN_USE.format(name=name), "warning")
        return redirect(url_for(".change", person_id=person_id), 303)
    installation().accounts.end_sessions(person_id)
    note("second_factor", person_id)
    qr = qr_as_svg(address, "QR-code voor de app voor codes")
    return render_template(
        "admin/second_factor.html", name=name, secret=secret, qr=qr, is_new=is_new, needs_phone=needs_phone
    )


def note(kind: str, person_id: str) -> None:
    """Write into the second log that a secret was renewed; never the secret."""
    made = installation()
    made.access_log.add(kind, current_actor().person, person_id, {}, made.now())


def is_free(form: PersonForm, person_id: str | None) -> bool:
    """Tell whether nobody else signs in with this name; put it at the field otherwise."""
    login = (form.login.data or "").strip()
    if all(shown["id"] == person_id for shown in desk.everything("person", login=login)):
        return True
    form.login.errors = ["Deze inlognaam is al van iemand anders. Kies een andere."]
    return False


def filled(form: Any) -> Any:
    """Return the form with the roles, teams and units to choose from."""
    form.roles.choices = options(people.ROLES)
    form.team_ids.choices = by_name("team")
    form.unit_id.choices = with_empty("Geen politie", by_name("police"))
    return form


def by_name(kind: str) -> list[Any]:
    return options(sorted(places(kind).items(), key=lambda pair: pair[1]))


def places(kind: str | None = None) -> dict[str, str]:
    found = desk.everything("unit", kind=kind) if kind else desk.everything("unit")
    return {shown["id"]: shown["fields"]["name"] for shown in found}
