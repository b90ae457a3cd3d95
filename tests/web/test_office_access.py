"""Every page of office, partner and administrator: who may, who may not, and with which method."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from fieldapp.installation import Installation
from tests.web.evening import Evening, an_evening

OURS = ("/kantoor", "/partner", "/beheer")
NOWHERE = "00000000-0000-7000-8000-000000000000"
OFFICE = "ines tom mia rob lea"
LEAD, ADMIN, POLICE, KNOWS = "tom", "ada", "pia", "ines tom ada"

# route -> (methods, who may)
PAGES: dict[str, tuple[str, str]] = {
    "/kantoor/": ("GET", OFFICE + " ada"),
    "/kantoor/meer": ("GET", OFFICE + " ada"),
    "/kantoor/mijn-toestel/<uuid:device_id>": ("POST", "ines"),
    "/kantoor/instellingen": ("GET", OFFICE + " ada"),
    "/kantoor/instellingen/meldingen": ("POST", OFFICE + " ada"),
    "/kantoor/instellingen/meldingen-uit": ("POST", OFFICE + " ada"),
    "/kantoor/instellingen/toetsen": ("POST", OFFICE + " ada"),
    "/kantoor/foto/<uuid:document_id>/<ref>": ("GET", OFFICE),
    "/kantoor/foto/<uuid:document_id>/<ref>/bekijk": ("GET", OFFICE),
    "/kantoor/goedkeuren": ("GET", LEAD),
    "/kantoor/goedkeuren/<uuid:measure_id>": ("GET", LEAD),
    "/kantoor/goedkeuren/<uuid:measure_id>/keur-goed": ("POST", LEAD),
    "/kantoor/goedkeuren/<uuid:measure_id>/stuur-terug": ("GET POST", LEAD),
    "/kantoor/goedkeuren/<uuid:measure_id>/zie-af": ("GET POST", LEAD),
    "/kantoor/juridisch/<uuid:measure_id>": ("GET POST", "lea"),
    "/kantoor/maatregelen/<uuid:measure_id>": ("GET", OFFICE),
    "/kantoor/maatregelen/<uuid:measure_id>/doe/<act>": ("GET POST", "tom lea"),
    "/kantoor/bezoek/<uuid:visit_id>/beeindigen": ("GET POST", LEAD),
    "/kantoor/dossiers/<uuid:premises_id>/machtiging": ("GET POST", LEAD),
    "/kantoor/dossiers/<uuid:premises_id>/machtiging/<uuid:machtiging_id>/trek-in": ("POST", LEAD),
    "/kantoor/signalen": ("GET", "tom lea"),
    "/kantoor/signalen/<uuid:signal_id>": ("GET", "tom lea"),
    "/kantoor/signalen/<uuid:signal_id>/doe/<act>": ("GET POST", LEAD),
    "/kantoor/signalen/nieuw/<uuid:premises_id>": ("GET POST", LEAD),
    "/kantoor/bewaren": ("GET", "tom rob lea"),
    "/kantoor/bewaren/voorstel": ("POST", "rob"),
    "/kantoor/bewaren/<uuid:destruction_id>": ("GET", "tom rob lea"),
    "/kantoor/bewaren/<uuid:destruction_id>/akkoord": ("POST", LEAD),
    "/kantoor/bewaren/<uuid:destruction_id>/trek-in": ("POST", "tom rob"),
    "/kantoor/bewaren/vast/<uuid:document_id>": ("GET POST", "tom lea"),
    "/kantoor/bewaren/vast/<uuid:document_id>/<uuid:hold_id>/los": ("POST", "tom lea"),
    "/kantoor/termijnen": ("GET", OFFICE),
    "/kantoor/termijnen.csv": ("GET", OFFICE),
    "/kantoor/agenda": ("GET POST", OFFICE),
    "/kantoor/agenda/weg": ("POST", OFFICE),
    "/kantoor/dwangsommen": ("GET", "tom mia rob lea"),
    "/kantoor/dossiers": ("GET", OFFICE),
    "/kantoor/dossiers/<uuid:premises_id>": ("GET", OFFICE),
    "/kantoor/dossiers/<uuid:premises_id>/bewijs": ("GET", OFFICE),
    "/kantoor/dossiers/<uuid:premises_id>/maatregelen": ("GET", OFFICE),
    "/kantoor/dossiers/<uuid:premises_id>/vergunning": ("GET", OFFICE),
    "/kantoor/dossiers/<uuid:premises_id>/wie-keek-mee": ("GET", OFFICE),
    "/kantoor/bezoek/<uuid:visit_id>": ("GET", OFFICE),
    "/kantoor/maatregelen/<uuid:measure_id>/brief/": ("GET POST", OFFICE),
    "/kantoor/bezoek/<uuid:visit_id>/brief/": ("GET POST", OFFICE),
    "/kantoor/brief/<uuid:letter_id>/": ("GET", OFFICE),
    "/kantoor/brief/<uuid:letter_id>/brief.pdf": ("GET", OFFICE),
    "/kantoor/brief/<uuid:letter_id>/brief.docx": ("GET", OFFICE),
    "/kantoor/brief/<uuid:letter_id>/vul-in": ("POST", OFFICE),
    "/kantoor/brief/<uuid:letter_id>/definitief": ("POST", OFFICE),
    "/kantoor/brief/<uuid:letter_id>/verzonden": ("POST", OFFICE),
    "/kantoor/brief/<uuid:letter_id>/afschrift": ("POST", OFFICE),
    "/kantoor/brief/<uuid:letter_id>/vervallen": ("POST", OFFICE),
    "/kantoor/planning": ("GET", LEAD),
    "/kantoor/planning/nieuw": ("GET POST", LEAD),
    "/kantoor/planning/zet/<uuid:premises_id>": ("GET POST", LEAD),
    "/kantoor/planning/adres": ("GET", LEAD),
    "/kantoor/planning/adres/<object_id>": ("GET POST", LEAD),
    "/kantoor/planning/verstuur": ("POST", LEAD),
    "/kantoor/planning/<uuid:list_id>/intrekken": ("GET POST", LEAD),
    "/kantoor/planning/<uuid:list_id>/stop/<stop_id>/<any('omhoog', 'omlaag', 'weg', 'naar'):act>": ("POST", LEAD),
    "/kantoor/wacht/reddingsbestand": ("GET POST", "tom ada"),
    "/kantoor/toestellen": ("GET", "tom ada"),
    "/kantoor/toestellen/<uuid:device_id>": ("GET", "tom ada"),
    "/kantoor/toestellen/code": ("POST", "tom ada"),
    "/kantoor/toestellen/<uuid:device_id>/<any('blokkeer', 'neem-in'):act>": ("GET POST", "tom ada"),
    "/kantoor/wacht": ("GET", KNOWS),
    "/kantoor/wacht/<operation_id>": ("GET", KNOWS),
    "/kantoor/wacht/<operation_id>/<any('opnieuw', 'toch'):act>": ("POST", LEAD),
    "/kantoor/wacht/<operation_id>/<any('sluit', 'wis'):act>": ("POST", LEAD),
    "/kantoor/twee-versies": ("GET", "ines tom"),
    "/kantoor/twee-versies/<uuid:document_id>/<field>": ("GET POST", "ines tom"),
    "/kantoor/samen": ("GET", OFFICE),
    "/kantoor/samen/<uuid:joint_id>": ("GET", OFFICE),
    "/kantoor/samen/<uuid:joint_id>/deel": ("POST", LEAD),
    "/kantoor/samen/<uuid:joint_id>/verzoek/<request_id>": ("POST", LEAD),
    "/kantoor/samen/<uuid:joint_id>/eenheid": ("POST", LEAD),
    "/kantoor/samen/<uuid:joint_id>/sluit": ("POST", LEAD),
    "/partner/": ("GET", POLICE),
    "/partner/bezoek/<uuid:joint_id>": ("GET", POLICE),
    "/partner/bezoek/<uuid:joint_id>/bijdrage": ("GET POST", POLICE),
    "/partner/bezoek/<uuid:joint_id>/verzoek": ("GET POST", POLICE),
    "/beheer/": ("GET", ADMIN),
    "/beheer/mensen": ("GET", ADMIN),
    "/beheer/mensen/nieuw": ("GET POST", ADMIN),
    "/beheer/mensen/<uuid:person_id>": ("GET POST", ADMIN),
    "/beheer/mensen/<uuid:person_id>/mandaten": ("GET POST", ADMIN),
    "/beheer/mensen/<uuid:person_id>/mandaten/<uuid:mandate_id>/beeindig": ("POST", ADMIN),
    "/beheer/mensen/<uuid:person_id>/zet-uit": ("GET POST", ADMIN),
    "/beheer/mensen/<uuid:person_id>/tweede-factor": ("GET POST", ADMIN),
    "/beheer/mensen/<uuid:person_id>/wachtwoord": ("GET POST", ADMIN),
    "/beheer/server": ("GET", ADMIN),
    "/beheer/server/meldingen": ("POST", ADMIN),
    "/beheer/eenheden": ("GET", ADMIN),
    "/beheer/eenheden/nieuw": ("GET POST", ADMIN),
    "/beheer/eenheden/<uuid:unit_id>": ("GET POST", ADMIN),
}
EVERYBODY = ("ines", "tom", "mia", "rob", "lea", "pia", "ada")


def address_of(route: str, evening: Evening) -> str:
    """Return the route with the evening's own ids in it; with an id of nothing where the evening has none."""
    known = {
        "<uuid:document_id>/<ref>": f"{evening.visit}/{evening.photo}",
        "<uuid:document_id>/<field>": f"{evening.visit}/outcome",
        "<uuid:measure_id>": evening.measure,
        "<uuid:premises_id>": evening.premises,
        "<uuid:visit_id>": evening.visit,
        "<uuid:joint_id>": evening.joint,
        "<any('omhoog', 'omlaag', 'weg', 'naar'):act>": "omhoog",
        "<any('blokkeer', 'neem-in'):act>": "blokkeer",
        "<any('opnieuw', 'toch'):act>": "opnieuw",
        "<any('sluit', 'wis'):act>": "sluit",
        "<act>": "weigh",
        "<operation_id>": "00:1",
        "<request_id>": "r1",
        "<stop_id>": "s1",
        "<uuid:list_id>": NOWHERE,
        "<uuid:device_id>": NOWHERE,
        "<uuid:person_id>": NOWHERE,
        "<uuid:mandate_id>": NOWHERE,
        "<uuid:unit_id>": NOWHERE,
        "<uuid:letter_id>": NOWHERE,
        "<uuid:signal_id>": NOWHERE,
        "<uuid:destruction_id>": NOWHERE,
        "<uuid:hold_id>": NOWHERE,
        "<uuid:machtiging_id>": NOWHERE,
        "<uuid:document_id>": evening.visit,
        "<object_id>": "9998010000000001",
    }
    for part, value in known.items():
        route = route.replace(part, value)
    assert "<" not in route, route
    return route


