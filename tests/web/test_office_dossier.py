"""Dossiers: list and search, the tabs of one address, photos, and that each opening is written down."""

from collections.abc import Callable
from typing import Any

import pytest

from fieldapp.installation import Installation
from tests import people
from tests.web.conftest import Sit, text
from tests.web.evening import Evening, an_evening


@pytest.fixture
def evening(house: Installation, premises: str) -> Evening:
    return an_evening(house, premises)


def test_the_list_shows_the_premises_of_the_team(desk: Sit, evening: Evening) -> None:
    assert "Lantaarnkade 12" in text(desk("tom").get("/kantoor/dossiers"))


@pytest.mark.parametrize(
    ("searched", "found"), [("lantaarnk", True), ("12", True), ("Ines", False), ("Kerkpad", False)]
)
def test_search_finds_places_and_never_people(desk: Sit, evening: Evening, searched: str, found: bool) -> None:
    page = text(desk("tom").get("/kantoor/dossiers", query_string={"q": searched}))
    assert (f"/kantoor/dossiers/{evening.premises}" in page) is found
    assert "Zoeken op personen kan niet" in page


@pytest.mark.parametrize("nonsense", ["<script>", '"', "a" * 500, "%", "' or 1=1", "\x00"])
def test_a_strange_search_is_answered_calmly(desk: Sit, evening: Evening, nonsense: str) -> None:
    answer = desk("tom").get("/kantoor/dossiers", query_string={"q": nonsense, "pagina": "-7"})
    assert answer.status_code == 200
    assert "<script>" not in text(answer).split("<main", 1)[1].split("</main>")[0]


@pytest.mark.parametrize("page", ["999999999999999999", "9" * 40, "-9", "x", "1e9"])
def test_a_page_that_cannot_be_is_answered_calmly(desk: Sit, evening: Evening, page: str) -> None:
    assert desk("tom").get(f"/kantoor/dossiers?pagina={page}").status_code == 200


def test_the_timeline_tells_what_happened_newest_first(desk: Sit, evening: Evening) -> None:
    page = text(desk("tom").get(f"/kantoor/dossiers/{evening.premises}"))
    for words in (
        "Voorstel: last onder dwangsom",
        "wacht op teamleider",
        "1 van 12 punten niet in orde",
        "Nooduitgang: versperd. Dozen voor de deur.",
        "Samen met politie bezocht",
        "Uw bezoek aan dit dossier is vastgelegd",
    ):
        assert words in page, words
    assert page.index("Voorstel: last") < page.index("Samen met politie")


def test_the_timeline_can_show_decisions_only(desk: Sit, evening: Evening) -> None:
    page = text(desk("tom").get(f"/kantoor/dossiers/{evening.premises}?toon=besluiten"))
    assert "Voorstel: last onder dwangsom" in page
    assert "punten niet in orde" not in page


def test_work_from_a_phone_without_connection_says_when_it_arrived(
    desk: Sit, phone: Callable[[str], Any], house: Installation, premises: str
) -> None:
    from_phone = phone("ines")
    visit = "018f0000-0000-7000-8000-00000000d001"
    from_phone.record(
        "visit.open",
        visit,
        {
            "premises_id": premises,
            "team_id": people.CENTRUM,
            "visit_kind": "licensed_premises",
            "reason": "routine",
            "leader_id": people.INES.person,
            "co_visitor_ids": [],
            "checklist": "chk-lp@1",
            "opened_at": "2026-11-20T20:13:00Z",
        },
    )
    pushed = from_phone.push(from_phone.token(full=False)).get_json()
    assert pushed["results"][0]["r"] == "applied"
    page = text(desk("tom").get(f"/kantoor/dossiers/{premises}"))
    assert "vr 20 nov 21:13" in page
    assert "Ingevuld zonder verbinding, ontvangen" in page


def test_evidence_shows_photo_answers_and_the_hash_line(desk: Sit, evening: Evening) -> None:
    page = text(desk("tom").get(f"/kantoor/dossiers/{evening.premises}/bewijs"))
    assert "ongewijzigd sinds 21:17" in page
    assert f"/kantoor/foto/{evening.visit}/{evening.photo}?size=thumb" in page
    assert "Nooduitgang vrij en van binnen te openen" in page


