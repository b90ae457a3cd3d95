"""The machtiging to enter a dwelling without consent: what it must say, and what is missing before somebody goes in.

The burgemeester (or who applies bestuursdwang) gives it on paper; the team lead attaches its facts to the file of the
dwelling, so that the phone can count without a connection. The twin on the phone is static/app/domain/machtiging.js.
Source: Awbi art. 1-8; Awb art. 5:27 lid 2; Gemeentewet art. 149a.
"""

from collections.abc import Mapping
from typing import Any

from fieldapp.domain.course.states import BESTUURSDWANG, BINDING
from fieldapp.domain.deadlines import geldigheid_machtiging
from fieldapp.domain.documents import AttachingMachtiging, Changes, Context, Premises, WithdrawingMachtiging
from fieldapp.domain.errors import Refused
from fieldapp.domain.free_text import check_ids, check_keys, check_line, check_zaaknummer
from fieldapp.domain.moments import instant, read_day, read_instant, today

MOST_DWELLINGS = 4
FIRST_HOUR = 6
"""From six in the morning until midnight; outside it only when the machtiging says so (Awbi art. 7 lid 1)."""

ISSUERS = {
    "toezicht": frozenset({"burgemeester"}),
    "bestuursdwang": frozenset({"burgemeester", "college_van_burgemeester_en_wethouders"}),
}
"""Awbi art. 3 lid 2; for bestuursdwang the body that applies it (Awb art. 5:27 lid 2)."""
CARRYING_OUT = "uitvoering"
"""The reason of a visit that carries bestuursdwang out; a machtiging for it opens no other visit (Awb art. 5:27 lid 1)."""
TO_CARRY_OUT = BINDING | {"voorgesteld", "besluit_klaar", "ondertekend", "toegepast_besluit_volgt"}
"""States in which bestuursdwang can come to be carried out, at once too (Awb art. 5:31)."""


def attach(premises: Premises, body: AttachingMachtiging, context: Context) -> Changes:
    """Note the facts of a machtiging at the dwelling that it names.

    Source: Awbi art. 2, 3, 4, 5, 6, 7, 8; Awb art. 5:27; Gemeentewet art. 149a.
    Refused: machtiging.not_a_dwelling, machtiging.exists, machtiging.wrong_issuer, machtiging.no_power,
    machtiging.no_bestuursdwang, machtiging.too_many_dwellings, machtiging.nobody_named, machtiging.wrong_day,
    text.personal_data, text.no_zaaknummer.
    """
    check_keys([f"machtigingen.{body['machtiging_id']}"])
    check_ids(*body["dwellings"], *body["authorised_ids"])
    if not (premises.get("is_dwelling") or premises.get("premises_type") == "woning"):
        raise Refused("machtiging.not_a_dwelling")
    if body["machtiging_id"] in premises.get("machtigingen", {}):
        raise Refused("machtiging.exists")
    if body["issuer"] not in ISSUERS[body["purpose"]]:
        raise Refused("machtiging.wrong_issuer")
    if body["purpose"] == "toezicht" and not context.policy.switches.get("binnentreden_woning_artikel"):
        raise Refused("machtiging.no_power")
    if body["purpose"] == "bestuursdwang" and not _has_bestuursdwang(premises):
        raise Refused("machtiging.no_bestuursdwang")
    if context.document_id not in body["dwellings"] or not len(set(body["dwellings"])) <= MOST_DWELLINGS:
        raise Refused("machtiging.too_many_dwellings")
    if not body["authorised_ids"]:
        raise Refused("machtiging.nobody_named")
    if read_day(body["given_on"]) > today(context.at):
        raise Refused("machtiging.wrong_day")
    check_zaaknummer(body["zaak_id"], context)
    check_line(body["provisions"], context)
    made = {name: value for name, value in body.items() if name != "machtiging_id"}
    return {
        f"machtigingen.{body['machtiging_id']}": made
        | {"valid_until_on": valid_until(body["given_on"]), "by": context.by.person, "at": instant(context.at)}
    }


