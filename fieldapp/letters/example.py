"""An invented case for each kind of letter: with it templates are tried before anything real depends on them."""

from __future__ import annotations

import base64
import hashlib
import io
from dataclasses import replace
from datetime import date
from typing import Any

from PIL import Image

from fieldapp.domain.letter_kinds import FILLS, KINDS, LetterKind
from fieldapp.domain.policy import Policy
from fieldapp.letters.facts import Photo, Sources
from fieldapp.letters.words import Fields

DATED_ON = date(2026, 11, 23)
MONEY_DATED_ON = date(2027, 6, 1)
"""After the term to pay, so that there is interest to speak of."""
VISIT: dict[str, Any] = {
    "premises_id": "p1",
    "visit_kind": "licensed_premises",
    "reason": "routine",
    "opened_at": "2026-11-20T20:14:07Z",
    "closed_at": "2026-11-20T20:52:00Z",
    "leader_id": "i1",
    "co_visitor_ids": ["i2"],
    "legitimation": {"value": "leidinggevende", "at": "2026-11-20T20:15:00Z"},
    "outcome": "afgerond",
    "checklist": "chk-lp@1",
    "findings": {
        "f1": {
            "item": "nooduitgang_vrij",
            "chips": ["versperd"],
            "text": "De nooduitgang achter staat vol kratten.",
            "privacy": "Z",
        },
    },
    "additions": {"a1": {"text": "De kratten stonden er ook bij het weggaan.", "at": "2026-11-20T21:10:00Z"}},
}
ENTERED: dict[str, Any] = {
    **VISIT,
    "visit_kind": "home_address",
    "binnentreden": {
        "b1": {
            "basis": "machtiging",
            "entered_at": "2026-11-19T18:03:00Z",
            "left_at": "2026-11-19T18:41:00Z",
            "purpose": "Controle op het gebruik van de woning",
            "companions": [{"capacity": "politie", "count": 2}, {"capacity": "tolk", "count": 1}],
        }
    },
}
PREMISES: dict[str, Any] = {
    "address": {"text": "Lantaarnkade 12"},
    "premises_type": "raamexploitatie",
    "is_dwelling": False,
    "vergunningen": {"v-2024-101": {"nummer": "V-2024-101", "status": "verleend"}},
}
HOME: dict[str, Any] = {"address": {"text": "Molenstraat 41"}, "premises_type": "woning", "is_dwelling": True}
WEIGHING: dict[str, Any] = {
    "variant": "regulier",
    "herstelmaatregelen": ["Houd de nooduitgang altijd vrij.", "Zorg dat de deur van binnen zonder sleutel opengaat."],
    "permit_number": "v-2024-101",
    "closure_basis": "apv_seksinrichting",
    "duration_reason": "Drie maanden is nodig om het pand bekend te maken als gesloten.",
    "geschikt": "De maatregel maakt een einde aan de overtreding",
    "noodzakelijk": "Een lichtere maatregel hielp eerder niet",
    "evenwichtig": "Niemand woont in het pand en de duur is beperkt",
    "cost_recovery": "geheel",
    "rechthebbenden": ["eigenaar"],
    "starts_on": "2026-12-07",
}
MEASURE: dict[str, Any] = {
    "premises_id": "p1",
    "visit_id": "v1",
    "finding_ids": ["f1"],
    "measure_type": "last_onder_dwangsom",
    "rule_key": "apv.inrichtingseisen",
    "advice": {"result": "maatregel", "amount_eur_cents": 500_000, "max_eur_cents": 2_500_000},
    "addressee": {
        "role": "exploitant",
        "operator": {"name": "Raamverhuur De Lantaarn B.V.", "kvk_nummer": "10734211"},
        "zaak_ref": None,
    },
    "mode": "per_overtreding",
    "amount_eur_cents": 500_000,
    "max_eur_cents": 2_500_000,
    "term_days": 14,
    "duration": {"months": 3},
    "state": "besluit_klaar",
    "weighing": WEIGHING,
    "voornemen": {"sent_on": "2026-11-02"},
    "zienswijzen": {
        "z1": {"received_on": "2026-11-10", "form": "mondeling", "text": "U vindt dat er genoeg ruimte over was."}
    },
    "prepared": {"text": "Dat is niet zo: de deur kon maar half open."},
    "bekendmaking": {"on": "2026-11-24"},
    "privacy_check": {"agrees": True, "legal_basis": "AVG artikel 6, eerste lid, onder e"},
    "application": {"applied_at": "2026-11-20T21:30:00Z", "seal_numbers": ["0417"]},
    "at_once": {"reason": "Er was direct gevaar voor brand.", "at": "2026-11-20T21:30:00Z"},
    "verbeurten": {
        "w1": {
            "forfeited_on": "2026-12-18",
            "amount_eur_cents": 500_000,
            "state": "aangemaand",
            "invordering": {"made_known_on": "2027-02-05"},
            "aanmaning": {"sent_on": "2027-02-22", "fee_eur_cents": 2_000},
        }
    },
    "terms": {"betaling-w1": {"ends_on": "2027-01-29"}},
    "payments": {"b1": {"on": "2027-01-10", "amount_eur_cents": 100_000, "of": "w1", "kind": "betaling"}},
}
FILLED: dict[str, Any] = {
    "motivering": "De regel beschermt iedereen in het pand bij brand. De overtreding is niet de eerste.",
    "omschrijving": "De nooduitgang aan de achterkant is versperd en gaat van binnen niet open.",
    "kosten": "De kosten zijn voor u, want u hebt de overtreding begaan.",
    "vergunning_grond": "APV artikel 3:9, onder b",
    "stoppen": "De verhuur van alle werkplekken.",
    "eerder_besluit": "2026-0007",
    "constatering": "Bij de hercontrole om 22.10 uur stonden er weer kratten voor de nooduitgang.",
    "sluiting_from": "7 december 2026, 09.00 uur",
    "sluiting_until": "7 maart 2027, 09.00 uur",
    "spoed_reden": "Er was direct gevaar voor brand en er waren mensen binnen.",
    "opheffing_reden": "De last gold een jaar en er is geen dwangsom verbeurd.",
    "gesprek_at": "3 december 2026, 10.00 uur",
    "gesprek_plaats": "Stadhuis, kamer 2",
    "gesprek_over": "Over ons voornemen en over uw plannen voor de nooduitgang.",
    "aanwezig": "de exploitant\ntwee medewerkers van de gemeente",
    "gezegd": "De exploitant zegt dat de kratten er maar een uur stonden.",
    "auteur": "toezichthouder met nummer 417",
    "eed": "ambtseed",
    "machtiging_on": "2026-11-18",
    "machtiging_by": "de burgemeester van Voorbeeldstad",
    "bepalingen": "Gemeentewet artikel 149a\nAPV artikel 6:3\nAlgemene wet op het binnentreden artikel 2",
    "wijze": "Door de voordeur, geopend door een slotenmaker",
    "gebeurd": "Wij zagen een woonkamer en drie kamers die als werkruimte zijn ingericht. Er is niets meegenomen.",
    "aangehouden": "Niemand",
    "in_beslag": "Geen voorwerpen",
    "periode_until_on": "2027-01-31",
    "opheffing_on": "2027-12-01",
    "dwangbevel_kosten_eur_cents": 17_500,
    "rente_from_on": "2027-01-30",
    "kosten_eur_cents": 143_250,
    "kosten_opbouw": "Slotenmaker, € 250,00\nTimmerwerk en materiaal, € 982,50\nVoorbereiding na de termijn, € 200,00",
    "uitstel_until_on": "2027-09-01",
    "uitstel_voorwaarden": "U betaalt elke maand € 1.000,00.\nU betaalt voor de eerste dag van de maand.",
    "uitstel_reden": "U liet met cijfers zien dat u het bedrag niet in één keer kunt betalen.",
    "verlengd_until_on": "2027-01-15",
    "verlengd_reden": "De aannemer kan niet eerder beginnen en er is geen gevaar.",
}
FILLED_FOR: dict[str, dict[str, Any]] = {
    "invorderingsbeschikking": {"zienswijze": "U schreef dat u het bedrag te hoog vindt. Het bedrag staat in de last."}
}
"""What one kind of letter alone asks."""
TYPES = {
    "waarschuwing": "waarschuwing",
    "besluit_last_onder_bestuursdwang": "last_onder_bestuursdwang",
    "besluit_spoedeisende_bestuursdwang": "last_onder_bestuursdwang",
    "besluit_sluiting": "sluiting",
    "besluit_schorsing_vergunning": "schorsing_vergunning",
    "besluit_intrekking_vergunning": "intrekking_vergunning",
    "informeren_eigenaar": "informeren_eigenaar",
    "kostenbeschikking": "last_onder_bestuursdwang",
}


