"""Planning: lists for pairs, stops with a reason, sending, and honest receipts."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from fieldapp.config import Config
from fieldapp.directory import SYSTEM
from fieldapp.domain.moments import evening_of
from fieldapp.installation import Installation
from fieldapp.pages import planning
from tests import people
from tests.web.conftest import Sit, text
from tests.web.evening import new_id, opening, submit

PAIR = {"first": people.INES.person, "second": people.IVO.person}


def lists(house: Installation) -> list[dict[str, Any]]:
    return house.engine.find(SYSTEM, "day_list")


@pytest.fixture
def day(house: Installation) -> str:
    return evening_of(house.now()).isoformat()


@pytest.fixture
def planned(desk: Sit, house: Installation, day: str) -> dict[str, Any]:
    assert desk("tom").post("/kantoor/planning/nieuw", {"on": day, **PAIR}).status_code == 303
    return lists(house)[0]


def home(house: Installation) -> str:
    body = {
        "address": {"bag_object_id": None, "bag_address_id": None, "text": "Molenstraat 7", "lat": None, "lon": None},
        "premises_type": "woning",
        "is_dwelling": True,
        "team_id": people.CENTRUM,
    }
    return submit(house, SYSTEM, "premises.register", new_id(), body)


def test_a_list_is_made_for_two_inspectors(planned: dict[str, Any]) -> None:
    assert planned["fields"]["person_ids"] == [people.INES.person, people.IVO.person]
    assert planned["fields"]["state"] == "concept"


def test_nobody_goes_alone(desk: Sit, house: Installation, day: str) -> None:
    data = {"on": day, "first": people.INES.person, "second": people.INES.person}
    answer = desk("tom").post("/kantoor/planning/nieuw", data)
    assert answer.status_code == 422 and "Niemand gaat alleen." in text(answer)
    assert lists(house) == []


def test_an_address_that_nobody_visited_asks_for_a_visit(desk: Sit, premises: str) -> None:
    page = text(desk("tom").get("/kantoor/planning"))
    assert "Nog nooit bezocht" in page and f"/kantoor/planning/zet/{premises}" in page


def test_a_stop_gets_its_visit_and_place(
    desk: Sit, house: Installation, planned: dict[str, Any], premises: str
) -> None:
    data = {"list_id": planned["id"], "reason": "eerste_controle", "appointment": "21:30"}
    assert desk("tom").post(f"/kantoor/planning/zet/{premises}", data).status_code == 303
    (stop,) = lists(house)[0]["fields"]["stops"].values()
    assert (stop["order"], stop["address_text"], stop["appointment"]) == (1, "Lantaarnkade 12", "21:30")
    assert stop["visit_id"] and stop["added_by"] == people.TOM.person
    assert "Nog nooit bezocht" not in text(desk("tom").get("/kantoor/planning"))


def test_a_home_needs_a_reason_that_was_chosen(desk: Sit, house: Installation, planned: dict[str, Any]) -> None:
    address = home(house)
    page = text(desk("tom").get(f"/kantoor/planning/zet/{address}"))
    assert "Dit is een woning." in page and page.count(" selected") == 1, "only the one list"
    answer = desk("tom").post(f"/kantoor/planning/zet/{address}", {"list_id": planned["id"], "reason": ""})
    assert answer.status_code == 422 and "Kies de reden van het bezoek." in text(answer)


@pytest.mark.parametrize("appointment", ["25:00", "half tien", "<b>"])
def test_an_appointment_is_a_time(
    desk: Sit, house: Installation, planned: dict[str, Any], premises: str, appointment: str
) -> None:
    data = {"list_id": planned["id"], "reason": "routine", "appointment": appointment}
    answer = desk("tom").post(f"/kantoor/planning/zet/{premises}", data)
    assert answer.status_code == 422 and "Schrijf de tijd als 21:30." in text(answer)
    assert not lists(house)[0]["fields"].get("stops")


def test_stops_move_up_and_down_and_off(desk: Sit, house: Installation, planned: dict[str, Any], premises: str) -> None:
    tom = desk("tom")
    for one in (premises, home(house)):
        tom.post(f"/kantoor/planning/zet/{one}", {"list_id": planned["id"], "reason": "melding"})

    def order() -> list[str]:
        stops = lists(house)[0]["fields"]["stops"]
        return [stops[key]["address_text"] for key in sorted(stops, key=lambda key: stops[key]["order"])]

    first = next(key for key, stop in lists(house)[0]["fields"]["stops"].items() if stop["order"] == 1)
    where = f"/kantoor/planning/{planned['id']}/stop/{first}"
    assert order() == ["Lantaarnkade 12", "Molenstraat 7"]
    tom.post(f"{where}/omlaag", page="/kantoor/planning")
    assert order() == ["Molenstraat 7", "Lantaarnkade 12"]
    tom.post(f"{where}/omlaag", page="/kantoor/planning")
    assert order() == ["Molenstraat 7", "Lantaarnkade 12"]
    tom.post(f"{where}/omhoog", page="/kantoor/planning")
    assert order() == ["Lantaarnkade 12", "Molenstraat 7"]
    tom.post(f"{where}/weg", page="/kantoor/planning")
    assert order() == ["Molenstraat 7"]


def test_sending_says_received_only_after_the_phone_pulled(
    desk: Sit, phone: Callable[[str], Any], house: Installation, planned: dict[str, Any], premises: str
) -> None:
    tom, ines = desk("tom"), phone("ines")
    tom.post(f"/kantoor/planning/zet/{premises}", {"list_id": planned["id"], "reason": "routine"})
    assert tom.post("/kantoor/planning/verstuur", page="/kantoor/planning").status_code == 303
    assert lists(house)[0]["fields"]["state"] == "verstuurd"
    assert "Ines: nog niet opgehaald" in text(tom.get("/kantoor/planning"))
    ines.pull(ines.token(full=True), cursor=None, after=0, seen=None)
    page = text(tom.get("/kantoor/planning"))
    assert "Ines: ontvangen" in page and "Ivo: nog niet opgehaald" in page


def test_an_empty_list_is_not_sent(desk: Sit, house: Installation, planned: dict[str, Any]) -> None:
    desk("tom").post("/kantoor/planning/verstuur", page="/kantoor/planning/nieuw")
    assert lists(house)[0]["fields"]["state"] == "concept"


@pytest.mark.parametrize("day", ["gisteren", "9999-99-99", "0001-01-01", "2026-11-21T10:00", "<script>"])
def test_a_strange_day_shows_today(desk: Sit, day: str) -> None:
    answer = desk("tom").get("/kantoor/planning", query_string={"dag": day})
    assert answer.status_code == 200 and "vandaag," in text(answer)


def test_after_midnight_the_page_stays_on_the_evening(
    desk: Sit, house: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Config, "now", lambda config: datetime(2026, 11, 20, 23, 30, tzinfo=UTC))  # 00:30 here
    page = text(desk("tom").get("/kantoor/planning"))
    assert 'id="dag" name="dag" value="2026-11-20"' in page and "vandaag, vrijdag 20 november" in page
    monkeypatch.setattr(Config, "now", lambda config: datetime(2026, 11, 21, 5, 30, tzinfo=UTC))  # 06:30
    assert 'value="2026-11-21"' in text(desk("tom").get("/kantoor/planning"))


def test_a_stop_is_put_at_a_place_and_nowhere_else(
    desk: Sit, house: Installation, planned: dict[str, Any], premises: str
) -> None:
    tom = desk("tom")
    third = submit(house, SYSTEM, "premises.register", new_id(), {
        "address": {"bag_object_id": None, "bag_address_id": None, "text": "Kade 3", "lat": None, "lon": None},
        "premises_type": "prive_huis_club", "is_dwelling": False, "team_id": people.CENTRUM,
    })  # fmt: skip
    for one in (premises, home(house), third):
        tom.post(f"/kantoor/planning/zet/{one}", {"list_id": planned["id"], "reason": "melding"})

    def stops() -> list[tuple[str, str]]:
        found = lists(house)[0]["fields"]["stops"]
        return [(found[key]["address_text"], key) for key in sorted(found, key=lambda key: found[key]["order"])]

    where = f"/kantoor/planning/{planned['id']}/stop/{stops()[0][1]}/naar"
    for place in ("0", "4", "-1", "", "drie"):
        tom.post(where, {"place": place}, page="/kantoor/planning")
        assert [address for address, _ in stops()] == ["Lantaarnkade 12", "Molenstraat 7", "Kade 3"], place
    tom.post(where, {"place": "3"}, page="/kantoor/planning")
    assert [address for address, _ in stops()] == ["Molenstraat 7", "Kade 3", "Lantaarnkade 12"]


def test_the_only_list_of_the_day_is_chosen_beforehand(desk: Sit, planned: dict[str, Any], premises: str) -> None:
    page = text(desk("tom").get(f"/kantoor/planning/zet/{premises}"))
    assert f'value="{planned["id"]}" selected' in page


def test_who_is_on_two_lists_of_a_day_is_named(desk: Sit, planned: dict[str, Any], premises: str, day: str) -> None:
    warning, tom = "staat op meer dan één lijst", desk("tom")
    tom.post("/kantoor/planning/nieuw", {"on": day, "first": people.INES.person, "second": people.IVO.person})
    assert warning not in text(tom.get("/kantoor/planning")), "nothing stands on them yet"
    tom.post(f"/kantoor/planning/zet/{premises}", {"list_id": planned["id"], "reason": "eerste_controle"})
    page = text(tom.get("/kantoor/planning"))
    assert page.count(warning) == 2 and f"Ines {warning}" in page


def test_an_address_dragged_to_a_list_has_that_list_chosen_and_a_strange_list_chooses_none(
    desk: Sit, planned: dict[str, Any], premises: str, day: str
) -> None:
    desk("tom").post("/kantoor/planning/nieuw", {"on": day, "first": people.INES.person, "second": people.IVO.person})
    for asked, is_chosen in ((planned["id"], True), (new_id(), False)):
        page = text(desk("tom").get(f"/kantoor/planning/zet/{premises}?lijst={asked}"))
        assert (f'value="{planned["id"]}" selected' in page or f'selected value="{planned["id"]}"' in page) is is_chosen


def test_a_list_made_by_mistake_is_withdrawn_after_a_question_and_can_be_made_anew(
    desk: Sit, house: Installation, planned: dict[str, Any], premises: str, day: str
) -> None:
    tom, where = desk("tom"), f"/kantoor/planning/{planned['id']}/intrekken"
    tom.post(f"/kantoor/planning/zet/{premises}", {"list_id": planned["id"], "reason": "routine"})
    assert where in text(tom.get("/kantoor/planning"))
    asked = text(tom.get(where))
    assert "nog niet verstuurd" in asked and "Lantaarnkade 12" in asked and "Ines en Ivo" in asked
    assert tom.post(where).status_code == 303
    assert lists(house)[0]["fields"]["state"] == "ingetrokken", "kept, not deleted"
    page = text(tom.get("/kantoor/planning"))
    assert where not in page and "Ingetrokken: Ines en Ivo." in page and f"/kantoor/planning/zet/{premises}" in page
    assert planned["id"] not in text(tom.get(f"/kantoor/planning/zet/{premises}"))
    again = tom.post(where)
    assert again.status_code == 409 and "Deze lijst is ingetrokken." in text(again)


def test_a_list_with_a_visit_on_it_stays_and_the_page_says_why(
    desk: Sit, house: Installation, planned: dict[str, Any], premises: str
) -> None:
    tom, where = desk("tom"), f"/kantoor/planning/{planned['id']}/intrekken"
    tom.post(f"/kantoor/planning/zet/{premises}", {"list_id": planned["id"], "reason": "routine"})
    tom.post("/kantoor/planning/verstuur", page="/kantoor/planning")
    (stop,) = lists(house)[0]["fields"]["stops"].values()
    submit(house, people.INES, "visit.open", stop["visit_id"], opening(premises))
    answer = tom.post(where)
    assert answer.status_code == 409 and "al een controle begonnen" in text(answer)
    assert lists(house)[0]["fields"]["state"] == "verstuurd"


def test_a_phone_that_has_the_list_loses_it_when_it_is_withdrawn(
    desk: Sit, phone: Callable[[str], Any], house: Installation, planned: dict[str, Any], premises: str
) -> None:
    tom, ines = desk("tom"), phone("ines")
    tom.post(f"/kantoor/planning/zet/{premises}", {"list_id": planned["id"], "reason": "routine"})
    tom.post("/kantoor/planning/verstuur", page="/kantoor/planning")
    token = ines.token(full=True)
    had = ines.pull(token, cursor=None, after=0, seen=None)
    assert planned["id"] in {one["id"] for one in had["documents"]}
    tom.post(f"/kantoor/planning/{planned['id']}/intrekken")
    pulled = ines.pull(token, cursor=had["cursor"], after=0, seen=None)
    assert planned["id"] in pulled["gone"]


def test_lists_stand_in_two_columns_of_about_the_same_length_in_order() -> None:
    def lengths(*stops: int) -> list[list[int]]:
        of_day = [{"stops": ["stop"] * many, "warnings": []} for many in stops]
        return [[len(one["stops"]) for one in column] for column in planning.stacks(of_day)]

    assert lengths(0, 6, 6) == [[0, 6], [6]]
    assert lengths(9, 2, 3) == [[9], [2, 3]]
    assert lengths(6, 6) == [[6], [6]]
    assert lengths(3) == [[3]] and lengths() == []


def test_without_any_premises_nothing_is_said_to_be_in_order(desk: Sit) -> None:
    page = text(desk("tom").get("/kantoor/planning"))
    assert "Er zijn nog geen panden." in page and "Niets vraagt nu" not in page
