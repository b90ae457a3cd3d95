"""The police partner: joint visits of the own unit and nothing else, and each look written down."""

import json
import re
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from fieldapp.app import create_app
from fieldapp.config import load_config
from fieldapp.installation import Installation, open_installation
from fieldapp.processing import ProcessingLog
from tests import people
from tests.web.conftest import BY_NAME, Sit, text
from tests.web.evening import Evening, an_evening, fields, joint_visit

LABELS = ("Bevindingen gemeente", "Maatregel", "Foto’s", "Hulp aangeboden")


@pytest.fixture
def evening(house: Installation, premises: str) -> Evening:
    return an_evening(house, premises)


def test_the_list_is_of_the_own_unit(desk: Sit, house: Installation, evening: Evening) -> None:
    page = text(desk("pia").get("/partner/"))
    assert "Lantaarnkade 12" in page and "Team Mensenhandel · 1 bezoek in de afgelopen 12 maanden" in page
    assert "Lantaarnkade" not in text(desk("pam").get("/partner/"))
    assert "U hebt de afgelopen 12 maanden geen bezoeken samen gedaan." in text(desk("pam").get("/partner/"))
    assert desk("pam").get(f"/partner/bezoek/{evening.joint}").status_code == 404


def test_the_banner_is_always_there(desk: Sit, evening: Evening) -> None:
    for path in ("/partner/", f"/partner/bezoek/{evening.joint}", f"/partner/bezoek/{evening.joint}/verzoek"):
        assert "U kijkt mee als politie. U ziet alleen bezoeken die u samen deed." in text(desk("pia").get(path)), path


def test_the_same_four_labels_are_hatched_whatever_lies_behind(
    desk: Sit, house: Installation, evening: Evening
) -> None:
    alone = joint_visit(house, evening.premises, None)
    for joint in (evening.joint, alone):
        page = text(desk("pia").get(f"/partner/bezoek/{joint}"))
        for name in LABELS:
            assert re.search(rf"<dt>{name}</dt><dd><span class=\"th-withheld\">niet gedeeld</span>", page), name


def test_the_detail_shows_the_shared_fields_and_nothing_of_the_visit(desk: Sit, evening: Evening) -> None:
    page = text(desk("pia").get(f"/partner/bezoek/{evening.joint}"))
    for words in ("Team Mensenhandel, 2 agenten", "2 toezichthouders", "Afspraak convenant", "Vergunning"):
        assert words in page, words
    for words in ("versperd", "Dozen", "dwangsom", "2.500", "Ines", "Ivo", evening.visit, evening.premises):
        assert words not in page, words


def test_no_page_of_the_police_has_an_address_in_its_title(desk: Sit, evening: Evening) -> None:
    """A browser keeps titles for as long as it likes; the police see an address for 90 days."""
    pia = desk("pia")
    for path in ("", "/bijdrage", "/verzoek"):
        page = text(pia.get(f"/partner/bezoek/{evening.joint}{path}"))
        title = re.search("<title>(.*?)</title>", page)
        assert title and title[1].startswith("Samen bezocht op "), path
        assert "Lantaarnkade" in page and "Lantaarnkade" not in title[1], path


def test_each_look_gets_a_number_that_is_shown(desk: Sit, house: Installation, evening: Evening) -> None:
    page = text(desk("pia").get(f"/partner/bezoek/{evening.joint}"))
    found = re.search(r"Vastgelegd: u opende dit bezoek op .*, \d\d:\d\d \(nr\. (\d+)\)", page)
    assert found
    looks = house.access_log.list(document=evening.joint, by=people.PIA.person)
    opened = [look["position"] for look in looks if look["detail"]["how"] == "read"]
    assert opened == [int(found[1])], "the number is that of the opening, not of the list beside it"


def test_what_the_police_read_stands_in_the_log_of_processing_as_shared(
    desk: Sit, house: Installation, evening: Evening
) -> None:
    desk("tom").get(f"/kantoor/dossiers/{evening.premises}")
    desk("pia").get(f"/partner/bezoek/{evening.joint}")
    log = ProcessingLog(house.config.data / "verwerkingen.jsonl", house.config)
    log.write_from(house.access_log)
    lines = [json.loads(line) for line in log.path.read_text().splitlines()]
    said = [line["attributes"]["dpl.core.processing_activity_id"].rsplit(":", 1)[1] for line in lines]
    looked = {"toezicht-en-handhaving": 1, "gegevens-delen-met-partner": 2}  # the visit, and its line in the list
    assert Counter(one for one in said if one != "toegang-verlenen") == looked


