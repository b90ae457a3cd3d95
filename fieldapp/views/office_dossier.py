"""Dossiers: the list, and the five tabs of one address. Each opening is written down."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from fieldapp import desk
from fieldapp.access import current_actor, installation, require_roles
from fieldapp.forms import SearchForm
from fieldapp.pages import dossier
from fieldapp.pages.moments import moment_short

blueprint = Blueprint("office_dossier", __name__, url_prefix="/kantoor")
STAFF = require_roles("inspector", "team_lead", "mandate_holder", "registrar", "legal_officer")
PAGE = 50
MOST_PAGES = 100_000
"""More than any municipality has; a larger number in the address is that of the last page."""
SHOWN_VISITS = 25
"""Visits on one page; the newest. Each has its photos hashed again, which is work."""


@blueprint.get("/dossiers")
@STAFF
def dossiers() -> ResponseReturnValue:
    """List premises, or those that match a street, a number or a permit; people cannot be searched."""
    form = SearchForm(request.args)
    searched = (form.q.data or "").strip() if form.validate() else ""
    page = min(max(0, request.args.get("pagina", default=0, type=int) or 0), MOST_PAGES)
    engine, actor = installation().engine, current_actor()
    if searched:
        found, is_more = engine.search(actor, searched, ["premises"], PAGE), False
    else:
        found = engine.find(actor, "premises", order="address", limit=PAGE + 1, offset=page * PAGE)
        is_more = len(found) > PAGE
    rows = [dossier.list_row(shown, installation().today()) for shown in found[:PAGE]]
    return render_template("office/dossiers.html", form=form, rows=rows, searched=searched, page=page, is_more=is_more)


@blueprint.get("/dossiers/<uuid:premises_id>")
@STAFF
def timeline(premises_id: Any) -> ResponseReturnValue:
    shown = opened(str(premises_id), "tijdlijn")
    visits, measures, joint = around(shown["id"])
    kind = request.args.get("toon", "alles")
    newest = visits[:SHOWN_VISITS]
    events = dossier.timeline(
        shown["fields"],
        newest,
        measures,
        joint,
        desk.names(),
        {visit["id"]: arrival for visit in newest if (arrival := arrival_of(visit["id"]))},
        desk.checklist,
        {visit["id"]: states_of(visit) for visit in newest},
    )
    return page(
        "office/dossier_timeline.html",
        shown,
        "tijdlijn",
        visits,
        measures,
        events=dossier.only(events, kind),
        kinds=dossier.SHOWN_KINDS,
        kind=kind,
        terms=dossier.term_rows(shown["fields"], measures, installation().today()),
        permits=dossier.permit_cards(shown["fields"], installation().today())[:1],
        hidden_visits=len(visits) - len(newest),
    )


@blueprint.get("/dossiers/<uuid:premises_id>/bewijs")
@STAFF
def evidence(premises_id: Any) -> ResponseReturnValue:
    shown = opened(str(premises_id), "bewijs")
    visits, measures, _ = around(shown["id"])
    names = desk.names()
    proof = [dossier.evidence(visit, names, desk.checklist, states_of(visit)) for visit in visits[:SHOWN_VISITS]]
    return page("office/dossier_evidence.html", shown, "bewijs", visits, measures, visits=proof)


@blueprint.get("/bezoek/<uuid:visit_id>")
@STAFF
def visit(visit_id: Any) -> ResponseReturnValue:
    """Show one visit as the report of findings, to be printed."""
    shown = desk.read(str(visit_id), "visit")
    premises = opened(shown["fields"]["premises_id"], "bewijs")
    proof = dossier.evidence(shown, desk.names(), desk.checklist, states_of(shown))
    address = premises["fields"]["address"]["text"]
    may_end = "team_lead" in current_actor().roles and "outcome" not in shown["fields"]
    return render_template(
        "office/visit.html", visit=proof, address=address, premises_id=premises["id"], may_end=may_end
    )


@blueprint.get("/dossiers/<uuid:premises_id>/maatregelen")
@STAFF
def measures(premises_id: Any) -> ResponseReturnValue:
    shown = opened(str(premises_id), "maatregelen")
    visits, found, _ = around(shown["id"])
    names = desk.names()
    cards = [dossier.measure_card(measure, names) for measure in found]
    return page("office/dossier_measures.html", shown, "maatregelen", visits, found, measures=cards)


@blueprint.get("/dossiers/<uuid:premises_id>/vergunning")
@STAFF
def permits(premises_id: Any) -> ResponseReturnValue:
    shown = opened(str(premises_id), "vergunning")
    visits, found, _ = around(shown["id"])
    cards = dossier.permit_cards(shown["fields"], installation().today())
    return page("office/dossier_permits.html", shown, "vergunning", visits, found, permits=cards)


@blueprint.get("/dossiers/<uuid:premises_id>/wie-keek-mee")
@STAFF
def lookers(premises_id: Any) -> ResponseReturnValue:
    shown = opened(str(premises_id), "wie-keek-mee")
    visits, found, joint = around(shown["id"])
    looks = installation().access_log.list(document=shown["id"], limit=200)
    for one in joint:
        looks = [*looks, *installation().access_log.list(document=one["id"], limit=50)]
    roles = {card["id"]: card["fields"].get("roles") or () for card in desk.everything("person")}
    rows = dossier.look_rows((as_row(look) for look in looks), desk.names(), roles)
    return page("office/dossier_lookers.html", shown, "wie-keek-mee", visits, found, looks=rows)


def as_row(look: Any) -> dict[str, Any]:
    return look if isinstance(look, dict) else {name: getattr(look, name) for name in ("by", "at", "detail", "kind")}


def opened(premises_id: str, tab: str) -> desk.Shown:
    """Return the premises, and write down that this reader opened the dossier."""
    shown = desk.read(premises_id, "premises")
    desk.note_look(shown["id"], tab)
    return shown


def around(premises_id: str) -> tuple[list[desk.Shown], list[desk.Shown], list[desk.Shown]]:
    """Return visits, measures and joint visits of premises, newest first."""
    visits = newest_first(desk.everything("visit", premises_id=premises_id), "opened_at")
    found = newest_first(desk.everything("measure", premises_id=premises_id), "proposed_at")
    joint = newest_first(desk.everything("joint_visit", premises_id=premises_id), "started_at")
    return visits, found, joint


def newest_first(shown: Iterable[desk.Shown], field: str) -> list[desk.Shown]:
    return sorted(shown, key=lambda one: str(one["fields"].get(field) or ""), reverse=True)


def arrival_of(visit_id: str) -> tuple[str, str] | None:
    """Return when the last step of a visit was made on the phone and when it reached the office."""
    steps = [
        entry
        for entry in installation().engine.history(current_actor(), visit_id)
        if entry["kind"] in ("visit.open", "visit.close")
    ]
    return (steps[-1]["made_at"], steps[-1]["received_at"]) if steps else None


def states_of(shown: desk.Shown) -> dict[str, str]:
    """Return which photos of a visit are whole and unchanged."""
    return desk.states_of(shown["id"], shown["fields"].get("photos") or {})


def page(
    template: str,
    shown: desk.Shown,
    tab: str,
    visits: list[desk.Shown],
    measures: list[desk.Shown],
    /,
    **more: Any,
) -> str:
    photos = sum(len(visit["fields"].get("photos") or {}) for visit in visits)
    return render_template(
        template,
        head=dossier.head(shown["id"], shown["fields"], installation().today()),
        tabs=dossier.tabs(shown["id"], tab, photos, len(measures)),
        looked_at=moment_short(desk.now().isoformat()),
        may_plan="team_lead" in current_actor().roles,
        may_attach="team_lead" in current_actor().roles and bool(shown["fields"].get("is_dwelling")),
        may_hold=bool(current_actor().roles & {"team_lead", "legal_officer"}),
        **more,
    )
