"""Measures: the state machine from proposal to decision as one table, and one short rule per act.

The matrix advises, an inspector proposes, somebody else decides (four eyes: neither the
proposer nor who led or joined the visit). Approving is an internal step; the besluit is
signed by the mandate holder.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from fieldapp.domain import binnentreden, visits
from fieldapp.domain.advice import check_duration, read_advice
from fieldapp.domain.course import guards, terms
from fieldapp.domain.course.acting import begin
from fieldapp.domain.course.states import BEFORE_APPROVAL, ENDS, UNDER_DECISION
from fieldapp.domain.documents import (
    Addressee,
    Approval,
    Changes,
    Context,
    Declining,
    Following,
    LeavingPhones,
    LegalChecking,
    Measure,
    MeasureNote,
    MeasureState,
    Proposal,
    ProposalAgain,
    Proposed,
    Returning,
    Visit,
    Withdrawing,
)
from fieldapp.domain.errors import Refused
from fieldapp.domain.free_text import (
    check_business,
    check_cents,
    check_choices,
    check_counts,
    check_free_text,
    check_zaaknummer,
)
from fieldapp.domain.makers import check_not_told, involved, linkers, links, logged, makers, people
from fieldapp.domain.matrix import advise_for
from fieldapp.domain.moments import check_days, day_of, instant, today
from fieldapp.domain.one_sanction import check_no_running_sanction
from fieldapp.domain.sanctions import file_now
from fieldapp.domain.visit_endings import is_voided

SHORTEST_REMARK = 10


@dataclass(frozen=True)
class Step:
    """One line of the state machine. `to` None: `AFTER_APPROVAL` says it per type of measure."""

    act: str
    by: str
    before: frozenset[str]
    to: str | None


STEPS = {
    step.act: step
    for step in (
        Step("propose", "inspector", frozenset(), "voorgesteld"),
        Step("return", "team_lead", frozenset({"voorgesteld"}), "teruggegeven"),
        Step("propose_again", "proposer", frozenset({"teruggegeven"}), "voorgesteld"),
        Step("withdraw", "proposer", frozenset({"voorgesteld", "teruggegeven"}), "ingetrokken_voorstel"),
        Step("decline", "team_lead", frozenset({"voorgesteld"}), "afgezien"),
        Step("approve", "team_lead", frozenset({"voorgesteld"}), None),
    )
}

AFTER_APPROVAL = {
    "last_onder_dwangsom": "voornemen_klaar",
    "last_onder_bestuursdwang": "voornemen_klaar",
    "sluiting": "voornemen_klaar",
    "schorsing_vergunning": "voornemen_klaar",
    "intrekking_vergunning": "voornemen_klaar",
    "waarschuwing": "besluit_klaar",
    "informeren_eigenaar": "besluit_klaar",
    "geen_maatregel": "afgezien",
}
"""A beschikking against someone's interest asks a voornemen first (Awb art. 4:8); a warning and a notice do not."""

DECIDED = frozenset(get_args(MeasureState)) - BEFORE_APPROVAL

PROPOSAL_FIELDS = (
    "finding_ids",
    "measure_type",
    "rule_key",
    "matrix",
    "advice",
    "deviation",
    "inform_owner",
    "addressee",
    "mode",
    "time_unit",
    "amount_eur_cents",
    "max_eur_cents",
    "term_days",
    "duration",
    "dates",
)
REMARKED = frozenset({*PROPOSAL_FIELDS, "anders"})
"""What a remark can be about."""
KEPT_OF_A_PROPOSAL = (
    "measure_type",
    "finding_ids",
    "deviation",
    "amount_eur_cents",
    "max_eur_cents",
    "mode",
    "term_days",
    "dates",
)


def scopes(measure: Measure) -> set[str]:
    """The team at its desk, who decides for the municipality, and the phone of the proposer."""
    held = {"system", "municipality"}
    if "restricted_to" in measure:
        held |= {f"person:{person}" for person in measure["restricted_to"]["person_ids"]}
    elif "team_id" in measure:
        held.add(f"team:{measure['team_id']}")
    if "left_phones_on" not in measure and "proposed_by" in measure:
        held.add(f"person:{measure['proposed_by']}")
    return held


