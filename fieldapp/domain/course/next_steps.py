"""What can be done with a measure now: by whom, until when, on which ground, and why not yet.

Pages show this; they decide nothing. The reasons are slugs of `texts.REASONS`, the same that the rules refuse with.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fieldapp.domain.course import deferrals, guards, interest, ledger, mandates, terms
from fieldapp.domain.course.authority import authority_for
from fieldapp.domain.course.table import (
    AFTER_INVORDERING,
    END_TERM,
    REMEDY,
    STATE,
    UNPAID,
    VERBEURTE,
    Step,
    steps_from,
)
from fieldapp.domain.documents import Person
from fieldapp.domain.documents.course import Mandate
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
    """Id of the verbeurte it is about."""


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
    "note_hercontrole": ("begunstiging", "uitvoering", "herstel"),
    "note_reply": ("reactie",),
    "fix_costs": ("kosten_vaststelling",),
    "decide_invordering": ("verjaring",),
    "announce_invordering": ("verjaring",),
    "remind": ("verjaring",),
    "issue_dwangbevel": ("verjaring",),
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
    found = [_line(measure, step, None, facts) for track in (STATE, REMEDY) for step in _acts(measure, track)]
    for verbeurte_id, verbeurte in sorted(measure.get("verbeurten", {}).items()):
        found += [
            _line(measure, step, verbeurte_id, facts) for step in _acts(measure, VERBEURTE, str(verbeurte["state"]))
        ]
    return sorted(found, key=lambda one: (not one.may, bool(one.why_not), _rank(one.act)))


def _acts(measure: Fields, track: str, state: str | None = None) -> Iterator[Step]:
    for step in steps_from(measure, track, state):
        if step.act != END_TERM:
            yield step


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
    if act == "invordering" and of is None:
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
        return int(measure["verbeurten"][of]["amount_eur_cents"])
    if step.act in ("defer_payment", "end_deferral") or (step.act == "waive_costs" and "costs" in measure):
        return int(measure["costs"]["amount_eur_cents"])
    return measure.get("max_eur_cents") if step.act == "sign" else None


def _of_terms(measure: Fields, step: Step, of: str | None, facts: Facts) -> Iterator[str]:
    """Yield what must still pass: a term to pay, to answer, or to comply."""
    waits = {
        "remind": f"betaling-{of}",
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
        claim = terms.prescription(measure, measure["verbeurten"][of])
        if claim.on is not None and facts.today > claim.on:
            yield "measure.claim_prescribed"


def _of_deferral(measure: Fields, step: Step, of: str | None, today: date) -> Iterator[str]:
    """Source: Awb art. 4:94 lid 2, 4:96."""
    if step.act not in _LOOKS_AT_DEFERRAL:
        return
    claim = measure["verbeurten"][of] if of is not None else measure["costs"]
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
    if guards.open_bezwaar(measure, "", today):
        found = [step for step in found if step.act != "decide_bezwaar"]
    of: str | None = None
    for verbeurte_id, verbeurte in sorted(measure.get("verbeurten", {}).items()):
        if verbeurte["state"] in UNPAID - AFTER_INVORDERING or _overdue(measure, verbeurte_id, today):
            steps = [one for one in _acts(measure, VERBEURTE, str(verbeurte["state"])) if one.act in MAIN]
            found, of = [*found, *steps], of or verbeurte_id
    if not found:
        return None
    first = min(found, key=lambda step: MAIN.index(step.act))
    return Waiting(first.by, first.label, _until(measure, first, of if first.track == VERBEURTE else None, today))


def _overdue(measure: Fields, of: str, today: date) -> bool:
    pay_until = measure.get("terms", {}).get(f"betaling-{of}", {}).get("ends_on")
    if deferrals.until(measure["verbeurten"][of], today) is not None:
        return False
    return bool(pay_until and pay_until < today.isoformat() and ledger.sums_of(measure, of).outstanding)
