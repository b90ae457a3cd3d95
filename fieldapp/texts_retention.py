"""The Dutch sentences about keeping and destroying; `texts.py` joins them with its own."""

RETENTION_REASONS: dict[str, str] = {
    "hold.exists": "Dit staat al vast. Vernieuw de pagina.",
    "hold.not_there": "Dit is al losgelaten. Vernieuw de pagina.",
    "destruction.exists": "Dit voorstel is er al. Vernieuw de pagina.",
    "destruction.nothing": "Kies eerst wat weg kan.",
    "destruction.too_many": "Dit zijn er te veel in één keer. Kies er hoogstens 500.",
    "destruction.unknown_rule": "De bewaartabel is veranderd. Vernieuw de pagina en kies opnieuw.",
    "destruction.wrong_state": "Over dit voorstel is al beslist. Vernieuw de pagina.",
    "destruction.own_proposal": "Dit is uw eigen voorstel. Een collega moet meebeslissen.",
    "destruction.changed": "Het voorstel is veranderd. Lees de lijst opnieuw en beslis dan.",
    "destruction.needs_reason": "Schrijf op waarom. Dat blijft bij de stukken.",
}

RETENTION_LABELS: dict[str, dict[str, str]] = {
    "hold_reason": {
        "bezwaar": "Bezwaar",
        "beroep": "Beroep",
        "woo_verzoek": "Verzoek om openbaarheid (Woo)",
        "avg_verzoek": "Verzoek van een betrokkene (AVG)",
        "onderzoek": "Onderzoek of aangifte",
        "anders": "Iets anders",
    },
    "destruction_state": {
        "voorgesteld": "Wacht op een tweede persoon",
        "akkoord": "Akkoord, wordt uitgevoerd",
        "ingetrokken": "Ingetrokken",
        "uitgevoerd": "Uitgevoerd",
    },
    "retention_part": {"document": "Alles", "photos": "Alleen de foto’s"},
    "retained_kind": {
        "premises": "Dossier van een adres",
        "visit": "Controle",
        "measure": "Maatregel",
        "joint_visit": "Samen bezocht",
        "day_list": "Daglijst",
        "letter": "Brief",
        "signaal": "Signaal",
    },
    "operation": {
        "premises.place_hold": "dossier vastgehouden",
        "premises.lift_hold": "dossier losgelaten",
        "premises.forget": "vernietigde stukken uit het dossier",
        "visit.place_hold": "controle vastgehouden",
        "visit.lift_hold": "controle losgelaten",
        "visit.destroy_photos": "foto’s vernietigd",
        "measure.place_hold": "maatregel vastgehouden",
        "measure.lift_hold": "maatregel losgelaten",
        "destruction.propose": "voorstel om te vernietigen",
        "destruction.agree": "akkoord met vernietigen",
        "destruction.withdraw": "vernietigen ingetrokken",
        "destruction.note_done": "vernietiging uitgevoerd",
    },
}
