"""Entering a dwelling: what must have been said and recorded before a foot crosses the threshold.

Awbi art. 1 lid 1: identify and state the purpose before entering. Art. 1 lid 4: ask
consent before entering; it must be apparent. Consent is free and informed, and may be
withdrawn at any moment. Art. 2: without consent a written machtiging is needed; this
product issues none, so nobody records an entry on that ground here. Art. 2 lid 3:
serious and immediate danger; never offered as a way in, only recorded afterwards.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from fieldapp.domain.documents import Binnentreden, Changes, Context, Visit
from fieldapp.domain.errors import Refused
from fieldapp.domain.free_text import check_counts, check_free_text, check_keys, check_line
from fieldapp.domain.makers import noting_maker, people
from fieldapp.domain.moments import check_instants, read_instant

TOLD = ("told_identified", "told_purpose", "told_may_refuse", "understood")
FILLED_IN_LATER = ("entered_at", "left_at", "withdrawn_at")
TIMES = ("asked_at", "decided_at", *FILLED_IN_LATER)


@noting_maker
def enter(visit: Visit, body: Changes, context: Context) -> Changes:
    """Record the steps of entering one dwelling.

    Source: Awbi art. 1 lid 1 and 4, art. 2, art. 10.
    Refused: visit.closed, visit.not_yours, visit.not_a_dwelling, visit.binnentreden_stays, visit.consent_not_informed,
    visit.no_consent, visit.no_machtiging, visit.danger_needs_reason, visit.never_given, visit.corrects_nothing,
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
        check_free_text(item.get("danger_reason"), context)
        check_line(item.get("purpose"), context)
        check_company([one["capacity"] for one in item.get("companions", [])])
        check_counts(*(one["count"] for one in item.get("companions", [])))
        _check_stays(before, item)
        _check_corrects(visit, item)
        BY_BASIS[item["basis"]](before, item)
    return dict(body)


def check_company(capacities: list[str]) -> None:
    """The health service never goes along with the police: it would cost the trust it works on.

    Source: agreement of the health service in the public papers (they do not go along with police).
    Refused: joint_visit.ggd_and_police.
    """
    if {"ggd", "politie"} <= set(capacities):
        raise Refused("joint_visit.ggd_and_police")


def consent(visit: Visit) -> str | None:
    """Return where consent stands: `ja`, `nee`, `ingetrokken`, `niemand_thuis`, `danger`, or None when nobody decided.

    Corrected records do not count; of the others the latest decision does. A withdrawal
    stands, whatever was recorded beside it, until a new consent is asked after it.
    """
    corrected = {item.get("corrects") for item in visit.get("binnentreden", {}).values()}
    standing = [(key, item) for key, item in visit.get("binnentreden", {}).items() if key not in corrected]
    decided = sorted((_decided_at(item), key, _outcome(item)) for key, item in standing if _outcome(item))
    return decided[-1][2] if decided else None


def _outcome(item: Binnentreden) -> str | None:
    return "danger" if item["basis"] == "acuut_gevaar" else item.get("consent")


def _decided_at(item: Binnentreden) -> datetime:
    """When it was withdrawn, else decided, else entered; the clocks of two phones may differ, and that is all we know."""
    at = item.get("withdrawn_at") or item.get("decided_at") or item.get("entered_at")
    return read_instant(at) if at else datetime.min.replace(tzinfo=UTC)


def check_inside(visit: Visit, *, seen_before_withdrawal: bool) -> None:
    """Nothing is recorded of a dwelling without consent; after its withdrawal only what was seen before.

    Source: Awbi art. 1 lid 4. Refused: visit.no_consent, visit.consent_withdrawn.
    """
    if visit["visit_kind"] != "home_address":
        return
    stands = consent(visit)
    if stands == "ingetrokken":
        if not seen_before_withdrawal:
            raise Refused("visit.consent_withdrawn")
    elif stands != "ja":
        raise Refused("visit.no_consent")


def check_times(visit: Visit) -> None:
    """Who went in without consent knows when, and when out: the verslag needs both.

    Source: Awbi art. 10 lid 2 under e. Refused: visit.times_missing.
    """
    for item in visit.get("binnentreden", {}).values():
        if item["basis"] != "toestemming" and not (item.get("entered_at") and item.get("left_at")):
            raise Refused("visit.times_missing")


def was_entered(visit: Visit) -> bool:
    """Say whether someone went into a dwelling on this visit."""
    return any(item.get("entered_at") for item in visit.get("binnentreden", {}).values())


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
    if before is None or before.get("decided_at") is None:
        return
    old: dict[str, Any] = dict(before)
    new: dict[str, Any] = dict(now)
    for name in old.keys() | new.keys():
        if name in FILLED_IN_LATER and old.get(name) is None:
            continue
        if name == "consent" and (old.get(name), new.get(name)) == ("ja", "ingetrokken"):
            continue
        if old.get(name) != new.get(name):
            raise Refused("visit.binnentreden_stays")


def _check_corrects(visit: Visit, item: Binnentreden) -> None:
    corrects = item.get("corrects")
    if corrects is not None and corrects not in visit.get("binnentreden", {}):
        raise Refused("visit.corrects_nothing")


def _check_consent(before: Binnentreden | None, item: Binnentreden) -> None:
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


def _check_machtiging(before: Binnentreden | None, item: Binnentreden) -> None:
    raise Refused("visit.no_machtiging")


def _check_danger(before: Binnentreden | None, item: Binnentreden) -> None:
    if not (item.get("danger_reason") or "").strip():
        raise Refused("visit.danger_needs_reason")
    if not item.get("entered_at"):
        raise Refused("visit.times_missing")


BY_BASIS = {"toestemming": _check_consent, "machtiging": _check_machtiging, "acuut_gevaar": _check_danger}
