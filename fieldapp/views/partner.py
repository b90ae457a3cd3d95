"""What police officers see: the joint visits of their own unit, and nothing else. Each look is written down."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fieldapp import desk
from fieldapp.access import current_actor, installation, require_roles
from fieldapp.forms import ContributionForm, DutchForm, RequestForm
from fieldapp.pages import joint_visits

blueprint = Blueprint("partner", __name__, url_prefix="/partner")
POLICE = require_roles("police")
LAST_LOOKS = 10
"""Among these is the opening of this page: the list beside it is a look of its own at each visit in it."""


@blueprint.get("/")
@POLICE
def overview() -> ResponseReturnValue:
    return page(None)


@blueprint.get("/bezoek/<uuid:joint_id>")
@POLICE
def visit(joint_id: Any) -> ResponseReturnValue:
    return page(desk.read(str(joint_id), "joint_visit"))


@blueprint.route("/bezoek/<uuid:joint_id>/bijdrage", methods=["GET", "POST"])
@POLICE
def contribute(joint_id: Any) -> ResponseReturnValue:
    form = ContributionForm()
    field = f"partner_notes.{desk.new_id()}"
    body = {field: {"text": (form.text.data or "").strip()}}
    return write(str(joint_id), "joint_visit.add_partner_note", body, form, "contribution", "Uw bijdrage is bewaard.")


@blueprint.route("/bezoek/<uuid:joint_id>/verzoek", methods=["GET", "POST"])
@POLICE
def ask(joint_id: Any) -> ResponseReturnValue:
    form = RequestForm()
    asked = {"ground": (form.ground.data or "").strip(), "text": (form.text.data or "").strip()}
    body = {f"requests.{desk.new_id()}": asked}
    return write(
        str(joint_id), "joint_visit.request", body, form, "asking", "Uw verzoek is verstuurd naar de teamleider."
    )


def write(joint_id: str, kind: str, body: dict[str, Any], form: DutchForm, name: str, done: str) -> ResponseReturnValue:
    shown = desk.read(joint_id, "joint_visit")
    if not form.validate_on_submit():
        return page(shown, **{name: form}), 422 if form.is_submitted() else 200
    reason = desk.do(kind, joint_id, body, base=shown["version"])
    if reason:
        return page(shown, refused=desk.sentence(reason), **{name: form}), 409
    flash(done, "ok")
    return redirect(url_for(".visit", joint_id=joint_id), 303)


def page(shown: desk.Shown | None, refused: str = "", **forms: DutchForm) -> str:
    """Show the list of the unit and, when one was chosen, its detail with the number of this look."""
    actor, made = current_actor(), installation()
    unit = made.directory.unit(actor.unit or "") or {}
    units = {actor.unit or "": str(unit.get("name", "Politie"))}
    rows = joint_visits.rows(desk.everything("joint_visit", state="closed"), units)
    looks = made.access_log.list(document=shown["id"], by=actor.person, limit=LAST_LOOKS) if shown else []
    return render_template(
        "partner/visits.html",
        rows=rows,
        line=joint_visits.list_line(units[actor.unit or ""], len(rows)),
        covenant=joint_visits.covenant_line(unit.get("covenant_until_on")),
        visit=joint_visits.detail(shown, units) if shown else None,
        withheld=joint_visits.WITHHELD,
        look=joint_visits.look_line(looks),
        refused=refused,
        contribution=forms.get("contribution"),
        asking=forms.get("asking"),
        is_list=request.endpoint == "partner.overview",
    )
