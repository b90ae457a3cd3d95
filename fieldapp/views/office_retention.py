"""Bewaren en vernietigen: what is due, a proposal, the second person, the declaration; and holds."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fieldapp import desk
from fieldapp.access import current_actor, installation, require_roles
from fieldapp.destroying import everything_due
from fieldapp.domain.retention import Candidate
from fieldapp.forms import ActForm, AgreeForm, HoldForm, WhyForm
from fieldapp.pages import retention as pages
from fieldapp.texts import label

blueprint = Blueprint("office_retention", __name__, url_prefix="/kantoor/bewaren")
READS = require_roles("registrar", "team_lead", "legal_officer")
REGISTRAR = require_roles("registrar")
LEAD = require_roles("team_lead")
DECIDES = require_roles("registrar", "team_lead")
HOLDERS = require_roles("team_lead", "legal_officer")
HELD_KINDS = ("premises", "visit", "measure")


@blueprint.get("")
@READS
def overview() -> ResponseReturnValue:
    return page()


@blueprint.post("/voorstel")
@REGISTRAR
def propose() -> ResponseReturnValue:
    """Propose to destroy what was chosen of one team, as far as it is due at this moment."""
    if not ActForm().validate_on_submit():
        abort(400)
    team = request.form.get("team", "")
    mine = [one for one in due() if one.team_id == team]
    items = pages.proposal_items(mine, request.form.getlist("stuk"))
    if not items:
        return page(desk.sentence("destruction.nothing")), 422
    new = desk.new_id()
    reason = desk.do("destruction.propose", new, {"team_id": team, "items": items})
    if reason:
        return page(desk.sentence(reason)), 409
    flash("Uw voorstel ligt bij de teamleider.", "ok")
    return redirect(url_for(".one", destruction_id=new), 303)


@blueprint.get("/<uuid:destruction_id>")
@READS
def one(destruction_id: Any) -> ResponseReturnValue:
    """Show a proposal, or what was destroyed: then the page is the verklaring van vernietiging."""
    return decision(desk.read(str(destruction_id), "destruction"))


@blueprint.post("/<uuid:destruction_id>/akkoord")
@LEAD
def agree(destruction_id: Any) -> ResponseReturnValue:
    form = AgreeForm()
    if not form.validate_on_submit():
        return decision(desk.read(str(destruction_id), "destruction"), agree_form=form), 422
    return act(str(destruction_id), "destruction.agree", {"items": form.items_seen.data}, "U bent akkoord.")


@blueprint.post("/<uuid:destruction_id>/trek-in")
@DECIDES
def withdraw(destruction_id: Any) -> ResponseReturnValue:
    form = WhyForm()
    if not form.validate_on_submit():
        return decision(desk.read(str(destruction_id), "destruction"), why_form=form), 422
    body = {"text": (form.text.data or "").strip()}
    return act(str(destruction_id), "destruction.withdraw", body, "Ingetrokken. Er wordt niets vernietigd.")


@blueprint.route("/vast/<uuid:document_id>", methods=["GET", "POST"])
@HOLDERS
def hold(document_id: Any) -> ResponseReturnValue:
    """Keep a dossier, a visit or a measure, whatever the table says."""
    shown = held_document(str(document_id))
    form, refused = HoldForm(), ""
    if form.validate_on_submit():
        body = {"hold_id": desk.new_id(), "reason": form.reason.data, "text": (form.text.data or "").strip()}
        reason = desk.do(f"{shown['kind']}.place_hold", shown["id"], body)
        if reason is None:
            flash("Dit wordt bewaard tot iemand het loslaat.", "ok")
            return redirect(url_for(".hold", document_id=shown["id"]), 303)
        refused = desk.sentence(reason)
    return hold_page(shown, form, refused), desk.status_of(form, refused)


@blueprint.post("/vast/<uuid:document_id>/<uuid:hold_id>/los")
@HOLDERS
def lift(document_id: Any, hold_id: Any) -> ResponseReturnValue:
    shown = held_document(str(document_id))
    form = WhyForm(prefix=str(hold_id))
    if not form.validate_on_submit():
        return hold_page(shown, HoldForm(formdata=None), "", {str(hold_id): form}), 422
    body = {"hold_id": str(hold_id), "text": (form.text.data or "").strip()}
    reason = desk.do(f"{shown['kind']}.lift_hold", shown["id"], body)
    if reason:
        return hold_page(shown, HoldForm(formdata=None), desk.sentence(reason)), 409
    flash("Losgelaten. De gewone termijn geldt weer.", "ok")
    return redirect(url_for(".hold", document_id=shown["id"]), 303)


def due() -> list[Candidate]:
    """Return what is due, of the reader's own teams for a team lead."""
    actor = current_actor()
    found = everything_due(installation())
    return (
        found if actor.roles & {"registrar", "legal_officer"} else [one for one in found if one.team_id in actor.teams]
    )


