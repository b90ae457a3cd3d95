"""Who makes a code in a colleague's name may hold that device: until its owner knows it, he does not decide on what it wrote."""

from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask

from fieldapp.directory import SYSTEM
from fieldapp.installation import Installation
from fieldapp.worker import Worker
from sync import LATEST, Actor
from tests import people
from tests.web.conftest import BY_NAME, Phone, point
from tests.web.evening import CLOSED, OPENED, answer, blocked_exit, fields, new_id, opening, proposal

Sit = Callable[[str], Any]
CLOSING = {"outcome": "afgerond", "statement": True, "made_at": CLOSED}


def enrol(app: Flask, house: Installation, name: str, by: Actor | None) -> Phone:
    """A phone in somebody's name, with a code that `by` made; in whose hand it is nobody knows."""
    code = house.accounts.new_device_code(BY_NAME[name], by)["code"]
    device_key, signing_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    said = {"code": code, "dev_public": point(device_key), "sign_public": point(signing_key), "build": "test"}
    found = app.test_client().post("/api/v1/enrol", json=said)
    return Phone(app.test_client(), found.get_json(), device_key, signing_key)


def an_evening_on(phone: Phone, house: Installation, premises: str) -> tuple[str, str]:
    """A visit and a proposal, written on this phone; return the visit and the measure."""
    visit, measure, finding = new_id(), new_id(), new_id()
    items = house.policy().checklists["chk-lp@1"]["items"]
    asked = [one for one in items if one["enabled"] and one["recorded_in"] is None and one["asked"] == "altijd"]
    phone.record("visit.open", visit, opening(premises))
    phone.record("visit.note", visit, {"legitimation": {"value": "leidinggevende", "at": OPENED}})
    phone.record("visit.answer", visit, {f"answers.{one['id']}": answer(one) for one in asked})
    phone.record("visit.find", visit, {f"findings.{finding}": blocked_exit()})
    phone.record("visit.close", visit, CLOSING)
    phone.record("measure.propose", measure, proposal(premises, visit, finding))
    results = phone.push(phone.token()).get_json()["results"]
    assert {one["r"] for one in results} == {"applied"}, results
    return visit, measure


def approve(house: Installation, actor: Actor, measure: str) -> str:
    return house.engine.submit(actor, "measure.approve", measure, {"seen_proposal": 1}, base=LATEST).code or ""


def test_a_lead_cannot_approve_what_was_written_on_a_device_he_linked_in_a_colleagues_name(
    app: Flask, house: Installation, premises: str
) -> None:
    planted = enrol(app, house, "ines", people.TOM)
    visit, measure = an_evening_on(planted, house, premises)
    assert approve(house, people.TOM, measure) == "measure.own_code"
    assert fields(house, visit)["linked_by"][planted.id]["by"] == people.TOM.person
    for kind, body in (
        ("return", {"reason": "bewijs_aanvullen", "remarks": {}}),
        ("decline", {"reason": "andere_instantie", "text": "Niet van ons."}),
    ):
        refused = house.engine.submit(people.TOM, f"measure.{kind}", measure, body, base=LATEST)
        assert refused.code == "measure.own_code", kind


def test_another_lead_may_decide_meanwhile(app: Flask, house: Installation, premises: str) -> None:
    _, measure = an_evening_on(enrol(app, house, "ines", people.TOM), house, premises)
    assert approve(house, people.TESS, measure) == ""


def test_the_page_says_why_before_he_tries(app: Flask, house: Installation, premises: str, desk: Sit) -> None:
    _, measure = an_evening_on(enrol(app, house, "ines", people.TOM), house, premises)
    page = desk("tom").get(f"/kantoor/goedkeuren/{measure}").get_data(as_text=True)
    assert "U maakte de code van het toestel" in page