WAITS_NOT_FOR = "waits_not_for.{}".format
"""The index name under which a proposal that waits stands for each person who may not decide about it."""


def index(measure: Measure) -> dict[str, str]:
    return {
        "state": measure.get("state", ""),
        "premises_id": measure.get("premises_id", ""),
        "team_id": measure.get("team_id", ""),
        "visit_id": measure.get("visit_id", ""),
        "proposed_at": measure.get("proposed_at", ""),
        "proposed_by": measure.get("proposed_by", ""),
        "measure_type": measure.get("measure_type", ""),
        "on_phones": "false" if "left_phones_on" in measure else "true",
        "rechtsmiddel": measure.get("rechtsmiddel", ""),
        "term_ends_on": terms.next_end(measure),
        "terms": terms.listed(measure),
        "has_terms": "true" if any(True for _ in terms.running(measure)) else "false",
        "has_money": "true" if measure.keys() & {"verbeurten", "costs", "payments"} else "false",
        "is_ended": "true" if measure.get("state") in ENDS and "annulment" not in measure else "false",
        "closed_at": measure.get("closed_at", ""),
        "is_linked": "true" if linkers(measure) else "false",
        **(
            dict.fromkeys(map(WAITS_NOT_FOR, involved(measure)), "true")
            if measure.get("state") == "voorgesteld"
            else {}
        ),
    }


def matrix_of(measure: Mapping[str, Any], body: Mapping[str, Any]) -> list[str]:
    """Return by which version of the policy a proposal was made."""
    return [str(body["matrix"])]


def propose(measure: Measure | None, body: Proposal, context: Context) -> Changes:
    """Propose a measure on what was found at a visit of one's own.

    Source: Awb art. 4:84 (deviation from policy), 5:6 (no second herstelsanctie), 5:9 (the breach).
    Refused: measure.exists, measure.no_visit, measure.not_your_visit, measure.visit_voided,
    measure.other_premises, and those of `_check_proposed`.
    """
    if context.reads.get("existing") is not None:
        raise Refused("measure.exists")
    premises, visit = context.reads["premises"], context.reads["visit"]
    if premises is None or visit is None:
        raise Refused("measure.no_visit")
    if context.by.person not in people(visit) and not context.override:
        raise Refused("measure.not_your_visit")
    if is_voided(visit) and not context.override:
        raise Refused("measure.visit_voided")
    if visit["premises_id"] != body["premises_id"]:
        raise Refused("measure.other_premises")
    premises = file_now(premises, context)
    _check_proposed(body, premises, visit, context)
    changes: Changes = {
        **body,
        "team_id": visit["team_id"],
        **_advices(body, premises, visit, context),
        "state": STEPS["propose"].to,
        "is_dwelling": bool(premises.get("is_dwelling", True)),
        "proposed_by": context.by.person,
        "proposed_at": context.made_at,
        "received_at": instant(context.at),
        "visit_leader_id": visit["leader_id"],
        "co_visitor_ids": sorted((makers(visit) | logged(context)) - {visit["leader_id"]}),
        "proposals.1": _kept(body, None, context),
        **{f"linked_by.{device}": one for device, one in visit.get("linked_by", {}).items()},
        **links({}, context),
    }
    if "restricted_to" in visit:
        changes["restricted_to"] = visit["restricted_to"]
    return changes


def propose_again(measure: Measure, body: ProposalAgain, context: Context) -> Changes:
    """Send a returned proposal once more; the earlier one stays in the file.

    Refused: measure.wrong_state, measure.not_yours, measure.no_visit, and those of `_check_proposed`.
    """
    _check_state(measure, "propose_again")
    _check_proposer(measure, context)
    premises, visit = context.reads["premises"], context.reads["visit"]
    if premises is None or visit is None:
        raise Refused("measure.no_visit")
    premises = file_now(premises, context)
    _check_proposed(body, premises, visit, context)
    check_free_text(body.get("text"), context)
    said: dict[str, Any] = dict(body)
    number = str(len(measure.get("proposals", {})) + 1)
    return {
        **{field: said.get(field) for field in PROPOSAL_FIELDS},
        **_advices(body, premises, visit, context),
        "state": STEPS["propose_again"].to,
        "proposed_at": context.made_at,
        "received_at": instant(context.at),
        f"proposals.{number}": _kept(body, body.get("text"), context),
        **links(measure, context),
    }


