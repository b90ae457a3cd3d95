"""The shape of the policy files, and what makes a set of them valid.

Policy is data that a municipality replaces by its own: checklists, matrix, articles, holidays,
rules for free text, help organisations. The example in `fieldapp/data` shows the form. A set is
taken as a whole or refused as a whole; `problems` names each fault in a sentence with the place.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypedDict, get_args

from fieldapp.domain import retention
from fieldapp.domain.errors import Refused

Photos = Literal["geen", "vergunde_panden", "alle_panden"]

PRIVACY_CLASSES = frozenset({"N", "B", "Z"})
SEVERITIES = frozenset({"laag", "middel", "hoog", "acuut"})
ANSWER_TYPES = frozenset({"oordeel", "aantal", "keuze", "ja_nee", "datum"})
ASKED = frozenset({"altijd", "voorwaarde", "meer"})
VISIT_KINDS = frozenset({"licensed_premises", "home_address", "joint_visit"})
PHOTOS = get_args(Photos)
FOLLOW_UPS = frozenset({"noodprotocol", "bel_zorgcoordinator", "veilig_thuis", "binnentreden"})
HELD_BY = frozenset({"reason", "binnentreden", "help_offers", "joint_visit"})
MOST_ASKED_ALWAYS = 12
LONGEST_PATTERN = 200

MEASURE_TYPES = frozenset(
    {
        "waarschuwing",
        "last_onder_dwangsom",
        "last_onder_bestuursdwang",
        "sluiting",
        "schorsing_vergunning",
        "intrekking_vergunning",
        "informeren_eigenaar",
        "geen_maatregel",
    }
)
MODES = frozenset({"ineens", "per_tijdseenheid", "per_overtreding"})
TIME_UNITS = frozenset({"dag", "week", "maand"})
PREMISES_KINDS = frozenset(
    {"licensed", "any", "unlicensed_premises", "unlicensed_escort", "dwelling_provider", "dwelling_self"}
)
ADDRESSEES = frozenset({"exploitant", "eigenaar", "verhuurder", "bewoner", "beheerder"})
AUTHORITIES = frozenset({"burgemeester", "college_van_burgemeester_en_wethouders"})
TEXT_KINDS = frozenset(
    {
        "bsn",
        "phone",
        "email",
        "iban",
        "document_number",
        "licence_plate",
        "birth_date",
        "url",
        "name",
        "sensitive_word",
    }
)

ZAAKNUMMER = "[Zz][-.]?(?:19|20)[0-9]{2}[-.]?[0-9]{1,8}|(?:19|20)[0-9]{2}[-.][0-9]{1,8}"
"""Until the municipality says otherwise: a Z, the year and digits; without the Z a mark after the year."""

_SLUG = re.compile(r"[a-z0-9_-]{1,64}")
_KEY = re.compile(r"[a-z0-9_.]{1,80}")


class Choice(TypedDict):
    """One thing to choose; `id` is a slug that is never reused."""

    id: str
    label: str


class Part(TypedDict):
    """A part of a checklist; `numbers` is true for the part with counts only."""

    id: str
    name: str
    numbers: bool


class Item(TypedDict):
    """One item of a checklist.

    `statement` is what is true when all is well, `question` the wording of the reference list `ref`.
    `privacy`: N count only, B yes or no only, Z may describe the premises. `rule_key` chooses the row
    of the matrix; None means there is never advice. `recorded_in` names the field that holds this
    fact already, so that it is never answered twice.
    """

    id: str
    ref: str
    part: str
    statement: str
    short: str
    question: str
    privacy: str
    severity: str
    answer: str
    asked: str
    when: dict[str, Any] | None
    rule_key: str | None
    ground_keys: list[str]
    chips: list[Choice]
    choices: list[Choice]
    number: dict[str, Any] | None
    then: dict[str, str] | None
    recorded_in: str | None
    allows_text: bool
    allows_photo: bool
    enabled: bool


class Checklist(TypedDict):
    """A checklist of one version; a visit keeps the version it started with."""

    id: str
    ref: str
    version: int
    name: str
    visit_kind: str
    premises_types: list[str]
    effective_from_on: str
    source: str
    parts: list[Part]
    items: list[Item]


class Matrix(TypedDict):
    """The handhavingsmatrix: rows of steps by rule and kind of premises; money in euro cents."""

    id: str
    version: int
    effective_from_on: str
    status: str
    publication: str | None
    source: str
    recidivism_window_months: int
    measures: list[str]
    rows: list[dict[str, Any]]


class InvalidPolicy(Exception):
    """A set of policy files is not valid; `problems` are sentences that name the place."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class Policy:
    """All policy in force, as checked data."""

    checklists: Mapping[str, Checklist]
    matrix: Matrix
    articles: Mapping[str, Any]
    directory: Mapping[str, Any]
    guard: Mapping[str, Any]
    authority: Mapping[str, Any]
    powers: Mapping[str, Any]
    holidays: Mapping[str, Any]
    switches: Mapping[str, Any]
    fees: Mapping[str, Any]
    interest: Mapping[str, Any]
    retention: Mapping[str, Any]

    @property
    def photos(self) -> Photos:
        """Where photos may be taken at all."""
        photos: Photos = self.switches["photos"]
        return photos

    def is_zaaknummer(self, number: str) -> bool:
        """Return whether this is written as the case system writes its numbers."""
        return re.fullmatch(self.switches.get("zaaknummer", ZAAKNUMMER), number) is not None

    @property
    def equated_days(self) -> frozenset[date]:
        """Days made equal to a public holiday. Source: Algemene termijnenwet art. 3 lid 3."""
        return frozenset(date.fromisoformat(day["on"]) for day in self.holidays["equated_days"])

    def current_checklist(self, visit_kind: str, premises_type: str) -> str:
        """Return the name (`chk-lp@1`) of the newest list for this visit.

        A list that names the premises type goes before one for all types. Refused: `visit.no_checklist`.
        """
        fitting = [
            (premises_type in one["premises_types"], one["version"], name)
            for name, one in self.checklists.items()
            if one["visit_kind"] == visit_kind and (not one["premises_types"] or premises_type in one["premises_types"])
        ]
        if not fitting:
            raise Refused("visit.no_checklist")
        return max(fitting)[2]

    def article(self, key: str) -> str:
        """Return the article that stands behind a ground key, or the key itself when none does."""
        found = self.articles["articles"].get(key)
        return str(found["article"]) if found else key

    def as_json(self) -> dict[str, dict[str, Any]]:
        """Return every piece under its name `id@version`, as the fields of a `policy` document."""
        single = {
            "matrix": self.matrix,
            "articles": self.articles,
            "directory": self.directory,
            "guard": self.guard,
            "authority": self.authority,
            "powers": self.powers,
            "holidays": self.holidays,
            "switches": self.switches,
            "fees": self.fees,
            "interest": self.interest,
            "retention": self.retention,
        }
        pieces: list[tuple[str, Mapping[str, Any]]] = [("checklist", one) for one in self.checklists.values()]
        pieces += list(single.items())
        return {_name(content): _as_document(kind, content) for kind, content in pieces}


