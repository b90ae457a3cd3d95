"""The facts of a measure: who decides, on what ground, what is ordered, until when, and how it was weighed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fieldapp.domain.course.authority import authority_for
from fieldapp.domain.deadlines import begunstigingstermijn, betalingstermijn_geldschuld, einde_sluiting
from fieldapp.domain.letter_kinds import FILLS, LetterKind
from fieldapp.domain.policy import Policy
from fieldapp.letters.gaps import Gap
from fieldapp.letters.words import Facts, Fields, day_words, line_of, lines_of, listed, moment_words, money, sentence
from fieldapp.pages.amounts import duration_words, measure_words
from fieldapp.texts import label

AWB = "de Algemene wet bestuursrecht"
GROUNDS = {
    "last_onder_dwangsom": f"artikel 125 van de Gemeentewet en artikel 5:32, eerste lid, van {AWB}",
    "last_onder_bestuursdwang": f"artikel 125 van de Gemeentewet en artikel 5:21 van {AWB}",
}
LIFTED_GROUNDS = {
    "onmogelijk_5_34_1": "artikel 5:34, eerste lid",
    "jaar_5_34_2": "artikel 5:34, tweede lid",
}
LONGER_GROUNDS = {
    "last_onder_dwangsom": f"artikel 5:32a, tweede lid, en artikel 5:34, eerste lid, van {AWB}",
    "last_onder_bestuursdwang": f"artikel 5:24, tweede lid, en artikel 3:4, tweede lid, van {AWB}",
}
CLOSURE_GROUNDS = {
    "apv_seksinrichting": "de verordening en artikel 125, derde lid, van de Gemeentewet",
    "gemw_174a": "artikel 174a van de Gemeentewet",
    "opiumwet_13b": "artikel 13b van de Opiumwet",
    "gemw_151d": "artikel 151d van de Gemeentewet",
    "omgevingsplan": "artikel 18.1 van de Omgevingswet en artikel 125, tweede lid, van de Gemeentewet",
    "huisvestingswet_21": "artikel 21 van de Huisvestingswet 2014",
    "awb_5_20_3": f"artikel 5:20, derde lid, van {AWB}",
}
URGENT = {
    "spoed_5_31_1": "artikel 5:31, eerste lid",
    "zeer_spoed_5_31_2": "artikel 5:31, tweede lid",
}
BODIES = {
    "burgemeester": "de burgemeester van {place}",
    "college_van_burgemeester_en_wethouders": "het college van burgemeester en wethouders van {place}",
}
MODES = {
    "ineens": "in één keer",
    "per_overtreding": "voor iedere keer dat u zich niet aan de last houdt",
    "per_tijdseenheid": "voor {unit} dat u zich niet aan de last houdt",
}
UNITS = {"dag": "iedere dag", "week": "iedere week", "maand": "iedere maand"}
COSTS = {
    "geheel": "De kosten van de bestuursdwang zijn helemaal voor uw rekening",
    "deels": "De kosten van de bestuursdwang zijn voor een deel voor uw rekening",
    "niet": "De kosten van de bestuursdwang zijn niet voor uw rekening",
}
SKIPPED = {
    "spoed": "Wij vroegen u vooraf niet om uw zienswijze, omdat de zaak niet kon wachten "
    "(Algemene wet bestuursrecht, artikel 4:11, onder a).",
    "al_gehoord": "Wij vroegen u niet opnieuw om uw zienswijze: u gaf die eerder en er zijn geen nieuwe feiten "
    "(Algemene wet bestuursrecht, artikel 4:11, onder b).",
    "doel_niet_haalbaar": "Wij vroegen u vooraf niet om uw zienswijze, omdat het doel dan niet te halen was "
    "(Algemene wet bestuursrecht, artikel 4:11, onder c).",
}
NO_TERM = "U krijgt geen hersteltermijn, omdat de last alleen herhaling van de overtreding moet voorkomen."


@dataclass(frozen=True)
class Measured:
    """A measure as a letter reads it."""

    kind: LetterKind
    measure: Fields
    premises: Fields
    policy: Policy
    sender: Fields
    dated_on: date
    filled: Mapping[str, Any]
    earlier_number: str | None = None

    def facts(self) -> Facts:
        return {
            "maatregel": {"naam": measure_words(self.measure), "soort": self.measure.get("measure_type") or ""},
            "gezag": self.authority(),
            "grondslag": {"tekst": self.ground()},
            "last": self.last(),
            "bestuursdwang": self.bestuursdwang(),
            "sluiting": self.closure(),
            "vergunning": self.permit(),
            "afweging": self.weighed(),
            "zienswijze": {"tekst": self.zienswijze()},
            "opheffing": self.lifted(),
            "verlengd": self.lengthened(),
            "kosten": self.fixed_costs(),
            "eerder": self.earlier(),
            "privacy": {
                "grond": (self.measure.get("privacy_check") or {}).get("legal_basis") or self.fill("privacy_grond")
            },
        }

    @property
    def weighing(self) -> Fields:
        found: Fields = self.measure.get("weighing") or {}
        return found

    def fill(self, name: str) -> str:
        """Return one filled-in text or day, or a Gap."""
        value = self.filled.get(name)
        if value and FILLS[name].form == "day":
            return day_words(value)
        return line_of(value) or Gap(FILLS[name].label)

    def authority(self) -> Facts:
        """Which body decides, and so in whose name the letter is signed. Source: Gemeentewet art. 125, 174; Awb 10:10."""
        found = (self.measure.get("besluit") or {}).get("authority") or self._who_decides()
        place = self.sender.get("plaats", "")
        names = [BODIES[one].format(place=place) for one in found if one in BODIES]
        who = listed(names) or Gap("het bestuursorgaan dat beslist")
        return {"naam": who, "namens": f"namens {who}" if names else who, "aan": who}

    def _who_decides(self) -> tuple[str, ...]:
        """Return the one body, or both when they decide together; of two that may each, the signature says which."""
        rule, premises_type = self.measure.get("rule_key") or "", self.premises.get("premises_type") or ""
        known = authority_for(self.policy, rule, premises_type)
        return known.bodies if known and (known.together or len(known.bodies) == 1) else ()

    def ground(self) -> str:
        """The power on which the measure rests. Source: Awb art. 3:47 lid 2, 5:4."""
        kind = self.measure.get("measure_type")
        if self.kind.slug == "besluit_spoedeisende_bestuursdwang":
            urgent = URGENT.get(self.variant, URGENT["spoed_5_31_1"])
            power = self._closure_ground() if kind == "sluiting" else GROUNDS["last_onder_bestuursdwang"]
            return power if isinstance(power, Gap) else f"{power}, en {urgent} van {AWB}"
        if kind == "sluiting":
            return self._closure_ground()
        if kind in ("schorsing_vergunning", "intrekking_vergunning"):
            return self.fill("vergunning_grond")
        return GROUNDS.get(str(kind)) or Gap("de wettelijke grondslag")

    def _closure_ground(self) -> str:
        basis = CLOSURE_GROUNDS.get(self.weighing.get("closure_basis") or "")
        return basis or Gap("de wettelijke grond van de sluiting (bij de maatregel)")

    @property
    def variant(self) -> str:
        if self.measure.get("at_once"):
            return "zeer_spoed_5_31_2"
        return str(self.weighing.get("variant") or (self.measure.get("advice") or {}).get("variant") or "")

    def last(self) -> Facts:
        amount, most = self.measure.get("amount_eur_cents"), self.measure.get("max_eur_cents")
        unit = UNITS.get(self.measure.get("time_unit") or "", "iedere keer")
        return {
            "maatregelen": self.repair(),
            "begunstiging": self.begunstiging(),
            "termijn_voornemen": self.intended_term(),
            "bedrag": money(amount) if amount else Gap("het bedrag (bij de maatregel)"),
            "wijze": MODES.get(self.measure.get("mode") or "", "").format(unit=unit) or Gap("hoe de dwangsom telt"),
            "maximum": money(most) if most else Gap("het maximum (bij de maatregel)"),
            "bedrag_reden": self.amount_reason(),
        }

    def repair(self) -> list[str] | str:
        said = lines_of(self.filled.get("herstelmaatregelen")) or lines_of(self.weighing.get("herstelmaatregelen"))
        return [sentence(line) for line in said] or Gap(FILLS["herstelmaatregelen"].label)

    def begunstiging(self) -> str:
        """Return the term in a sentence, or why there is none. Source: Awb art. 5:32a lid 2."""
        until = self.filled.get("begunstiging_until_on") or self.running("begunstiging", "herstel")
        days = self.measure.get("term_days")
        if not until and days:
            until = begunstigingstermijn(self.dated_on, days, self.policy.equated_days).last_day.isoformat()
        if until:
            return f"U hebt tot en met {day_words(until)} de tijd."
        if self.weighing.get("no_begunstiging_reason") == "voorkomen_herhaling":
            return NO_TERM
        return Gap(FILLS["begunstiging_until_on"].label + ", of bij de maatregel waarom die er niet is")

    def intended_term(self) -> str:
        """In a voornemen the term has no days yet: it begins with the decision."""
        days = self.measure.get("term_days")
        if days:
            return f"U krijgt daarvoor {days} dagen, geteld vanaf de dag na het besluit."
        return NO_TERM if self.weighing.get("no_begunstiging_reason") == "voorkomen_herhaling" else ""

    def running(self, *names: str) -> str | None:
        terms = self.measure.get("terms") or {}
        return next((terms[name]["ends_on"] for name in names if name in terms), None)

    def amount_reason(self) -> str:
        """Source: Awb art. 5:32b lid 3; 4:84 (the matrix is policy)."""
        advice = self.measure.get("advice") or {}
        same = advice.get("amount_eur_cents") == self.measure.get("amount_eur_cents")
        if self.filled.get("bedrag_reden"):
            return self.fill("bedrag_reden")
        if same and advice.get("amount_eur_cents"):
            return "Het bedrag volgt uit de vaste regels (de handhavingsmatrix) van de gemeente voor deze overtreding."
        return Gap(FILLS["bedrag_reden"].label)

    def bestuursdwang(self) -> Facts:
        at_once, applied = self.measure.get("at_once") or {}, self.measure.get("application") or {}
        until = self.filled.get("uitvoering_until_on") or self.running("uitvoering")
        days = self.measure.get("term_days")
        if not until and days:
            until = begunstigingstermijn(self.dated_on, days, self.policy.equated_days).last_day.isoformat()
        applied_at = applied.get("applied_at") or at_once.get("at")
        return {
            "termijn": f"tot en met {day_words(until)}" if until else Gap(FILLS["uitvoering_until_on"].label),
            "spoed_reden": line_of(self.filled.get("spoed_reden")) or at_once.get("reason") or self.fill("spoed_reden"),
            "is_zeer_spoed": self.variant == "zeer_spoed_5_31_2" or bool(at_once),
            "toegepast": moment_words(applied_at) if applied_at else Gap("wanneer bestuursdwang is toegepast"),
            "kosten": self.costs(),
            "rechthebbenden": self.entitled(),
            "zegels": listed(applied.get("seal_numbers") or ()),
        }

    def costs(self) -> str:
        """Source: Awb art. 5:25 lid 1 and 2."""
        recovery, text = self.weighing.get("cost_recovery"), line_of(self.weighing.get("cost_text"))
        if self.filled.get("kosten") or recovery not in COSTS:
            return self.fill("kosten")
        return sentence(COSTS[recovery]) + (f" {sentence(text)}" if text else "")

    def entitled(self) -> list[str] | str:
        """To whom besides the addressee the order is made known, by capacity. Source: Awb art. 5:24 lid 3."""
        said = lines_of(self.filled.get("rechthebbenden"))
        known = [f"de {label('addressee_role', one).lower()}" for one in self.weighing.get("rechthebbenden") or ()]
        return said or known or Gap(FILLS["rechthebbenden"].label)

    def closure(self) -> Facts:
        duration = duration_words(self.measure.get("duration"))
        starts, ends = self.weighing.get("starts_on"), self._ends_on()
        return {
            "vanaf": line_of(self.filled.get("sluiting_from"))
            or (day_words(starts) if starts else self.fill("sluiting_from")),
            "tot": line_of(self.filled.get("sluiting_until"))
            or (day_words(ends) if ends else self.fill("sluiting_until")),
            "duur": duration or "tot het genoemde moment",
            "duur_reden": self.weighing.get("duration_reason") or Gap("waarom deze duur (bij de maatregel)"),
        }

    def _ends_on(self) -> str | None:
        """Return the last day of a closure or suspension that begins on a known day and lasts weeks or months."""
        starts, duration = self.weighing.get("starts_on"), self.measure.get("duration") or {}
        for unit in ("weeks", "months"):
            if starts and duration.get(unit):
                begins = date.fromisoformat(starts) - timedelta(days=1)
                return einde_sluiting(begins, duration[unit], unit).last_day.isoformat()
        return None

    def permit(self) -> Facts:
        starts = self.filled.get("periode_from_on") or self.weighing.get("starts_on")
        ends = self.filled.get("periode_until_on") or self._ends_on()
        return {
            "grond": self.fill("vergunning_grond"),
            "vanaf": day_words(starts) if starts else Gap(FILLS["periode_from_on"].label),
            "tot_en_met": day_words(ends) if ends else Gap(FILLS["periode_until_on"].label),
            "stoppen": [sentence(line) for line in lines_of(self.filled.get("stoppen"))] or Gap(FILLS["stoppen"].label),
        }

    def weighed(self) -> Facts:
        """Suitable, necessary, balanced, and why at all. Source: Awb art. 3:4 lid 2, 3:46."""
        weighing = self.weighing
        return {
            "motivering": self.fill("motivering"),
            "geschikt": sentence(weighing.get("geschikt") or "")
            or Gap("waarom de maatregel geschikt is (bij de maatregel)"),
            "noodzakelijk": sentence(weighing.get("noodzakelijk") or "")
            or Gap("waarom het niet lichter kan (bij de maatregel)"),
            "evenwichtig": line_of(self.filled.get("evenwichtig"))
            or sentence(weighing.get("evenwichtig") or "")
            or Gap("waarom het niet te zwaar is (bij de maatregel)"),
        }

    def zienswijze(self) -> str:
        """What the addressee said before and what it changed, or why nobody asked. Source: Awb art. 4:8, 4:11, 3:46.

        What was said about the last is not what was said about collecting: that the office writes itself.
        """
        if self.filled.get("zienswijze") or self.kind.slug == "invorderingsbeschikking":
            return self.fill("zienswijze")
        skipped = SKIPPED.get((self.measure.get("decision") or {}).get("reason") or "")
        given = [one for one in (self.measure.get("zienswijzen") or {}).values() if one.get("form") != "geen"]
        weighed = sentence((self.measure.get("prepared") or {}).get("text") or "")
        asked = (self.measure.get("voornemen") or {}).get("sent_on")
        if given:
            said = [
                f"Op {day_words(one['received_on'])} gaf u {label('zienswijze_form', one['form']).lower()} uw zienswijze. "
                f"{sentence(one.get('text') or '')}".strip()
                for one in given
            ]
            return " ".join([*said, weighed]) if weighed else Gap("ons antwoord op de zienswijze")
        if asked and self.measure.get("state") in ("zienswijze_verstreken", "besluit_klaar", "ondertekend"):
            return f"Wij vroegen u op {day_words(asked)} om uw zienswijze. Die hebben wij niet ontvangen."
        return skipped or Gap(FILLS["zienswijze"].label)

    def lifted(self) -> Facts:
        """Why and when it stops. Source: Awb art. 5:34."""
        known = self.measure.get("lifted") or {}
        on = self.filled.get("opheffing_on") or known.get("on")
        return {
            "op": day_words(on) if on else Gap(FILLS["opheffing_on"].label),
            "grond": f"{LIFTED_GROUNDS.get(known.get('ground') or '', self._lifting_article())} van {AWB}",
            "reden": line_of(self.filled.get("opheffing_reden"))
            or sentence(known.get("text") or "")
            or self.fill("opheffing_reden"),
        }

    def _lifting_article(self) -> str:
        is_last = self.measure.get("measure_type") == "last_onder_dwangsom"
        return "artikel 5:34" if is_last else "artikel 3:4, tweede lid"

    def lengthened(self) -> Facts:
        """Until when there is more time, and why. Source: Awb art. 5:24 lid 2, 5:32a lid 2, 5:34 lid 1."""
        known: dict[str, Any] = dict(max((self.measure.get("longer_terms") or {}).items(), default=("", {}))[1])
        until = self.filled.get("verlengd_until_on") or known.get("until_on")
        ground = LONGER_GROUNDS.get(str(self.measure.get("measure_type")), "")
        return {
            "tot_en_met": day_words(until) if until else Gap(FILLS["verlengd_until_on"].label),
            "reden": line_of(self.filled.get("verlengd_reden")) or known.get("text") or self.fill("verlengd_reden"),
            "grond": ground or Gap("de wettelijke grond (bij de maatregel)"),
        }

    def fixed_costs(self) -> Facts:
        """What bestuursdwang cost and until when it is paid: six weeks. Source: Awb art. 4:87 lid 1, 5:25 lid 6."""
        fixed, filled = self.measure.get("costs") or {}, self.filled.get("kosten_eur_cents")
        amount = fixed.get("amount_eur_cents") or (int(filled) if filled else 0)
        if filled and int(filled) != amount:
            amount = 0
        counted = betalingstermijn_geldschuld(self.dated_on, self.policy.equated_days).last_day.isoformat()
        return {
            "bedrag": money(amount) if amount else Gap(self._costs_asked()),
            "opbouw": lines_of(self.filled.get("kosten_opbouw")) or Gap(FILLS["kosten_opbouw"].label),
            "betaal_voor": day_words(self.running("betaling_kosten") or counted),
        }

    def _costs_asked(self) -> str:
        fixed = (self.measure.get("costs") or {}).get("amount_eur_cents")
        return (
            f"{FILLS['kosten_eur_cents'].label}: vastgesteld is {money(fixed)}"
            if fixed
            else FILLS["kosten_eur_cents"].label
        )

    def earlier(self) -> Facts:
        known = (self.measure.get("bekendmaking") or {}).get("on")
        on = self.filled.get("eerder_besluit_on") or known
        return {
            "kenmerk": line_of(self.filled.get("eerder_besluit")) or self.earlier_number or self.fill("eerder_besluit"),
            "datum": day_words(on) if on else Gap(FILLS["eerder_besluit_on"].label),
        }