def withdraw(measure: Measure, body: Withdrawing, context: Context) -> Changes:
    """Refused: measure.wrong_state, measure.not_yours."""
    _check_state(measure, "withdraw")
    _check_proposer(measure, context)
    return {"state": STEPS["withdraw"].to, "decided_at": instant(context.at), "closed_at": instant(context.at)}


def approve(measure: Measure, body: Approval, context: Context) -> Changes:
    """Take over the proposal; the measure becomes a voornemen or, where none is needed, a draft besluit.

    An internal step: it is not the besluit, which the mandate holder signs.
    Source: Awb art. 4:8, 4:11 (skipping the zienswijze), 5:6.
    Refused: measure.wrong_state, measure.own_proposal, measure.own_visit, measure.own_code, measure.newer_proposal,
    measure.photos_on_their_way, measure.binnentreden_not_seen, measure.no_finding (taken back since),
    measure.dwelling_closure_needs_legal_check, measure.own_legal_check, measure.sanction_running.
    """
    _check_state(measure, "approve")
    visit = _visit(context)
    _check_four_eyes(measure, visit, context)
    if body["seen_proposal"] != len(measure["proposals"]):
        raise Refused("measure.newer_proposal")
    if body.get("photos_on_their_way", 0):
        raise Refused("measure.photos_on_their_way")
    if binnentreden.was_entered(visit) and not body.get("seen_binnentreden", False):
        raise Refused("measure.binnentreden_not_seen")
    if not set(measure["finding_ids"]) <= set(visit.get("findings", {})):
        raise Refused("measure.no_finding")
    _check_dwelling_closure(measure, context)
    premises = context.reads["premises"]
    if premises is not None:
        now = file_now(premises, context)
        check_no_running_sanction(measure["measure_type"], measure["rule_key"], measure["addressee"], now)
    to = AFTER_APPROVAL[measure["measure_type"]]
    if to == "voornemen_klaar" and body.get("skip_zienswijze"):
        to = "besluit_klaar"
    changes = _decided(context, to, "goedgekeurd", body.get("skip_zienswijze"), None)
    return changes | {"approved_by": context.by.person} | ({"closed_at": instant(context.at)} if to in ENDS else {})


def give_back(measure: Measure, body: Returning, context: Context) -> Changes:
    """Return the proposal with what is missing, per field.

    Refused: measure.wrong_state, measure.own_proposal, measure.own_visit, measure.own_code, measure.no_remark,
    measure.remark_too_short, text.personal_data.
    """
    _check_state(measure, "return")
    _check_four_eyes(measure, _visit(context), context)
    if not body["remarks"]:
        raise Refused("measure.no_remark")
    check_choices(REMARKED, *body["remarks"])
    changes: Changes = {"state": STEPS["return"].to, "returned_at": instant(context.at)}
    for field, text in body["remarks"].items():
        _check_reasoned(text, context)
        changes[f"remarks.{field}"] = {
            "text": text,
            "reason": body["reason"],
            "by": context.by.person,
            "at": instant(context.at),
        }
    return changes


def decline(measure: Measure, body: Declining, context: Context) -> Changes:
    """Leave it without a measure, which always needs its reason; until the besluit is signed that can still be.

    Source: the duty of principle to enforce (beginselplicht tot handhaving); Awb art. 3:46.
    What was applied at once gets its besluit, unless there was no breach to decide on (Awb art. 5:31 lid 2).
    Refused: measure.wrong_state, measure.not_now, measure.own_proposal, measure.own_visit, measure.own_code, measure.remark_too_short,
    measure.besluit_owed, text.personal_data.
    """
    if "at_once" in measure and body["reason"] != "niet_vastgesteld":
        raise Refused("measure.besluit_owed")
    if measure["state"] in BEFORE_APPROVAL:
        _check_state(measure, "decline")
    else:
        begin("decline", measure, context)
    _check_four_eyes(measure, _visit(context), context)
    _check_reasoned(body["text"], context)
    on = instant(context.at)
    ended = {**terms.end_running(measure, "vervallen", day_of(on)), **_without_besluit(measure, day_of(on))}
    return {**_decided(context, "afgezien", "afgezien", body["reason"], body["text"]), "closed_at": on, **ended}


