"""What follows an operation: a table of kinds, each with one pure function.

One operation touches one document. What must follow on another is an operation of its
own, made by the worker: `FollowUp`. What somebody should hear of is a `Notice`, which
carries no content. The worker derives the id of a follow-up from the entry that caused
it and its `key`, so that doing it twice is doing it once.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from fieldapp.domain import entry_report, joint_endings, telling_owner
from fieldapp.domain.course import older_costs
from fieldapp.domain.course.hercontrole import hercontrole_on
from fieldapp.domain.course.states import ENDS, FIXED, LAST_BINDS
from fieldapp.domain.course.table import ACTS
from fieldapp.domain.errors import Refused
from fieldapp.domain.joint_visits import MONTHS_FOR_UNIT, over_since
from fieldapp.domain.makers import people
from fieldapp.domain.matrix import operator_of
from fieldapp.domain.measures import DECIDED
from fieldapp.domain.moments import day_of, days_later
from fieldapp.domain.premises import DAYS_ON_PHONES, is_home, may_have
from fieldapp.domain.sanctions import in_short
from fieldapp.domain.visit_endings import is_voided
from fieldapp.domain.visits import found_on
from fieldapp.followups import FollowUp, Notice
from fieldapp.reactions_course import (
    alarm_noted,
    broken_seal,
    entry_follows,
    of_the_clock,
    permit_follows,
    second_sanction,
    sent_on,
    term_ends_on,
)
from sync import Entry

Shown = Mapping[str, Any]
"""The shown form of a document as the system reads it: `id`, `kind`, `fields`."""


class Reads(Protocol):
    """What a reaction may look up."""

    def get(self, document_id: str) -> Shown | None: ...

    def find(self, kind: str, **where: str) -> list[Shown]: ...


@dataclass(frozen=True)
class Unreadable:
    """A document that could not be looked at today: nothing ends for it by itself until it is mended."""

    document: str
    kind: str
    error: Exception


Reaction = Callable[[Entry, Shown, Reads], list[FollowUp | Notice]]


def visit_closed(entry: Entry, visit: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """Note the visit in short on its premises, with the breaches it established, and who entered on a joint visit."""
    fields = visit["fields"]
    joint = [_entries(one, visit) for one in reads.find("joint_visit", visit_id=visit["id"])]
    if is_voided(fields):
        return [*joint]
    premises = reads.get(fields["premises_id"])
    day = found_on(fields)
    on = day.isoformat()
    operator = operator_of(premises["fields"], day) if premises else None
    breaches = {
        finding_id: {
            "rule_key": finding["rule_key"],
            "found_on": on,
            "sanction": None,
            "sent_on": None,
            "operator": operator,
            "items": [finding["item"]],
        }
        for finding_id, finding in fields.get("findings", {}).items()
        if finding.get("rule_key")
    }
    summary = {
        "visit_id": visit["id"],
        "on": on,
        "outcome": fields["outcome"],
        "findings": len(fields.get("findings", {})),
        "breaches": breaches,
    }
    noted = FollowUp("premises.note_visit", fields["premises_id"], summary)
    return [noted, *joint]


def closed_visit_changed(entry: Entry, visit: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """What is taken in or chosen after a visit was closed reaches its premises and joint visit as well."""
    return visit_closed(entry, visit, reads) if "outcome" in visit["fields"] else []


def joint_visits_follow(entry: Entry, visit: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """Who leads on has the joint visit too, and one whose visit lapsed says so; nor does it stay open."""
    return [one for joint in reads.find("joint_visit", visit_id=visit["id"]) for one in _following(joint, visit)]


def joint_visit_follows(entry: Entry, joint_visit: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """The same for a joint visit that comes after its visit went to a colleague or lapsed."""
    visit_id = joint_visit["fields"].get("visit_id")
    visit = reads.get(visit_id) if visit_id else None
    return [*_following(joint_visit, visit)] if visit else []


def _following(joint: Shown, visit: Shown) -> Iterator[FollowUp]:
    known, body = joint["fields"], joint_endings.body_of(visit["fields"])
    led_on = known["state"] == "open" and body["leader_id"] != known["leader_id"] and "handovers" in visit["fields"]
    unread = joint_endings.lapsed_with_ggd(known, body["voided_at"], dict(visit["fields"]))
    if led_on or unread or body["voided_at"] != known.get("voided_at"):
        yield FollowUp("joint_visit.follow_visit", joint["id"], body, joint["id"])


def joint_visit_closed(entry: Entry, joint_visit: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """Copy who entered from the visit, if it has been closed by now; else its closing does."""
    visit_id = joint_visit["fields"].get("visit_id")
    visit = reads.get(visit_id) if visit_id else None
    return [_entries(joint_visit, visit)] if visit and "outcome" in visit["fields"] else []


def _entries(joint_visit: Shown, visit: Shown) -> FollowUp:
    inspectors = 1 + len(visit["fields"].get("co_visitor_ids", []))
    entries: dict[str, Any] = {}
    for key, item in visit["fields"].get("binnentreden", {}).items():
        if not item.get("entered_at"):
            continue
        times = {"basis": item["basis"], "entered_at": item["entered_at"], "left_at": item.get("left_at")}
        entries[key] = {"capacity": "toezichthouder", "count": inspectors, **times}
        for number, company in enumerate(item.get("companions", []), start=1):
            entries[f"{key}-{number}"] = {**company, **times}
    return FollowUp("joint_visit.note_entries", joint_visit["id"], {"entries": entries}, joint_visit["id"])


def home_goes_along(entry: Entry, visit: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """Who takes over at a dwelling gets its file on the own phone, as if it had been on a list; else the address is missing."""
    fields = visit["fields"]
    home, leads = reads.get(fields["premises_id"]), fields["leader_id"]
    if home is None or not is_home(home["fields"]) or home["fields"].get("team_id") != fields["team_id"]:
        return []
    if not may_have(home["fields"], leads):
        return []
    until_on = days_later(day_of(entry.received_at), DAYS_ON_PHONES)
    body = {"list_id": visit["id"], "person_ids": [leads], "until_on": until_on}
    return [FollowUp("premises.assign", home["id"], body, visit["id"])]


def company_changed(entry: Entry, visit: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """Who joined the visit, or had something taken in, later does not decide on its measures; nor who once was named."""
    changes = entry.changes or {}
    wrote = [field.partition(".")[2] for field in changes if field.startswith("also_wrote.")]
    if not wrote and not {"co_visitor_ids", "leader_id"} & changes.keys():
        return []
    named = [*visit["fields"].get("co_visitor_ids", []), *changes.get("co_visitor_ids", []), *wrote]
    named += [changes["leader_id"]] if "leader_id" in changes else []
    leader = {"visit_leader_id": visit["fields"]["leader_id"]} if "leader_id" in changes else {}
    return [_named(measure, named, leader) for measure in reads.find("measure", visit_id=visit["id"])]


def leader_is_told(entry: Entry, visit: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """Who gets a visit from the team lead hears of it; who took it over knows."""
    leader = visit["fields"]["leader_id"]
    return [] if entry.by == leader else [Notice(leader, "controle", "/app#/vandaag", visit["id"])]


def devices_wrote(entry: Entry, visit: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """Who let in a device that wrote on a visit does not decide on its measures either."""
    linked = {
        field.partition(".")[2]: one for field, one in (entry.changes or {}).items() if field.startswith("linked_by.")
    }
    measures = reads.find("measure", visit_id=visit["id"]) if linked else []
    return [FollowUp("measure.note", one["id"], {"linked_by": linked}, one["id"]) for one in measures]


def device_confirmed(entry: Entry, device: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """Its owner knows the device: what it wrote no longer stands in the way of who made its code."""
    return [
        FollowUp(f"{kind}.know_device", one["id"], {"device_id": device["id"]}, one["id"])
        for kind in ("visit", "measure")
        for one in reads.find(kind, is_linked="true")
        if device["id"] in one["fields"]["linked_by"]
    ]


def joint_company_changed(entry: Entry, joint_visit: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """Who was there by the log of the joint visit was there."""
    visit_id = joint_visit["fields"].get("visit_id")
    measures = reads.find("measure", visit_id=visit_id) if visit_id else []
    return _names_missing(measures, [joint_visit])


def proposed_with_police(entry: Entry, measure: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """The same for a measure that is proposed after the joint visit was logged."""
    return _names_missing([measure], reads.find("joint_visit", visit_id=measure["fields"]["visit_id"]))


def proposed_on_two_versions(entry: Entry, measure: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """The same for who is named in a version of the visit that nobody chose: until then he or she was there."""
    rivals = (reads.get(measure["fields"]["visit_id"]) or {}).get("rivals") or {}
    named = [one["value"] for one in rivals.get("leader_id", []) if one["value"]]
    named += [person for one in rivals.get("co_visitor_ids", []) for person in one["value"] or []]
    return [_named(measure, named, {})] if set(named) - _company(measure["fields"]) else []


def _names_missing(measures: Iterable[Shown], joint_visits: Iterable[Shown]) -> list[FollowUp | Notice]:
    there = [person for one in joint_visits for person in sorted(people(one["fields"]))]
    return [_named(measure, there, {}) for measure in measures if set(there) - _company(measure["fields"])]


def _company(measure: Mapping[str, Any]) -> set[str]:
    return {measure.get("visit_leader_id", ""), *measure.get("co_visitor_ids", [])}


def _named(measure: Shown, named: Iterable[str], leader: Mapping[str, str]) -> FollowUp:
    company = dict.fromkeys([*measure["fields"].get("co_visitor_ids", []), *named])
    return FollowUp("measure.note", measure["id"], {"co_visitor_ids": list(company), **leader}, measure["id"])


def measure_changed(entry: Entry, measure: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """Keep the open measures on the premises, the breaches they are about, and the permit as they now stand."""
    return [*second_sanction(measure, reads), _noted(measure, reads), *permit_follows(measure, reads)]


def _noted(measure: Shown, reads: Reads) -> FollowUp:
    fields = measure["fields"]
    summary = {
        "measure_id": measure["id"],
        "measure": _open_measure(fields, reads) if fields["state"] not in ENDS else None,
        "sent": None if "beside" in fields else sent_on(fields),
    }
    return FollowUp("premises.note_measure", fields["premises_id"], summary)


def _open_measure(fields: Shown, reads: Reads) -> dict[str, Any]:
    visit = reads.get(fields["visit_id"])
    findings = visit["fields"].get("findings", {}) if visit else {}
    return {
        **in_short(fields),
        "term_ends_on": term_ends_on(fields),
        "items": sorted({findings[one]["item"] for one in fields["finding_ids"] if one in findings}),
        "hercontrole_on": hercontrole_on(fields),
    }


def applied_inside(entry: Entry, measure: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """A verslag is owed for each entry without consent. Source: Awbi art. 10 and 11."""
    return [*entry_follows(measure, reads)]


def seal_broken(entry: Entry, measure: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """A broken seal is passed on by a signaal. Source: Wetboek van Strafrecht art. 199."""
    return [broken_seal(measure)]


def term_ended(entry: Entry, measure: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """The end of one term may make another due the same day."""
    return [*of_the_clock(measure, date.fromisoformat(day_of(entry.received_at)))]


def alarm_rang(entry: Entry, measure: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """Tell who has to act."""
    return [*alarm_noted(entry.changes or {}, measure, reads)]


def measure_decided(entry: Entry, measure: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """The same, and the proposer hears that something happened."""
    notice = Notice(measure["fields"]["proposed_by"], "voorstel", f"/app#/voorstel/{measure['id']}")
    return [*measure_changed(entry, measure, reads), notice]


def owner_is_told(entry: Entry, measure: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """What the proposal said and the team lead took over: the owner hears of it too, by a measure of its own."""
    if not telling_owner.is_wanted(measure["fields"]):
        return []
    told = str(uuid.uuid5(uuid.UUID(measure["id"]), telling_owner.INFORMEREN))
    return [FollowUp("measure.inform_owner", told, {"of": measure["id"]}, told)]


def list_sent(entry: Entry, day_list: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """Put the homes of the list on the two phones and tell the pair; one that was withdrawn by now reaches nobody."""
    if day_list["fields"].get("state") != "verstuurd":
        return []
    stops = day_list["fields"].get("stops", {})
    return [*_assignments(day_list, stops, reads), *_to_the_pair(entry, day_list)]


def stops_changed(entry: Entry, day_list: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """The same for a change on a list that was sent; a home that is off the list leaves the phones.

    The list says which homes: a stop that somebody else's stands before brings nothing yet.
    """
    if day_list["fields"].get("state") != "verstuurd":
        return []
    changed = entry.changes or {}
    stops = day_list["fields"].get("stops", {})
    is_only_stops = all(field.startswith("stops.") for field in changed)
    there = {key: stop for key, stop in stops.items() if f"stops.{key}" in changed or not is_only_stops}
    assigned = _assignments(day_list, there, reads)
    return [*assigned, *_no_longer_on(day_list, reads), *_to_the_pair(entry, day_list)]


def list_withdrawn(entry: Entry, day_list: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """The homes that came with the list leave the phones, and the pair hears of it; a list that was not sent told nobody."""
    if "sent_at" not in day_list["fields"]:
        return []
    return [*_no_longer_on(day_list, reads), *_to_the_pair(entry, day_list)]


def _assignments(day_list: Shown, stops: Mapping[str, Any], reads: Reads) -> list[FollowUp]:
    """A stop brings only a home of the list's own team, and a restricted one only to who may read it."""
    fields = day_list["fields"]
    until_on = days_later(fields["on"], DAYS_ON_PHONES)
    assigned = []
    for wanted in sorted({stop["premises_id"] for stop in stops.values()}):
        home = reads.get(wanted)
        if home is None or not is_home(home["fields"]) or home["fields"].get("team_id") != fields["team_id"]:
            continue
        pair = [person for person in fields["person_ids"] if may_have(home["fields"], person)]
        if pair:
            body = {"list_id": day_list["id"], "person_ids": pair, "until_on": until_on}
            assigned.append(FollowUp("premises.assign", wanted, body, wanted))
    return assigned


