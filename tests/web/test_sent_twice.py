"""Who presses a button twice, or sends a page again, has done one thing; nothing typed since is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import pyotp
import pytest
from werkzeug.test import TestResponse

from fieldapp.directory import SYSTEM
from fieldapp.installation import Installation
from tests import people
from tests.web.conftest import BY_NAME, Desk, Phone, Sit, code_now, text, token_of
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


SECRET = re.compile(r"of-code--long\">([A-Z2-7]+)<")


def test_a_new_account_by_a_form_sent_twice_is_one_account_with_one_second_factor(
    desk: Sit, house: Installation
) -> None:
    ada, path = desk("ada"), "/beheer/mensen/nieuw"
    said = {"name": "N. Nieuw", "login": "n.nieuw", "roles": ["inspector"], "team_ids": [people.CENTRUM]}
    said |= {"unit_id": "", "access_until_on": "", "password": "een lang wachtwoord"}
    hidden = shown(ada, path)
    answers = [send(ada, path, hidden, said) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200], text(answers[1])
    secrets = [SECRET.search(text(answer)) for answer in answers]
    assert secrets[0] and secrets[1] and secrets[0][1] == secrets[1][1]
    (person,) = house.engine.find(SYSTEM, "person", where={"login": "n.nieuw"})
    assert house.accounts.check_second_factor(person["id"], pyotp.TOTP(secrets[0][1]).at(house.now()))
    again = send(ada, path, hidden, said)
    assert again.status_code == 303 and not SECRET.search(text(again)), "once it was used it is not shown again"


def test_a_page_with_a_new_account_loaded_again_later_takes_nobody_the_way_in(desk: Sit, house: Installation) -> None:
    """The page with the QR code is the answer to a form: loading it again sends the form again."""
    ada, path = desk("ada"), "/beheer/mensen/nieuw"
    said = {"name": "N. Nieuw", "login": "n.nieuw", "roles": ["inspector"], "team_ids": [people.CENTRUM]}
    said |= {"unit_id": "", "access_until_on": "", "password": "een lang wachtwoord"}
    hidden = shown(ada, path)
    assert send(ada, path, hidden, said).status_code == 200
    (person,) = house.engine.find(SYSTEM, "person", where={"login": "n.nieuw"})
    house.accounts.set_password(person["id"], "een ander lang wachtwoord")
    secret, _ = house.accounts.new_totp(person["id"], "another form")
    session = house.accounts.start_session(person["id"])
    assert send(ada, path, hidden, said).status_code == 303
    assert house.accounts.check_password("n.nieuw", "een ander lang wachtwoord", "here") == person["id"]
    assert house.accounts.check_second_factor(person["id"], pyotp.TOTP(secret).at(house.now()))
    assert house.accounts.session(session), "who works goes on working"


def test_a_page_with_a_second_factor_loaded_again_leaves_who_uses_it_alone(desk: Sit, house: Installation) -> None:
    ada, path = desk("ada"), f"/beheer/mensen/{BY_NAME['ivo']}/tweede-factor"
    hidden, said = shown(ada, path), {"code": code_now(house, "ada")}
    secret = SECRET.search(text(send(ada, path, hidden, said)))
    assert secret and house.accounts.check_second_factor(BY_NAME["ivo"], pyotp.TOTP(secret[1]).at(house.now()))
    session = house.accounts.start_session(BY_NAME["ivo"])
    again = send(ada, path, hidden, said)
    assert again.status_code == 303 and house.accounts.session(session)
    assert "al in gebruik" in text(ada.get(again.location))


def test_somebody_else_with_that_name_is_still_told_that_it_is_taken(desk: Sit, house: Installation) -> None:
    ada, path = desk("ada"), "/beheer/mensen/nieuw"
    said = {"name": "N. Nieuw", "login": "tom", "roles": ["inspector"], "team_ids": [people.CENTRUM]}
    said |= {"unit_id": "", "access_until_on": "", "password": "een lang wachtwoord"}
    hidden = shown(ada, path)
    assert [send(ada, path, hidden, said).status_code for _ in range(2)] == [422, 422]


@pytest.mark.parametrize("act", ["tweede-factor", "wachtwoord", "zet-uit"])
def test_a_page_that_asks_the_own_code_may_be_sent_twice(desk: Sit, house: Installation, act: str) -> None:
    """The code was used by the first; the second is the same request, and hears the same."""
    ada, path = desk("ada"), f"/beheer/mensen/{BY_NAME['ivo']}/{act}"
    said = {"code": code_now(house, "ada"), "password": "een ander lang wachtwoord"}
    hidden = shown(ada, path)
    answers = [send(ada, path, hidden, said) for _ in range(2)]
    assert answers[0].status_code == answers[1].status_code in (200, 303), text(answers[1])
    found = [SECRET.search(text(answer)) for answer in answers]
    assert act != "tweede-factor" or (found[0] and found[1] and found[0][1] == found[1][1])


def test_a_code_that_was_used_by_one_form_opens_no_other(desk: Sit, house: Installation) -> None:
    ada, path = desk("ada"), f"/beheer/mensen/{BY_NAME['ivo']}/tweede-factor"
    said = {"code": code_now(house, "ada")}
    assert send(ada, path, shown(ada, path), said).status_code == 200
    assert send(ada, path, shown(ada, path), said).status_code == 422


def test_a_code_for_a_phone_by_a_form_sent_twice_is_one_code(desk: Sit, house: Installation) -> None:
    tom, path = desk("tom"), "/kantoor/toestellen"
    said = {"person_id": BY_NAME["ines"], "code": code_now(house, "tom")}
    hidden = shown(tom, path)
    answers = [send(tom, f"{path}/code", hidden, said) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200], text(answers[1])
    codes = [re.search(r"[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}", text(answer)) for answer in answers]
    assert codes[0] and codes[1] and codes[0][0] == codes[1][0]
    assert len(house.values.all("enrol")) == 1


def test_a_phone_blocked_by_a_page_sent_twice_is_blocked_and_nobody_hears_that_it_failed(
    desk: Sit, house: Installation, phone: Callable[[str], Phone]
) -> None:
    tom, path = desk("tom"), f"/kantoor/toestellen/{phone('ines').id}/blokkeer"
    hidden = shown(tom, path)
    said = {"code": code_now(house, "tom")}
    assert [send(tom, path, hidden, said).status_code for _ in range(2)] == [303, 303]
