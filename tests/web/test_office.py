"""Start, the menu, and notices on a browser."""

from typing import Any

import pytest

from fieldapp.installation import Installation
from tests import people
from tests.web.conftest import Sit, text, token_of
from tests.web.evening import an_evening

SUBSCRIPTION = {"endpoint": "http://127.0.0.1:9/1", "keys": {"p256dh": "BA", "auth": "AA"}}


def as_a_browser(token: str) -> dict[str, str]:
    return {"X-CSRFToken": token, "Referer": "https://localhost/kantoor/instellingen"}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("tom", "Wacht op uw besluit (1)"),
        ("ines", "Wacht op de teamleider (1)"),
        ("mia", "Te doen (0)"),
        ("rob", "Te doen (0)"),
        ("lea", "Wacht op uw oordeel (0)"),
    ],
)
def test_each_role_starts_with_its_own_work(
    desk: Sit, house: Installation, premises: str, name: str, words: str
) -> None:
    an_evening(house, premises)
    assert words in text(desk(name).get("/kantoor/"))


def test_the_menu_shows_only_places_of_the_role(desk: Sit) -> None:
    menu = text(desk("mia").get("/kantoor/"))
    assert "/kantoor/dossiers" in menu
    assert "/kantoor/goedkeuren" not in menu and "/beheer/mensen" not in menu


def test_the_menu_counts_proposals(desk: Sit, house: Installation, premises: str) -> None:
    an_evening(house, premises)
    assert 'of-nav__count"><span class="of-hidden">, </span>1<' in text(desk("tom").get("/kantoor/dossiers"))


def test_a_browser_can_have_notices(desk: Sit, house: Installation) -> None:
    tom = desk("tom")
    token = token_of(text(tom.get("/kantoor/instellingen")))
    answer = tom.client.post("/kantoor/instellingen/meldingen", json=SUBSCRIPTION, headers=as_a_browser(token))
    assert answer.status_code == 200
    assert [one["endpoint"] for one in house.accounts.subscriptions(people.TOM.person)] == [SUBSCRIPTION["endpoint"]]
    tom.client.post("/kantoor/instellingen/meldingen-uit", json={}, headers=as_a_browser(token))
    assert house.accounts.subscriptions(people.TOM.person) == []


@pytest.mark.parametrize("sent", [None, [], {}, {"endpoint": 1}, {"endpoint": "https://x.org", "keys": []}])
def test_a_strange_subscription_changes_nothing(desk: Sit, house: Installation, sent: Any) -> None:
    tom = desk("tom")
    token = token_of(text(tom.get("/kantoor/instellingen")))
    answer = tom.client.post("/kantoor/instellingen/meldingen", json=sent, headers=as_a_browser(token))
    assert answer.status_code in (400, 422)
    assert house.accounts.subscriptions(people.TOM.person) == []


def test_keys_are_off_until_switched_on_and_the_choice_names_nobody(desk: Sit) -> None:
    tom = desk("tom")
    assert "office/keys.js" not in text(tom.get("/kantoor/dossiers"))
    answer = tom.post("/kantoor/instellingen/toetsen", {"toetsen": "aan"}, page="/kantoor/instellingen")
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if "toetsen" in one)
    assert cookie.startswith("__Host-toetsen=aan;") and "Secure" in cookie and "HttpOnly" in cookie
    assert "office/keys.js" in text(tom.get("/kantoor/dossiers"))
    tom.post("/kantoor/instellingen/toetsen", {"toetsen": "uit"}, page="/kantoor/instellingen")
    assert "office/keys.js" not in text(tom.get("/kantoor/dossiers"))
