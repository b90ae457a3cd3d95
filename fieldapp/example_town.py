"""The invented municipality of the example: addresses in open water, businesses and staff that do not exist.

No person in a premises is named; homes have an address and nothing else.
"""

from typing import NamedTuple

MUNICIPALITY = {"name": "Voorbeeldstad", "code": "9998"}

CENTRUM, NOORD = "centrum", "noord"
MENSENHANDEL, WIJKAGENT = "mensenhandel", "wijkagent"

UNITS = {
    CENTRUM: ("Toezicht Centrum", "team"),
    NOORD: ("Toezicht Noord", "team"),
    MENSENHANDEL: ("Team mensenhandel", "police"),
    WIJKAGENT: ("Wijkagent", "police"),
}


class Staff(NamedTuple):
    login: str
    name: str
    roles: tuple[str, ...]
    teams: tuple[str, ...] = ()
    unit: str | None = None


STAFF = (
    Staff("a.admin", "A. Kuiper", ("administrator",)),
    Staff("s.deboer", "S. de Boer", ("inspector",), (CENTRUM,)),
    Staff("m.visser", "M. Visser", ("inspector",), (CENTRUM,)),
    Staff("r.smit", "R. Smit", ("inspector",), (CENTRUM,)),
    Staff("t.kaya", "T. Kaya", ("inspector",), (CENTRUM,)),
    Staff("j.mulder", "J. Mulder", ("inspector",), (NOORD,)),
    Staff("f.peters", "F. Peters", ("inspector",), (NOORD,)),
    Staff("k.bakker", "K. Bakker", ("team_lead", "inspector"), (CENTRUM,)),
    Staff("n.vos", "N. Vos", ("team_lead",), (CENTRUM,)),
    Staff("l.jansen", "L. Jansen", ("team_lead",), (NOORD,)),
    Staff("h.dijkstra", "H. Dijkstra", ("mandate_holder",)),
    Staff("e.meijer", "E. Meijer", ("registrar",)),
    Staff("p.hendriks", "P. Hendriks", ("legal_officer",)),
    Staff("politie.mensenhandel", "Politie, mensenhandel", ("police",), (), MENSENHANDEL),
    Staff("politie.wijk", "Politie, wijkagent", ("police",), (), WIJKAGENT),
)
PAIRS = ((CENTRUM, "s.deboer", "m.visser"), (CENTRUM, "r.smit", "t.kaya"), (NOORD, "j.mulder", "f.peters"))


class Place(NamedTuple):
    """One address. Without `number` there is no permit; without `business` it is a home or an unlicensed premises."""

    text: str
    bag: str
    """The last nine digits of the BAG id; object and address id have the same."""
    lat: float
    lon: float
    team: str
    premises_type: str
    business: str | None = None
    kvk: str | None = None
    number: str | None = None
    valid_until_on: str | None = None
    werkplekken: int | None = None
    leidinggevenden: int | None = None


