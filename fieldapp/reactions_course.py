"""What follows an act on a measure after its approval: permits, signalen, the clock, and who hears an alarm.

`reactions.py` has the table; the reactions about measures stand here, as pure as the others.
"""

import uuid
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Protocol

from fieldapp.domain import one_sanction
from fieldapp.domain.binnentreden import went_in_to_apply
from fieldapp.domain.course import clock, terms
from fieldapp.domain.course.states import INTREKKING, SCHORSING
from fieldapp.domain.roles import MUNICIPALITY_ROLES
from fieldapp.followups import FollowUp, Notice

Shown = Mapping[str, Any]


class Reads(Protocol):
    """What a reaction may look up."""

    def get(self, document_id: str) -> Shown | None: ...

    def find(self, kind: str, **where: str) -> list[Shown]: ...


def entry_follows(measure: Shown, reads: Reads) -> list[FollowUp]:
    """Applied in a dwelling on a machtiging that no record at the door has: the visit hears it. Source: Awbi art. 10."""
    applied = measure["fields"].get("application") or {}
    visit = reads.get(applied["visit_id"]) if applied.get("machtiging") and applied.get("visit_id") else None
    if visit is None or went_in_to_apply(visit["fields"]) or not measure["fields"].get("is_dwelling", True):
        return []
    body = {"measure_id": measure["id"], "entered_at": applied["applied_at"], **applied["machtiging"]}
    return [FollowUp("visit.note_entry", visit["id"], body, measure["id"])]


def of_the_clock(measure: Shown, today: date) -> list[FollowUp]:
    """Return what the clock does with one measure now: the first term that is over, else the alarms that ring.

    One term at a time: its end may start or end others, and the reaction to it looks again.
    """
    fields, on = measure["fields"], today.isoformat()
    due = terms.due(fields, today)
    if due:
        return [FollowUp("measure.end_term", measure["id"], {"term_id": due[0], "on": on}, due[0])]
    return [
        FollowUp("measure.note_alarm", measure["id"], {"alarm_id": one.id, "on": on}, one.id)
        for one in clock.alarms(fields, today)
    ]


def alarm_noted(changes: Mapping[str, Any], measure: Shown, reads: Reads) -> list[Notice]:
    """Tell who has to act on the term that an alarm is about; the notice itself says nothing of it."""
    fields = measure["fields"]
    noted = [name.removeprefix("alarms.") for name, value in changes.items() if name.startswith("alarms.") and value]
    kinds = {
        fields["terms"][one.rpartition("-")[0]]["kind"] for one in noted if one.rpartition("-")[0] in fields["terms"]
    }
    owners = {terms.KINDS[kind].owner for kind in kinds}
    return [Notice(one, "termijn", f"/kantoor/maatregelen/{measure['id']}") for one in _who_act(owners, fields, reads)]


def second_sanction(measure: Shown, reads: Reads) -> list[Notice]:
    """Tell who can mend it that two sanctions for one breach are in force, once, when the second begins to bind.

    The file of the premises still knows how it was before: it hears of this act afterwards. Source: Awb art. 5:6.
    """
    premises = reads.get(measure["fields"]["premises_id"])
    if premises is None or not one_sanction.begins_to_bind(measure, premises):
        return []
    found = one_sanction.side_by_side(reads.find("measure", premises_id=premises["id"]))
    return [
        Notice(one, "maatregel", f"/kantoor/maatregelen/{pair[1]['id']}", f"5:6:{pair[0]['id']}:{pair[1]['id']}")
        for pair in found
        if measure["id"] in (pair[0]["id"], pair[1]["id"])
        for one in _who_act(one_sanction.MENDS_IT, measure["fields"], reads)
    ]


def _who_act(roles: Collection[str], measure: Shown, reads: Reads) -> list[str]:
    """Return who has one of these roles for this measure, as far as they may read it."""
    return [
        person["id"]
        for person in reads.find("person", is_active="true")
        if _acts_here(person["fields"], set(roles), measure, person["id"])
    ]


