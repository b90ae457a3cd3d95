"""What can happen with a measure after its approval: three state machines as tables, one line for each act.

`state` is what happens with the measure itself, `rechtsmiddel` whether it can still be contested (bezwaar does not
suspend, Awb art. 6:16, so both run beside each other), and each verbeurte has a state of its own. A line names the
states before, the states that may come out, the role, the article and the words on the button. The rules read the
same table, `next_steps.py` shows it, `tools/machines.py` draws it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fieldapp.domain.errors import Refused

LAST_DWANGSOM, LAST_BESTUURSDWANG, SLUITING = "last_onder_dwangsom", "last_onder_bestuursdwang", "sluiting"
SCHORSING, INTREKKING = "schorsing_vergunning", "intrekking_vergunning"
WAARSCHUWING, INFORMEREN, GEEN = "waarschuwing", "informeren_eigenaar", "geen_maatregel"

BESCHIKKINGEN = frozenset({LAST_DWANGSOM, LAST_BESTUURSDWANG, SLUITING, SCHORSING, INTREKKING})
"""Besluiten against someone's interest: voornemen, mandate, bekendmaking, bezwaar (Awb art. 1:3 lid 2, 4:8)."""
BESTUURSDWANG = frozenset({LAST_BESTUURSDWANG, SLUITING})
LETTERS = frozenset({WAARSCHUWING, INFORMEREN})
"""No besluiten: a letter goes out, and nobody can make bezwaar (Awb art. 1:3)."""

BEFORE_APPROVAL = frozenset({"voorgesteld", "teruggegeven"})
UNDER_DECISION = frozenset(
    {"voornemen_klaar", "voornemen_verzonden", "zienswijze_ontvangen", "zienswijze_verstreken", "besluit_klaar"}
)
CLOSED_DOOR = frozenset({"pand_gesloten", "verzegeld", "verlengd"})
LAST_BINDS = frozenset({"in_begunstiging", "actief", "verbeurd_deels"})
IN_FORCE: Mapping[str, frozenset[str]] = {
    LAST_DWANGSOM: LAST_BINDS,
    LAST_BESTUURSDWANG: frozenset({"in_uitvoeringstermijn", "toepassing_gepland", "toegepast"}),
    SLUITING: CLOSED_DOOR | {"aangekondigd", "verbroken_zegel", "heropend_tijdelijk"},
    SCHORSING: frozenset({"schorsing_aangekondigd", "geschorst"}),
    INTREKKING: frozenset({"vergunning_ingetrokken"}),
}
"""States in which the besluit binds its addressee."""
BINDING = frozenset().union(*IN_FORCE.values())

ENDS = frozenset({"afgezien", "ingetrokken_voorstel", "vernietigd", "afgesloten"})
"""Nothing follows: the period of keeping counts from here."""
OPEN_REMEDY = frozenset(
    {
        "bezwaartermijn_loopt",
        "bezwaar_lopend",
        "beroepstermijn_loopt",
        "beroep_lopend",
        "hoger_beroepstermijn_loopt",
        "hoger_beroep_lopend",
    }
)
REMEDY_ENDS = frozenset({"onherroepelijk", "vernietigd"})
VERBEURTE_ENDS = frozenset({"betaald", "afgezien", "verjaard", "vervallen"})
UNPAID = frozenset(
    {
        "geconstateerd",
        "mededeling_verzonden",
        "invordering_voornemen",
        "ingevorderd_besloten",
        "aangemaand",
        "dwangbevel",
    }
)
AFTER_INVORDERING = frozenset({"ingevorderd_besloten", "aangemaand", "dwangbevel"})

STATE, REMEDY, VERBEURTE = "state", "rechtsmiddel", "verbeurte"


@dataclass(frozen=True)
class Step:
    """One line. `to` empty: the state stays. `types` empty: measures of every type. `by` roles; `system` is the clock."""

    act: str
    before: frozenset[str]
    to: tuple[str, ...]
    by: frozenset[str]
    ground: str
    label: str
    types: frozenset[str] = frozenset()
    track: str = STATE
    term: str | None = None
    """For an act of the clock: the kind of term that ends."""
    may_stay: bool = False
    """What was seen or paid decides whether the state changes at all."""


