"""The facts of one claim, a forfeited dwangsom or the costs of bestuursdwang: how much, since when, until when to pay, and what it costs to wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from fieldapp.domain.course import claims, interest, ledger
from fieldapp.domain.course.claims import COSTS
from fieldapp.domain.deadlines import betalingstermijn, betalingstermijn_geldschuld
from fieldapp.domain.letter_kinds import FILLS
from fieldapp.domain.policy import Policy
from fieldapp.letters.gaps import Gap
from fieldapp.letters.words import Facts, Fields, day_words, line_of, lines_of, money
from fieldapp.pages.ledger import segment_words


def facts(
    measure: Fields, verbeurte_id: str | None, policy: Policy, filled: Mapping[str, Any], dated_on: date, seen: str
) -> dict[str, Facts]:
    """Return the group `geld`: of the claim that the letter is about, in words. `seen`: what the visit found."""
    verbeurte: Fields = claims.claim_of(measure, verbeurte_id or "")
    sums = ledger.sums_of_claim(measure, verbeurte_id) if verbeurte and verbeurte_id else ledger.Sums()
    amount, forfeited, principal = (
        sums.forfeited,
        verbeurte.get("forfeited_on"),
        max(0, sums.outstanding - sums.fees - sums.interest),
    )
    fee = sums.fees or (ledger.fee_of(policy.fees["aanmaning"], dated_on.year, principal) if principal else 0)
    costs = filled.get("dwangbevel_kosten_eur_cents")
    until = _pay_until(measure, verbeurte_id, forfeited, policy)
    return {
        "geld": {
            "bedrag": money(amount) if amount else Gap("het verbeurde bedrag (bij de maatregel)"),
            "verbeurd_op": day_words(forfeited) if forfeited else Gap("de dag van verbeuren (bij de maatregel)"),
            "betaal_voor": day_words(until) if until else Gap("de laatste dag om te betalen"),
            "betaald": money(sums.paid - sums.refunded) if sums.paid > sums.refunded else "",
            "openstaand": money(principal) if principal else Gap("een bedrag dat nog openstaat (bij de maatregel)"),
            "vergoeding": money(fee) if fee else Gap("de vergoeding voor de aanmaning"),
            "samen": money(principal + fee) if principal and fee else Gap("het totaal"),
            "beschikking_op": _day_of(
                claims.decided(measure, verbeurte_id or ""), "made_known_on", "datum van de beschikking"
            ),
            **_named(measure, verbeurte_id, money(amount) if amount else ""),
            "aangemaand_op": _day_of(verbeurte.get("aanmaning"), "sent_on", "datum van de aanmaning"),
            "dwangbevel_kosten": money(int(costs)) if costs else Gap(FILLS["dwangbevel_kosten_eur_cents"].label),
            "rente_vanaf": _rent_from(measure, verbeurte_id, filled),
            "constatering": line_of(filled.get("constatering")) or seen or Gap(FILLS["constatering"].label),
        },
        "uitstel": _deferral(verbeurte, filled),
        "rente": _interest(measure, verbeurte_id, policy, dated_on),
    }


def _named(measure: Fields, of: str | None, amount: str) -> Facts:
    """How the debt, the besluit that fixed it and the besluit under it are called. Source: Awb art. 5:25, 5:37."""
    claim, is_costs = claims.claim_of(measure, of or ""), of == COSTS
    day = claims.owed_since(measure, of or "")
    what = "de kosten van bestuursdwang van {}, vastgesteld op {}" if is_costs else "de dwangsom van {}, verbeurd op {}"
    return {
        "schuld": "Kosten van bestuursdwang" if is_costs else "Dwangsom",
        "beschikking": "kostenbeschikking" if is_costs else "invorderingsbeschikking",
        "last": UNDER.get(str(measure.get("measure_type")), "het besluit"),
        "waarvoor": what.format(amount, day_words(day))
        if claim and day
        else Gap("het bedrag en waarvoor (bij de maatregel)"),
    }


UNDER = {
    "last_onder_dwangsom": "de last onder dwangsom",
    "last_onder_bestuursdwang": "de last onder bestuursdwang",
    "sluiting": "de sluiting",
}


def _deferral(verbeurte: Fields, filled: Mapping[str, Any]) -> Facts:
    """Leave to pay later, as filled in or as it was given last. Source: Awb art. 4:94, 4:101."""
    known: Fields = max(verbeurte.get("deferrals") or ({},), key=lambda one: str(one.get("from_on", "")))
    until = filled.get("uitstel_until_on") or known.get("until_on")
    bears = known.get("bears_interest", True)
    return {
        "tot_en_met": day_words(until) if until else Gap(FILLS["uitstel_until_on"].label),
        "voorwaarden": lines_of(filled.get("uitstel_voorwaarden")) or Gap(FILLS["uitstel_voorwaarden"].label),
        "reden": line_of(filled.get("uitstel_reden")) or known.get("text") or Gap(FILLS["uitstel_reden"].label),
        "rente": f"Over de tijd van het uitstel betaalt u {'wel' if bears else 'geen'} wettelijke rente",
    }


def _interest(measure: Fields, verbeurte_id: str | None, policy: Policy, dated_on: date) -> Facts:
    """The interest through the day before this letter, and how it comes about. Source: Awb art. 4:97 to 4:99."""
    found = interest.Interest(0, None, dated_on)
    if claims.claim_of(measure, verbeurte_id or ""):
        found = interest.of_verbeurte(measure, str(verbeurte_id), policy.interest, dated_on - timedelta(days=1))
    until = betalingstermijn_geldschuld(dated_on, policy.equated_days).last_day.isoformat()
    lacking = Gap("de rente (bij de maatregel)") if found.is_checked else _unknown_rate(policy)
    return {
        "bedrag": money(found.cents) if found.cents and found.is_checked else lacking,
        "vanaf": day_words(found.from_on.isoformat()) if found.from_on else Gap("vanaf wanneer er rente is"),
        "tot_en_met": day_words(found.through_on.isoformat()),
        "opbouw": [segment_words(one) for one in found.segments] if found.is_checked and found.segments else lacking,
        "betaal_voor": day_words(until),
    }


def _unknown_rate(policy: Policy) -> Gap:
    """A rate that nobody looked up is not guessed; the letter cannot be made final. Source: BW art. 6:120 lid 1."""
    since = interest.known_through(policy.interest) + timedelta(days=1)
    return Gap(
        f"het percentage van de wettelijke rente vanaf {day_words(since.isoformat())}; de beheerder vult dat aan"
    )


def _rent_from(measure: Fields, verbeurte_id: str | None, filled: Mapping[str, Any]) -> str:
    """The day after the term to pay, unless the office says another. Source: Awb art. 4:97, 4:122 lid 2 under b."""
    known = interest.due_from(measure, verbeurte_id or "")
    if not filled.get("rente_from_on") and known:
        return day_words(known.isoformat())
    return _filled_day(filled, "rente_from_on")


def _pay_until(measure: Fields, verbeurte_id: str | None, forfeited: str | None, policy: Policy) -> str | None:
    """Six weeks after the forfeiture. Source: Awb art. 5:33."""
    running = claims.pay_term(measure, verbeurte_id or "") or {}
    if running.get("ends_on"):
        return str(running["ends_on"])
    if not forfeited:
        return None
    return betalingstermijn(date.fromisoformat(forfeited), policy.equated_days).last_day.isoformat()


def _day_of(part: Fields | None, name: str, what: str) -> str:
    value = (part or {}).get(name)
    return day_words(value) if value else Gap(what)


def _filled_day(filled: Mapping[str, Any], name: str) -> str:
    value = filled.get(name)
    return day_words(value) if value else Gap(FILLS[name].label)
