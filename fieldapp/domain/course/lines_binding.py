"""Lines of the course of every besluit that binds: lifted, revoked, suspended, closed."""

from fieldapp.domain.course.states import (
    CLOSED_DOOR,
    IN_FORCE,
    INFORMEREN,
    INTREKKING,
    LAST_BESTUURSDWANG,
    LAST_BINDS,
    LAST_DWANGSOM,
    SCHORSING,
    SLUITING,
    WAARSCHUWING,
)
from fieldapp.domain.course.steps import CLOCK, END_TERM, LEAD, MANDATE, step

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
    SLUITING: CLOSED_DOOR | {"aangekondigd", "verbroken_zegel", "heropend_tijdelijk"},
    SCHORSING: frozenset({"schorsing_aangekondigd", "geschorst"}),
    INTREKKING: frozenset({"vergunning_ingetrokken"}),
}

OVER_MEANWHILE = {
    SLUITING: frozenset({"opgeheven"}),
    SCHORSING: frozenset({"schorsing_afgelopen"}),
    LAST_DWANGSOM: frozenset({"maximum_bereikt"}),
}
"""Where the duration may have passed, or the maximum was found reached before, while it was suspended."""

BINDING_STEPS = (
    *(
        step(
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
        step(
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
        step(
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
        step(
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
        step(
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
    step(
        "close", before, ["afgesloten"], LEAD, "Awb art. 3:46; Archiefwet", "Afsluiten", types=frozenset({measure_type})
    )
    for measure_type, before in CLOSED_FROM.items()
)
