"""A visit that who leads it cannot close: the team lead ends it, lets it lapse, or gives it to a colleague."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fieldapp import desk
from fieldapp.access import installation, require_roles
from fieldapp.domain.moments import instant
from fieldapp.domain.visit_endings import may_get
from fieldapp.forms import DutchForm, EndVisitForm, HandOverForm, VoidVisitForm, options, with_empty
from fieldapp.pages import dossier

blueprint = Blueprint("office_visit", __name__, url_prefix="/kantoor/bezoek")
LEAD = require_roles("team_lead")
FORMS: dict[str, tuple[type[DutchForm], str, str]] = {
    "sluit": (EndVisitForm, "visit.end", "De controle is afgesloten. Wat nog van een toestel komt, wacht op u."),
    "vervalt": (VoidVisitForm, "visit.void", "De controle is vervallen. Alles staat nog in het dossier."),
    "over": (HandOverForm, "visit.take_over", "De controle is overgedragen. Het toestel van de collega krijgt haar."),
}
"""By what was pressed: the form, what it does, and what is said when it is done."""


@blueprint.route("/<uuid:visit_id>/beeindigen", methods=["GET", "POST"])
@LEAD
def end(visit_id: Any) -> ResponseReturnValue:
    """Show what can be done with a visit that goes on, and do one of the three."""
    shown = desk.read(str(visit_id), "visit")
    chosen = request.form.get("wat", "") if request.method == "POST" else None
    if chosen is not None and chosen not in FORMS:
        abort(400)
    forms = {name: _form(form, shown["fields"], name == chosen) for name, (form, _, _) in FORMS.items()}
    if chosen is None:
        return page(shown, forms, "")
    if not forms[chosen].validate_on_submit():
        return page(shown, forms, ""), 422
    _, kind, done = FORMS[chosen]
    reason = desk.do(kind, shown["id"], body_of(chosen, forms[chosen].data))
    if reason:
        return page(shown, forms, desk.sentence(reason)), 409
    flash(done, "ok")
    return redirect(url_for("office_dossier.visit", visit_id=shown["id"]), 303)


def body_of(chosen: str, said: dict[str, Any]) -> dict[str, Any]:
    """Return what the operation says."""
    now = {"made_at": instant(installation().now())}
    if chosen == "over":
        return {"leader_id": said["leader_id"], "handover_reason": said["handover_reason"], **now}
    if chosen == "vervalt":
        return {"void_reason": said["void_reason"], "text": written(said["void_text"]), **now}
    return {"end_reason": said["end_reason"], "text": written(said["end_text"])}


def written(text: str | None) -> str | None:
    return (text or "").strip() or None


def _form(form: type[DutchForm], visit: dict[str, Any], is_sent: bool) -> DutchForm:
    made = form() if is_sent else form(formdata=None)
    if isinstance(made, HandOverForm):
        made.leader_id.choices = with_empty("Kies een inspecteur", options(_colleagues(visit)))
    return made


def _colleagues(visit: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the inspectors of the team who do not lead this visit yet, by name."""
    found = [
        (shown["id"], shown["fields"]["name"])
        for shown in desk.everything("person")
        if _may_lead(shown["fields"], visit["team_id"]) and may_get(visit, shown["id"])
    ]
    return sorted((one for one in found if one[0] != visit["leader_id"]), key=lambda pair: pair[1])


def _may_lead(person: dict[str, Any], team_id: str) -> bool:
    return bool(
        person.get("is_active") and "inspector" in person.get("roles", []) and team_id in person.get("team_ids", [])
    )


def page(shown: desk.Shown, forms: dict[str, DutchForm], refused: str) -> str:
    visit = shown["fields"]
    premises = desk.read(visit["premises_id"], "premises")
    return render_template(
        "office/visit_end.html",
        forms=forms,
        refused=refused,
        is_open="outcome" not in visit,
        visit_id=shown["id"],
        title=f"{dossier.visit_word(visit)} {dossier.times_words(visit)}",
        address=premises["fields"]["address"]["text"],
        leader=desk.names().get(visit["leader_id"], "een collega"),
    )
