"""Bewaren en vernietigen: two persons, days to think again, and then really gone, with a declaration and a whole log."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fieldapp import destroying
from fieldapp.app import create_app
from fieldapp.backup import make_backup, restore_backup
from fieldapp.build import Build
from fieldapp.config import Config
from fieldapp.destroying import blobs_of, everything_due
from fieldapp.installation import Installation, open_installation
from fieldapp.photos import decrypt, photo_bytes
from fieldapp.worker import Worker
from sync import LATEST
from sync.log_copy import LogCopy, read_trace
from tests import people
from tests.web.commands import empty_with_keys
from tests.web.conftest import BY_NAME, Desk
from tests.web.evening import CLOSED, answers, blocked_exit, fields, new_id, opening, proposal, submit, take_photo

YEAR = 366 * 24 * 3600
WORD = "zwalkvernietigd"
OTHER = "zwalkgebleven"


@pytest.fixture
def config(config: Config, tmp_path: Path) -> Config:
    """With a copy of the log and a register on another disk, as a real server has them."""
    return replace(config, log_copy=tmp_path / "elsewhere" / "log.copy", register=tmp_path / "elsewhere" / "register")


def a_visit(house: Installation, premises: str, word: str, finding: str | None = None) -> str:
    """A closed visit with a finding in whose text the word stands, and a photo of it."""
    visit, finding = submit(house, people.INES, "visit.open", new_id(), opening(premises)), finding or new_id()
    answers(house, visit)
    submit(
        house, people.INES, "visit.find", visit, {f"findings.{finding}": {**blocked_exit(), "text": f"Doos {word}."}}
    )
    take_photo(house, visit, finding, arrives=True)
    submit(house, people.INES, "visit.close", visit, {"outcome": "afgerond", "statement": True, "made_at": CLOSED})
    return visit


def run_dry(house: Installation) -> None:
    worker = Worker(house)
    while worker.step():
        pass


class Years:
    """The same installation, as it is found after some years."""

    def __init__(self, config: Config, build: Build) -> None:
        self._config, self._build = config, build
        self.opened: list[Installation] = []

    def later(self, years: float, days: int = 0) -> Installation:
        seconds = int(years * YEAR) + days * 24 * 3600
        house = open_installation(replace(self._config, clock_offset_seconds=seconds), build=self._build)
        self.opened.append(house)
        return house


@pytest.fixture
def years(config: Config, build: Build) -> Iterator[Years]:
    made = Years(config, build)
    yield made
    for house in made.opened:
        house.store.close()


def desk_of(house: Installation, name: str) -> Desk:
    browser = create_app(house=house).test_client()
    with browser.session_transaction() as cookie:
        cookie["desk"] = house.accounts.start_session(BY_NAME[name])
    return Desk(browser, BY_NAME[name])


def propose(house: Installation, *stukken: str) -> str:
    """Rob proposes on the page; return the id of the proposal."""
    answer = desk_of(house, "rob").post(
        "/kantoor/bewaren/voorstel", {"team": people.CENTRUM, "stuk": list(stukken)}, page="/kantoor/bewaren"
    )
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"].rsplit("/", 1)[1]


def agree(house: Installation, decision: str, seen: int = 1) -> None:
    path = f"/kantoor/bewaren/{decision}"
    answer = desk_of(house, "tom").post(f"{path}/akkoord", {"items_seen": str(seen), "read": "y"}, page=path)
    assert answer.status_code == 303, answer.get_data(as_text=True)


def places(house: Installation) -> list[Path]:
    config = house.config
    assert config.log_copy
    return [path for place in (config.data, config.log_copy.parent) for path in place.rglob("*") if path.is_file()]


def holding(word: str | bytes, found: list[Path]) -> list[str]:
    raw = word.encode() if isinstance(word, str) else word
    return [
        path.name
        for path in found
        if raw in path.read_bytes() or raw.decode("latin1").encode("utf-16-le") in path.read_bytes()
    ]


def in_copy(house: Installation, word: str) -> bool:
    """Whether an envelope in the copy of the log, opened with the server's key, has the word."""
    assert house.config.log_copy
    opener = house.engine._means.opener
    records = [envelope for _, envelope, _ in LogCopy(house.config.log_copy).read()]
    return any(word.encode() in opener.open(record).body for record in records if read_trace(record) is None)


# --- destroyed is gone