PLACES = (
    Place("Lantaarnkade 12", "000000013", 52.577696, 5.314011, CENTRUM, "raamexploitatie",
          "Raamverhuur De Lantaarn B.V.", "10734211", "V-2024-101", "2027-03-01", 8, 2),
    Place("Lantaarnkade 18", "000000019", 52.577696, 5.314197, CENTRUM, "raamexploitatie",
          "Kade 18 Verhuur", "11468422", "V-2025-102", "2027-03-01", 6, 3),
    Place("Lantaarnkade 22", "000000023", 52.577696, 5.314321, CENTRUM, "raamexploitatie",
          "Raamverhuur De Lantaarn B.V.", "10734211", "V-2023-103", None, 5, 1),
    Place("Lantaarnkade 30", "000000032", 52.577696, 5.314569, CENTRUM, "raamexploitatie",
          "Ramen aan de Kade V.O.F.", "12936844", "V-2024-104", "2027-06-15", 7, 2),
    Place("Havenweg 88", "000000545", 52.577739, 5.320249, CENTRUM, "massagesalon",
          "Massagehuis Havenzicht", "13671055", "V-2025-105", None, 4, 3),
    Place("Havenweg 60", "000000516", 52.577738, 5.319381, CENTRUM, "prive_huis_club",
          "Huize Zestig", "14405266", "V-2023-106", None, 5, 1),
    Place("Havenweg 12", "000000463", 52.577737, 5.317894, CENTRUM, "prive_huis_club",
          "Club Café L'Étoile B.V.", "15139477", "V-2024-107", None, 12, 2),
    Place("Noordergracht 5", "000000605", 52.577801, 5.318968, CENTRUM, "prive_huis_club",
          "Noordzicht Exploitatie", "15873688", "V-2025-108", "2026-06-15", 4, 3),
    Place("Singel 118", "000000874", 52.577602, 5.324022, CENTRUM, "sekstheater",
          "Theater Singel B.V.", "16607899", "V-2023-109", None, 3, 1),
    Place("Singel 230", "000000991", 52.577604, 5.327492, CENTRUM, "massagesalon",
          "Salon Orchidée", "17342110", "V-2024-110", "2027-03-01", 3, 2),
    Place("Kerkpad 9", "000001149", 52.577853, 5.321919, CENTRUM, "escortbedrijf",
          "Escortbureau Noord B.V.", "18076321", "V-2025-111", "2027-03-01", None, 3),
    Place("Stationsplein 5", "000000306", 52.577821, 5.316269, CENTRUM, "hotel",
          "Hotel Stationszicht", "18810532", "V-2023-112", None, None, 1),
    Place("Singel 41", "000000793", 52.577726, 5.321636, CENTRUM, "massagesalon",
          "Massage Aan de Singel", "19102030", "V-2025-120", "2028-01-01", 3, 1),
    Place("Zonnestraat 14", "000002104", 52.577628, 5.341794, NOORD, "massagesalon",
          "Salon Zonnestraat", "20203041", "V-2025-201", "2028-01-01", 4, 2),
    Place("Smedenplein 6", "000003196", 52.578735, 5.317797, NOORD, "prive_huis_club",
          "Huize Smeden", "20203052", "V-2024-202", None, 6, 2),
    Place("Visplein 4", "000004394", 52.578790, 5.349497, NOORD, "sekstheater",
          "Theater Visplein B.V.", "20203063", "V-2024-203", "2027-09-01", 2, 1),
    Place("Havenweg 31", "000000486", 52.577863, 5.318482, NOORD, "raamexploitatie",
          "Ramen Havenweg V.O.F.", "20203074", "V-2025-204", "2028-01-01", 5, 2),
    Place("Stationsplein 9", "000000310", 52.577821, 5.316392, CENTRUM, "hotel"),
    Place("Molenstraat 88", "000000244", 52.577709, 5.317538, CENTRUM, "overig"),
    Place("Noordergracht 61", "000000663", 52.577802, 5.320703, NOORD, "overig"),
    Place("Molenstraat 7", "000000157", 52.577833, 5.315028, CENTRUM, "woning"),
    Place("Molenstraat 41-2", "000000192", 52.577834, 5.316081, CENTRUM, "woning"),
    Place("Parkweg 14", "000001304", 52.577647, 5.323252, CENTRUM, "woning"),
    Place("Kerkpad 21", "000001161", 52.577853, 5.322291, CENTRUM, "woning"),
    Place("Singel 77", "000000830", 52.577727, 5.322752, CENTRUM, "woning"),
    Place("Weverssteeg 4", "000001444", 52.577652, 5.324422, CENTRUM, "woning"),
    Place("Graanhof 12", "000001552", 52.577667, 5.327240, CENTRUM, "woning"),
    Place("Hazelweg 8", "000001648", 52.577718, 5.329689, CENTRUM, "woning"),
    Place("Nieuwehof 3", "000001693", 52.577712, 5.330893, CENTRUM, "woning"),
    Place("Jasmijnstraat 17", "000001759", 52.577796, 5.332759, CENTRUM, "woning"),
    Place("Boterweg 6", "000001796", 52.577643, 5.333550, CENTRUM, "woning"),
    Place("Lantaarnkade 45", "000000048", 52.577823, 5.315033, CENTRUM, "woning"),
    Place("Tulpenplein 2", "000001943", 52.577759, 5.337512, NOORD, "woning"),
    Place("Eikenweg 31", "000002021", 52.577800, 5.339685, NOORD, "woning"),
    Place("Waterhof 9", "000002149", 52.577715, 5.342976, NOORD, "woning"),
    Place("Iepenkade 26", "000002066", 52.577738, 5.340828, NOORD, "woning"),
    Place("Langelaan 7", "000003098", 52.578808, 5.315162, NOORD, "woning"),
    Place("Rozenstraat 33", "000003374", 52.578846, 5.322655, NOORD, "woning"),
    Place("Wilgenweg 11", "000004053", 52.578938, 5.340525, NOORD, "woning"),
    Place("Abelstraat 2", "000005442", 52.579806, 5.324382, NOORD, "woning"),
    Place("Bakkerssingel 15", "000003956", 52.578937, 5.337850, NOORD, "woning"),
    Place("Zuiderkade 20", "000003661", 52.578672, 5.330181, NOORD, "woning"),
)  # fmt: skip