def _has_bestuursdwang(premises: Premises) -> bool:
    """Say whether there is something at these premises to carry out. Source: Awb art. 5:21, 5:27 lid 1."""
    measures = premises.get("open_measures", {}).values()
    return any(one["measure_type"] in BESTUURSDWANG and one["state"] in TO_CARRY_OUT for one in measures)


def withdraw(premises: Premises, body: WithdrawingMachtiging, context: Context) -> Changes:
    """Take it away from this moment; an entry made before it stays. Refused: visit.no_machtiging."""
    known = premises.get("machtigingen", {}).get(body["machtiging_id"])
    if known is None or known.get("withdrawn_at"):
        raise Refused("visit.no_machtiging")
    return {f"machtigingen.{body['machtiging_id']}": {**known, "withdrawn_at": instant(context.at)}}


def valid_until(given_on: str) -> str:
    """Return its last day: the third after the day it was given; nobody extends it. Source: Awbi art. 6 lid 2."""
    return geldigheid_machtiging(read_day(given_on)).last_day.isoformat()


def missing(known: Mapping[str, Any] | None, entry: Mapping[str, Any]) -> list[str]:
    """Return why nobody goes in on this machtiging now, in the order of the law; nothing when one may.

    `entry`: at (instant), on (day) and hour (0-23) in Europe/Amsterdam, premises_id, visit_reason, person_id,
    told_identified, told_purpose, identification_exception, shown, not_shown_reason, resident_present, companions (capacities), urgency.
    Source: Awbi art. 1 lid 1 and 2, 2 lid 1, 4, 5, 6 lid 1 under c and 2, 7 lid 1 and 2, 8 lid 2; Awb art. 5:27 lid 1.
    """
    if known is None:
        return ["visit.no_machtiging"]
    needs_urgency = entry["hour"] < FIRST_HOUR or not entry["resident_present"]
    company = set(entry["companions"]) - {"toezichthouder"}
    tests = {
        "visit.machtiging_withdrawn": _is_withdrawn(known, entry["at"]),
        "visit.machtiging_expired": not known["given_on"] <= entry["on"] <= valid_until(known["given_on"]),
        "visit.machtiging_other_purpose": _opens(known) != (entry["visit_reason"] == CARRYING_OUT),
        "visit.machtiging_other_dwelling": entry["premises_id"] not in known["dwellings"],
        "visit.machtiging_not_named": entry["person_id"] not in known["authorised_ids"],
        "visit.machtiging_night": entry["hour"] < FIRST_HOUR and not known["night"],
        "visit.machtiging_absence": not entry["resident_present"] and not known["absence"],
        "visit.machtiging_urgency": needs_urgency and not (entry.get("urgency") or "").strip(),
        "visit.machtiging_company": not company <= set(known["companions"]),
        "visit.machtiging_not_told": not _is_told(entry),
        "visit.machtiging_not_shown": not _is_shown(entry),
    }
    return [reason for reason, fails in tests.items() if fails]


def _opens(known: Mapping[str, Any]) -> bool:
    """Say whether it opens a visit that carries out; otherwise it opens all others."""
    return bool(known["purpose"] == "bestuursdwang")


def _is_withdrawn(known: Mapping[str, Any], at: str) -> bool:
    return bool(known.get("withdrawn_at")) and read_instant(at) >= read_instant(known["withdrawn_at"])


def _is_told(entry: Mapping[str, Any]) -> bool:
    return bool(entry.get("identification_exception")) or bool(entry["told_identified"] and entry["told_purpose"])


def _is_shown(entry: Mapping[str, Any]) -> bool:
    """Shown if that is possible, with the reason when it is not. Source: Awbi art. 2 lid 1."""
    return entry.get("shown") == "ja" or (
        entry.get("shown") == "niet_mogelijk" and bool((entry.get("not_shown_reason") or "").strip())
    )
