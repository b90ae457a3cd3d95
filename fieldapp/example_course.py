"""Measures of the example that ran their course: who did what on which day, one line a measure.

Each act is written `days after the proposal:act=variant`; the clock of the house does what terms do in between. Days ago
count from the day of the example, so its lists of terms are always full.
"""

from typing import NamedTuple


class Course(NamedTuple):
    """One measure: proposed how many days ago, by whom, about which item, and what was done with it since."""

    key: str
    place: str
    days_ago: int
    leader: str
    company: str
    failed: tuple[str, ...]
    choice: str
    acts: str
    addressee: str = "exploitant"


EXIT = ("nooduitgang_vrij", "versperd")
EXTINGUISHER = ("brandblussers_gekeurd", "keuring_verlopen")
ALARM = ("alarmknop_werkkamers", "werkt_niet")
MANAGER = ("beheerder_aanwezig", "niemand")
HYGIENE = ("hygiene_in_orde", "niet_schoon")
PLAN = ("bedrijfsplan_gevolgd", "oude_versie")
HELP = ("hulpinformatie_zichtbaar", "ontbreekt")
LEASE = ("huurvoorwaarden_zichtbaar", "niet_zichtbaar")
BOER, SMIT, MULDER = ("s.deboer", "m.visser"), ("r.smit", "t.kaya"), ("j.mulder", "f.peters")

HEARD = "1:approve 1:weigh 2:send_voornemen 8:receive_zienswijze 9:prepare_besluit"
KNOWN = f"{HEARD} 10:sign 11:make_known"
URGENT = "0:approve=spoed 0:weigh 1:sign 1:make_known"
LAST, ORDER, CLOSURE = "last_onder_dwangsom", "last_onder_bestuursdwang", "sluiting"
PERMIT, WITHDRAWAL = "schorsing_vergunning", "intrekking_vergunning"
WARNING, OWNER = "waarschuwing", "informeren_eigenaar"