def test_a_photo_comes_as_jpeg_to_who_may_see_it(desk: Sit, evening: Evening) -> None:
    for size in ("thumb", "full"):
        answer = desk("tom").get(f"/kantoor/foto/{evening.visit}/{evening.photo}?size={size}")
        assert answer.status_code == 200
        assert answer.mimetype == "image/jpeg"
        assert answer.get_data().startswith(b"\xff\xd8")
        assert "no-store" in answer.headers["Cache-Control"]
    assert desk("tom").get(f"/kantoor/foto/{evening.visit}/{evening.photo}?size=huge").status_code == 404
    assert desk("tom").get(f"/kantoor/foto/{evening.visit}/none").status_code == 404


def test_the_viewer_zooms_and_checks_again(desk: Sit, evening: Evening) -> None:
    page = text(desk("tom").get(f"/kantoor/foto/{evening.visit}/{evening.photo}/bekijk?zoom=200"))
    assert "Ongewijzigd sinds 21:17" in page
    assert 'data-zoom="200"' in page


def test_the_registrar_sees_no_counts_and_no_help(desk: Sit, evening: Evening) -> None:
    page = text(desk("rob").get(f"/kantoor/bezoek/{evening.visit}"))
    assert "hulp aangeboden" not in page
    assert "Aantallen" not in page


def test_each_opening_is_written_down_and_shown(desk: Sit, house: Installation, evening: Evening) -> None:
    desk("mia").get(f"/kantoor/dossiers/{evening.premises}")
    looks = house.access_log.list(document=evening.premises)
    assert looks[0]["by"] == people.MIA.person
    page = text(desk("tom").get(f"/kantoor/dossiers/{evening.premises}/wie-keek-mee"))
    assert "Mia" in page and "mandaathouder" in page


@pytest.mark.parametrize(
    ("who", "path", "what"),
    [
        ("tom", "/kantoor/goedkeuren", "Voorstel"),
        ("tom", "/kantoor/goedkeuren/{measure}", "Voorstel"),
        ("lea", "/kantoor/juridisch/{measure}", "Voorstel"),
        ("mia", "/kantoor/maatregelen/{measure}", "Maatregel"),
        ("rob", "/kantoor/foto/{visit}/{photo}", "Foto"),
        ("mia", "/kantoor/samen/{joint}", "Samen bezocht"),
        ("tom", "/kantoor/dossiers/{premises}/machtiging", "Machtiging"),
    ],
)
def test_whatever_of_a_dossier_somebody_opens_is_written_down(
    desk: Sit, evening: Evening, who: str, path: str, what: str
) -> None:
    assert desk(who).get(path.format(**vars(evening))).status_code == 200
    page = text(desk("tom").get(f"/kantoor/dossiers/{evening.premises}/wie-keek-mee"))
    assert f'data-label="Wat">{what}</td>' in page and who.capitalize() in page


def test_who_reads_or_takes_out_a_letter_is_written_down(desk: Sit, evening: Evening) -> None:
    tom = desk("tom")
    letter = tom.post(f"/kantoor/maatregelen/{evening.measure}/brief/", {"soort": "uitnodiging"}).location
    assert letter and tom.get(letter).status_code == 200 and tom.get(f"{letter}brief.docx").status_code == 200
    page = text(tom.get(f"/kantoor/dossiers/{evening.premises}/wie-keek-mee"))
    assert 'data-label="Wat">Brief</td>' in page and 'data-label="Wat">Brief (Word)</td>' in page


def test_a_look_of_the_police_is_shown_to_the_team_lead(desk: Sit, evening: Evening) -> None:
    desk("pia").get(f"/partner/bezoek/{evening.joint}")
    assert "Pia" in text(desk("tom").get(f"/kantoor/dossiers/{evening.premises}/wie-keek-mee"))
    assert "Pia" in text(desk("tom").get(f"/kantoor/samen/{evening.joint}"))
