"""Samen bezocht, for the team lead: who looked, what is shared, which requests wait."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from fieldapp import desk
from fieldapp.access import current_actor, installation, require_roles
from fieldapp.forms import AnswerForm, DutchForm, EndVisitForm, ShareForm, UnitForm, options, with_empty
from fieldapp.pages import dossier, joint_visits

blueprint = Blueprint("office_joint", __name__, url_prefix="/kantoor/samen")
LEAD = require_roles("team_lead")
READS = require_roles("team_lead", "inspector", "mandate_holder", "registrar", "legal_officer")


@blueprint.get("")
@READS
def overview() -> ResponseReturnValue:
    rows = joint_visits.rows(desk.everything("joint_visit"), units())
    return render_template("office/joint_visits.html", rows=rows)


@blueprint.get("/<uuid:joint_id>")
@READS
def one(joint_id: Any) -> ResponseReturnValue:
    return page(desk.read(str(joint_id), "joint_visit"))


@blueprint.post("/<uuid:joint_id>/deel")
@LEAD
def share(joint_id: Any) -> ResponseReturnValue:
    """Copy one thing into what the unit reads, with its purpose and ground."""
    form = ShareForm()
    body = {name: (form[name].data or "").strip() for name in ("what", "text", "purpose", "ground")}
    return act(str(joint_id), "joint_visit.share", body, "Gedeeld met de politie.", share=form)


@blueprint.post("/<uuid:joint_id>/verzoek/<request_id>")
@LEAD
def answer(joint_id: Any, request_id: str) -> ResponseReturnValue:
    form = AnswerForm(prefix=request_id)
    body = {"request_id": request_id, "answer": (form.answer.data or "").strip()}
    return act(str(joint_id), "joint_visit.answer_request", body, "Uw antwoord is bewaard.", **{request_id: form})


@blueprint.post("/<uuid:joint_id>/eenheid")
@LEAD
def assign(joint_id: Any) -> ResponseReturnValue:
    form = unit_form()
    return act(
        str(joint_id),
        "joint_visit.assign_unit",
        {"unit_id": form.unit_id.data or ""},
        "De eenheid is gekozen.",
        unit=form,
    )


@blueprint.post("/<uuid:joint_id>/sluit")
@LEAD
def end(joint_id: Any) -> ResponseReturnValue:
    """Close a joint visit that nobody who was there can close."""
    form = EndVisitForm()
    body = {"end_reason": form.end_reason.data, "text": (form.end_text.data or "").strip() or None}
    return act(str(joint_id), "joint_visit.end", body, "Het bezoek samen is afgesloten.", end=form)


def act(joint_id: str, kind: str, body: dict[str, Any], done: str, **forms: DutchForm) -> ResponseReturnValue:
    shown = desk.read(joint_id, "joint_visit")
    form = next(iter(forms.values()))
    if not form.validate_on_submit():
        return page(shown, **forms), 422
    reason = desk.do(kind, joint_id, body)
    if reason:
        return page(desk.read(joint_id, "joint_visit"), desk.sentence(reason), **forms), 409
    flash(done, "ok")
    return redirect(url_for(".one", joint_id=joint_id), 303)


def page(shown: desk.Shown, refused: str = "", **forms: DutchForm) -> str:
    """Show one joint visit with who looked at it and the forms of what can be done."""
    desk.note_look(shown["fields"]["premises_id"], "samen")
    visit = joint_visits.detail(shown, units())
    roles = {card["id"]: card["fields"].get("roles") or () for card in desk.everything("person")}
    looks = installation().access_log.list(document=shown["id"], limit=100)
    return render_template(
        "office/joint_visit.html",
        visit=visit,
        premises_id=shown["fields"].get("premises_id", ""),
        address_line=joint_visits.address_line(shown["fields"], installation().today()),
        looks=dossier.look_rows(looks, desk.names(), roles),
        ended_line=joint_visits.ended_line(shown["fields"], desk.names()),
        refused=refused,
        end_form=forms.get("end") or EndVisitForm(formdata=None),
        share_form=forms.get("share") or ShareForm(formdata=None),
        unit_form=forms.get("unit") or unit_form(empty=True),
        answer_forms={
            one["id"]: forms.get(one["id"]) or AnswerForm(formdata=None, prefix=one["id"]) for one in visit["asked"]
        },
        failed=next((form for form in forms.values() if form.errors), None),
        may_act="team_lead" in current_actor().roles,
    )


def units() -> dict[str, str]:
    return {shown["id"]: shown["fields"]["name"] for shown in desk.everything("unit", kind="police")}


def unit_form(empty: bool = False) -> UnitForm:
    form = UnitForm(formdata=None) if empty else UnitForm()
    form.unit_id.choices = with_empty("Kies een eenheid", options(sorted(units().items(), key=lambda pair: pair[1])))
    return form