class Call(NamedTuple):
    """One visit: where, how long ago, by whom, and how it went.

    `ending` is an outcome, or `bezig` for a visit that goes on. `failed` is the item that was not in
    order with the chips of its finding.
    """

    key: str
    place: str
    days_ago: int
    clock: str
    leader: str
    company: str
    ending: str = "afgerond"
    failed: tuple[str, ...] = ()
    text: str | None = None
    reason: str = "routine"


CALLS = (
    Call("lk12_feb", "Lantaarnkade 12", 282, "20:10", "s.deboer", "m.visser"),
    Call("lk18", "Lantaarnkade 18", 40, "21:02", "r.smit", "t.kaya"),
    Call("lk22", "Lantaarnkade 22", 260, "21:40", "s.deboer", "m.visser"),
    Call("lk30_old", "Lantaarnkade 30", 75, "22:05", "r.smit", "t.kaya"),
    Call("hw12", "Havenweg 12", 33, "20:31", "s.deboer", "m.visser"),
    Call("hw60_old", "Havenweg 60", 61, "21:15", "s.deboer", "m.visser"),
    Call("si118_old", "Singel 118", 120, "19:55", "r.smit", "t.kaya"),
    Call("sp5", "Stationsplein 5", 90, "22:10", "r.smit", "t.kaya"),
    Call("kp9_old", "Kerkpad 9", 150, "14:05", "s.deboer", "m.visser"),
    Call("zs14", "Zonnestraat 14", 14, "20:45", "j.mulder", "f.peters"),
    Call("sm6", "Smedenplein 6", 45, "21:20", "j.mulder", "f.peters"),
    Call("lk12", "Lantaarnkade 12", 1, "21:14", "s.deboer", "m.visser", "afgerond",
         ("nooduitgang_vrij", "versperd", "op_slot"), "Dozen voor de deur. De deur zat op slot.", "hercontrole"),
    Call("hw88", "Havenweg 88", 1, "20:30", "m.visser", "s.deboer", "afgerond",
         ("hygiene_in_orde", "niet_schoon"), "De wasruimte was niet schoon."),
    Call("ng5", "Noordergracht 5", 1, "18:02", "k.bakker", "r.smit", "afgerond",
         ("vergunning_geldig", "verlopen"), "De vergunning liep af op 15 juni."),
    Call("si230", "Singel 230", 1, "17:31", "m.visser", "s.deboer", "afgerond",
         ("beheerder_aanwezig", "niemand"), "Er was geen beheerder in het pand."),
    Call("kp9", "Kerkpad 9", 1, "19:12", "s.deboer", "m.visser", "afgerond",
         ("geen_minderjarige", "leeftijd_onbekend"), None, "melding"),
    Call("lk30", "Lantaarnkade 30", 3, "22:20", "r.smit", "t.kaya", "afgerond",
         ("nooduitgang_vrij", "versperd"), "Weer kratten voor de nooduitgang.", "hercontrole"),
    Call("hw60", "Havenweg 60", 4, "21:44", "s.deboer", "m.visser", "afgerond",
         ("noodverlichting_werkt", "werkt_niet"), "Twee lampen werkten niet.", "hercontrole"),
    Call("si118", "Singel 118", 6, "20:12", "r.smit", "t.kaya", "afgerond",
         ("hulpinformatie_zichtbaar", "niet_zichtbaar"), "De poster hing achter een deur."),
    Call("si41", "Singel 41", 10, "16:20", "s.deboer", "m.visser", "afgerond",
         ("brandblussers_gekeurd", "keuring_verlopen"), "De keuring liep af in mei."),
    Call("vp4", "Visplein 4", 11, "21:30", "j.mulder", "f.peters", "afgerond",
         ("bedrijfsplan_gevolgd", "oude_versie"), "Er lag een oude versie van het bedrijfsplan."),
    Call("hw31", "Havenweg 31", 9, "22:02", "j.mulder", "f.peters", "afgerond",
         ("alarmknop_werkkamers", "werkt_niet"), None),
    Call("hw12_none", "Havenweg 12", 8, "20:05", "r.smit", "t.kaya", "niemand_aanwezig"),
    Call("lk22_shut", "Lantaarnkade 22", 9, "21:10", "s.deboer", "m.visser", "gesloten"),
    Call("ms88", "Molenstraat 88", 5, "20:20", "r.smit", "t.kaya", "geen_medewerking", (), None, "melding"),
    Call("ms41", "Molenstraat 41-2", 30, "19:40", "s.deboer", "m.visser", "toestemming_geweigerd", (), None, "melding"),
    Call("pw14", "Parkweg 14", 12, "20:15", "r.smit", "t.kaya", "niemand_thuis", (), None, "melding"),
    Call("kp21", "Kerkpad 21", 25, "19:05", "s.deboer", "m.visser", "afgerond", (), None, "melding"),
    Call("lk45", "Lantaarnkade 45", 2, "20:50", "s.deboer", "m.visser", "afgerond",
         ("geen_bedrijfsmatig_gebruik", "inrichting", "meerdere_werkkamers"), None, "melding"),
    Call("ws4", "Weverssteeg 4", 15, "21:25", "r.smit", "t.kaya", "afgerond",
         ("geen_bedrijfsmatig_gebruik", "prijslijst"), None, "melding"),
    Call("gh12", "Graanhof 12", 7, "20:40", "r.smit", "t.kaya", "toestemming_ingetrokken", (), None, "melding"),
    Call("tp2", "Tulpenplein 2", 6, "19:30", "j.mulder", "f.peters", "toestemming_geweigerd", (), None, "melding"),
    Call("lk18_now", "Lantaarnkade 18", 1, "22:58", "s.deboer", "m.visser", "bezig"),
    Call("hz8_now", "Hazelweg 8", 1, "22:40", "r.smit", "t.kaya", "bezig", (), None, "melding"),
    Call("hw31_now", "Havenweg 31", 1, "22:50", "j.mulder", "f.peters", "bezig"),
    Call("hw31_wrong", "Havenweg 31", 13, "21:15", "j.mulder", "f.peters", "vervallen"),
    Call("vp4_left", "Visplein 4", 14, "22:05", "f.peters", "j.mulder", "afgebroken"),
)  # fmt: skip


