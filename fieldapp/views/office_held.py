"""Wacht op kantoor and Twee versies: what the rules could not settle, and people can."""

from typing import Any, NoReturn

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from fieldapp import desk
from fieldapp.access import current_actor, installation, require_roles
from fieldapp.forms import ActForm, PickForm, ReasonForm, options
from fieldapp.pages import held, versions
from fieldapp.registry import TAKES_IN
from sync import Outcome
from sync.engine import NotEntitled

blueprint = Blueprint("office_held", __name__, url_prefix="/kantoor")
KNOWS = require_roles("team_lead", "inspector", "administrator")
DECIDES = require_roles("team_lead")
PICKS = require_roles("team_lead", "inspector")
DONE = {
    "opnieuw": "De wijziging is toegepast.",
    "toch": "De wijziging is overgenomen.",
    "sluit": "Gesloten. De wijziging blijft in het logboek staan.",
    "wis": "De inhoud is gewist. Dat het er was, blijft in het logboek staan.",
}

NO_MORE = "Deze wijziging wacht niet meer. Er is al over beslist, of u beslist er niet over."
NOT_TO_WIPE = (
    "Deze wijziging wacht nu om een andere reden. Er is niets gewist. Kijk wat er nu staat en kies opnieuw; "
    "sluiten kan wel."
)


@blueprint.get("/wacht")
@KNOWS
def waiting() -> ResponseReturnValue:
    lines = installation().engine.held(current_actor())
    addresses = addresses_of(lines)
    names = desk.names()
    rows = [held.row(line, names, addresses, desk.now()) for line in lines]
    may_bring = bool(current_actor().roles & {"team_lead", "administrator"})
    return render_template("office/held.html", rows=rows, may_bring=may_bring)


@blueprint.get("/wacht/<operation_id>")
@KNOWS
def one(operation_id: str) -> ResponseReturnValue:
    return page(line_of(operation_id), ReasonForm(formdata=None))


@blueprint.post("/wacht/<operation_id>/<any('opnieuw', 'toch'):act>")
@DECIDES
def retry(operation_id: str, act: str) -> ResponseReturnValue:
    """Judge it again as it is, or with scope, role and rule set aside; never past the merge."""
    line = line_to_decide(operation_id)
    if not ActForm().validate_on_submit() or (act == "toch" and not may_take_in(line)):
        abort(400)
    return answer(
        lambda: installation().engine.replay(current_actor(), operation_id, override=act == "toch"), line, act
    )


@blueprint.post("/wacht/<operation_id>/<any('sluit', 'wis'):act>")
@DECIDES
def close(operation_id: str, act: str) -> ResponseReturnValue:
    """Put it away with a reason; `wis` also destroys what it says."""
    line, form = line_to_decide(operation_id), ReasonForm()
    if not form.validate_on_submit():
        return page(line, form), 422
    engine = installation().engine
    if act == "wis" and line["code"] != held.PERSONAL_DATA:
        return page(line, form, NOT_TO_WIPE), 409
    step = engine.erase_held if act == "wis" else engine.close_held
    return answer(lambda: step(current_actor(), operation_id, (form.text.data or "").strip()), line, act)


def answer(step: Any, line: dict[str, Any], act: str) -> ResponseReturnValue:
    """Do it; say what became of it, or why it still waits."""
    try:
        outcome: Outcome = step()
    except NotEntitled:
        waits_no_more()
    if outcome.outcome == "held":
        return page(line_of(line["operation_id"]), ReasonForm(formdata=None), desk.sentence(outcome.code or "")), 409
    flash(desk.CONFLICT if outcome.outcome == "conflict" else DONE[act], "ok")
    return redirect(url_for(".waiting"), 303)


@blueprint.get("/twee-versies")
@PICKS
def disputed() -> ResponseReturnValue:
    found = installation().engine.disputed(current_actor())
    names = desk.names()
    rows = [versions.rows(shown, items_of(shown), names, address_of(shown), desk.now()) for shown in found]
    return render_template("office/versions.html", rows=rows)


