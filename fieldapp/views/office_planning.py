"""Planning: the addresses that ask for a visit, and the lists of one day per pair."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fieldapp import desk
from fieldapp.access import current_actor, installation, require_roles
from fieldapp.desk_lists import lists_of, offer, running_day, stop_of, wanted_day, withdrawn_of
from fieldapp.forms import ActForm, ListForm, StopForm, options, with_empty
from fieldapp.pages import planning

blueprint = Blueprint("office_planning", __name__, url_prefix="/kantoor/planning")
LEAD = require_roles("team_lead")
URGENT = "dringend"


@blueprint.get("")
@LEAD
def overview() -> ResponseReturnValue:
    on, today = wanted_day(), installation().today()
    lists = lists_of(on)
    premises, names = own_premises(), desk.names()
    planned = {stop["premises_id"] for one in lists for stop in (one["fields"].get("stops") or {}).values()}
    found = planning.candidates(premises, planned, today)
    urgent = [row for row in found if row["is_urgent"]]
    kind = request.args.get("toon", "alles")
    known = {shown["id"]: shown for shown in premises}
    visits = {one: planning.newest_first(desk.everything("visit", premises_id=one)) for one in planned}
    return render_template(
        "office/planning.html",
        on=on.isoformat(),
        line=planning.head_line(on, running_day()),
        before=(on - timedelta(days=1)).isoformat(),
        after=(on + timedelta(days=1)).isoformat(),
        candidates=urgent if kind == URGENT else found,
        numbers={"alles": len(found), URGENT: len(urgent)},
        kind=kind,
        has_premises=bool(premises),
        stacks=planning.stacks(planning.lists(lists, known, visits, names, receipts(), desk.now())),
        withdrawn=sorted(planning.pair_words(one["fields"], names) for one in withdrawn_of(on)),
        acts=planning.ACTS,
        may_send=any(one["fields"]["state"] == "concept" and one["fields"].get("stops") for one in lists),
    )


@blueprint.route("/nieuw", methods=["GET", "POST"])
@LEAD
def new_list() -> ResponseReturnValue:
    """Start a list for two inspectors of the reader's teams."""
    form = ListForm()
    people = inspectors()
    form.first.choices = form.second.choices = with_empty(
        "Kies een inspecteur", options((p["id"], p["fields"]["name"]) for p in people)
    )
    if request.method == "GET":
        form.on.data = wanted_day()
    refused = ""
    if form.validate_on_submit() and form.on.data:
        team = team_of_pair(people, form.first.data, form.second.data)
        body = {"team_id": team, "on": form.on.data.isoformat(), "person_ids": [form.first.data, form.second.data]}
        reason = desk.do("day_list.plan", desk.new_id(), body)
        if reason is None:
            flash("De lijst is klaar. Zet er adressen op.", "ok")
            return redirect(url_for(".overview", dag=form.on.data.isoformat()), 303)
        refused = desk.sentence(reason)
    status = desk.status_of(form, refused)
    return render_template("office/plan_list.html", form=form, refused=refused), status


@blueprint.route("/zet/<uuid:premises_id>", methods=["GET", "POST"])
@LEAD
def put(premises_id: Any) -> ResponseReturnValue:
    """Put one address on a list. A home is never visited without a reason that was chosen."""
    shown = desk.read(str(premises_id), "premises")
    on, form = wanted_day(), StopForm()
    lists = {one["id"]: one for one in lists_of(on)}
    offer(form, list(lists.values()))
    if request.method == "GET" and request.args.get("lijst") in lists:
        form.list_id.data = request.args["lijst"]
    why = planning.candidate(shown, installation().today())
    if request.method == "GET" and why and not (shown["fields"].get("is_dwelling") and why["reason"] == "routine"):
        form.reason.data = why["reason"]
    refused = ""
    if form.validate_on_submit():
        day_list = lists[form.list_id.data]
        body = stop_of(form, day_list, shown)
        reason = desk.do("day_list.set_stop", day_list["id"], body, base=day_list["version"])
        if reason is None:
            flash(f"{shown['fields']['address']['text']} staat op de lijst.", "ok")
            return redirect(url_for(".overview", dag=on.isoformat()), 303)
        refused = desk.sentence(reason)
    status = desk.status_of(form, refused)
    page = render_template(
        "office/plan_stop.html",
        form=form,
        refused=refused,
        on=on.isoformat(),
        line=planning.head_line(on, running_day()),
        address=shown["fields"]["address"]["text"],
        is_dwelling=bool(shown["fields"].get("is_dwelling")),
        why=why,
        has_lists=bool(lists),
    )
    return page, status