def _step(
    act: str, before: Iterable[str], to: Iterable[str], by: Iterable[str], ground: str, label: str, **more: Any
) -> Step:
    return Step(act, frozenset(before), tuple(to), frozenset(by), ground, label, **more)


LEAD, MANDATE, REGISTRAR, LEGAL, CLOCK = ["team_lead"], ["mandate_holder"], ["registrar"], ["legal_officer"], ["system"]
END_TERM = "end_term"

# --- the decision: from voornemen to bekendmaking (Awb titel 3.2, 3.6, 4.1)

DECISION = (
    _step(
        "weigh",
        {*BEFORE_APPROVAL, *UNDER_DECISION, "toegepast_besluit_volgt"},
        (),
        ["team_lead", "legal_officer"],
        "Awb art. 3:2, 3:4 lid 2, 3:46",
        "Afweging vastleggen",
        types=BESCHIKKINGEN,
    ),
    _step(
        "send_voornemen",
        {"voornemen_klaar"},
        ["voornemen_verzonden"],
        MANDATE,
        "Awb art. 4:8",
        "Voornemen versturen",
        types=BESCHIKKINGEN,
    ),
    _step(
        "receive_zienswijze",
        {"voornemen_verzonden", "zienswijze_ontvangen", "zienswijze_verstreken", "besluit_klaar"},
        ["zienswijze_ontvangen"],
        REGISTRAR,
        "Awb art. 4:8, 4:9",
        "Zienswijze vastleggen",
        types=BESCHIKKINGEN,
    ),
    _step(
        END_TERM,
        {"voornemen_verzonden"},
        ["zienswijze_verstreken"],
        CLOCK,
        "Awb art. 4:8",
        "Termijn voor de zienswijze is voorbij",
        types=BESCHIKKINGEN,
        term="zienswijze",
    ),
    _step(
        "prepare_besluit",
        {"zienswijze_ontvangen", "zienswijze_verstreken"},
        ["besluit_klaar"],
        LEAD,
        "Awb art. 3:46, 4:8",
        "Besluit klaarzetten",
        types=BESCHIKKINGEN,
    ),
    _step(
        "sign",
        {"besluit_klaar", "toegepast_besluit_volgt"},
        ["ondertekend"],
        MANDATE,
        "Awb art. 3:46, 10:1 tot 10:12",
        "Besluit ondertekenen",
        types=BESCHIKKINGEN,
        may_stay=True,
    ),
    _step(
        "make_known",
        {"ondertekend"},
        ["in_begunstiging", "actief"],
        REGISTRAR,
        "Awb art. 3:40, 3:41",
        "Bekendmaken",
        types=frozenset({LAST_DWANGSOM}),
    ),
    _step(
        "make_known",
        {"ondertekend"},
        ["in_uitvoeringstermijn", "toepassing_gepland", "toegepast"],
        REGISTRAR,
        "Awb art. 3:40, 3:41, 5:24 lid 3",
        "Bekendmaken",
        types=frozenset({LAST_BESTUURSDWANG}),
    ),
    _step(
        "make_known",
        {"ondertekend"},
        ["aangekondigd", "pand_gesloten", "verzegeld"],
        REGISTRAR,
        "Awb art. 3:40, 3:41, 5:24 lid 3",
        "Bekendmaken",
        types=frozenset({SLUITING}),
    ),
    _step(
        "make_known",
        {"ondertekend"},
        ["schorsing_aangekondigd", "geschorst"],
        REGISTRAR,
        "Awb art. 3:40, 3:41",
        "Bekendmaken",
        types=frozenset({SCHORSING}),
    ),
    _step(
        "make_known",
        {"ondertekend"},
        ["vergunning_ingetrokken"],
        REGISTRAR,
        "Awb art. 3:40, 3:41",
        "Bekendmaken",
        types=frozenset({INTREKKING}),
    ),
    _step(
        "decline",
        {*UNDER_DECISION, "privacy_getoetst", "ondertekend", "toegepast_besluit_volgt"},
        ["afgezien"],
        LEAD,
        "beginselplicht tot handhaving; Awb art. 3:46",
        "Afzien van de maatregel",
    ),
)