@blueprint.route("/twee-versies/<uuid:document_id>/<field>", methods=["GET", "POST"])
@PICKS
def pick(document_id: Any, field: str) -> ResponseReturnValue:
    """Show the versions of one field side by side; the choice keeps both in the file."""
    shown = installation().engine.read(current_actor(), str(document_id))
    if shown is None or field not in shown["rivals"]:
        abort(404)
    row = versions.rows(shown, items_of(shown), desk.names(), address_of(shown), desk.now())
    dispute = next(one for one in row["fields"] if one["field"] == field)
    form = PickForm()
    form.version.choices = options(
        (one["id"], f"{one['words']} ({one['who']}, {one['at']})") for one in dispute["versions"]
    )
    refused = ""
    if form.validate_on_submit():
        _, value = versions.chosen_value(shown, field, form.version.data)
        if form.base.data != shown["version"]:
            refused = "Er kwam iets bij sinds u de pagina opende. Kies opnieuw."
        else:
            reason = desk.do(f"{shown['kind']}.pick", shown["id"], {field: value}, base=shown["version"])
            if reason is None:
                flash("Uw keuze is bewaard. Beide versies blijven in het dossier staan.", "ok")
                return redirect(url_for(".disputed"), 303)
            refused = desk.sentence(reason)
    status = desk.status_of(form, refused)
    return render_template("office/pick.html", form=form, row=row, dispute=dispute, refused=refused), status


def line_of(operation_id: str) -> dict[str, Any]:
    """Return a held operation that the reader may know of."""
    lines = installation().engine.held(current_actor())
    line = next((one for one in lines if one["operation_id"] == operation_id), None)
    if line is None:
        abort(404)
    return line


def line_to_decide(operation_id: str) -> dict[str, Any]:
    """Return what is to be decided on; who sends a page twice, or after a colleague, is told that it is done."""
    lines = installation().engine.held(current_actor())
    return next((one for one in lines if one["operation_id"] == operation_id), None) or waits_no_more()


def waits_no_more() -> NoReturn:
    flash(NO_MORE, "info")
    abort(redirect(url_for(".waiting"), 303))


def page(line: dict[str, Any], form: ReasonForm, refused: str = "") -> str:
    shown = installation().engine.read(current_actor(), line["document"]) if line["document"] else None
    case = held.detail(line, items_of(shown) if shown else {}, desk.names(), addresses_of([line]), desk.now())
    case["may_override"] = case["may_override"] and may_take_in(line)
    return render_template("office/held_one.html", case=case, form=form, refused=refused)


def may_take_in(line: dict[str, Any]) -> bool:
    """Say whether the office may take this in by its own word: a decision is made by who may, never taken in."""
    return line["code"] not in held.NOT_OVERRIDDEN and line.get("kind") in TAKES_IN


def addresses_of(lines: list[dict[str, Any]]) -> dict[str, str]:
    """Return the address for each document that is held and that the reader may see."""
    engine, actor = installation().engine, current_actor()
    seen = {line["document"]: engine.read(actor, line["document"]) for line in lines if line["document"]}
    return {document: address_of(shown) for document, shown in seen.items() if shown}


def address_of(shown: desk.Shown) -> str:
    fields = shown["fields"]
    if shown["kind"] == "premises":
        return str(fields.get("address", {}).get("text", ""))
    return desk.addresses([fields["premises_id"]]).get(fields["premises_id"], "") if fields.get("premises_id") else ""


def items_of(shown: desk.Shown) -> dict[str, Any]:
    """Return the checklist items that a visit, or the visit of a measure, was made with."""
    fields = shown["fields"]
    visit = shown if shown["kind"] == "visit" else desk.read_or_none(fields.get("visit_id"), "visit")
    checklist = desk.checklist(visit["fields"].get("checklist")) if visit else {}
    return {item["id"]: item for item in checklist.get("items") or ()}
