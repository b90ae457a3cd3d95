"""The page of one measure after its approval, and the form of each act on it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fieldapp import desk, measure_forms
from fieldapp.access import current_actor, installation, require_roles
from fieldapp.desk_measures import beside, facts_of, is_decider, offered_for, step_wanted
from fieldapp.domain.course import contested
from fieldapp.domain.course.next_steps import NextStep, next_steps, waits_for
from fieldapp.domain.course.terms import running_terms
from fieldapp.pages import course, ledger, tracks
from fieldapp.pages.moments import moment_short
from fieldapp.registry import REGISTRY

blueprint = Blueprint("office_measure", __name__, url_prefix="/kantoor/maatregelen")
STAFF = require_roles("inspector", "team_lead", "mandate_holder", "registrar", "legal_officer")
DECIDERS = require_roles("team_lead", "mandate_holder", "registrar", "legal_officer")


@blueprint.get("/<uuid:measure_id>")
@STAFF
def measure(measure_id: Any) -> str:
    shown = desk.read(str(measure_id), "measure")
    desk.note_look(shown["fields"]["premises_id"], "maatregel")
    return page(shown)


def page(shown: desk.Shown, refused: str = "") -> str:
    """Show where a measure stands; `refused`: why what was asked cannot be done."""
    actor, today, fields = current_actor(), installation().today(), shown["fields"]
    premises = desk.read_or_none(fields.get("premises_id"), "premises")
    verbeurten = fields.get("verbeurten") or {}
    steps = next_steps(fields, facts_of(fields, premises)) if is_decider(actor) else []
    letters = desk.everything("letter", measure_id=shown["id"]) if "letter" in REGISTRY.documents else None
    return render_template(
        "office/maatregel.html",
        head=course.head(shown, premises["fields"] if premises else {}),
        stands=tracks.stands(fields),
        remedy_stands=tracks.remedy_stands(fields, today),
        beside=beside(shown),
        waiting=course.waiting_words(waits_for(fields, today)),
        track=tracks.track(fields),
        remedy_track=tracks.remedy_track(fields),
        steps=course.step_rows(steps, shown["id"], actor.roles, verbeurten),
        is_decider=is_decider(actor),
        running=course.running_rows(running_terms(fields, today), today, verbeurten),
        past=course.past_rows(fields),
        facts=course.fact_rows(fields, desk.names()),
        weighing=course.weighing_rows(fields),
        ledger=ledger.card(fields, today, installation().policy().interest) if is_decider(actor) else None,
        events=course.timeline(installation().engine.history(actor, shown["id"]), desk.names()),
        letters=letters,
        may_approve="team_lead" in actor.roles and fields.get("state") == "voorgesteld",
        looked_at=moment_short(desk.now().isoformat()),
        refused=refused,
    )


@blueprint.route("/<uuid:measure_id>/doe/<act>", methods=["GET", "POST"])
@DECIDERS
def do(measure_id: Any, act: str) -> ResponseReturnValue:
    """Show the form of one act, ask once more, and do it."""
    name = act.replace("-", "_")
    kind = REGISTRY.operations.get(f"measure.{name}")
    if kind is None or kind.shape is None:
        abort(404)
    if not kind.by & current_actor().roles:
        abort(403)
    shown = desk.read(str(measure_id), "measure")
    step = step_wanted(shown, name, request.args.get("voor"))
    if step is None:
        return page(shown, desk.sentence("measure.not_now")), 409
    offered = offered_for(shown, step)
    rows = measure_forms.rows_of(name, kind.shape.declared, shown["fields"]["measure_type"], offered.has)
    form = measure_forms.form_of(rows, offered, begin_of(name, shown, step, rows), desk.new_id(), edition_of(shown))
    if not form.validate_on_submit():
        return asking(shown, step, rows, form), 422 if form.is_submitted() else 200
    if "pas_aan" in request.form:
        return asking(shown, step, rows, form)
    if name not in measure_forms.UNDOABLE and "bevestigd" not in request.form:
        return render_template(
            "office/maatregel_bevestig.html",
            head=head_of(shown),
            step=course.step_row(step, shown["id"], shown["fields"].get("verbeurten") or {}),
            said=measure_forms.said_rows(rows, form),
            again=measure_forms.sent_again(rows, form),
            here=request.full_path.rstrip("?"),
        )
    return done(shown, name, step, rows, form)


def done(shown: desk.Shown, name: str, step: NextStep, rows: list[measure_forms.Row], form: Any) -> ResponseReturnValue:
    """Do it, or show the form again with the sentence beside its field and all that was typed."""
    body = {**kept_of(name, shown, rows), **measure_forms.body_of(rows, form), **made_of(name, step, form)}
    if name == "weigh" and form.edition.data:
        body["edition"] = int(form.edition.data)
    if name == "decide_bezwaar":
        body["which"] = waiting_bezwaar(shown, step.of)
    if name == "forfeit":
        body["finding_ids"] = findings_of(shown, str(body.get("visit_id")))
    reason = desk.do(f"measure.{name}", shown["id"], body)
    if reason is None:
        flash(f"Vastgelegd: {step.label[:1].lower()}{step.label[1:]}.", "ok")
        return redirect(url_for(".measure", measure_id=shown["id"]), 303)
    sentence = desk.sentence(reason)
    placed = measure_forms.put_at_field(form, rows, reason, sentence)
    return asking(desk.read(shown["id"], "measure"), step, rows, form, "" if placed else sentence), 409


def asking(shown: desk.Shown, step: NextStep, rows: list[measure_forms.Row], form: Any, refused: str = "") -> str:
    premises_type_words = course.step_row(step, shown["id"], shown["fields"].get("verbeurten") or {})
    return render_template(
        "office/maatregel_doe.html",
        head=head_of(shown),
        step=premises_type_words,
        rows=rows,
        form=form,
        refused=refused,
        stands=tracks.stands(shown["fields"]),
        is_last=step.act.removeprefix("measure.") in measure_forms.UNDOABLE,
    )


def head_of(shown: desk.Shown) -> dict[str, Any]:
    premises = desk.read_or_none(shown["fields"].get("premises_id"), "premises")
    return course.head(shown, premises["fields"] if premises else {})


def begin_of(name: str, shown: desk.Shown, step: NextStep, rows: list[measure_forms.Row]) -> dict[str, Any]:
    """Return what the form holds when it is opened: the weighing as it is, today, the only mandate."""
    if name == "weigh":
        return dict(shown["fields"].get("weighing") or {})
    begin: dict[str, Any] = {
        row.name: installation().today().isoformat() for row in rows if row.asked.starts_today and row.form == "day"
    }
    if len(step.mandate_ids) == 1:
        begin["mandate_id"] = step.mandate_ids[0]
    return begin


def kept_of(name: str, shown: desk.Shown, rows: list[measure_forms.Row]) -> dict[str, Any]:
    """Return what an act replaces whole and this form did not ask: it stays as it was."""
    if name != "weigh":
        return {}
    shape = REGISTRY.operations["measure.weigh"].shape
    known = shape.declared.__annotations__ if shape else {}
    asked = {row.name for row in rows}
    return {
        key: value
        for key, value in (shown["fields"].get("weighing") or {}).items()
        if key in known and key not in asked
    }


def made_of(name: str, step: NextStep, form: Any) -> dict[str, Any]:
    """Return the ids that nobody types."""
    made: dict[str, Any] = {}
    if name in measure_forms.NEW_IDS:
        made[measure_forms.NEW_IDS[name]] = form.new_id.data or desk.new_id()
    if name in ("record_payment", "defer_payment", "end_deferral"):
        made["of"] = step.of or "kosten"
    elif step.is_remedy:
        made |= {"of": step.of} if step.of is not None else {}
    elif step.of is not None:
        made["verbeurte_id"] = step.of
    return made


def edition_of(shown: desk.Shown) -> int:
    """Return how often it was weighed, as this page shows it: who weighs from an older page is told."""
    return int((shown["fields"].get("weighing") or {}).get("edition", 0))


def waiting_bezwaar(shown: desk.Shown, of: str | None) -> str:
    """Return the bezwaar that came first of those that nobody decided on, against the besluit or one claim."""
    kept = contested.seen(shown["fields"], of).get("rechtsmiddelen", {})
    waits = [key for key, one in kept.items() if key.startswith("bezwaar") and "-" not in key and "result" not in one]
    return min(waits, key=lambda key: (kept[key]["received_on"], key), default="bezwaar")


def findings_of(shown: desk.Shown, visit_id: str) -> list[str]:
    """Return the findings of that visit about the same rule: they are what the forfeiture rests on."""
    visit = desk.read_or_none(visit_id, "visit")
    found = (visit["fields"].get("findings") or {}) if visit else {}
    return sorted(key for key, one in found.items() if one.get("rule_key") == shown["fields"]["rule_key"])