# --- letters that are no besluit

LETTER_STEPS = (
    _step(
        "check_privacy",
        {"besluit_klaar"},
        ["privacy_getoetst", "afgezien"],
        LEGAL,
        "AVG art. 5, 6 lid 1 onder e en 9; UAVG art. 22",
        "Privacytoets doen",
        types=frozenset({INFORMEREN}),
    ),
    _step(
        "send_letter",
        {"besluit_klaar"},
        ["verzonden"],
        REGISTRAR,
        "Awb art. 4:84; beleidsregel",
        "Waarschuwing versturen",
        types=frozenset({WAARSCHUWING}),
    ),
    _step(
        "send_letter",
        {"privacy_getoetst"},
        ["verzonden"],
        REGISTRAR,
        "AVG art. 6 lid 1 onder e",
        "Brief versturen",
        types=frozenset({INFORMEREN}),
    ),
    _step(
        END_TERM,
        {"verzonden"},
        ["hersteltermijn_verstreken"],
        CLOCK,
        "beleidsregel",
        "Hersteltermijn is voorbij",
        types=frozenset({WAARSCHUWING}),
        term="herstel",
    ),
    _step(
        END_TERM,
        {"verzonden"},
        ["geen_reactie"],
        CLOCK,
        "huisregel",
        "Geen reactie gekomen",
        types=frozenset({INFORMEREN}),
        term="reactie",
    ),
    _step(
        "note_reply",
        {"verzonden", "geen_reactie"},
        ["reactie_ontvangen"],
        REGISTRAR,
        "Awb art. 3:2",
        "Reactie vastleggen",
        types=frozenset({INFORMEREN}),
    ),
    _step(
        "note_hercontrole",
        {"verzonden", "hersteltermijn_verstreken"},
        ["opgevolgd"],
        LEAD,
        "Awb art. 3:2",
        "Uitkomst van de hercontrole vastleggen",
        types=frozenset({WAARSCHUWING}),
        may_stay=True,
    ),
)

# --- more time, where the length of a term was set by the municipality itself

LONGER_STEPS = tuple(
    _step("lengthen_term", {before}, (), by, ground, label, types=types)
    for before, by, ground, label, types in (
        ("voornemen_verzonden", MANDATE, "Awb art. 4:8", "Termijn voor de zienswijze verlengen", BESCHIKKINGEN),
        ("verzonden", LEAD, "Awb art. 4:84; beleidsregel", "Hersteltermijn verlengen", frozenset({WAARSCHUWING})),
        (
            "in_begunstiging",
            MANDATE,
            "Awb art. 5:32a lid 2, 5:34 lid 1",
            "Begunstigingstermijn verlengen",
            frozenset({LAST_DWANGSOM}),
        ),
        (
            "in_uitvoeringstermijn",
            MANDATE,
            "Awb art. 5:24 lid 2, 3:4 lid 2",
            "Termijn om zelf te herstellen verlengen",
            frozenset({LAST_BESTUURSDWANG}),
        ),
    )
)

# --- last onder dwangsom (Awb afdeling 5.3.2)

DWANGSOM_STEPS = (
    _step(
        END_TERM,
        {"in_begunstiging"},
        ["actief"],
        CLOCK,
        "Awb art. 5:32a lid 2, 5:33",
        "Begunstigingstermijn is voorbij",
        types=frozenset({LAST_DWANGSOM}),
        term="begunstiging",
    ),
    _step(
        "note_hercontrole",
        LAST_BINDS,
        ["uitgewerkt"],
        LEAD,
        "Awb art. 5:32a lid 1, 3:2",
        "Uitkomst van de hercontrole vastleggen",
        types=frozenset({LAST_DWANGSOM}),
        may_stay=True,
    ),
    _step(
        "forfeit",
        {"actief", "verbeurd_deels"},
        ["verbeurd_deels", "maximum_bereikt"],
        LEAD,
        "Awb art. 5:32b, 5:33",
        "Verbeurte vaststellen",
        types=frozenset({LAST_DWANGSOM}),
    ),
)

