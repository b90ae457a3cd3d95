"""From finding and repetition to the measure that policy prescribes: advice, never a decision.

The matrix is data of the municipality (a beleidsregel, Awb art. 4:81); this reads it. The phone shows
the same advice while offline (`static/app/domain/matrix.js`, same vectors); the office computes it
again with its full history. Money in euro cents.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from fieldapp.domain.checklist import permit_holds
from fieldapp.domain.deadlines import add_months
from fieldapp.domain.moments import MONTHS
from fieldapp.domain.policy import Matrix

Advice = dict[str, Any]

HERSTELSANCTIES = frozenset({"last_onder_dwangsom", "last_onder_bestuursdwang", "sluiting"})
"""Source: Awb art. 5:2 lid 1 under b."""

ENDED = frozenset(
    {
        "voorgesteld",
        "teruggegeven",
        "ingetrokken_voorstel",
        "afgezien",
        "voornemen_klaar",
        "besluit_klaar",
        "ingetrokken",
        "vernietigd",
        "vervallen",
        "opgeheven",
        "maximum_bereikt",
        "uitgewerkt",
        "nagekomen",
        "beeindigd",
        "voornemen_verzonden",
        "zienswijze_ontvangen",
        "zienswijze_verstreken",
        "ondertekend",
        "privacy_getoetst",
        "opgevolgd",
        "reactie_ontvangen",
        "geen_reactie",
        "kosten_vastgesteld",
        "kosten_geind",
        "schorsing_afgelopen",
        "afgesloten",
    }
)
"""States in which a measure does not (or no longer) bind its addressee."""

LABELS = {
    "waarschuwing": "waarschuwing",
    "last_onder_dwangsom": "last onder dwangsom",
    "last_onder_bestuursdwang": "last onder bestuursdwang",
    "sluiting": "sluiting",
    "schorsing_vergunning": "schorsing van de vergunning",
    "intrekking_vergunning": "intrekking van de vergunning",
    "informeren_eigenaar": "bericht aan de eigenaar",
    "geen_maatregel": "geen maatregel",
}
TIMES = ("Eerste", "Tweede", "Derde", "Vierde", "Vijfde", "Zesde")


def advise(
    matrix: Matrix,
    *,
    rule_key: str | None,
    premises_kind: str,
    breaches: Iterable[Mapping[str, Any]] = (),
    open_measures: Iterable[Mapping[str, Any]] = (),
    found_on: date,
    operator: str | None = None,
    is_dwelling: bool = False,
) -> Advice:
    """Return what the matrix advises for a breach of `rule_key` found on this day.

    `breaches`: of these premises, and of the same operator elsewhere (`elsewhere` true). `operator` as in
    the breaches: KvK number, else the name. `result`: `maatregel`, `geen_regel`, or, while a herstelsanctie
    for the same rule and addressee is in force, `hersteltermijn_loopt`, `dwangsom_verbeurd` or
    `bestuursdwang_toepassen`. `why` holds Dutch sentences.
    Source: Awb art. 4:84, 5:6, 5:32b, 5:33.
    """
    row = find_row(matrix, rule_key, premises_kind)
    if row is None:
        return _advice(matrix, "geen_regel", rule_key, ["Geen advies in de matrix."])
    running = _running(open_measures, row["rule_key"], operator, found_on)
    if running is not None:
        return _advice_while_running(matrix, row, running, found_on)
    counted, not_sent = _earlier(breaches, row["rule_key"], found_on, operator, matrix["recidivism_window_months"])
    number = _step_number(row, len(counted))
    step = row["steps"][number - 1]
    legal_check = bool(step.get("legal_check")) or (is_dwelling and _closes(step))
    why = [
        *_why_this_step(matrix, row, counted, not_sent, number),
        *_why_warned(open_measures, row["rule_key"], found_on),
        *(["Sluiting van een woning: eerst een juridische toets."] if legal_check else []),
        *(["Uw teamleider bevestigt eerst wie de brief krijgt."] if row.get("confirm") else []),
    ]
    return {
        **_advice(matrix, "maatregel", rule_key, why, row),
        **{key: step.get(key) for key in _STEP_KEYS},
        "step": number,
        "legal_check": legal_check,
    }


def advise_for(matrix: Matrix, premises: Mapping[str, Any], rule_key: str | None, found_on: date) -> Advice:
    """Return the advice for a breach at these premises, with the history that their file holds.

    Source: Awb art. 4:84, 5:6.
    """
    return advise(
        matrix,
        rule_key=rule_key,
        premises_kind=premises_kind_of(premises),
        breaches=(premises.get("breaches") or {}).values(),
        open_measures=(premises.get("open_measures") or {}).values(),
        found_on=found_on,
        operator=operator_of(premises, found_on),
        is_dwelling=bool(premises.get("is_dwelling")),
    )


def find_row(matrix: Matrix, rule_key: str | None, premises_kind: str) -> dict[str, Any] | None:
    """Return the row for a rule and kind of premises; a row that is switched off does not exist."""
    for row in matrix["rows"]:
        if row["enabled"] and row["rule_key"] == rule_key and row["premises_kind"] in (premises_kind, "any"):
            return row
    return None


def premises_kind_of(premises: Mapping[str, Any]) -> str:
    """Return the kind of premises as the matrix has it.

    A permit that lapsed is still a matter of that permit (row L01); after withdrawal or without any permit
    every opening is without permit. A home is always `dwelling_provider`: who makes it available is looked
    for first, and the row for a resident ships switched off.
    """
    permits = (premises.get("vergunningen") or {}).values()
    if any(permit.get("status") != "ingetrokken" for permit in permits):
        return "licensed"
    if premises.get("is_dwelling"):
        return "dwelling_provider"
    return "unlicensed_escort" if premises.get("premises_type") == "escortbedrijf" else "unlicensed_premises"


def operator_of(premises: Mapping[str, Any], on: date) -> str | None:
    """Return the KvK number of the operator on a day, else the business name, else None."""
    permits = list((premises.get("vergunningen") or {}).values())
    permits.sort(key=lambda permit: (permit_holds(permit, on), permit.get("valid_from_on") or ""), reverse=True)
    for permit in permits:
        exploitant = permit.get("exploitant") or {}
        if exploitant.get("kvk_nummer") or exploitant.get("name"):
            return str(exploitant.get("kvk_nummer") or exploitant["name"])
    return None


def is_in_force(measure: Mapping[str, Any], on: date | None = None) -> bool:
    """Return whether an imposed measure binds its addressee (on a day, or at all). Source: Awb art. 3:40, 5:6."""
    imposed_on = measure.get("imposed_on")
    if not imposed_on or measure.get("state") in ENDED:
        return False
    return on is None or bool(imposed_on <= on.isoformat())


_STEP_KEYS = (
    "measure_type",
    "then",
    "mode",
    "time_unit",
    "amount_eur_cents",
    "max_eur_cents",
    "term_days",
    "duration",
    "variant",
)


def _advice(
    matrix: Matrix, result: str, rule_key: str | None, why: list[str], row: Mapping[str, Any] | None = None
) -> Advice:
    found = row or {}
    return {
        "result": result,
        "rule_key": rule_key,
        "row": found.get("id"),
        "label": found.get("label"),
        "step": None,
        "steps": len(found.get("steps", [])),
        **dict.fromkeys(_STEP_KEYS),
        "notify": list(found.get("notify", [])),
        "authority": found.get("authority"),
        "addressee": found.get("default_addressee"),
        "confirm": found.get("confirm"),
        "legal_check": False,
        "why": [{"text": text} for text in why],
        "matrix": f"{matrix['id']}@{matrix['version']}",
    }


def _running(
    open_measures: Iterable[Mapping[str, Any]], rule_key: str, operator: str | None, found_on: date
) -> Mapping[str, Any] | None:
    """The herstelsanctie in force for the same rule and addressee. Source: Awb art. 5:6."""
    for measure in open_measures:
        same_addressee = measure.get("operator") is None or operator is None or measure["operator"] == operator
        same_rule = measure["rule_key"] == rule_key and measure["measure_type"] in HERSTELSANCTIES
        if same_rule and same_addressee and is_in_force(measure, found_on):
            return measure
    return None


def _advice_while_running(matrix: Matrix, row: Mapping[str, Any], running: Mapping[str, Any], found_on: date) -> Advice:
    """Advise on the sanction that runs; a second one is not possible. Source: Awb art. 5:6, 5:33, 5:21."""
    ends_on, measure_type = running.get("term_ends_on"), running["measure_type"]
    said = f"De {LABELS[measure_type]} van {_date_text(running['imposed_on'])} is nog van kracht."
    second = "Een tweede maatregel voor dezelfde regel kan nu niet (Awb art. 5:6)."
    if ends_on and found_on.isoformat() <= ends_on:
        result, now = "hersteltermijn_loopt", f"De hersteltermijn loopt tot en met {_date_text(ends_on)}."
    elif measure_type == "last_onder_dwangsom":
        result, now = "dwangsom_verbeurd", "De dwangsom is verbeurd. Uw teamleider regelt de invordering."
    else:
        result, now = "bestuursdwang_toepassen", "De gemeente kan de bestuursdwang nu toepassen."
    amounts = {"amount_eur_cents": running.get("amount_eur_cents"), "max_eur_cents": running.get("max_eur_cents")}
    advice = _advice(matrix, result, row["rule_key"], [said, now, second], row)
    return {**advice, "measure_type": measure_type, **amounts}


def _earlier(
    breaches: Iterable[Mapping[str, Any]], rule_key: str, found_on: date, operator: str | None, months: int
) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Earlier breaches in the window: those that count, and those for which nothing was sent in time.

    Several findings on one day at one place count once.
    """
    since, until = add_months(found_on, -months).isoformat(), found_on.isoformat()
    counted: dict[tuple[str, bool], Mapping[str, Any]] = {}
    not_sent = []
    for breach in sorted(breaches, key=lambda one: (one["found_on"], one.get("sent_on") or "")):
        elsewhere = bool(breach.get("elsewhere"))
        if breach["rule_key"] != rule_key or not since <= breach["found_on"] < until:
            continue
        if elsewhere and (operator is None or breach.get("operator") != operator):
            continue
        if breach.get("sent_on") and breach["sent_on"] <= until:
            counted[breach["found_on"], elsewhere] = breach
        else:
            not_sent.append(breach)
    return list(counted.values()), not_sent


