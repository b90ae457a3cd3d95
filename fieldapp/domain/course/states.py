"""The types of measures, and the states in which a measure, its rechtsmiddel or a verbeurte can be, by what they mean."""

from collections.abc import Mapping

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
        "opnieuw_beslissen",
    }
)
TO_DECIDE = frozenset({"bezwaar_lopend", "opnieuw_beslissen"})
"""A decision on bezwaar is due: the first, or another since a judge annulled the one before (Awb art. 8:72 lid 4)."""
REVOKED = frozenset({"vernietigd_beroep_kan", "vernietigd_beroep_loopt"})
"""Revoked in bezwaar, and somebody else with an interest in it may go to the rechtbank, or did (Awb art. 1:2, 8:1)."""
MAY_REVIVE = REVOKED | {"vernietigd_hoger_beroep_kan", "vernietigd_hoger_beroep_loopt"}
"""That, or the rechtbank annulled it and hoger beroep may come, or did: gone, but not for good."""
REMEDY_ENDS = frozenset({"onherroepelijk", "vernietigd"})
FORFEITED = frozenset({"verbeurd_deels", "maximum_bereikt"})
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
FIXED = frozenset({"kosten_vastgesteld", "kosten_geind"})
AFTER_INVORDERING = frozenset({"ingevorderd_besloten", "aangemaand", "dwangbevel"})

STATE, REMEDY, VERBEURTE = "state", "rechtsmiddel", "verbeurte"
CLAIM_REMEDY = "rechtsmiddel_geld"
"""What only a besluit about money knows, beside the lines of `REMEDY`: it is contested with the besluit under it."""
