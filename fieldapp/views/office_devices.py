"""Toestellen: codes to enrol a phone, blocking a lost one, taking one in."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fieldapp import desk
from fieldapp.access import current_actor, installation, require_roles
from fieldapp.forms import DeviceCodeForm, SecondFactorForm, options, with_empty
from fieldapp.pages import devices
from fieldapp.pages.moments import moment_short
from fieldapp.pages.qr import qr_as_svg
from fieldapp.second_factor import is_second_factor

blueprint = Blueprint("office_devices", __name__, url_prefix="/kantoor/toestellen")
MANAGER = require_roles("team_lead", "administrator")
NO_ORIGIN = (
    "Er is nog geen adres van deze server ingesteld. Daarom kan er geen code worden gemaakt. "
    "Vraag wie de server beheert om FIELDAPP_ORIGIN in te vullen."
)
LOOPBACK = frozenset({"localhost", "127.0.0.1"})
ACTS = {
    "blokkeer": (
        "Blokkeer toestel {number}",
        (
            "Voor een toestel dat kwijt of gestolen is. Het toestel leest meteen niets meer. "
            "Wat nog niet verzonden was, komt versleuteld naar kantoor."
        ),
    ),
    "neem-in": (
        "Neem toestel {number} in",
        (
            "Voor een medewerker die stopt of een nieuw toestel krijgt. Eerst verzendt het toestel zijn werk, "
            "daarna wordt het leeggemaakt."
        ),
    ),
}


@blueprint.get("")
@MANAGER
def overview() -> ResponseReturnValue:
    return listed(code_form())


@blueprint.post("/code")
@MANAGER
def new_code() -> ResponseReturnValue:
    """Show a one-time code for one colleague, once; only its digest is kept."""
    form, origin = code_form(), own_origin()
    if origin is None:
        flash(NO_ORIGIN, "error")
        return listed(form), 409
    if not form.validate_on_submit() or not is_second_factor(form):
        return listed(form), 422
    made = installation().accounts.new_device_code(form.person_id.data, current_actor(), desk.request_id("code"))
    installation().access_log.add("device_code", current_actor().person, form.person_id.data, {}, installation().now())
    address = f"{origin}/app#/koppelen/{made['code']}"
    return render_template(
        "office/device_code.html",
        code=made["code"],
        until=moment_short(made["expires_at"]),
        name=desk.names().get(form.person_id.data, ""),
        qr=qr_as_svg(address, "QR-code om het toestel te koppelen"),
        address=f"{origin}/app",
        leads="team_lead" in current_actor().roles,
    )


@blueprint.get("/<uuid:device_id>")
@MANAGER
def one(device_id: Any) -> ResponseReturnValue:
    """Say what is known to be on this phone, or to have been, and is not here."""
    shown = desk.read(str(device_id), "device")
    report = installation().accounts.device_reports().get(shown["id"], {})
    last = report.get("last")
    missing = installation().engine.missing_of(shown["id"], last if isinstance(last, dict) else {})
    return render_template(
        "office/device.html",
        row=devices.row(shown, report, desk.names(), desk.now()),
        missing=devices.missing_lines(missing, report, desk.now()),
        is_known=bool(report.get("last_contact_at")),
    )


@blueprint.route("/<uuid:device_id>/<any('blokkeer', 'neem-in'):act>", methods=["GET", "POST"])
@MANAGER
def change(device_id: Any, act: str) -> ResponseReturnValue:
    """Ask once more, with the reader's own second factor, and then block or take in."""
    shown = desk.read(str(device_id), "device")
    form = SecondFactorForm()
    refused = ""
    if form.validate_on_submit() and is_second_factor(form):
        accounts = installation().accounts
        step = accounts.block_device if act == "blokkeer" else accounts.take_in_device
        reason = desk.settle(step(current_actor(), shown["id"], desk.request_id(act)))
        if reason is None:
            words = "geblokkeerd" if act == "blokkeer" else "wordt ingenomen"
            flash(
                f"Toestel {shown['fields'].get('number', '')} is {words}."
                if act == "blokkeer"
                else f"Toestel {shown['fields'].get('number', '')} {words}.",
                "ok",
            )
            return redirect(url_for(".overview"), 303)
        refused = desk.sentence(reason)
    title, explanation = ACTS[act]
    row = devices.row(shown, installation().accounts.device_reports().get(shown["id"], {}), desk.names(), desk.now())
    status = desk.status_of(form, refused)
    page = render_template(
        "office/device_act.html",
        form=form,
        row=row,
        title=title.format(number=row["number"]),
        explanation=explanation,
        refused=refused,
        act=act,
    )
    return page, status


def own_origin() -> str | None:
    """Return the address that phones are sent to: the configured one, never what a request claims but on loopback."""
    configured = installation().config.origin
    if configured:
        return configured
    is_here = request.host.partition(":")[0] in LOOPBACK
    return request.host_url.rstrip("/") if is_here else None


def listed(form: DeviceCodeForm) -> str:
    rows = devices.rows(desk.everything("device"), installation().accounts.device_reports(), desk.names(), desk.now())
    return render_template("office/devices.html", rows=rows, form=form)


def code_form() -> DeviceCodeForm:
    """Return the form with the inspectors of the reader's teams; an administrator sees all of them."""
    actor, form = current_actor(), DeviceCodeForm()
    cards = [
        card
        for card in desk.everything("person")
        if "inspector" in card["fields"].get("roles", ())
        and card["fields"].get("is_active", True)
        and ("administrator" in actor.roles or actor.teams & set(card["fields"].get("team_ids", ())))
    ]
    choices = sorted(((card["id"], card["fields"]["name"]) for card in cards), key=lambda pair: pair[1])
    form.person_id.choices = with_empty("Kies een inspecteur", options(choices))
    return form
