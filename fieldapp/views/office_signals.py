"""Signalen: the list of the team, one signaal with what became of it, and each act on it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from fieldapp import desk
from fieldapp.access import current_actor, installation, require_roles
from fieldapp.domain.course.steps import Step
from fieldapp.domain.signals import CODES
from fieldapp.forms import DutchForm, options
from fieldapp.pages import signals
from fieldapp.pages.moments import moment_short
from fieldapp.signal_forms import ABOUT_PREMISES, FORMS, SignalForm

blueprint = Blueprint("office_signals", __name__, url_prefix="/kantoor/signalen")
LEAD = require_roles("team_lead")
READS = require_roles("team_lead", "legal_officer")


@blueprint.get("")
@READS
def overview() -> str:
    found = desk.everything("signaal")
    addresses = desk.addresses(shown["fields"].get("premises_id", "") for shown in found)
    return render_template("office/signals.html", **signals.rows(found, addresses, installation().today()))


@blueprint.get("/<uuid:signal_id>")
@READS
def one(signal_id: Any) -> str:
    shown = desk.read(str(signal_id), "signaal")
    desk.note_look(shown["fields"]["premises_id"], "signaal")
    return render_template(
        "office/signal.html",
        **head_of(shown),
        facts=signals.detail(shown, chips(), desk.names()),
        steps=signals.steps(shown["fields"], current_actor().roles),
        measure_id=shown["fields"].get("measure_id") or "",
        looked_at=moment_short(desk.now().isoformat()),
    )


@blueprint.route("/<uuid:signal_id>/doe/<act>", methods=["GET", "POST"])
@LEAD
def do(signal_id: Any, act: str) -> ResponseReturnValue:
    """Show the form of one act, and do it."""
    if act.replace("-", "_") not in FORMS:
        abort(404)
    shown = desk.read(str(signal_id), "signaal")
    name = act.replace("-", "_")
    step = next((one for one in signals.steps(shown["fields"], current_actor().roles) if one.act == name), None)
    if step is None:
        flash(desk.sentence("signaal.not_now"), "warning")
        return redirect(url_for(".one", signal_id=shown["id"]), 303)
    form, refused = begun(name, shown), ""
    if form.validate_on_submit():
        reason = desk.do(f"signaal.{name}", shown["id"], body_of(form))
        if reason is None:
            flash(f"Vastgelegd: {step.label.lower()}.", "ok")
            return redirect(url_for(".one", signal_id=shown["id"]), 303)
        refused = desk.sentence(reason)
    return asking(shown, step, form, refused), desk.status_of(form, refused)


@blueprint.route("/nieuw/<uuid:premises_id>", methods=["GET", "POST"])
@LEAD
def new(premises_id: Any) -> ResponseReturnValue:
    """Note a signaal about premises of the own team."""
    premises = desk.read(str(premises_id), "premises")
    is_home, form, refused = bool(premises["fields"].get("is_dwelling", True)), SignalForm(), ""
    form.codes.choices = options((code, words) for code, words in chips().items())
    if form.validate_on_submit():
        body = {
            "premises_id": premises["id"],
            "team_id": premises["fields"].get("team_id", ""),
            "signal_type": form.signal_type.data,
            "codes": [] if is_home else list(form.codes.data or ()),
            "observed_on": form.observed_on.data.isoformat() if form.observed_on.data else "",
            "visit_id": None,
            "measure_id": None,
        }
        signal_id = desk.new_id()
        reason = desk.do("signaal.note", signal_id, body)
        if reason is None:
            flash("Het signaal is vastgelegd. Beoordeel het nu.", "ok")
            return redirect(url_for(".one", signal_id=signal_id), 303)
        refused = desk.sentence(reason)
    said = render_template(
        "office/signal_new.html",
        form=form,
        refused=refused,
        is_home=is_home,
        premises_id=premises["id"],
        address=premises["fields"]["address"]["text"],
    )
    return said, desk.status_of(form, refused)


def asking(shown: desk.Shown, step: Step, form: DutchForm, refused: str) -> str:
    return render_template(
        "office/signal_act.html", **head_of(shown), step=step, form=form, refused=refused, hint=ABOUT_PREMISES
    )


def begun(name: str, shown: desk.Shown) -> DutchForm:
    """Return the form of an act as it is opened: today, and to whom it was said to go."""
    begin: dict[str, Any] = {"on": installation().today()}
    if name == "share":
        begin["shared_with"] = shown["fields"]["assessment"]["route"]
    return FORMS[name](data=begin)


def body_of(form: DutchForm) -> dict[str, Any]:
    """Return what was filled in as the body of the act; a choice of nobody is None."""
    body = {name: value for name, value in form.data.items() if name != "csrf_token"}
    if "on" in body:
        body["on"] = body["on"].isoformat()
    if "route" in body:
        body["route"] = body["route"] or None
    return {name: value.strip() if isinstance(value, str) else value for name, value in body.items()}


def head_of(shown: desk.Shown) -> dict[str, Any]:
    fields = shown["fields"]
    known = desk.addresses([fields.get("premises_id", "")])
    row = signals.rows([shown], known, installation().today())
    return {"signal": next(iter([*row["open"], *row["closed"]])), "premises_id": fields.get("premises_id", "")}


def chips() -> dict[str, str]:
    """Return the words of the codes, as the checklists in force have them."""
    lists = installation().policy().checklists.values()
    known = {one["id"]: one["label"] for each in lists for item in each["items"] for one in item["chips"]}
    return {code: known[code] for code in sorted(CODES, key=lambda code: int(code[1:])) if code in known}
