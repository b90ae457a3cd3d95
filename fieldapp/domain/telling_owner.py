"""Telling the owner beside another measure: a measure of its own, so that it passes its own privacytoets.

What an inspector proposed ("the owner hears of it too") and a team lead took over becomes a measure that informs; who is
told what, and on which basis, the legal officer decides. Source: AVG art. 5, 6 lid 1 under e, 9; UAVG art. 22.
"""

from collections.abc import Mapping
from typing import Any

from fieldapp.domain.documents import Changes, Context, Measure
from fieldapp.domain.documents.measures import InformingOwner
from fieldapp.domain.errors import Refused

Fields = Mapping[str, Any]
INFORMEREN = "informeren_eigenaar"
NOT_BESIDE = frozenset({INFORMEREN, "geen_maatregel"})
SHARED = (
    "premises_id",
    "visit_id",
    "team_id",
    "finding_ids",
    "rule_key",
    "matrix",
    "is_dwelling",
    "proposed_by",
    "proposed_at",
    "received_at",
    "visit_leader_id",
    "co_visitor_ids",
    "linked_by",
    "decided_by",
    "decided_at",
    "decision",
    "approved_by",
    "restricted_to",
)
"""What it takes over: on what was seen, by whom, who decided on it, and who may read it."""


def is_wanted(measure: Fields) -> bool:
    """Say whether the owner hears of this measure by a letter of its own; an owner who is addressed hears anyway."""
    return (
        bool(measure.get("inform_owner"))
        and measure.get("measure_type") not in NOT_BESIDE
        and measure.get("approved_by") is not None
        and measure["addressee"]["role"] != "eigenaar"
    )


def inform_owner(measure: Measure | None, body: InformingOwner, context: Context) -> Changes:
    """Begin the measure that informs, where the privacytoets stands first. Source: AVG art. 5, 6, 9.

    Refused: measure.exists, measure.not_now.
    """
    if context.reads.get("existing") is not None:
        raise Refused("measure.exists")
    beside = context.reads["measure"]
    if beside is None or not is_wanted(beside):
        raise Refused("measure.not_now")
    return {
        **{name: beside[name] for name in SHARED if name in beside},
        "measure_type": INFORMEREN,
        "beside": body["of"],
        "inform_owner": False,
        "addressee": {"role": "eigenaar", "operator": None, "zaak_ref": None},
        "state": "besluit_klaar",
    }
