"""Termijnen: what runs until when, as a page, as a spreadsheet and as a calendar feed."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fieldapp import calendar_feeds, desk
from fieldapp.access import current_actor, installation, open_to_all, require_roles
from fieldapp.desk_terms import listed_for, running
from fieldapp.domain.course.terms import KINDS
from fieldapp.forms import ActForm
from fieldapp.pages import agenda, terms
from fieldapp.pages.moments import moment_short
from fieldapp.texts import label

blueprint = Blueprint("office_terms", __name__)
STAFF = require_roles("inspector", "team_lead", "mandate_holder", "registrar", "legal_officer")


@blueprint.get("/kantoor/termijnen")
@STAFF
def overview() -> str:
    today, wanted = installation().today(), terms.wanted_of(request.args)
    through = terms.let_through(running(), wanted, today)
    found = terms.of_kind(through, wanted)
    here = found[wanted.page * terms.PAGE :][: terms.PAGE]
    may_plan = "team_lead" in current_actor().roles
    made = terms.rows(
        here, document_of, addresses(), today, may_plan=may_plan, equated=installation().policy().equated_days
    )
    return render_template(
        "office/termijnen.html",
        sections=terms.sections(made, found, today),
        chips=terms.chips(through, wanted),
        wanted=wanted,
        whens=[(key, words) for key, words, *_ in terms.SECTIONS],
        owners=[(one, label("role", one).capitalize()) for one in sorted({kind.owner for kind in KINDS.values()})],
        teams=team_names(),
        total=len(found),
        before=terms.address(wanted, pagina=wanted.page - 1) if wanted.page else "",
        after=terms.address(wanted, pagina=wanted.page + 1) if len(found) > (wanted.page + 1) * terms.PAGE else "",
        csv=url_for(".spreadsheet") + terms.address(wanted),
    )


@blueprint.get("/kantoor/termijnen.csv")
@STAFF
def spreadsheet() -> Response:
    """Send the terms that the page shows, all pages; that they were taken out is written down."""
    house, today, wanted = installation(), installation().today(), terms.wanted_of(request.args)
    found = terms.of_kind(terms.let_through(running(), wanted, today), wanted)
    house.access_log.add("export", current_actor().person, None, {"page": "termijnen", "rows": len(found)}, house.now())
    said = terms.as_csv(found, document_of, addresses())
    name = f"termijnen-{today.isoformat()}.csv"
    return Response(said, mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'})


@blueprint.route("/kantoor/agenda", methods=["GET", "POST"])
@STAFF
def calendar() -> ResponseReturnValue:
    """Make the address of one's own feed, shown once, or say since when there is one."""
    house, actor, address = installation(), current_actor(), ""
    if ActForm().validate_on_submit():
        token = calendar_feeds.make(house.values, actor.person, house.now())
        house.access_log.add("calendar_feed", actor.person, None, {"made": True}, house.now())
        address = f"{origin()}/agenda/{token}.ics"
    since = calendar_feeds.made_at(house.values, actor.person)
    return render_template("office/agenda.html", address=address, since=moment_short(since) if since else "")


@blueprint.post("/kantoor/agenda/weg")
@STAFF
def no_calendar() -> ResponseReturnValue:
    house, actor = installation(), current_actor()
    if not ActForm().validate_on_submit():
        abort(400)
    if calendar_feeds.revoke(house.values, actor.person):
        house.access_log.add("calendar_feed", actor.person, None, {"made": False}, house.now())
    flash("Uw agenda-adres werkt niet meer.", "ok")
    return redirect(url_for(".calendar"), 303)


@blueprint.get("/agenda/<token>.ics")
@open_to_all
def feed(token: str) -> Response:
    """Send the feed to whoever has its address; it names no premises. Unknown, revoked or switched off: not found."""
    house = installation()
    person = calendar_feeds.person_of(house.values, token)
    actor = house.directory.actor(person, None) if person else None
    if actor is None:
        abort(404)
    mine = [one for one in terms.lines_of(listed_for(actor), all_of_it=True) if one.owner in actor.roles]
    said = agenda.feed(mine, origin(), house.keys.installation.hex(), house.now())
    return Response(said, mimetype="text/calendar", headers={"Content-Disposition": 'inline; filename="termijnen.ics"'})


def origin() -> str:
    return installation().config.origin or request.host_url.rstrip("/")


def document_of(document_id: str) -> desk.Shown | None:
    """Return the measure, or the visit whose verslag it is."""
    return desk.read_or_none(document_id, "measure") or desk.read_or_none(document_id, "visit")


def addresses() -> Callable[[str], str]:
    """Return how to look up an address, each one read once."""
    known: dict[str, str] = {}

    def address(premises_id: str) -> str:
        if premises_id not in known:
            known[premises_id] = desk.addresses([premises_id]).get(premises_id, "Onbekend adres")
        return known[premises_id]

    return address


def team_names() -> list[tuple[str, str]]:
    """Return the teams of which the reader has terms, when there are several."""
    teams = {one.team_id for one in running()}
    named = [(one, unit["fields"]["name"]) for one in teams if (unit := desk.read_or_none(one, "unit"))]
    return sorted(named, key=lambda pair: pair[1]) if len(named) > 1 else []
