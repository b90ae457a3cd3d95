"""The administrator: the server itself, and letting notices go after a restore."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from fieldapp.access import current_actor, installation, require_roles
from fieldapp.domain.yearly import to_look_up
from fieldapp.notice_queue import waiting_in
from fieldapp.pages import server
from fieldapp.restored import last_restored, release_notices
from fieldapp.worker_faults import Faults

blueprint = Blueprint("admin_server", __name__, url_prefix="/beheer/server")
ADMIN = require_roles("administrator")


@blueprint.get("")
@ADMIN
def overview() -> ResponseReturnValue:
    house = installation()
    restored = last_restored(house.values)
    return render_template(
        "admin/server.html",
        backup=server.backup_words(house.last_backup_at()),
        has_backup=house.last_backup_at() is not None,
        has_copy=house.config.log_copy is not None,
        copy_trouble=server.copy_words(house.engine.copy_trouble()),
        waiting=server.waiting_words(len(waiting_in(house.values))),
        faults=server.fault_rows(Faults(house.values, house.now).shown()),
        to_look_up=list(to_look_up(house.policy(), house.today())),
        holds_notices=restored is not None and restored.holds_notices,
    )


@blueprint.post("/meldingen")
@ADMIN
def release() -> ResponseReturnValue:
    """Let the notices go that wait since a restore."""
    house = installation()
    if release_notices(house.values, house.now()):
        house.access_log.add("notices_released", current_actor().person, None, {}, house.now())
        flash("De meldingen worden verzonden.", "ok")
    else:
        flash("De meldingen waren al vrijgegeven.", "info")
    return redirect(url_for(".overview"), 303)
