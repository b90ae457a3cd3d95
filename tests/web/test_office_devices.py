"""Toestellen: codes with the reader's own second factor, blocking at once, and only what is known."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from fieldapp.installation import Installation
from fieldapp.notice_queue import waiting_in
from fieldapp.pages.devices import linked_lately
from fieldapp.worker import Worker
from tests import people
from tests.web.conftest import Sit, code_now, text, token_of
from tests.web.evening import fields, new_id, opening


def test_without_phones_the_page_says_what_to_do(desk: Sit) -> None:
    assert "Er zijn nog geen toestellen gekoppeld." in text(desk("tom").get("/kantoor/toestellen"))


def test_a_code_enrols_one_phone(desk: Sit, house: Installation, app: Any) -> None:
    data = {"person_id": people.INES.person, "code": code_now(house, "tom")}
    page = text(desk("tom").post("/kantoor/toestellen/code", data, page="/kantoor/toestellen"))
    found = re.search(r"([A-HJKMNP-Z2-9]{4}-[A-HJKMNP-Z2-9]{4})", page)
    assert found and "<svg" in page and "Code voor Ines" in page
    answer = app.test_client().post(
        "/api/v1/enrol", json={"code": found[1], "dev_public": "", "sign_public": "", "build": "t"}
    )
    assert answer.get_json()["type"] != "code_unknown"


def test_the_inspector_hears_who_linked_a_phone_in_her_name(
    desk: Sit, house: Installation, phone: Callable[[str], Any], monkeypatch: Any
) -> None:
    ines = people.INES.person
    house.accounts.save_subscription(ines, {"endpoint": "https://push.example/1", "keys": {}})
    made = house.accounts.new_device_code
    monkeypatch.setattr(house.accounts, "new_device_code", lambda person: made(person, people.TOM))
    linked = phone("ines")
    assert house.store.get(linked.id).fields["issued_by"] == people.TOM.person  # type: ignore[union-attr]
    assert "Code gemaakt door Tom" in text(desk("tom").get("/kantoor/toestellen"))
    start = text(desk("ines").get("/kantoor/"))
    assert "gekoppeld aan uw naam" in start and "Code gemaakt door Tom" in start
    assert "gekoppeld aan uw naam" not in text(desk("rob").get("/kantoor/"))
    worker = Worker(house)
    worker.follow_log()
    assert [one.person for one in waiting_in(house.values)] == [ines]


def test_a_line_about_a_linked_phone_goes_after_two_weeks() -> None:
    shown = [{"id": "d", "fields": {"number": 3, "enrolled_at": "2026-11-01T10:00:00Z", "issued_by": "system"}}]
    now = datetime(2026, 11, 10, tzinfo=UTC)
    (line,) = linked_lately(shown, {}, now)
    assert line["words"].startswith("Toestel 3 is gekoppeld aan uw naam") and "door de server" in line["words"]
    assert line["id"] == ""
    assert linked_lately(shown, {}, now + timedelta(days=14)) == []


def test_the_qr_holds_an_address_of_this_server(desk: Sit, house: Installation) -> None:
    data = {"person_id": people.INES.person, "code": code_now(house, "tom")}
    page = text(desk("tom").post("/kantoor/toestellen/code", data, page="/kantoor/toestellen"))
    assert 'class="of-qr"' in page and "style=" not in page


def test_without_an_address_of_its_own_the_server_makes_codes_on_loopback_only(desk: Sit, house: Installation) -> None:
    tom, before = desk("tom"), house.values.all("enrol")
    tom.client.environ_base["HTTP_HOST"] = "evil.example"  # nothing is configured: the request says what it likes
    with tom.client.session_transaction(base_url="https://evil.example") as cookie:
        cookie["desk"] = house.accounts.start_session(people.TOM.person)
    data = {"person_id": people.INES.person, "code": code_now(house, "tom")}
    headers = {"Referer": "https://evil.example/"}
    options = {"base_url": "https://evil.example"}
    token = token_of(text(tom.client.get("/kantoor/toestellen", **options)))
    answer = tom.client.post("/kantoor/toestellen/code", data={**data, "csrf_token": token}, headers=headers, **options)
    assert answer.status_code == 409 and "FIELDAPP_ORIGIN" in text(answer)
    assert house.values.all("enrol") == before


def test_the_address_for_a_phone_is_the_configured_one(desk: Sit, house: Installation) -> None:
    object.__setattr__(house.config, "origin", "https://toezicht.example.nl")
    data = {"person_id": people.INES.person, "code": code_now(house, "tom")}
    page = text(desk("tom").post("/kantoor/toestellen/code", data, page="/kantoor/toestellen"))
    assert "https://toezicht.example.nl/app" in page and "localhost" not in page


def test_a_wrong_second_factor_makes_no_code(desk: Sit) -> None:
    for code, words in (("000000", "Deze code klopt niet."), ("12", "Vul 6 cijfers in"), ("", "Vul de 6 cijfers in")):
        data = {"person_id": people.INES.person, "code": code}
        answer = desk("tom").post("/kantoor/toestellen/code", data, page="/kantoor/toestellen")
        assert answer.status_code == 422 and words in text(answer), code


def test_a_code_for_someone_of_another_team_is_not_made(desk: Sit, house: Installation) -> None:
    data = {"person_id": people.OTTO.person, "code": code_now(house, "tom")}
    answer = desk("tom").post("/kantoor/toestellen/code", data, page="/kantoor/toestellen")
    assert answer.status_code == 422


def test_the_list_shows_contact_and_what_was_reported(desk: Sit, phone: Callable[[str], Any]) -> None:
    ines = phone("ines")
    ines.push(ines.token(full=False), [], build="b7", unsent={"changes": 3})
    page = text(desk("tom").get("/kantoor/toestellen"))
    assert "Ines" in page and "b7" in page
    assert "3 wijzigingen (gemeld" in page and "Kan nog wijzigingen hebben." in page


def test_blocking_asks_the_second_factor_and_works_at_once(
    desk: Sit, phone: Callable[[str], Any], house: Installation
) -> None:
    ines = phone("ines")
    path = f"/kantoor/toestellen/{ines.id}/blokkeer"
    assert desk("tom").post(path, {"code": "000000"}).status_code == 422
    assert fields(house, ines.id)["state"] == "enrolled"
    assert desk("tom").post(path, {"code": code_now(house, "tom")}).status_code == 303
    assert fields(house, ines.id)["state"] == "blocked"
    page = text(desk("tom").get("/kantoor/toestellen"))
    assert "Geblokkeerd" in page and "Wissen nog niet bevestigd." in page


def test_taking_in_lets_the_phone_send_first(desk: Sit, phone: Callable[[str], Any], house: Installation) -> None:
    ines = phone("ines")
    path = f"/kantoor/toestellen/{ines.id}/neem-in"
    number = fields(house, ines.id)["number"]
    assert f"Neem toestel {number} in" in text(desk("ada").get(path))
    assert desk("ada").post(path, {"code": code_now(house, "ada")}).status_code == 303
    assert fields(house, ines.id)["state"] == "taken_in"


def test_a_phone_of_another_team_is_not_there(desk: Sit, phone: Callable[[str], Any]) -> None:
    otto = phone("otto")
    assert desk("tom").get(f"/kantoor/toestellen/{otto.id}/blokkeer").status_code == 404
    assert "Otto" not in text(desk("tom").get("/kantoor/toestellen"))


def test_a_device_says_what_it_reported_and_the_office_does_not_have(
    desk: Sit, phone: Callable[[str], Any], premises: str
) -> None:
    ines, visit = phone("ines"), new_id()
    page = f"/kantoor/toestellen/{ines.id}"
    said = text(desk("tom").get(page))
    assert "Dit toestel heeft zich nog niet gemeld." in said and "laatste contact nog geen contact" not in said
    ines.record("visit.open", visit, opening(premises))
    for value in ("in_orde", "niet_in_orde", "in_orde"):
        ines.record("visit.answer", visit, {"answers.nooduitgang_vrij": {"value": value}})
    stream, token = ines.session.stream.hex(), ines.token(full=False)
    hold = {"stream": stream, "from": 1, "acked": 0, "h": "", "last": 4}
    ines.push(token, ines.envelopes[:2], holds=[hold], unsent={"ops": 2, "blobs": 1, "changes": 1, "bytes": 90_000})
    said = text(desk("tom").get(page))
    assert "1 wijziging (gemeld" in said and "daarbij 1 fotobestand" in said
    assert "2 handelingen kwamen niet aan van het werk dat begon op" in said
    assert "(nummer 3 tot en met 4). Het toestel had dit bij het laatste contact nog." in said
    nothing = {"ops": 0, "blobs": 0, "changes": 0, "bytes": 0}
    ines.push(token, ines.envelopes[2:], holds=[hold], unsent=nothing)
    assert "Alles wat dit toestel meldde, is hier." in text(desk("tom").get(page))


def test_what_a_device_lost_is_said_until_it_turns_up(desk: Sit, phone: Callable[[str], Any], premises: str) -> None:
    ines = phone("ines")
    ines.record("visit.open", new_id(), opening(premises))
    ines.record("visit.note", new_id(), {"near_address": "ja"})
    stream, token = ines.session.stream.hex(), ines.token(full=False)
    hold = {"stream": stream, "from": 2, "acked": 0, "h": "", "last": 2}
    ines.push(token, ines.envelopes[1:], holds=[hold], unsent={"changes": 0})
    page = f"/kantoor/toestellen/{ines.id}"
    said = text(desk("tom").get(page))
    assert "1 handeling kwam niet aan (nummer 1). Het toestel heeft dit niet meer." in said
    ines.push(token, ines.envelopes[:1], holds=[{**hold, "from": 1}], unsent={"changes": 0})
    assert "Alles wat dit toestel meldde, is hier." in text(desk("tom").get(page))


def test_a_phone_with_large_photos_waits_with_changes_and_not_with_bytes(
    desk: Sit, phone: Callable[[str], Any]
) -> None:
    ines = phone("ines")
    ines.push(ines.token(full=False), [], unsent={"ops": 1, "blobs": 2, "changes": 2, "bytes": 512_000})
    assert "2 wijzigingen (gemeld" in text(desk("tom").get("/kantoor/toestellen"))