def sources(kind: LetterKind, policy: Policy, sender: Fields, **changed: Any) -> Sources:
    """Return the invented case for this kind of letter; `changed` replaces any part."""
    of_visit = kind.about == "visit"
    is_entry = kind.slug == "verslag_van_binnentreden"
    measure = {**MEASURE, "measure_type": TYPES.get(kind.slug, "last_onder_dwangsom")}
    made: dict[str, Any] = {
        "kind": kind,
        "premises": HOME if is_entry else PREMISES,
        "policy": replace(policy, interest={**policy.interest, "checked_through_on": MONEY_DATED_ON.isoformat()}),
        "sender": sender,
        "dated_on": MONEY_DATED_ON if kind.about == "verbeurte" else DATED_ON,
        "measure": {} if of_visit else measure,
        "visit": ENTERED if is_entry else VISIT,
        "checklist": policy.checklists.get("chk-lp@1", {}),
        "filled": {name: FILLED[name] for name in kind.fills if name in FILLED} | FILLED_FOR.get(kind.slug, {}),
        "verbeurte_id": "w1" if kind.about == "verbeurte" else None,
        "number": "2026-0012",
        "signer": "H. Dijkstra",
        "author": "toezichthouder met nummer 417",
        "photos": () if is_entry or not kind.has_photos else (photo(),),
    }
    return Sources(**{**made, **changed})


def photo() -> Photo:
    """Return a grey picture as annex."""
    kept = io.BytesIO()
    Image.new("RGB", (320, 240), (200, 200, 200)).save(kept, "JPEG")
    jpeg = kept.getvalue()
    return Photo("Nooduitgang, 21.20 uur", hashlib.sha256(jpeg).hexdigest(), base64.b64encode(jpeg).decode())


assert set(FILLED) <= set(FILLS) and set(TYPES) <= set(KINDS)