def test_what_two_persons_decided_is_gone_from_every_file_and_the_log_is_whole(
    house: Installation, years: Years, premises: str
) -> None:
    visit, stays = a_visit(house, premises, WORD), a_visit(house, premises, OTHER)
    run_dry(house)
    shown = house.engine.read(people.SYSTEM, visit)
    assert shown
    blobs = blobs_of(shown)
    ciphertext = house.blobs.chunks(blobs[0])[0][:64]
    assert holding(WORD, places(house)) and holding(ciphertext, places(house)), "it must be there to be gone"
    assert in_copy(house, WORD)

    later = years.later(6)
    decision = propose(later, f"{visit}:document")
    agree(later, decision)
    run_dry(later)
    assert fields(later, visit)["outcome"] == "afgerond", "the days to think again run first"

    after = years.later(6, days=8)
    run_dry(after)
    assert after.engine.read(people.SYSTEM, visit) is None
    assert not any(after.blobs.exists(blob) for blob in blobs)
    assert holding(WORD, places(after)) == []
    assert holding(ciphertext, places(after)) == []
    assert not in_copy(after, WORD)
    assert in_copy(after, OTHER), "what stays, stays in the copy too"
    assert fields(after, stays)["outcome"] == "afgerond"
    report = after.engine.check(after.blobs)
    assert report.is_whole, report.wrong
    assert after.engine.rebuild().is_whole
    assert visit not in fields(after, premises)["visits"]
    assert stays in fields(after, premises)["visits"]

    page = desk_of(after, "lea").get(f"/kantoor/bewaren/{decision}").get_data(as_text=True)
    entries, digest = after.engine.traces(visit)
    assert "Verklaring van vernietiging" in page
    assert digest in page and f"{entries} regels" in page
    assert "Rob" in page and "Tom" in page and "Vernietigd, 2 bestanden gewist" in page
    assert WORD not in page and "Lantaarnkade" not in page


def test_a_visit_stays_while_work_of_a_phone_waits_for_the_team_lead(
    house: Installation, years: Years, premises: str
) -> None:
    """The team lead ended it at the desk; what its phone sent afterwards nobody looked at."""
    visit = submit(house, people.INES, "visit.open", new_id(), opening(premises))
    submit(house, people.TOM, "visit.end", visit, {"end_reason": "toestel_weg", "text": None})
    late = {f"findings.{new_id()}": blocked_exit()}
    held = house.engine.submit(people.INES_ON_HER_PHONE, "visit.find", visit, late, base=LATEST, stream="worker")
    assert (held.outcome, held.code) == ("held", "visit.closed")
    run_dry(house)

    later = years.later(6)
    (found,) = [one for one in everything_due(later) if one.document == visit]
    assert found.holds == ("Er wacht nog werk op kantoor.",)
    later.engine.close_held(people.TOM, held.operation_id, "Dit stond er al.")
    (found,) = [one for one in everything_due(later) if one.document == visit]
    assert found.may_go


def test_a_photo_that_was_taken_off_is_destroyed_with_its_key(house: Installation, years: Years, premises: str) -> None:
    visit = submit(house, people.INES, "visit.open", new_id(), opening(premises))
    finding = new_id()
    answers(house, visit)
    submit(house, people.INES, "visit.find", visit, {f"findings.{finding}": blocked_exit()})
    photo = take_photo(house, visit, finding, arrives=True)
    shown = house.engine.read(people.SYSTEM, visit)
    assert shown
    submit(house, people.INES, "visit.remove_photo", visit, {f"photos.{photo}": None})
    submit(house, people.INES, "visit.close", visit, {"outcome": "afgerond", "statement": True, "made_at": CLOSED})
    run_dry(house)
    assert photo_bytes(house, people.TOM, visit, photo, "full") is None, "who took it off meant it"
    assert house.engine.secret(visit, f"photos.{photo}.key")

    decision = propose(years.later(0.3), f"{visit}:photos")
    agree(years.later(0.3), decision)
    after = years.later(0.3, days=8)
    run_dry(after)
    assert not any(after.blobs.exists(blob) for blob in blobs_of(shown))
    assert after.engine.secret(visit, f"photos.{photo}.key") is None
    gone = fields(after, visit)
    assert "removed_photos" not in gone and gone["photos_destroyed"]["count"] == 1