def test_once_its_owner_says_at_her_desk_that_it_is_hers_the_lead_decides(
    app: Flask, house: Installation, premises: str, desk: Sit
) -> None:
    phone = enrol(app, house, "ines", people.TOM)
    _, measure = an_evening_on(phone, house, premises)
    ines = desk("ines")
    assert "Dit was ik" in ines.get("/kantoor/").get_data(as_text=True)
    assert ines.post(f"/kantoor/mijn-toestel/{phone.id}", page="/kantoor/").status_code == 303
    Worker(house).follow_log()
    assert "Dit was ik" not in ines.get("/kantoor/").get_data(as_text=True)
    assert approve(house, people.TOM, measure) == ""
    again = house.engine.submit(people.INES, "device.confirm", phone.id, {}, base=LATEST)
    assert again.outcome == "applied", again.code


def test_what_a_confirmed_device_writes_stands_in_nobodys_way(app: Flask, house: Installation, premises: str) -> None:
    phone = enrol(app, house, "ines", people.TOM)
    assert house.engine.submit(people.INES, "device.confirm", phone.id, {}, base=LATEST).outcome == "applied"
    visit, measure = an_evening_on(phone, house, premises)
    assert "linked_by" not in fields(house, visit)
    assert approve(house, people.TOM, measure) == ""


def test_nobody_else_confirms_a_device_and_no_device_of_the_same_hand(app: Flask, house: Installation) -> None:
    planted, another, own = (enrol(app, house, "ines", by) for by in (people.TOM, people.TOM, None))
    for actor in (people.IVO, people.TESS):
        assert house.engine.submit(actor, "device.confirm", planted.id, {}, base=LATEST).code == "device.not_yours"
    assert house.engine.submit(people.TOM, "device.confirm", planted.id, {}, base=LATEST).code == "no_permission"
    for phone, code in ((planted, "device.confirm_elsewhere"), (another, "device.confirm_elsewhere"), (own, None)):
        phone.record("device.confirm", planted.id, {})
        [result] = phone.push(phone.token()).get_json()["results"]
        assert result["code"] == code
    assert fields(house, planted.id)["confirmed_at"]


def test_a_blocked_device_in_her_name_still_bars_who_linked_it_when_its_work_is_taken_in(
    app: Flask, house: Installation, premises: str
) -> None:
    planted = enrol(app, house, "ines", people.TOM)
    visit, _ = an_evening_on(enrol(app, house, "ines", None), house, premises)
    planted.record("visit.add", visit, {f"additions.{new_id()}": {"text": "De deur was op slot.", "at": CLOSED}})
    token = planted.token()
    assert house.accounts.block_device(people.TESS, planted.id).outcome == "applied"
    [result] = planted.push(token).get_json()["results"]
    assert result["code"] == "revoked"
    [held] = house.engine.held(people.TESS)
    assert house.engine.replay(people.TESS, held["operation_id"], override=True).outcome == "applied"
    assert fields(house, visit)["linked_by"][planted.id]["by"] == people.TOM.person


def test_what_such_a_device_adds_after_the_proposal_counts_too(app: Flask, house: Installation, premises: str) -> None:
    visit, measure = an_evening_on(enrol(app, house, "ines", None), house, premises)
    planted = enrol(app, house, "ines", people.TOM)
    planted.record("visit.add", visit, {f"additions.{new_id()}": {"text": "De deur was op slot.", "at": CLOSED}})
    planted.push(planted.token())
    assert approve(house, people.TOM, measure) == "measure.own_code"
    Worker(house).follow_log()
    assert fields(house, measure)["linked_by"][planted.id]["by"] == people.TOM.person


def test_a_server_that_forgot_a_device_still_knows_who_linked_it(app: Flask, house: Installation) -> None:
    planted = enrol(app, house, "ines", people.TOM)
    house.engine.erase(SYSTEM, planted.id)
    assert house.directory.certificate(planted.id) is None
    shown, _ = house.phones._certificate_of(planted.enrolled["certificate"])
    assert shown.linked_by == people.TOM.person
