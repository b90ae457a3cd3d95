"""More time to answer or to comply: a term whose length the municipality set itself, made longer while it runs.

A term set in a statute is never lengthened here, and one that is over neither: what followed from it has followed.
Source: Awb art. 4:8, 5:24 lid 2, 5:32a lid 2, 5:34 lid 1.
"""

from fieldapp.domain.course import mandates, terms
from fieldapp.domain.course.acting import begin, gezag, reasoned
from fieldapp.domain.documents import Changes, Context, Measure
from fieldapp.domain.documents.course_acts import LengtheningTerm
from fieldapp.domain.errors import Refused
from fieldapp.domain.moments import instant, read_day, today

LONGEST_DAYS = 731
"""Days from today: more is no term to comply but another decision."""
MANDATE_FOR = {"zienswijze": "voornemen", "begunstiging": "besluit", "uitvoering": "besluit"}
"""What the mandate must hold; the term of a waarschuwing is no besluit and needs none."""


def lengthen_term(measure: Measure, body: LengtheningTerm, context: Context) -> Changes:
    """Let the term that runs end on a later day; its alarms ring anew.

    Source: Awb art. 5:32a lid 2, 5:34 lid 1, 3:4 lid 2, 10:3. Refused: measure.not_now, measure.term_is_over,
    measure.wrong_days, measure.remark_too_short, mandate.
    """
    step = begin("lengthen_term", measure, context)
    kind, on = terms.SET_BY_US[measure["state"]], today(context.at)
    term = measure.get("terms", {}).get(kind)
    if term is None or term["state"] != "loopt" or on.isoformat() > term["ends_on"]:
        raise Refused("measure.term_is_over")
    if kind in MANDATE_FOR:
        mandates.check(context, MANDATE_FOR[kind], measure["measure_type"], None, gezag(measure, context).bodies)
    until_on = read_day(body["until_on"])
    if body["until_on"] <= term["ends_on"] or (until_on - on).days > LONGEST_DAYS:
        raise Refused("measure.wrong_days")
    reasoned(body["text"], context)
    longer = terms.longer(term, until_on, on, step.ground, context.policy.equated_days)
    kept = {
        "kind": kind,
        "was_until_on": term["ends_on"],
        "until_on": longer["ends_on"],
        "text": body["text"],
        "by": context.by.person,
        "at": instant(context.at),
        "mandate_id": body.get("mandate_id"),
    }
    rung = {f"alarms.{one}": None for one in measure.get("alarms", {}) if one.rpartition("-")[0] == kind}
    return {f"longer_terms.{len(measure.get('longer_terms', {})) + 1}": kept, f"terms.{kind}": longer, **rung}