# --- last onder bestuursdwang, in its three variants (Awb afdeling 5.3.1)

BESTUURSDWANG_STEPS = (
    _step(
        "note_hercontrole",
        {"in_uitvoeringstermijn"},
        ["nagekomen", "toepassing_gepland"],
        LEAD,
        "Awb art. 5:24 lid 2",
        "Uitkomst van de hercontrole vastleggen",
        types=frozenset({LAST_BESTUURSDWANG}),
    ),
    _step(
        "apply_at_once",
        {"voorgesteld"},
        ["toegepast_besluit_volgt"],
        MANDATE,
        "Awb art. 5:31 lid 2",
        "Direct toepassen: besluit volgt",
        types=BESTUURSDWANG,
    ),
    _step(
        "apply",
        {"toepassing_gepland"},
        ["toegepast"],
        MANDATE,
        "Awb art. 5:21, 5:27 tot 5:30",
        "Bestuursdwang toepassen",
        types=frozenset({LAST_BESTUURSDWANG}),
    ),
    _step(
        "end_application",
        {"toegepast"},
        ["beeindigd"],
        LEAD,
        "Awb art. 5:21",
        "Toepassing beëindigen",
        types=frozenset({LAST_BESTUURSDWANG}),
    ),
    _step(
        "fix_costs",
        {"beeindigd", "ingetrokken", "opgeheven"},
        ["kosten_vastgesteld"],
        MANDATE,
        "Awb art. 5:25",
        "Kosten vaststellen",
        types=frozenset({LAST_BESTUURSDWANG}),
    ),
    _step(
        "fix_costs",
        {"opgeheven", "ingetrokken"},
        ["kosten_vastgesteld"],
        MANDATE,
        "Awb art. 5:25",
        "Kosten vaststellen",
        types=frozenset({SLUITING}),
    ),
    *(
        _step(
            "waive_costs",
            before,
            (),
            MANDATE,
            "Awb art. 5:25 lid 1, 3:4 lid 2",
            "Afzien van de kosten",
            types=frozenset({measure_type}),
        )
        for measure_type, before in (
            (LAST_BESTUURSDWANG, {"beeindigd", "ingetrokken", "opgeheven", "kosten_vastgesteld"}),
            (SLUITING, {"opgeheven", "ingetrokken", "kosten_vastgesteld"}),
        )
    ),
    *(
        _step(act, {"kosten_vastgesteld"}, (), MANDATE, ground, label, types=BESTUURSDWANG)
        for act, ground, label in (
            ("defer_payment", "Awb art. 4:94, 4:101", "Uitstel van betaling geven"),
            ("end_deferral", "Awb art. 4:96", "Uitstel van betaling intrekken"),
        )
    ),
    _step(
        "record_payment",
        {"vernietigd"},
        (),
        REGISTRAR,
        "Awb art. 5:25, 4:89",
        "Terugbetaling van de kosten boeken",
        types=BESTUURSDWANG,
    ),
    _step(
        "record_payment",
        {"kosten_vastgesteld"},
        ["kosten_geind"],
        REGISTRAR,
        "Awb art. 4:87, 4:89",
        "Betaling van de kosten boeken",
        types=BESTUURSDWANG,
        may_stay=True,
    ),
    _step(
        "record_payment",
        {"kosten_geind"},
        ["kosten_vastgesteld"],
        REGISTRAR,
        "Awb art. 4:87, 4:89",
        "Terugbetaling van de kosten boeken",
        types=BESTUURSDWANG,
        may_stay=True,
    ),
)

# --- sluiting (Gemeentewet art. 125, 174, 174a; Opiumwet art. 13b; the by-law)

