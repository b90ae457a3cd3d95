"""Goedkeuren: the queue of proposals and the three decisions of a team lead."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from fieldapp import desk
from fieldapp.access import current_actor, installation, require_roles
from fieldapp.domain.text_guard import check_text
from fieldapp.forms import ApproveForm, DeclineForm, DutchForm, ReturnForm
from fieldapp.pages import dossier, proposals

blueprint = Blueprint("office_approve", __name__, url_prefix="/kantoor/goedkeuren")
LEAD = require_roles("team_lead")

CHANGED = (
    "De controle is veranderd sinds u de pagina opende. Hieronder staat wat er nu in staat. Kijk het na en beslis dan."
)


@blueprint.get("")
@LEAD
def queue() -> ResponseReturnValue:
    waiting = everything_waiting()
    rows = waiting["rows"]
    chosen = rows[0]["id"] if rows else None
    case = case_of(desk.read(chosen, "measure")) if chosen else None
    return page(waiting, case, is_chosen=False)


@blueprint.get("/<uuid:measure_id>")
@LEAD
def proposal(measure_id: Any) -> ResponseReturnValue:
    return page(everything_waiting(), case_of(desk.read(str(measure_id), "measure")))


@blueprint.post("/<uuid:measure_id>/keur-goed")
@LEAD
def approve(measure_id: Any) -> ResponseReturnValue:
    form = ApproveForm()
    case = case_of(desk.read(str(measure_id), "measure"))
    if not form.validate_on_submit():
        return page(everything_waiting(), case, approving=form), 422
    if form.seen_visit.data and form.seen_visit.data != case.visit_version:
        return page(everything_waiting(), case, refused=CHANGED, approving=form), 409
    photos = proposals.detail(case, desk.now())["on_their_way"]
    body = {
        "seen_proposal": form.seen_proposal.data,
        "seen_binnentreden": form.seen_binnentreden.data,
        "photos_on_their_way": photos,
        "skip_zienswijze": form.skip_zienswijze.data or None,
    }
    return decide("measure.approve", case, body, "Goedgekeurd", approving=form)


@blueprint.route("/<uuid:measure_id>/stuur-terug", methods=["GET", "POST"])
@LEAD
def send_back(measure_id: Any) -> ResponseReturnValue:
    form = ReturnForm()
    case = case_of(desk.read(str(measure_id), "measure"))
    if not form.validate_on_submit():
        return page(everything_waiting(), case, returning=form), 422 if form.is_submitted() else 200
    body = {"reason": form.reason.data, "remarks": form.remarks}
    return decide("measure.return", case, body, "Teruggestuurd", returning=form)


@blueprint.route("/<uuid:measure_id>/zie-af", methods=["GET", "POST"])
@LEAD
def decline(measure_id: Any) -> ResponseReturnValue:
    form = DeclineForm()
    case = case_of(desk.read(str(measure_id), "measure"))
    if not form.validate_on_submit():
        return page(everything_waiting(), case, declining=form), 422 if form.is_submitted() else 200
    body = {"reason": form.reason.data, "text": (form.text.data or "").strip()}
    return decide("measure.decline", case, body, "Afgezien", declining=form)


def decide(kind: str, case: proposals.Case, body: dict[str, Any], word: str, **forms: DutchForm) -> ResponseReturnValue:
    """Take the decision; go on to the next proposal, or stay and say why it did not happen."""
    reason = desk.do(kind, case.measure_id, body)
    waiting = everything_waiting()
    if reason:
        fresh = case_of(desk.read(case.measure_id, "measure"))
        return page(waiting, fresh, refused=desk.sentence(reason), **forms), 409
    left = len([row for row in waiting["rows"] if not row["is_own"]])
    flash(f"{word}: {proposals.address_of(case.premises)}. Nog {left}.", "ok")
    following = proposals.after(waiting["rows"], case.measure_id)
    target = url_for(".proposal", measure_id=following) if following else url_for(".queue")
    return redirect(target, 303)


def everything_waiting() -> dict[str, Any]:
    """Return the queue: rows in order, and the line above it."""
    measures = desk.everything("measure", state=proposals.WAITING)
    addresses = desk.addresses(shown["fields"]["premises_id"] for shown in measures)
    rows = proposals.queue(measures, addresses, desk.names(), current_actor().person, desk.now())
    return {"rows": rows, "line": proposals.queue_line(rows, measures, desk.now())}


def page(
    waiting: dict[str, Any],
    case: proposals.Case | None,
    *,
    is_chosen: bool = True,
    refused: str = "",
    approving: ApproveForm | None = None,
    **forms: DutchForm,
) -> str:
    if case:
        desk.note_look(case.premises_id, "voorstel")
    return render_template(
        "office/approve.html",
        rows=waiting["rows"],
        line=waiting["line"],
        case=proposals.detail(case, desk.now()) if case else None,
        is_chosen=is_chosen,
        is_new=not waiting["rows"] and desk.is_new_lead(),
        refused=refused,
        approving=approving or ApproveForm(formdata=None),
        form=next(iter(forms.values()), approving),
        **forms,
    )


def case_of(shown: desk.Shown) -> proposals.Case:
    """Gather what the decision needs: the visit, its photos, the premises and what happened there before."""
    measure = shown["fields"]
    visit = desk.read_or_none(measure.get("visit_id"), "visit")
    premises = desk.read_or_none(measure.get("premises_id"), "premises")
    fields = visit["fields"] if visit else {}
    wanted = set(measure.get("finding_ids") or ())
    return proposals.Case(
        measure_id=shown["id"],
        measure=measure,
        premises_id=measure.get("premises_id", ""),
        premises=premises["fields"] if premises else {},
        visit_id=measure.get("visit_id", ""),
        visit=fields,
        checklist=desk.checklist(fields.get("checklist")),
        names=desk.names(),
        person=current_actor().person,
        received_at=received_at(shown["id"]),
        photo_states=states_of(measure.get("visit_id", ""), fields, wanted),
        earlier=tuple(earlier(shown, premises["fields"] if premises else {})),
        text_hits=text_hits(fields, measure),
        visit_version=visit["version"] if visit else "",
    )


def received_at(measure_id: str) -> str | None:
    """Return when the newest proposal reached the office."""
    history = installation().engine.history(current_actor(), measure_id)
    proposed = [entry for entry in history if entry["kind"] in ("measure.propose", "measure.propose_again")]
    return proposed[-1]["received_at"] if proposed else None


def earlier(shown: desk.Shown, premises: dict[str, Any]) -> list[dict[str, str]]:
    """Return the last visits and measures of these premises, this proposal and its visit left out."""
    measure = shown["fields"]
    visits = [v for v in desk.everything("visit", premises_id=measure["premises_id"]) if v["id"] != measure["visit_id"]]
    measures = [m for m in desk.everything("measure", premises_id=measure["premises_id"]) if m["id"] != shown["id"]]
    return dossier.earlier_rows(premises, visits, measures, desk.checklist)


def states_of(visit_id: str, visit: dict[str, Any], finding_ids: set[str]) -> dict[str, str]:
    """Return which photos are whole and unchanged; their bytes are hashed again for it, now."""
    photos = {key: one for key, one in (visit.get("photos") or {}).items() if one["finding_id"] in finding_ids}
    return desk.states_of(visit_id, photos)


def text_hits(visit: dict[str, Any], measure: dict[str, Any]) -> int:
    """Return how many places in the texts of findings and proposal look like personal data."""
    findings = visit.get("findings") or {}
    texts = [findings[key].get("text") for key in measure.get("finding_ids") or () if key in findings]
    texts += [(measure.get("deviation") or {}).get("text")]
    texts += [past.get("text") for past in (measure.get("proposals") or {}).values()]
    return sum(len(check_text(text, installation().policy().guard)) for text in texts if text)
