"""Lines of the course up to the bekendmaking, those of letters that are no besluit, and longer terms."""

from fieldapp.domain.course.states import (
    BEFORE_APPROVAL,
    BESCHIKKINGEN,
    INFORMEREN,
    INTREKKING,
    LAST_BESTUURSDWANG,
    LAST_DWANGSOM,
    SCHORSING,
    SLUITING,
    UNDER_DECISION,
    WAARSCHUWING,
)
from fieldapp.domain.course.steps import CLOCK, END_TERM, LEAD, LEGAL, MANDATE, REGISTRAR, step

# --- the decision: from voornemen to bekendmaking (Awb titel 3.2, 3.6, 4.1)

DECISION = (
    step(
        "weigh",
        {*BEFORE_APPROVAL, *UNDER_DECISION, "toegepast_besluit_volgt"},
        (),
        ["team_lead", "legal_officer"],
        "Awb art. 3:2, 3:4 lid 2, 3:46",
        "Afweging vastleggen",
        types=BESCHIKKINGEN,
    ),
    step(
        "send_voornemen",
        {"voornemen_klaar"},
        ["voornemen_verzonden"],
        MANDATE,
        "Awb art. 4:8",
        "Voornemen versturen",
        types=BESCHIKKINGEN,
    ),
    step(
        "receive_zienswijze",
        {"voornemen_verzonden", "zienswijze_ontvangen", "zienswijze_verstreken", "besluit_klaar"},
        ["zienswijze_ontvangen"],
        REGISTRAR,
        "Awb art. 4:8, 4:9",
        "Zienswijze vastleggen",
        types=BESCHIKKINGEN,
    ),
    step(
        END_TERM,
        {"voornemen_verzonden"},
        ["zienswijze_verstreken"],
        CLOCK,
        "Awb art. 4:8",
        "Termijn voor de zienswijze is voorbij",
        types=BESCHIKKINGEN,
        term="zienswijze",
    ),
    step(
        "prepare_besluit",
        {"zienswijze_ontvangen", "zienswijze_verstreken"},
        ["besluit_klaar"],
        LEAD,
        "Awb art. 3:46, 4:8",
        "Besluit klaarzetten",
        types=BESCHIKKINGEN,
    ),
    step(
        "sign",
        {"besluit_klaar", "toegepast_besluit_volgt"},
        ["ondertekend"],
        MANDATE,
        "Awb art. 3:46, 10:1 tot 10:12",
        "Besluit ondertekenen",
        types=BESCHIKKINGEN,
        may_stay=True,
    ),
    step(
        "make_known",
        {"ondertekend"},
        ["in_begunstiging", "actief"],
        REGISTRAR,
        "Awb art. 3:40, 3:41",
        "Bekendmaken",
        types=frozenset({LAST_DWANGSOM}),
    ),
    step(
        "make_known",
        {"ondertekend"},
        ["in_uitvoeringstermijn", "toepassing_gepland", "toegepast"],
        REGISTRAR,
        "Awb art. 3:40, 3:41, 5:24 lid 3",
        "Bekendmaken",
        types=frozenset({LAST_BESTUURSDWANG}),
    ),
    step(
        "make_known",
        {"ondertekend"},
        ["aangekondigd", "pand_gesloten", "verzegeld"],
        REGISTRAR,
        "Awb art. 3:40, 3:41, 5:24 lid 3",
        "Bekendmaken",
        types=frozenset({SLUITING}),
    ),
    step(
        "make_known",
        {"ondertekend"},
        ["schorsing_aangekondigd", "geschorst"],
        REGISTRAR,
        "Awb art. 3:40, 3:41",
        "Bekendmaken",
        types=frozenset({SCHORSING}),
    ),
    step(
        "make_known",
        {"ondertekend"},
        ["vergunning_ingetrokken"],
        REGISTRAR,
        "Awb art. 3:40, 3:41",
        "Bekendmaken",
        types=frozenset({INTREKKING}),
    ),
    step(
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
    step(
        "check_privacy",
        {"besluit_klaar"},
        ["privacy_getoetst", "afgezien"],
        LEGAL,
        "AVG art. 5, 6 lid 1 onder e en 9; UAVG art. 22",
        "Privacytoets doen",
        types=frozenset({INFORMEREN}),
    ),
    step(
        "send_letter",
        {"besluit_klaar"},
        ["verzonden"],
        REGISTRAR,
        "Awb art. 4:84; beleidsregel",
        "Waarschuwing versturen",
        types=frozenset({WAARSCHUWING}),
    ),
    step(
        "send_letter",
        {"privacy_getoetst"},
        ["verzonden"],
        REGISTRAR,
        "AVG art. 6 lid 1 onder e",
        "Brief versturen",
        types=frozenset({INFORMEREN}),
    ),
    step(
        END_TERM,
        {"verzonden"},
        ["hersteltermijn_verstreken"],
        CLOCK,
        "beleidsregel",
        "Hersteltermijn is voorbij",
        types=frozenset({WAARSCHUWING}),
        term="herstel",
    ),
    step(
        END_TERM,
        {"verzonden"},
        ["geen_reactie"],
        CLOCK,
        "huisregel",
        "Geen reactie gekomen",
        types=frozenset({INFORMEREN}),
        term="reactie",
    ),
    step(
        "note_reply",
        {"verzonden", "geen_reactie"},
        ["reactie_ontvangen"],
        REGISTRAR,
        "Awb art. 3:2",
        "Reactie vastleggen",
        types=frozenset({INFORMEREN}),
    ),
    step(
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
    step("lengthen_term", {before}, (), by, ground, label, types=types)
    for before, by, ground, label, types in (
        ("voornemen_verzonden", MANDATE, "Awb art. 4:8", "Termijn voor de zienswijze verlengen", BESCHIKKINGEN),
        ("verzonden", LEAD, "Awb art. 4:84; beleidsregel", "Hersteltermijn verlengen", frozenset({WAARSCHUWING})),
        (
            "in_begunstiging",
            MANDATE,
            "Awb art. 5:32a lid 2, 5:34 lid 1",
            "Hersteltermijn verlengen",
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
