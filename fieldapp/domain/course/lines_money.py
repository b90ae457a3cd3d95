"""Lines of the money of a verbeurte and of the costs of bestuursdwang (Awb titel 4.4 and afdeling 5.3.2)."""

from fieldapp.domain.course.states import (
    AFTER_INVORDERING,
    BESTUURSDWANG,
    LAST_DWANGSOM,
    UNPAID,
    VERBEURTE,
    VERBEURTE_ENDS,
)
from fieldapp.domain.course.steps import CLOCK, END_TERM, MANDATE, REGISTRAR, step

DWANGINVORDERING = (
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
)
"""Collecting what is not paid, of a verbeurte and of costs alike (Awb afd. 4.4.4)."""

VERBEURTE_STEPS = tuple(
    step(
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
        *DWANGINVORDERING,
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

COSTS_STEPS = tuple(
    step(act, before, to, by, ground, label, types=BESTUURSDWANG, track=VERBEURTE, term=term)
    for act, before, to, by, ground, label, term in (
        *DWANGINVORDERING,
        ("interrupt_verjaring", AFTER_INVORDERING, (), MANDATE, "Awb art. 4:105, 4:110", "Verjaring stuiten", None),
        (
            "fix_interest",
            AFTER_INVORDERING,
            (),
            MANDATE,
            "Awb art. 4:97 tot 4:99",
            "Wettelijke rente vaststellen",
            None,
        ),
        (
            "fix_interest",
            {"betaald"},
            sorted(AFTER_INVORDERING),
            MANDATE,
            "Awb art. 4:97 tot 4:99",
            "Wettelijke rente vaststellen",
            None,
        ),
        (
            END_TERM,
            AFTER_INVORDERING,
            ["verjaard"],
            CLOCK,
            "Awb art. 4:104",
            "De vordering is verjaard",
            "verjaring_kosten",
        ),
    )
)
"""The costs of bestuursdwang are collected as a verbeurte is; how far it has come follows from what is recorded."""