def test_who_looked_tells_an_opening_from_a_line_in_the_list(desk: Sit, evening: Evening) -> None:
    pia = desk("pia")
    pia.get("/partner/")
    pia.get(f"/partner/bezoek/{evening.joint}")
    seen = text(desk("tom").get(f"/kantoor/samen/{evening.joint}"))
    assert "Bezoek geopend<" in seen and "In de lijst gezien (2 keer)" in seen


def test_there_is_no_print_no_search_and_no_other_page(desk: Sit, evening: Evening) -> None:
    page = text(desk("pia").get(f"/partner/bezoek/{evening.joint}"))
    assert "no-print.css" in page and "data-print" not in page
    assert 'role="search"' not in page and 'type="search"' not in page
    assert "/kantoor" not in page.replace("css/office", "")
    for path in (
        "/kantoor/dossiers",
        f"/kantoor/dossiers/{evening.premises}",
        f"/kantoor/foto/{evening.visit}/{evening.photo}",
    ):
        assert desk("pia").get(path).status_code == 403, path


def test_the_address_goes_after_90_days(config: Any, house: Installation, build: Any, evening: Evening) -> None:
    late = shifted(config, build, 91)
    page = page_of_pia(late, f"/partner/bezoek/{evening.joint}")
    assert "adres niet meer zichtbaar" in page and "Lantaarnkade" not in page


def test_the_address_is_there_on_the_90th_day(config: Any, house: Installation, build: Any, evening: Evening) -> None:
    page = page_of_pia(shifted(config, build, 90), f"/partner/bezoek/{evening.joint}")
    assert "Lantaarnkade 12" in page


def test_a_contribution_is_kept_with_the_visit(desk: Sit, house: Installation, evening: Evening) -> None:
    path = f"/partner/bezoek/{evening.joint}/bijdrage"
    assert desk("pia").post(path, {"text": ""}).status_code == 422
    assert desk("pia").post(path, {"text": "Wij bewaakten de voordeur."}).status_code == 303
    assert "Wij bewaakten de voordeur." in text(desk("tom").get(f"/kantoor/samen/{evening.joint}"))
    (note,) = fields(house, evening.joint)["partner_notes"].values()
    assert note["by"] == people.PIA.person


def test_a_request_needs_its_legal_ground(desk: Sit, house: Installation, evening: Evening) -> None:
    path = f"/partner/bezoek/{evening.joint}/verzoek"
    answer = desk("pia").post(path, {"ground": "", "text": "Mag ik de bevindingen?"})
    assert answer.status_code == 422 and "Noem de wettelijke grond van uw verzoek." in text(answer)
    assert desk("pia").post(path, {"ground": "Wpg art. 16", "text": "Mag ik de bevindingen?"}).status_code == 303
    assert "De teamleider heeft nog niet geantwoord." in text(desk("pia").get(f"/partner/bezoek/{evening.joint}"))


def test_what_may_be_a_name_is_asked_about_before_it_is_kept(desk: Sit, house: Installation, evening: Evening) -> None:
    pia, path, said = desk("pia"), f"/partner/bezoek/{evening.joint}/bijdrage", "Zij heet Ioana Popescu."
    asked = pia.post(path, {"text": said})
    assert asked.status_code == 422 and "Staat hier een naam: ‘Ioana Popescu’" in text(asked), text(asked)
    assert said in text(asked) and not fields(house, evening.joint).get("partner_notes")
    seen = re.search(r'name="text-gezien" value="([^"]+)"', text(asked))
    assert seen
    other = pia.post(path, {"text": f"{said} En Mevrouw Ivanova.", "text-gezien": seen[1]})
    assert other.status_code == 422, "other words are asked about again"
    assert pia.post(path, {"text": said, "text-gezien": seen[1]}).status_code == 303
    (note,) = fields(house, evening.joint)["partner_notes"].values()
    assert note["text"] == said


def test_a_contribution_with_personal_data_is_refused_and_stays_in_the_form(desk: Sit, evening: Evening) -> None:
    words = "Mail naar een.persoon@example.org"
    answer = desk("pia").post(f"/partner/bezoek/{evening.joint}/bijdrage", {"text": words})
    assert answer.status_code == 409 and words in text(answer)
    assert "In de tekst staat een gegeven van een persoon." in text(answer)


def shifted(config: Any, build: Any, days: int) -> Installation:
    """Return the same installation on a later day."""
    from_now = {"FIELDAPP_CLOCK_OFFSET_SECONDS": str(int(timedelta(days=days).total_seconds()))}
    return open_installation(load_config(from_now, data=config.data), build=build)


def page_of_pia(house: Installation, path: str) -> str:
    app = create_app(house=house)
    app.config["PREFERRED_URL_SCHEME"] = "https"
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["desk"] = house.accounts.start_session(BY_NAME["pia"])
    page = str(browser.get(path).get_data(as_text=True))
    house.store.close()
    return page
