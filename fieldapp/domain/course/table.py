"""What can happen with a measure after its approval: three state machines as tables, one line for each act.

`state` is what happens with the measure itself, `rechtsmiddel` whether it can still be contested (bezwaar does not
suspend, Awb art. 6:16, so both run beside each other), and each verbeurte has a state of its own. A line names the
states before, the states that may come out, the role, the article and the words on the button. The rules read the
same table, `next_steps.py` shows it, `tools/machines.py` draws it.
"""

from collections.abc import Mapping
from typing import Any

from fieldapp.domain.course.lines_binding import BINDING_STEPS, CLOSING_STEPS
from fieldapp.domain.course.lines_decision import DECISION, LETTER_STEPS, LONGER_STEPS
from fieldapp.domain.course.lines_measures import BESTUURSDWANG_STEPS, DWANGSOM_STEPS, PERMIT_STEPS, SLUITING_STEPS
from fieldapp.domain.course.lines_money import COSTS_STEPS, VERBEURTE_STEPS
from fieldapp.domain.course.lines_remedies import REMEDY_STEPS
from fieldapp.domain.course.states import REMEDY, STATE, VERBEURTE
from fieldapp.domain.course.steps import END_TERM, Step
from fieldapp.domain.errors import Refused

STEPS: tuple[Step, ...] = (
    *DECISION,
    *LETTER_STEPS,
    *LONGER_STEPS,
    *DWANGSOM_STEPS,
    *BESTUURSDWANG_STEPS,
    *SLUITING_STEPS,
    *PERMIT_STEPS,
    *BINDING_STEPS,
    *CLOSING_STEPS,
    *REMEDY_STEPS,
    *VERBEURTE_STEPS,
    *COSTS_STEPS,
)
ACTS = tuple(dict.fromkeys(step.act for step in STEPS if step.act != END_TERM))


def steps_from(measure: Mapping[str, Any], track: str = STATE, state: str | None = None) -> list[Step]:
    """Return the lines that start from where this measure stands on a track (`state`: of one verbeurte)."""
    now = state if state is not None else measure.get(track)
    measure_type = measure.get("measure_type")
    return [
        step
        for step in STEPS
        if step.track == track and now in step.before and (not step.types or measure_type in step.types)
    ]


def step_of(act: str, measure: Mapping[str, Any], track: str = STATE, state: str | None = None) -> Step:
    """Return the line of an act from where the measure stands. Refused: measure.not_now."""
    for step in steps_from(measure, track, state):
        if step.act == act:
            return step
    raise Refused("measure.not_now")


def step_of_clock(kind: str, measure: Mapping[str, Any], state: str | None = None) -> Step | None:
    """Return what the end of a term of this kind does, from where the measure stands; None: nothing changes."""
    for track in (STATE, REMEDY):
        for step in steps_from(measure, track):
            if step.term == kind:
                return step
    if state is None:
        return None
    return next((step for step in steps_from(measure, VERBEURTE, state) if step.term == kind), None)