def teams() -> dict[str, str]:
    return {shown["id"]: shown["fields"]["name"] for shown in desk.everything("unit", kind="team")}


def page(refused: str = "") -> str:
    found, decisions = due(), desk.everything("destruction")
    addresses = desk.addresses(one.premises_id for one in found if one.premises_id)
    rows = pages.due_rows(found, addresses, pages.waiting_values(decisions))
    of_team = {one.document: one.team_id for one in found}
    known = teams()
    groups = [
        {"team": team, "name": known.get(team or "", "Zonder team"), "rows": mine}
        for team in sorted({of_team[row["document"]] or "" for row in rows})
        if (mine := [row for row in rows if (of_team[row["document"]] or "") == team])
    ]
    return render_template(
        "office/retention.html",
        groups=groups,
        decisions=pages.decision_rows(decisions, desk.names()),
        refused=refused,
        may_propose="registrar" in current_actor().roles,
        may_hold=bool(current_actor().roles & {"team_lead", "legal_officer"}),
    )


def decision(shown: desk.Shown, refused: str = "", **forms: Any) -> str:
    table = installation().policy().retention
    rules = {rule["id"]: f"{rule['name']} ({rule['ground']})" for rule in table["rules"]}
    roles, fields = current_actor().roles, shown["fields"]
    detail = pages.decision_detail(shown, rules, desk.names(), teams().get(fields["team_id"], ""), wheres(fields))
    return render_template(
        "office/destruction.html",
        one=detail,
        refused=refused,
        undo_days=table["undo_days"],
        municipality_name=installation().config.municipality,
        may_agree="team_lead" in roles and fields["state"] == "voorgesteld",
        may_withdraw=bool(roles & {"registrar", "team_lead"}) and detail["may_withdraw"],
        agree_form=forms.get("agree_form") or AgreeForm(formdata=None, items_seen=len(fields["items"])),
        why_form=forms.get("why_form") or WhyForm(formdata=None),
    )


def wheres(destruction: dict[str, Any]) -> dict[str, str]:
    """Return the address of each document that waits: who agrees must know what goes. A declaration names none."""
    if destruction["state"] not in ("voorgesteld", "akkoord"):
        return {}
    places = {one.document: one.premises_id for one in due() if one.premises_id}
    addresses = desk.addresses(places.values())
    return {document: addresses.get(premises, "") for document, premises in places.items()}


def act(destruction_id: str, kind: str, body: dict[str, Any], done: str) -> ResponseReturnValue:
    reason = desk.do(kind, destruction_id, body)
    if reason:
        return decision(desk.read(destruction_id, "destruction"), desk.sentence(reason)), 409
    flash(done, "ok")
    return redirect(url_for(".one", destruction_id=destruction_id), 303)


def held_document(document_id: str) -> desk.Shown:
    shown = next((found for kind in HELD_KINDS if (found := desk.read_or_none(document_id, kind))), None)
    if shown is None:
        abort(404)
    return shown


def hold_page(shown: desk.Shown, form: HoldForm, refused: str, lifting: dict[str, WhyForm] | None = None) -> str:
    fields = shown["fields"]
    premises_id = shown["id"] if shown["kind"] == "premises" else fields["premises_id"]
    rows = pages.hold_rows(fields, desk.names())
    return render_template(
        "office/hold.html",
        kind=label("retained_kind", shown["kind"]),
        address=desk.addresses([premises_id]).get(premises_id, ""),
        premises_id=premises_id,
        document_id=shown["id"],
        rows=rows,
        form=form,
        refused=refused,
        lift_forms={
            row["id"]: (lifting or {}).get(row["id"]) or WhyForm(formdata=None, prefix=row["id"]) for row in rows
        },
    )