def methods_of(route: str) -> list[str]:
    return PAGES[route][0].split()


def test_every_route_of_ours_stands_in_the_table(app: Flask) -> None:
    routes = {rule.rule: rule for rule in app.url_map.iter_rules() if rule.rule.startswith(OURS)}
    assert set(routes) == set(PAGES)
    for route, rule in routes.items():
        assert (rule.methods or set()) - {"HEAD", "OPTIONS"} == set(methods_of(route)), route


@pytest.fixture
def evening(house: Installation, premises: str) -> Evening:
    return an_evening(house, premises)


def test_a_stranger_is_sent_to_sign_in(app: Flask, client: FlaskClient, evening: Evening) -> None:
    app.config["WTF_CSRF_ENABLED"] = False  # what is asked here is who may, not whether a form was real
    for route in PAGES:
        for method in methods_of(route):
            answer = client.open(address_of(route, evening), method=method)
            assert answer.status_code == 303, (method, route)
            assert answer.headers["Location"].startswith("/inloggen"), route


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_role_gets_its_pages_and_no_other(
    app: Flask, desk: Callable[[str], Any], evening: Evening, name: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    browser = desk(name).client
    for route, (_, allowed) in PAGES.items():
        may = name in allowed.split()
        for method in methods_of(route):
            answer = browser.open(address_of(route, evening), method=method)
            if may:
                assert answer.status_code not in (403, 405) and answer.status_code < 500, (name, method, route)
            else:
                assert answer.status_code == 403, (name, method, route)


def test_the_wrong_method_is_refused(app: Flask, desk: Callable[[str], Any], evening: Evening) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    browser = desk("tom").client
    for route in PAGES:
        for method in {"POST", "PUT", "DELETE"} - set(methods_of(route)):
            assert browser.open(address_of(route, evening), method=method).status_code == 405, (method, route)


def test_an_address_that_only_takes_a_form_leads_to_the_page_above_it(
    app: Flask, desk: Callable[[str], Any], evening: Evening
) -> None:
    browser = desk("tom").client
    led = {route: browser.get(address_of(route, evening)) for route in PAGES if methods_of(route) == ["POST"]}
    for route, answer in led.items():
        assert answer.status_code == 303, route
        page = browser.get(answer.headers["Location"], follow_redirects=True)
        assert page.status_code in (200, 403, 404), route
    assert led["/kantoor/toestellen/code"].headers["Location"] == "/kantoor/toestellen"
    assert app.test_client().get("/api/v1/push").status_code == 405, "a program is told so"


def test_a_form_without_its_token_changes_nothing(
    desk: Callable[[str], Any], house: Installation, evening: Evening
) -> None:
    answer = desk("tom").client.post(f"/kantoor/goedkeuren/{evening.measure}/keur-goed", data={"seen_proposal": "1"})
    assert answer.status_code == 400
    assert house.engine.count(house.directory.system(), "measure", where={"state": "voorgesteld"}) == 1


def test_someone_of_another_team_finds_nothing(desk: Callable[[str], Any], evening: Evening) -> None:
    browser = desk("otto").client
    for path in (
        f"/kantoor/dossiers/{evening.premises}",
        f"/kantoor/bezoek/{evening.visit}",
        f"/kantoor/samen/{evening.joint}",
        f"/kantoor/foto/{evening.visit}/{evening.photo}",
        f"/kantoor/dossiers/{NOWHERE}",
    ):
        assert browser.get(path).status_code == 404, path
    for path in ("/kantoor/dossiers", "/kantoor/dossiers?q=Lantaarnkade", "/kantoor/samen", "/kantoor/"):
        assert evening.premises not in browser.get(path).get_data(as_text=True), path


def test_no_page_may_be_kept(desk: Callable[[str], Any], evening: Evening) -> None:
    browser = desk("tom").client
    for route in PAGES:
        if "GET" in methods_of(route):
            assert "no-store" in browser.get(address_of(route, evening)).headers.get("Cache-Control", ""), route


def test_every_page_has_one_heading_and_a_title(desk: Callable[[str], Any], evening: Evening) -> None:
    for name in ("tom", "ines", "lea", "ada", "pia"):
        browser = desk(name).client
        for route in PAGES:
            answer = browser.get(address_of(route, evening)) if "GET" in methods_of(route) else None
            if answer is None or answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            page = answer.get_data(as_text=True)
            assert page.count("<h1") == 1, route
            assert ", Toezicht</title>" in page, route
            assert "<style" not in page and " style=" not in page and "onclick" not in page, route


GARBAGE = (
    "",
    "\x00",
    "ongeldig",
    "-1",
    "9" * 40,
    "' or 1=1 --",
    "<script>alert(1)</script>",
    "é" * 3000,
    "\ud7ff",
    "2026-13-45",
)
FIELDS = (
    "toetsen place seen_proposal seen_binnentreden skip_zienswijze reason remark_finding_ids text on first second list_id appointment "
    "code person_id base version what purpose ground answer r1-answer unit_id name login roles team_ids access_until_on password"
).split()


@pytest.mark.slow
def test_strange_input_is_never_a_server_error(app: Flask, desk: Callable[[str], Any], evening: Evening) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    for name in ("tom", "lea", "ada", "pia"):
        browser = desk(name).client
        for route, (methods, allowed) in PAGES.items():
            if name not in allowed.split():
                continue
            for garbage in GARBAGE:
                path = address_of(route, evening)
                if "POST" in methods:
                    answer = browser.post(path, data=dict.fromkeys(FIELDS, garbage))
                    assert answer.status_code < 500, (route, garbage)
                answer = browser.get(
                    path,
                    query_string={
                        "dag": garbage,
                        "toon": garbage,
                        "q": garbage,
                        "zoom": garbage,
                        "soort": garbage,
                        "wanneer": garbage,
                        "wie": garbage,
                        "team": garbage,
                        "pagina": garbage,
                        "voor": garbage,
                    },
                )
                assert answer.status_code < 500, (route, garbage)
                assert b"<script>alert" not in answer.get_data(), (route, garbage)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[" * 5000,
        b'{"endpoint":' + b"[" * 3000,
        b"\xff\xfe",
        b"null",
        b'{"endpoint": "http://169.254.169.254/", "keys": {"p256dh": "BA", "auth": "AA"}}',
    ],
)
def test_strange_json_is_never_a_server_error(app: Flask, desk: Callable[[str], Any], body: bytes) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    answer = desk("tom").client.post("/kantoor/instellingen/meldingen", data=body, content_type="application/json")
    assert answer.status_code in (400, 422)