def _acts_here(person: Shown, owners: set[str], measure: Shown, person_id: str) -> bool:
    roles = owners & set(person.get("roles", []))
    if roles & MUNICIPALITY_ROLES:
        return True
    named = measure.get("restricted_to", {"person_ids": [person_id]})["person_ids"]
    return bool(roles) and measure["team_id"] in person.get("team_ids", []) and person_id in named


PERMIT_STATUS = {
    (SCHORSING, "geschorst"): "geschorst",
    (INTREKKING, "vergunning_ingetrokken"): "ingetrokken",
}


def permit_follows(measure: Shown, reads: Reads) -> list[FollowUp]:
    """Let the permit on the premises follow the besluit; it revives when nothing keeps it down any more."""
    fields = measure["fields"]
    number = fields.get("weighing", {}).get("permit_number")
    if fields["measure_type"] not in (SCHORSING, INTREKKING) or number is None or "bekendmaking" not in fields:
        return []
    premises = reads.get(fields["premises_id"])
    permit = premises["fields"].get("vergunningen", {}).get(number) if premises else None
    if permit is None:
        return []
    status = _status(fields, number, reads, measure["id"])
    if permit["status"] in (status, "verlopen") or (status == "" and permit["status"] == "verleend"):
        return []
    body = {"permit_number": number, "status": status or "verleend", "because_of": measure["id"]}
    return [FollowUp("premises.note_permit", fields["premises_id"], body, measure["id"])]


def _status(fields: Shown, number: str, reads: Reads, own: str) -> str:
    """Return what this besluit and the others on the same permit make of it; `""`: nothing."""
    found = {PERMIT_STATUS.get((fields["measure_type"], fields["state"]), "")}
    for other in reads.find("measure", premises_id=fields["premises_id"]):
        same = other["fields"].get("weighing", {}).get("permit_number") == number
        if other["id"] != own and same:
            found.add(PERMIT_STATUS.get((other["fields"]["measure_type"], other["fields"]["state"]), ""))
    return next((status for status in ("ingetrokken", "geschorst") if status in found), "")


def broken_seal(measure: Shown) -> FollowUp:
    """Make the signaal from which the team lead reports a broken seal. Source: Wetboek van Strafrecht art. 199."""
    fields = measure["fields"]
    on = fields["broken_seal"]["on"]
    signal_id = str(uuid.uuid5(uuid.UUID(measure["id"]), f"zegelverbreking:{on}:{len(fields['seals'])}"))
    body = {
        "premises_id": fields["premises_id"],
        "team_id": fields["team_id"],
        "signal_type": "zegelverbreking",
        "codes": [],
        "observed_on": on,
        "visit_id": None,
        "measure_id": measure["id"],
    }
    return FollowUp("signaal.note", signal_id, body, signal_id)


def sent_on(fields: Shown) -> dict[str, Any] | None:
    """Return what the breaches of the premises hear: something was sent on them, or it was annulled."""
    if "bekendmaking" not in fields:
        return None
    gone = fields["state"] == "vernietigd"
    return {
        "finding_ids": list(fields["finding_ids"]),
        "sanction": None if gone else fields["measure_type"],
        "sent_on": None if gone else fields["bekendmaking"]["on"],
    }


TERMS_OF_A_MEASURE = ("begunstiging", "uitvoering", "herstel", "sluiting", "schorsing")


def term_ends_on(fields: Shown) -> str | None:
    """Return the last day to comply or of the closure; until there is one, the day that the proposal expects."""
    for kind in TERMS_OF_A_MEASURE:
        term = fields.get("terms", {}).get(kind)
        if term is not None and term["state"] in ("loopt", "verstreken"):
            return str(term["ends_on"])
    if "bekendmaking" in fields:
        return None
    expected = (fields.get("dates") or {}).get("herstel_until_on")
    return str(expected) if expected else None
