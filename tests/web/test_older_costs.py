"""Costs of before, in the log of a whole installation: the terms they got after all survive a rebuild and a restore."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fieldapp.config import load_config
from fieldapp.installation import Installation, open_installation
from fieldapp.registry import REGISTRY
from fieldapp.worker import Worker
from sync import LATEST, Actor
from tests import people
from tests.domain.course import REASON, WEIGHING
from tests.people import MIA, TOM
from tests.web import evening
from tests.web.commands import empty_with_keys, run, said
from tests.web.conftest import Clock
from tests.web.course import Case, a_case, approve

pytestmark = pytest.mark.usefixtures("clock")
BOTH = {"bezwaar_kosten-kosten", "verjaring-kosten"}
AMOUNTS = {"mode": None, "amount_eur_cents": None, "max_eur_cents": None}
SUBMITTED = {"deviation": {"reason": "ernstiger", "text": None}, **AMOUNTS}


@pytest.fixture
def older_version(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A version that fixed costs without their six weeks and their prescription."""
    kind = REGISTRY.operations["measure.fix_costs"]

    def fix_costs(*asked: Any) -> dict[str, Any]:
        changes = {name: value for name, value in kind.rule(*asked).items() if name.removeprefix("terms.") not in BOTH}
        newer = ("rechtsmiddel", "interruptions")
        return {**changes, "costs": {name: one for name, one in changes["costs"].items() if name not in newer}}

    with monkeypatch.context() as patch:
        patch.setitem(REGISTRY.operations, "measure.fix_costs", replace(kind, rule=fix_costs))  # type: ignore[arg-type]  # the rule of before
        yield patch


def act(house: Installation, by: Actor, name: str, measure: str, /, **body: Any) -> None:
    outcome = house.engine.submit(by, f"measure.{name}", measure, body, base=LATEST)
    assert outcome.outcome == "applied", (name, outcome.code)


def nights(house: Installation) -> None:
    """All that the worker does on this day."""
    worker, idle = Worker(house), 0
    while idle < 2:
        idle = 0 if worker.step() else idle + 1


def with_older_costs(case: Case) -> str:
    """Bestuursdwang was applied on 21 November and its costs fixed, by the version of then."""
    house, measure, mandate = case.house, case.measure, {"mandate_id": case.mandate}
    approve(case, skip_zienswijze="spoed")
    act(house, TOM, "weigh", measure, **WEIGHING, variant="spoed_5_31_1", cost_recovery="geheel")
    act(house, MIA, "sign", measure, **mandate)
    act(house, people.ROB, "make_known", measure, on="2026-11-21", how="uitgereikt")
    act(house, MIA, "apply", measure, applied_at="2026-11-21T08:30:00Z", **mandate)
    act(house, TOM, "end_application", measure, on="2026-11-21", text=REASON)
    act(house, MIA, "fix_costs", measure, amount_eur_cents=125_000, made_known_on="2026-11-21", **mandate)
    return measure


def added(house: Installation) -> list[dict[str, Any]]:
    return [dict(one.body) for one in house.engine.entries_since(0, 10_000) if one.kind == "measure.add_terms"]


@pytest.mark.parametrize("is_copied", [True, False])
def test_the_terms_of_older_costs_survive_a_rebuild_and_a_restore(
    is_copied: bool,
    clock: Clock,
    house: Installation,
    desk: Any,
    premises: str,
    older_version: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """Awb art. 4:104, 5:31c: with the copy of the log they come back, without it they are made again, each time once."""
    measure = with_older_costs(
        a_case(house, clock, desk, premises, measure_type="last_onder_bestuursdwang", **SUBMITTED)
    )
    assert not BOTH & set(evening.fields(house, measure)["terms"])
    older_version.undo()
    environ = {"FIELDAPP_LOG_COPY": str(tmp_path / "elsewhere" / "log-copy")} if is_copied else {}
    data = house.config.data
    with_copy = open_installation(load_config(environ, data=data))
    made = said(run("backup", tmp_path / "backups", "--json", "--data", data, environ=environ))

    clock.on("2026-11-22")
    nights(with_copy)
    became = evening.fields(with_copy, measure)
    assert set(became["terms"]) >= BOTH and became["costs"]["rechtsmiddel"] == "bezwaartermijn_loopt"
    [known] = added(with_copy)
    assert with_copy.engine.rebuild().is_whole
    assert evening.fields(with_copy, measure) == became
    with_copy.store.close()

    fresh = empty_with_keys(house, tmp_path / "fresh")
    back = said(run("restore", made["folder"], "--json", "--data", fresh, environ=environ))
    assert bool(back["from_log_copy"]) == is_copied
    other = open_installation(load_config({}, data=fresh))
    assert bool(added(other)) == is_copied
    nights(other)
    assert (evening.fields(other, measure), added(other)) == (became, [known])
    assert other.engine.check().is_whole
    other.store.close()
