"""What can be done with a measure now: by whom, until when, on which ground, and why not yet.

Pages show this; they decide nothing. The reasons are slugs of `texts.REASONS`, the same that the rules refuse with.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fieldapp.domain.course import (
    claims,
    contested,
    deciding_anew,
    deferrals,
    guards,
    interest,
    ledger,
    mandates,
    terms,
)
from fieldapp.domain.course.authority import authority_for
from fieldapp.domain.course.claims import COSTS
from fieldapp.domain.course.lines_measures import TO_GIVE_BACK
from fieldapp.domain.course.states import AFTER_INVORDERING, CLAIM_REMEDY, REMEDY, STATE, UNPAID, VERBEURTE
from fieldapp.domain.course.steps import END_TERM, Step
from fieldapp.domain.course.table import steps_from
from fieldapp.domain.documents import Person
from fieldapp.domain.documents.mandates import Mandate
from fieldapp.domain.policy import Policy

Fields = Mapping[str, Any]

MANDATE_FOR: dict[str, str] = {
    "send_voornemen": "voornemen",
    "sign": "besluit",
    "apply_at_once": "spoed",
    "apply": "besluit",
    "close_premises": "besluit",
    "extend_closure": "besluit",
    "reopen_for_a_while": "opheffing",
    "lift": "opheffing",
    "revoke": "opheffing",
    "fix_costs": "kosten",
    "waive_costs": "kosten",
    "announce_invordering": "invordering",
    "decide_invordering": "invordering",
    "issue_dwangbevel": "invordering",
    "waive_verbeurte": "invordering",
    "interrupt_verjaring": "invordering",
    "lengthen_term": "besluit",
    "defer_payment": "invordering",
    "end_deferral": "invordering",
    "fix_interest": "invordering",
}
"""Acts in the name of the authority, and what the mandate must hold for them."""


@dataclass(frozen=True)
class Facts:
    """Who asks, when, with which mandates (by id), under which policy, about which kind of premises."""

    person: Person
    today: date
    policy: Policy
    premises_type: str
    mandates: Mapping[str, Mandate] = field(default_factory=dict)


@dataclass(frozen=True)
class NextStep:
    """One thing that can follow. `why_not` empty and `may` true: this person can do it now."""

    act: str
    label: str
    to: tuple[str, ...]
    by: frozenset[str]
    ground: str
    until_on: date | None
    may: bool
    why_not: tuple[str, ...]
    mandate_ids: tuple[str, ...]
    """Mandates of this person that carry it; empty where none is needed."""
    of: str | None
    """Id of the verbeurte it is about, or `kosten`."""
    is_remedy: bool = False
    """Against what was decided on that claim, not about the claim itself."""


@dataclass(frozen=True)
class Waiting:
    """For whom the measure waits, in one line."""

    by: frozenset[str]
    label: str
    until_on: date | None


UNTIL = {
    "prepare_besluit": ("zienswijze",),
    "receive_zienswijze": ("zienswijze",),
    "sign": ("besluit_achteraf",),
    "decide_bezwaar": ("beslistermijn_bezwaar",),
    "postpone_bezwaar": ("beslistermijn_bezwaar",),
    "receive_bezwaar": ("bezwaar",),
    "receive_beroep": ("beroep", "hoger_beroep"),
    "join_remedy": ("bezwaar",),
    "note_hercontrole": ("begunstiging", "uitvoering", "herstel"),
    "note_reply": ("reactie",),
    "fix_costs": ("kosten_vaststelling",),
    "decide_invordering": ("verjaring",),
    "announce_invordering": ("verjaring",),
    "remind": ("verjaring", "verjaring_kosten"),
    "issue_dwangbevel": ("verjaring", "verjaring_kosten"),
    "close_again": ("heropening",),
    "lengthen_term": tuple(terms.SET_BY_US.values()),
}
"""Which term says until when an act makes sense."""

MAIN = (
    "sign",
    "send_voornemen",
    "prepare_besluit",
    "make_known",
    "send_letter",
    "check_privacy",
    "apply",
    "close_premises",
    "decide_invordering",
    "remind",
    "issue_dwangbevel",
    "notify_verbeurte",
    "fix_costs",
    "end_application",
    "note_hercontrole",
    "decide_bezwaar",
    "close",
)
"""What a measure waits for, in this order; the rest may happen but nobody owes it."""


def next_steps(measure: Fields, facts: Facts) -> list[NextStep]:
    """Return all that can follow from here, what this person can do now first."""
    found = [
        _line(measure, step, COSTS if step.act in OF_COSTS else None, facts)
        for track in (STATE, REMEDY)
        for step in _acts(measure, track)
    ]
    for verbeurte_id, verbeurte in sorted(measure.get("verbeurten", {}).items()):
        found += [
            _line(measure, step, verbeurte_id, facts) for step in _acts(measure, VERBEURTE, str(verbeurte["state"]))
        ]
    if "costs" in measure:
        found += [
            _line(measure, step, COSTS, facts) for step in _acts(measure, VERBEURTE, ledger.state_of_costs(measure))
        ]
    for of in claims.decided_on(measure):
        seen = contested.seen(measure, of)  # type: ignore[arg-type]  # a measure
        found += [_line(seen, step, of, facts) for step in _contesting(seen)]
    return sorted(found, key=lambda one: (not one.may, bool(one.why_not), _rank(one.act)))


OF_COSTS = frozenset({"record_payment", "defer_payment", "end_deferral"})
"""On the measure itself these are about its costs."""


def _contesting(seen: Fields) -> Iterator[Step]:
    """Yield what can be done about bezwaar and beroep against what was decided on one claim."""
    yield from _acts(seen, REMEDY)
    yield from _acts(seen, CLAIM_REMEDY, str(seen["rechtsmiddel"]))


def _acts(measure: Fields, track: str, state: str | None = None) -> Iterator[Step]:
    for step in steps_from(measure, track, state):
        if step.act != END_TERM and not any(is_about_nothing(measure, step) for is_about_nothing in NOT_OFFERED):
            yield step


def _has_no_bezwaar(measure: Fields, step: Step) -> bool:
    """Where no bezwaar is open there is nothing to decide on, and nothing to withdraw."""
    return step.act == "decide_bezwaar" and guards.open_bezwaar(measure, "", date.min) is not None


def _is_before(measure: Fields, step: Step) -> bool:
    """Hoger beroep is offered beside a beroep only while the ruling before it can be appealed. Source: Awb art. 8:104."""
    is_beside = step.act == "receive_beroep" and step.to == ("hoger_beroep_lopend",)
    return is_beside and measure.get(REMEDY) == "beroep_lopend" and not deciding_anew.appeal_runs(measure)  # type: ignore[arg-type]  # a measure


def _has_no_costs(measure: Fields, step: Step) -> bool:
    """Money is booked once costs were ever fixed; it can be deferred while it is due. Source: Awb art. 4:89, 4:94, 5:25."""
    if step.track != STATE or step.act not in OF_COSTS:
        return False
    if step.act == "record_payment":
        return measure["state"] in TO_GIVE_BACK and not claims.were_fixed(measure)
    return ledger.state_of_costs(measure) not in AFTER_INVORDERING


NOT_OFFERED = (_has_no_costs, _is_before, _has_no_bezwaar)


def _rank(act: str) -> int:
    name = act.removeprefix("measure.")
    return MAIN.index(name) if name in MAIN else len(MAIN)


def _line(measure: Fields, step: Step, of: str | None, facts: Facts) -> NextStep:
    carried, lacking = _mandates(measure, step, of, facts)
    why_not = [*guards.reasons(step, measure, facts.person.person, facts.today), *_of_terms(measure, step, of, facts)]
    is_theirs = bool(facts.person.roles & step.by)
    if lacking and is_theirs:
        why_not.append(lacking)
    return NextStep(
        act=f"measure.{step.act}",
        label=step.label,
        to=step.to,
        by=step.by,
        ground=step.ground,
        until_on=_until(measure, step, of, facts.today),
        may=is_theirs and not why_not,
        why_not=tuple(dict.fromkeys(why_not)),
        mandate_ids=carried,
        of=of,
        is_remedy=step.track in (REMEDY, CLAIM_REMEDY),
    )


def _mandates(measure: Fields, step: Step, of: str | None, facts: Facts) -> tuple[tuple[str, ...], str | None]:
    """Return the mandates of this person that carry the act, else why none does."""
    act = MANDATE_FOR.get(step.act)
    if act is None or "mandate_holder" not in step.by:
        return (), None
    who = authority_for(facts.policy, str(measure.get("rule_key", "")), facts.premises_type)
    if who is None:
        return (), "measure.no_authority"
    if act == "besluit" and step.act == "sign" and "at_once" in measure:
        act = "spoed"
    if act == "invordering" and of in (None, COSTS):
        act = "kosten"
    if step.act == "lengthen_term" and measure["state"] == "voornemen_verzonden":
        act = "voornemen"
    carried, reason = [], "measure.no_mandate"
    for mandate_id, mandate in sorted(facts.mandates.items()):
        why = mandates.why_not(
            mandate,
            person=facts.person.person,
            act=act,
            measure_type=str(measure["measure_type"]),
            amount_eur_cents=_amount(measure, step, of),
            bodies=who.bodies,
            on=facts.today,
        )
        if why is None:
            carried.append(mandate_id)
        elif why != "measure.no_mandate":
            reason = why
    return tuple(carried), None if carried else reason


def _amount(measure: Fields, step: Step, of: str | None) -> int | None:
    if of is not None:
        return int(claims.claim_of(measure, of)["amount_eur_cents"])
    if step.act in ("defer_payment", "end_deferral") or (step.act == "waive_costs" and "costs" in measure):
        return int(measure["costs"]["amount_eur_cents"])
    return measure.get("max_eur_cents") if step.act == "sign" else None


def _of_terms(measure: Fields, step: Step, of: str | None, facts: Facts) -> Iterator[str]:
    """Yield what must still pass: a term to pay, to answer, or to comply."""
    waits = {
        "remind": "betaling_kosten" if of == COSTS else f"betaling-{of}",
        "issue_dwangbevel": f"aanmaning-{of}",
        "decide_invordering": f"zienswijze_invordering-{of}",
    }.get(step.act)
    term = measure.get("terms", {}).get(waits or "")
    if term is not None and facts.today.isoformat() <= term["ends_on"] and term["state"] == "loopt":
        yield "measure.term_runs"
    yield from _of_deferral(measure, step, of, facts.today)
    if of is not None and step.act == "fix_interest":
        yield from interest.why_not(measure, of, facts.policy.interest, facts.today)
    if of is not None and step.act in _NEEDS_CLAIM:
        claim = terms.prescription_of(measure, of)
        if claim.on is not None and facts.today > claim.on:
            yield "measure.claim_prescribed"


def _of_deferral(measure: Fields, step: Step, of: str | None, today: date) -> Iterator[str]:
    """Source: Awb art. 4:94 lid 2, 4:96."""
    if step.act not in _LOOKS_AT_DEFERRAL:
        return
    claim = claims.claim_of(measure, of or COSTS)
    until = deferrals.until(claim, today)
    if step.act == "end_deferral" and (until is None or until <= today):
        yield "measure.no_deferral"
    elif step.act != "end_deferral" and until is not None:
        yield "measure.deferral_runs"


_LOOKS_AT_DEFERRAL = frozenset({"remind", "issue_dwangbevel", "defer_payment", "end_deferral"})
_NEEDS_CLAIM = frozenset({"decide_invordering", "remind", "issue_dwangbevel", "interrupt_verjaring", "defer_payment"})


def _until(measure: Fields, step: Step, of: str | None, today: date) -> date | None:
    wanted = UNTIL.get(step.act, ())
    days = [
        term.ends_on
        for term in terms.running_terms(measure, today)
        if term.kind in wanted and (of is None or term.of == of) and term.ends_on
    ]
    return min(days) if days else None


def waits_for(measure: Fields, today: date) -> Waiting | None:
    """Return for whom the measure waits, None when it only waits for time or is at its end."""
    found = [step for track in (STATE, REMEDY) for step in _acts(measure, track) if step.act in MAIN]
    found = [step for step in found if step.act != "close" or not any(guards.reasons(step, measure, "", today))]
    of: str | None = None
    for key in claims.decided_on(measure):
        seen = contested.seen(measure, key)  # type: ignore[arg-type]  # a measure
        found += [step for step in _acts(seen, REMEDY) if step.act == "decide_bezwaar"]
    for verbeurte_id, verbeurte in sorted(measure.get("verbeurten", {}).items()):
        if verbeurte["state"] in UNPAID - AFTER_INVORDERING or _overdue(measure, verbeurte_id, today):
            steps = [one for one in _acts(measure, VERBEURTE, str(verbeurte["state"])) if one.act in MAIN]
            found, of = [*found, *steps], of or verbeurte_id
    if "costs" in measure and _overdue(measure, COSTS, today):
        steps = [one for one in _acts(measure, VERBEURTE, ledger.state_of_costs(measure)) if one.act in MAIN]
        found, of = [*found, *steps], of or COSTS
    if not found:
        return None
    first = min(found, key=lambda step: MAIN.index(step.act))
    return Waiting(first.by, first.label, _until(measure, first, of if first.track == VERBEURTE else None, today))


def _overdue(measure: Fields, of: str, today: date) -> bool:
    term = claims.pay_term(measure, of)
    if term is None or deferrals.until(claims.claim_of(measure, of), today) is not None:
        return False
    return bool(term["ends_on"] < today.isoformat() and ledger.sums_of_claim(measure, of).outstanding)