def _no_longer_on(day_list: Shown, reads: Reads) -> list[FollowUp]:
    still = _premises_on(day_list) if day_list["fields"].get("state") == "verstuurd" else set()
    body = {"list_ids": [day_list["id"]]}
    return [
        FollowUp("premises.leave_phones", premises["id"], body, premises["id"])
        for premises in reads.find("premises", is_assigned="true")
        if day_list["id"] in premises["fields"]["assigned"] and premises["id"] not in still
    ]


def _to_the_pair(entry: Entry, day_list: Shown) -> list[Notice]:
    pair = [person for person in day_list["fields"]["person_ids"] if person != entry.by]
    return [Notice(person, "daglijst", "/app#/vandaag", day_list["id"]) for person in pair]


def premises_restricted(entry: Entry, premises: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """What was decided for the premises holds for its visits, measures, joint visits and stops too."""
    fields = premises["fields"]
    body = {"is_restricted": fields["is_restricted"], "person_ids": fields["restricted_to"]["person_ids"]}
    listed = [one for one in reads.find("day_list") if premises["id"] in _premises_on(one)]
    return [
        *(
            FollowUp(f"{kind}.restrict", one["id"], body, one["id"])
            for kind in ("visit", "measure", "joint_visit", "letter", "signaal")
            for one in reads.find(kind, premises_id=premises["id"])
        ),
        *(
            FollowUp("day_list.restrict", one["id"], {"premises_id": premises["id"], **body}, one["id"])
            for one in listed
        ),
    ]


def stops_shielded(entry: Entry, day_list: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """A stop at premises that are shielded already is shielded from the start, on a list that was not sent too."""
    known = day_list["fields"].get("restricted", {})
    shielded: list[FollowUp | Notice] = []
    for wanted in sorted(_premises_on(day_list)):
        premises = reads.get(wanted)
        named = premises["fields"]["restricted_to"] if premises and premises["fields"].get("is_restricted") else None
        if named is not None and known.get(wanted) != named:
            body = {"premises_id": wanted, "is_restricted": True, "person_ids": named["person_ids"]}
            shielded.append(FollowUp("day_list.restrict", day_list["id"], body, wanted))
    return shielded


def _premises_on(day_list: Shown) -> set[str]:
    return {stop["premises_id"] for stop in day_list["fields"].get("stops", {}).values()}


def verslag_changed(entry: Entry, letter: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """The deadlines of the verslag van binnentreden run on its visit: it hears that the letter and its copy left."""
    fields = letter["fields"]
    if fields["letter_kind"] != "verslag_van_binnentreden":
        return []
    copy = fields.get("copy_for_resident") or {}
    body = {"sent_on": fields.get("sent_on"), "copy_on": copy.get("on"), "copy_mode": copy.get("mode")}
    return [FollowUp("visit.note_verslag", fields["visit_id"], body, letter["id"])]


def device_enrolled(entry: Entry, device: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """Whoever made the code: the person in whose name a phone was linked hears of it, on the devices that she had."""
    return [Notice(device["fields"]["person_id"], "toestel", "/app#/")]


def entry_told(entry: Entry, visit: Shown, reads: Reads) -> list[FollowUp | Notice]:
    """Who was there wrote no entry on the phone: they and the team lead hear at once that its verslag is owed.

    Source: Awbi art. 10, 11.
    """
    return [Notice(one, "termijn", f"/kantoor/bezoek/{visit['id']}") for one in _answer_for(visit, reads)]


TAKEN_IN = ("note", "answer", "add_photo", "remove_photo", "offer_help", "see_outside", "add")
"""Acts on a visit that the office may take in from who was not there."""

REACTIONS: dict[str, list[Reaction]] = {
    **{f"measure.{act}": [measure_changed] for act in ACTS},
    **{f"measure.{act}": [measure_changed, applied_inside] for act in ("apply", "close_premises")},
    "measure.apply_at_once": [measure_decided, owner_is_told, applied_inside],
    "measure.report_broken_seal": [measure_changed, seal_broken],
    "measure.end_term": [measure_changed, term_ended],
    "measure.note_alarm": [alarm_rang],
    "measure.add_terms": [term_ended],
    **{f"visit.{act}": [company_changed, devices_wrote] for act in TAKEN_IN},
    "visit.close": [visit_closed, company_changed, devices_wrote, joint_visits_follow],
    "visit.void": [joint_visits_follow],
    "visit.end": [visit_closed],
    "visit.take_over": [company_changed, devices_wrote, home_goes_along, joint_visits_follow, leader_is_told],
    "visit.find": [closed_visit_changed, company_changed, devices_wrote],
    "visit.enter": [closed_visit_changed, company_changed, devices_wrote],
    "visit.note_entry": [entry_told],
    "visit.pick": [company_changed, closed_visit_changed, devices_wrote],
    "joint_visit.open": [joint_company_changed, joint_visit_follows],
    "joint_visit.note": [joint_company_changed],
    "joint_visit.pick": [joint_company_changed],
    "joint_visit.close": [joint_visit_closed, joint_visit_follows],
    "joint_visit.end": [joint_visit_closed, joint_visit_follows],
    "measure.propose": [measure_changed, proposed_with_police, proposed_on_two_versions],
    "measure.propose_again": [measure_changed],
    "measure.withdraw": [measure_changed],
    "measure.approve": [measure_decided, owner_is_told],
    "measure.inform_owner": [measure_changed],
    "measure.return": [measure_decided],
    "measure.decline": [measure_decided],
    "measure.pick": [measure_changed],
    "day_list.plan": [stops_shielded],
    "day_list.send": [list_sent, stops_shielded],
    "day_list.withdraw": [list_withdrawn],
    "day_list.set_stop": [stops_changed, stops_shielded],
    "day_list.pick": [stops_changed, stops_shielded],
    "premises.restrict": [premises_restricted],
    "letter.send": [verslag_changed],
    "letter.note_copy": [verslag_changed],
    "device.enrol": [device_enrolled],
    "device.confirm": [device_confirmed],
}


def daily(today: date, reads: Reads) -> list[FollowUp | Notice | Unreadable]:
    """Take off the phones, and from the view of a unit, what has been there long enough; let the clock do its part.

    Twice a day changes nothing.
    """
    return [
        *(_homes_leave(today, reads)),
        *(_leave(today, reads, "visit", ("received_at",), {"state": "closed"})),
        *(_leave(today, reads, "joint_visit", ("received_at", "ended_at"), {"state": "closed"})),
        *(_leave(today, reads, "day_list", ("on",), {"state": "verstuurd"})),
        *(
            one
            for state in sorted(DECIDED)
            for one in _leave(today, reads, "measure", ("decided_at",), {"state": state})
        ),
        *(_units_leave(today, reads)),
        *(_joint_visits_catch_up(reads)),
        *(_lasts_catch_up(reads)),
        *(_costs_catch_up(reads)),
        *(_clock(today, reads)),
        *(_verslag_alarms(today, reads)),
    ]


def _clock(today: date, reads: Reads) -> list[FollowUp | Unreadable]:
    """Terms that are over act, and alarms ring; a measure that cannot be read holds up no other."""
    wanted: list[FollowUp | Unreadable] = []
    for measure in reads.find("measure", has_terms="true"):
        try:
            wanted += of_the_clock(measure, today)
        except (Refused, ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
            wanted.append(Unreadable(measure["id"], "measure", error))
    return wanted


def _verslag_alarms(today: date, reads: Reads) -> list[Notice | Unreadable]:
    """Who went into a dwelling without consent, and the team lead, hear that its verslag or its copy is due.

    Source: Awbi art. 11.
    """
    wanted: list[Notice | Unreadable] = []
    for visit in reads.find("visit", has_terms="true"):
        try:
            if entry_report.rings(visit["fields"], today):
                about = f"verslag:{visit['id']}:{today.isoformat()}"
                wanted += [
                    Notice(one, "termijn", f"/kantoor/bezoek/{visit['id']}", about) for one in _answer_for(visit, reads)
                ]
        except (Refused, ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
            wanted.append(Unreadable(visit["id"], "visit", error))
    return wanted


def _answer_for(visit: Shown, reads: Reads) -> list[str]:
    """Return who made the visit and who leads the team, as far as they may read it."""
    fields = visit["fields"]
    there = people(fields)
    leads = {
        one["id"]
        for one in reads.find("person", is_active="true")
        if "team_lead" in one["fields"].get("roles", []) and fields["team_id"] in one["fields"].get("team_ids", [])
    }
    named = fields.get("restricted_to")
    return sorted(there | leads if named is None else (there | leads) & set(named["person_ids"]))


def _each(kind: str, found: Iterable[Shown], follow: Callable[[Shown], FollowUp | None]) -> list[FollowUp | Unreadable]:
    """Return what follows for each document; one that cannot be read holds up no other."""
    wanted: list[FollowUp | Unreadable] = []
    for one in found:
        try:
            next_up = follow(one)
        except (Refused, ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
            wanted.append(Unreadable(one["id"], kind, error))
        else:
            wanted += [next_up] if next_up else []
    return wanted


def _homes_leave(today: date, reads: Reads) -> list[FollowUp | Unreadable]:
    def follow(premises: Shown) -> FollowUp | None:
        assigned = premises["fields"].get("assigned", {})
        over = sorted(key for key, one in assigned.items() if one["until_on"] < today.isoformat())
        return FollowUp("premises.leave_phones", premises["id"], {"list_ids": over}, premises["id"]) if over else None

    return _each("premises", reads.find("premises", is_assigned="true"), follow)


def _leave(
    today: date, reads: Reads, kind: str, since: tuple[str, ...], where: dict[str, str]
) -> list[FollowUp | Unreadable]:
    """From the day after the seventh: `since` names the fields of which the first says when it was over."""

    def follow(one: Shown) -> FollowUp | None:
        over = next((_day(one["fields"][name]) for name in since if name in one["fields"]), None)
        is_over = over is not None and days_later(over, DAYS_ON_PHONES) < today.isoformat()
        return FollowUp(f"{kind}.leave_phones", one["id"], {"on": today.isoformat()}, one["id"]) if is_over else None

    return _each(kind, reads.find(kind, on_phones="true", **where), follow)


def _units_leave(today: date, reads: Reads) -> list[FollowUp | Unreadable]:
    """Twelve months after the visit its unit no longer reads it."""
    since = f"{today.year - MONTHS_FOR_UNIT // 12:04d}{today.isoformat()[4:]}"

    def follow(one: Shown) -> FollowUp | None:
        is_over = (over_since(one["fields"]) or since) < since
        return FollowUp("joint_visit.leave_unit", one["id"], {"on": today.isoformat()}, one["id"]) if is_over else None

    return _each("joint_visit", reads.find("joint_visit", for_unit="true"), follow)


def _joint_visits_catch_up(reads: Reads) -> list[FollowUp | Unreadable]:
    """What went to a colleague or lapsed before joint visits followed it takes them along after all."""

    def follow(one: Shown) -> FollowUp | None:
        visit_id = one["fields"].get("visit_id")
        visit = reads.get(visit_id) if visit_id else None
        return next(_following(one, visit), None) if visit else None

    found = [*reads.find("joint_visit", for_unit="true"), *reads.find("joint_visit", state="open")]
    return _each("joint_visit", found, follow)


def _lasts_catch_up(reads: Reads) -> list[FollowUp | Unreadable]:
    """The file of the premises says from when to look again, also of a last of before that was asked (Awb art. 5:32b)."""

    def follow(one: Shown) -> FollowUp | None:
        premises = reads.get(one["fields"]["premises_id"])
        known = (premises["fields"].get("open_measures") or {}).get(one["id"]) if premises else None
        if known is None or known.get("hercontrole_on") == hercontrole_on(one["fields"]):
            return None
        return replace(_noted(one, reads), key=one["id"])

    found = [one for state in sorted(LAST_BINDS) for one in reads.find("measure", state=state)]
    return _each("measure", found, follow)


def _costs_catch_up(reads: Reads) -> list[FollowUp | Unreadable]:
    """Costs that were fixed before their terms were counted get them after all (Awb art. 4:104, 5:31c)."""

    def follow(one: Shown) -> FollowUp | None:
        lacks = older_costs.lacking(one["fields"])
        return FollowUp("measure.add_terms", one["id"], {"term_ids": lacks}, one["id"]) if lacks else None

    found = [one for state in sorted(FIXED) for one in reads.find("measure", state=state)]
    return _each("measure", found, follow)


def _day(written: str) -> str:
    return written if len(written) == len("2026-11-20") else day_of(written)
