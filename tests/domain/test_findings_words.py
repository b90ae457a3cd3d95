"""How entering a dwelling reads at the office: what was done, and which times do not follow each other."""

from typing import Any

from fieldapp.pages.findings import entry_lines
from tests.domain.situations import consent_record


def shown(entry: Any) -> dict[str, str]:
    return {row["label"]: row["value"] for row in entry_lines(entry)}


def test_times_that_do_not_follow_each_other_are_said_in_a_sentence() -> None:
    entry = consent_record("ja", entered_at="2026-11-20T20:17:00Z", left_at="2026-11-20T20:10:00Z")
    assert shown(entry)["Let op"] == (
        "De tijden passen niet bij elkaar: naar buiten (21:10) staat vóór naar binnen (21:17). "
        "Misschien ging de klok van het toestel terug."
    )
    assert "Let op" not in shown({**entry, "left_at": "2026-11-20T20:40:00Z"})


def test_who_went_in_on_a_machtiging_was_not_asked_for_consent() -> None:
    known = {"issuer": "burgemeester", "given_on": "2026-11-19"}
    rows = shown({"basis": "machtiging", "machtiging": known, "manner": "sleutel", "urgency": "Er lekte gas."})
    assert "Toestemming" not in rows
    assert (rows["Machtiging van"], rows["Waarom niet gewacht"]) == ("Burgemeester, 19 nov 2026", "Er lekte gas.")
    assert shown({"basis": "toestemming"})["Toestemming"] == "nog niet gevraagd"
