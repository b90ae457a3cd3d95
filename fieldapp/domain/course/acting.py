"""What every act of the course asks first: does the table allow it, are the days possible, is the text clean."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fieldapp.domain.course import guards
from fieldapp.domain.course.authority import BevoegdGezag, authority_for
from fieldapp.domain.course.states import STATE
from fieldapp.domain.course.steps import Step
from fieldapp.domain.course.table import step_of
from fieldapp.domain.documents import Changes, Context, Measure
from fieldapp.domain.errors import Refused
from fieldapp.domain.free_text import check_free_text, check_ids
from fieldapp.domain.makers import check_not_told, logged
from fieldapp.domain.moments import day_of, instant, read_day, today

SHORTEST_REASON = 10
"""Characters."""


def begin(act: str, measure: Measure, context: Context, track: str = STATE, state: str | None = None) -> Step:
    """Return the line of the table, or refuse with the first thing that stands in the way.

    Refused: measure.not_now, and the reasons of guards.py for this act.
    """
    step = step_of(act, measure, track, state)
    for reason in guards.reasons(step, measure, context.by.person, today(context.at)):
        raise Refused(reason)
    if guards.four_eyes in guards.GUARDS.get(act, ()):
        if context.by.person in logged(context):
            raise Refused("measure.own_visit")
        check_not_told(context)
    return step


def possible_day(written: str, context: Context, *, since: str | None = None) -> date:
    """Return a day that has come and is not before `since`. Refused: measure.day_in_the_future, measure.day_too_early."""
    day = read_day(written)
    if day > today(context.at):
        raise Refused("measure.day_in_the_future")
    if since is not None and written < since:
        raise Refused("measure.day_too_early")
    return day


def reasoned(text: str | None, context: Context) -> None:
    """Refused: measure.remark_too_short, text.personal_data, text.too_long."""
    if len((text or "").strip()) < SHORTEST_REASON:
        raise Refused("measure.remark_too_short")
    check_free_text(text, context)


def gezag(measure: Measure, context: Context) -> BevoegdGezag:
    """Return who decides on this breach. Refused: measure.no_authority."""
    premises = context.reads.get("premises") or {}
    found = authority_for(context.policy, measure["rule_key"], str(premises.get("premises_type", "")))
    if found is None:
        raise Refused("measure.no_authority")
    return found


def who_and_when(context: Context) -> Changes:
    return {"by": context.by.person, "at": instant(context.at)}


def made_known_on(measure: Measure) -> str:
    return measure["bekendmaking"]["on"]


def signed_on(measure: Measure) -> str:
    return day_of(measure["besluit"]["signed_at"])


def check_letter(body: Mapping[str, Any]) -> None:
    """Refused: text.not_a_code, when what should name a letter does not."""
    check_ids(body.get("letter_id"))
