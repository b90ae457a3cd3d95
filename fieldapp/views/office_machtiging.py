"""Machtiging binnentreden: the team lead takes over what stands on paper, so that the phone can count before the door."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from fieldapp import desk
from fieldapp.access import current_actor, installation, require_roles
from fieldapp.forms import ActForm, MachtigingForm, options
from fieldapp.pages import machtiging as pages

blueprint = Blueprint("office_machtiging", __name__, url_prefix="/kantoor/dossiers")
LEAD = require_roles("team_lead")


@blueprint.route("/<uuid:premises_id>/machtiging", methods=["GET", "POST"])
@LEAD
def attach(premises_id: Any) -> ResponseReturnValue:
    """Show the machtigingen of a dwelling, and attach one."""
    shown = desk.read(str(premises_id), "premises")
    form, refused = filled_form(), ""
    if form.validate_on_submit():
        reason = desk.do("premises.attach_machtiging", shown["id"], pages.body(form.data, desk.new_id(), shown["id"]))
        if reason is None:
            flash("De machtiging staat in het dossier. De toestellen die deze woning hebben, krijgen haar.", "ok")
            return redirect(url_for(".attach", premises_id=shown["id"]), 303)
        refused = desk.sentence(reason)
    return page(shown, form, refused), desk.status_of(form, refused)


@blueprint.post("/<uuid:premises_id>/machtiging/<uuid:machtiging_id>/trek-in")
@LEAD
def withdraw(premises_id: Any, machtiging_id: Any) -> ResponseReturnValue:
    shown = desk.read(str(premises_id), "premises")
    if not ActForm().validate_on_submit():
        abort(400)
    reason = desk.do("premises.withdraw_machtiging", shown["id"], {"machtiging_id": str(machtiging_id)})
    if reason:
        return page(shown, filled_form(empty=True), desk.sentence(reason)), 409
    flash("Ingetrokken. Bel wie onderweg is: zonder verbinding ziet een toestel dit later.", "ok")
    return redirect(url_for(".attach", premises_id=shown["id"]), 303)


def filled_form(empty: bool = False) -> MachtigingForm:
    form = MachtigingForm(formdata=None) if empty else MachtigingForm()
    teams = current_actor().teams
    mine = [
        (shown["id"], shown["fields"]["name"])
        for shown in desk.everything("person")
        if "inspector" in shown["fields"].get("roles", []) and teams & set(shown["fields"].get("team_ids", []))
    ]
    form.authorised_ids.choices = options(sorted(mine, key=lambda pair: pair[1]))
    return form


def page(shown: desk.Shown, form: MachtigingForm, refused: str) -> str:
    fields = shown["fields"]
    desk.note_look(shown["id"], "machtiging")
    return render_template(
        "office/machtiging.html",
        form=form,
        refused=refused,
        address=fields["address"]["text"],
        premises_id=shown["id"],
        rows=pages.rows(fields.get("machtigingen") or {}, desk.names(), installation().today()),
    )
