"""The page of a measure and the form of each act: from voornemen to the last cent, and every way in which it says no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fieldapp.installation import Installation
from fieldapp.pages import planning
from sync import LATEST
from tests import people
from tests.web import evening
from tests.web.conftest import Clock
from tests.web.course import SAID, Case, a_case, approve, grant, hidden_of, words

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def case(clock: Clock, house: Installation, premises: str, desk: Callable[[str], Any]) -> Case:
    return approve(a_case(house, clock, desk, premises))


def weigh(case: Case) -> Case:
    return case.do("tom", "weigh", herstelmaatregelen="Maak de nooduitgang vrij.")


def to_besluit(case: Case) -> Case:
    weigh(case).do("mia", "send-voornemen", sent_on="2026-11-21", how="toegezonden", zienswijze_days="14")
    case.on("2026-11-27")
    case.do("rob", "receive-zienswijze", received_on="2026-11-27", form="mondeling", heard_by_role="registrar", text="De deur is nu vrij, zegt de exploitant.")  # fmt: skip
    return case.do("tom", "prepare-besluit", text=SAID)


def to_known(case: Case) -> Case:
    to_besluit(case).on("2026-12-01")
    return case.do("mia", "sign").do("rob", "make-known", on="2026-12-01", how="uitgereikt")


def forfeited(case: Case) -> tuple[Case, str]:
    to_known(case).on("2026-12-21")
    visit = case.another_visit("2026-12-20")
    case.do("tom", "forfeit", forfeited_on="2026-12-20", visit_id=visit)
    return case, next(iter(case.fields["verbeurten"]))


def test_a_measure_goes_from_voornemen_to_the_last_cent_through_its_pages(case: Case) -> None:
    case, of = forfeited(case)
    assert case.state == "verbeurd_deels"
    case.do("rob", "notify-verbeurte", of, sent_on="2026-12-21")
    case.do("mia", "announce-invordering", of, sent_on="2026-12-21", zienswijze_days="14")
    case.on("2027-01-10").do("mia", "decide-invordering", of, made_known_on="2027-01-10")
    case.on("2027-02-20").do("rob", "record-payment", of, on="2027-02-19", amount_eur_cents="2.500", kind="betaling")
    assert case.fields["verbeurten"][of]["state"] == "betaald"
    page = case.page("tom")
    for said in ("Betaald", "€ 2.500", "Onherroepelijk", "Betaling geboekt", "Zienswijze ontvangen"):
        assert said in page, said


def test_the_page_says_where_it_stands_who_is_next_until_when_and_on_which_ground(case: Case) -> None:
    page = case.page("mia")
    assert "Het voorstel is goedgekeurd. Het voornemen kan worden verstuurd." in page
    assert "Wacht op de mandaathouder: voornemen versturen." in page
    assert "Voornemen versturen" in page and "Awb art. 4:8" in page
    to_known(case)
    page = case.page("lea")
    assert "De hersteltermijn loopt tot en met" in page
    assert "Bezwaar kan tot en met 12 januari 2027" in page
    assert "Zes weken" in page or "6 weken" in page


def test_why_not_yet_is_said_in_dutch_and_the_button_is_not_there(case: Case) -> None:
    to_besluit(case)
    page = case.page("tom")
    assert "Besluit ondertekenen" in page and f"{case.path}/doe/sign" not in page
    ended = {"on": case.clock.today}
    assert case.house.engine.submit(people.ADA, "mandate.end", case.mandate, ended, base=LATEST).outcome == "applied"
    page = case.page("mia")
    assert "Dit mandaat geldt vandaag niet." in page and f"{case.path}/doe/sign" not in page


def test_a_role_cannot_do_the_act_of_another(case: Case) -> None:
    for name, act in (("tom", "send-voornemen"), ("rob", "sign"), ("mia", "make-known"), ("lea", "prepare-besluit")):
        assert case.desk(name).get(case.form(name, act)).status_code == 403, (name, act)
    assert case.desk("tom").get(case.form("tom", "bestaat-niet")).status_code == 404
    assert case.desk("tom").get(case.form("tom", "end-term")).status_code == 403


def test_an_act_that_cannot_follow_now_shows_the_page_and_says_so(case: Case) -> None:
    answer = case.desk("rob").get(case.form("rob", "make-known"))
    assert answer.status_code == 409
    assert "Dit kan nu niet bij deze maatregel." in answer.get_data(as_text=True)


def test_a_bezwaar_of_before_the_bekendmaking_can_only_be_withdrawn(case: Case) -> None:
    """Awb art. 6:10, 6:21."""
    to_besluit(case).on("2026-12-01").do("rob", "receive-bezwaar", received_on="2026-12-01", with_committee="nee")
    assert "Vastleggen dat het bezwaar van vóór de bekendmaking is ingetrokken" in case.page("lea")
    asked = case.desk("lea").get(case.form("lea", "decide-bezwaar")).get_data(as_text=True)
    assert 'value="ingetrokken"' in asked and 'value="ongegrond"' not in asked
    case.do("lea", "decide-bezwaar", result="ingetrokken", on="2026-12-01", text=SAID)
    case.do("mia", "sign").do("rob", "make-known", on="2026-12-01", how="uitgereikt")
    assert case.fields["rechtsmiddel"] == "bezwaartermijn_loopt"


def test_two_sanctions_for_the_same_breach_are_to_do_until_one_is_revoked(case: Case) -> None:
    """Awb art. 5:6: proposed when none was in force, and applied at once when the last already was."""
    finding = case.fields["finding_ids"][0]
    other = {"measure_type": "last_onder_bestuursdwang", "mode": None, "amount_eur_cents": None, "max_eur_cents": None}
    deviation = {"reason": "ernstiger", "text": None}
    body = evening.proposal(case.premises, case.visit, finding, **other, deviation=deviation)
    second = evening.submit(case.house, people.INES, "measure.propose", evening.new_id(), body)
    to_known(case)
    said = "Twee sancties voor dezelfde overtreding"
    assert said not in case.desk("tom").get("/kantoor/").get_data(as_text=True)
    at_once = {
        "reason": SAID,
        "applied_at": f"{case.clock.today}T08:00:00Z",
        "mandate_id": case.mandate,
        "seal_numbers": [],
    }
    assert (
        case.house.engine.submit(people.MIA, "measure.apply_at_once", second, at_once, base=LATEST).outcome == "applied"
    )
    for name, sees in (("tom", True), ("lea", True), ("rob", False)):
        assert (said in case.desk(name).get("/kantoor/").get_data(as_text=True)) == sees, name
    page = case.page("mia")
    assert said in page and f'href="/kantoor/maatregelen/{second}"' in page
    case.do("mia", "revoke", on=case.clock.today, text=SAID, forfeited_lapses="nee")
    assert said not in case.desk("tom").get("/kantoor/").get_data(as_text=True)
    assert said not in case.page("mia")


def test_what_is_missing_stands_beside_its_field_and_what_was_typed_stays(case: Case) -> None:
    weigh(case)
    answer = case.send("mia", "send-voornemen", sent_on="", how="toegezonden", zienswijze_days="veel")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Vul in op welke dag het is verstuurd." in page and "Vul een heel getal in, zoals 14." in page
    assert 'value="veel"' in page and 'value="toegezonden" checked' in page


@pytest.mark.parametrize("written", ["2026-13-45", "31-02-2026", "morgen", "0000-00-00", "99999-01-01"])
def test_a_day_that_does_not_exist_is_refused_at_the_field(case: Case, written: str) -> None:
    weigh(case)
    answer = case.send("mia", "send-voornemen", sent_on=written, how="toegezonden", zienswijze_days="14")
    assert answer.status_code == 422
    assert "Deze dag bestaat niet." in answer.get_data(as_text=True)


def test_a_day_may_be_typed_as_people_write_it(case: Case) -> None:
    weigh(case).do("mia", "send-voornemen", sent_on="21-11-2026", how="toegezonden", zienswijze_days="14")
    assert case.fields["voornemen"]["sent_on"] == "2026-11-21"


def test_a_day_to_come_is_refused_by_the_rule_at_its_field(case: Case) -> None:
    weigh(case)
    answer = case.send("mia", "send-voornemen", sent_on="2026-11-30", how="toegezonden", zienswijze_days="14")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and 'id="sent_on-fout"' in page
    assert "Deze dag is nog niet geweest." in page and 'value="2026-11-30"' in page
    assert case.state == "voornemen_klaar"


def test_what_cannot_be_undone_is_asked_once_more(case: Case) -> None:
    weigh(case)
    path = case.form("mia", "send-voornemen")
    browser = case.desk("mia")
    filled = {"sent_on": "2026-11-21", "how": "uitgereikt", "zienswijze_days": "14", "mandate_id": case.mandate}
    asked = browser.post(path, filled)
    page = asked.get_data(as_text=True)
    assert asked.status_code == 200 and "Klopt dit?" in page and "21-11-2026" in page and "Uitgereikt" in page
    assert case.state == "voornemen_klaar"
    again = browser.post(path, {**filled, "pas_aan": "ja"}).get_data(as_text=True)
    assert 'value="uitgereikt" checked' in again
    assert browser.post(path, {**filled, "bevestigd": "ja"}).status_code == 303
    assert case.state == "voornemen_verzonden"


def test_who_was_at_the_visit_decides_nothing(case: Case) -> None:
    weigh(case)
    page = case.desk("tess").get(case.path).get_data(as_text=True)
    assert "Wat nu" in page
    answer = case.desk("ines").get(case.form("ines", "decline"))
    assert answer.status_code == 403


def test_sending_the_form_of_a_payment_twice_books_it_once(case: Case) -> None:
    case, of = forfeited(case)
    browser, path = case.desk("rob"), case.form("rob", "record-payment", of)
    new_id = "0193a000-0000-7000-8000-00000000abcd"
    filled = {"on": "2026-12-21", "amount_eur_cents": "100", "kind": "betaling", "new_id": new_id, "bevestigd": "ja"}
    assert browser.post(path, filled).status_code == 303
    second = browser.post(path, filled)
    assert second.status_code == 409 and "al geboekt" in second.get_data(as_text=True)
    assert len(case.fields["payments"]) == 1


@pytest.mark.parametrize("written", ["veel", "-5", "1,5", "2.50", "€", "1e9", "0"])
def test_an_amount_that_is_none_changes_nothing(case: Case, written: str) -> None:
    case, of = forfeited(case)
    answer = case.send("rob", "record-payment", of, on="2026-12-21", amount_eur_cents=written, kind="betaling")
    assert answer.status_code in (409, 422), words(answer)
    assert not case.fields.get("payments")


def test_the_weighing_keeps_what_another_form_did_not_ask(case: Case) -> None:
    weigh(case)
    before = case.fields["weighing"]
    page = case.desk("lea").get(case.form("lea", "weigh")).get_data(as_text=True)
    assert "Maak de nooduitgang vrij." in page and "Waarom is dit geschikt?" not in page
    case.do("lea", "weigh", overtreder_basis="pleger")
    after = case.fields["weighing"]
    assert after["herstelmaatregelen"] == before["herstelmaatregelen"] and after["overtreder_basis"] == "pleger"


def test_a_name_in_a_text_is_refused_at_the_field(case: Case) -> None:
    to_besluit_text = "Bel 06-12345678 voor de zienswijze van deze persoon."
    weigh(case).do("mia", "send-voornemen", sent_on="2026-11-21", how="toegezonden", zienswijze_days="14")
    answer = case.send("rob", "receive-zienswijze", received_on="2026-11-21", form="schriftelijk", text=to_besluit_text)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and 'id="text-fout"' in page and "06-12345678" in page


def test_an_inspector_reads_where_it_stands_and_finds_nothing_to_do(case: Case) -> None:
    page = case.page("ines")
    assert "Waar het staat" in page and "Wat nu" not in page and "/doe/" not in page


def test_somebody_of_another_team_finds_no_measure(case: Case) -> None:
    assert case.desk("otto").get(case.path).status_code == 404


def test_a_look_at_a_measure_is_written_down(case: Case) -> None:
    case.page("lea")
    looks = case.house.access_log.list(document=case.premises, limit=10)
    assert looks and looks[0]


def test_a_mandate_that_is_too_narrow_says_so(case: Case) -> None:
    grant(case.house, number="MB 2026-15", measure_types=["sluiting"])
    weigh(case)
    page = case.desk("mia").get(case.form("mia", "send-voornemen")).get_data(as_text=True)
    assert "MB 2026-14" in page and "MB 2026-15" in page


def test_who_weighs_from_an_older_page_loses_nothing_of_a_colleague(case: Case) -> None:
    """Lea opened the page first; Tom saved in between: her page is refused and his repairs stay."""
    path = case.form("lea", "weigh")
    opened = hidden_of(case.desk("lea").get(path).get_data(as_text=True))
    weigh(case)
    late = {**opened, "herstelmaatregelen": "Iets anders.", "bevestigd": "ja"}
    answer = case.desk("lea").post(path, late, page=path)
    assert answer.status_code == 409
    assert "legde intussen een andere afweging vast" in answer.get_data(as_text=True)
    assert case.fields["weighing"]["herstelmaatregelen"] == ["Maak de nooduitgang vrij."]


def test_more_time_to_comply_and_to_pay_is_given_and_taken_back_in_forms(case: Case) -> None:
    to_known(case).do("mia", "lengthen-term", until_on="2027-01-08", text="De aannemer kan niet eerder beginnen.")
    assert case.fields["terms"]["begunstiging"]["ends_on"] == "2027-01-08"
    case.on("2027-01-11")
    visit = case.another_visit("2027-01-10")
    case.do("tom", "forfeit", forfeited_on="2027-01-10", visit_id=visit)
    of = next(iter(case.fields["verbeurten"]))
    decided = {"made_known_on": "2027-01-11", "skip_zienswijze": "awb_4_12"}
    case.do("mia", "decide-invordering", of, **decided)
    put_off = {"until_on": "2027-04-10", "bears_interest": "ja", "text": "Het bedrijf betaalt in drie delen."}
    case.on("2027-03-01").do("mia", "defer-payment", of, **put_off)
    page = case.page("rob")
    assert "uitstel tot en met 10 apr 2027" in page and "Er loopt uitstel van betaling." in page
    assert "<h3>Wettelijke rente</h3>" not in page, "below the least amount nothing is due"
    case.on("2027-03-20").do("mia", "end-deferral", of, text="Het eerste deel is niet betaald.")
    page = case.on("2027-06-20").page("rob")
    assert "<h3>Wettelijke rente</h3>" in page and "Nog niet te berekenen" in page
    assert "Vanaf 23 februari 2027 is het percentage niet bekend." in page and "procent over" not in page
    answer = case.send("mia", "fix-interest", of)
    assert answer.status_code == 409
    assert "Niemand keek nog na welk percentage in deze dagen gold." in words(answer)


def test_the_server_page_says_which_rates_nobody_looked_up(case: Case) -> None:
    page = case.desk("ada").get("/beheer/server").get_data(as_text=True)
    assert "De wettelijke rente is nagekeken tot en met di 30 juni 2026." in page


def test_the_measure_is_found_from_approving_dossier_and_day_list_and_leads_back(
    clock: Clock, house: Installation, premises: str, desk: Callable[[str], Any]
) -> None:
    case = a_case(house, clock, desk, premises)
    here = f"/kantoor/maatregelen/{case.measure}"
    assert here in words_of(case.desk("tom").get(f"/kantoor/goedkeuren/{case.measure}"))
    assert here in words_of(case.desk("tom").get(f"/kantoor/dossiers/{premises}/maatregelen"))
    page = case.page("tom")
    for back in (
        f"/kantoor/goedkeuren/{case.measure}",
        f"/kantoor/dossiers/{premises}",
        f"/kantoor/bezoek/{case.visit}",
    ):
        assert back in page, back
    to_known(approve(case)).on("2026-12-10")
    listed = planning.stop_row(
        "s1",
        {"premises_id": premises, "address_text": "", "order": 1, "reason": "hercontrole"},
        1,
        {premises: house.engine.read(people.TOM, premises)},
    )  # type: ignore[dict-item]
    assert listed["measure_id"] == case.measure


def words_of(answer: Any) -> str:
    return str(answer.get_data(as_text=True))
