"""Routes x roles x objects: everybody gets what the table says, and no answer tells whether a record exists."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from tests.fault.routes_and_roles import FULL, OPEN, PUSH, ROUTES
from tests.rig.api_phone import ApiPhone
from tests.rig.desk import TOKEN, Desk, session
from tests.rig.server import Server

DESK_ROLES = ["inspector", "team_lead", "mandate_holder", "registrar", "legal_officer", "administrator", "police"]
NOBODY, LOCKED, UNLOCKED = "nobody", "a locked phone", "an unlocked phone"
NOTHING = str(uuid.UUID(int=7 << 76 | 2 << 62))
FILLED_IN = {
    "uuid": NOTHING,
    "int": "0",
    "<blob>": "0" * 64,
    "<build>": "000000000000",
    "<document>": NOTHING,
    "<ref>": NOTHING,
    "<name>": "x.json",
    "<act>": "weigh",
    "<stop_id>": NOTHING,
    "<field>": "answers.x",
    "<operation_id>": "0" * 32 + ":1",
    "path": "x",
}


def filled(path: str) -> str:
    """Put an id that nothing has in each place of a route."""

    def value(found: re.Match[str]) -> str:
        kind = found.group(1)
        if choice := re.match(r"any\('([\w-]+)'", kind):
            return choice.group(1)
        return FILLED_IN.get(found.group(0), FILLED_IN.get(kind.split(":")[0], NOTHING))

    return re.sub(r"<([^>]+)>", value, path)


@dataclass(frozen=True)
class Visitor:
    """Somebody who asks: with a cookie, a bearer token, or nothing."""

    name: str
    http: requests.Session
    headers: dict[str, str]
    csrf: str

    def ask(self, server: Server, method: str, path: str) -> requests.Response:
        fields = {"csrf_token": self.csrf} if self.csrf else {}
        is_json = path.startswith("/api/")
        body: dict[str, Any] = {} if method == "GET" else ({"json": {}} if is_json else {"data": fields})
        return self.http.request(
            method, server.address + path, headers=self.headers, timeout=30, allow_redirects=False, **body
        )


def csrf_of(http: requests.Session, address: str) -> str:
    found = TOKEN.search(http.get(address, timeout=30).text)
    return found.group(1) if found else ""


@pytest.fixture(scope="module")
def visitors(server: Server) -> dict[str, Visitor]:
    """One of each kind: nobody, a phone locked and unlocked, and each role at a desk."""
    sign_in = f"{server.address}/inloggen"
    phone = ApiPhone.enrol(server.address, server.new_code(server.user("inspector")["login"]))
    nobody = session()
    made = {NOBODY: Visitor(NOBODY, nobody, {}, csrf_of(nobody, sign_in))}
    for name, scope in ((LOCKED, "push"), (UNLOCKED, "full")):
        headers = {"Authorization": f"Bearer {phone.token(scope)}"}
        made[name] = Visitor(name, requests.Session(), headers, "")
    for role in DESK_ROLES:
        only = next(user for user in server.example["users"] if user["roles"] == [role])
        desk = Desk.sign_in(server, only)
        page = "/partner/" if role == "police" else "/kantoor/instellingen"
        made[role] = Visitor(role, desk.http, {}, csrf_of(desk.http, server.address + page))
    return made


def expected(audience: str, visitor: str) -> str:
    """Return `in`, `out` (403), `who` (not known: 401, or the way to the sign-in page)."""
    if audience == OPEN:
        return "in"
    if audience in {PUSH, FULL}:
        if visitor == UNLOCKED or (visitor == LOCKED and audience == PUSH):
            return "in"
        return "out" if visitor == LOCKED else "who"
    if visitor in DESK_ROLES:
        return "in" if visitor in audience.split() else "out"
    return "who"


def got(answer: requests.Response, visitor: Visitor) -> str:
    if answer.status_code == 401 or "/inloggen" in answer.headers.get("Location", ""):
        return "who"
    is_form = "/api/" not in answer.url and "/inloggen" not in answer.url
    if answer.status_code == 400 and is_form and not visitor.csrf:
        return "who"  # a form needs a page of a session first
    if answer.status_code == 403:
        return "out"
    assert answer.status_code < 500, answer.status_code
    return "in"


def test_every_route_is_listed_and_every_line_has_its_route(server: Server) -> None:
    said = server.command("routes", "--data", str(server.data)).stdout.splitlines()
    there = {line.rsplit(None, 1)[0] for line in said if line.strip()}
    assert there - set(ROUTES) == set(), "not in routes_and_roles.py"
    assert set(ROUTES) - there == set(), "listed, but not there"


# Where "in" cannot be told from "who" by its answer: the start page and signing out lead to the sign-in page.
LEADS_TO_SIGN_IN = {"GET /", "GET /tweede-factor", "POST /tweede-factor", "POST /uitloggen"}


@pytest.mark.parametrize("route", sorted(set(ROUTES) - LEADS_TO_SIGN_IN))
def test_everybody_gets_what_the_table_says(route: str, server: Server, visitors: dict[str, Visitor]) -> None:
    method, path = route.split(None, 1)
    said = {name: got(visitor.ask(server, method, filled(path)), visitor) for name, visitor in visitors.items()}
    assert said == {name: expected(ROUTES[route], name) for name in visitors}


def test_every_answer_with_data_is_never_stored(server: Server, visitors: dict[str, Visitor]) -> None:
    for route, audience in ROUTES.items():
        method, path = route.split(None, 1)
        if audience == OPEN or method != "GET":
            continue
        name = UNLOCKED if audience in {PUSH, FULL} else audience.split()[0]
        answer = visitors[name].ask(server, "GET", filled(path))
        assert answer.headers.get("Cache-Control") == "no-store", (route, answer.headers.get("Cache-Control"))


def test_a_form_without_its_token_changes_nothing(server: Server, visitors: dict[str, Visitor]) -> None:
    for route, audience in ROUTES.items():
        method, path = route.split(None, 1)
        if method == "POST" and not path.startswith("/api/"):
            name = NOBODY if audience == OPEN else audience.split()[0]
            answer = visitors[name].http.post(server.address + filled(path), data={"x": "y"}, timeout=30)
            assert answer.status_code in {400, 403, 404, 422}, (route, answer.status_code)


# --- objects -----------------------------------------------------------------------------------------------------

PAGE_OF = {
    "premises": "/kantoor/dossiers/{}",
    "visit": "/kantoor/bezoek/{}",
    "measure": "/kantoor/goedkeuren/{}",
}


@pytest.fixture(scope="module")
def documents(server: Server) -> dict[str, list[dict[str, Any]]]:
    """Every document of the example, by kind, as the system sees it."""
    house = server.house()
    kinds = ["premises", "visit", "measure", "joint_visit", "person", "day_list"]
    return {kind: house.engine.find(house.system, kind, limit=1000) for kind in kinds}


def team_of(person: str, documents: dict[str, list[dict[str, Any]]]) -> str:
    return next(one["fields"]["team_ids"][0] for one in documents["person"] if one["id"] == person)


@pytest.mark.parametrize("kind", sorted(PAGE_OF))
def test_a_lead_of_another_team_hears_the_same_as_when_it_does_not_exist(
    kind: str, server: Server, documents: dict[str, list[dict[str, Any]]]
) -> None:
    leads = [user for user in server.example["users"] if "team_lead" in user["roles"]]
    teams = {lead["login"]: team_of(lead["person_id"], documents) for lead in leads}
    stranger = next(lead for lead in leads if teams[lead["login"]] != teams[leads[0]["login"]])
    hers = [one for one in documents[kind] if one["fields"].get("team_id") == teams[leads[0]["login"]]]
    assert hers, f"the example has no {kind} of the first team"
    own, strange = Desk.sign_in(server, leads[0]), Desk.sign_in(server, stranger)
    path = PAGE_OF[kind]
    restricted = [one for one in hers if not one["fields"].get("restricted_to")]
    shown = own.get(path.format(restricted[0]["id"]))
    assert shown.status_code == 200, (path, shown.status_code)
    absent = strange.get(path.format(NOTHING))
    for one in hers[:5]:
        foreign = strange.get(path.format(one["id"]))
        assert foreign.status_code == absent.status_code == 404
        assert without_ids(foreign.text) == without_ids(absent.text)


def without_ids(page: str) -> str:
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|value=\"[^\"]*\"", "", page)


def test_police_read_the_joint_visits_of_their_own_unit_and_no_other(
    server: Server, documents: dict[str, list[dict[str, Any]]]
) -> None:
    officers = [user for user in server.example["users"] if "police" in user["roles"]]
    units = {one["id"]: one["fields"].get("unit_id") for one in documents["person"]}
    for officer in officers:
        desk, unit = Desk.sign_in(server, officer), units[officer["person_id"]]
        absent = desk.get(f"/partner/bezoek/{NOTHING}")
        assert absent.status_code == 404
        for joint in documents["joint_visit"]:
            fields = joint["fields"]
            answer = desk.get(f"/partner/bezoek/{joint['id']}")
            if fields.get("unit_id") != unit or fields.get("state") != "closed":
                assert answer.status_code == 404, joint
                assert without_ids(answer.text) == without_ids(absent.text)
            elif "unit:" + str(unit) in server.house().scopes_of("joint_visit", fields):
                assert answer.status_code == 200, joint


def test_a_phone_holds_nothing_of_another_team(server: Server, documents: dict[str, list[dict[str, Any]]]) -> None:
    inspectors = [user for user in server.example["users"] if user["roles"] == ["inspector"]]
    for user in inspectors:
        phone = ApiPhone.enrol(server.address, server.new_code(user["login"]))
        mine = set(phone.enrolled["person"]["team_ids"])
        token = phone.token()
        shown = phone.pull(token)["documents"]
        foreign = [one for one in shown if one["fields"].get("team_id") and one["fields"]["team_id"] not in mine]
        assert foreign == []
        others = [one["id"] for kind in PAGE_OF for one in documents[kind] if one["fields"].get("team_id") not in mine]
        fetched = phone._json("fetch", {"ids": [*others[:50], NOTHING]}, token)
        assert fetched["documents"] == []
        assert sorted(fetched["missing"]) == sorted([*others[:50], NOTHING])
