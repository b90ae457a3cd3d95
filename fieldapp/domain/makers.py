"""Who made a visit what it is: who led it, who came along, and everybody else who wrote on it.

Four eyes looks at all of them: whoever put something in a visit does not decide on what follows from it.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from fieldapp.domain.documents import Changes, Context
from fieldapp.domain.moments import instant

Rule = Callable[[Any, Any, Context], Changes]


def people(visit: Mapping[str, Any]) -> set[str]:
    """Return who led the visit and who came along."""
    return {visit["leader_id"], *visit.get("co_visitor_ids", [])} if "leader_id" in visit else set()


def makers(visit: Mapping[str, Any]) -> set[str]:
    """Return those, and everybody who ever wrote on it, also who is off the visit since. None of them decides."""
    return people(visit) | set(visit.get("also_wrote", {}))


def noting_maker(rule: Rule) -> Rule:
    """Let a rule for visits note its maker, once: who leads it is known, who came along may be taken off it."""

    @wraps(rule)
    def noted(visit: Any, body: Any, context: Context) -> Changes:
        changes = rule(visit, body, context)
        maker, known = context.by.person, {**changes, **(visit or {})}
        if maker == known.get("leader_id") or maker in known.get("also_wrote", {}):
            return changes
        return changes | {f"also_wrote.{maker}": {"at": instant(context.at)}}

    return noted
