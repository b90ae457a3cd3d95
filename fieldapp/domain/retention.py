"""How long what is kept: what of which document must go when and why, and what stays though its time has come.

The table is policy (`retention.json`); the conditions and start events that it names are functions here. One file
(the premises of one address and all that hangs on it) is judged as a whole, since proof stays with its measure.
Source: Archiefwet 1995 art. 3 and 5, Archiefbesluit 1995 art. 8; AVG art. 5 lid 1 under e.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fieldapp.domain.deadlines import Unit, day_text, end_of_term
from fieldapp.domain.moments import day_of, read_day

Fields = Mapping[str, Any]
Shown = Mapping[str, Any]
"""A document as the system reads it: `id`, `kind`, `fields`."""

ENDED = frozenset({"afgezien", "ingetrokken_voorstel", "vernietigd", "afgesloten"})
"""States of a measure in which nothing runs any more."""
BROKEN_OFF = frozenset({"afgezien", "ingetrokken_voorstel", "vernietigd"})
UNITS: dict[str, Unit] = {"week": "weeks", "maand": "months", "jaar": "years"}
MANY = {"week": "weken", "maand": "maanden"}
End = tuple[date, str, tuple[str, ...]]
"""The last day of a term, the id of its rule, and the sentences that explain it."""
PARTS = ("document", "photos")
MOST_DAYS, MOST_UNITS = 90, 100
GOES_FIRST = ("joint_visit", "letter", "signaal", "measure", "visit", "day_list", "premises")
"""The order of destruction: what leans on another goes before it."""


@dataclass(frozen=True)
class File:
    """The premises of one address with everything that hangs on it. `others` are letters and signals.

    `owing`: ids of measures under which money is still open, in whatever direction. `waiting`: ids of documents of which
    something that a phone sent is held and nobody decided on it yet.
    """

    premises: Shown | None = None
    visits: Sequence[Shown] = ()
    measures: Sequence[Shown] = ()
    joint_visits: Sequence[Shown] = ()
    others: Sequence[Shown] = ()
    owing: Collection[str] = ()
    waiting: Collection[str] = ()

    def everything(self) -> list[Shown]:
        own = [self.premises] if self.premises is not None else []
        return [*own, *self.visits, *self.measures, *self.joint_visits, *self.others]


@dataclass(frozen=True)
class Candidate:
    """One document, or its photos, whose time has come on `due_on`. `holds`: why it stays nevertheless."""

    document: str
    kind: str
    part: str
    rule: str
    due_on: date
    why: tuple[str, ...]
    holds: tuple[str, ...] = ()
    premises_id: str | None = None
    team_id: str | None = None
    visit_id: str | None = field(default=None, compare=False)

    @property
    def may_go(self) -> bool:
        return not self.holds


def candidates(table: Fields, file: File, today: date) -> list[Candidate]:
    """Return what of one file is due today, with what holds it, in the order in which it may go.

    Premises go last, and only when all that hangs on them goes too.
    Source: Archiefwet 1995 art. 3 and 5; AVG art. 5 lid 1 under e.
    """
    found = [one for shown in _hanging(file) for one in _due(table, shown, file, today)]
    gone = {one.document for one in found if one.part == "document" and one.may_go}
    if file.premises is not None and {shown["id"] for shown in _hanging(file)} <= gone:
        found += _due(table, file.premises, file, today)
    return sorted(found, key=lambda one: (GOES_FIRST.index(one.kind), one.due_on, one.document))


def list_candidates(table: Fields, lists: Iterable[Shown], today: date) -> list[Candidate]:
    """Return the day lists that are due: they hang on no file."""
    return [one for shown in lists for one in _due(table, shown, File(), today)]


def _hanging(file: File) -> list[Shown]:
    return [*file.visits, *file.measures, *file.joint_visits, *file.others]


def _due(table: Fields, shown: Shown, file: File, today: date) -> list[Candidate]:
    """Return a candidate for each part whose strictest fitting rule has ended."""
    found = []
    for part in PARTS:
        ends = [end for rule in table["rules"] if (end := _end(table, rule, part, shown, file)) is not None]
        if ends and max(ends)[0] < today:
            due_on, rule, why = max(ends)
            found.append(_candidate(shown, part, rule, due_on, why, _holds(shown, part, file)))
    return found[:1]  # with the document its photos go


def _candidate(shown: Shown, part: str, rule: str, due_on: date, why: tuple[str, ...], holds: list[str]) -> Candidate:
    fields = shown["fields"]
    return Candidate(
        document=shown["id"],
        kind=shown["kind"],
        part=part,
        rule=rule,
        due_on=due_on,
        why=why,
        holds=tuple(holds),
        premises_id=shown["id"] if shown["kind"] == "premises" else fields.get("premises_id"),
        team_id=fields.get("team_id"),
        visit_id=fields.get("visit_id"),
    )


def _end(table: Fields, rule: Fields, part: str, shown: Shown, file: File) -> End | None:
    """Return the last day that a rule keeps this; None when the rule is not about it, or its time does not run yet."""
    if (rule["kind"], rule["part"]) != (shown["kind"], part) or not WHEN[rule["when"]](shown, file):
        return None
    named = f"{rule['name']} ({rule['ground']})."
    if rule["starts"] in GOES_WITH:
        last = _last_of(table, GOES_WITH[rule["starts"]](shown, file), file)
        return (last, rule["id"], (named, f"Waar het bij hoort, blijft tot en met {day_text(last)}.")) if last else None
    start = STARTS[rule["starts"]](shown, file)
    if start is None:
        return None
    last = end_of_term(start, rule["term"]["n"], UNITS[rule["term"]["unit"]], statutory=False).last_day
    return last, rule["id"], (named, _words(rule, start, last))


def _last_of(table: Fields, leaned_on: Iterable[Shown], file: File) -> date | None:
    """Return until when these stay: the last of them; None while the time of one of them does not run yet."""
    ends = []
    for one in leaned_on:
        own = [end for rule in table["rules"] if (end := _end(table, rule, "document", one, file)) is not None]
        if not own:
            return None
        ends.append(max(own)[0])
    return max(ends, default=None)


def _words(rule: Fields, start: date, last: date) -> str:
    n, unit = rule["term"]["n"], rule["term"]["unit"]
    if not n:
        return f"{START_WORDS[rule['starts']]} {day_text(start)}; daarna is er geen reden meer om het te bewaren."
    return f"{START_WORDS[rule['starts']]} {day_text(start)}; {n} {_many(n, unit)} later is {day_text(last)}."


def _many(n: int, unit: str) -> str:
    return MANY[unit] if n != 1 and unit in MANY else unit


def problems(table: Fields) -> Iterable[str]:
    """Yield a sentence for each line of the table that this product cannot carry out as it is written."""
    for name in ("undo_days", "backup_days"):
        if not isinstance(table.get(name), int) or not 1 <= table[name] <= MOST_DAYS:
            yield f"retention: {name} is geen aantal dagen van 1 tot en met {MOST_DAYS}"
    for rule in table.get("rules", []):
        yield from (f"retention: {rule.get('id')}: {what}" for what in _rule_problems(rule))


def _rule_problems(rule: Fields) -> Iterable[str]:
    known = {"kind": KIND_WORDS, "part": PARTS, "when": WHEN, "starts": STARTS.keys() | GOES_WITH.keys()}
    yield from (
        f"{name} {rule.get(name)} bestaat niet" for name, all_of in known.items() if rule.get(name) not in all_of
    )
    yield from (f"{name} ontbreekt" for name in ("id", "ground", "name") if not str(rule.get(name) or "").strip())
    term = rule.get("term", {})
    n = term.get("n")
    if term.get("unit") not in UNITS or not isinstance(n, int) or isinstance(n, bool) or not 0 <= n <= MOST_UNITS:
        yield "term is geen aantal weken, maanden of jaren"


# --- what holds it


def _holds(shown: Shown, part: str, file: File) -> list[str]:
    """Return why this stays: a hold on it or on what belongs with it, a measure or a remedy that runs, work that is open."""
    group = _group(shown, file)
    found = [
        f"{HOLD_WORDS[one['reason']]} ({_name_of(where)})." for where in group for one in standing(where["fields"])
    ]
    running = [one for one in group if one["kind"] == "measure" and not _is_ended(one)]
    found += ["Er loopt een maatregel."] * bool(running)
    found += ["Er loopt bezwaar of beroep."] * any(_is_contested(one) for one in group)
    found += ["Er staat nog geld open."] * any(one["id"] in file.owing for one in group)
    found += ["Er wacht nog werk op kantoor."] * any(one["id"] in file.waiting for one in group)
    found += ["De controle is niet afgerond."] * any(
        one["kind"] == "visit" and "outcome" not in one["fields"] for one in group
    )
    return list(dict.fromkeys(found))


def _group(shown: Shown, file: File) -> list[Shown]:
    """Return what stands or falls together: the premises, the visit, and the measures, joint visits and letters of it."""
    if shown["kind"] == "premises":
        return file.everything()
    premises = [file.premises] if file.premises is not None else []
    ids, before = _linked(shown), set[str]()
    while ids != before:
        before = ids
        ids = ids.union(*(_linked(one) for one in _hanging(file) if _linked(one) & before))
    hanging = [one for one in _hanging(file) if one["id"] in ids]
    return [*premises, *(hanging or [shown])]


def _linked(shown: Shown) -> set[str]:
    named = {shown["fields"][name] for name in ("visit_id", "measure_id") if shown["fields"].get(name)}
    return {shown["id"], *named, *(_visits_of(shown["fields"]) if shown["kind"] == "measure" else ())}


def _visits_of(measure: Fields) -> set[str]:
    """Return the visits that a measure rests on: where it began, was looked at again, was forfeited or carried out."""
    seen = [one["visit_id"] for one in measure.get("verbeurten", {}).values()]
    own = [measure.get("visit_id"), measure.get("application", {}).get("visit_id")]
    return {one for one in (*own, *seen, *measure.get("hercontroles", {})) if one}


def standing(fields: Fields) -> list[Fields]:
    """Return the holds on a document that were not lifted."""
    return [one for one in (fields.get("holds") or {}).values() if one.get("lifted_at") is None]


def _is_ended(measure: Shown) -> bool:
    """What the rechtbank annulled may come back in hoger beroep: that is no end yet. Source: Awb art. 8:104."""
    return measure["fields"].get("state") in ENDED and "annulment" not in measure["fields"]


def _is_contested(shown: Shown) -> bool:
    """Say whether something waits for a decision, also a bezwaar that came after all was final.

    What was annulled leaves nothing to decide on.
    """
    remedy = str(shown["fields"].get("rechtsmiddel") or "")
    waits = [one for one in (shown["fields"].get("rechtsmiddelen") or {}).values() if "result" not in one]
    return remedy.endswith("_lopend") or (bool(waits) and remedy != "vernietigd")


def _name_of(shown: Shown) -> str:
    return KIND_WORDS[shown["kind"]]


# --- the words of the table


def _measures_of(visit: Shown, file: File) -> list[Shown]:
    return [one for one in file.measures if visit["id"] in _visits_of(one["fields"])]


def _leans_on(letter: Shown, file: File) -> list[Shown]:
    """Return what a letter belongs to: its measure, else its visit."""
    fields = letter["fields"]
    wanted = fields.get("measure_id") or fields.get("visit_id")
    return [one for one in _hanging(file) if one["id"] == wanted]


def _found_nothing_at_home(shown: Shown, file: File) -> bool:
    fields = shown["fields"]
    return (
        fields.get("visit_kind") == "home_address"
        and not fields.get("findings")
        and not _entered_without_consent(fields)
        and not _measures_of(shown, file)
    )


def _entered_without_consent(visit: Fields) -> bool:
    entries = (visit.get("binnentreden") or {}).values()
    return any(one["basis"] != "toestemming" and one.get("entered_at") for one in entries)


def _without_measure(shown: Shown, file: File) -> bool:
    return not _measures_of(shown, file) and not _found_nothing_at_home(shown, file)


def _has_permits(shown: Shown) -> bool:
    return bool(shown["fields"].get("vergunningen"))


def has_photos(shown: Shown) -> bool:
    """Return whether there are photos to destroy, also ones that their maker took off again."""
    return bool(shown["fields"].get("photos") or shown["fields"].get("removed_photos"))


def _is_broken_off(measure: Fields) -> bool:
    """Nothing was imposed or carried out, for good; what was carried out without a besluit is kept as what was imposed."""
    return measure.get("state") in BROKEN_OFF and "application" not in measure


WHEN: dict[str, Callable[[Shown, File], bool]] = {
    "altijd": lambda shown, file: True,
    "woning_niets_gevonden": _found_nothing_at_home,
    "zonder_maatregel": _without_measure,
    "met_maatregel": lambda shown, file: bool(_measures_of(shown, file)),
    "fotos_zonder_maatregel": lambda shown, file: has_photos(shown) and not _measures_of(shown, file),
    "opgelegd": lambda shown, file: not _is_broken_off(shown["fields"]),
    "afgebroken": lambda shown, file: _is_broken_off(shown["fields"]),
    "vergund_pand": lambda shown, file: _has_permits(shown),
    "geen_vergunning": lambda shown, file: not _has_permits(shown),
}


def _first_day(*names: str) -> Callable[[Shown, File], date | None]:
    """Return the day of the first of these fields that is there."""

    def day(shown: Shown, file: File) -> date | None:
        written = next((shown["fields"][name] for name in names if shown["fields"].get(name)), None)
        return _as_day(written) if written else None

    return day


def _closed_visit(shown: Shown, file: File) -> date | None:
    return _first_day("received_at", "closed_at")(shown, file) if "outcome" in shown["fields"] else None


def _ended_measure(shown: Shown, file: File) -> date | None:
    return _first_day("closed_at", "decided_at")(shown, file) if _is_ended(shown) else None


def _permits_ended(shown: Shown, file: File) -> date | None:
    """A permit without an end, or one that still holds, keeps the file; so does what happened after."""
    permits = shown["fields"].get("vergunningen", {}).values()
    if any(one["status"] in ("verleend", "geschorst") and not one.get("valid_until_on") for one in permits):
        return None
    ends = [one["valid_until_on"] for one in permits if one.get("valid_until_on")]
    last = _last_trace(shown, file)
    return max([read_day(end) for end in ends] + ([last] if last else []), default=None)


def _last_trace(shown: Shown, file: File) -> date | None:
    """Return the last day that something of the file tells of; None for a file that nothing happened at."""
    fields = shown["fields"]
    told = [one["on"] for name in ("visits", "meldingen") for one in (fields.get(name) or {}).values()]
    told += [one["until_on"] for one in (fields.get("assigned") or {}).values()]
    told += [one["found_on"] for one in (fields.get("breaches") or {}).values()]
    told += [fields["forgotten_on"]] if fields.get("forgotten_on") else []
    return max((read_day(day) for day in told), default=None)


STARTS: dict[str, Callable[[Shown, File], date | None]] = {
    "bezoek_afgerond": _closed_visit,
    "maatregel_klaar": _ended_measure,
    "samen_klaar": _first_day("received_at", "ended_at"),
    "signaal_gesloten": _first_day("closed_at"),
    "dag_van_de_lijst": _first_day("on"),
    "vergunning_geeindigd": _permits_ended,
    "laatste_stuk": _last_trace,
}
GOES_WITH: dict[str, Callable[[Shown, File], list[Shown]]] = {
    "maatregelen_weg": _measures_of,
    "stuk_weg": _leans_on,
}
"""Start events that are the end of something else."""
START_WORDS = {
    "bezoek_afgerond": "De controle is afgerond op",
    "maatregel_klaar": "De maatregel was klaar op",
    "samen_klaar": "Het bezoek samen met de politie was klaar op",
    "signaal_gesloten": "Het signaal is gesloten op",
    "dag_van_de_lijst": "De lijst was van",
    "vergunning_geeindigd": "De vergunning, of het laatste stuk daarna, eindigde op",
    "laatste_stuk": "Het laatste stuk in het dossier is van",
}
HOLD_WORDS = {
    "bezwaar": "Vastgehouden: bezwaar",
    "beroep": "Vastgehouden: beroep",
    "woo_verzoek": "Vastgehouden: Woo-verzoek",
    "avg_verzoek": "Vastgehouden: verzoek van een betrokkene",
    "onderzoek": "Vastgehouden: onderzoek of aangifte",
    "anders": "Vastgehouden: andere reden",
}
KIND_WORDS = {
    "premises": "dossier",
    "visit": "controle",
    "measure": "maatregel",
    "joint_visit": "samen bezocht",
    "day_list": "daglijst",
    "letter": "brief",
    "signaal": "signaal",
}


def _as_day(written: str) -> date:
    return read_day(written if len(written) == len("2026-11-20") else day_of(written))
