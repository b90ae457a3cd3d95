"""One measure in the hands of its people: every act through its registered shape and rule, on a day of our choice."""

from datetime import UTC, date, datetime
from typing import Any

from fieldapp.domain import documents, measures
from fieldapp.domain.course import clock, terms
from fieldapp.domain.course.states import BEFORE_APPROVAL, FORFEITED, REMEDY, STATE
from fieldapp.domain.course.table import STEPS
from fieldapp.domain.errors import Refused
from fieldapp.registry import REGISTRY
from sync import Actor, Context
from sync.shapes import Shape, flatten
from tests.domain.situations import (
    FINDING,
    POLICY,
    PREMISES_ID,
    VISIT_ID,
    ask,
    finding,
    finished,
    licensed,
    penalty,
    proposal,
)
from tests.people import INES, LEA, MIA, ROB, SYSTEM, TOM

MEASURE_ID = "66666660-0000-7000-8000-000000000001"
FIXED = frozenset({"kosten_vastgesteld", "kosten_geind"})
MANDATE_ID = "99999990-0000-7000-8000-000000000001"
ALL_ACTS = ["voornemen", "besluit", "spoed", "invordering", "kosten", "opheffing"]
REASON = "Dat volgt uit wat de toezichthouders zagen."


MEASURE = Shape(documents.Measure)


def uid(number: int) -> str:
    return f"aaaaaaaa-0000-7000-8000-{number:012d}"


def mandate(**more: Any) -> dict[str, Any]:
    return {
        "person_id": MIA.person,
        "number": "MB 2026 14",
        "authority": "burgemeester",
        "is_own_power": False,
        "acts": ALL_ACTS,
        "measure_types": [],
        "max_eur_cents": None,
        "valid_from_on": "2026-01-01",
        "valid_until_on": None,
        **more,
    }


WEIGHING: dict[str, Any] = {
    "herstelmaatregelen": ["Maak de nooduitgang vrij."],
    "geschikt": "Het maakt een einde aan de overtreding.",
    "noodzakelijk": "Een lichter middel hielp eerder niet.",
    "evenwichtig": "De gevolgen zijn voor het bedrijf te dragen.",
    "residents_count": 0,
    "minors_count": 0,
    "rehousing": "geen_bewoners",
    "can_return": True,
    "blame": "verwijtbaar",
}