def _without_besluit(measure: Measure, on: str) -> Changes:
    """A bezwaar that came before the bekendmaking has nothing to be against. Source: Awb art. 1:3, 6:10."""
    early = {key: one for key, one in measure.get("rechtsmiddelen", {}).items() if "result" not in one}
    gone = {"result": "geen_besluit", "decided_on": on, "text": None}
    return {f"rechtsmiddelen.{key}": {**one, **gone} for key, one in early.items()}


def check_legally(measure: Measure, body: LegalChecking, context: Context) -> Changes:
    """Note the opinion of the legal officer; closing a dwelling waits for it.

    Source: EVRM art. 8; Awb art. 3:4 lid 2. Refused: measure.wrong_state, measure.own_proposal,
    measure.own_visit, measure.own_code, measure.remark_too_short, text.personal_data.
    """
    if measure["state"] not in {"voorgesteld", "toegepast_besluit_volgt"} | UNDER_DECISION:
        raise Refused("measure.wrong_state")
    reason = guards.four_eyes(measure, context.by.person, today(context.at))
    if reason is not None or context.by.person in logged(context):
        raise Refused(reason or "measure.own_visit")
    check_not_told(context)
    _check_reasoned(body["text"], context)
    return {"legal_check": {**body, "by": context.by.person, "at": instant(context.at)}}


def note(measure: Measure, body: MeasureNote, context: Context) -> Changes:
    """Keep the people of the visit up to date: they do not decide. Who was ever named stays named."""
    were = {measure["visit_leader_id"], *measure.get("co_visitor_ids", [])}
    changes: Changes = dict(body)
    leader = changes.get("visit_leader_id", measure["visit_leader_id"])
    if changes.keys() & {"visit_leader_id", "co_visitor_ids"}:
        changes["co_visitor_ids"] = sorted({*were, *body.get("co_visitor_ids", [])} - {leader})
    return changes


def restrict(measure: Measure, body: Following, context: Context) -> Changes:
    return {"restricted_to": {"person_ids": body["person_ids"]} if body["is_restricted"] else None}


def leave_phones(measure: Measure, body: LeavingPhones, context: Context) -> Changes:
    """Refused: measure.wrong_state, while it still waits for somebody."""
    if measure["state"] not in DECIDED:
        raise Refused("measure.wrong_state")
    return {"left_phones_on": body["on"]}


def _check_proposed(body: Proposed, premises: dict[str, Any], visit: dict[str, Any], context: Context) -> None:
    """Refused: measure.no_finding, measure.advice_unreadable, measure.deviation_needs_reason, measure.amount_missing,
    measure.amount_over_maximum, number.out_of_range, text.not_a_code, measure.no_name_of_a_resident, measure.sanction_running, text.personal_data."""
    if not body["finding_ids"] or not set(body["finding_ids"]) <= set(visit.get("findings", {})):
        raise Refused("measure.no_finding")
    read_advice(body["advice"], body["rule_key"], body["matrix"], context)
    check_duration(body.get("duration"), context)
    _check_rule(body, visit, context)
    _check_deviation(body, context)
    _check_amounts(body)
    _check_addressee(body["addressee"], context)
    check_days(*(str(day) for day in body.get("dates", {}).values() if day is not None))
    check_no_running_sanction(body["measure_type"], body["rule_key"], body["addressee"], premises)


def _check_rule(body: Proposed, visit: dict[str, Any], context: Context) -> None:
    """The rule is one of the articles or of the findings, the matrix the one in force here or one that was.

    A phone that was away when the municipality gave its matrix another name proposes by the one that it has.
    Refused: text.not_a_code.
    """
    rules = {"", *context.policy.articles["articles"], *(one.get("rule_key") for one in visit["findings"].values())}
    name, _, version = body["matrix"].partition("@")
    was_ours = any(one["policy_kind"] == "matrix" for one in context.found.get("policies", {}).values())
    is_ours = name == context.policy.matrix["id"] or was_ours
    if body["rule_key"] not in rules or not is_ours or not version.isascii():
        raise Refused("text.not_a_code")
    if not version.isdigit() or len(version) > 4:
        raise Refused("text.not_a_code")


