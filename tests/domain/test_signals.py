"""A signaal: about a place, looked at before it is shared, and read by few."""

from typing import Any

import pytest

from fieldapp.domain import signals
from tests.domain.situations import PREMISES_ID, ask, home, licensed, refusal
from tests.people import CENTRUM, ELSEWHERE, INES, LEA, OTTO, SYSTEM, TOM

TEXT = "Dit past bij eerdere signalen over dit pand."


def noted(**more: Any) -> dict[str, Any]:
    return {"premises_id": PREMISES_ID, "team_id": CENTRUM, "signal_type": "mensenhandel", "codes": ["s3"],
            "observed_on": "2026-11-20", **more}  # fmt: skip


def signal(state: str = "geconstateerd", **more: Any) -> Any:
    made = ask(signals.note, None, noted(), premises=licensed())
    return {**made, "state": state, **more}


LOOKED_AT = {"text": TEXT, "route": "zorgcoordinator", "by": TOM.person, "at": "2026-11-20T22:00:00Z"}
SHARING = {"shared_with": "zorgcoordinator", "on": "2026-11-20", "purpose": "Hulp kunnen aanbieden.",
           "ground": "AVG art. 6 lid 1 onder e"}  # fmt: skip


def test_of_a_home_no_code_is_kept() -> None:
    assert refusal(signals.note, None, noted(), premises=home()) == "signaal.no_codes_of_a_home"
    assert refusal(signals.note, None, noted(codes=[]), premises=home()) == ""


def test_codes_come_from_the_list() -> None:
    assert refusal(signals.note, None, noted(codes=["blond"]), premises=licensed()) == "text.not_a_code"


def test_a_signaal_belongs_to_the_own_team() -> None:
    assert refusal(signals.note, None, noted(), by=OTTO, premises=licensed()) == "signaal.other_team"
    assert refusal(signals.note, None, noted(team_id=ELSEWHERE), by=OTTO, premises=licensed()) == "signaal.other_team"
    assert refusal(signals.note, None, noted(), by=SYSTEM, premises=licensed()) == ""


def test_a_signaal_of_tomorrow_is_none() -> None:
    assert refusal(signals.note, None, noted(observed_on="2026-11-21"), premises=licensed()) == (
        "measure.day_in_the_future"
    )


def test_the_maker_reads_it_until_it_was_looked_at_and_the_team_never() -> None:
    assert signals.scopes(signal()) == {"system", "legal", f"lead:{CENTRUM}", f"person:{INES.person}"}
    assert signals.scopes(signal("gedeeld")) == {"system", "legal", f"lead:{CENTRUM}"}


def test_of_shielded_premises_only_those_named_read_it() -> None:
    file = licensed(is_restricted=True, restricted_to={"person_ids": [TOM.person]})
    made: Any = ask(signals.note, None, noted(), premises=file)
    assert signals.scopes(made) == {"system", "legal", f"person:{TOM.person}"}
    free = ask(signals.restrict, made, {"is_restricted": False, "person_ids": []}, by=SYSTEM)
    assert free == {"restricted_to": None}


def test_a_signaal_is_shared_only_after_it_was_looked_at() -> None:
    assert refusal(signals.share, signal(), SHARING, by=TOM) == "signaal.not_now"
    looked_at = signal("intern_beoordeeld", assessment=LOOKED_AT)
    assert ask(signals.share, looked_at, SHARING, by=TOM)["state"] == "gedeeld"
    stays = signal("intern_beoordeeld", assessment={**LOOKED_AT, "route": None})
    assert refusal(signals.share, stays, SHARING, by=TOM) == "signaal.goes_no_further"


@pytest.mark.parametrize("name", ["purpose", "ground"])
def test_sharing_says_why_and_on_which_ground_without_a_person(name: str) -> None:
    looked_at = signal("intern_beoordeeld", assessment=LOOKED_AT)
    assert refusal(signals.share, looked_at, {**SHARING, name: "kort"}, by=TOM) == "measure.remark_too_short"
    assert refusal(signals.share, looked_at, {**SHARING, name: "Bel haar op 06-12345678."}, by=TOM) == (
        "text.personal_data"
    )


def test_what_should_be_shared_is_not_closed_first() -> None:
    looked_at = signal("intern_beoordeeld", assessment=LOOKED_AT)
    assert refusal(signals.close, looked_at, {"text": TEXT}, by=TOM) == "signaal.still_to_share"
    stays = signal("intern_beoordeeld", assessment={**LOOKED_AT, "route": None})
    assert ask(signals.close, stays, {"text": TEXT}, by=TOM)["state"] == "gesloten"


def test_feedback_comes_after_sharing_and_then_it_closes() -> None:
    shared = signal("gedeeld", assessment=LOOKED_AT, shared={**SHARING, "by": TOM.person, "at": "x"})
    assert refusal(signals.note_feedback, shared, {"on": "2026-11-19", "text": None}, by=TOM) == "measure.day_too_early"
    answered = ask(signals.note_feedback, shared, {"on": "2026-11-20", "text": "Wordt opgepakt."}, by=TOM)
    assert answered["state"] == "terugkoppeling"
    closed = ask(signals.close, {**shared, **answered}, {"text": TEXT}, by=TOM)
    assert (closed["state"], closed["closed_at"]) == ("gesloten", "2026-11-20T21:14:00Z")


def test_the_legal_officer_reads_every_signaal() -> None:
    assert LEA.scopes & signals.scopes(signal("gedeeld")) == {"legal"}