SLUITING_STEPS = (
    _step(
        "close_premises",
        {"aangekondigd"},
        ["pand_gesloten", "verzegeld"],
        MANDATE,
        "Awb art. 5:21, 5:27, 5:28",
        "Pand sluiten",
        types=frozenset({SLUITING}),
    ),
    _step(
        "seal",
        {"pand_gesloten", "verlengd", "verbroken_zegel"},
        ["verzegeld"],
        LEAD,
        "Awb art. 5:28",
        "Verzegelen",
        types=frozenset({SLUITING}),
    ),
    _step(
        "report_broken_seal",
        {"verzegeld"},
        ["verbroken_zegel"],
        LEAD,
        "Awb art. 5:28; Wetboek van Strafrecht art. 199",
        "Verbroken zegel melden",
        types=frozenset({SLUITING}),
    ),
    _step(
        "reopen_for_a_while",
        CLOSED_DOOR,
        ["heropend_tijdelijk"],
        MANDATE,
        "Awb art. 3:4 lid 2",
        "Tijdelijk openen",
        types=frozenset({SLUITING}),
    ),
    _step(
        "close_again",
        {"heropend_tijdelijk"},
        ["pand_gesloten", "verzegeld"],
        LEAD,
        "Awb art. 5:21, 5:28",
        "Weer sluiten",
        types=frozenset({SLUITING}),
    ),
    _step(
        "extend_closure",
        CLOSED_DOOR,
        ["verlengd", "verzegeld"],
        MANDATE,
        "Gemeentewet art. 174a lid 3; Awb art. 3:46",
        "Sluiting verlengen",
        types=frozenset({SLUITING}),
    ),
    _step(
        END_TERM,
        CLOSED_DOOR | {"verbroken_zegel", "heropend_tijdelijk"},
        ["opgeheven"],
        CLOCK,
        "het besluit; Awb art. 3:40",
        "De duur van de sluiting is voorbij",
        types=frozenset({SLUITING}),
        term="sluiting",
    ),
)

# --- the permit (the by-law)

PERMIT_STEPS = (
    _step(
        END_TERM,
        {"schorsing_aangekondigd"},
        ["geschorst"],
        CLOCK,
        "het besluit",
        "De schorsing begint",
        types=frozenset({SCHORSING}),
        term="begin_schorsing",
    ),
    _step(
        END_TERM,
        {"geschorst"},
        ["schorsing_afgelopen"],
        CLOCK,
        "het besluit",
        "De schorsing is voorbij",
        types=frozenset({SCHORSING}),
        term="schorsing",
    ),
)

# --- what can happen to every besluit that binds

LIFTED_FROM = {
    LAST_DWANGSOM: (
        frozenset({"in_begunstiging", "actief", "verbeurd_deels", "maximum_bereikt", "opgeschort"}),
        "opgeheven",
    ),
    LAST_BESTUURSDWANG: (frozenset({"in_uitvoeringstermijn", "toepassing_gepland", "opgeschort"}), "opgeheven"),
    SLUITING: (CLOSED_DOOR | {"aangekondigd", "verbroken_zegel", "heropend_tijdelijk", "opgeschort"}, "opgeheven"),
    SCHORSING: (frozenset({"schorsing_aangekondigd", "geschorst", "opgeschort"}), "schorsing_afgelopen"),
}
SUSPENDED_FROM = {
    LAST_DWANGSOM: LAST_BINDS,
    LAST_BESTUURSDWANG: frozenset({"in_uitvoeringstermijn", "toepassing_gepland"}),
    SLUITING: CLOSED_DOOR | {"aangekondigd"},
    SCHORSING: frozenset({"schorsing_aangekondigd", "geschorst"}),
    INTREKKING: frozenset({"vergunning_ingetrokken"}),
}

OVER_MEANWHILE = {SLUITING: frozenset({"opgeheven"}), SCHORSING: frozenset({"schorsing_afgelopen"})}
"""Where the duration may have passed while it was suspended."""

