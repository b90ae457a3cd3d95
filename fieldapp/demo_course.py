"""Lets measures of the example run their course, on days in the past, by the same door as everything else."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol

from fieldapp import example_town as town
from fieldapp.domain.course.table import STEPS
from fieldapp.domain.deadlines import proposal_dates
from fieldapp.domain.matrix import advise_for
from fieldapp.domain.moments import AMSTERDAM, instant
from fieldapp.domain.policy import Policy
from fieldapp.example_course import COURSES, Course
from fieldapp.reactions_course import of_the_clock
from sync import Actor, Engine

BEGINS_DAYS_AGO = 430
WEEK = timedelta(days=7)
REASON = "Dat volgt uit wat de toezichthouders zagen."
LOGIN_OF = {"mandate_holder": "h.dijkstra", "registrar": "e.meijer", "legal_officer": "p.hendriks"}
CHOSEN: dict[str, dict[str, Any]] = {
    "last_onder_dwangsom": {
        "mode": "per_overtreding", "amount_eur_cents": 250000, "max_eur_cents": 1000000, "term_days": 10,
    },
    "last_onder_bestuursdwang": {"term_days": 10},
    "waarschuwing": {"term_days": 14},
    "sluiting": {"duration": {"months": 1}},
    "schorsing_vergunning": {"duration": {"weeks": 4}},
}  # fmt: skip
PROPOSED = ("measure_type", "mode", "time_unit", "amount_eur_cents", "max_eur_cents", "term_days", "duration")
ROLE_OF = {step.act: sorted(step.by)[0] for step in STEPS if step.act != "end_term"}


class Example(Protocol):
    """What of the example a course needs."""

    engine: Engine
    chance: random.Random
    today: date
    policy: Policy
    actors: dict[str, Actor]
    premises: dict[str, str]
    fields: dict[str, dict[str, Any]]
    visits: dict[str, str]
    findings: dict[str, str]
    mandate: str

    def new_id(self) -> str: ...
    def submit(self, actor: Actor, kind: str, document: str, body: Mapping[str, Any]) -> str: ...
    def make_visit(self, call: town.Call) -> str: ...
    def lead_of(self, call: town.Call) -> Actor: ...


class Past:
    """The clock of the example while it has a past: ten in the morning of one of its days, or an evening."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.day = today - timedelta(days=BEGINS_DAYS_AGO)
        self.minute = 0

    def now(self) -> datetime:
        """Return the next minute of the day: no two acts fall together."""
        self.minute += 1
        local = datetime.combine(self.day, time(6), AMSTERDAM) + timedelta(minutes=self.minute // 4)
        return local.astimezone(UTC)

    def on(self, day: date) -> None:
        if day != self.day:
            self.day, self.minute = day, 0


def run_courses(example: Example, system: Actor, past: Past) -> None:
    """Do every act of every course on its day, in the order of the days; nights pass in between."""
    running: dict[str, str] = {}
    looked = past.day
    for day, course, act in _by_day(example.today):
        while looked + WEEK < day:
            looked += WEEK
            _night(example, system, past, running.values(), looked)
        past.on(day)
        if act == "propose":
            running[course.key] = _propose(example, course)
        else:
            _night(example, system, past, [running[course.key]], day)
            _do(example, course, running[course.key], act, day)
    _night(example, system, past, running.values(), example.today)


def _by_day(today: date) -> Iterator[tuple[date, Course, str]]:
    found = []
    for course in COURSES:
        begins = today - timedelta(days=course.days_ago)
        found.append((begins, course, "propose"))
        for written in course.acts.split():
            days, _, act = written.partition(":")
            found.append((begins + timedelta(days=int(days)), course, act))
    yield from sorted(found, key=lambda one: one[0])


def _night(example: Example, system: Actor, past: Past, measures: Iterable[str], day: date) -> None:
    """Let terms end and alarms ring, as the worker does each night; once a week is enough for an example."""
    past.on(day)
    for measure in measures:
        shown = example.engine.read(system, measure)
        while shown and (wanted := of_the_clock(shown, day)):
            for follow_up in wanted:
                example.submit(system, follow_up.kind, measure, follow_up.body)
            shown = example.engine.read(system, measure)


def _propose(example: Example, course: Course) -> str:
    """The visit of the evening before, and the proposal."""
    call = town.Call(course.key, course.place, course.days_ago + 1, "20:30", course.leader, course.company, "afgerond",
                     course.failed, None, "routine")  # fmt: skip
    visit = example.make_visit(call)
    fields, found_on = example.fields[course.place], example.today - timedelta(days=course.days_ago + 1)
    shown = example.engine.read(example.actors[course.leader], visit)
    finding = shown["fields"]["findings"][example.findings[course.key]] if shown else {}
    advice = advise_for(example.policy.matrix, fields, finding["rule_key"], found_on)
    chosen = dict.fromkeys(PROPOSED) | {"measure_type": course.choice} | CHOSEN.get(course.choice, {})
    if "ineens" in course.acts:
        chosen |= {"mode": "ineens", "max_eur_cents": chosen["amount_eur_cents"]}
    dates = proposal_dates(found_on, {**advice, **chosen}, equated=example.policy.equated_days)
    permits = list(fields.get("vergunningen", {}).values())
    operator = permits[0]["exploitant"] if permits and course.addressee == "exploitant" else None
    body = {
        "premises_id": example.premises[course.place],
        "visit_id": visit,
        "team_id": fields["team_id"],
        "finding_ids": [example.findings[course.key]],
        "rule_key": finding["rule_key"],
        "matrix": advice["matrix"],
        "advice": advice,
        "deviation": {"reason": "ernstiger", "text": None},
        "inform_owner": False,
        "addressee": {
            "role": course.addressee,
            "operator": {"name": operator["name"], "kvk_nummer": operator["kvk_nummer"]} if operator else None,
            "zaak_ref": None,
        },
        "dates": {name: dates[name] for name in ("zienswijze_until_on", "herstel_until_on", "hercontrole_on")},
        **chosen,
    }
    return example.submit(example.actors[course.leader], "measure.propose", example.new_id(), body)


def _do(example: Example, course: Course, measure: str, written: str, day: date) -> None:
    act, _, variant = written.partition("=")
    lead = example.lead_of(town.Call(course.key, course.place, 0, "", "", ""))
    role = "team_lead" if act in ("approve", "weigh") else ROLE_OF[act]
    role = "registrar" if act == "receive_bezwaar" else role
    actor = lead if role == "team_lead" else example.actors[LOGIN_OF[role]]
    shown = example.engine.read(actor, measure)
    body = BODIES[act](Doing(example, course, dict(shown["fields"]) if shown else {}, day, variant))
    example.submit(actor, f"measure.{act}", measure, body)


class Doing:
    """One act as it is done: on which measure, when, in which variant."""

    def __init__(self, example: Example, course: Course, measure: dict[str, Any], day: date, variant: str) -> None:
        self.example, self.course, self.measure, self.variant = example, course, measure, variant
        self.date, self.day = day, day.isoformat()

    @property
    def of(self) -> str:
        return str(next(iter(self.measure["verbeurten"])))

    def signed(self, **body: Any) -> dict[str, Any]:
        return {**body, "mandate_id": self.example.mandate}

    def seen(self, *, again: bool) -> tuple[str, list[str]]:
        """A visit of the evening before, that sees the same again or not; return it with its findings."""
        course, key = (
            self.course,
            f"{self.course.key}_weer{len(self.measure.get('hercontroles', {}))}{'o' if again else ''}",
        )
        days_ago = (self.example.today - self.date).days + 1
        call = town.Call(key, course.place, days_ago, "20:15", course.leader, course.company, "afgerond",
                         course.failed if again else (), None, "hercontrole")  # fmt: skip
        visit = self.example.make_visit(call)
        return visit, [self.example.findings[key]] if again else []

    def at(self, clock: int) -> str:
        local = datetime.combine(self.date - timedelta(days=1), time(clock), AMSTERDAM)
        return instant(local)


def _weigh(act: Doing) -> dict[str, Any]:
    permits = list(act.example.fields[act.course.place].get("vergunningen", {}))
    is_permit = act.course.choice in ("schorsing_vergunning", "intrekking_vergunning")
    is_closure = act.course.choice == "sluiting"
    return {
        "herstelmaatregelen": ["Los de overtreding op en houd dat zo."],
        "geschikt": "Het maakt een einde aan wat er is gezien.",
        "noodzakelijk": "Iets lichters hielp eerder niet.",
        "evenwichtig": "Het bedrijf kan de gevolgen dragen.",
        "closure_basis": "gemw_174a" if is_closure else None,
        "permit_number": permits[0] if is_permit and permits else None,
        "starts_on": (act.date + timedelta(days=20)).isoformat() if act.variant == "later" else None,
        "cost_recovery": "geheel" if act.course.choice == "last_onder_bestuursdwang" else None,
    }


def _forfeit(act: Doing) -> dict[str, Any]:
    visit, findings = act.seen(again=True)
    seen_on = (act.date - timedelta(days=1)).isoformat()
    return {"verbeurte_id": act.example.new_id(), "forfeited_on": seen_on, "visit_id": visit, "finding_ids": findings}


def _hercontrole(act: Doing) -> dict[str, Any]:
    visit, _ = act.seen(again=act.variant == "niet")
    result = "niet_nagekomen" if act.variant == "niet" else "nagekomen"
    return {"visit_id": visit, "result": result, "is_finished": act.variant == "klaar"}


def _payment(act: Doing) -> dict[str, Any]:
    costs = act.variant == "kosten"
    owed = act.measure["costs"] if costs else act.measure["verbeurten"][act.of]
    fee = 0 if costs else owed.get("aanmaning", {}).get("fee_eur_cents", 0)
    return {
        "payment_id": act.example.new_id(),
        "on": act.day,
        "amount_eur_cents": owed["amount_eur_cents"] + fee,
        "of": "kosten" if costs else act.of,
        "kind": "betaling",
    }


def _applied(act: Doing) -> dict[str, Any]:
    return act.signed(
        applied_at=instant(datetime.combine(act.date, time(6), AMSTERDAM)),
        visit_id=None,
        machtiging=None,
        goods_record=None,
        goods_copy_on=None,
        seal_numbers=["Z-1041", "Z-1042"] if act.variant == "zegel" else [],
    )


def _later(act: Doing, days: int) -> str:
    return (act.date + timedelta(days=days)).isoformat()


BODIES: dict[str, Callable[[Doing], dict[str, Any]]] = {
    "approve": lambda act: {
        "seen_proposal": 1, "seen_binnentreden": True, "photos_on_their_way": 0, "skip_zienswijze": act.variant or None,
    },
    "weigh": _weigh,
    "send_voornemen": lambda act: act.signed(sent_on=act.day, how="toegezonden", zienswijze_days=14),
    "receive_zienswijze": lambda act: {
        "zienswijze_id": act.example.new_id(), "received_on": act.day, "form": "mondeling", "heard_by_role": "registrar",
        "text": "De exploitant zegt dat het intussen is opgelost.", "cautie_at": None,
    },
    "prepare_besluit": lambda act: {"text": "De zienswijze verandert niets aan wat er is gezien."},
    "sign": lambda act: act.signed(),
    "make_known": lambda act: {"on": act.day, "how": "toegezonden"},
    "send_letter": lambda act: {"on": act.day, "how": "toegezonden"},
    "check_privacy": lambda act: {
        "agrees": True, "recipient": "eigenaar", "legal_basis": "AVG art. 6 lid 1 onder e: een publieke taak.",
        "is_neutral": True, "text": None,
    },
    "note_reply": lambda act: {"received_on": act.day, "text": "De eigenaar belooft het pand te controleren."},
    "note_hercontrole": _hercontrole,
    "forfeit": _forfeit,
    "notify_verbeurte": lambda act: {"verbeurte_id": act.of, "sent_on": act.day},
    "announce_invordering": lambda act: act.signed(verbeurte_id=act.of, sent_on=act.day, zienswijze_days=14),
    "decide_invordering": lambda act: act.signed(
        verbeurte_id=act.of, made_known_on=act.day, skip_zienswijze=act.variant or None
    ),
    "remind": lambda act: {"verbeurte_id": act.of, "sent_on": act.day},
    "record_payment": _payment,
    "lift": lambda act: act.signed(on=act.day, ground="doel_bereikt", text=REASON),
    "suspend": lambda act: {"on": act.day, "until_on": None, "ground": "bezwaar_6_16", "text": "Tot op het bezwaar is beslist."},
    "revoke": lambda act: act.signed(on=act.day, text="De vergunning is intussen gewijzigd."),
    "receive_bezwaar": lambda act: {"received_on": act.day, "with_committee": False},
    "decide_bezwaar": lambda act: {"result": act.variant, "on": act.day, "text": REASON},
    "close": lambda act: {"reason": "nagekomen", "text": "Het is hersteld en zo gebleven."},
    "apply": _applied,
    "end_application": lambda act: {"on": act.day, "text": "De gemeente loste het zelf op."},
    "fix_costs": lambda act: act.signed(amount_eur_cents=128050, made_known_on=act.day),
    "close_premises": _applied,
    "report_broken_seal": lambda act: {"on": act.day, "text": "Het zegel op de voordeur was doorgesneden."},
    "reopen_for_a_while": lambda act: act.signed(
        from_on=act.day, until_on=_later(act, 12), text="Om spullen op te halen en te herstellen."
    ),
    "extend_closure": lambda act: act.signed(
        until_on=_later(act, 60), made_known_on=act.day, text="De rust rond het pand is nog niet terug."
    ),
    "apply_at_once": lambda act: {**_applied(act), "reason": "De brandgang was dicht en er waren mensen binnen."},
}  # fmt: skip
