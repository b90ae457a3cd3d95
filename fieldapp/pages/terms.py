"""Termijnen: every term that runs with its last day, filtered and paged from the lines of the index, and as CSV."""

import csv
import io
import operator
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from fieldapp.domain.course.terms import ABOUT_REMEDIES, HERCONTROLE, KINDS, NO_DAY, RunningTerm, running_terms
from fieldapp.domain.deadlines import Term
from fieldapp.domain.entry_report import AFSCHRIFT, VERSLAG, term_of
from fieldapp.pages.amounts import capital, measure_words
from fieldapp.pages.course import post_words, roles_words, tone_of, verbeurte_words
from fieldapp.pages.moments import day_full_year, day_long, day_short, day_short_near
from fieldapp.texts import label

Fields = Mapping[str, Any]
Shown = Mapping[str, Any]
PAGE = 50
NEVER = "~"
"""Sorts behind every day."""
SOON_DAYS = 7
GROUP_OF = {
    "begunstiging": "herstellen",
    "uitvoering": "herstellen",
    "herstel": "herstellen",
    "zienswijze": "zienswijze",
    "zienswijze_invordering": "zienswijze",
    "bezwaar": "bezwaar",
    "beslistermijn_bezwaar": "bezwaar",
    "beroep": "bezwaar",
    "hoger_beroep": "bezwaar",
    "bezwaar_invordering": "bezwaar",
    "bezwaar_kosten": "bezwaar",
    HERCONTROLE: "hercontrole",
    VERSLAG: "binnentreden",
    AFSCHRIFT: "binnentreden",
    "betaling": "geld",
    "aanmaning": "geld",
    "verjaring": "geld",
    "verjaring_kosten": "geld",
    "betaling_kosten": "geld",
    "betaling_rente": "geld",
    "uitstel": "geld",
    "bezwaar_rente": "bezwaar",
    "kosten_vaststelling": "geld",
}
OF_VISITS = frozenset({VERSLAG, AFSCHRIFT})
GROUPS = (
    ("alles", "Alles"),
    ("herstellen", "Herstellen"),
    ("zienswijze", "Zienswijze"),
    ("bezwaar", "Bezwaar"),
    ("hercontrole", "Hercontrole"),
    ("binnentreden", "Binnentreden"),
    ("geld", "Geld"),
    ("overig", "Overig"),
)
ICONS = {
    "herstellen": "hourglass",
    "zienswijze": "message",
    "bezwaar": "scale",
    "hercontrole": "clipboard-check",
    "binnentreden": "door-enter",
    "geld": "file-text",
    "overig": "calendar",
}
SECTIONS = (
    ("te-laat", "Te laat", "danger", "alert-triangle"),
    ("deze-week", "Komende 7 dagen", "warning", "clock"),
    ("later", "Later", "neutral", "calendar"),
)


WAITS_FOR_POST = ABOUT_REMEDIES - {"beslistermijn_bezwaar"}
"""What was posted in time counts for a week more: until that is over too the term runs, and nobody is late (Awb art. 6:9 lid 2)."""


class Line(NamedTuple):
    """One term as the index has it; lines sort by their last day."""

    ends_on: str
    """`NEVER` when there is no fixed day yet."""
    document_id: str
    """Of the measure, or of the visit whose verslag it is."""
    kind: str
    of: str
    """Id of the verbeurte, else empty."""
    owner: str
    team_id: str
    group: str

    @property
    def page(self) -> str:
        return f"/kantoor/{'bezoek' if self.kind in OF_VISITS else 'maatregelen'}/{self.document_id}"

    @property
    def last_day(self) -> date | None:
        return None if self.ends_on == NEVER else date.fromisoformat(self.ends_on)


@dataclass(frozen=True)
class Wanted:
    """What the reader asked to see."""

    group: str = "alles"
    when: str = ""
    owner: str = ""
    team: str = ""
    page: int = 0


def lines_of(listed: Iterable[tuple[str, str]], *, all_of_it: bool) -> list[Line]:
    """Return the terms of the index, the first to end first; not `all_of_it`: those about money are left out."""
    found = []
    for document_id, value in listed:
        team, _, terms = value.partition("|")
        for term in terms.split(";"):
            ends_on, kind, owner, of = term.split(" ")
            if of == NO_DAY:
                of = ""
            if all_of_it or not of:
                day = NEVER if ends_on == NO_DAY else ends_on
                found.append(Line(day, document_id, kind, of, owner, team, GROUP_OF.get(kind, "overig")))
    found.sort()
    return found


@dataclass(frozen=True)
class Bounds:
    """The first day that is not over and the last one that is soon, as text: ten thousand lines are compared with them."""

    first: str
    soon: str

    @classmethod
    def at(cls, today: date) -> "Bounds":
        return cls(today.isoformat(), (today + timedelta(days=SOON_DAYS)).isoformat())

    def section(self, line: "Line") -> str:
        if line.ends_on > self.soon:
            return "later"
        return "te-laat" if line.ends_on < self.first and line.kind not in WAITS_FOR_POST else "deze-week"


