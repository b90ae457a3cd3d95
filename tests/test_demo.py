"""The example municipality: whole, through the front door, the same for the same seed, and nobody named in a premises."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from fieldapp import example_town
from fieldapp.config import load_config
from fieldapp.demo import make_demo
from fieldapp.directory import SYSTEM
from fieldapp.domain import documents
from fieldapp.domain.text_guard import check_text
from fieldapp.installation import Installation, open_installation, set_up
from fieldapp.photos import photo_bytes
from fieldapp.worker import Worker

TODAY = date(2026, 11, 21)
INSTALLATION = bytes(range(16))


class Keyring:
    """Remembers what it was told; the real accounts are tested elsewhere and take seconds to hash."""

    def __init__(self) -> None:
        self.secrets: dict[str, str] = {}

    def set_password(self, person_id: str, password: str) -> None:
        assert password == "proefwachtwoord"

    def set_totp(self, person_id: str, secret: str) -> None:
        self.secrets[person_id] = secret

    def new_device_code(self, person_id: str, by: Any = None) -> dict[str, str]:
        return {"code": "ABCD-2345", "expires_at": "2026-11-22T20:00:00Z"}


def made(folder: Path, seed: int) -> tuple[Installation, dict[str, Any]]:
    config = load_config({}, data=folder / "data")
    set_up(config)
    house = open_installation(config)
    said = make_demo(
        house.engine,
        Keyring(),
        seed=seed,
        password="proefwachtwoord",
        today=TODAY,
        installation=INSTALLATION,
        blobs=house.blobs,
    )
    return house, said


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> tuple[Installation, dict[str, Any]]:
    house, said = made(tmp_path_factory.mktemp("demo"), 1)
    worker = Worker(house)
    while worker.step():
        pass
    return house, said


def fields(house: Installation, kind: str) -> list[dict[str, Any]]:
    return [one["fields"] for one in house.engine.find(SYSTEM, kind, limit=1000)]


Example = tuple[Installation, dict[str, Any]]


def test_everything_was_applied_and_follows_from_the_log(example: Example) -> None:
    house, _ = example
    assert Counter(entry.outcome for entry in house.engine.entries_since(0, 10_000)).keys() == {"applied"}
    assert house.engine.check().is_whole


def test_it_has_as_much_of_everything_as_is_promised(example: Example) -> None:
    house, said = example
    assert len(fields(house, "premises")) >= 40
    assert len(fields(house, "visit")) >= 30
    assert len(fields(house, "measure")) >= 15
    assert len(fields(house, "joint_visit")) >= 5
    roles = Counter(role for user in said["users"] for role in user["roles"])
    assert roles["inspector"] >= 3
    assert roles["team_lead"] >= 2
    assert {"mandate_holder", "registrar", "legal_officer", "administrator"} <= set(roles)
    assert len({user["unit"] for user in said["users"] if "police" in user["roles"]}) == 2
    assert sum(1 for unit in fields(house, "unit") if unit["kind"] == "team") == 2


def test_there_are_visits_and_measures_in_every_state(example: Example) -> None:
    house, _ = example
    assert {visit.get("outcome") for visit in fields(house, "visit")} == {None, *get_args(documents.VisitOutcome)}
    assert {one["state"] for one in fields(house, "measure")} == set(get_args(documents.MeasureState))


def test_measures_ran_their_course_on_days_in_the_past_by_who_may(example: Example) -> None:
    house, _ = example
    measures = fields(house, "measure")
    states = {one["state"] for measure in measures for one in measure.get("verbeurten", {}).values()}
    assert {"ingevorderd_besloten", "betaald", "verjaard"} <= states, states
    assert {one["rechtsmiddel"] for one in measures if "rechtsmiddel" in one} >= {
        "bezwaartermijn_loopt",
        "bezwaar_lopend",
        "onherroepelijk",
        "vernietigd",
    }
    assert all(one["signed_at"][:10] <= "2026-11-21" for measure in measures if (one := measure.get("besluit")))
    running = [term for measure in measures for term in measure.get("terms", {}).values() if term["state"] == "loopt"]
    assert len(running) >= 25


def test_who_holds_the_mandate_can_sign_for_both_authorities(example: Example) -> None:
    house, _ = example
    assert {one["authority"] for one in fields(house, "mandate")} == set(get_args(documents.Authority))


def test_joint_visits_came_in_on_their_own_evening_so_police_see_no_address_after_90_days(example: Example) -> None:
    house, said = example
    police = next(user for user in said["users"] if user["login"] == "politie.mensenhandel")
    reader = house.directory.actor(police["person_id"], None)
    assert reader is not None
    shown = {one["fields"]["ended_at"][:10]: one["fields"] for one in house.engine.find(reader, "joint_visit", limit=9)}
    withheld = [day for day, joint in shown.items() if "premises_text" not in joint]
    assert (len(shown), withheld) == (4, [min(shown)])


def test_each_pair_has_a_sent_list_for_today_with_six_stops(example: Example) -> None:
    house, _ = example
    lists = fields(house, "day_list")
    assert len(lists) == len(example_town.PAIRS)
    assert {(one["on"], one["state"], len(one["stops"])) for one in lists} == {("2026-11-21", "verstuurd", 6)}


def test_the_homes_on_a_list_are_on_the_phones_of_its_pair_and_the_others_on_none(example: Example) -> None:
    house, _ = example
    listed = {stop[0] for stops in example_town.STOPS.values() for stop in stops}
    for premises in fields(house, "premises"):
        is_home = premises["premises_type"] == "woning"
        assert bool(premises.get("assigned")) == (is_home and premises["address"]["text"] in listed)


def test_every_user_has_a_second_factor_and_every_inspector_a_code(example: Example) -> None:
    _, said = example
    assert all(len(user["totp"]) == 32 for user in said["users"])
    inspectors = {user["login"] for user in said["users"] if "inspector" in user["roles"]}
    assert {code["login"] for code in said["device_codes"]} == inspectors
    assert {user["login"] for user in said["users"] if "code" in user} == inspectors


@pytest.mark.slow
def test_the_same_seed_makes_the_same_example_and_another_another(example: Example, tmp_path: Path) -> None:
    house, said = example
    _, again = made(tmp_path / "again", 1)
    _, other = made(tmp_path / "other", 2)
    assert again == said
    assert {user["person_id"] for user in other["users"]}.isdisjoint(user["person_id"] for user in said["users"])
    assert house.engine.count(SYSTEM, "premises") == len(example_town.PLACES)


def test_no_free_text_names_anybody(example: Example) -> None:
    house, _ = example
    texts = [one["text"] for visit in fields(house, "visit") for part in ("findings", "additions")
             for one in visit.get(part, {}).values() if one.get("text")]  # fmt: skip
    assert texts
    for text in texts:
        assert check_text(text, house.policy().guard) == []


def test_a_home_has_an_address_and_nothing_else() -> None:
    homes = [place for place in example_town.PLACES if place.premises_type == "woning"]
    assert len(homes) >= 15
    assert all(home[6:] == (None,) * 6 for home in homes)


def test_the_photos_of_the_example_are_things_and_open_with_their_keys(example: Example) -> None:
    house, _ = example
    found = [(visit["id"], ref) for visit in house.engine.find(SYSTEM, "visit", limit=1000)
             for ref in visit["fields"].get("photos", {})]  # fmt: skip
    assert len(found) == sum(len(scenes) for scenes in example_town.PHOTOS.values())
    for visit, ref in found:
        assert photo_bytes(house, SYSTEM, visit, ref, "full")
        assert len(photo_bytes(house, SYSTEM, visit, ref, "thumb") or b"") in range(1, 60_000)
    assert house.engine.check(house.blobs).is_whole