class Case:
    """The measure as it stands; `on(day)` moves the clock, `do` acts, `refused` says why not."""

    def __init__(self, premises: Any = None, visit: Any = None, **proposed: Any) -> None:
        self.premises = premises or licensed()
        self.visits: dict[str, Any] = {VISIT_ID: visit or finished()}
        self.mandates: dict[str, Any] = {MANDATE_ID: mandate()}
        self.today = date(2026, 11, 20)
        self.log: list[tuple[str, str]] = []
        self.found: dict[str, Any] = {}
        body = proposal(**proposed)
        changes = ask(measures.propose, None, body, premises=self.premises, visit=self.visits[VISIT_ID])
        self.measure: dict[str, Any] = {}
        self._take(changes)

    @property
    def state(self) -> str:
        return str(self.measure["state"])

    def on(self, day: str) -> "Case":
        self.today = date.fromisoformat(day)
        return self

    def context(self, by: Actor, kind: Any, body: dict[str, Any]) -> Context:
        at = datetime(self.today.year, self.today.month, self.today.day, 12, tzinfo=UTC)
        reads: dict[str, Any] = {}
        places = {"premises": {PREMISES_ID: self.premises}, "visit": self.visits, "mandate": self.mandates}
        for name, holder in kind.reads.items():
            wanted = body.get(holder.rstrip("?")) or self.measure.get(holder.rstrip("?"))
            reads[name] = places[name].get(wanted)
        made_at = at.isoformat(timespec="seconds").replace("+00:00", "Z")
        return Context(by, at, made_at, POLICY, reads, MEASURE_ID, "aabb:7", found=self.found)

    def do(self, by: Actor, act: str, **body: Any) -> "Case":
        name = f"measure.{act}"
        kind = REGISTRY.operations[name]
        assert by.roles & kind.by, (name, by.name)
        assert kind.shape is not None
        kind.shape.check_facts(body)
        before = {track: self.measure.get(track) for track in (STATE, REMEDY)}
        changes = kind.rule(self.measure, body, self.context(by, kind, body))
        self._take(changes)
        self._check_table(act, before, body)
        self.log.append((act, self.state))
        return self

    def refused(self, by: Actor, act: str, **body: Any) -> str:
        kind = REGISTRY.operations[f"measure.{act}"]
        assert kind.shape is not None
        kind.shape.check_facts(body)
        try:
            kind.rule(self.measure, body, self.context(by, kind, body))
        except Refused as refused:
            return refused.reason
        return ""

    def tick(self, day: str | None = None) -> "Case":
        """What the worker does each night, for this one measure, until nothing is due."""
        if day:
            self.on(day)
        while due := terms.due(self.measure, self.today):
            self.do(SYSTEM, "end_term", term_id=due[0], on=self.today.isoformat())
        for alarm in clock.alarms(self.measure, self.today):
            self.do(SYSTEM, "note_alarm", alarm_id=alarm.id, on=self.today.isoformat())
        return self

    def ends_on(self, term_id: str) -> str:
        return str(self.measure["terms"][term_id]["ends_on"])

    def visit_on(self, day: str, number: int = 1, **more: Any) -> str:
        """A finished visit to these premises that saw the same breach again; return its id."""
        visit_id = uid(9000 + number)
        found = {uid(9100 + number): finding()}
        self.visits[visit_id] = {**finished(), "opened_at": f"{day}T20:00:00Z", "findings": found, **more}
        return visit_id

    def forfeit(self, day: str, number: int = 1, **more: Any) -> str:
        """Ines and Ivo see the breach again, Tom establishes what was forfeited; return the id of the verbeurte."""
        visit_id = self.visit_on(day, number)
        body = {"verbeurte_id": uid(number), "forfeited_on": day, "visit_id": visit_id,
                "finding_ids": [uid(9100 + number)], **more}  # fmt: skip
        self.do(TOM, "forfeit", **body)
        return uid(number)

    def _take(self, changes: dict[str, Any]) -> None:
        on = REGISTRY.documents["measure"]
        for name, value in flatten(changes, on.collections).items():
            top, dot, key = name.partition(".")
            place = self.measure.setdefault(top, {}) if dot else self.measure
            key = key if dot else top
            if value is None:
                place.pop(key, None)
            else:
                place[key] = value
        # The engine drops an empty collection too.
        for empty in [name for name, value in self.measure.items() if value == {} and name in on.collections]:
            del self.measure[empty]
        MEASURE.check_facts(self.measure)

    def _check_table(self, act: str, before: dict[str, Any], body: dict[str, Any]) -> None:
        """Whatever a rule changed in a state, a line of the table allows."""
        for track, was in before.items():
            now = self.measure.get(track)
            if now == "vernietigd":
                continue
            lines = [one for one in STEPS if one.track == track and one.act == act and was in one.before]
            if act == "end_term":
                kind = self.measure["terms"][body["term_id"]]["kind"]
                lines = [one for one in lines if one.term == kind]
            started = track == REMEDY and was is None and act == "make_known"
            if act == "approve" or (act == "decline" and was in BEFORE_APPROVAL):  # lines of the table of proposals
                continue
            reopened = track == REMEDY and act in ("extend_closure", "decide_bezwaar", "sign")
            # As annulment: a decision on the other track changes what is due, or lets the besluit stand again.
            decided = act in ("decide_bezwaar", "decide_beroep")
            recounted = decided and ({was, now} <= FORFEITED or {was, now} <= FIXED or was == "vernietigd")
            # Costs that went back and are due again open a file that was put away.
            recounted = recounted or (decided and (was, now) == ("afgesloten", "kosten_vastgesteld"))
            # A kostenbeschikking that fell for its form leaves the application as it stood.
            recounted = recounted or (decided and was in FIXED and "costs" not in self.measure)
            # Interest over costs that were paid too late opens them again.
            recounted = recounted or (act == "fix_interest" and {was, now} <= FIXED)
            # An invordering that nobody appealed against is undone for good: there is room under the maximum.
            recounted = recounted or (act == "end_term" and {was, now} <= FORFEITED)
            stays = now == was and (track == REMEDY or not lines or any(one.may_stay or not one.to for one in lines))
            assert started or reopened or recounted or stays or any(now in one.to for one in lines), (
                act,
                track,
                was,
                now,
            )


