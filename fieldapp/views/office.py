"""The office: where each role begins, its menu, its settings, and photos."""

from typing import Any

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fieldapp import desk, desk_entries, desk_measures, desk_terms
from fieldapp.access import current_actor, installation, require_roles, signed_in_actor
from fieldapp.api_shapes import SubscriptionRequest
from fieldapp.forms import ActForm
from fieldapp.openapi import read_json
from fieldapp.pages import devices, dossier, navigation, server, start
from fieldapp.pages.findings import photo_rows
from fieldapp.pages.moments import moment_short
from fieldapp.photos import photo_bytes
from fieldapp.restored import last_restored
from fieldapp.subscriptions import WrongSubscription, take_in
from fieldapp.texts import label
from sync import Actor

blueprint = Blueprint("office", __name__, url_prefix="/kantoor")
STAFF = require_roles("inspector", "team_lead", "mandate_holder", "registrar", "legal_officer")
DESK = require_roles("inspector", "team_lead", "mandate_holder", "registrar", "legal_officer", "administrator")
SIZES = ("thumb", "full")
KNOWN = "U hebt bevestigd dat dit toestel van u is."
ZOOMS = (100, 150, 200, 300)
KEYS_COOKIE = "__Host-toetsen"
A_YEAR = 365 * 24 * 3600


@blueprint.app_context_processor
def frame() -> dict[str, Any]:
    """Give every page its side bar, the time it was made, and who prints it."""
    actor = signed_in_actor()
    if actor is None:
        return {}
    roles = ", ".join(label("role", role) for role in sorted(actor.roles - {"police"}))
    return {
        "navigation": navigation.places(actor.roles, request.path, nav_counts()),
        "page_time": desk.page_time(),
        "role_words": roles,
        "has_keys": request.cookies.get(KEYS_COOKIE) == "aan",
        "restored_words": restored_words(actor),
        "printed_by": f"Geprint door {actor.name} op {moment_short(desk.now().isoformat())}",
    }


def restored_words(actor: Actor) -> str:
    """Return what is said of a restore: everywhere while notices wait for it, later where each role begins."""
    restored = last_restored(installation().values) if "police" not in actor.roles else None
    is_first_page = request.path in {"/kantoor/", navigation.home(actor.roles)}
    return server.restored_words(restored, desk.now()) if restored and (restored.holds_notices or is_first_page) else ""


def nav_counts() -> dict[str, int]:
    """Return the numbers behind the places, once for each request."""
    if "nav_counts" not in g:
        g.nav_counts = desk.counts() | (
            {"late_terms": desk_terms.late()} if current_actor().roles & desk_measures.DECIDERS else {}
        )
    counted: dict[str, int] = g.nav_counts
    return counted


@blueprint.get("/")
@DESK
def home() -> ResponseReturnValue:
    actor = current_actor()
    if actor.roles == {"administrator"}:
        return redirect("/beheer/mensen", 303)
    blocks = start.blocks(
        actor.roles,
        desk.everything("measure", state=start.wanted_states(actor.roles)),
        desk.names(),
        actor.person,
        desk.now(),
    )
    wanted = {row["premises_id"] for block in blocks for row in block["rows"]}
    return render_template(
        "office/start.html",
        todo=todo(),
        blocks=blocks,
        addresses=desk.addresses(wanted),
        name=actor.name,
        linked=linked(),
        is_new=desk.is_new_lead(),
    )


@blueprint.post("/mijn-toestel/<uuid:device_id>")
@require_roles("inspector")
def my_device(device_id: Any) -> ResponseReturnValue:
    """Take down that the reader knows a phone in her name as hers."""
    reason = desk.do("device.confirm", str(device_id), {})
    flash(desk.sentence(reason) if reason else KNOWN, "error" if reason else "ok")
    return redirect("/kantoor/", 303)


def todo() -> list[dict[str, Any]] | None:
    """Return what waits for this reader; None for who decides nothing and was at no entry that owes a verslag."""
    verslagen, measures = desk_entries.todo(), desk_measures.todo()
    return [*verslagen, *(measures or [])] if verslagen else measures


def linked() -> list[dict[str, str]]:
    """Return a line for each phone that was linked lately in the reader's name: by whom it may be news."""
    own = installation().phones.of_person(current_actor().person)
    return devices.linked_lately(own, desk.names(), desk.now())


@blueprint.get("/meer")
@DESK
def more() -> ResponseReturnValue:
    return render_template("office/more.html")


@blueprint.get("/foto/<uuid:document_id>/<ref>")
@STAFF
def photo(document_id: Any, ref: str) -> ResponseReturnValue:
    """Send the JPEG of one photo that the reader may see."""
    size = request.args.get("size", "full")
    if size not in SIZES:
        abort(404)
    data = photo_bytes(installation(), current_actor(), str(document_id), ref, size)
    if data is None:
        abort(404)
    if size == "full":
        desk.note_look(desk.read(str(document_id), "visit")["fields"]["premises_id"], "foto")
    return Response(data, mimetype="image/jpeg", headers={"Content-Disposition": "inline"})


@blueprint.get("/foto/<uuid:document_id>/<ref>/bekijk")
@STAFF
def viewer(document_id: Any, ref: str) -> ResponseReturnValue:
    """Show one photo large, with the ones beside it and whether its bytes are unchanged."""
    visit_id = str(document_id)
    visit = desk.read(visit_id, "visit")["fields"]
    checklist = desk.checklist(visit.get("checklist"))
    items = {item["id"]: item for item in checklist.get("items") or ()}
    rows = photo_rows(visit_id, visit, None, items, {})
    here = next((row for row in rows if row["id"] == ref), None)
    if here is None:
        abort(404)
    state = desk.states_of(visit_id, {ref: visit["photos"][ref]})[ref]
    zoom = request.args.get("zoom", default=ZOOMS[0], type=int)
    return render_template(
        "office/photo.html",
        photo=here,
        state=state,
        before=rows[here["place"] - 2] if here["place"] > 1 else None,
        after=rows[here["place"]] if here["place"] < len(rows) else None,
        total=len(rows),
        zoom=zoom if zoom in ZOOMS else ZOOMS[0],
        zooms=ZOOMS,
        premises_id=visit["premises_id"],
        title=dossier.visit_word(visit),
    )


@blueprint.get("/instellingen")
@DESK
def settings() -> ResponseReturnValue:
    return render_template("office/settings.html")


@blueprint.post("/instellingen/toetsen")
@DESK
def keys() -> ResponseReturnValue:
    """Switch the keys J and K on or off, in this browser only: the cookie names nobody."""
    if not ActForm().validate_on_submit():
        abort(400)
    is_on = request.form.get("toetsen") == "aan"
    answer = redirect(url_for(".settings"), 303)
    answer.set_cookie(
        KEYS_COOKIE, "aan" if is_on else "", A_YEAR if is_on else 0, secure=True, httponly=True, samesite="Lax"
    )
    flash("De toetsen staan aan. Druk op ? om ze te zien." if is_on else "De toetsen staan uit.", "ok")
    return answer


@blueprint.post("/instellingen/meldingen")
@DESK
def subscribe() -> ResponseReturnValue:
    """Take in the subscription of this browser; notices say that something changed, never what."""
    try:
        take_in(installation(), current_actor().person, read_json(SubscriptionRequest), at_desk=True)
    except WrongSubscription:
        abort(400)
    return {"ok": True}


@blueprint.post("/instellingen/meldingen-uit")
@DESK
def unsubscribe() -> ResponseReturnValue:
    installation().accounts.drop_subscriptions(current_actor().person)
    return {"ok": True}
