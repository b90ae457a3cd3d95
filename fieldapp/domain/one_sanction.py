"""One herstelsanctie at a time for the same breach: what stands in the way of another, and which two stand side by side.

A second one is refused, but two can turn out to be in force: what was applied at once, or what a judge brought back.
Then one must be revoked, and who decides on that is told. Source: Awb art. 5:6.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from fieldapp.domain.documents import Addressee, Operator
from fieldapp.domain.errors import Refused
from fieldapp.domain.free_text import KVK_NUMMER
from fieldapp.domain.matrix import HERSTELSANCTIES, is_in_force
from fieldapp.domain.sanctions import in_short

Shown = Mapping[str, Any]
MENDS_IT = frozenset({"team_lead", "legal_officer"})
"""Who hears that there are two: they see to it that one is revoked."""


def check_no_running_sanction(measure_type: str, rule_key: str, addressee: Addressee, premises: dict[str, Any]) -> None:
    """No second herstelsanctie for the same breach while one is in force. Refused: measure.sanction_running."""
    if any(_in_the_way(one, measure_type, rule_key, addressee) for one in premises.get("open_measures", {}).values()):
        raise Refused("measure.sanction_running")


def side_by_side(measures: Iterable[Shown]) -> list[tuple[Shown, Shown]]:
    """Return the pairs of measures (shown) that are in force for the same breach, the one imposed first before the other."""
    known = [(one, in_short(one["fields"])) for one in measures]
    binding = sorted(
        (pair for pair in known if is_in_force(pair[1])), key=lambda pair: (pair[1]["imposed_on"], pair[0]["id"])
    )
    return [
        (first, other)
        for (first, short), (other, _) in combinations(binding, 2)
        if first["fields"]["premises_id"] == other["fields"]["premises_id"] and _is_second(short, other["fields"])
    ]


def begins_to_bind(measure: Shown, premises: Shown) -> bool:
    """Say whether a measure (shown) binds now and did not when the file of its premises last heard of it."""
    before = premises["fields"].get("open_measures", {}).get(measure["id"]) or {}
    return is_in_force(in_short(measure["fields"])) and not is_in_force(before)


def _is_second(short: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return _in_the_way(short, other["measure_type"], other["rule_key"], other["addressee"])


def _in_the_way(running: Mapping[str, Any], measure_type: str, rule_key: str, addressee: Addressee) -> bool:
    same_rule = running["rule_key"] == rule_key and {running["measure_type"], measure_type} <= HERSTELSANCTIES
    binds = is_in_force(running) or (running["state"] == "ondertekend" and running.get("imposed_on") is not None)
    return same_rule and binds and _same_operator(running.get("operator"), addressee["operator"])


def _same_operator(running: str | None, operator: Operator | None) -> bool:
    """Compare numbers with numbers and names with names, however these are written; what cannot be told apart is the same."""
    if running is None or operator is None:
        return True
    if KVK_NUMMER.fullmatch(running):
        return operator["kvk_nummer"] in (None, running)
    return _bare_name(running) == _bare_name(operator["name"])


def _bare_name(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
