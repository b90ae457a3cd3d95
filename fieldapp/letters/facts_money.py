"""The facts of one forfeited dwangsom: how much, since when, until when to pay, and what it costs to wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from fieldapp.domain.course import interest, ledger
from fieldapp.domain.deadlines import betalingstermijn, betalingstermijn_geldschuld
from fieldapp.domain.letter_kinds import FILLS
from fieldapp.domain.policy import Policy
from fieldapp.letters.gaps import Gap
from fieldapp.letters.words import Facts, Fields, day_words, line_of, lines_of, money
from fieldapp.pages.ledger import segment_words


def facts(
    measure: Fields, verbeurte_id: str | None, policy: Policy, filled: Mapping[str, Any], dated_on: date, seen: str
) -> dict[str, Facts]:
    """Return the group `geld`: of the verbeurte that the letter is about, in words. `seen`: what the visit found."""
    verbeurte: Fields = (measure.get("verbeurten") or {}).get(verbeurte_id or "") or {}
    sums = ledger.sums_of(measure, verbeurte_id) if verbeurte and verbeurte_id else ledger.Sums()
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
                verbeurte.get("invordering"), "made_known_on", "datum van de invorderingsbeschikking"
            ),
            "aangemaand_op": _day_of(verbeurte.get("aanmaning"), "sent_on", "datum van de aanmaning"),
            "dwangbevel_kosten": money(int(costs)) if costs else Gap(FILLS["dwangbevel_kosten_eur_cents"].label),
            "rente_vanaf": _rent_from(measure, verbeurte_id, filled),
            "constatering": line_of(filled.get("constatering")) or seen or Gap(FILLS["constatering"].label),
        },
        "uitstel": _deferral(verbeurte, filled),
        "rente": _interest(measure, verbeurte_id, policy, dated_on),
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
    if verbeurte_id in (measure.get("verbeurten") or {}):
        found = interest.of_verbeurte(measure, str(verbeurte_id), policy.interest, dated_on - timedelta(days=1))
    until = betalingstermijn_geldschuld(dated_on, policy.equated_days).last_day.isoformat()
    return {
        "bedrag": money(found.cents) if found.cents else Gap("de rente (bij de maatregel)"),
        "vanaf": day_words(found.from_on.isoformat()) if found.from_on else Gap("vanaf wanneer er rente is"),
        "tot_en_met": day_words(found.through_on.isoformat()),
        "opbouw": [segment_words(one) for one in found.segments] or Gap("hoe de rente is berekend (bij de maatregel)"),
        "betaal_voor": day_words(until),
    }


def _rent_from(measure: Fields, verbeurte_id: str | None, filled: Mapping[str, Any]) -> str:
    """The day after the term to pay, unless the office says another. Source: Awb art. 4:97, 4:122 lid 2 under b."""
    known = interest.due_from(measure, verbeurte_id or "")
    if not filled.get("rente_from_on") and known:
        return day_words(known.isoformat())
    return _filled_day(filled, "rente_from_on")


def _pay_until(measure: Fields, verbeurte_id: str | None, forfeited: str | None, policy: Policy) -> str | None:
    """Six weeks after the forfeiture. Source: Awb art. 5:33."""
    running = (measure.get("terms") or {}).get(f"betaling-{verbeurte_id}") or {}
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
