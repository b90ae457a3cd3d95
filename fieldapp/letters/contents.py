"""What each letter must say, each with its article: checked on the facts first, and again on the letter as it was set.

A content names the facts that it needs (they may not be a gap, and their words must stand in the letter) and fixed
words that must stand there besides. `where` says on which page the office adds what is missing.
Sources: Awb; Awbi; what no statute asks is a rule of the house, so that a reader can answer the letter.
"""

from __future__ import annotations

from dataclasses import dataclass

HOUSE = "Huisregel"
LETTER = "op deze pagina"
MEASURE = "bij de maatregel"
SETTINGS = "in de gegevens van de afzender (beheerder)"


@dataclass(frozen=True)
class Content:
    """One thing that must be in a letter. `when`: a fact that must hold for it to be asked at all."""

    name: str
    article: str
    facts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    where: str = LETTER
    when: str = ""


def _of(
    name: str, article: str, *facts: str, words: tuple[str, ...] = (), where: str = LETTER, when: str = ""
) -> Content:
    return Content(name, article, facts, words, where, when)


EVERY = (
    _of("Wie de brief stuurt", HOUSE, "afzender.gemeente", "afzender.telefoon", where=SETTINGS),
    _of("Kenmerk", HOUSE, "brief.kenmerk"),
    _of("Datum", HOUSE, "brief.datum"),
    _of("Voor wie de brief is", "Awb art. 3:41 lid 1", "aan.regels"),
)
SIGNED = (_of("Naam en functie van wie ondertekent", HOUSE, "ondertekening.naam", "ondertekening.functie"),)
IN_NAME_OF = (
    _of("Namens welk bestuursorgaan", "Awb art. 10:10", "gezag.namens", where=MEASURE),
    *SIGNED,
)
BREACH = (
    _of("De overtreding", "Awb art. 5:9 onder a", "overtreding.omschrijving"),
    _of("Het overtreden voorschrift", "Awb art. 5:9 onder a", "overtreding.artikel", where=MEASURE),
    _of("Plaats en dag van de overtreding", "Awb art. 5:9 onder b", "pand.adres", "bezoek.datum", where=MEASURE),
)
BEZWAAR = (
    _of("Dat bezwaar kan, en door wie", "Awb art. 3:45 lid 1 en 2", words=("bezwaar maken", "belanghebbende")),
    _of("Binnen welke termijn", "Awb art. 3:45 lid 2, 6:7 en 6:8", words=("binnen zes weken na de dag waarop",)),
    _of("Bij welk orgaan", "Awb art. 3:45 lid 2", "gezag.aan", "afzender.postadres", where=SETTINGS),
    _of(
        "Wat in het bezwaarschrift staat",
        "Awb art. 6:5 lid 1",
        words=("uw naam en adres", "de datum", "tegen welk besluit", "waarom u het niet eens bent", "uw handtekening"),
    ),
    _of("Dat het besluit blijft gelden", "Awb art. 6:16", words=("blijft het besluit gelden",)),
    _of(
        "Voorlopige voorziening",
        "Awb art. 8:81",
        "afzender.rechtbank",
        words=("voorlopige voorziening",),
        where=SETTINGS,
    ),
)
REASONED = (
    _of("De motivering", "Awb art. 3:46 en 3:47 lid 1", "afweging.motivering"),
    _of("De wettelijke grondslag", "Awb art. 3:47 lid 2", "grondslag.tekst", where=MEASURE),
    _of("Wat met de zienswijze is gedaan", "Awb art. 4:8, 4:11 en 3:46", "zienswijze.tekst", where=MEASURE),
)
BALANCED = (
    _of("Geschikt", "Awb art. 3:4 lid 2", "afweging.geschikt", where=MEASURE),
    _of("Noodzakelijk", "Awb art. 3:4 lid 2", "afweging.noodzakelijk", where=MEASURE),
    _of("Evenwichtig", "Awb art. 3:4 lid 2", "afweging.evenwichtig", where=MEASURE),
)
COSTS = (
    _of("In hoeverre de kosten worden verhaald", "Awb art. 5:25 lid 1 en 2", "bestuursdwang.kosten", where=MEASURE),
    _of(
        "Aan welke rechthebbenden het besluit gaat",
        "Awb art. 5:24 lid 3",
        "bestuursdwang.rechthebbenden",
        where=MEASURE,
    ),
)
REPAIR = _of("Wat er moet gebeuren", "Awb art. 5:24 lid 1", "last.maatregelen", where=MEASURE)
BESLUIT = (*EVERY, *BREACH, *REASONED, *IN_NAME_OF, *BEZWAAR)
EARLIER = _of("Op welk besluit dit berust", "Awb art. 5:37 lid 1", "eerder.kenmerk", "eerder.datum")

