"""Who presses a button twice, or sends a page again, has done one thing; nothing typed since is lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from werkzeug.test import TestResponse

from fieldapp.installation import Installation
from tests import people
from tests.web.conftest import Desk, Sit, text, token_of
from tests.web.evening import Evening, an_evening, fields

FORM_ID = re.compile(r'name="form_id" value="([0-9a-f-]{36})"')


@pytest.fixture
def evening(house: Installation, premises: str) -> Evening:
    return an_evening(house, premises)


def shown(desk: Desk, path: str) -> dict[str, str]:
    """What a page puts into each of its forms unseen."""
    page = text(desk.get(path))
    found = FORM_ID.search(page)
    assert found, path
    return {"csrf_token": token_of(page), "form_id": found[1]}


def send(desk: Desk, path: str, hidden: Mapping[str, str], said: Mapping[str, Any]) -> TestResponse:
    return desk.client.post(path, data={**hidden, **said}, headers={"Referer": "https://localhost/"})


@pytest.mark.parametrize(
    ("who", "path", "said", "items"),
    [
        ("pia", "/partner/bezoek/{joint}/bijdrage", {"text": "Wij bewaakten de deur."}, "partner_notes"),
        ("pia", "/partner/bezoek/{joint}/verzoek", {"ground": "Wpg art. 16", "text": "Mag ik de tijden?"}, "requests"),
    ],
)
def test_what_is_written_twice_by_one_form_stands_there_once(
    desk: Sit, house: Installation, evening: Evening, who: str, path: str, said: dict[str, str], items: str
) -> None:
    sitting, place = desk(who), path.format(joint=evening.joint)
    hidden = shown(sitting, place)
    answers = [send(sitting, place, hidden, said) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(fields(house, evening.joint)[items]) == 1


def test_the_same_form_with_other_words_is_another_thing(desk: Sit, house: Installation, evening: Evening) -> None:
    """Back in the browser, and on: the second text is kept as well."""
    pia, place = desk("pia"), f"/partner/bezoek/{evening.joint}/bijdrage"
    hidden = shown(pia, place)
    for words in ("Wij bewaakten de deur.", "En de achterdeur."):
        assert send(pia, place, hidden, {"text": words}).status_code == 303
    assert len(fields(house, evening.joint)["partner_notes"]) == 2


def test_a_new_form_with_the_same_words_is_another_thing(desk: Sit, house: Installation, evening: Evening) -> None:
    pia, place = desk("pia"), f"/partner/bezoek/{evening.joint}/bijdrage"
    for _ in range(2):
        assert send(pia, place, shown(pia, place), {"text": "Wij stonden weer bij de deur."}).status_code == 303
    assert len(fields(house, evening.joint)["partner_notes"]) == 2


def test_a_mandate_entered_twice_by_one_form_stands_in_the_register_once(desk: Sit, house: Installation) -> None:
    ada, path = desk("ada"), f"/beheer/mensen/{people.MIA.person}/mandaten"
    said = {"number": "MB 2026 99", "authority": "burgemeester", "acts": "besluit", "valid_from_on": "2026-11-01"}
    before, hidden = house.store.count("mandate", None, {}), shown(ada, path)
    answers = [send(ada, path, hidden, said) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303], text(answers[0])
    assert house.store.count("mandate", None, {}) == before + 1