def _check_deviation(body: Proposed, context: Context) -> None:
    """Something else than the matrix says, in kind or amount, needs its reason. Source: Awb art. 4:84."""
    deviation, advice = body.get("deviation"), body["advice"]
    said = {name: body.get(name) for name in ADVISED}
    if advice.get("result") != "geen_regel" and deviation is None and any(advice.get(n) != said[n] for n in ADVISED):
        raise Refused("measure.deviation_needs_reason")
    if deviation is not None:
        check_free_text(deviation["text"], context)


ADVISED = ("measure_type", "amount_eur_cents", "max_eur_cents")


def _check_amounts(body: Proposed) -> None:
    amount, most = body.get("amount_eur_cents"), body.get("max_eur_cents")
    if body["measure_type"] == "last_onder_dwangsom":
        if not amount or not most or body.get("mode") is None:
            raise Refused("measure.amount_missing")
        if body["mode"] == "per_tijdseenheid" and body.get("time_unit") is None:
            raise Refused("measure.amount_missing")
    if amount is not None and most is not None and not 0 <= amount <= most:
        raise Refused("measure.amount_over_maximum")
    check_cents(amount, most)
    check_counts(body.get("term_days"))


def _check_addressee(addressee: Addressee, context: Context) -> None:
    """The name of a resident is in the case system only: the resident may be the one who works there."""
    operator = addressee["operator"]
    if addressee["role"] == "bewoner" and operator is not None:
        raise Refused("measure.no_name_of_a_resident")
    if operator is not None:
        check_free_text(operator["name"], context, longest=200)
        check_business(operator["kvk_nummer"])
    check_zaaknummer(addressee["zaak_ref"], context)


def _check_dwelling_closure(measure: Measure, context: Context) -> None:
    """Closing a dwelling takes a home away: the legal officer looks first.

    Source: EVRM art. 8, Gemeentewet art. 174a, Awb art. 3:4 lid 2.
    """
    reason = guards.home_checked(measure, context.by.person, today(context.at))
    if reason is not None:
        raise Refused(reason)


def _advices(body: Proposed, premises: dict[str, Any], visit: dict[str, Any], context: Context) -> Changes:
    """The advice that was shown, and the one with the history the office has, which the phone may have missed."""
    found_on = visits.found_on(visit, instant(context.at))
    return {
        "advice": read_advice(body["advice"], body["rule_key"], body["matrix"], context),
        "office_advice": advise_for(context.policy.matrix, premises, body["rule_key"], found_on),
    }


def _kept(body: Proposed, text: str | None, context: Context) -> dict[str, Any]:
    said: dict[str, Any] = dict(body)
    return {field: said.get(field) for field in KEPT_OF_A_PROPOSAL if field in said} | {
        "text": text,
        "at": context.made_at,
    }


def _decided(context: Context, state: str, result: str, reason: str | None, text: str | None) -> Changes:
    return {
        "state": state,
        "decided_by": context.by.person,
        "decided_at": instant(context.at),
        "decision": {"result": result, "reason": reason, "text": text},
    }


def _check_state(measure: Measure, act: str) -> None:
    if measure["state"] not in STEPS[act].before:
        raise Refused("measure.wrong_state")


def _check_proposer(measure: Measure, context: Context) -> None:
    if context.by.person != measure["proposed_by"]:
        raise Refused("measure.not_yours")


def _check_four_eyes(measure: Measure, visit: Visit, context: Context) -> None:
    """Who proposes, was at the visit, put something in it or let in the device of it, does not decide."""
    if context.by.person == measure["proposed_by"]:
        raise Refused("measure.own_proposal")
    there = {measure["visit_leader_id"], *measure.get("co_visitor_ids", [])} | makers(visit) | logged(context)
    if context.by.person in there:
        raise Refused("measure.own_visit")
    check_not_told(context)
    if context.by.person in linkers(measure) | linkers(visit):
        raise Refused("measure.own_code")


def _check_reasoned(text: str, context: Context) -> None:
    if len(text.strip()) < SHORTEST_REMARK:
        raise Refused("measure.remark_too_short")
    check_free_text(text, context)


def _visit(context: Context) -> Visit:
    visit = context.reads["visit"]
    if visit is None:
        raise Refused("measure.no_visit")
    return visit  # type: ignore[return-value]  # a document of its kind
