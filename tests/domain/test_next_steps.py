"""What the page offers, to whom, and that the rules take what it offers; what a besluit asks beforehand."""

from datetime import timedelta
from typing import Any

import pytest

from fieldapp.domain.course.next_steps import Facts, next_steps, waits_for
from fieldapp.registry import REGISTRY
from tests.domain.course import (
    MANDATE_ID,
    REASON,
    Case,
    approved,
    binding,
    closed,
    last,
    made_known,
    permit_measure,
    signed,
    uid,
    weighed,
)
from tests.domain.situations import (
    POLICY,
    VISIT_ID,
    penalty,
    proposal,
    running_penalty,
)
from tests.people import INES, LEA, MIA, ROB, TOM


def facts(case: Case, person: Any) -> Facts:
    return Facts(person, case.today, POLICY, "raamexploitatie", case.mandates)


def can(case: Case, person: Any) -> set[str]:
    return {one.act for one in next_steps(case.measure, facts(case, person)) if one.may}


def test_next_steps_say_who_can_do_what_now() -> None:
    case = approved(skip="spoed", **penalty())
    assert can(case, INES) == set()
    assert can(case, TOM) == {"measure.weigh", "measure.decline"}
    [signing] = [one for one in next_steps(case.measure, facts(case, MIA)) if one.act == "measure.sign"]
    assert (signing.may, signing.why_not, signing.mandate_ids) == (False, ("measure.repair_missing",), (MANDATE_ID,))
    assert can(weighed(case), MIA) == {"measure.sign"}
    case.mandates = {}
    [signing] = [one for one in next_steps(case.measure, facts(case, MIA)) if one.act == "measure.sign"]
    assert signing.why_not == ("measure.no_mandate",)
    assert waits_for(case.measure, case.today) is not None


@pytest.mark.parametrize("person", [TOM, MIA, ROB, LEA], ids=lambda one: one.name)
def test_what_next_steps_offer_the_rules_allow(person: Any) -> None:
    """For each act offered without a why-not, the rule never answers that it cannot be now."""
    cases = [approved(**penalty()), weighed(approved(skip="spoed", **penalty())), last(), binding(), closed(),
             approved(**proposal()), made_known(signed(permit_measure("schorsing_vergunning")))]  # fmt: skip
    owing = binding()
    owing.on("2027-01-05").forfeit("2027-01-05")
    deciding = {"verbeurte_id": uid(1), "made_known_on": "2027-01-06", "mandate_id": MANDATE_ID}
    collecting = binding()
    collecting.on("2027-01-05").forfeit("2027-01-05")
    collecting.on("2027-01-06").do(MIA, "decide_invordering", **deciding, skip_zienswijze="awb_4_12")
    contested = binding().on("2027-01-05").do(LEA, "receive_bezwaar", received_on="2027-01-05", with_committee=False)
    for case in [*cases, owing, collecting, contested]:
        for step in next_steps(case.measure, facts(case, person)):
            if step.may:
                reason = case.refused(person, step.act.removeprefix("measure."), **body_of(case, step))
                assert reason not in {"measure.not_now", "measure.no_mandate", "measure.mandate_too_narrow"}, step


def body_of(case: Case, step: Any) -> dict[str, Any]:
    """A body that the shape takes; whether the days fit is not what is asked."""
    on = case.today.isoformat()
    values: dict[str, Any] = {
        "mandate_id": MANDATE_ID, "on": on, "sent_on": on, "made_known_on": on, "received_on": on, "from_on": on,
        "until_on": (case.today + timedelta(days=100)).isoformat(), "text": REASON, "how": "toegezonden",
        "zienswijze_days": 14, "verbeurte_id": step.of or uid(8), "visit_id": VISIT_ID, "finding_ids": [uid(1)],
        "applied_at": f"{on}T01:00:00Z", "forfeited_on": on, "payment_id": uid(88), "amount_eur_cents": 100,
        "of": step.of or "kosten", "kind": "betaling", "seal_numbers": ["A9"], "with_committee": False,
        "zienswijze_id": uid(89), "form": "geen", "skip_zienswijze": "awb_4_12", "bears_interest": True,
    }  # fmt: skip
    chosen = {"lift": {"ground": "doel_bereikt"}, "suspend": {"ground": "bezwaar_6_16"},
              "decline": {"reason": "onevenredig"}, "close": {"reason": "nagekomen"},
              "note_hercontrole": {"result": "nagekomen"}, "waive_verbeurte": {"reason": "onevenredig"},
              "interrupt_verjaring": {"how": "erkenning"},
              "decide_bezwaar": {"result": "ongegrond"}}  # fmt: skip
    act = step.act.removeprefix("measure.")
    if step.is_remedy and step.of is None:
        del values["of"]
    wanted = REGISTRY.operations[step.act].shape.declared.__annotations__
    return {name: value for name, value in {**values, **chosen.get(act, {})}.items() if name in wanted}


def test_of_two_signed_lasten_for_one_breach_one_is_made_known() -> None:
    """Awb art. 5:6: what came into force in between counts, and what is signed elsewhere is not signed again."""
    case = weighed(approved(skip="spoed", **penalty()))
    other = running_penalty(state="ondertekend", imposed_on=None)
    case.premises["open_measures"] = {uid(5): other}
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == "measure.sanction_running"
    case.premises["open_measures"] = {}
    signed(case)
    case.premises["open_measures"] = {uid(5): {**other, "state": "in_begunstiging", "imposed_on": "2026-12-10"}}
    known = {"on": "2026-12-10", "how": "toegezonden"}
    assert case.refused(ROB, "make_known", **known) == "measure.sanction_running"
    assert case.do(TOM, "decline", reason="andere_instantie", text=REASON).state == "afgezien"


def test_a_suspended_last_still_stands_in_the_way_of_a_second() -> None:
    case = weighed(approved(skip="spoed", **penalty()))
    case.premises["open_measures"] = {uid(5): running_penalty(state="opgeschort")}
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == "measure.sanction_running"


@pytest.mark.parametrize(
    ("running", "name", "number", "stops"),
    [("10734211", "Raamverhuur De Lantaarn B.V.", None, True), ("10734211", "Anders B.V.", "99999999", False),
     ("Raamverhuur de lantaarn BV", "Raamverhuur De Lantaarn B.V.", None, True),
     ("Anders B.V.", "Raamverhuur De Lantaarn B.V.", None, False)],
)  # fmt: skip
def test_the_same_operator_written_otherwise_is_the_same(
    running: str, name: str, number: str | None, stops: bool
) -> None:
    addressee = {"role": "exploitant", "operator": {"name": name, "kvk_nummer": number}, "zaak_ref": None}
    case = weighed(approved(skip="spoed", **penalty(addressee=addressee)))
    case.premises["open_measures"] = {uid(5): running_penalty(state="in_begunstiging", operator=running)}
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == ("measure.sanction_running" if stops else "")


def test_who_weighs_from_an_older_page_is_told() -> None:
    case = weighed(approved(skip="spoed", **penalty()))
    assert case.measure["weighing"]["edition"] == 1
    assert case.refused(LEA, "weigh", edition=0, geschikt=REASON) == "measure.changed_meanwhile"
    assert case.do(LEA, "weigh", edition=1, geschikt=REASON).measure["weighing"]["edition"] == 2