CONTENTS: dict[str, tuple[Content, ...]] = {
    "voornemen": (
        *EVERY,
        *BREACH,
        *IN_NAME_OF,
        _of("Welk besluit wij willen nemen", "Awb art. 4:8 lid 1", "maatregel.naam", where=MEASURE),
        _of("De reden van het voornemen", "Awb art. 4:8 lid 1", "afweging.motivering"),
        _of("Tot wanneer een zienswijze kan", "Awb art. 4:8 lid 1", "termijn.zienswijze"),
        _of("Schriftelijk of mondeling, naar keuze", "Awb art. 4:9", words=("schriftelijk", "mondeling", "u kiest")),
    ),
    "uitnodiging": (
        *EVERY,
        *SIGNED,
        _of("Wanneer en waar", HOUSE, "ingevuld.gesprek_at", "ingevuld.gesprek_plaats"),
        _of("Waarover", "Awb art. 4:8 lid 1", "ingevuld.gesprek_over"),
        _of("Dat schriftelijk ook kan", "Awb art. 4:9", words=("schriftelijk",)),
    ),
    "verslag_zienswijze": (
        *EVERY,
        *SIGNED,
        _of("Wanneer en waar", "Awb art. 4:9", "ingevuld.gesprek_at", "ingevuld.gesprek_plaats"),
        _of("Wie erbij waren, in welke hoedanigheid", HOUSE, "ingevuld.aanwezig"),
        _of("Wat werd gezegd", "Awb art. 3:46 en 4:9", "ingevuld.gezegd"),
        _of("Over welk voornemen", "Awb art. 4:8 lid 1", "maatregel.naam", where=MEASURE),
    ),
    "waarschuwing": (
        *EVERY,
        *BREACH,
        *SIGNED,
        _of("Wat er moet gebeuren", HOUSE, "last.maatregelen"),
        _of("Tot wanneer", HOUSE, "last.begunstiging"),
        _of("Wat er volgt", "Awb art. 4:84 (vaste regels)", words=("handhavingsmatrix",)),
        _of("Waar vragen en hulp terechtkunnen", HOUSE, "afzender.hulp", "afzender.telefoon", where=SETTINGS),
    ),
    "besluit_last_onder_dwangsom": (
        *BESLUIT,
        _of("De herstelmaatregelen", "Awb art. 5:32a lid 1", "last.maatregelen", where=MEASURE),
        _of("De begunstigingstermijn", "Awb art. 5:32a lid 2", "last.begunstiging", where=MEASURE),
        _of("Bedrag en hoe het telt", "Awb art. 5:32b lid 1", "last.bedrag", "last.wijze", where=MEASURE),
        _of("Het maximum", "Awb art. 5:32b lid 2", "last.maximum", where=MEASURE),
        _of("Waarom het bedrag in redelijke verhouding staat", "Awb art. 5:32b lid 3", "last.bedrag_reden"),
        _of("Wanneer betaald moet worden", "Awb art. 5:33", words=("binnen zes weken", "verbeurd")),
    ),
    "besluit_last_onder_bestuursdwang": (
        *BESLUIT,
        *BALANCED,
        *COSTS,
        REPAIR,
        _of("De termijn om zelf uit te voeren", "Awb art. 5:24 lid 2", "bestuursdwang.termijn", where=MEASURE),
    ),
    "besluit_spoedeisende_bestuursdwang": (
        *BESLUIT,
        *BALANCED,
        *COSTS,
        REPAIR,
        _of("Waarom het niet kon wachten", "Awb art. 5:31", "bestuursdwang.spoed_reden"),
        _of(
            "Wanneer bestuursdwang is toegepast",
            "Awb art. 5:31 lid 2",
            "bestuursdwang.toegepast",
            where=MEASURE,
            when="bestuursdwang.is_zeer_spoed",
        ),
    ),
    "besluit_sluiting": (
        *BESLUIT,
        *BALANCED,
        *COSTS,
        _of("Begin en einde van de sluiting", "Awb art. 5:24 lid 1 en 2", "sluiting.vanaf", "sluiting.tot"),
        _of("Waarom deze duur", "Awb art. 3:4 lid 2 en 3:46", "sluiting.duur_reden", where=MEASURE),
    ),
    "besluit_schorsing_vergunning": (
        *BESLUIT,
        *BALANCED,
        _of("De vergunning", "Awb art. 3:46", "pand.vergunningnummer", where=MEASURE),
        _of("De grond", "Awb art. 3:47 lid 2", "vergunning.grond"),
        _of("De periode", "Awb art. 3:46", "vergunning.vanaf", "vergunning.tot_en_met"),
        _of("Wat moet stoppen", "Awb art. 3:46", "vergunning.stoppen"),
    ),
    "besluit_intrekking_vergunning": (
        *BESLUIT,
        *BALANCED,
        _of("De vergunning", "Awb art. 3:46", "pand.vergunningnummer", where=MEASURE),
        _of("De grond", "Awb art. 3:47 lid 2", "vergunning.grond"),
        _of("Vanaf wanneer", "Awb art. 3:46", "vergunning.vanaf"),
        _of("Wat moet stoppen", "Awb art. 3:46", "vergunning.stoppen"),
    ),
    "opheffing": (
        *EVERY,
        *IN_NAME_OF,
        *BEZWAAR,
        _of("Welk besluit stopt", "Awb art. 5:34", "eerder.kenmerk", "eerder.datum"),
        _of("Vanaf wanneer", "Awb art. 5:34", "opheffing.op"),
        _of("De motivering", "Awb art. 3:46 en 3:47 lid 1", "opheffing.reden"),
        _of("De wettelijke grondslag", "Awb art. 3:47 lid 2", "opheffing.grond"),
    ),
    "verlenging_termijn": (
        *EVERY,
        *IN_NAME_OF,
        *BEZWAAR,
        _of("Van welk besluit", "Awb art. 5:32a lid 2", "eerder.kenmerk", "eerder.datum"),
        _of("Tot wanneer", "Awb art. 5:24 lid 2 en 5:32a lid 2", "verlengd.tot_en_met"),
        _of("De motivering", "Awb art. 3:46 en 3:47 lid 1", "verlengd.reden"),
        _of("De wettelijke grondslag", "Awb art. 3:47 lid 2", "verlengd.grond", where=MEASURE),
    ),
    "kostenbeschikking": (
        *EVERY,
        *IN_NAME_OF,
        *BEZWAAR,
        _of("Op welk besluit dit berust", "Awb art. 5:25 lid 2", "eerder.kenmerk", "eerder.datum"),
        _of("Wanneer is uitgevoerd", "Awb art. 5:25 lid 1 en 6", "bestuursdwang.toegepast", where=MEASURE),
        _of("Waaruit de kosten bestaan", "Awb art. 5:25 lid 1, 3 en 4", "kosten.opbouw"),
        _of("Het te betalen bedrag", "Awb art. 4:86 lid 2 onder a en 5:25 lid 6", "kosten.bedrag"),
        _of("Wanneer betaald moet zijn", "Awb art. 4:86 lid 2 onder b en 4:87 lid 1", "kosten.betaal_voor"),
        _of("Waarheen", "Awb art. 4:89 lid 1", "afzender.rekening", where=SETTINGS),
        _of("De motivering", "Awb art. 3:46 en 3:47 lid 1", "afweging.motivering"),
        _of("Waarom er vooraf geen zienswijze was", "Awb art. 4:12", words=("4:12",)),
        _of("De wettelijke grondslag", "Awb art. 3:47 lid 2", words=("5:25",)),
    ),
    "uitstel_van_betaling": (
        *EVERY,
        *IN_NAME_OF,
        *BEZWAAR,
        _of("Voor welk bedrag", "Awb art. 4:94 lid 1", "geld.waarvoor", where=MEASURE),
        _of("Voor welke termijn", "Awb art. 4:94 lid 3", "uitstel.tot_en_met"),
        _of("Onder welke voorwaarden", "Awb art. 4:94 lid 4", "uitstel.voorwaarden"),
        _of("Of er rente is over het uitstel", "Awb art. 4:101", "uitstel.rente", where=MEASURE),
        _of("Wanneer het uitstel stopt", "Awb art. 4:96", words=("trekken wij het uitstel in",)),
        _of("De motivering", "Awb art. 3:46 en 3:47 lid 1", "uitstel.reden"),
    ),
    "rentebeschikking": (
        *EVERY,
        *IN_NAME_OF,
        *BEZWAAR,
        _of("Over welk bedrag", "Awb art. 4:97", "geld.waarvoor", where=MEASURE),
        _of("Vanaf en tot en met wanneer", "Awb art. 4:97 en 4:98", "rente.vanaf", "rente.tot_en_met", where=MEASURE),
        _of("Hoe de rente is berekend", "Awb art. 3:46 en 4:99", "rente.opbouw", where=MEASURE),
        _of("Het te betalen bedrag", "Awb art. 4:86 lid 2 onder a en 4:99", "rente.bedrag", where=MEASURE),
        _of("Wanneer betaald moet zijn", "Awb art. 4:86 lid 2 onder b en 4:87 lid 1", "rente.betaal_voor"),
        _of("Waarheen", "Awb art. 4:89 lid 1", "afzender.rekening", where=SETTINGS),
        _of("Waarom er vooraf geen zienswijze was", "Awb art. 4:12", words=("4:12",)),
        _of("De wettelijke grondslag", "Awb art. 3:47 lid 2", words=("4:99",)),
    ),
    "informeren_eigenaar": (
        *EVERY,
        *SIGNED,
        _of("Om welk pand het gaat en wanneer", HOUSE, "pand.adres", "bezoek.datum", where=MEASURE),
        _of("Welk voorschrift", HOUSE, "overtreding.artikel", where=MEASURE),
        _of("De grond om dit te vertellen", "AVG art. 6", "privacy.grond"),
    ),
    "mededeling_verbeurte": (
        *EVERY,
        *SIGNED,
        _of("Op welk besluit dit berust", "Awb art. 5:33", "eerder.kenmerk", "eerder.datum"),
        _of("Hoeveel en sinds wanneer", "Awb art. 5:33", "geld.bedrag", "geld.verbeurd_op", where=MEASURE),
        _of("Wat er is gezien", "Awb art. 3:46", "geld.constatering"),
        _of("Wanneer betaald moet zijn", "Awb art. 5:33", "geld.betaal_voor", where=MEASURE),
        _of("Waarheen", "Awb art. 4:89 lid 1", "afzender.rekening", where=SETTINGS),
        _of("Zienswijze over het invorderen", "Awb art. 4:8 lid 1", "termijn.zienswijze"),
    ),
    "invorderingsbeschikking": (
        *EVERY,
        *IN_NAME_OF,
        *BEZWAAR,
        EARLIER,
        _of("Het te betalen bedrag", "Awb art. 4:86 lid 2 onder a en 5:37", "geld.bedrag", where=MEASURE),
        _of("Wanneer betaald moet zijn", "Awb art. 4:86 lid 2 onder b en 5:33", "geld.betaal_voor", where=MEASURE),
        _of("Waarheen", "Awb art. 4:89 lid 1", "afzender.rekening", where=SETTINGS),
        _of("Wanneer en waardoor verbeurd", "Awb art. 5:33 en 3:46", "geld.verbeurd_op", "geld.constatering"),
        _of("De motivering", "Awb art. 3:46 en 3:47 lid 1", "afweging.motivering"),
        _of("Wat met de zienswijze is gedaan", "Awb art. 4:8, 4:12 en 3:46", "zienswijze.tekst", where=MEASURE),
        _of("De wettelijke grondslag", "Awb art. 3:47 lid 2", words=("5:37",)),
    ),
    "aanmaning": (
        *EVERY,
        *SIGNED,
        _of("De beschikking die is uitgebleven", "Awb art. 4:112 lid 1", "geld.beschikking_op", where=MEASURE),
        _of("Het openstaande bedrag", "Awb art. 4:112 lid 1", "geld.openstaand", where=MEASURE),
        _of("Twee weken", "Awb art. 4:112 lid 1", words=("binnen twee weken na de dag waarop",)),
        _of("De vergoeding voor de aanmaning", "Awb art. 4:113", "geld.vergoeding", "geld.samen", where=MEASURE),
        _of("Wat er anders volgt", "Awb art. 4:112 lid 3", words=("dwangbevel", "kosten")),
        _of("Waarheen", "Awb art. 4:89 lid 1", "afzender.rekening", where=SETTINGS),
    ),
    "dwangbevel": (
        *EVERY,
        *IN_NAME_OF,
        _of("Bovenaan het woord dwangbevel", "Awb art. 4:122 lid 1 onder a", words=("dwangbevel",)),
        _of("De hoofdsom", "Awb art. 4:122 lid 1 onder b", "geld.openstaand", where=MEASURE),
        _of("De beschikking", "Awb art. 4:122 lid 1 onder c", "geld.beschikking_op", "eerder.kenmerk", where=MEASURE),
        _of("De kosten", "Awb art. 4:122 lid 1 onder d", "geld.dwangbevel_kosten"),
        _of(
            "Uitvoering op kosten van de schuldenaar",
            "Awb art. 4:122 lid 1 onder e",
            words=("op uw kosten", "ten uitvoer"),
        ),
        _of("De vergoeding voor de aanmaning", "Awb art. 4:122 lid 2 onder a", "geld.vergoeding", where=MEASURE),
        _of("De dag waarop de rente ingaat", "Awb art. 4:122 lid 2 onder b", "geld.rente_vanaf"),
    ),
    "verslag_van_binnentreden": (
        *EVERY,
        _of("Op ambtseed of ambtsbelofte, met dagtekening", "Awbi art. 10 lid 1", "verslag.eed", "brief.datum"),
        _of("Naam of nummer en hoedanigheid van de opsteller", "Awbi art. 10 lid 2 onder a", "verslag.auteur"),
        _of(
            "Datum van de machtiging, naam en hoedanigheid van wie haar gaf",
            "Awbi art. 10 lid 2 onder b",
            "verslag.machtiging_datum",
            "verslag.machtiging_door",
            when="verslag.met_machtiging",
        ),
        _of(
            "Waarom er geen machtiging was",
            "Awbi art. 2 lid 3 en 10 lid 2 onder g",
            "verslag.machtiging_geen",
            when="verslag.is_gevaar",
        ),
        _of("Wettelijke bepalingen", "Awbi art. 10 lid 2 onder c", "verslag.bepalingen"),
        _of("Doel", "Awbi art. 10 lid 2 onder c", "verslag.doel"),
        _of("Plaats van de woning", "Awbi art. 10 lid 2 onder d", "pand.adres", where=MEASURE),
        _of("Naam van de bewoner (open blok voor het zaaksysteem)", "Awbi art. 10 lid 2 onder d", "verslag.bewoner"),
        _of("Wijze van binnentreden", "Awbi art. 10 lid 2 onder e", "verslag.wijze"),
        _of("Tijd van binnentreden", "Awbi art. 10 lid 2 onder e", "verslag.binnen", where="bij de controle"),
        _of("Tijd van verlaten", "Awbi art. 10 lid 2 onder e", "verslag.buiten", where="bij de controle"),
        _of("Wat is verricht en voorgevallen", "Awbi art. 10 lid 2 onder f", "verslag.gebeurd"),
        _of("Aantal en hoedanigheid van wie meegingen", "Awbi art. 10 lid 2 onder f", "verslag.vergezeld"),
        _of("Wie van de vrijheid is beroofd", "Awbi art. 10 lid 2 onder f", "verslag.aangehouden"),
        _of("Welke voorwerpen in beslag zijn genomen", "Awbi art. 10 lid 2 onder f", "verslag.in_beslag"),
        _of("Reden en wijze van art. 1 lid 2 of 2 lid 3", "Awbi art. 10 lid 2 onder g", "verslag.uitzondering"),
        _of(
            "Aan wie het verslag gaat, en uiterlijk wanneer",
            "Awbi art. 11 lid 1",
            "verslag.aan_wie",
            "verslag.uiterlijk",
        ),
        _of("Afschrift voor de bewoner", "Awbi art. 11 lid 2 en 3", "verslag.beschikbaar_tot", words=("zes maanden",)),
    ),
    "rapport_van_bevindingen": (
        *EVERY[:3],
        _of("Wie het opmaakt, in welke hoedanigheid", "Awb art. 5:11 en 3:2", "verslag.auteur"),
        _of("Op ambtseed of ambtsbelofte", HOUSE, "verslag.eed"),
        _of("Plaats", "Awb art. 3:2 en 5:9 onder b", "pand.adres"),
        _of("Dag en tijd", "Awb art. 3:2 en 5:9 onder b", "bezoek.datum", "bezoek.begin", "bezoek.einde"),
        _of("Legitimatie", "Awb art. 5:12", "bezoek.legitimatie", where="bij de controle"),
        _of("Wat is gezien", "Awb art. 3:2", "bevindingen", where="bij de controle", when="bevindingen"),
    ),
}