def wanted_of(said: Mapping[str, str]) -> Wanted:
    """Read what was asked from the address; what is no choice is no filter."""
    page = said.get("pagina", "0")
    return Wanted(
        group=_one_of(said.get("soort"), dict(GROUPS)) or "alles",
        when=_one_of(said.get("wanneer"), {key for key, *_ in SECTIONS}),
        owner=_one_of(said.get("wie"), {kind.owner for kind in KINDS.values()}),
        team=said.get("team", ""),
        page=min(int(page), 100_000) if page.isascii() and page.isdigit() and len(page) < 7 else 0,
    )


def _one_of(value: str | None, known: Iterable[str]) -> str:
    return value if value is not None and value in set(known) else ""


def let_through(lines: Iterable[Line], wanted: Wanted, today: date) -> list[Line]:
    """Return the terms that were asked for whatever their kind, in their order."""
    bounds, when, owner, team = Bounds.at(today), wanted.when, wanted.owner, wanted.team
    return [
        line
        for line in lines
        if (not owner or line.owner == owner)
        and (not team or line.team_id == team)
        and (not when or bounds.section(line) == when)
    ]


def of_kind(lines: list[Line], wanted: Wanted) -> list[Line]:
    return lines if wanted.group == "alles" else [line for line in lines if line.group == wanted.group]


def chips(lines: list[Line], wanted: Wanted) -> list[dict[str, Any]]:
    """Return the kinds with how many there are of each, as far as the other filters let through."""
    numbers = Counter(line.group for line in lines)
    return [
        {
            "words": words,
            "count": len(lines) if key == "alles" else numbers[key],
            "href": address(wanted, soort=key),
            "is_current": key == wanted.group,
        }
        for key, words in GROUPS
    ]


def address(wanted: Wanted, **changed: str | int) -> str:
    """Return the query that asks the same with something changed."""
    said: dict[str, str | int] = {
        "soort": wanted.group,
        "wanneer": wanted.when,
        "wie": wanted.owner,
        "team": wanted.team,
    }
    said |= changed
    kept = [f"{name}={value}" for name, value in said.items() if value not in ("", "alles", 0)]
    return "?" + "&".join(kept) if kept else "?"


Reading = Callable[[str], Shown | None]


def rows(
    lines: Iterable[Line],
    read: Reading,
    addresses: Callable[[str], str],
    today: date,
    *,
    may_plan: bool,
    equated: Collection[date] = (),
) -> list[dict[str, Any]]:
    """Return one row for each term of a page; what the reader may not open is left out."""
    found = []
    for line in lines:
        shown = read(line.document_id)
        if shown is None:
            continue
        place = addresses(shown["fields"].get("premises_id", ""))
        if line.kind in OF_VISITS:
            found.append(visit_row(line, place, term_of(shown["fields"], equated), today))
            continue
        term = _term(shown["fields"], line, today)
        found.append(_row(shown, line, term, place, today, may_plan))
    return found


def visit_row(line: Line, place: str, term: Term | None, today: date) -> dict[str, Any]:
    """Return the row of a verslag van binnentreden or its copy: warned on the fourth day as it is counted.

    Source: Awbi art. 11; Atw art. 1 and 2.
    """
    ends_on, section, kind = line.last_day, Bounds.at(today).section(line), KINDS[line.kind]
    legal = f"Wij waarschuwen op de vierde dag. De wet geeft tot en met {day_full_year(term.last_day)}." if term else ""
    return {
        "section": section,
        "address": place,
        "kind": kind.label,
        "icon": "door-enter",
        "measure": f"Binnentreden op {day_short(term.event)}" if term else "Binnentreden",
        "about": "",
        "ends": day_short_near(ends_on, today) if ends_on else "zodra het kan",
        "ends_year": day_full_year(ends_on) if ends_on else "",
        "left": left_words(ends_on, today),
        "tone": {"te-laat": "danger", "deze-week": "warning"}.get(section, "neutral"),
        "owner": capital(roles_words([line.owner])),
        "why": [*(term.steps if term else ()), legal],
        "ground": kind.ground,
        "action": kind.action,
        "href": f"{line.page}/brief/",
        "act": "Naar het verslag",
    }


