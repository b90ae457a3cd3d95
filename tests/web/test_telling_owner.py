"""The owner hears of another measure by a measure of its own: made by the worker, behind the privacytoets, once."""

from collections.abc import Callable
from typing import Any

import pytest

from fieldapp.directory import SYSTEM
from fieldapp.installation import Installation
from tests.web.conftest import Clock, text
from tests.web.course import Case, a_case, approve

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def case(clock: Clock, house: Installation, premises: str, desk: Callable[[str], Any]) -> Case:
    made = approve(a_case(house, clock, desk, premises, inform_owner=True))
    return made.on("2026-11-21")


def beside(case: Case) -> list[dict[str, Any]]:
    found = case.house.engine.find(SYSTEM, "measure", where={"premises_id": case.premises})
    return [one for one in found if one["fields"].get("beside") == case.measure]


def test_the_owner_hears_of_another_measure_by_one_of_its_own(case: Case) -> None:
    [told] = beside(case)
    fields = told["fields"]
    assert (fields["measure_type"], fields["state"]) == ("informeren_eigenaar", "besluit_klaar")
    assert fields["addressee"] == {"role": "eigenaar", "operator": None, "zaak_ref": None}
    case.on("2026-11-22").on("2026-11-23")
    assert len(beside(case)) == 1, "whatever the worker does again"
    assert "Privacytoets doen" in text(case.desk("lea").get(f"/kantoor/maatregelen/{told['id']}"))


def test_nothing_is_sent_before_the_privacytoets(case: Case) -> None:
    [told] = beside(case)
    path = f"/kantoor/maatregelen/{told['id']}"
    assert "Brief versturen" not in text(case.desk("rob").get(path))
    other = Case(case.house, case.clock, case.desk, case.premises, told["id"], case.visit)
    other.do("lea", "check-privacy", agrees="ja", recipient="verhuurder", is_neutral="ja",
             legal_basis="AVG art. 6 lid 1 onder e: taak van algemeen belang")  # fmt: skip
    assert other.state == "privacy_getoetst"
    other.do("rob", "send-letter", on="2026-11-21", how="toegezonden")
    assert other.state == "verzonden"


def test_telling_the_owner_is_no_step_of_the_matrix(case: Case) -> None:
    [told] = beside(case)
    other = Case(case.house, case.clock, case.desk, case.premises, told["id"], case.visit)
    other.do("lea", "check-privacy", agrees="ja", recipient="eigenaar", is_neutral="ja",
             legal_basis="AVG art. 6 lid 1 onder e: taak van algemeen belang")  # fmt: skip
    other.do("rob", "send-letter", on="2026-11-21", how="toegezonden").on("2026-11-22")
    premises = case.house.engine.read(SYSTEM, case.premises)
    assert premises is not None
    breaches = premises["fields"]["breaches"].values()
    assert [one["sanction"] for one in breaches if one["sanction"] == "informeren_eigenaar"] == []


def test_who_did_not_ask_for_it_gets_none(clock: Clock, house: Installation, premises: str, desk: Any) -> None:
    assert beside(approve(a_case(house, clock, desk, premises, inform_owner=False)).on("2026-11-21")) == []