BINDING_STEPS = (
    *(
        _step(
            "lift",
            before,
            [to],
            MANDATE,
            "Awb art. 5:34" if measure_type == LAST_DWANGSOM else "Awb art. 3:4 lid 2",
            "Opheffen",
            types=frozenset({measure_type}),
        )
        for measure_type, (before, to) in LIFTED_FROM.items()
    ),
    *(
        _step(
            "suspend",
            before,
            ["opgeschort"],
            ["mandate_holder", "legal_officer"],
            "Awb art. 5:34 lid 1, 6:16, 8:81",
            "Opschorten",
            types=frozenset({measure_type}),
        )
        for measure_type, before in SUSPENDED_FROM.items()
    ),
    *(
        _step(
            "resume",
            {"opgeschort"},
            sorted(before | OVER_MEANWHILE.get(measure_type, frozenset())),
            ["mandate_holder", "legal_officer"],
            "Awb art. 5:34 lid 1, 8:81",
            "Weer laten gelden",
            types=frozenset({measure_type}),
        )
        for measure_type, before in SUSPENDED_FROM.items()
    ),
    *(
        _step(
            END_TERM,
            {"opgeschort"},
            sorted(before | OVER_MEANWHILE.get(measure_type, frozenset())),
            CLOCK,
            "Awb art. 5:34 lid 1, 8:81",
            "De opschorting is voorbij",
            types=frozenset({measure_type}),
            term="opschorting",
        )
        for measure_type, before in SUSPENDED_FROM.items()
    ),
    *(
        _step(
            "revoke",
            states | {"opgeschort"} | ({"maximum_bereikt"} if measure_type == LAST_DWANGSOM else set()),
            ["ingetrokken"],
            MANDATE,
            "Awb art. 5:38" if measure_type == LAST_DWANGSOM else "Awb art. 3:4 lid 2",
            "Besluit intrekken",
            types=frozenset({measure_type}),
        )
        for measure_type, states in IN_FORCE.items()
    ),
)

CLOSED_FROM = {
    WAARSCHUWING: ("opgevolgd", "hersteltermijn_verstreken", "verzonden"),
    INFORMEREN: ("reactie_ontvangen", "geen_reactie"),
    LAST_DWANGSOM: ("uitgewerkt", "maximum_bereikt", "opgeheven", "ingetrokken"),
    LAST_BESTUURSDWANG: ("nagekomen", "beeindigd", "kosten_vastgesteld", "kosten_geind", "opgeheven", "ingetrokken"),
    SLUITING: ("opgeheven", "kosten_vastgesteld", "kosten_geind", "ingetrokken"),
    SCHORSING: ("schorsing_afgelopen", "ingetrokken"),
    INTREKKING: ("vergunning_ingetrokken", "ingetrokken"),
}
CLOSING_STEPS = tuple(
    _step(
        "close", before, ["afgesloten"], LEAD, "Awb art. 3:46; Archiefwet", "Afsluiten", types=frozenset({measure_type})
    )
    for measure_type, before in CLOSED_FROM.items()
)

# --- the second track: bezwaar, beroep, hoger beroep (Awb hoofdstuk 6, 7 en 8)

