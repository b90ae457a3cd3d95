"""The legal officer looks at what takes a home away, before a team lead may approve it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from fieldapp import desk
from fieldapp.access import require_roles
from fieldapp.forms import LegalForm
from fieldapp.pages import dossier, findings, proposals

blueprint = Blueprint("office_legal", __name__, url_prefix="/kantoor/juridisch")
LEGAL = require_roles("legal_officer")


@blueprint.route("/<uuid:measure_id>", methods=["GET", "POST"])
@LEGAL
def check(measure_id: Any) -> ResponseReturnValue:
    """Show the proposal with what was seen, and take in agreement or not, with the reasons."""
    shown = desk.read(str(measure_id), "measure")
    form, refused = LegalForm(), ""
    if form.validate_on_submit():
        body = {"agrees": form.agrees.data == "ja", "text": (form.text.data or "").strip()}
        reason = desk.do("measure.check_legally", shown["id"], body)
        if reason is None:
            flash("Uw oordeel is bewaard. De teamleider ziet het bij het voorstel.", "ok")
            return redirect(url_for("office.home"), 303)
        refused = desk.sentence(reason)
    status = desk.status_of(form, refused)
    return page(shown, form, refused), status


def page(shown: desk.Shown, form: LegalForm, refused: str) -> str:
    measure = shown["fields"]
    desk.note_look(measure["premises_id"], "voorstel")
    visit = desk.read_or_none(measure.get("visit_id"), "visit")
    fields = visit["fields"] if visit else {}
    items = {item["id"]: item for item in desk.checklist(fields.get("checklist")).get("items") or ()}
    names = desk.names()
    return render_template(
        "office/legal.html",
        form=form,
        refused=refused,
        address=desk.addresses([measure["premises_id"]]).get(measure["premises_id"], "Onbekend adres"),
        premises_id=measure["premises_id"],
        card=dossier.measure_card(shown, names),
        proposal=proposals.proposal_card(measure),
        findings=findings.finding_rows(fields, measure.get("finding_ids") or (), items),
        entry=findings.entry_rows(fields),
        checked=proposals.legal_point(measure["legal_check"])["text"] if measure.get("legal_check") else "",
    )
