"""Planning, another address: one that has no file yet, found among all addresses of the municipality."""

import uuid
from contextlib import closing

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fieldapp import desk
from fieldapp.access import current_actor, installation, require_roles
from fieldapp.desk_lists import lists_of, offer, running_day, stop_of, wanted_day
from fieldapp.domain.addresses import premises_name
from fieldapp.imports.address_index import AddressIndex, IndexedAddress
from fieldapp.pages import addresses, planning
from fieldapp.place_forms import AddressSearchForm, NewAddressForm
from sync import NotApplied

blueprint = Blueprint("office_address", __name__, url_prefix="/kantoor/planning/adres")
LEAD = require_roles("team_lead")
MOST = 20


@blueprint.get("")
@LEAD
def search() -> ResponseReturnValue:
    """Search by street and number; nothing is written."""
    form, found, on = AddressSearchForm(request.args), list[IndexedAddress](), wanted_day()
    path = installation().config.data / "addresses.db"
    said = (form.q.data or "").strip() if form.validate() else ""
    if said and path.exists():
        with closing(AddressIndex(path)) as index:
            found = index.search(said, limit=MOST)
    return render_template(
        "office/address_search.html",
        form=form,
        on=on.isoformat(),
        line=planning.head_line(on, running_day()),
        searched=said,
        has_addresses=path.exists(),
        rows=[addresses.row(one) for one in found],
        is_more=len(found) == MOST,
    )


@blueprint.route("/<object_id>", methods=["GET", "POST"])
@LEAD
def put(object_id: str) -> ResponseReturnValue:
    """Start the file of an address and put it on a list, both or neither. A file that is there already has its own page."""
    address, on, form = address_of(object_id), wanted_day(), NewAddressForm()
    premises_id = id_of(address)
    if desk.read_or_none(premises_id, "premises"):
        return redirect(url_for("office_planning.put", premises_id=premises_id, dag=on.isoformat()), 303)
    lists = {one["id"]: one for one in lists_of(on)}
    offer(form, list(lists.values()))
    refused = ""
    if form.validate_on_submit():
        reason = register_and_put(premises_id, address, form, lists[form.list_id.data])
        if reason is None:
            flash(f"{address.text} staat op de lijst.", "ok")
            return redirect(url_for("office_planning.overview", dag=on.isoformat()), 303)
        refused = desk.sentence(reason)
    status = desk.status_of(form, refused)
    page = render_template(
        "office/address_put.html",
        form=form,
        refused=refused,
        on=on.isoformat(),
        line=planning.head_line(on, running_day()),
        row=addresses.row(address),
        has_lists=bool(lists),
    )
    return page, status


def address_of(object_id: str) -> IndexedAddress:
    """Return a place that can be visited; a page says 404 for any other id."""
    path = installation().config.data / "addresses.db"
    if not path.exists():
        abort(404)
    with closing(AddressIndex(path)) as index:
        found = index.by_object_id(object_id)
    if found is None or not found.is_visitable:
        abort(404)
    return found


def id_of(address: IndexedAddress) -> str:
    """Return the id that the import and the phones derive for the same address."""
    name = premises_name(address.bag_object_id, address.text, address.place)
    return str(uuid.uuid5(installation().keys.namespace, name))


def register_and_put(
    premises_id: str, address: IndexedAddress, form: NewAddressForm, day_list: desk.Shown
) -> str | None:
    """Return None when both were done, otherwise why neither was."""
    file = addresses.new_file(address, form.use.data, day_list["fields"]["team_id"])
    stop = stop_of(form, day_list, {"id": premises_id, "fields": file})
    both = [("premises.register", premises_id, file), ("day_list.set_stop", day_list["id"], stop)]
    try:
        installation().engine.submit_all(current_actor(), both)
    except NotApplied as refusal:
        reason = desk.settle(refusal.outcome)
        # A lead may register; what is refused to this one is a file that this one may not see.
        return "premises.exists" if reason == "no_permission" else reason
    return None