REMEDY_STEPS = (
    _step(
        "receive_bezwaar",
        {"bezwaartermijn_loopt", "onherroepelijk"},
        ["bezwaar_lopend"],
        ["legal_officer", "registrar"],
        "Awb art. 6:4, 6:7 tot 6:11",
        "Bezwaar vastleggen",
        types=BESCHIKKINGEN,
        track=REMEDY,
        may_stay=True,
    ),
    _step(
        "receive_bezwaar",
        OPEN_REMEDY - {"bezwaartermijn_loopt"},
        (),
        ["legal_officer", "registrar"],
        "Awb art. 6:4, 6:7 tot 6:11",
        "Nog een bezwaar vastleggen",
        types=BESCHIKKINGEN,
        track=REMEDY,
    ),
    _step(
        END_TERM,
        {"bezwaartermijn_loopt"},
        ["onherroepelijk"],
        CLOCK,
        "Awb art. 6:7, 6:9 lid 2",
        "De bezwaartermijn is voorbij",
        types=BESCHIKKINGEN,
        track=REMEDY,
        term="bezwaar",
    ),
    _step(
        "postpone_bezwaar",
        {"bezwaar_lopend"},
        (),
        LEGAL,
        "Awb art. 7:10 lid 3",
        "Beslissing op bezwaar verdagen",
        types=BESCHIKKINGEN,
        track=REMEDY,
    ),
    _step(
        "decide_bezwaar",
        {"bezwaar_lopend"},
        ["beroepstermijn_loopt", "onherroepelijk", "vernietigd"],
        LEGAL,
        "Awb art. 7:11, 7:12",
        "Beslissing op bezwaar vastleggen",
        types=BESCHIKKINGEN,
        track=REMEDY,
        may_stay=True,
    ),
    _step(
        "decide_bezwaar",
        (OPEN_REMEDY | {"onherroepelijk"}) - {"bezwaartermijn_loopt", "bezwaar_lopend"},
        ["vernietigd"],
        LEGAL,
        "Awb art. 7:11, 7:12",
        "Beslissing op een later bezwaar vastleggen",
        types=BESCHIKKINGEN,
        track=REMEDY,
        may_stay=True,
    ),
    _step(
        END_TERM,
        {"beroepstermijn_loopt"},
        ["onherroepelijk"],
        CLOCK,
        "Awb art. 6:7, 6:9 lid 2",
        "De beroepstermijn is voorbij",
        types=BESCHIKKINGEN,
        track=REMEDY,
        term="beroep",
    ),
    _step(
        "receive_beroep",
        {"beroepstermijn_loopt"},
        ["beroep_lopend"],
        LEGAL,
        "Awb art. 8:1, 6:7",
        "Beroep vastleggen",
        types=BESCHIKKINGEN,
        track=REMEDY,
    ),
    _step(
        "receive_beroep",
        {"hoger_beroepstermijn_loopt"},
        ["hoger_beroep_lopend"],
        LEGAL,
        "Awb art. 8:104, 6:7, 6:24",
        "Hoger beroep vastleggen",
        types=BESCHIKKINGEN,
        track=REMEDY,
    ),
    _step(
        "decide_beroep",
        {"beroep_lopend"},
        ["hoger_beroepstermijn_loopt", "onherroepelijk", "vernietigd"],
        LEGAL,
        "Awb art. 8:70, 8:72",
        "Uitspraak op beroep vastleggen",
        types=BESCHIKKINGEN,
        track=REMEDY,
    ),
    _step(
        END_TERM,
        {"hoger_beroepstermijn_loopt"},
        ["onherroepelijk"],
        CLOCK,
        "Awb art. 6:7, 6:24",
        "De termijn voor hoger beroep is voorbij",
        types=BESCHIKKINGEN,
        track=REMEDY,
        term="hoger_beroep",
    ),
    _step(
        "decide_beroep",
        {"hoger_beroep_lopend"},
        ["onherroepelijk", "vernietigd"],
        LEGAL,
        "Awb art. 8:70, 8:72, 8:108",
        "Uitspraak op hoger beroep vastleggen",
        types=BESCHIKKINGEN,
        track=REMEDY,
    ),
)

# --- the money of one verbeurte (Awb titel 4.4, art. 5:33 tot 5:37a)