COURSES = (
    # a last onder dwangsom, in each of its states
    Course("c01", "Havenweg 88", 5, *SMIT, EXTINGUISHER, LAST, "1:approve 1:weigh 2:send_voornemen"),
    Course("c02", "Lantaarnkade 22", 14, *BOER, EXTINGUISHER, LAST, "1:approve 2:send_voornemen 8:receive_zienswijze"),
    Course("c03", "Singel 230", 30, *BOER, EXTINGUISHER, LAST, "1:approve 2:send_voornemen"),
    Course("c04", "Stationsplein 5", 12, *SMIT, HELP, LAST, f"{HEARD} 10:sign"),
    Course("c05", "Singel 118", 20, *SMIT, EXTINGUISHER, LAST, KNOWN),
    Course("c06", "Visplein 4", 36, *MULDER, HYGIENE, LAST, KNOWN),
    Course("c07", "Smedenplein 6", 60, *MULDER, EXTINGUISHER, LAST,
           f"{KNOWN} 30:forfeit 31:notify_verbeurte 32:announce_invordering 50:decide_invordering"),
    Course("c08", "Visplein 4", 150, *MULDER, EXTINGUISHER, LAST,
           f"{KNOWN} 30:forfeit=ineens 31:notify_verbeurte 33:decide_invordering=al_gehoord 75:remind 78:record_payment"),
    Course("c09", "Havenweg 31", 425, *MULDER, EXTINGUISHER, LAST, f"{KNOWN} 28:forfeit 29:notify_verbeurte"),
    Course("c10", "Lantaarnkade 12", 120, *SMIT, LEASE, LAST, f"{KNOWN} 40:note_hercontrole=klaar"),
    Course("c11", "Lantaarnkade 22", 110, *BOER, ALARM, LAST, f"{KNOWN} 60:lift"),
    Course("c12", "Lantaarnkade 12", 50, *SMIT, HELP, LAST, f"{KNOWN} 30:receive_bezwaar 31:suspend"),
    Course("c13", "Havenweg 88", 100, *SMIT, ALARM, LAST, f"{KNOWN} 40:revoke"),
    Course("c14", "Singel 230", 130, *SMIT, ALARM, LAST, f"{KNOWN} 40:receive_bezwaar 80:decide_bezwaar=gegrond_herroepen"),
    Course("c15", "Singel 41", 200, *SMIT, ALARM, LAST, f"{KNOWN} 45:note_hercontrole=klaar 80:close"),
    # a waarschuwing
    Course("c16", "Noordergracht 5", 6, *BOER, PLAN, WARNING, "1:approve 2:send_letter"),
    Course("c17", "Singel 118", 40, *BOER, PLAN, WARNING, "1:approve 2:send_letter"),
    Course("c18", "Havenweg 31", 45, *MULDER, ALARM, WARNING, "1:approve 2:send_letter 25:note_hercontrole"),
    Course("c19", "Lantaarnkade 22", 90, *SMIT, PLAN, WARNING, "1:approve 2:send_letter 25:note_hercontrole 26:close"),
    # word to the owner
    Course("c20", "Stationsplein 5", 8, *BOER, PLAN, OWNER, "1:approve 2:check_privacy", "eigenaar"),
    Course("c21", "Lantaarnkade 22", 9, *SMIT, PLAN, OWNER, "1:approve 2:check_privacy 3:send_letter", "eigenaar"),
    Course("c22", "Singel 41", 30, *BOER, PLAN, OWNER, "1:approve 2:check_privacy 3:send_letter 9:note_reply", "eigenaar"),
    Course("c23", "Smedenplein 6", 40, *MULDER, PLAN, OWNER, "1:approve 2:check_privacy 3:send_letter", "eigenaar"),
    # a last onder bestuursdwang
    Course("c24", "Lantaarnkade 12", 14, *BOER, PLAN, ORDER, KNOWN),
    Course("c25", "Noordergracht 5", 50, *SMIT, PLAN, ORDER, f"{KNOWN} 17:note_hercontrole"),
    Course("c26", "Havenweg 60", 34, *BOER, PLAN, ORDER, f"{KNOWN} 30:note_hercontrole=niet"),
    Course("c27", "Havenweg 88", 60, *BOER, PLAN, ORDER, f"{KNOWN} 30:note_hercontrole=niet 33:apply"),
    Course("c28", "Singel 230", 70, *BOER, PLAN, ORDER, f"{KNOWN} 30:note_hercontrole=niet 33:apply 34:end_application"),
    Course("c29", "Singel 41", 75, *BOER, PLAN, ORDER,
           f"{KNOWN} 30:note_hercontrole=niet 33:apply 34:end_application 50:fix_costs"),
    Course("c30", "Visplein 4", 130, *MULDER, HELP, ORDER,
           f"{KNOWN} 30:note_hercontrole=niet 33:apply 34:end_application 50:fix_costs 70:record_payment=kosten"),
    # sluiting
    Course("c31", "Havenweg 88", 12, *SMIT, MANAGER, CLOSURE, KNOWN),
    Course("c32", "Lantaarnkade 22", 15, *BOER, MANAGER, CLOSURE, f"{KNOWN} 12:close_premises"),
    Course("c33", "Havenweg 60", 10, *BOER, MANAGER, CLOSURE, f"{URGENT} 2:close_premises=zegel"),
    Course("c34", "Stationsplein 5", 20, *SMIT, ALARM, CLOSURE, f"{URGENT} 2:close_premises=zegel 9:report_broken_seal"),
    Course("c35", "Singel 118", 21, *SMIT, MANAGER, CLOSURE, f"{URGENT} 2:close_premises 15:reopen_for_a_while"),
    Course("c36", "Smedenplein 6", 22, *MULDER, MANAGER, CLOSURE, f"{URGENT} 2:close_premises 18:extend_closure"),
    Course("c37", "Havenweg 31", 80, *MULDER, PLAN, CLOSURE, f"{URGENT} 2:close_premises"),
    Course("c38", "Noordergracht 5", 1, *BOER, ALARM, CLOSURE, "0:apply_at_once"),
    # the permit
    Course("c39", "Visplein 4", 13, *MULDER, PLAN, PERMIT, KNOWN.replace("1:weigh", "1:weigh=later")),
    Course("c40", "Smedenplein 6", 14, *MULDER, EXIT, PERMIT, KNOWN),
    Course("c41", "Visplein 4", 60, *MULDER, EXIT, PERMIT, KNOWN),
    Course("c42", "Havenweg 31", 70, *MULDER, EXIT, WITHDRAWAL, KNOWN),
)  # fmt: skip
