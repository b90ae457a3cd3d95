"""What the pages about measures share: whose mandates, which visits and letters can be chosen, what may follow."""

from __future__ import annotations

from typing import Any

from fieldapp import desk
from fieldapp.access import current_actor, installation
from fieldapp.domain import one_sanction
from fieldapp.domain.course import claims, contested, deciding_anew
from fieldapp.domain.course.next_steps import Facts, NextStep, next_steps, waits_for
from fieldapp.domain.course.states import BEFORE_APPROVAL, ENDS, LAST_DWANGSOM, MAY_REVIVE, STATE
from fieldapp.domain.course.table import STEPS
from fieldapp.domain.moments import day_of
from fieldapp.domain.visit_endings import is_voided
from fieldapp.measure_forms import Offered
from fieldapp.pages import course, moments
from fieldapp.pages.dossier import visit_word
from fieldapp.registry import REGISTRY
from fieldapp.texts import label
from sync import Actor

DECIDERS = frozenset({"team_lead", "mandate_holder", "registrar", "legal_officer"})
MOST_VISITS = 20
AFTER_APPROVAL = (
    frozenset().union(*(step.before | set(step.to) for step in STEPS if step.track == STATE)) - BEFORE_APPROVAL - ENDS
)


def is_decider(actor: Actor) -> bool:
    return bool(actor.roles & DECIDERS)


def facts_of(measure: dict[str, Any], premises: desk.Shown | None) -> Facts:
    """Return who asks, under which policy, with the mandates in his or her name."""
    actor = current_actor()
    premises_type = premises["fields"].get("premises_type", "") if premises else ""
    return Facts(actor, installation().today(), installation().policy(), premises_type, mandates_of(actor))


def mandates_of(actor: Actor) -> dict[str, Any]:
    if "mandate_holder" not in actor.roles:
        return {}
    return {one["id"]: one["fields"] for one in desk.everything("mandate", person_id=actor.person)}


def step_wanted(shown: desk.Shown, act: str, of: str | None) -> NextStep | None:
    """Return the line of this act as it can follow now, None when it cannot from where the measure stands."""
    premises = desk.read_or_none(shown["fields"].get("premises_id"), "premises")
    steps = next_steps(shown["fields"], facts_of(shown["fields"], premises))
    return next((one for one in steps if one.act == f"measure.{act}" and one.of == (of or None)), None)


def offered_for(shown: desk.Shown, step: NextStep) -> Offered:
    """Return what can be chosen in the form of this act."""
    measure, has = shown["fields"], set()
    premises = desk.read_or_none(measure.get("premises_id"), "premises")
    if measure.get("is_dwelling", True):
        has.add("home")
    if (measure.get("addressee") or {}).get("role") == "bewoner":
        has.add("resident")
    if measure.get("mode") == "per_tijdseenheid":
        has.add("units_of_time")
    if step.of is None:
        has.add("besluit")
    if "bekendmaking" not in measure:
        has.add("no_bekendmaking")
    if "at_once" in measure:
        has.add("at_once")
    against = step.of if step.of in tuple(claims.decided_on(measure)) else None
    stands = contested.seen(measure, against)
    if deciding_anew.appeal_runs(stands):
        has.add("hoger_beroep")
    if stands.get("rechtsmiddel") in MAY_REVIVE:
        has.add("own_appeal")
    if step.of is not None or measure.get("measure_type") == LAST_DWANGSOM:
        has.add("amount")
    permits = ((premises["fields"].get("vergunningen") or {}) if premises else {}).items()
    return Offered(
        mandates=tuple((one, mandate_words(mandate)) for one, mandate in mandates_of(current_actor()).items()),
        visits=tuple(visits_of(measure)),
        letters=tuple(letters_of(shown["id"])),
        permits=tuple((key, f"Vergunning {one.get('nummer') or key}") for key, one in permits),
        has=frozenset(has),
    )


def mandate_words(mandate: dict[str, Any]) -> str:
    until = mandate.get("ended_on") or mandate.get("valid_until_on")
    words = f"{mandate['number']}, namens {small(label('authority', mandate['authority']))}"
    return f"{words}, tot en met {moments.day_long(desk.day(until))}" if until else words


def small(words: str) -> str:
    return words[:1].lower() + words[1:]


def todo() -> list[dict[str, Any]] | None:
    """Return the measures that wait for one of the reader's roles, the most urgent first; None for who decides nothing."""
    actor, today = current_actor(), installation().today()
    if not is_decider(actor):
        return None
    waiting, known = [], desk.everything("measure", is_ended="false", state=sorted(AFTER_APPROVAL))
    for shown in known:
        one = waits_for(shown["fields"], today)
        if one is not None and one.by & actor.roles:
            waiting.append((shown, one))
    pairs = one_sanction.side_by_side(known) if actor.roles & one_sanction.MENDS_IT else []
    wanted = [*(shown for shown, _ in waiting), *(newest for _, newest in pairs)]
    addresses = desk.addresses(shown["fields"]["premises_id"] for shown in wanted)
    return [*course.pair_rows(pairs, addresses), *course.todo_rows(waiting, addresses, today, desk.now())]


def beside(shown: desk.Shown) -> list[dict[str, str]]:
    """Return the other sanctions that are in force for the same breach, for who can mend it. Source: Awb art. 5:6."""
    if not current_actor().roles & (one_sanction.MENDS_IT | {"mandate_holder"}):
        return []
    known = desk.everything("measure", premises_id=shown["fields"].get("premises_id", ""), is_ended="false")
    pairs = [pair for pair in one_sanction.side_by_side(known) if shown["id"] in (pair[0]["id"], pair[1]["id"])]
    return [course.beside_row(other) for pair in pairs for other in pair if other["id"] != shown["id"]]


def visits_of(measure: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the finished visits to these premises, the newest first, each with its day and what it was."""
    found = desk.everything("visit", premises_id=measure.get("premises_id", ""))
    since = (measure.get("bekendmaking") or {}).get("on", "")
    told = [one for one in found if one["fields"].get("outcome") and not is_voided(one["fields"])]
    ended = [one for one in told if day_of(one["fields"]["opened_at"]) >= since]
    newest = sorted(ended, key=lambda one: str(one["fields"]["opened_at"]), reverse=True)[:MOST_VISITS]
    return [(one["id"], visit_words(one["fields"])) for one in newest]


def visit_words(visit: dict[str, Any]) -> str:
    """Return the visit, its moment and what it showed: where nothing was looked at, nothing is called in order."""
    found, outcome = len(visit.get("findings") or {}), visit["outcome"]
    is_looked_at = outcome == "afgerond" and visit.get("answers")
    what = "alles in orde" if is_looked_at else small(label("visit_outcome", outcome))
    what = moments.count(found, "bevinding", "bevindingen") if found else what
    return f"{visit_word(visit)} {moments.day_year(moments.day_of(visit['opened_at']))}, {moments.clock(visit['opened_at'])}: {what}"


def letters_of(measure_id: str) -> list[tuple[str, str]]:
    """Return the letters that left or can leave, by their number."""
    if "letter" not in REGISTRY.documents:
        return []
    found = [one for one in desk.everything("letter", measure_id=measure_id) if one["fields"].get("number")]
    return [
        (one["id"], f"{one['fields']['number']} ({one['fields']['letter_kind'].replace('_', ' ')})") for one in found
    ]
