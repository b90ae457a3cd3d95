"""The administrator: who may sign what in the name of the burgemeester or the college, from when until when."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from fieldapp import desk
from fieldapp.access import installation, require_roles
from fieldapp.mandate_forms import EndMandateForm, MandateForm
from fieldapp.measure_forms import cents_of
from fieldapp.pages import mandates

blueprint = Blueprint("admin_mandates", __name__, url_prefix="/beheer/mensen")
ADMIN = require_roles("administrator")


@blueprint.route("/<uuid:person_id>/mandaten", methods=["GET", "POST"])
@ADMIN
def overview(person_id: Any) -> ResponseReturnValue:
    """List the mandates of a person, and enter a new one."""
    shown, form, refused = desk.read(str(person_id), "person"), MandateForm(), ""
    if form.validate_on_submit():
        most = cents_of(form.most.data) if form.most.data else None
        reason = desk.do("mandate.grant", desk.new_id(), mandates.body(form, shown["id"], most))
        if reason is None:
            flash(f"Het mandaat van {shown['fields']['name']} staat in het register.", "ok")
            return redirect(url_for(".overview", person_id=shown["id"]), 303)
        refused = desk.sentence(reason)
    elif not form.is_submitted():
        form.valid_from_on.data = installation().today()
    return page(shown, form, EndMandateForm(formdata=None), refused, is_sent=form.is_submitted())


@blueprint.post("/<uuid:person_id>/mandaten/<uuid:mandate_id>/beeindig")
@ADMIN
def end(person_id: Any, mandate_id: Any) -> ResponseReturnValue:
    """End a mandate from a day on; what was signed with it stays signed."""
    shown, mandate = desk.read(str(person_id), "person"), desk.read(str(mandate_id), "mandate")
    if mandate["fields"]["person_id"] != shown["id"]:
        abort(404)
    form = EndMandateForm()
    if not form.validate_on_submit() or form.on.data is None:
        return page(shown, fresh(), form, "", is_sent=True)
    reason = desk.do("mandate.end", mandate["id"], {"on": form.on.data.isoformat()})
    if reason is None:
        flash(f"Het mandaat {mandate['fields']['number']} is beëindigd.", "ok")
        return redirect(url_for(".overview", person_id=shown["id"]), 303)
    return page(shown, fresh(), form, desk.sentence(reason), is_sent=True)


def fresh() -> MandateForm:
    form = MandateForm(formdata=None)
    form.valid_from_on.data = installation().today()
    return form


def page(
    shown: desk.Shown, form: MandateForm, ending: EndMandateForm, refused: str, *, is_sent: bool
) -> ResponseReturnValue:
    today = installation().today()
    if not ending.is_submitted():
        ending.on.data = today
    said = render_template(
        "admin/mandates.html",
        row={"id": shown["id"], "name": shown["fields"]["name"]},
        mandates=mandates.rows(desk.everything("mandate", person_id=shown["id"]), today),
        form=form,
        ending=ending,
        refused=refused,
    )
    return said, 409 if refused else 422 if is_sent else 200
