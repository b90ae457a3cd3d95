"""A real measure through its acts: at each step the letter of that step can be made, and its days are those that run."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from fieldapp.domain.course.next_steps import Facts
from fieldapp.domain.letter_kinds import KINDS
from fieldapp.domain.letters import ACTS, step_of
from fieldapp.letters import blocks, check
from fieldapp.letters.facts import Sources, facts_of
from fieldapp.letters.templates import Templates
from fieldapp.letters.words import day_words
from tests.domain.course import MANDATE_ID, Case, approved, made_known, signed, through_voornemen, uid, weighed
from tests.domain.situations import POLICY, VISIT_ID, penalty
from tests.letters.conftest import TEMPLATES
from tests.people import MIA, ROB

PRINTED: Templates = TEMPLATES
REASONS = {"motivering": "De regel beschermt iedereen bij brand.", "bedrag_reden": "Minder helpt niet."}


def letter(case: Case, slug: str, verbeurte: str | None = None, **filled: str) -> str:
    """Return the words of a letter written today about this measure; it lacks nothing and names nobody."""
    kind = KINDS[slug]
    if slug in ACTS:
        mandated = Facts(MIA, case.today, POLICY, "raamexploitatie", {MANDATE_ID: case.mandates[MANDATE_ID]})
        step = step_of(kind, case.measure, verbeurte, mandated)
        assert step is not None and step.why_not == (), (slug, step)
    seen_at = case.measure["verbeurten"][verbeurte]["visit_id"] if verbeurte else VISIT_ID
    visit = case.visits[seen_at]
    sources = Sources(
        kind=kind,
        premises=case.premises,
        policy=POLICY,
        sender=PRINTED.sender,
        dated_on=case.today,
        measure=case.measure,
        visit=visit,
        checklist=POLICY.checklists[visit["checklist"]],
        filled={name: value for name, value in filled.items() if name in kind.fills},
        verbeurte_id=verbeurte,
        number="2026-0001",
        signer="Mia",
        earlier_number="2026-0007",
    )
    facts = facts_of(sources)
    text = blocks.text_of(PRINTED.html(slug, facts))
    assert [one.sentence for one in check.missing_facts(slug, facts)] == []
    assert check.missing_words(slug, facts, text) == []
    assert check.personal_data(POLICY, facts, text) == []
    return text


def test_a_last_onder_dwangsom_from_voornemen_to_dwangbevel() -> None:
    case = approved(**penalty(term_days=14))
    case.on("2026-11-23")
    voornemen = letter(case, "voornemen", **REASONS, herstelmaatregelen="Maak de nooduitgang vrij.")
    weighed(through_voornemen(case))
    assert day_words(case.measure["terms"]["zienswijze"]["ends_on"]) in voornemen
    case.on("2026-12-10")
    besluit = letter(case, "besluit_last_onder_dwangsom", **REASONS)
    assert "gaf u mondeling uw zienswijze. De exploitant zegt dat de deur vrij is." in besluit
    made_known(signed(case), day="2026-12-10")
    assert day_words(case.ends_on("begunstiging")) in besluit
    case.tick(str(date.fromisoformat(case.ends_on("begunstiging")).replace(day=31)))
    forfeited = "2027-01-04"
    case.on(forfeited)
    verbeurte = case.forfeit(forfeited)
    case.on("2027-01-06")
    told = letter(case, "mededeling_verbeurte", verbeurte)
    assert "Dozen voor de deur." in told, "what the visit of the verbeurte found"
    assert day_words(case.ends_on(f"betaling-{verbeurte}")) in told and "2026-0007" in told
    body = {"verbeurte_id": verbeurte, "mandate_id": MANDATE_ID}
    case.on("2027-03-01")
    letter(
        case,
        "invorderingsbeschikking",
        verbeurte,
        **REASONS,
        constatering="De deur was versperd.",
        zienswijze="U schreef niets.",
    )
    case.do(MIA, "decide_invordering", **body, made_known_on="2027-03-01", skip_zienswijze="awb_4_12")
    case.on("2027-03-15")
    reminder = letter(case, "aanmaning", verbeurte)
    case.do(ROB, "remind", verbeurte_id=verbeurte, sent_on="2027-03-15")
    fee = case.measure["verbeurten"][verbeurte]["aanmaning"]["fee_eur_cents"]
    assert f"€\u00a0{fee // 100}" in reminder
    case.do(
        ROB,
        "record_payment",
        payment_id=uid(700),
        on="2027-03-15",
        amount_eur_cents=50_000,
        of=verbeurte,
        kind="betaling",
    )
    case.tick("2027-04-05")
    writ = letter(case, "dwangbevel", verbeurte, dwangbevel_kosten_eur_cents="17500", rente_from_on="2027-03-30")
    left = case.measure["verbeurten"][verbeurte]["amount_eur_cents"] - 50_000
    assert f"€\u00a0{left // 100:,}".replace(",", ".") in writ


@pytest.mark.parametrize("skip", ["spoed", "al_gehoord", "doel_niet_haalbaar"])
def test_a_besluit_says_why_no_zienswijze_was_asked(skip: str) -> None:
    case = weighed(approved(skip, **penalty(term_days=14)))
    assert "artikel 4:11, onder" in letter(case, "besluit_last_onder_dwangsom", **REASONS)


def test_a_closure_says_from_when_until_when_and_why_so_long() -> None:
    more: dict[str, Any] = {"measure_type": "sluiting", "mode": None, "amount_eur_cents": None, "max_eur_cents": None}
    advice = {"result": "geen_regel", "measure_type": None, "why": [{"text": "Geen advies in de matrix."}]}
    case = approved("spoed", **more, advice=advice, duration={"months": 3})
    weighed(
        case,
        closure_basis="apv_seksinrichting",
        starts_on="2026-12-14",
        duration_reason="Drie maanden is nodig.",
        cost_recovery="geheel",
        rechthebbenden=["eigenaar"],
    )
    text = letter(case, "besluit_sluiting", **REASONS)
    assert "14 december 2026" in text and "13 maart 2027" in text and "Drie maanden is nodig." in text


def test_the_text_of_a_resident_as_addressee_has_no_name_and_a_block_for_the_case_system() -> None:
    case = weighed(approved("spoed", **penalty(term_days=14)), confirm_resident=True, zaak_ref="Z-2026-00012")
    case.measure["addressee"] = {"role": "bewoner", "operator": None, "zaak_ref": "Z-2026-00012"}
    text = letter(case, "besluit_last_onder_dwangsom", **REASONS)
    assert "Aan de bewoner(s) van Lantaarnkade 12" in text
    assert "in te vullen in het zaaksysteem (zaak Z-2026-00012)" in text
    assert "De Lantaarn" not in text