VERBEURTE_STEPS = tuple(
    _step(
        act,
        before,
        to,
        by,
        ground,
        label,
        types=frozenset({LAST_DWANGSOM}),
        track=VERBEURTE,
        term=term,
        may_stay=act == "record_payment" and bool(to),
    )
    for act, before, to, by, ground, label, term in (
        (
            "notify_verbeurte",
            {"geconstateerd"},
            ["mededeling_verzonden"],
            REGISTRAR,
            "Awb art. 5:33",
            "Verbeurte meedelen",
            None,
        ),
        (
            "announce_invordering",
            {"geconstateerd", "mededeling_verzonden"},
            ["invordering_voornemen"],
            MANDATE,
            "Awb art. 4:8",
            "Voornemen tot invordering versturen",
            None,
        ),
        (
            "decide_invordering",
            {"geconstateerd", "mededeling_verzonden", "invordering_voornemen"},
            ["ingevorderd_besloten"],
            MANDATE,
            "Awb art. 5:37, 5:37a",
            "Invordering besluiten",
            None,
        ),
        (
            "remind",
            {"ingevorderd_besloten"},
            ["aangemaand"],
            REGISTRAR,
            "Awb art. 4:112, 4:113",
            "Aanmanen",
            None,
        ),
        (
            "issue_dwangbevel",
            {"aangemaand"},
            ["dwangbevel"],
            MANDATE,
            "Awb art. 5:10 lid 2, 4:114 tot 4:117",
            "Dwangbevel uitvaardigen",
            None,
        ),
        ("record_payment", UNPAID, ["betaald"], REGISTRAR, "Awb art. 4:89, 5:33", "Betaling boeken", None),
        (
            "record_payment",
            {"betaald"},
            sorted(UNPAID),
            REGISTRAR,
            "Awb art. 4:89",
            "Terugbetaling boeken",
            None,
        ),
        (
            "record_payment",
            VERBEURTE_ENDS - {"betaald"},
            (),
            REGISTRAR,
            "Awb art. 4:89",
            "Betaling of terugbetaling boeken",
            None,
        ),
        (
            "waive_verbeurte",
            UNPAID,
            ["afgezien"],
            MANDATE,
            "Awb art. 3:4 lid 2, 5:37",
            "Afzien van invordering",
            None,
        ),
        (
            "interrupt_verjaring",
            UNPAID,
            (),
            MANDATE,
            "Awb art. 4:105, 4:110",
            "Verjaring stuiten",
            None,
        ),
        (
            "defer_payment",
            UNPAID,
            (),
            MANDATE,
            "Awb art. 4:94, 4:101, 4:111",
            "Uitstel van betaling geven",
            None,
        ),
        ("end_deferral", UNPAID, (), MANDATE, "Awb art. 4:96", "Uitstel van betaling intrekken", None),
        (
            "fix_interest",
            UNPAID,
            (),
            MANDATE,
            "Awb art. 4:97 tot 4:99",
            "Wettelijke rente vaststellen",
            None,
        ),
        (
            "fix_interest",
            {"betaald"},
            sorted(UNPAID),
            MANDATE,
            "Awb art. 4:97 tot 4:99",
            "Wettelijke rente vaststellen",
            None,
        ),
        (END_TERM, UNPAID, ["verjaard"], CLOCK, "Awb art. 5:35", "De vordering is verjaard", "verjaring"),
    )
)

STEPS: tuple[Step, ...] = (
    *DECISION,
    *LETTER_STEPS,
    *LONGER_STEPS,
    *DWANGSOM_STEPS,
    *BESTUURSDWANG_STEPS,
    *SLUITING_STEPS,
    *PERMIT_STEPS,
    *BINDING_STEPS,
    *CLOSING_STEPS,
    *REMEDY_STEPS,
    *VERBEURTE_STEPS,
)
ACTS = tuple(dict.fromkeys(step.act for step in STEPS if step.act != END_TERM))


def steps_from(measure: Mapping[str, Any], track: str = STATE, state: str | None = None) -> list[Step]:
    """Return the lines that start from where this measure stands on a track (`state`: of one verbeurte)."""
    now = state if state is not None else measure.get(track)
    measure_type = measure.get("measure_type")
    return [
        step
        for step in STEPS
        if step.track == track and now in step.before and (not step.types or measure_type in step.types)
    ]


def step_of(act: str, measure: Mapping[str, Any], track: str = STATE, state: str | None = None) -> Step:
    """Return the line of an act from where the measure stands. Refused: measure.not_now."""
    for step in steps_from(measure, track, state):
        if step.act == act:
            return step
    raise Refused("measure.not_now")


def step_of_clock(kind: str, measure: Mapping[str, Any], state: str | None = None) -> Step | None:
    """Return what the end of a term of this kind does, from where the measure stands; None: nothing changes."""
    for track in (STATE, REMEDY):
        for step in steps_from(measure, track):
            if step.term == kind:
                return step
    if state is None:
        return None
    return next((step for step in steps_from(measure, VERBEURTE, state) if step.term == kind), None)
