"""Signing in and out at a desk."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask.testing import FlaskClient

from fieldapp.accounts import NOBODY, WeakPassword
from fieldapp.installation import Installation
from fieldapp.limits import TooOften
from tests import people
from tests.web.conftest import BY_NAME, PASSWORD, Desk, code_now

SignIn = Callable[[str], Desk]


def later(house: Installation, seconds: int) -> None:
    """Let time pass for the server."""
    object.__setattr__(house.config, "clock_offset_seconds", house.config.clock_offset_seconds + seconds)


def wrong(answer: object) -> bool:
    return "klopt niet" in answer.get_data(as_text=True)  # type: ignore[attr-defined]


def test_password_and_code_open_the_office(sign_in: SignIn) -> None:
    tom = sign_in("tom")
    start = tom.get("/")
    assert (start.status_code, start.headers["Location"]) == (303, "/kantoor/")
    assert tom.get("/kantoor/", follow_redirects=True).status_code == 200


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("pia", "/partner/"),
        ("ada", "/beheer/mensen"),
        ("ines", "/kantoor/"),
        ("mia", "/kantoor/"),
        ("tess", "/kantoor/"),
    ],
)
def test_everyone_begins_where_his_or_her_work_is(desk: SignIn, name: str, place: str) -> None:
    here = desk(name)
    assert here.get("/").headers["Location"] == place
    assert here.get(place, follow_redirects=True).status_code == 200


def test_a_password_alone_opens_nothing(client: FlaskClient) -> None:
    here = Desk(client)
    assert here.post("/inloggen", {"login": "tom", "password": PASSWORD}).headers["Location"] == "/tweede-factor"
    assert here.get("/kantoor/").headers["Location"].startswith("/inloggen")


@pytest.mark.parametrize(("seconds", "is_let_in"), [(290, True), (310, False), (-290, True), (-310, False)])
def test_a_password_waits_five_minutes_for_its_code_by_the_clock_of_the_server(
    client: FlaskClient, house: Installation, seconds: int, is_let_in: bool
) -> None:
    here = Desk(client)
    here.post("/inloggen", {"login": "tom", "password": PASSWORD})
    later(house, seconds)
    assert (here.get("/tweede-factor").status_code == 200) is is_let_in


def test_a_code_alone_opens_nothing(client: FlaskClient) -> None:
    assert client.get("/tweede-factor").headers["Location"] == "/inloggen"


@pytest.mark.parametrize(
    ("login", "password"), [("tom", "iets anders"), ("niemand", PASSWORD), ("TOM ", "x"), ("' OR 1=1", "x")]
)
def test_a_wrong_pair_gets_the_same_answer_whoever_it_is(client: FlaskClient, login: str, password: str) -> None:
    answer = Desk(client).post("/inloggen", {"login": login, "password": password})
    assert answer.status_code == 422
    assert wrong(answer)


def test_a_login_that_nobody_has_takes_as_long_as_one_that_somebody_has() -> None:
    assert not PasswordHasher().check_needs_rehash(NOBODY)


def test_the_login_may_be_typed_with_capitals(client: FlaskClient) -> None:
    assert Desk(client).post("/inloggen", {"login": " Tom", "password": PASSWORD}).status_code == 303


def test_an_empty_form_says_what_to_fill_in(client: FlaskClient) -> None:
    text = Desk(client).post("/inloggen", {"login": "", "password": ""}).get_data(as_text=True)
    assert "Vul uw gebruikersnaam in." in text
    assert "Vul uw wachtwoord in." in text


@pytest.mark.slow
def test_guessing_a_password_ends_after_eight_tries_also_for_who_knows_it(
    client: FlaskClient, house: Installation
) -> None:
    here = Desk(client)
    answers = [here.post("/inloggen", {"login": "tom", "password": f"gok {n}"}) for n in range(9)]
    assert [answer.status_code for answer in answers] == [422] * 8 + [429]
    assert "Wacht" in answers[-1].get_data(as_text=True)
    assert here.post("/inloggen", {"login": "tom", "password": PASSWORD}).status_code == 429
    later(house, 15 * 60 + 1)
    assert here.post("/inloggen", {"login": "tom", "password": PASSWORD}).status_code == 303


@pytest.mark.slow
def test_who_guesses_elsewhere_locks_out_nobody_and_the_true_user_hears_of_it(
    client: FlaskClient, house: Installation, sign_in: SignIn
) -> None:
    sign_in("tom").post("/uitloggen", page="/kantoor/goedkeuren")
    for n in range(45):
        with suppress(TooOften):
            house.accounts.check_password("tom", f"gok {n}", f"203.0.113.{n // 8}")
    with pytest.raises(TooOften):  # many addresses at once are slowed down, a new one too
        house.accounts.check_password("tom", PASSWORD, "203.0.113.99")
    later(house, 60)
    here = Desk(client)
    assert here.post("/inloggen", {"login": "tom", "password": PASSWORD}).status_code == 303
    assert here.post("/tweede-factor", {"code": code_now(house, "tom")}).status_code == 303
    page = here.get("/kantoor/goedkeuren").get_data(as_text=True)
    assert "is 39 keer een verkeerd wachtwoord gebruikt" in page, "of 40 from new places his own first was one"
    assert house.accounts.welcome(BY_NAME["tom"], "127.0.0.1") == 0, "it is told once"


def test_an_address_is_not_readable_in_the_store(sign_in: SignIn, house: Installation) -> None:
    sign_in("tom")
    assert "127.0.0.1" not in str(house.values.all(BY_NAME["tom"]))


def test_guessing_a_code_ends_after_five_tries(client: FlaskClient) -> None:
    here = Desk(client)
    here.post("/inloggen", {"login": "tom", "password": PASSWORD})
    answers = [here.post("/tweede-factor", {"code": f"00000{n}"}) for n in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]


def test_a_code_is_good_once(client: FlaskClient, house: Installation) -> None:
    tom, code = BY_NAME["tom"], code_now(house, "tom")
    assert house.accounts.check_second_factor(tom, code)
    assert not house.accounts.check_second_factor(tom, code)
    later(house, 30)
    assert house.accounts.check_second_factor(tom, code_now(house, "tom"))


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "12 34 5"])
def test_a_code_that_is_none_is_wrong(house: Installation, code: str) -> None:
    assert not house.accounts.check_second_factor(BY_NAME["tom"], code)


def test_the_second_step_ends_after_five_minutes(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    Desk(client).post("/inloggen", {"login": "tom", "password": PASSWORD})
    with client.session_transaction() as cookie:
        cookie["pending"] = {**cookie["pending"], "at": cookie["pending"]["at"] - 301}
    assert client.get("/tweede-factor").headers["Location"] == "/inloggen"


def test_signing_in_leads_on_to_the_page_that_was_asked_for(client: FlaskClient, house: Installation) -> None:
    here = Desk(client)
    asked = here.get("/kantoor/").headers["Location"]
    here.post(asked, {"login": "tom", "password": PASSWORD})
    assert here.post("/tweede-factor", {"code": code_now(house, "tom")}).headers["Location"] == "/kantoor/"


@pytest.mark.parametrize(
    "onward", ["https://elders.example/", "//elders.example", "/\\elders.example", "javascript:alert(1)", "/a\nb"]
)
def test_signing_in_leads_nowhere_else(client: FlaskClient, house: Installation, onward: str) -> None:
    here = Desk(client)
    here.post("/inloggen", {"login": "tom", "password": PASSWORD}, query_string={"verder": onward})
    assert here.post("/tweede-factor", {"code": code_now(house, "tom")}).headers["Location"] == "/"


def test_a_form_without_its_token_changes_nothing(client: FlaskClient) -> None:
    answer = client.post("/inloggen", data={"login": "tom", "password": PASSWORD})
    assert answer.status_code == 400
    assert "Laad de pagina opnieuw" in answer.get_data(as_text=True)


def test_signing_out_ends_the_session_also_for_a_copied_cookie(desk: SignIn) -> None:
    tom = desk("tom")
    with tom.client.session_transaction() as cookie:
        copied = cookie["desk"]
    assert tom.post("/uitloggen", page="/kantoor/goedkeuren").headers["Location"] == "/inloggen"
    with tom.client.session_transaction() as cookie:
        cookie["desk"] = copied
    assert tom.get("/kantoor/").status_code == 303


def test_a_session_ends_after_an_hour_without_use_and_after_ten_hours_of_use(desk: SignIn, house: Installation) -> None:
    tom = desk("tom")
    later(house, 59 * 60)
    assert tom.get("/").headers["Location"] == "/kantoor/"
    later(house, 61 * 60)
    assert tom.get("/").headers["Location"] == "/inloggen"
    tess = desk("tess")
    for _ in range(11):
        assert tess.get("/").headers["Location"] == "/kantoor/"
        later(house, 55 * 60)
    assert tess.get("/").headers["Location"] == "/inloggen"


def test_who_is_switched_off_is_out_at_the_next_click(desk: SignIn, house: Installation) -> None:
    tom = desk("tom")
    assert house.accounts.switch_off(people.ADA, BY_NAME["tom"]).outcome == "applied"
    assert tom.get("/kantoor/").status_code == 303
    assert BY_NAME["tom"] in house.register.subjects("person_revoked")


def test_a_new_password_ends_the_sessions_under_the_old_one(desk: SignIn, house: Installation) -> None:
    tom = desk("tom")
    house.accounts.set_password(BY_NAME["tom"], "een ander wachtwoord")
    assert tom.get("/kantoor/").status_code == 303


def test_a_new_password_ends_a_sign_in_that_began_with_the_old_one(client: FlaskClient, house: Installation) -> None:
    here = Desk(client)
    here.post("/inloggen", {"login": "tom", "password": PASSWORD})
    house.accounts.set_password(BY_NAME["tom"], "een ander wachtwoord")
    said = {"code": code_now(house, "tom")}
    assert client.get("/tweede-factor").headers["Location"] == "/inloggen"
    assert here.post("/tweede-factor", said, page="/inloggen").headers["Location"] == "/inloggen"
    assert here.get("/kantoor/").status_code == 303


def test_a_short_password_is_refused(house: Installation) -> None:
    with pytest.raises(WeakPassword):
        house.accounts.set_password(BY_NAME["tom"], "kort")


def test_police_are_out_when_the_covenant_of_their_unit_has_ended(desk: SignIn, house: Installation) -> None:
    pia = desk("pia")
    assert pia.get("/").headers["Location"] == "/partner/"
    unit = house.engine.read(people.ADA, people.POLICE_UNIT)
    assert unit
    ended = (house.today() - timedelta(days=1)).isoformat()
    outcome = house.engine.submit(
        people.ADA, "unit.change", people.POLICE_UNIT, {"covenant_until_on": ended}, base=unit["version"]
    )
    assert outcome.outcome == "applied"
    assert pia.get("/").headers["Location"] == "/inloggen"


def test_secrets_are_not_readable_in_the_store(house: Installation) -> None:
    raw = b"".join(path.read_bytes() for path in house.config.data.glob("fieldapp.db*"))
    assert PASSWORD.encode() not in raw
    assert b"$argon2id$" in raw
    for name in BY_NAME:
        sealed = house.values.get(BY_NAME[name], "totp")["secret"]
        assert house.values.unseal(BY_NAME[name], "totp", sealed).encode() not in raw


def test_sign_ins_and_refusals_are_in_the_access_log(sign_in: SignIn, client: FlaskClient, house: Installation) -> None:
    Desk(client).post("/inloggen", {"login": "tom", "password": "fout fout"})
    sign_in("tom")
    kinds = [line["kind"] for line in house.access_log.list()]
    assert kinds[:2] == ["sign_in", "sign_in_refused"]
    assert house.access_log.check() == []


def test_the_cookie_is_only_for_this_host_and_never_for_scripts(client: FlaskClient) -> None:
    cookie = client.get("/inloggen").headers["Set-Cookie"]
    assert cookie.startswith("__Host-fieldapp=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


def test_who_asks_for_a_page_of_another_role_is_told_no_and_that_is_noted(desk: SignIn, house: Installation) -> None:
    answer = desk("pia").get("/beheer/mensen")
    assert answer.status_code == 403
    assert "Dit mag uw account niet" in answer.get_data(as_text=True)
    line = house.access_log.list(limit=1)[0]
    assert (line["kind"], line["by"], line["detail"]) == ("refused", BY_NAME["pia"], {"route": "/beheer/mensen"})


def test_a_way_in_that_somebody_else_renewed_is_told_at_each_sign_in(house: Installation, sign_in: SignIn) -> None:
    """Also to whoever renewed it and signs in with it: it cannot be ticked off."""
    sign_in("tom")
    house.access_log.add("password", people.ADA.person, BY_NAME["tom"], {}, house.now())
    for _ in range(2):
        later(house, 31)
        page = sign_in("tom").get("/kantoor/").get_data(as_text=True)
        assert "gaf Ada" in page and "nieuw wachtwoord" in page


def test_a_first_password_is_no_news(house: Installation, sign_in: SignIn) -> None:
    house.access_log.add("password", people.ADA.person, BY_NAME["tom"], {}, house.now())
    assert "nieuw wachtwoord" not in sign_in("tom").get("/kantoor/").get_data(as_text=True)
