"""Letters: a concept that the office fills in, then frozen bytes with a number, then the day on which it was sent.

The text and its setting are no matter of rules; these say who may make a letter final, that its number follows on the
one before, and that nothing in it says who lives or works at an address.
Source: Awb art. 3:40, 3:41 (bekendmaking), 10:10 (mandaat); Awbi art. 10, 11.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any, Literal, NotRequired, Required

from typing_extensions import TypedDict

from fieldapp.domain.binnentreden import without_consent
from fieldapp.domain.course import claims
from fieldapp.domain.course.next_steps import Facts, NextStep, next_steps
from fieldapp.domain.deadlines import verslag_beschikbaar
from fieldapp.domain.documents import Changes, Context, Day, Following, Id, Instant, Restriction
from fieldapp.domain.errors import Refused
from fieldapp.domain.free_text import check_cents, check_free_text, check_line
from fieldapp.domain.letter_kinds import FILLS, KINDS, LetterKind
from fieldapp.domain.moments import check_days, day_of, instant, read_day, today

LetterState = Literal["concept", "definitief", "verzonden", "vervallen"]
SentHow = Literal["toegezonden", "uitgereikt", "via_zaaksysteem"]
DIGEST = re.compile(r"[0-9a-f]{64}")
LONGEST_FILL = 6000
SHORTEST_REASON = 10
LARGEST_FILE = 64 * 1024 * 1024
ACTS = {slug: "sign" for slug in KINDS if slug.startswith("besluit_")} | {
    "voornemen": "send_voornemen",
    "waarschuwing": "send_letter",
    "informeren_eigenaar": "send_letter",
    "mededeling_verbeurte": "notify_verbeurte",
    "invorderingsbeschikking": "decide_invordering",
    "aanmaning": "remind",
    "dwangbevel": "issue_dwangbevel",
    "opheffing": "lift",
    "verlenging_termijn": "lengthen_term",
    "kostenbeschikking": "fix_costs",
    "uitstel_van_betaling": "defer_payment",
    "rentebeschikking": "fix_interest",
}
"""The act of the measure that a letter carries out: the letter can become final when, and by whom, that act can be done."""


class LetterFile(TypedDict):
    """Frozen bytes in the blob store, encrypted under a key of their own; `sha256` is of the letter itself."""

    blob: str
    chunks: int
    sha256: str
    bytes: int
    key: NotRequired[str]
    """Taken out by the engine before anything keeps it."""


class Dropped(TypedDict):
    reason: str
    by: Id
    at: Instant


CopyMode = Literal["uitgereikt", "toegezonden", "beschikbaar_gehouden", "uitgesteld"]


class ResidentCopy(TypedDict):
    """What became of the copy of a verslag that is for the resident. Source: Awbi art. 11 lid 2 and 3."""

    on: Day
    mode: CopyMode
    reason: str | None
    """Why it was put off."""
    available_until_on: Day | None
    by: Id


class Letter(TypedDict, total=False):
    letter_kind: str
    measure_id: Id | None
    visit_id: Id | None
    verbeurte_id: str | None
    """Or `kosten`."""
    premises_id: Id
    team_id: Id
    visitor_ids: list[Id]
    """Who were there: only they make the verslag and the rapport final."""
    state: LetterState
    filled: Mapping[str, str]
    """What the office wrote on the page, by the names of `FILLS`; days as `2026-11-22`, amounts in cents."""
    edition: int
    """Counts what was filled in: who had an older page open hears so."""
    made_by: Id
    made_at: Instant
    number: str
    dated_on: Day
    pdf: LetterFile
    docx: LetterFile
    templates: str
    """Digest of all texts of letters at the time."""
    frozen_by: Id
    frozen_at: Instant
    sent_on: Day
    sent_how: SentHow
    sent_digest: str | None
    """Of what was really sent, when the case system added a name to it."""
    sent_by: Id
    copy_for_resident: ResidentCopy
    dropped: Dropped
    restricted_to: Restriction


class Drafting(TypedDict, total=False):
    letter_kind: Required[str]
    measure_id: Required[Id | None]
    visit_id: Required[Id | None]
    verbeurte_id: str | None


class Filling(TypedDict):
    edition: int
    filled: Mapping[str, str]


class Freezing(TypedDict):
    edition: int
    book_id: Id
    number: int
    dated_on: Day
    pdf: LetterFile
    docx: LetterFile
    templates: str
    mandate_id: NotRequired[Id | None]


class LetterSending(TypedDict):
    on: Day
    how: SentHow
    digest: str | None


class NotingCopy(TypedDict):
    on: Day
    mode: CopyMode
    reason: str | None


class Dropping(TypedDict):
    reason: str


class TakenNumber(TypedDict):
    letter_id: Id
    at: Instant


class LetterBook(TypedDict, total=False):
    """The numbers of one year; each belongs to a letter for good, also when that letter is never sent."""

    year: int
    taken: dict[str, TakenNumber]


class TakingNumber(TypedDict):
    year: int
    letter_id: Id


def scopes(letter: Letter) -> set[str]:
    """The team at its desk and who decides for the municipality; never a phone."""
    held = {"system", "municipality"}
    if "restricted_to" in letter:
        held |= {f"person:{person}" for person in letter["restricted_to"]["person_ids"]}
    elif "team_id" in letter:
        held.add(f"team:{letter['team_id']}")
    return held


def index(letter: Letter) -> dict[str, str]:
    names = ("state", "letter_kind", "measure_id", "visit_id", "premises_id", "team_id", "number", "dated_on")
    fields: Mapping[str, Any] = letter
    return {name: str(fields.get(name) or "") for name in names}


def book_scopes(book: LetterBook) -> set[str]:
    """Whoever may make a letter final needs the next number, and finds nothing else here."""
    return {"system", "desk"}


def book_index(book: LetterBook) -> dict[str, str]:
    return {"year": str(book.get("year", ""))}


def draft(letter: Letter | None, body: Drafting, context: Context) -> Changes:
    """Begin a letter about a measure or a visit that the maker can read.

    Refused: letter.exists, letter.unknown_kind, letter.not_for_you, letter.about_nothing, letter.not_of_this_measure.
    """
    if context.reads.get("existing") is not None:
        raise Refused("letter.exists")
    kind = _kind(body["letter_kind"])
    measure, visit = context.reads.get("measure"), context.reads.get("visit")
    _check_hand(kind, context)
    about = visit if kind.about == "visit" else measure
    if about is None or (body["measure_id"] is None) != (kind.about == "visit"):
        raise Refused("letter.about_nothing")
    if measure is not None and kind.measure_types and measure["measure_type"] not in kind.measure_types:
        raise Refused("letter.not_of_this_measure")
    if kind.about != "verbeurte":
        body = {**body, "verbeurte_id": None}
    elif not claims.claim_of(measure or {}, body.get("verbeurte_id") or ""):
        raise Refused("letter.about_nothing")
    changes: Changes = {
        **body,
        "premises_id": about["premises_id"],
        "team_id": about["team_id"],
        "visitor_ids": _visitors(measure, visit),
        "state": "concept",
        "filled": {},
        "edition": 0,
        "made_by": context.by.person,
        "made_at": instant(context.at),
    }
    if "restricted_to" in about:
        changes["restricted_to"] = about["restricted_to"]
    return changes


def fill(letter: Letter, body: Filling, context: Context) -> Changes:
    """Write down what no document knows.

    Refused: letter.not_a_concept, letter.changed_meanwhile, letter.unknown_field, text.personal_data, text.too_long,
    moment.unreadable, number.out_of_range.
    """
    _check_concept(letter, body["edition"])
    kind = _kind(letter["letter_kind"])
    _check_hand(kind, context)
    if not set(body["filled"]) <= set(kind.fills):
        raise Refused("letter.unknown_field")
    for name, value in body["filled"].items():
        _check_filled(name, value, context)
    return {
        "filled": {name: value for name, value in body["filled"].items() if value.strip()},
        "edition": letter["edition"] + 1,
    }


def freeze(letter: Letter, body: Freezing, context: Context) -> Changes:
    """Make the letter final: from now on these bytes are the letter, under the next number of its year.

    Source: Awb art. 10:10 (who signs holds the mandate); Awbi art. 10 lid 1 (who entered writes the verslag).
    Refused: letter.not_a_concept, letter.changed_meanwhile, letter.not_for_you, letter.not_there_yourself,
    letter.own_verslag, letter.measure_not_ready, letter.wrong_number, letter.wrong_file, letter.dated_otherwise, and
    those of the act.
    """
    _check_concept(letter, body["edition"])
    kind = _kind(letter["letter_kind"])
    if not kind.freezes & context.by.roles:
        raise Refused("letter.not_for_you")
    was_there = context.by.person in letter["visitor_ids"]
    if kind.is_own_work and not (was_there or stands_in(letter, context.by.roles)):
        raise Refused("letter.not_there_yourself")
    if was_there and _why_not_own(letter):
        raise Refused("letter.own_verslag")
    _check_act(kind, letter, body, context)
    if body["dated_on"] != today(context.at).isoformat():
        raise Refused("letter.dated_otherwise")
    number = _checked_number(body, context)
    for file in (body["pdf"], body["docx"]):
        if not (
            DIGEST.fullmatch(file["blob"]) and DIGEST.fullmatch(file["sha256"]) and 0 < file["bytes"] < LARGEST_FILE
        ):
            raise Refused("letter.wrong_file")
    if not DIGEST.fullmatch(body["templates"]):
        raise Refused("letter.wrong_file")
    return {
        "state": "definitief",
        "number": number,
        "dated_on": body["dated_on"],
        "pdf": body["pdf"],
        "docx": body["docx"],
        "templates": body["templates"],
        "frozen_by": context.by.person,
        "frozen_at": instant(context.at),
    }


def send(letter: Letter, body: LetterSending, context: Context) -> Changes:
    """Note when and how the letter went out, and the digest of what went when the case system added a name.

    A besluit leaves only after it was signed. Source: Awb art. 3:41. Refused: letter.not_final, letter.not_signed,
    letter.sent_before_it_was_made, letter.wrong_file, moment.unreadable.
    """
    if letter["state"] != "definitief":
        raise Refused("letter.not_final")
    if ACTS.get(letter["letter_kind"]) == "sign" and "besluit" not in (context.reads.get("measure") or {}):
        raise Refused("letter.not_signed")
    check_days(body["on"])
    if not letter["dated_on"] <= body["on"] <= today(context.at).isoformat():
        raise Refused("letter.sent_before_it_was_made")
    if body["digest"] is not None and not DIGEST.fullmatch(body["digest"]):
        raise Refused("letter.wrong_file")
    return {
        "state": "verzonden",
        "sent_on": body["on"],
        "sent_how": body["how"],
        "sent_digest": body["digest"],
        "sent_by": context.by.person,
    }


def note_copy(letter: Letter, body: NotingCopy, context: Context) -> Changes:
    """Note what became of the copy for the resident: given, sent, kept ready for six months, or put off with its reason.

    What was put off can still be given later. Source: Awbi art. 11 lid 2 and 3.
    Refused: letter.no_copy_for_resident, letter.not_final, letter.sent_before_it_was_made, letter.reason_too_short,
    moment.unreadable, text.personal_data.
    """
    visit = context.reads.get("visit") or {}
    entered = without_consent(visit).get("entered_at")
    if letter["letter_kind"] != "verslag_van_binnentreden" or not entered:
        raise Refused("letter.no_copy_for_resident")
    if letter["state"] not in ("definitief", "verzonden"):
        raise Refused("letter.not_final")
    check_days(body["on"])
    if not letter["dated_on"] <= body["on"] <= today(context.at).isoformat():
        raise Refused("letter.sent_before_it_was_made")
    if body["mode"] == "uitgesteld" and len((body["reason"] or "").strip()) < SHORTEST_REASON:
        raise Refused("letter.reason_too_short")
    check_line(body["reason"], context)
    kept = body["mode"] == "beschikbaar_gehouden"
    until = verslag_beschikbaar(read_day(day_of(entered))).last_day.isoformat() if kept else None
    return {"copy_for_resident": {**body, "available_until_on": until, "by": context.by.person}}


def drop(letter: Letter, body: Dropping, context: Context) -> Changes:
    """Give a letter up that was not sent; its number, if it had one, stays its own.

    Refused: letter.sent_already, letter.reason_too_short, text.personal_data.
    """
    if letter["state"] not in ("concept", "definitief"):
        raise Refused("letter.sent_already")
    if len(body["reason"].strip()) < SHORTEST_REASON:
        raise Refused("letter.reason_too_short")
    check_line(body["reason"], context)
    return {
        "state": "vervallen",
        "dropped": {"reason": body["reason"], "by": context.by.person, "at": instant(context.at)},
    }


def restrict(letter: Letter, body: Following, context: Context) -> Changes:
    return {"restricted_to": {"person_ids": body["person_ids"]} if body["is_restricted"] else None}


def take_number(book: LetterBook | None, body: TakingNumber, context: Context) -> Changes:
    """Give a letter the next number of the year; asked again it keeps the one it has, so that none is skipped.

    Refused: letter.not_a_concept, letter.wrong_number.
    """
    letter, known = context.reads["letter"], context.reads.get("existing") or {}
    if letter is None or letter.get("state") != "concept":
        raise Refused("letter.not_a_concept")
    if not _kind(letter["letter_kind"]).freezes & context.by.roles:
        raise Refused("letter.not_for_you")
    if body["year"] != today(context.at).year or known.get("year", body["year"]) != body["year"]:
        raise Refused("letter.wrong_number")
    taken = known.get("taken", {})
    if any(one["letter_id"] == body["letter_id"] for one in taken.values()):
        return {}
    number = {f"taken.{len(taken) + 1}": {"letter_id": body["letter_id"], "at": instant(context.at)}}
    return number if known else {"year": body["year"], **number}


def number_of(book: Mapping[str, Any], letter_id: str) -> int | None:
    """Return the number that this letter took in a book, or None."""
    taken: Mapping[str, Any] = book.get("taken", {})
    return next((int(number) for number, one in taken.items() if one["letter_id"] == letter_id), None)


def number_words(year: int, number: int) -> str:
    """Return `2026-0012`."""
    return f"{year}-{number:04d}"


def _kind(slug: str) -> LetterKind:
    if slug not in KINDS:
        raise Refused("letter.unknown_kind")
    return KINDS[slug]


def _check_hand(kind: LetterKind, context: Context) -> None:
    """An inspector writes the verslag and the rapport; what the municipality decides is written at the office."""
    if context.by.roles == frozenset({"inspector"}) and not kind.is_own_work:
        raise Refused("letter.not_for_you")


def _visitors(measure: dict[str, Any] | None, visit: dict[str, Any] | None) -> list[str]:
    if visit is not None:
        return sorted({visit["leader_id"], *visit.get("co_visitor_ids", [])})
    return sorted({measure["visit_leader_id"], *measure.get("co_visitor_ids", [])}) if measure else []


LEAST_WHY = 10
"""Characters."""


def stands_in(letter: Mapping[str, Any], roles: Collection[str]) -> bool:
    """Say whether a team lead makes this verslag, since nobody who went in can; it says why, and is on no oath.

    Source: Awbi art. 10 lid 1.
    """
    return "team_lead" in roles and len(_why_not_own(letter)) >= LEAST_WHY


def _why_not_own(letter: Mapping[str, Any]) -> str:
    return str((letter.get("filled") or {}).get("niet_zelf") or "").strip()


def _check_concept(letter: Letter, edition: int) -> None:
    if letter["state"] != "concept":
        raise Refused("letter.not_a_concept")
    if edition != letter["edition"]:
        raise Refused("letter.changed_meanwhile")


def _check_filled(name: str, value: str, context: Context) -> None:
    form = FILLS[name].form
    if not value.strip():
        return
    if form == "day":
        check_days(value)
    elif form == "amount":
        check_cents(int(value) if re.fullmatch("[0-9]{1,12}", value) else -1)
    elif form == "choice":
        if value not in dict(FILLS[name].choices):
            raise Refused("letter.unknown_field")
    else:
        check_free_text(value, context, longest=LONGEST_FILL)


def step_of(kind: LetterKind, measure: Mapping[str, Any], verbeurte_id: str | None, facts: Facts) -> NextStep | None:
    """Return the act that this letter carries out, as the measure allows it to this person today; None when it does not."""
    wanted = f"measure.{ACTS[kind.slug]}"
    steps = next_steps(measure, facts)
    return next((one for one in steps if one.act == wanted and one.of == (verbeurte_id or None)), None)


def _check_act(kind: LetterKind, letter: Letter, body: Freezing, context: Context) -> None:
    """What the letter carries out must be possible by the guards of that act, with a mandate where one is needed.

    A besluit that was signed already may still be written out by who signed it. Source: Awb art. 10:3, 10:10, 3:46.
    """
    measure = context.reads.get("measure")
    if kind.slug not in ACTS:
        return
    if measure is None:
        raise Refused("letter.measure_not_ready")
    if ACTS[kind.slug] == "sign" and measure["state"] == "ondertekend":
        if measure["besluit"]["signed_by"] != context.by.person:
            raise Refused("letter.not_for_you")
        return
    premises, mandate = context.reads.get("premises") or {}, context.reads.get("mandate")
    known = {body["mandate_id"]: mandate} if body.get("mandate_id") and mandate else {}
    facts = Facts(context.by, today(context.at), context.policy, str(premises.get("premises_type", "")), known)  # type: ignore[arg-type]  # a mandate
    step = step_of(kind, measure, letter.get("verbeurte_id"), facts)
    if step is None:
        raise Refused("letter.measure_not_ready")
    for reason in step.why_not:
        raise Refused(reason)


def _checked_number(body: Freezing, context: Context) -> str:
    """The number stands in the book of its year, for this letter."""
    book = context.reads.get("book") or {}
    if number_of(book, context.document_id) != body["number"] or not body["dated_on"].startswith(f"{book['year']}-"):
        raise Refused("letter.wrong_number")
    return number_words(book["year"], body["number"])
