"""The letters there are: about what, who makes them final, who records that they were sent, what the office fills in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

About = Literal["measure", "verbeurte", "visit"]
Form = Literal["text", "line", "lines", "day", "amount", "choice"]

MANDATE = frozenset({"mandate_holder"})
LEADS = frozenset({"team_lead", "mandate_holder", "legal_officer"})
MAKERS = frozenset({"inspector", "team_lead"})
LASTS = frozenset({"last_onder_dwangsom"})
BESTUURSDWANG = frozenset({"last_onder_bestuursdwang"})
CLOSURES = frozenset({"sluiting"})
OWING = LASTS | BESTUURSDWANG | CLOSURES
"""Under these something must be paid: a dwangsom, or the costs of bestuursdwang."""
IMPOSED = LASTS | BESTUURSDWANG | CLOSURES | {"schorsing_vergunning", "intrekking_vergunning"}
ANY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Fill:
    """One thing that the office fills in on the page of the letter, where no document knows it."""

    label: str
    form: Form
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


FILLS: dict[str, Fill] = {
    "omschrijving": Fill("Wat is de overtreding?", "text", "Laat leeg: dan staan hier de bevindingen van de controle."),
    "motivering": Fill("Waarom deze maatregel?", "text", "Schrijf over het pand en het bedrijf, niet over mensen."),
    "zienswijze": Fill("Zienswijze en ons antwoord", "text", "Laat leeg als dit al bij de maatregel staat."),
    "zienswijze_until_on": Fill("Zienswijze geven tot en met", "day"),
    "bedrag_reden": Fill("Waarom dit bedrag past", "text"),
    "evenwichtig": Fill("Waarom dit niet te zwaar is", "text", "Alleen als het niet bij de maatregel staat."),
    "herstelmaatregelen": Fill("Wat moet er gebeuren?", "lines", "Eén maatregel op een regel."),
    "begunstiging_until_on": Fill("Hersteltermijn tot en met", "day", "Leeg: er is geen hersteltermijn."),
    "uitvoering_until_on": Fill("Zelf uitvoeren tot en met", "day"),
    "kosten": Fill("Kosten", "text", "In hoeverre de kosten voor de overtreder zijn. Awb artikel 5:25."),
    "spoed_reden": Fill("Waarom dit niet kon wachten", "text"),
    "sluiting_from": Fill("Gesloten vanaf (dag en tijd)", "line", "Zoals: 1 december 2026, 09.00 uur."),
    "sluiting_until": Fill("Gesloten tot (dag en tijd)", "line", "Zoals: 1 maart 2027, 09.00 uur."),
    "vergunning_grond": Fill("Grond in de verordening", "line", "Zoals: APV artikel 3:9, onder b."),
    "periode_from_on": Fill("Vanaf", "day"),
    "periode_until_on": Fill("Tot en met", "day"),
    "stoppen": Fill("Wat moet stoppen?", "lines", "Eén ding op een regel."),
    "eerder_besluit": Fill("Kenmerk van het eerdere besluit", "line"),
    "eerder_besluit_on": Fill("Datum van het eerdere besluit", "day"),
    "constatering": Fill(
        "Wat is er bij de hercontrole gezien?", "text", "Laat leeg: dan staan hier de bevindingen van die controle."
    ),
    "rechthebbenden": Fill("Wie krijgt een afschrift? (hoedanigheid)", "lines", "Eén op een regel, geen namen."),
    "opheffing_reden": Fill("Waarom de maatregel stopt", "text"),
    "opheffing_on": Fill("De maatregel stopt op", "day"),
    "privacy_grond": Fill("Wettelijke grond om dit te vertellen", "line", "Laat leeg als de privacytoets die noemt."),
    "gesprek_at": Fill("Wanneer (dag en tijd)", "line"),
    "gesprek_plaats": Fill("Waar", "line"),
    "gesprek_over": Fill("Waarover", "text"),
    "aanwezig": Fill("Wie waren erbij? (hoedanigheid)", "lines", "Eén op een regel, geen namen."),
    "gezegd": Fill("Wat werd er gezegd?", "text", "Zakelijk en kort. Geen namen van anderen."),
    "bestuursorgaan_reactie": Fill("Onze reactie tijdens het gesprek", "text"),
    "aan": Fill("Adresregels", "lines", "Naam van het bedrijf en postadres. Bij een woning blijft dit leeg."),
    "auteur": Fill("Wie maakt dit op? (naam of nummer, en hoedanigheid)", "line"),
    "eed": Fill("Opgemaakt op", "choice", choices=(("ambtseed", "ambtseed"), ("ambtsbelofte", "ambtsbelofte"))),
    "niet_zelf": Fill(
        "Kan wie binnentrad dit niet zelf opmaken? Schrijf waarom.",
        "line",
        "Alleen voor de teamleider. Leeg als wie binnentrad het verslag opmaakt. Dit staat niet in de brief.",
    ),
    "machtiging_on": Fill("Datum van de machtiging", "day"),
    "machtiging_by": Fill("Machtiging gegeven door (naam en hoedanigheid)", "line"),
    "machtiging_geen": Fill("Waarom er geen machtiging was", "text"),
    "bepalingen": Fill("Wettelijke bepalingen", "lines", "Eén bepaling op een regel."),
    "doel": Fill("Doel van het binnentreden", "line"),
    "buiten": Fill("Wanneer verlieten zij de woning? (dag en tijd)", "line", "Leeg als het bezoek dit al weet."),
    "vergezeld": Fill("Wie gingen mee? (aantal en hoedanigheid)", "line", "Leeg als het bezoek dit al weet."),
    "wijze": Fill("Hoe is er binnengetreden?", "line", "Zoals: door de voordeur, geopend door een slotenmaker."),
    "gebeurd": Fill("Wat is er in de woning gedaan en gebeurd?", "text", "Beschrijf het gebruik van de woning."),
    "aangehouden": Fill("Personen van wie de vrijheid is ontnomen", "line", "Zoals: geen."),
    "in_beslag": Fill("In beslag genomen voorwerpen", "line", "Zoals: geen."),
    "uitzondering": Fill("Zonder legitimatie of doel vooraf: waarom en hoe", "text", "Leeg: niet van toepassing."),
    "dwangbevel_kosten_eur_cents": Fill("Kosten van het dwangbevel", "amount"),
    "rente_from_on": Fill("Wettelijke rente vanaf", "day", "Leeg: de dag na de betalingstermijn."),
    "kosten_eur_cents": Fill("Kosten die de overtreder betaalt", "amount", "Leeg als ze al zijn vastgesteld."),
    "kosten_opbouw": Fill("Waaruit bestaan de kosten?", "lines", "Eén post op een regel, zoals: slotenmaker, € 250."),
    "uitstel_until_on": Fill("Uitstel tot en met", "day", "Leeg als het uitstel al is vastgelegd."),
    "uitstel_voorwaarden": Fill("Onder welke voorwaarden?", "lines", "Eén op een regel."),
    "uitstel_reden": Fill("Waarom dit uitstel", "text"),
    "verlengd_until_on": Fill("Verlengd tot en met", "day", "Leeg als de verlenging al is vastgelegd."),
    "verlengd_reden": Fill("Waarom er meer tijd komt", "text"),
}

OF_BREACH = ("aan", "omschrijving")
OF_BESLUIT = (*OF_BREACH, "motivering", "zienswijze")
WEIGHED = ("evenwichtig",)
ADDRESSED = ("aan",)


ABOUT_LATER = frozenset(
    {"opheffing", "verlenging_termijn", "kostenbeschikking", "uitstel_van_betaling", "rentebeschikking"}
)
"""Besluiten on something else than what was found: its photos do not go along."""


@dataclass(frozen=True)
class LetterKind:
    """One kind of letter. `measure_types` empty: of any measure. `is_besluit`: bezwaar is possible."""

    slug: str
    title: str
    about: About
    freezes: frozenset[str]
    fills: tuple[str, ...]
    measure_types: frozenset[str] = ANY
    is_besluit: bool = False
    is_own_work: bool = False
    """Made by who was there: the verslag and the rapport."""

    @property
    def has_photos(self) -> bool:
        """Whether the photos of what was found go along: with what is decided on them, and with the rapport."""
        return self.slug == "rapport_van_bevindingen" or (self.is_besluit and self.slug not in ABOUT_LATER)


KINDS: dict[str, LetterKind] = {
    kind.slug: kind
    for kind in (
        LetterKind(
            "voornemen",
            "Voornemen",
            "measure",
            MANDATE,
            (*OF_BREACH, "motivering", "herstelmaatregelen", "zienswijze_until_on"),
            IMPOSED,
        ),
        LetterKind(
            "uitnodiging",
            "Uitnodiging voor een gesprek",
            "measure",
            LEADS,
            (*ADDRESSED, "gesprek_at", "gesprek_plaats", "gesprek_over"),
        ),
        LetterKind(
            "verslag_zienswijze",
            "Verslag van de mondelinge zienswijze",
            "measure",
            LEADS,
            (*ADDRESSED, "gesprek_at", "gesprek_plaats", "aanwezig", "gezegd", "bestuursorgaan_reactie"),
            IMPOSED,
        ),
        LetterKind(
            "waarschuwing",
            "Waarschuwing",
            "measure",
            LEADS,
            (*OF_BREACH, "herstelmaatregelen", "begunstiging_until_on"),
            frozenset({"waarschuwing"}),
        ),
        LetterKind(
            "besluit_last_onder_dwangsom",
            "Besluit: last onder dwangsom",
            "measure",
            MANDATE,
            (*OF_BESLUIT, "herstelmaatregelen", "begunstiging_until_on", "bedrag_reden"),
            LASTS,
            True,
        ),
        LetterKind(
            "besluit_last_onder_bestuursdwang",
            "Besluit: last onder bestuursdwang",
            "measure",
            MANDATE,
            (*OF_BESLUIT, *WEIGHED, "herstelmaatregelen", "uitvoering_until_on", "kosten", "rechthebbenden"),
            BESTUURSDWANG,
            True,
        ),
        LetterKind(
            "besluit_spoedeisende_bestuursdwang",
            "Besluit: spoedeisende bestuursdwang",
            "measure",
            MANDATE,
            (*OF_BESLUIT, *WEIGHED, "herstelmaatregelen", "spoed_reden", "kosten", "rechthebbenden"),
            BESTUURSDWANG | CLOSURES,
            True,
        ),
        LetterKind(
            "besluit_sluiting",
            "Besluit: sluiting",
            "measure",
            MANDATE,
            (*OF_BESLUIT, *WEIGHED, "sluiting_from", "sluiting_until", "kosten", "rechthebbenden"),
            CLOSURES,
            True,
        ),
        LetterKind(
            "besluit_schorsing_vergunning",
            "Besluit: schorsing van de vergunning",
            "measure",
            MANDATE,
            (*OF_BESLUIT, *WEIGHED, "vergunning_grond", "periode_from_on", "periode_until_on", "stoppen"),
            frozenset({"schorsing_vergunning"}),
            True,
        ),
        LetterKind(
            "besluit_intrekking_vergunning",
            "Besluit: intrekking van de vergunning",
            "measure",
            MANDATE,
            (*OF_BESLUIT, *WEIGHED, "vergunning_grond", "periode_from_on", "stoppen"),
            frozenset({"intrekking_vergunning"}),
            True,
        ),
        LetterKind(
            "verlenging_termijn",
            "Besluit: meer tijd",
            "measure",
            MANDATE,
            (*ADDRESSED, "eerder_besluit", "eerder_besluit_on", "verlengd_until_on", "verlengd_reden"),
            LASTS | BESTUURSDWANG,
            True,
        ),
        LetterKind(
            "kostenbeschikking",
            "Besluit: kosten van bestuursdwang",
            "measure",
            MANDATE,
            (*ADDRESSED, "eerder_besluit", "eerder_besluit_on", "kosten_eur_cents", "kosten_opbouw", "motivering"),
            BESTUURSDWANG | CLOSURES,
            True,
        ),
        LetterKind(
            "opheffing",
            "Besluit: opheffing van de maatregel",
            "measure",
            MANDATE,
            (*ADDRESSED, "eerder_besluit", "eerder_besluit_on", "opheffing_on", "opheffing_reden"),
            LASTS | BESTUURSDWANG | CLOSURES | {"schorsing_vergunning"},
            True,
        ),
        LetterKind(
            "informeren_eigenaar",
            "Brief aan de eigenaar",
            "measure",
            LEADS,
            (*ADDRESSED, "privacy_grond"),
            frozenset({"informeren_eigenaar"}),
        ),
        LetterKind(
            "mededeling_verbeurte",
            "Mededeling: dwangsom verbeurd",
            "verbeurte",
            LEADS,
            (*ADDRESSED, "eerder_besluit", "eerder_besluit_on", "constatering", "zienswijze_until_on"),
            LASTS,
        ),
        LetterKind(
            "invorderingsbeschikking",
            "Invorderingsbeschikking",
            "verbeurte",
            MANDATE,
            (*ADDRESSED, "eerder_besluit", "eerder_besluit_on", "constatering", "motivering", "zienswijze"),
            LASTS,
            True,
        ),
        LetterKind(
            "uitstel_van_betaling",
            "Besluit: uitstel van betaling",
            "verbeurte",
            MANDATE,
            (*ADDRESSED, "uitstel_until_on", "uitstel_voorwaarden", "uitstel_reden"),
            OWING,
            True,
        ),
        LetterKind(
            "rentebeschikking",
            "Besluit: wettelijke rente",
            "verbeurte",
            MANDATE,
            (*ADDRESSED, "eerder_besluit", "eerder_besluit_on"),
            OWING,
            True,
        ),
        LetterKind(
            "aanmaning", "Aanmaning", "verbeurte", LEADS, (*ADDRESSED, "eerder_besluit", "eerder_besluit_on"), OWING
        ),
        LetterKind(
            "dwangbevel",
            "Dwangbevel",
            "verbeurte",
            MANDATE,
            (*ADDRESSED, "eerder_besluit", "eerder_besluit_on", "dwangbevel_kosten_eur_cents", "rente_from_on"),
            OWING,
        ),
        LetterKind(
            "verslag_van_binnentreden",
            "Verslag van binnentreden",
            "visit",
            MAKERS,
            (
                "auteur",
                "eed",
                "niet_zelf",
                "machtiging_on",
                "machtiging_by",
                "machtiging_geen",
                "bepalingen",
                "doel",
                "wijze",
                "buiten",
                "vergezeld",
                "gebeurd",
                "aangehouden",
                "in_beslag",
                "uitzondering",
            ),
            is_own_work=True,
        ),
        LetterKind(
            "rapport_van_bevindingen",
            "Rapport van bevindingen",
            "visit",
            MAKERS,
            ("auteur", "eed"),
            is_own_work=True,
        ),
    )
}


def kinds_for_measure(measure_type: str) -> list[LetterKind]:
    """Return the letters that a measure of this type can have, in the order of its course."""
    fitting = (kind for kind in KINDS.values() if kind.about != "visit")
    return [kind for kind in fitting if not kind.measure_types or measure_type in kind.measure_types]


def kinds_for_visit() -> list[LetterKind]:
    return [kind for kind in KINDS.values() if kind.about == "visit"]
