"""Entering a dwelling: what must have been said and recorded before a foot crosses the threshold.

Awbi art. 1 lid 1: identify and state the purpose before entering. Art. 1 lid 4: ask
consent before entering; it must be apparent. Consent is free and informed, and may be
withdrawn at any moment. Art. 2: without consent a written machtiging is needed; the team
lead attaches it to the file of the dwelling (`machtiging.py`). Art. 2 lid 3:
serious and immediate danger; never offered as a way in, only recorded afterwards.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from fieldapp.domain import machtiging
from fieldapp.domain.documents import Binnentreden, Changes, Context, Visit
from fieldapp.domain.errors import Refused
from fieldapp.domain.free_text import check_counts, check_free_text, check_ids, check_keys, check_line
from fieldapp.domain.makers import led_at, noting_maker, people
from fieldapp.domain.moments import AMSTERDAM, check_instants, read_instant

TOLD = ("told_identified", "told_purpose", "told_may_refuse", "understood")
INSIDE = frozenset({"ja", "machtiging"})
"""Where consent stands when the inside of a dwelling may be looked at."""
FILLED_IN_LATER = ("entered_at", "left_at", "withdrawn_at")
TEXTS = ("danger_reason", "not_shown_reason", "urgency")
WRITTEN_HERE = "machtiging"
TIMES = ("asked_at", "decided_at", *FILLED_IN_LATER)


@noting_maker
def enter(visit: Visit, body: Changes, context: Context) -> Changes:
    """Record the steps of entering one dwelling.

    Source: Awbi art. 1 lid 1 and 4, art. 2, art. 10.
    Refused: visit.closed, visit.not_yours, visit.not_a_dwelling, visit.binnentreden_stays, visit.consent_not_informed,
    visit.no_consent, those of machtiging.missing, visit.danger_needs_reason, visit.never_given, visit.corrects_nothing,
    joint_visit.ggd_and_police, text.personal_data.
    """
    if "outcome" in visit and not context.override:
        raise Refused("visit.closed")
    if context.by.person not in people(visit) and not context.override:
        raise Refused("visit.not_yours")
    check_keys(body)
    for field, item in body.items():
        before = visit.get("binnentreden", {}).get(field.partition(".")[2])
        check_instants(*(item.get(name) for name in TIMES))
        for name in TEXTS:
            check_free_text(item.get(name), context)
        check_ids(item.get("colleague_id"), item.get("machtiging_id"))
        check_line(item.get("purpose"), context)
        check_company([one["capacity"] for one in item.get("companions", [])])
        check_counts(*(one["count"] for one in item.get("companions", [])))
        _check_stays(before, item)
        _check_corrects(visit, item)
        BY_BASIS[item["basis"]](before, item, visit)
        item.pop("measure_id", None)
    return {field: _with_machtiging(field, item, visit, context) for field, item in body.items()}


def check_company(capacities: list[str]) -> None:
    """The health service never goes along with the police: it would cost the trust it works on.

    Source: agreement of the health service in the public papers (they do not go along with police).
    Refused: joint_visit.ggd_and_police.
    """
    if {"ggd", "politie"} <= set(capacities):
        raise Refused("joint_visit.ggd_and_police")


def consent(visit: Visit) -> str | None:
    """Return where consent stands: `ja`, `nee`, `ingetrokken`, `niemand_thuis`, `danger`, `machtiging`, `bestuursdwang`, or None.

    Corrected records do not count; of the others the latest decision does. A withdrawal
    stands, whatever was recorded beside it, until a new consent is asked after it.
    """
    corrected = {item.get("corrects") for item in visit.get("binnentreden", {}).values()}
    standing = [(key, item) for key, item in _recorded(visit).items() if key not in corrected]
    decided = sorted((_decided_at(item), key, _outcome(item)) for key, item in standing if _outcome(item))
    stands = decided[-1][2] if decided else None
    return "bestuursdwang" if stands in INSIDE and _carries_out(visit) else stands


def _recorded(visit: Visit) -> dict[str, Binnentreden]:
    """Return what was recorded at the door, without what the office told later."""
    return {key: item for key, item in visit.get("binnentreden", {}).items() if not item.get("measure_id")}


def _carries_out(visit: Visit) -> bool:
    return visit.get("reason") == machtiging.CARRYING_OUT


def _outcome(item: Binnentreden) -> str | None:
    if item["basis"] == "machtiging":
        return "machtiging" if item.get("entered_at") else None
    return "danger" if item["basis"] == "acuut_gevaar" else item.get("consent")


def _decided_at(item: Binnentreden) -> datetime:
    """When it was withdrawn, else decided, else entered; the clocks of two phones may differ, and that is all we know."""
    at = item.get("withdrawn_at") or item.get("decided_at") or item.get("entered_at")
    return read_instant(at) if at else datetime.min.replace(tzinfo=UTC)


def check_inside(visit: Visit, *, seen_before_withdrawal: bool) -> None:
    """Nothing is recorded of a dwelling without consent; after its withdrawal only what was seen before.

    Who comes to carry out bestuursdwang said so at the door, or had a machtiging for that only.
    Source: Awbi art. 1 lid 1 and 4; Awb art. 5:27 lid 1. Refused: visit.carrying_out, visit.no_consent, visit.consent_withdrawn.
    """
    if visit["visit_kind"] != "home_address":
        return
    if _carries_out(visit):
        raise Refused("visit.carrying_out")
    stands = consent(visit)
    if stands == "ingetrokken":
        if not seen_before_withdrawal:
            raise Refused("visit.consent_withdrawn")
    elif stands not in INSIDE:
        raise Refused("visit.no_consent")


def check_times(visit: Visit) -> None:
    """Who went in without consent knows when, and when out: the verslag needs both.

    Source: Awbi art. 10 lid 2 under e. Refused: visit.times_missing.
    """
    for item in _recorded(visit).values():
        if item["basis"] != "toestemming" and not (item.get("entered_at") and item.get("left_at")):
            raise Refused("visit.times_missing")


def was_entered(visit: Visit) -> bool:
    """Say whether someone went into a dwelling on this visit."""
    return any(item.get("entered_at") for item in visit.get("binnentreden", {}).values())


def went_in_to_apply(visit: Visit) -> Binnentreden | None:
    """Return the record on which bestuursdwang could be applied inside: consent, danger, or a machtiging for it.

    Source: Awb art. 5:27 lid 1 and 2; Awbi art. 1 lid 4, 2 lid 3.
    """
    if consent(visit) not in {"ja", "danger", "bestuursdwang"}:
        return None
    entered = [item for _, item in sorted(_recorded(visit).items()) if item.get("entered_at")]
    return entered[-1] if entered else None


def without_consent(visit: Mapping[str, Any]) -> dict[str, Any]:
    """Return the standing record of an entry without consent, or an empty one: only that needs a verslag.

    Source: Awbi art. 10 lid 1.
    """
    items: Mapping[str, dict[str, Any]] = visit.get("binnentreden") or {}
    corrected = {item.get("corrects") for item in items.values()}
    standing = [item for key, item in sorted(items.items()) if key not in corrected]
    return next((one for one in standing if one.get("basis") != "toestemming" and one.get("entered_at")), {})


def _check_stays(before: Binnentreden | None, now: Binnentreden) -> None:
    """A decided record is filled in, never rewritten: a correction is a record of its own."""
    if before is None or not _is_decided(before):
        return
    old: dict[str, Any] = dict(before)
    new: dict[str, Any] = dict(now)
    for name in old.keys() | new.keys():
        if name == WRITTEN_HERE or (name in FILLED_IN_LATER and old.get(name) is None):
            continue
        if name == "consent" and (old.get(name), new.get(name)) == ("ja", "ingetrokken"):
            continue
        if old.get(name) != new.get(name):
            raise Refused("visit.binnentreden_stays")


def _is_decided(item: Binnentreden) -> bool:
    """Consent is decided by the answer; a machtiging by going in on it."""
    return item.get("decided_at") is not None or (item["basis"] == "machtiging" and bool(item.get("entered_at")))


def _check_corrects(visit: Visit, item: Binnentreden) -> None:
    corrects = item.get("corrects")
    if corrects is not None and corrects not in visit.get("binnentreden", {}):
        raise Refused("visit.corrects_nothing")


def _check_consent(before: Binnentreden | None, item: Binnentreden, visit: Visit) -> None:
    answer = item.get("consent")
    if answer is not None and not (item.get("asked_at") or answer == "niemand_thuis"):
        raise Refused("visit.times_missing")
    if answer is not None and not item.get("decided_at"):
        raise Refused("visit.times_missing")
    if answer in ("ja", "ingetrokken") and not all(item.get(name) for name in TOLD):
        raise Refused("visit.consent_not_informed")
    if answer == "ingetrokken" and not item.get("withdrawn_at"):
        raise Refused("visit.times_missing")
    if answer == "ingetrokken" and (before is None or before.get("consent") not in ("ja", "ingetrokken")):
        raise Refused("visit.never_given")
    if item.get("entered_at") and answer not in ("ja", "ingetrokken"):
        raise Refused("visit.no_consent")


def _check_machtiging(before: Binnentreden | None, item: Binnentreden, visit: Visit) -> None:
    """The steps are recorded as they are done; the rest asks the machtiging itself (`_with_machtiging`)."""


def _with_machtiging(field: str, item: Binnentreden, visit: Visit, context: Context) -> Binnentreden:
    """Return the record with what stands in its machtiging. Refused: those of machtiging.missing."""
    if item["basis"] != "machtiging":
        return {**item, "machtiging": None} if "machtiging" in item else item
    premises = context.reads.get("premises") or {}
    known = premises.get("machtigingen", {}).get(item.get("machtiging_id") or "")
    if known is None:
        raise Refused("visit.no_machtiging")
    entered_at = item.get("entered_at")
    if entered_at:
        for reason in machtiging.missing(known, _entry(visit, item, entered_at)):
            raise Refused(reason)
        if not item.get("manner"):
            raise Refused("visit.manner_missing")
    facts = {name: known[name] for name in ("issuer", "given_on", "provisions", "zaak_id", "purpose")}
    return {**item, "machtiging": facts}


def _entry(visit: Visit, item: Binnentreden, entered_at: str) -> dict[str, Any]:
    """Return what is asked of a machtiging, by the clock on the wall in Amsterdam.

    Who led when they went in is who is named, whoever leads when it arrives. Source: Awbi art. 2 lid 1, 6 lid 1.
    """
    local = read_instant(entered_at).astimezone(AMSTERDAM)
    return {
        **item,
        "at": entered_at,
        "on": local.date().isoformat(),
        "hour": local.hour,
        "premises_id": visit["premises_id"],
        "visit_reason": visit["reason"],
        "person_id": led_at(visit, entered_at),
        "told_identified": item.get("told_identified", False),
        "told_purpose": item.get("told_purpose", False),
        "resident_present": bool(item.get("resident_present")),
        "companions": [one["capacity"] for one in item.get("companions", [])],
    }


def _check_danger(before: Binnentreden | None, item: Binnentreden, visit: Visit) -> None:
    if not (item.get("danger_reason") or "").strip():
        raise Refused("visit.danger_needs_reason")
    if not item.get("entered_at"):
        raise Refused("visit.times_missing")


BY_BASIS = {"toestemming": _check_consent, "machtiging": _check_machtiging, "acuut_gevaar": _check_danger}
