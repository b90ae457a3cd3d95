"""The administrator: the teams, police units and partners of this installation."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fieldapp import desk
from fieldapp.access import installation, require_roles
from fieldapp.pages import units
from fieldapp.place_forms import NewPlaceForm, PlaceForm
from fieldapp.texts import LABELS

blueprint = Blueprint("admin_units", __name__, url_prefix="/beheer/eenheden")
ADMIN = require_roles("administrator")
TAKEN = "Er is al een eenheid met deze naam. Kies een andere naam."


@blueprint.get("")
@ADMIN
def overview() -> ResponseReturnValue:
    found = units.rows(desk.everything("unit"), installation().today())
    return render_template("admin/units.html", rows=found, has_team=any(row["kind"] == "team" for row in found))


@blueprint.route("/nieuw", methods=["GET", "POST"])
@ADMIN
def add() -> ResponseReturnValue:
    form, refused = NewPlaceForm(), ""
    if request.method == "GET" and request.args.get("soort") in LABELS["unit_kind"]:
        form.kind.data = request.args["soort"]
    if form.validate_on_submit() and is_free(form, None):
        reason = desk.do("unit.add", desk.new_id(), units.body(form) | {"kind": form.kind.data})
        if reason is None:
            flash(f"{(form.name.data or '').strip()} is toegevoegd.", "ok")
            return redirect(url_for(".overview"), 303)
        refused = desk.sentence(reason)
    return page(form, refused, None)


@blueprint.route("/<uuid:unit_id>", methods=["GET", "POST"])
@ADMIN
def change(unit_id: Any) -> ResponseReturnValue:
    """Change the name, phone or covenant of a unit; the form writes only what was touched."""
    shown, refused = desk.read(str(unit_id), "unit"), ""
    form = filled(shown) if request.method == "GET" else PlaceForm()
    if form.validate_on_submit() and is_free(form, shown["id"]):
        body = units.changed(shown["fields"], units.body(form))
        reason = desk.do("unit.change", shown["id"], body, base=form.base.data or None) if body else None
        if reason is None:
            flash("De eenheid is aangepast." if body else "Er was niets te veranderen.", "ok")
            return redirect(url_for(".overview"), 303)
        refused = desk.sentence(reason)
    return page(form, refused, units.row(shown, installation().today()))


def filled(shown: desk.Shown) -> PlaceForm:
    """Return the form as the unit is now, with the version that it shows."""
    fields = shown["fields"]
    form = PlaceForm(data={"name": fields.get("name"), "phone": fields.get("phone"), "base": shown["version"]})
    if fields.get("covenant_until_on"):
        form.covenant_until_on.process_data(desk.day(fields["covenant_until_on"]))
    return form


def is_free(form: PlaceForm, unit_id: str | None) -> bool:
    """Tell whether no other unit has this name, since people choose a unit by its name; say so at the field."""
    name = (form.name.data or "").strip().casefold()
    if all(
        shown["id"] == unit_id or shown["fields"].get("name", "").casefold() != name
        for shown in desk.everything("unit")
    ):
        return True
    form.name.errors = [TAKEN]
    return False


def page(form: PlaceForm, refused: str, row: dict[str, Any] | None) -> ResponseReturnValue:
    status = desk.status_of(form, refused)
    return render_template("admin/unit.html", form=form, refused=refused, row=row), status
