"""Letters that are no besluit: a warning, and word to an owner after the privacytoets."""

from fieldapp.domain.course.hercontrole import hercontrole_on
from tests.domain.course import (
    REASON,
    another,
    approved,
)
from tests.domain.situations import (
    proposal,
)
from tests.people import LEA, ROB, TOM


def test_a_warning_is_sent_looked_at_again_and_put_away() -> None:
    case = approved(**proposal()).on("2026-11-23").do(ROB, "send_letter", on="2026-11-23", how="toegezonden")
    assert case.ends_on("herstel") == "2026-12-07"
    assert hercontrole_on(case.measure) == "2026-12-08"
    assert case.tick("2026-12-08").state == "hersteltermijn_verstreken"
    seen = case.on("2026-12-10").visit_on("2026-12-09")
    assert case.do(TOM, "note_hercontrole", visit_id=seen, result="niet_nagekomen").state == "hersteltermijn_verstreken"
    assert hercontrole_on(case.measure) is None, "somebody went"
    better = case.on("2026-12-16").visit_on("2026-12-15", 2)
    assert case.do(TOM, "note_hercontrole", visit_id=better, result="nagekomen").state == "opgevolgd"
    assert case.do(TOM, "close", reason="nagekomen", text=REASON).state == "afgesloten"


def test_an_owner_is_told_nothing_before_the_privacytoets() -> None:
    case = approved(**another("informeren_eigenaar"))
    sending = {"on": "2026-11-20", "how": "toegezonden"}
    assert case.refused(ROB, "send_letter", **sending) == "measure.not_now"
    check = {"agrees": True, "recipient": "eigenaar", "legal_basis": REASON, "is_neutral": False, "text": None}
    assert case.refused(LEA, "check_privacy", **check) == "measure.not_neutral"
    case.do(LEA, "check_privacy", **{**check, "is_neutral": True})
    assert case.do(ROB, "send_letter", **sending).state == "verzonden"
    assert case.tick("2026-12-05").state == "geen_reactie"
    assert case.do(ROB, "note_reply", received_on="2026-12-05", text="De verhuur stopt.").state == "reactie_ontvangen"


def test_when_the_privacytoets_says_no_the_owner_is_not_told() -> None:
    body = {"agrees": False, "recipient": "bewindvoerder", "legal_basis": REASON, "is_neutral": False, "text": REASON}
    case = approved(**another("informeren_eigenaar")).do(LEA, "check_privacy", **body)
    assert (case.state, "closed_at" in case.measure) == ("afgezien", True)
