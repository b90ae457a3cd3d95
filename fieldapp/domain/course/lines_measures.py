"""Lines of the course of each type of besluit: last onder dwangsom, last onder bestuursdwang, sluiting, the permit."""

from fieldapp.domain.course.states import (
    BESTUURSDWANG,
    CLOSED_DOOR,
    LAST_BESTUURSDWANG,
    LAST_BINDS,
    LAST_DWANGSOM,
    SCHORSING,
    SLUITING,
)
from fieldapp.domain.course.steps import CLOCK, END_TERM, LEAD, MANDATE, REGISTRAR, step

# --- last onder dwangsom (Awb afdeling 5.3.2)

DWANGSOM_STEPS = (
    step(
        END_TERM,
        {"in_begunstiging"},
        ["actief"],
        CLOCK,
        "Awb art. 5:32a lid 2, 5:33",
        "Hersteltermijn is voorbij",
        types=frozenset({LAST_DWANGSOM}),
        term="begunstiging",
    ),
    step(
        "note_hercontrole",
        LAST_BINDS,
        ["uitgewerkt"],
        LEAD,
        "Awb art. 5:32a lid 1, 3:2",
        "Uitkomst van de hercontrole vastleggen",
        types=frozenset({LAST_DWANGSOM}),
        may_stay=True,
    ),
    step(
        "forfeit",
        {"actief", "verbeurd_deels"},
        ["verbeurd_deels", "maximum_bereikt"],
        LEAD,
        "Awb art. 5:32b, 5:33",
        "Verbeurte vaststellen",
        types=frozenset({LAST_DWANGSOM}),
    ),
    step(
        "forfeit",
        {"opgeschort", "uitgewerkt", "opgeheven", "ingetrokken"},
        (),
        LEAD,
        "Awb art. 5:32b, 5:33",
        "Verbeurte van eerder vaststellen",
        types=frozenset({LAST_DWANGSOM}),
    ),
)

TO_GIVE_BACK = frozenset({"beeindigd", "opgeheven", "ingetrokken", "afgesloten"})
"""Costs that were paid may go back here: nothing stands fixed any more, or a late bezwaar was right after all. What still
comes in is booked too, and goes back."""

# --- last onder bestuursdwang, in its three variants (Awb afdeling 5.3.1)

BESTUURSDWANG_STEPS = (
    step(
        "note_hercontrole",
        {"in_uitvoeringstermijn"},
        ["nagekomen", "toepassing_gepland"],
        LEAD,
        "Awb art. 5:24 lid 2",
        "Uitkomst van de hercontrole vastleggen",
        types=frozenset({LAST_BESTUURSDWANG}),
    ),
    step(
        "apply_at_once",
        {"voorgesteld"},
        ["toegepast_besluit_volgt"],
        MANDATE,
        "Awb art. 5:31 lid 2",
        "Direct toepassen: besluit volgt",
        types=BESTUURSDWANG,
    ),
    step(
        "apply",
        {"toepassing_gepland"},
        ["toegepast"],
        MANDATE,
        "Awb art. 5:21, 5:27 tot 5:30",
        "Bestuursdwang toepassen",
        types=frozenset({LAST_BESTUURSDWANG}),
    ),
    step(
        "end_application",
        {"toegepast"},
        ["beeindigd"],
        LEAD,
        "Awb art. 5:21",
        "Toepassing beëindigen",
        types=frozenset({LAST_BESTUURSDWANG}),
    ),
    step(
        "fix_costs",
        {"beeindigd", "ingetrokken", "opgeheven"},
        ["kosten_vastgesteld"],
        MANDATE,
        "Awb art. 5:25",
        "Kosten vaststellen",
        types=frozenset({LAST_BESTUURSDWANG}),
    ),
    step(
        "fix_costs",
        {"opgeheven", "ingetrokken"},
        ["kosten_vastgesteld"],
        MANDATE,
        "Awb art. 5:25",
        "Kosten vaststellen",
        types=frozenset({SLUITING}),
    ),
    *(
        step(
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
        step(act, {"kosten_vastgesteld"}, (), MANDATE, ground, label, types=BESTUURSDWANG)
        for act, ground, label in (
            ("defer_payment", "Awb art. 4:94, 4:101", "Uitstel van betaling geven"),
            ("end_deferral", "Awb art. 4:96", "Uitstel van betaling intrekken"),
        )
    ),
    *(
        step(
            "record_payment",
            before,
            (),
            REGISTRAR,
            "Awb art. 5:25, 4:89",
            "Betaling of terugbetaling van de kosten boeken",
            types=types,
        )
        for types, before in (
            (BESTUURSDWANG, {"vernietigd", *TO_GIVE_BACK} - {"beeindigd"}),
            (frozenset({LAST_BESTUURSDWANG}), {"beeindigd"}),
        )
    ),
    step(
        "record_payment",
        {"kosten_vastgesteld"},
        ["kosten_geind"],
        REGISTRAR,
        "Awb art. 4:87, 4:89",
        "Betaling van de kosten boeken",
        types=BESTUURSDWANG,
        may_stay=True,
    ),
    step(
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
    step(
        "close_premises",
        {"aangekondigd"},
        ["pand_gesloten", "verzegeld"],
        MANDATE,
        "Awb art. 5:21, 5:27, 5:28",
        "Pand sluiten",
        types=frozenset({SLUITING}),
    ),
    step(
        "seal",
        {"pand_gesloten", "verlengd", "verbroken_zegel"},
        ["verzegeld"],
        LEAD,
        "Awb art. 5:28",
        "Verzegelen",
        types=frozenset({SLUITING}),
    ),
    step(
        "report_broken_seal",
        {"verzegeld"},
        ["verbroken_zegel"],
        LEAD,
        "Awb art. 5:28; Wetboek van Strafrecht art. 199",
        "Verbroken zegel melden",
        types=frozenset({SLUITING}),
    ),
    step(
        "reopen_for_a_while",
        CLOSED_DOOR,
        ["heropend_tijdelijk"],
        MANDATE,
        "Awb art. 3:4 lid 2",
        "Tijdelijk openen",
        types=frozenset({SLUITING}),
    ),
    step(
        "close_again",
        {"heropend_tijdelijk"},
        ["pand_gesloten", "verzegeld"],
        LEAD,
        "Awb art. 5:21, 5:28",
        "Weer sluiten",
        types=frozenset({SLUITING}),
    ),
    step(
        "extend_closure",
        CLOSED_DOOR,
        ["verlengd", "verzegeld"],
        MANDATE,
        "Gemeentewet art. 174a lid 3; Awb art. 3:46",
        "Sluiting verlengen",
        types=frozenset({SLUITING}),
    ),
    step(
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
    step(
        END_TERM,
        {"schorsing_aangekondigd"},
        ["geschorst"],
        CLOCK,
        "het besluit",
        "De schorsing begint",
        types=frozenset({SCHORSING}),
        term="begin_schorsing",
    ),
    step(
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
