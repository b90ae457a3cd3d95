"""Brieven: begin one, fill it in, read it as it will be, make it final, note that it was sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fieldapp import desk
from fieldapp.access import current_actor, installation, require_roles
from fieldapp.domain.binnentreden import without_consent
from fieldapp.domain.course import claims
from fieldapp.forms import ActForm
from fieldapp.letter_forms import CopyForm, DropForm, FreezeForm, SendForm, fill_form, filled_of
from fieldapp.letters import making
from fieldapp.letters.making import NO_PDF, NoPdf, NotKept, NotMade, WrongTemplate
from fieldapp.pages import letters as pages
from fieldapp.pages.dossier import visit_word
from fieldapp.pages.moments import day_of

blueprint = Blueprint("office_letters", __name__, url_prefix="/kantoor")
STAFF = require_roles("inspector", "team_lead", "mandate_holder", "registrar", "legal_officer")
FORMS = {
    "brief.pdf": ("application/pdf", making.pdf_of),
    "brief.docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", making.docx_of),
}
OF_A_FILE = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
"""What the viewer of PDF inside a browser needs; the file itself holds no script."""


@blueprint.route("/maatregelen/<uuid:measure_id>/brief/", methods=["GET", "POST"])
@STAFF
def of_measure(measure_id: Any) -> ResponseReturnValue:
    """List the letters of a measure, and begin one."""
    shown = desk.read(str(measure_id), "measure")
    fields = shown["fields"]
    offered = pages.choices(
        "measure", current_actor().roles, fields["measure_type"], claims.owed(fields), pages.acts_now(fields)
    )
    return listing("measure", shown, offered, "Maatregel")


@blueprint.route("/bezoek/<uuid:visit_id>/brief/", methods=["GET", "POST"])
@STAFF
def of_visit(visit_id: Any) -> ResponseReturnValue:
    """List the verslag and the rapport of a visit, and begin one."""
    shown = desk.read(str(visit_id), "visit")
    return listing("visit", shown, pages.choices("visit", current_actor().roles, "", {}), visit_word(shown["fields"]))


def listing(about: str, shown: desk.Shown, offered: list[dict[str, str]], called: str) -> ResponseReturnValue:
    form, refused = ActForm(), ""
    if form.validate_on_submit():
        wanted = request.form.get("soort", "")
        if wanted not in {one["value"] for one in offered}:
            refused = desk.sentence("letter.unknown_kind")
        else:
            slug, _, verbeurte = wanted.partition(":")
            new, body = desk.new_id(), {"letter_kind": slug, "measure_id": None, "visit_id": None}
            body[f"{about}_id"] = shown["id"]
            body["verbeurte_id"] = verbeurte or None
            reason = desk.do("letter.draft", new, body)
            if reason is None:
                return redirect(url_for("office_letters.letter", letter_id=new), 303)
            refused = desk.sentence(reason)
    found = desk.everything("letter", **{f"{about}_id": shown["id"]})
    premises_id = shown["fields"]["premises_id"]
    return (
        render_template(
            "office/letters.html",
            form=form,
            refused=refused,
            rows=pages.rows(found),
            offered=offered,
            address=desk.addresses([premises_id]).get(premises_id, "Onbekend adres"),
            back=(request.path.removesuffix("brief/").rstrip("/"), called),
        ),
        409 if refused else 200,
    )


@blueprint.get("/brief/<uuid:letter_id>/")
@STAFF
def letter(letter_id: Any) -> ResponseReturnValue:
    """Show one letter as it will be, what it lacks, and what can be done with it."""
    return page(desk.read(str(letter_id), "letter")), 200


@blueprint.post("/brief/<uuid:letter_id>/vul-in")
@STAFF
def fill(letter_id: Any) -> ResponseReturnValue:
    shown = desk.read(str(letter_id), "letter")
    kind = making.kind_of(shown)
    form = fill_form(kind, {}, 0)
    if not form.validate_on_submit():
        return page(shown, form=form), 422
    body = {"edition": int(form.edition.data or "-1"), "filled": filled_of(kind, form)}
    return after(shown, desk.do("letter.fill", shown["id"], body), "De brief is bewaard.", form=form)


@blueprint.post("/brief/<uuid:letter_id>/definitief")
@STAFF
def freeze(letter_id: Any) -> ResponseReturnValue:
    shown = desk.read(str(letter_id), "letter")
    form = FreezeForm()
    if not form.validate_on_submit() or not (form.edition.data or "").isdecimal():
        return page(shown, refused=desk.sentence("letter.changed_meanwhile")), 422
    try:
        reason = making.make_final(installation(), current_actor(), shown, int(form.edition.data or "-1"))
    except (NotMade, WrongTemplate) as error:
        return page(shown, refused=" ".join(str(error).splitlines())), 409
    return after(shown, reason, "De brief is definitief. Hij verandert niet meer.")


@blueprint.post("/brief/<uuid:letter_id>/verzonden")
@STAFF
def send(letter_id: Any) -> ResponseReturnValue:
    shown = desk.read(str(letter_id), "letter")
    form = SendForm()
    if not form.validate_on_submit():
        return page(shown, send_form=form), 422
    digest = (form.digest.data or "").strip().lower() or None
    body = {"on": form.on.data, "how": form.how.data, "digest": digest}
    return after(shown, desk.do("letter.send", shown["id"], body), "Genoteerd. Leg de dag ook vast bij de maatregel.")


@blueprint.post("/brief/<uuid:letter_id>/afschrift")
@STAFF
def note_copy(letter_id: Any) -> ResponseReturnValue:
    """Note what became of the copy of a verslag for the resident."""
    shown = desk.read(str(letter_id), "letter")
    form = CopyForm()
    if not form.validate_on_submit():
        return page(shown, copy_form=form), 422
    body = {"on": form.copied_on.data, "mode": form.mode.data, "reason": (form.reason.data or "").strip() or None}
    return after(shown, desk.do("letter.note_copy", shown["id"], body), "Genoteerd.")


@blueprint.post("/brief/<uuid:letter_id>/vervallen")
@STAFF
def drop(letter_id: Any) -> ResponseReturnValue:
    shown = desk.read(str(letter_id), "letter")
    form = DropForm()
    if not form.validate_on_submit():
        return page(shown, drop_form=form), 422
    body = {"reason": (form.reason.data or "").strip()}
    return after(shown, desk.do("letter.drop", shown["id"], body), "De brief is vervallen. Hij blijft in het dossier.")


@blueprint.get("/brief/<uuid:letter_id>/brief.pdf", defaults={"name": "brief.pdf"})
@blueprint.get("/brief/<uuid:letter_id>/brief.docx", defaults={"name": "brief.docx"})
@STAFF
def file(letter_id: Any, name: str) -> ResponseReturnValue:
    """Send the letter as PDF or Word: the frozen bytes, or the concept as it is now."""
    shown = desk.read(str(letter_id), "letter")
    kind, make = FORMS[name]
    try:
        data = make(installation(), current_actor(), shown)
    except NoPdf:
        return page(shown, refused=NO_PDF), 503
    except (NotKept, NotMade, WrongTemplate) as error:
        return page(shown, refused=" ".join(str(error).splitlines())), 409
    desk.note_look(shown["fields"]["premises_id"], name)
    headers = {"Content-Security-Policy": OF_A_FILE}
    called = f"{shown['fields'].get('number') or 'concept'}-{shown['fields']['letter_kind']}{name[5:]}"
    return Response(data, mimetype=kind, headers={**headers, "Content-Disposition": f'inline; filename="{called}"'})


def after(shown: desk.Shown, reason: str | None, words: str, form: Any = None) -> ResponseReturnValue:
    """Go back to the letter when it is done; else show it with the reason, and what was typed still there."""
    if reason is None:
        flash(words, "ok")
        return redirect(url_for("office_letters.letter", letter_id=shown["id"]), 303)
    return page(desk.read(shown["id"], "letter"), refused=desk.sentence(reason), form=form), 409


def entered_on(fields: dict[str, Any]) -> date | None:
    """Return the day on which the dwelling of a verslag was entered."""
    visit = desk.read_or_none(fields.get("visit_id"), "visit")
    entered = without_consent(visit["fields"]).get("entered_at") if visit else None
    return day_of(entered) if entered else None


def page(
    shown: desk.Shown,
    *,
    refused: str = "",
    form: Any = None,
    send_form: Any = None,
    drop_form: Any = None,
    copy_form: Any = None,
) -> str:
    fields, actor, house = shown["fields"], current_actor(), installation()
    desk.note_look(fields["premises_id"], "brief")
    kind = making.kind_of(shown)
    now = making.seen(house, actor, shown)
    can = pages.acts(fields, kind, actor.roles, actor.person, now.missing)
    reason = making.why_not_yet(house, actor, shown) if can["freeze"] else None
    if reason:
        can |= {"freeze": False, "freeze_words": f"Definitief maken kan nog niet. {desk.sentence(reason)}"}
    today = house.today().isoformat()
    return render_template(
        "office/letter.html",
        refused=refused or now.wrong,
        letter=pages.row(shown),
        facts=pages.facts(fields, desk.names()),
        acts=can,
        missing=now.missing,
        personal=now.personal,
        blocks=now.blocks,
        form=form or fill_form(kind, fields.get("filled") or {}, fields["edition"]),
        fills=kind.fills,
        freeze_form=FreezeForm(data={"edition": str(fields["edition"])}),
        send_form=send_form or SendForm(data={"on": today}),
        drop_form=drop_form or DropForm(),
        copy_form=copy_form or CopyForm(data={"copied_on": today}),
        deadline=pages.deadline(fields, entered_on(fields), house.today(), house.policy().equated_days),
        about=f"/kantoor/maatregelen/{fields['measure_id']}/brief/"
        if fields.get("measure_id")
        else f"/kantoor/bezoek/{fields['visit_id']}/brief/",
        address=desk.addresses([fields["premises_id"]]).get(fields["premises_id"], "Onbekend adres"),
        premises_id=fields["premises_id"],
    )