def verslag_rows(
    found: Iterable[tuple[date | None, str, Shown]], addresses: Mapping[str, str], today: date
) -> list[dict[str, Any]]:
    """Return what is to do about entries without consent, as lines of *Te doen*: by day, kind of term and visit."""
    ordered = sorted(found, key=lambda one: (one[0] is None, one[0] or today, one[2]["id"]))
    return [
        {
            "id": shown["id"],
            "address": addresses.get(shown["fields"].get("premises_id", ""), "Onbekend adres"),
            "title": KINDS[kind].action.removesuffix("."),
            "measure": f"Binnentreden op {day_short(term.event)}"
            if (term := term_of(shown["fields"]))
            else "Binnentreden",
            "until": f"uiterlijk {day_long(day)}" if day else "",
            "tone": tone_of((day - today).days) if day else "neutral",
            "href": f"/kantoor/bezoek/{shown['id']}/brief/",
        }
        for day, kind, shown in ordered
    ]


def _term(measure: Fields, line: Line, today: date) -> RunningTerm | None:
    return next(
        (one for one in running_terms(measure, today) if one.kind == line.kind and (one.of or "") == line.of), None
    )


def _row(shown: Shown, line: Line, term: RunningTerm | None, place: str, today: date, may_plan: bool) -> dict[str, Any]:
    fields, ends_on, section = shown["fields"], line.last_day, Bounds.at(today).section(line)
    plans = line.kind == HERCONTROLE and may_plan
    post = post_words(term, today) if term else ""
    return {
        "section": section,
        "address": place,
        "kind": label_of(line.kind),
        "icon": ICONS[line.group],
        "measure": capital(measure_words(fields)),
        "about": verbeurte_words((fields.get("verbeurten") or {}).get(line.of)) if line.of else "",
        "ends": day_short_near(ends_on, today) if ends_on else "geen vaste dag",
        "ends_year": day_full_year(ends_on) if ends_on else "",
        "left": post or left_words(ends_on, today),
        "tone": "neutral" if post else {"te-laat": "danger", "deze-week": "warning"}.get(section, "neutral"),
        "owner": capital(roles_words([line.owner])),
        "why": list(term.why) if term else [WHY_HERCONTROLE] if line.kind == HERCONTROLE else [],
        "ground": term.ground if term else "Awb art. 5:24 lid 2, 5:32a lid 2",
        "action": term.action if term else "Ga opnieuw kijken.",
        "href": f"/kantoor/planning/zet/{fields.get('premises_id')}"
        if plans
        else f"/kantoor/maatregelen/{shown['id']}",
        "act": "Zet op lijst" if plans else "Bekijk",
    }


WHY_HERCONTROLE = (
    "Vanaf deze dag moet iemand kijken of het is hersteld: de termijn om te herstellen is voorbij, of de maatregel geldt nog en"
    " er is een tijd niet gekeken. Verbeurt een dwangsom per dag, week of maand, dan is voor elke periode een controle nodig."
)


def label_of(kind: str) -> str:
    return "Hercontrole" if kind == HERCONTROLE else KINDS[kind].label


def left_words(ends_on: date | None, today: date) -> str:
    """Return "Vandaag", "2 dagen", "2 dagen te laat"; nothing without a day."""
    if ends_on is None:
        return ""
    apart = (ends_on - today).days
    if apart == 0:
        return "Vandaag"
    unit = "dag" if abs(apart) == 1 else "dagen"
    return f"{apart} {unit}" if apart > 0 else f"{-apart} {unit} te laat"


def sections(made: list[dict[str, Any]], lines: list[Line], today: date) -> list[dict[str, Any]]:
    """Return the rows of a page under their headings, each with how many there are in all."""
    bounds, ends_on = Bounds.at(today), operator.attrgetter("ends_on")
    soon = bisect_right(lines, bounds.soon, key=ends_on)
    late = sum(bounds.section(line) == "te-laat" for line in lines[: bisect_left(lines, bounds.first, key=ends_on)])
    numbers = {"te-laat": late, "deze-week": soon - late, "later": len(lines) - soon}
    found = [
        {
            "key": key,
            "title": title,
            "tone": tone,
            "icon": icon,
            "count": numbers[key],
            "rows": [row for row in made if row["section"] == key],
        }
        for key, title, tone, icon in SECTIONS
    ]
    return [one for one in found if one["rows"]]


HEADINGS = ("Adres", "Maatregel", "Termijn", "Laatste dag", "Wie", "Wat te doen", "Grond")


def as_csv(lines: Iterable[Line], read: Reading, addresses: Callable[[str], str]) -> str:
    """Return the list for a spreadsheet: semicolons, as Dutch spreadsheets expect."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADINGS)
    for line in lines:
        shown = read(line.document_id)
        if shown is not None:
            kind = KINDS.get(line.kind)
            writer.writerow(
                plain(one)
                for one in (
                    addresses(shown["fields"].get("premises_id", "")),
                    "Binnentreden" if line.kind in OF_VISITS else capital(measure_words(shown["fields"])),
                    label_of(line.kind),
                    "" if line.ends_on == NEVER else line.ends_on,
                    label("role", line.owner),
                    kind.action if kind else "Ga opnieuw kijken.",
                    kind.ground if kind else "",
                )
            )
    return "\ufeff" + out.getvalue()


def plain(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