PHOTOS = {
    "lk12": (("blocked_door", 1), ("locked_door", 0)),
    "lk30": (("blocked_door", 1),),
    "hw88": (("wash_room", 0),),
    "hw60": (("dark_lamp", 0),),
    "si41": (("extinguisher", 0),),
}
"""Per visit the drawn scenes at its finding, each with how many blocks cover something."""


class Wish(NamedTuple):
    """One proposal and how far it came.

    `choice` None follows the advice; `deviation` is the reason for another choice. `addressee` is a role.
    """

    call: str
    fate: str
    choice: str | None = None
    deviation: str | None = None
    addressee: str = "exploitant"


WISHES = (
    Wish("lk12", "voorgesteld"),
    Wish("hw88", "voorgesteld", "geen_maatregel", "ter_plekke_hersteld"),
    Wish("ng5", "voorgesteld"),
    Wish("si230", "voorgesteld", "informeren_eigenaar", "andere_omstandigheid", "eigenaar"),
    Wish("kp9", "voorgesteld"),
    Wish("lk45", "voorgesteld", None, None, "verhuurder"),
    Wish("hw60", "teruggegeven", "waarschuwing", "minder_ernstig"),
    Wish("si41", "opnieuw"),
    Wish("vp4", "teruggegeven"),
    Wish("hw31", "ingetrokken_voorstel"),
    Wish("lk30", "afgezien", "waarschuwing", "andere_omstandigheid"),
    Wish("ws4", "juridisch", "sluiting", "ernstiger", "verhuurder"),
    Wish("si118", "goedgekeurd", "waarschuwing", "andere_omstandigheid"),
    Wish("vp4", "goedgekeurd", "informeren_eigenaar", "andere_omstandigheid", "eigenaar"),
    Wish("hw31", "goedgekeurd", "geen_maatregel", "ter_plekke_hersteld"),
    Wish("lk45", "goedgekeurd", "last_onder_dwangsom", "ernstiger", "eigenaar"),
)