def approved(skip: str | None = None, **proposed: Any) -> Case:
    """Proposed by Ines, taken over by Tom: the voornemen is ready, or the besluit when no zienswijze is asked."""
    case = Case(**proposed)
    body: dict[str, Any] = {"seen_proposal": 1, "skip_zienswijze": skip}
    body["seen_binnentreden"] = True
    return case.do(TOM, "approve", **body)


def weighed(case: Case, **more: Any) -> Case:
    return case.do(TOM, "weigh", **{**WEIGHING, **more})


def signed(case: Case, day: str = "2026-12-10") -> Case:
    return case.on(day).do(MIA, "sign", mandate_id=MANDATE_ID)


def made_known(case: Case, day: str = "2026-12-11", how: str = "toegezonden") -> Case:
    return case.on(day).do(ROB, "make_known", on=day, how=how)


def through_voornemen(case: Case) -> Case:
    """Voornemen on the 23rd, an oral zienswijze, and the besluit is ready."""
    case.on("2026-11-23").do(
        MIA, "send_voornemen", sent_on="2026-11-23", how="toegezonden", zienswijze_days=14, mandate_id=MANDATE_ID
    )
    case.on("2026-12-01").do(
        ROB, "receive_zienswijze", zienswijze_id=uid(500), received_on="2026-12-01", form="mondeling",
        text="De exploitant zegt dat de deur vrij is.", heard_by_role="registrar",
    )  # fmt: skip
    return case.on("2026-12-02").do(TOM, "prepare_besluit", text=REASON)


def last(**more: Any) -> Case:
    """A last onder dwangsom of € 2.500 each time up to € 10.000, made known on 11 December with two weeks to comply."""
    return made_known(signed(weighed(approved(skip="spoed", **penalty(**more)))))


def binding(**more: Any) -> Case:
    return last(**more).tick("2027-01-04")


def final(case: Case) -> Case:
    """The six weeks and the week of the post go by."""
    return case.tick("2027-02-03")


def another(measure_type: str, **more: Any) -> dict[str, Any]:
    advice = {"result": "maatregel", "measure_type": measure_type, "amount_eur_cents": None, "max_eur_cents": None}
    return proposal(measure_type=measure_type, advice=advice, **more)


def per_week(**more: Any) -> Case:
    reason = {"reason": "ernstiger", "text": None}
    return binding(mode="per_tijdseenheid", time_unit="week", deviation=reason, **more)


def bestuursdwang(**more: Any) -> dict[str, Any]:
    return another("last_onder_bestuursdwang", term_days=14, **more)


def closure(**more: Any) -> dict[str, Any]:
    return another("sluiting", **{"duration": {"weeks": 4, "months": None, "until": None}, "term_days": None, **more})


def closed(**more: Any) -> Case:
    case = weighed(approved(skip="spoed", **closure()), **{"closure_basis": "apv_seksinrichting", **more})
    case = made_known(signed(case))
    return case.do(MIA, "close_premises", applied_at="2026-12-11T09:00:00Z", mandate_id=MANDATE_ID, seal_numbers=["A1"])


def permit_measure(measure_type: str, **more: Any) -> Case:
    case = approved(skip="spoed", **another(measure_type, duration={"weeks": 2}))
    return weighed(case, permit_number="v-2024-101", **more)


SUSPENDED = {"ground": "voorzieningenrechter_8_81", "until_on": None, "text": REASON}


__all__ = ["FINDING", "INES", "LEA", "MIA", "ROB", "TOM", "Case"]
