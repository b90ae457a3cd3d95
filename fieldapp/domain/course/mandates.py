"""The mandate register: who may sign what in the name of the burgemeester or the college, from when until when.

A mandate is a document of its own, so that what was signed names it for ever. Source: Awb art. 10:1 to 10:12.
"""

from collections.abc import Collection
from datetime import date

from fieldapp.domain.documents import Changes, Context
from fieldapp.domain.documents.mandates import EndingMandate, GrantingMandate, Mandate
from fieldapp.domain.errors import Refused
from fieldapp.domain.free_text import check_choices, check_line
from fieldapp.domain.moments import check_days, today
from fieldapp.domain.policy import MEASURE_TYPES

MOST_EUR_CENTS = 100_000_000_00


def scopes(mandate: Mandate) -> set[str]:
    """Administrators keep the register; who decides and who holds one reads it."""
    held = {"system", "admin", "municipality"}
    return held | {f"person:{mandate['person_id']}"} if "person_id" in mandate else held


def index(mandate: Mandate) -> dict[str, str]:
    return {
        "person_id": mandate.get("person_id", ""),
        "authority": mandate.get("authority", ""),
        "is_ended": "true" if "ended_on" in mandate else "false",
    }


def grant(mandate: Mandate | None, body: GrantingMandate, context: Context) -> Changes:
    """Enter a mandaatbesluit in the register.

    Refused: mandate.exists, mandate.needs_acts, mandate.wrong_days, mandate.wrong_amount, text.not_a_code.
    """
    if context.reads.get("existing"):
        raise Refused("mandate.exists")
    check_days(body["valid_from_on"], body["valid_until_on"])
    if not body["acts"] or not body["number"].strip():
        raise Refused("mandate.needs_acts")
    check_line(body["number"], context)
    check_choices(MEASURE_TYPES, *body["measure_types"])
    if body["valid_until_on"] is not None and body["valid_until_on"] < body["valid_from_on"]:
        raise Refused("mandate.wrong_days")
    most = body["max_eur_cents"]
    if most is not None and not 0 < most <= MOST_EUR_CENTS:
        raise Refused("mandate.wrong_amount")
    return dict(body)


def end(mandate: Mandate, body: EndingMandate, context: Context) -> Changes:
    """End it from a day on; what was signed before stays signed. Refused: mandate.ended_already, mandate.wrong_days."""
    if "ended_on" in mandate:
        raise Refused("mandate.ended_already")
    check_days(body["on"])
    if body["on"] < mandate["valid_from_on"]:
        raise Refused("mandate.wrong_days")
    return {"ended_on": body["on"]}


def why_not(
    mandate: Mandate | None,
    *,
    person: str,
    act: str,
    measure_type: str,
    amount_eur_cents: int | None,
    bodies: Collection[str],
    on: date,
) -> str | None:
    """Return why this mandate does not let this person sign on this day, None when it does.

    `bodies`: the bevoegd gezag; a mandate of one of two suffices for that one's signature, so each is asked apart.
    Source: Awb art. 10:1, 10:3, 10:8.
    """
    if mandate is None or mandate["person_id"] != person:
        return "measure.no_mandate"
    day = on.isoformat()
    until = mandate.get("valid_until_on")
    ended = mandate.get("ended_on")
    if day < mandate["valid_from_on"] or (until and day > until) or (ended and day >= ended):
        return "measure.mandate_expired"
    most = mandate.get("max_eur_cents")
    types = mandate.get("measure_types") or []
    narrow = (
        act not in mandate["acts"]
        or (types and measure_type not in types)
        or mandate["authority"] not in bodies
        or (most is not None and (amount_eur_cents or 0) > most)
    )
    return "measure.mandate_too_narrow" if narrow else None


def check(
    context: Context, act: str, measure_type: str, amount_eur_cents: int | None, bodies: Collection[str]
) -> Mandate:
    """Return the mandate that the body named, or refuse.

    Refused: measure.no_mandate, measure.mandate_expired, measure.mandate_too_narrow.
    """
    found = context.reads.get("mandate")
    reason = why_not(
        found,  # type: ignore[arg-type]  # a document of its kind
        person=context.by.person,
        act=act,
        measure_type=measure_type,
        amount_eur_cents=amount_eur_cents,
        bodies=bodies,
        on=today(context.at),
    )
    if reason is not None:
        raise Refused(reason)
    return found  # type: ignore[return-value]  # a document of its kind