def make_policy(files: Mapping[str, Any]) -> Policy:
    """Return the policy in these files (`"checklists" -> content` and so on), or raise InvalidPolicy."""
    found = list(problems(files))
    if found:
        raise InvalidPolicy(found)
    lists: list[Checklist] = files["checklists"]["checklists"]
    others = {name: files[name] for name in _FILES if name != "checklists"}
    return Policy(checklists={_name(one): one for one in lists}, **others)


def problems(files: Mapping[str, Any]) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong with a set of policy files."""
    missing = [name for name in _FILES if name not in files]
    yield from (f"{name}: het bestand ontbreekt" for name in missing)
    if missing:
        return
    for name in _FILES:
        yield from _head_problems(name, files[name])
    articles = set(files["articles"].get("articles", {}))
    lists = files["checklists"].get("checklists", [])
    yield from _duplicates("checklists", (_name(one) for one in lists))
    for one in lists:
        yield from _head_problems(one.get("id", "checklists"), one)
        yield from _checklist_problems(one, articles)
    yield from _matrix_problems(files["matrix"], articles)
    yield from _guard_problems(files["guard"])
    yield from _list_problems(files)
    yield from retention.problems(files["retention"])
    yield from _duplicates("retention", (str(rule.get("id")) for rule in files["retention"].get("rules", [])))


_FILES = (
    "checklists",
    "matrix",
    "articles",
    "directory",
    "guard",
    "authority",
    "powers",
    "holidays",
    "switches",
    "fees",
    "interest",
    "retention",
)


def _name(content: Mapping[str, Any]) -> str:
    return f"{content.get('id')}@{content.get('version')}"


def _as_document(kind: str, content: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": _name(content),
        "policy_kind": kind,
        "content": dict(content),
        "effective_from_on": content["effective_from_on"],
        "source": content["source"],
    }


def _head_problems(name: str, content: Mapping[str, Any]) -> Iterator[str]:
    if not _SLUG.fullmatch(str(content.get("id", ""))):
        yield f"{name}: id ontbreekt of is geen naam van kleine letters"
    version = content.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        yield f"{name}: version is geen geheel getal vanaf 1"
    if not _is_day(content.get("effective_from_on")):
        yield f"{name}: effective_from_on is geen dag"
    if not content.get("source"):
        yield f"{name}: source (waar het vandaan komt) ontbreekt"


def _checklist_problems(one: Checklist, articles: set[str]) -> Iterator[str]:
    place = one["id"]
    if one["visit_kind"] not in VISIT_KINDS:
        yield f"{place}: onbekende visit_kind {one['visit_kind']}"
    parts = {part["id"]: part for part in one["parts"]}
    yield from _duplicates(place, (item["id"] for item in one["items"]))
    asked = [item for item in one["items"] if item["answer"] == "oordeel" and item["asked"] == "altijd"]
    if len(asked) > MOST_ASKED_ALWAYS:
        yield f"{place}: {len(asked)} punten worden altijd gevraagd, hoogstens {MOST_ASKED_ALWAYS} mag"
    for item in one["items"]:
        yield from (f"{place}.{item['id']}: {fault}" for fault in _item_problems(item, parts, articles))


def _item_problems(item: Item, parts: Mapping[str, Part], articles: set[str]) -> Iterator[str]:
    if not _SLUG.fullmatch(item["id"]):
        yield "de id is geen naam van kleine letters"
    if not all(item[key] for key in ("ref", "statement", "short", "question")):
        yield "ref, stelling, korte naam of vraag is leeg"
    if item["part"] not in parts:
        yield f"deel {item['part']} bestaat niet"
    yield from _one_of(
        item, {"privacy": PRIVACY_CLASSES, "severity": SEVERITIES, "answer": ANSWER_TYPES, "asked": ASKED}
    )
    if item["privacy"] != "Z" and (item["allows_text"] or item["allows_photo"]):
        yield f"klasse {item['privacy']} mag geen tekst en geen foto hebben"
    if item["answer"] == "keuze" and len(item["choices"]) < 2:
        yield "een keuze heeft minstens twee mogelijkheden"
    if item["answer"] == "aantal" and item["number"] is None:
        yield "een aantal heeft een number met label en max"
    if (item["asked"] == "voorwaarde") != (item["when"] is not None):
        yield "when hoort bij een punt met voorwaarde, en alleen daarbij"
    if item["when"] is not None and set(item["when"]) - {"switch", "voorschrift", "vergunning"}:
        yield "when noemt een onbekende voorwaarde"
    if item["then"] is not None and item["then"].get("do") not in FOLLOW_UPS:
        yield f"onbekend vervolg {item['then']}"
    if item["recorded_in"] is not None and item["recorded_in"].partition(".")[0] not in HELD_BY:
        yield f"recorded_in {item['recorded_in']} bestaat niet"
    for label, choices in (("chips", item["chips"]), ("choices", item["choices"])):
        yield from _duplicates(label, (choice["id"] for choice in choices))
    keys = [*item["ground_keys"], *([item["rule_key"]] if item["rule_key"] else [])]
    yield from (f"grond {key} staat niet bij de artikelen" for key in keys if key not in articles)


def _matrix_problems(matrix: Matrix, articles: set[str]) -> Iterator[str]:
    months = matrix.get("recidivism_window_months")
    if not isinstance(months, int) or not 1 <= months <= 120:
        yield "matrix: recidivism_window_months is geen getal van 1 tot en met 120"
    yield from (f"matrix: onbekende maatregel {name}" for name in matrix["measures"] if name not in MEASURE_TYPES)
    yield from _duplicates("matrix", (row["id"] for row in matrix["rows"]))
    yield from _duplicates("matrix", (f"{row['rule_key']} / {row['premises_kind']}" for row in matrix["rows"]))
    for row in matrix["rows"]:
        yield from (f"matrix.{row['id']}: {fault}" for fault in _row_problems(row, matrix, articles))


def _row_problems(row: Mapping[str, Any], matrix: Matrix, articles: set[str]) -> Iterator[str]:
    if not _KEY.fullmatch(row["rule_key"]) or row["rule_key"] not in articles:
        yield f"regel {row['rule_key']} staat niet bij de artikelen"
    yield from _one_of(
        row, {"premises_kind": PREMISES_KINDS, "authority": AUTHORITIES, "default_addressee": ADDRESSEES}
    )
    if not row["label"] or not row["steps"]:
        yield "naam of stappen ontbreken"
    for number, step in enumerate(row["steps"], start=1):
        yield from (f"stap {number}: {fault}" for fault in _step_problems(step, matrix))


def _step_problems(step: Mapping[str, Any], matrix: Matrix) -> Iterator[str]:
    named = [step["measure_type"], *([step["then"]["measure_type"]] if step.get("then") else [])]
    yield from (f"maatregel {name} staat niet in measures" for name in named if name not in matrix["measures"])
    term = step["term_days"]
    if term is not None and (not isinstance(term, int) or term < 0):
        yield "term_days is geen getal vanaf 0"
    if step["measure_type"] == "sluiting" and not step["duration"]:
        yield "een sluiting heeft een duur"
    if step["measure_type"] == "last_onder_dwangsom":
        yield from _amount_problems(step)
    elif step["mode"] is not None or step["amount_eur_cents"] is not None:
        yield "alleen een last onder dwangsom heeft een bedrag"


def _amount_problems(step: Mapping[str, Any]) -> Iterator[str]:
    amount, most = step["amount_eur_cents"], step["max_eur_cents"]
    if not isinstance(amount, int) or not isinstance(most, int) or not 0 < amount <= most:
        yield "een last onder dwangsom heeft een bedrag in centen dat niet boven het maximum ligt"
    if step["mode"] not in MODES:
        yield f"onbekende wijze {step['mode']}"
    if (step["mode"] == "per_tijdseenheid") != (step["time_unit"] in TIME_UNITS):
        yield "time_unit hoort bij per_tijdseenheid, en alleen daarbij"


def _guard_problems(guard: Mapping[str, Any]) -> Iterator[str]:
    told = {message["kind"] for message in guard["messages"]}
    for kind in sorted(TEXT_KINDS - told):
        yield f"guard: melding voor {kind} ontbreekt"
    for kind in sorted(TEXT_KINDS - set(guard["blocks"]) | TEXT_KINDS - set(guard["replacement"])):
        yield f"guard: blocks of replacement voor {kind} ontbreekt"
    yield from (
        f"guard: vervanging van {char!r} is niet één teken" for char, to in guard["fold"].items() if len(to) != 1
    )
    for rule in [*guard["patterns"], *guard["name_patterns"]]:
        if rule.get("kind", "name") not in TEXT_KINDS or rule.get("flags", "") not in {"", "i"}:
            yield f"guard: onbekende soort of vlag bij {rule['pattern']}"
        try:
            re.compile(rule["pattern"])
        except re.error as error:
            yield f"guard: {rule['pattern']} is geen patroon ({error})"


def _list_problems(files: Mapping[str, Any]) -> Iterator[str]:
    if files["switches"].get("photos") not in PHOTOS:
        yield "switches: photos is geen, vergunde_panden of alle_panden"
    yield from _pattern_problems("switches: zaaknummer", files["switches"].get("zaaknummer", ZAAKNUMMER))
    equated = [day.get("on") for day in files["holidays"]["equated_days"]]
    yield from (f"holidays: {day} is geen dag" for day in equated if not _is_day(day))
    yield from _duplicates("holidays", (str(day) for day in equated))
    for name in ("help_organisations", "partners"):
        yield from _duplicates("directory", (one["id"] for one in files["directory"][name]))
    yield from _duplicates("powers", (one["id"] for one in files["powers"]["powers"]))
    yield from _fee_problems(files["fees"])
    yield from _interest_problems(files["interest"])
    for rule in files["authority"]["rules"]:
        yield from (f"authority: {one} bestaat niet" for one in rule["authorities"] if one not in AUTHORITIES)
        if not rule["authorities"]:
            yield f"authority: {rule['rule_key']} noemt geen bevoegd gezag"


def _pattern_problems(place: str, pattern: object) -> Iterator[str]:
    try:
        if not isinstance(pattern, str) or not 1 <= len(pattern) <= LONGEST_PATTERN or re.fullmatch(pattern, ""):
            yield f"{place} is geen patroon voor een nummer"
    except re.error as error:
        yield f"{place} is geen patroon ({error})"


def _fee_problems(fees: Mapping[str, Any]) -> Iterator[str]:
    """Source: Awb art. 4:113: two amounts and the debt from which the higher one counts, per year."""
    yield from _duplicates("fees", (str(row.get("year")) for row in fees["aanmaning"]))
    if not fees["aanmaning"]:
        yield "fees: er is geen enkel jaar met kosten van de aanmaning"
    for row in fees["aanmaning"]:
        amounts = [row.get(name) for name in ("year", "from_eur_cents", "low_eur_cents", "high_eur_cents")]
        if any(not isinstance(one, int) or isinstance(one, bool) or one <= 0 for one in amounts):
            yield f"fees: {row.get('year')} mist een bedrag in hele centen"


def _interest_problems(interest: Mapping[str, Any]) -> Iterator[str]:
    """Source: BW art. 6:120 lid 1: a rate holds from a day until the next one; Awb art. 4:98 lid 2: the least amount."""
    if not _is_day(interest.get("checked_through_on")):
        yield "interest: checked_through_on is geen dag"
    if not _is_whole(interest.get("least_eur_cents")):
        yield "interest: least_eur_cents is geen bedrag in hele centen"
    days = [str(row.get("from_on")) for row in interest["rates"]]
    yield from _duplicates("interest", days)
    if not days or days != sorted(days):
        yield "interest: de percentages staan niet op volgorde van hun dag"
    for row in interest["rates"]:
        if not _is_day(row.get("from_on")) or not _is_whole(row.get("basis_points")):
            yield f"interest: {row.get('from_on')} mist een dag of een percentage in honderdsten"


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _one_of(thing: Mapping[str, Any], allowed: Mapping[str, frozenset[str]]) -> Iterator[str]:
    return (f"{key} {thing[key]} bestaat niet" for key, values in allowed.items() if thing[key] not in values)


def _duplicates(place: str, ids: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            yield f"{place}: {one} staat er twee keer in"
        seen.add(one)


def _is_day(value: object) -> bool:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return len(str(value)) == 10