@blueprint.post("/<uuid:list_id>/stop/<stop_id>/<any('omhoog', 'omlaag', 'weg', 'naar'):act>")
@LEAD
def move(list_id: Any, stop_id: str, act: str) -> ResponseReturnValue:
    shown = desk.read(str(list_id), "day_list")
    form = ActForm()
    if not form.validate_on_submit():
        abort(400)
    body = planning.moved(shown["fields"], stop_id, act, request.form.get("place", type=int))
    reason = desk.do("day_list.set_stop", shown["id"], body, base=shown["version"]) if body else None
    flash(*((desk.sentence(reason), "error") if reason else ("De lijst is aangepast.", "ok")))
    return redirect(url_for(".overview", dag=shown["fields"]["on"]), 303)


@blueprint.post("/verstuur")
@LEAD
def send() -> ResponseReturnValue:
    """Send every list of the day that waits; each is told by name when it does not go."""
    on = wanted_day()
    form, names, sent = ActForm(), desk.names(), 0
    if not form.validate_on_submit():
        abort(400)
    for shown in lists_of(on):
        if shown["fields"]["state"] != "concept" or not shown["fields"].get("stops"):
            continue
        reason = desk.do("day_list.send", shown["id"], {})
        sent += reason is None
        if reason:
            flash(f"{planning.pair_words(shown['fields'], names)}: {desk.sentence(reason)}", "error")
    words = "1 lijst is verstuurd." if sent == 1 else f"{sent} lijsten zijn verstuurd."
    flash(words, "ok" if sent else "info")
    return redirect(url_for(".overview", dag=on.isoformat()), 303)


@blueprint.route("/<uuid:list_id>/intrekken", methods=["GET", "POST"])
@LEAD
def withdraw(list_id: Any) -> ResponseReturnValue:
    """Ask first, then take back a list on which no visit was begun."""
    shown, form, refused = desk.read(str(list_id), "day_list"), ActForm(), ""
    fields = shown["fields"]
    if form.validate_on_submit():
        reason = desk.do("day_list.withdraw", shown["id"], {})
        if reason is None:
            flash("De lijst is ingetrokken.", "ok")
            return redirect(url_for(".overview", dag=fields["on"]), 303)
        refused = desk.sentence(reason)
    page = render_template(
        "office/plan_withdraw.html",
        refused=refused,
        pair=planning.pair_words(fields, desk.names()),
        on=fields["on"],
        line=planning.head_line(date.fromisoformat(fields["on"]), running_day()),
        is_sent=fields["state"] == "verstuurd",
        addresses=[stop["address_text"] for _, stop in planning.in_order(fields)],
    )
    return page, desk.status_of(form, refused)


def own_premises() -> list[desk.Shown]:
    return [shown for team in sorted(current_actor().teams) for shown in desk.everything("premises", team_id=team)]


def inspectors() -> list[desk.Shown]:
    """Return the inspectors of the reader's teams, by name."""
    teams = current_actor().teams
    found = [
        card
        for card in desk.everything("person")
        if "inspector" in card["fields"].get("roles", ()) and teams & set(card["fields"].get("team_ids", ()))
    ]
    return sorted(found, key=lambda card: str(card["fields"]["name"]))


def team_of_pair(people: list[desk.Shown], first: str, second: str) -> str:
    """Return the team that both are in and the reader leads; the reader's own first team when there is none."""
    teams = {card["id"]: set(card["fields"].get("team_ids", ())) for card in people}
    shared = teams.get(first, set()) & teams.get(second, set()) & current_actor().teams
    return min(shared or current_actor().teams, default="")


def receipts() -> dict[str, str]:
    """Return per person when a phone in use last pulled everything."""
    reports = installation().accounts.device_reports()
    pulled: dict[str, str] = {}
    for device in desk.everything("device", state="enrolled"):
        at = str(reports.get(device["id"], {}).get("pulled_at") or "")
        person = device["fields"].get("person_id", "")
        pulled[person] = max(at, pulled.get(person, ""))
    return {person: at for person, at in pulled.items() if at}