def test_a_restored_backup_brings_nothing_back(
    house: Installation, years: Years, premises: str, tmp_path: Path
) -> None:
    visit = a_visit(house, premises, WORD)
    shown = house.engine.read(people.SYSTEM, visit)
    assert shown
    backup = make_backup(house, tmp_path / "backups")
    later = years.later(6)
    agree(later, propose(later, f"{visit}:document"))
    after = years.later(6, days=8)
    run_dry(after)
    fresh = replace(after.config, data=empty_with_keys(house, tmp_path / "again"))
    restore_backup(fresh, Path(backup.folder), accept_loss=True)
    again = open_installation(fresh)
    again.recover()
    assert again.engine.read(people.SYSTEM, visit) is None
    assert not any(again.blobs.exists(blob) for blob in blobs_of(shown))
    found = [path for path in fresh.data.rglob("*") if path.is_file()]
    assert holding(WORD, found) == []
    assert again.engine.check(again.blobs).is_whole
    again.store.close()


def test_cut_off_in_the_middle_it_goes_on_and_the_declaration_is_the_same(
    house: Installation, years: Years, premises: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = a_visit(house, premises, WORD), a_visit(house, premises, OTHER)
    run_dry(house)
    later = years.later(6)
    decision = propose(later, f"{one}:document", f"{two}:document")
    agree(later, decision, 2)
    after = years.later(6, days=8)

    def cut() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(after.engine, "renew_copy", cut)
    with pytest.raises(KeyboardInterrupt):
        run_dry(after)
    monkeypatch.undo()
    run_dry(after)
    results = fields(after, decision)["results"]
    assert {result["outcome"] for result in results.values()} == {"vernietigd"}
    assert fields(after, decision)["state"] == "uitgevoerd"


@pytest.mark.parametrize(
    ("part", "step", "when"),
    [
        ("document", "erase_blobs", "after"),
        ("document", "submit", "after"),
        ("document", "erase", "after"),
        ("photos", "forget_secrets", "after"),
        ("photos", "submit", "after"),
        ("photos", "renew_copy", "before"),
    ],
)
def test_cut_off_at_any_step_nothing_is_left_and_nothing_is_said_to_have_stayed(
    house: Installation, years: Years, premises: str, monkeypatch: pytest.MonkeyPatch, part: str, step: str, when: str
) -> None:
    visit = a_visit(house, premises, WORD)
    run_dry(house)
    shown = house.engine.read(people.SYSTEM, visit)
    assert shown
    passed = 6 if part == "document" else 0.3
    later = years.later(passed)
    decision = propose(later, f"{visit}:{part}")
    agree(later, decision)
    after = years.later(passed, days=8)
    place = after if step == "erase_blobs" else after.engine
    real = getattr(place, step)

    def cut(*given: Any, **named: Any) -> None:
        if when == "after":
            real(*given, **named)
        raise KeyboardInterrupt

    monkeypatch.setattr(type(place), step, lambda self, *given, **named: cut(*given, **named))
    with suppress(KeyboardInterrupt):
        Worker(after).destroy()
    monkeypatch.undo()
    run_dry(after)
    result = fields(after, decision)["results"]["i0"]
    assert result["outcome"] == "vernietigd", result
    assert not any(after.blobs.exists(blob) for blob in blobs_of(shown))
    if part == "document":
        assert visit not in fields(after, premises).get("visits", {})
        assert holding(WORD, places(after)) == []
    assert after.engine.check(after.blobs).is_whole


def test_photos_go_after_twelve_weeks_and_the_visit_stays(house: Installation, years: Years, premises: str) -> None:
    visit = a_visit(house, premises, WORD)
    photo = next(iter(fields(house, visit)["photos"]))
    key = house.engine.secret(visit, f"photos.{photo}.key")
    blob = fields(house, visit)["photos"][photo]["blob"]
    chunks = house.blobs.chunks(blob)
    assert decrypt(chunks, key, 1)
    later = years.later(0.3)
    agree(later, propose(later, f"{visit}:photos"))
    after = years.later(0.3, days=8)
    run_dry(after)
    assert fields(after, visit).get("photos", {}) == {}
    assert fields(after, visit)["photos_destroyed"]["count"] == 1
    assert fields(after, visit)["findings"], "what was seen stays"
    assert after.engine.secret(visit, f"photos.{photo}.key") is None
    assert not after.blobs.exists(blob)
    assert holding(chunks[0][:64], places(after)) == []
    assert after.engine.check(after.blobs).is_whole
    page = desk_of(after, "tom").get(f"/kantoor/bezoek/{visit}")
    assert page.status_code == 200


def test_a_phone_that_has_it_hears_that_it_is_gone(
    house: Installation, years: Years, premises: str, phone: Callable[[str], Any]
) -> None:
    ines = phone("ines")
    visit = a_visit(house, premises, WORD)
    first = ines.pull(ines.token(), cursor=None)
    assert visit in [shown["id"] for shown in first["documents"]]
    later = years.later(6)
    agree(later, propose(later, f"{visit}:document"))
    run_dry(years.later(6, days=8))
    answer = ines.pull(ines.token(), cursor=first["cursor"])
    assert visit in answer["gone"]


# --- what is not destroyed


def test_what_got_a_hold_meanwhile_stays_and_the_declaration_says_so(
    house: Installation, years: Years, premises: str
) -> None:
    visit = a_visit(house, premises, WORD)
    later = years.later(6)
    decision = propose(later, f"{visit}:document")
    agree(later, decision)
    path = f"/kantoor/bewaren/vast/{visit}"
    said = {"reason": "woo_verzoek", "text": "Er ligt een verzoek om openbaarheid."}
    assert desk_of(later, "lea").post(path, said).status_code == 303
    after = years.later(6, days=8)
    run_dry(after)
    assert fields(after, visit)["outcome"] == "afgerond"
    page = desk_of(after, "tom").get(f"/kantoor/bewaren/{decision}").get_data(as_text=True)
    assert "Gebleven. Vastgehouden: Woo-verzoek (controle)." in page
    hold = next(iter(fields(after, visit)["holds"]))
    answer = desk_of(after, "tom").post(
        f"{path}/{hold}/los", {f"{hold}-text": "Het verzoek is afgehandeld."}, page=path
    )
    assert answer.status_code == 303
    assert [one.may_go for one in everything_due(after) if one.document == visit] == [True]


def test_a_measure_that_runs_keeps_its_visit(house: Installation, years: Years, premises: str) -> None:
    finding = new_id()
    visit = a_visit(house, premises, WORD, finding)
    submit(house, people.INES, "measure.propose", new_id(), proposal(premises, visit, finding))
    later = years.later(20)
    assert [one for one in everything_due(later) if one.may_go and one.document == visit] == []


def test_withdrawn_in_time_nothing_happens(house: Installation, years: Years, premises: str) -> None:
    visit = a_visit(house, premises, WORD)
    later = years.later(6)
    decision = propose(later, f"{visit}:document")
    agree(later, decision)
    path = f"/kantoor/bewaren/{decision}"
    answer = desk_of(later, "tom").post(f"{path}/trek-in", {"text": "Er kwam een vraag over dit pand."}, page=path)
    assert answer.status_code == 303
    run_dry(years.later(6, days=30))
    assert fields(house, visit)["outcome"] == "afgerond"


def test_nobody_proposes_what_is_not_due_and_one_person_is_not_enough(
    house: Installation, years: Years, premises: str
) -> None:
    visit = a_visit(house, premises, WORD)
    rob = desk_of(years.later(1), "rob")
    answer = rob.post(
        "/kantoor/bewaren/voorstel", {"team": people.CENTRUM, "stuk": [f"{visit}:document"]}, page="/kantoor/"
    )
    assert answer.status_code == 422
    said = answer.get_data(as_text=True)
    assert "Kies eerst wat weg kan." in said
    assert 'role="alert" tabindex="-1" data-focus' in said, "a refusal takes the focus"
    later = years.later(6)
    decision = propose(later, f"{visit}:document")
    run_dry(years.later(7))
    assert fields(house, visit)["outcome"] == "afgerond"
    page = desk_of(later, "rob").get(f"/kantoor/bewaren/{decision}").get_data(as_text=True)
    assert "Akkoord met vernietigen" not in page
    assert "Lantaarnkade 12" in page, "who decides sees what it is about"
    refused = desk_of(later, "tom").post(
        f"/kantoor/bewaren/{decision}/akkoord", {"items_seen": "1"}, page=f"/kantoor/bewaren/{decision}"
    )
    assert refused.status_code == 422, "the list must have been read"


def test_the_list_says_what_may_go_and_why_and_what_stays(house: Installation, years: Years, premises: str) -> None:
    visit = a_visit(house, premises, WORD)
    page = desk_of(years.later(6), "rob").get("/kantoor/bewaren").get_data(as_text=True)
    assert f'value="{visit}:document"' in page
    assert "Controle zonder maatregel (Selectielijst 12.1)." in page
    assert "Lantaarnkade 12" in page
    assert "Er hoeft vandaag niets weg." in desk_of(house, "rob").get("/kantoor/bewaren").get_data(as_text=True)


def test_a_copy_that_was_renewed_is_taken_in_like_any_other(house: Installation, premises: str, tmp_path: Path) -> None:
    visit = a_visit(house, premises, WORD)
    backup = make_backup(house, tmp_path / "backups")
    house.engine.erase(people.SYSTEM, visit)
    house.engine.renew_copy()
    stays = a_visit(house, premises, OTHER)
    assert house.config.log_copy
    kept = tmp_path / "kept"
    shutil.copy(house.config.log_copy, kept)
    fresh = replace(house.config, data=empty_with_keys(house, tmp_path / "again"))
    taken = restore_backup(fresh, Path(backup.folder), accept_loss=True)
    again = open_installation(fresh)
    assert taken["from_log_copy"] > 0
    assert fields(again, stays)["outcome"] == "afgerond"
    assert again.engine.read(people.SYSTEM, visit) is None
    again.store.close()


def an_item(document: str, kind: str, rule: str) -> dict[str, str]:
    return {"document": document, "kind": kind, "part": "document", "rule": rule, "due_on": "2031-01-01"}


def test_a_proposal_with_odd_numbers_is_shown_like_any_other(house: Installation, years: Years, premises: str) -> None:
    visit = a_visit(house, premises, WORD)
    later = years.later(6)
    item = an_item(visit, "visit", "bezoek_zonder_maatregel")
    for key in ("a", new_id()):
        body = {"team_id": people.CENTRUM, "items": {key: item}}
        assert submit(later, people.ROB, "destruction.propose", decision := new_id(), body)
        assert desk_of(later, "tom").get(f"/kantoor/bewaren/{decision}").status_code == 200


def test_what_is_called_by_another_kind_than_it_is_stays(house: Installation, years: Years, premises: str) -> None:
    visit = a_visit(house, premises, WORD)
    later = years.later(6)
    item = an_item(visit, "joint_visit", "samen_bezocht")
    decision = new_id()
    submit(later, people.ROB, "destruction.propose", decision, {"team_id": people.CENTRUM, "items": {"i0": item}})
    agree(later, decision)
    after = years.later(6, days=8)
    run_dry(after)
    assert fields(after, decision)["results"]["i0"]["outcome"] == "gebleven"
    assert fields(after, visit)["outcome"] == "afgerond"


def test_one_decision_that_fails_does_not_keep_the_others(
    house: Installation, years: Years, premises: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = a_visit(house, premises, WORD), a_visit(house, premises, OTHER)
    later = years.later(6)
    decisions = {visit: propose(later, f"{visit}:document") for visit in (one, two)}
    for decision in decisions.values():
        agree(later, decision)
    after = years.later(6, days=8)
    real = destroying.due_with

    def broken(house: Installation, shown: Any) -> Any:
        if shown["id"] == one:
            raise ValueError("a file that nobody can judge")
        return real(house, shown)

    monkeypatch.setattr(destroying, "due_with", broken)
    with pytest.raises(ValueError, match="nobody can judge"):
        Worker(after).destroy()
    assert fields(after, decisions[two])["state"] == "uitgevoerd"
    assert fields(after, decisions[one])["state"] == "akkoord"


def test_a_measure_under_which_money_goes_back_is_owing() -> None:
    forfeited = {"forfeited_on": "2026-06-01", "amount_eur_cents": 100, "interruptions": [], "visit_id": "v1"}
    paid = {"b1": {"of": "u1", "kind": "betaling", "amount_eur_cents": 100}}
    annulled = {"state": "vernietigd", "verbeurten": {"u1": {**forfeited, "state": "vervallen"}}}
    owes = {"id": "m1", "fields": {**annulled, "payments": paid}}
    even = {"id": "m2", "fields": annulled}
    assert destroying._file(None, {"measure": [owes, even]}).owing == {"m1"}
