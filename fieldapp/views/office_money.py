"""Dwangsommen: all money that is open, of every measure that the reader may see."""

from __future__ import annotations

from flask import Blueprint, render_template

from fieldapp import desk
from fieldapp.access import installation, require_roles
from fieldapp.pages import ledger

blueprint = Blueprint("office_money", __name__, url_prefix="/kantoor/dwangsommen")
DECIDERS = require_roles("team_lead", "mandate_holder", "registrar", "legal_officer")


@blueprint.get("")
@DECIDERS
def overview() -> str:
    found = desk.everything("measure", has_money="true")
    addresses = desk.addresses(one["fields"]["premises_id"] for one in found)
    rows = ledger.open_rows(found, addresses, installation().today())
    return render_template(
        "office/dwangsommen.html",
        rows=rows,
        totals=ledger.grand_total(found),
        alarms=sum(bool(row["alarm"]) for row in rows),
        is_cut_off=len(found) >= desk.MOST,
    )
