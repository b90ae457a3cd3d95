"""What the law asks before an act, beside the state: each guard says why not, or nothing.

The rules refuse by these, and `next_steps.py` shows the same reasons beforehand, so that nobody meets a surprise.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from fieldapp.domain.course import claims, ledger
from fieldapp.domain.course.states import (
    BESCHIKKINGEN,
    BESTUURSDWANG,
    LAST_BESTUURSDWANG,
    LAST_DWANGSOM,
    MAY_REVIVE,
    OPEN_REMEDY,
    REMEDY_ENDS,
    SCHORSING,
    SLUITING,
)
from fieldapp.domain.course.steps import Step
from fieldapp.domain.deadlines import vaststelling_kosten
from fieldapp.domain.makers import linkers
from fieldapp.domain.moments import day_of

Fields = Mapping[str, Any]
Guard = Callable[[Fields, str, date], str | None]

NOT_FINAL = OPEN_REMEDY | MAY_REVIVE
CLOSES = frozenset({"apv_seksinrichting", "gemw_174a", "opiumwet_13b"})
"""Bases that carry the closing of a place; the others end a use, ban a person or enforce cooperation."""
WEIGHED = ("geschikt", "noodzakelijk", "evenwichtig")
SHORTEST_WEIGHED = 10
FACTS_OF_A_HOME = ("residents_count", "minors_count", "rehousing", "can_return", "blame")


def reasons(step: Step, measure: Fields, person: str, on: date) -> Iterator[str]:
    """Yield why this act cannot be done now by this person, in the order in which to mend it."""
    for guard in GUARDS.get(step.act, ()):
        reason = guard(measure, person, on)
        if reason is not None:
            yield reason


def four_eyes(measure: Fields, person: str, on: date) -> str | None:
    """Who proposes, made the visit, or let in the device of either, does not decide. Source: Awb art. 2:4, 10:3."""
    if person == measure.get("proposed_by"):
        return "measure.own_proposal"
    there = {measure.get("visit_leader_id"), *measure.get("co_visitor_ids", [])}
    if person in there:
        return "measure.own_visit"
    return "measure.own_code" if person in linkers(measure) else None


def not_the_signer(measure: Fields, person: str, on: date) -> str | None:
    """Who signed or approved the besluit does not decide on the bezwaar against it. Source: Awb art. 10:3 lid 3."""
    signed = {one["by"] for one in measure.get("signatures", {}).values()}
    signed |= {measure.get("besluit", {}).get("signed_by"), measure.get("approved_by")}
    return "measure.signed_the_besluit" if person in signed else None


def resident_confirmed(measure: Fields, person: str, on: date) -> str | None:
    """A resident may be who works there: the team lead confirms, and the name is in the case system only.

    Source: AVG art. 9; UAVG art. 22.
    """
    if measure["addressee"]["role"] != "bewoner":
        return None
    weighing = measure.get("weighing", {})
    if not weighing.get("confirm_resident") and measure["measure_type"] in BESCHIKKINGEN:
        return "measure.addressee_not_confirmed"
    if not (weighing.get("zaak_ref") or measure["addressee"].get("zaak_ref")):
        return "measure.zaak_ref_missing"
    return None


def begunstiging(measure: Fields, person: str, on: date) -> str | None:
    """A last leaves time to comply, or says why not. Source: Awb art. 5:32a lid 2, 5:24 lid 2, 5:31 lid 1."""
    if measure["measure_type"] not in (LAST_DWANGSOM, LAST_BESTUURSDWANG) or measure.get("term_days"):
        return None
    weighing = measure.get("weighing", {})
    urgent = weighing.get("variant") in ("spoed_5_31_1", "zeer_spoed_5_31_2") or "at_once" in measure
    if measure["measure_type"] == LAST_BESTUURSDWANG and urgent:
        return None
    return None if weighing.get("no_begunstiging_reason") else "measure.begunstiging_missing"


def repair_named(measure: Fields, person: str, on: date) -> str | None:
    """A last says what must be done to comply. Source: Awb art. 5:24 lid 1, 5:32a lid 1."""
    if measure["measure_type"] not in (LAST_DWANGSOM, LAST_BESTUURSDWANG):
        return None
    return None if measure.get("weighing", {}).get("herstelmaatregelen") else "measure.repair_missing"


def amounts(measure: Fields, person: str, on: date) -> str | None:
    """Source: Awb art. 5:32b lid 1 and 2."""
    if measure["measure_type"] != LAST_DWANGSOM:
        return None
    amount, most = measure.get("amount_eur_cents"), measure.get("max_eur_cents")
    if not amount or not most or not measure.get("mode"):
        return "measure.amount_missing"
    return None if amount <= most else "measure.amount_over_maximum"


def weighed(measure: Fields, person: str, on: date) -> str | None:
    """Suitable, necessary, balanced, with the facts of who lives there. Source: Awb art. 3:4 lid 2; RVS:2022:285."""
    measure_type = measure["measure_type"]
    if measure_type not in BESTUURSDWANG | {SCHORSING, "intrekking_vergunning"}:
        return None
    weighing = measure.get("weighing", {})
    if any(len((weighing.get(name) or "").strip()) < SHORTEST_WEIGHED for name in WEIGHED):
        return "measure.weighing_missing"
    home = measure.get("is_dwelling", True) and measure_type in BESTUURSDWANG
    if home and any(weighing.get(name) is None for name in FACTS_OF_A_HOME):
        return "measure.home_facts_missing"
    return None


def closure_carried(measure: Fields, person: str, on: date) -> str | None:
    """A closure has a basis that carries it, and a day on which it ends. Source: Gemeentewet art. 125, 174a; Opiumwet art. 13b."""
    if measure["measure_type"] != SLUITING:
        return None
    basis = measure.get("weighing", {}).get("closure_basis")
    if basis is None:
        return "measure.closure_basis_missing"
    if basis not in CLOSES:
        return "measure.closure_needs_another_basis"
    lasts = measure.get("duration") or {}
    return None if any(lasts.get(name) for name in ("weeks", "months", "until")) else "measure.duration_missing"


def home_checked(measure: Fields, person: str, on: date) -> str | None:
    """Closing a home takes it away: the legal officer agreed after the newest proposal and weighing. Source: EVRM art. 8."""
    if not measure.get("is_dwelling", True) or measure["measure_type"] not in BESTUURSDWANG:
        return None
    check = measure.get("legal_check")
    since = max(measure.get("received_at", ""), measure.get("weighing", {}).get("at", ""))
    if check is None or not check["agrees"] or check["at"] < since:
        return "measure.dwelling_closure_needs_legal_check"
    return "measure.own_legal_check" if person == check["by"] else None


def permit_named(measure: Fields, person: str, on: date) -> str | None:
    """Suspending or withdrawing names the permit. Source: the by-law; Awb art. 3:46."""
    if measure["measure_type"] not in (SCHORSING, "intrekking_vergunning"):
        return None
    if not measure.get("weighing", {}).get("permit_number"):
        return "measure.permit_missing"
    lasts = measure.get("duration") or {}
    dated = any(lasts.get(name) for name in ("weeks", "months", "until"))
    return None if dated or measure["measure_type"] != SCHORSING else "measure.duration_missing"


def remedy_is_final(measure: Fields, person: str, on: date) -> str | None:
    """While it can be contested, or what was decided on money under it, the file is open. Source: Awb art. 6:7."""
    waits = any("result" not in one for one in measure.get("rechtsmiddelen", {}).values())
    money = any(claims.decided(measure, of).get("rechtsmiddel") in NOT_FINAL for of in claims.decided_on(measure))
    if measure["measure_type"] in BESCHIKKINGEN and (measure.get("rechtsmiddel") not in REMEDY_ENDS or waits or money):
        return "measure.rechtsmiddel_open"
    return None


def money_is_settled(measure: Fields, person: str, on: date) -> str | None:
    """Nothing is due in either direction, and costs are fixed or given up. Source: Awb art. 5:25, 5:33."""
    wanted = measure.get("weighing", {}).get("cost_recovery") in ("geheel", "deels") and "costs_waived" not in measure
    if wanted and "costs" not in measure and ("application" in measure):
        return "measure.costs_not_fixed"
    return None if ledger.is_settled(measure) else "measure.money_open"


def costs_wanted(measure: Fields, person: str, on: date) -> str | None:
    """Costs fall to the overtreder only when the besluit said so, within five years. Source: Awb art. 5:25 lid 2 and 6."""
    if measure.get("weighing", {}).get("cost_recovery") not in ("geheel", "deels"):
        return "measure.no_cost_recovery"
    applied = measure.get("application")
    if applied is None:
        return "measure.nothing_applied"
    last = vaststelling_kosten(date.fromisoformat(day_of(applied["applied_at"]))).last_day
    return "measure.costs_too_late" if on > last else None


def costs_open(measure: Fields, person: str, on: date) -> str | None:
    """Only what could still be recovered can be given up. Source: Awb art. 5:25 lid 1."""
    wanted = measure.get("weighing", {}).get("cost_recovery") in ("geheel", "deels")
    return None if wanted and "application" in measure and "costs_waived" not in measure else "measure.no_cost_recovery"


def open_bezwaar(measure: Fields, person: str, on: date) -> str | None:
    """There is a bezwaar that nobody decided on yet. Source: Awb art. 7:11, 7:12."""
    kept = measure.get("rechtsmiddelen", {}).items()
    waits = [key for key, one in kept if key.startswith("bezwaar") and "-" not in key and "result" not in one]
    return None if waits else "measure.no_open_bezwaar"


def keeps_forfeited(measure: Fields, person: str, on: date) -> str | None:
    """A besluit that let all that was forfeited fall away leaves nothing to establish. Source: Awb art. 5:38 lid 1."""
    return "measure.not_in_force" if measure.get("revoked", {}).get("forfeited_lapses") else None


def under_maximum(measure: Fields, person: str, on: date) -> str | None:
    """Above the maximum nothing is forfeited. Source: Awb art. 5:32b lid 2."""
    return None if ledger.next_amount(measure) > 0 else "measure.maximum_reached"


def extendable(measure: Fields, person: str, on: date) -> str | None:
    """Only a closure for the public order can be extended. Source: Gemeentewet art. 174a lid 3."""
    basis = measure.get("weighing", {}).get("closure_basis")
    return None if basis == "gemw_174a" else "measure.cannot_be_extended"


GUARDS: dict[str, tuple[Guard, ...]] = {
    "send_voornemen": (four_eyes, resident_confirmed),
    "prepare_besluit": (four_eyes,),
    "decline": (four_eyes,),
    "sign": (
        four_eyes,
        amounts,
        repair_named,
        begunstiging,
        weighed,
        closure_carried,
        permit_named,
        home_checked,
        resident_confirmed,
    ),
    "lengthen_term": (four_eyes,),
    "make_known": (resident_confirmed,),
    "send_letter": (resident_confirmed,),
    "apply_at_once": (four_eyes,),
    "apply": (four_eyes,),
    "close_premises": (four_eyes,),
    "forfeit": (keeps_forfeited, under_maximum),
    "fix_costs": (four_eyes, costs_wanted, costs_open),
    "waive_costs": (four_eyes, costs_open),
    "extend_closure": (four_eyes, extendable),
    "check_privacy": (four_eyes,),
    "lift": (four_eyes,),
    "revoke": (four_eyes,),
    "decide_invordering": (four_eyes,),
    "decide_bezwaar": (four_eyes, not_the_signer, open_bezwaar),
    "postpone_bezwaar": (four_eyes, not_the_signer),
    "issue_dwangbevel": (four_eyes,),
    "waive_verbeurte": (four_eyes,),
    "close": (remedy_is_final, money_is_settled),
}