class History(NamedTuple):
    """What happened before the example begins: a breach with what was sent, and a measure that still runs."""

    place: str
    rule_key: str
    found_days_ago: int
    sanction: str
    sent_days_ago: int
    runs: bool = False
    term_ends_days_from_now: int = 0
    item: str = "nooduitgang_vrij"


HISTORIES = (
    History("Lantaarnkade 12", "apv.inrichtingseisen", 195, "waarschuwing", 191),
    History("Lantaarnkade 30", "apv.inrichtingseisen", 70, "last_onder_dwangsom", 45, True, -16),
    History("Havenweg 60", "apv.inrichtingseisen", 55, "last_onder_dwangsom", 12, True, 9, "noodverlichting_werkt"),
    History("Singel 230", "apv.beheerder_aanwezig", 330, "waarschuwing", 325, False, 0, "beheerder_aanwezig"),
    History("Zonnestraat 14", "apv.bedrijfsplan", 210, "waarschuwing", 205, False, 0, "bedrijfsplan_gevolgd"),
)
MELDINGEN = (("Parkweg 14", 3, "overlast"), ("Molenstraat 41-2", 33, "overlast"), ("Kerkpad 21", 28, "advertentie"),
             ("Hazelweg 8", 4, "gebruik_woning"), ("Stationsplein 9", 6, "advertentie"))  # fmt: skip

STOPS = {
    "s.deboer": (("Havenweg 12", "routine", None), ("Havenweg 60", "hercontrole", None),
                 ("Lantaarnkade 22", "routine", None), ("Molenstraat 41-2", "melding", None),
                 ("Stationsplein 5", "routine", "22:30"), ("Havenweg 88", "hercontrole", None)),
    "r.smit": (("Lantaarnkade 30", "hercontrole", None), ("Singel 118", "routine", None),
               ("Parkweg 14", "melding", None), ("Singel 41", "hercontrole", None),
               ("Stationsplein 9", "eerste_controle", "21:30"), ("Singel 230", "hercontrole", None)),
    "j.mulder": (("Zonnestraat 14", "routine", None), ("Smedenplein 6", "routine", None),
                 ("Eikenweg 31", "melding", None), ("Visplein 4", "hercontrole", None),
                 ("Waterhof 9", "melding", "20:30"), ("Noordergracht 61", "eerste_controle", None)),
}  # fmt: skip


class Together(NamedTuple):
    """One joint visit, at a premises or beside a visit."""

    place: str
    days_ago: int
    start: str
    end: str | None
    leader: str
    company: str
    unit: str
    officers: int
    ground: str
    category: str
    call: str | None = None


JOINT = (
    Together("Stationsplein 5", 1, "22:31", "22:52", "s.deboer", "m.visser", MENSENHANDEL, 2, "handhaving_samen",
             "vergunning"),
    Together("Lantaarnkade 12", 21, "23:05", "23:40", "s.deboer", "m.visser", MENSENHANDEL, 2, "handhaving_samen",
             "vergunning"),
    Together("Havenweg 88", 65, "20:10", "20:35", "r.smit", "t.kaya", MENSENHANDEL, 3, "veiligheid", "niets"),
    Together("Havenweg 12", 162, "21:50", "22:20", "s.deboer", "m.visser", MENSENHANDEL, 2, "handhaving_samen",
             "niets"),
    Together("Weverssteeg 4", 15, "21:20", "21:58", "r.smit", "t.kaya", WIJKAGENT, 1, "sterke_arm", "niets", "ws4"),
    Together("Singel 41", 10, "16:15", "16:50", "s.deboer", "m.visser", "anders", 2, "veiligheid", "niets"),
    Together("Noordergracht 61", 1, "23:10", None, "j.mulder", "f.peters", WIJKAGENT, 2, "eigen_taak_politie",
             "niets"),
)  # fmt: skip