def _step_number(row: Mapping[str, Any], earlier: int) -> int:
    number = min(1 + earlier, len(row["steps"]))
    spoed = [index for index, step in enumerate(row["steps"], start=1) if step.get("variant")]
    return max(number, spoed[0]) if row["acute"] and spoed else number


def _closes(step: Mapping[str, Any]) -> bool:
    return "sluiting" in (step["measure_type"], (step.get("then") or {}).get("measure_type"))


def _why_this_step(
    matrix: Matrix,
    row: Mapping[str, Any],
    counted: list[Mapping[str, Any]],
    not_sent: list[Mapping[str, Any]],
    number: int,
) -> list[str]:
    times = len(counted)
    which = TIMES[times] if times < len(TIMES) else f"{times + 1}e"
    why = [f"{which} keer in {matrix['recidivism_window_months']} maanden."]
    if counted:
        said = [f"{LABELS.get(one.get('sanction') or '', 'brief')} ({_date_text(one['sent_on'])})" for one in counted]
        why.append(f"Eerder: {_listed(said)}.")
    if not_sent:
        days = _listed([_date_text(one["found_on"]) for one in not_sent])
        why.append(f"De bevinding van {days} telt niet mee: er ging toen geen brief uit.")
    if row["acute"]:
        why.append("Spoed: overleg meteen met uw teamleider.")
    if times >= len(row["steps"]) and number == len(row["steps"]):
        why.append("Dit is de laatste stap van de matrix.")
    return why


def _why_warned(open_measures: Iterable[Mapping[str, Any]], rule_key: str, found_on: date) -> list[str]:
    return [
        f"De hersteltermijn van de waarschuwing loopt nog tot en met {_date_text(measure['term_ends_on'])}."
        for measure in open_measures
        if measure["measure_type"] == "waarschuwing"
        and measure["rule_key"] == rule_key
        and is_in_force(measure, found_on)
        and (measure.get("term_ends_on") or "") >= found_on.isoformat()
    ]


def _listed(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} en {texts[-1]}"


def _date_text(day: str) -> str:
    one = date.fromisoformat(day)
    return f"{one.day} {MONTHS[one.month - 1]} {one.year}"
