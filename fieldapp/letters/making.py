"""A letter on its way: from the documents to a concept on the screen, and from there to frozen bytes under a number.

Everything is read and written through the engine, with the rights of who asks.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from fieldapp.domain.course import next_steps
from fieldapp.domain.letter_kinds import KINDS, LetterKind
from fieldapp.domain.letters import ACTS, number_of, number_words, step_of
from fieldapp.imports.address_index import AddressIndex
from fieldapp.installation import Installation
from fieldapp.letters import blocks, check, docx
from fieldapp.letters.facts import Photo, Sources, facts_of, finding_ids, told_findings
from fieldapp.letters.gaps import Gap
from fieldapp.letters.keeping import NotKept, frozen, keep
from fieldapp.letters.pdf import NoPdf, set_letter
from fieldapp.letters.templates import SENDER, WrongTemplate
from fieldapp.letters.words import Facts
from fieldapp.pages.addresses import postal
from fieldapp.pages.findings import photo_rows
from fieldapp.photos import photo_bytes
from sync import Actor

Shown = dict[str, Any]
SIGNER = "(naam van wie ondertekent)"
"""What stands in a concept on the screen of somebody who will not sign it."""
NO_PDF = "Op deze server ontbreekt Pango, de bibliotheek die brieven zet. Vraag uw beheerder om hem te installeren."


@dataclass(frozen=True)
class Preview:
    """A concept as it stands: its page, its facts, and what keeps it from becoming final."""

    html: str
    facts: Facts
    missing: tuple[str, ...]
    personal: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """A letter as it is frozen."""

    pdf: bytes
    docx: bytes


class NotMade(Exception):
    """The letter cannot become final; `reasons` are Dutch sentences."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


def kind_of(letter: Shown) -> LetterKind:
    return KINDS[letter["fields"]["letter_kind"]]


def sources_of(house: Installation, actor: Actor, letter: Shown) -> Sources:
    """Gather what this letter is made of, as far as this reader may see it."""
    fields, kind = letter["fields"], kind_of(letter)
    measure = _fields(house, actor, fields.get("measure_id"))
    verbeurte = (measure.get("verbeurten") or {}).get(fields.get("verbeurte_id") or "") or {}
    visit_id = fields.get("visit_id") or verbeurte.get("visit_id") or measure.get("visit_id")
    visit = _fields(house, actor, visit_id)
    policy = house.policy()
    checklist: Mapping[str, Any] = policy.checklists.get(visit.get("checklist") or "", {})
    day = fields.get("dated_on")
    premises = _fields(house, actor, fields.get("premises_id"))
    return Sources(
        kind=kind,
        premises=premises,
        postal=postal_of(house, premises),
        policy=policy,
        sender=_sender(house),
        dated_on=date.fromisoformat(day) if day else house.today(),
        measure=measure,
        visit=visit,
        checklist=checklist,
        filled=fields.get("filled") or {},
        verbeurte_id=fields.get("verbeurte_id"),
        number=fields.get("number"),
        signer=actor.name if kind.freezes & actor.roles else SIGNER,
        author=_author(house, visit),
        earlier_number=_earlier_number(house, actor, measure),
        photos=_photos(house, actor, visit_id, visit, finding_ids(measure, fields.get("verbeurte_id")), checklist)
        if kind.has_photos
        else (),
    )


def postal_of(house: Installation, premises: Mapping[str, Any]) -> str | None:
    """Return postcode and place as the BAG has them; the file of the premises keeps street and number only."""
    object_id, path = (premises.get("address") or {}).get("bag_object_id"), house.config.data / "addresses.db"
    if not object_id or not path.exists():
        return None
    with closing(AddressIndex(path)) as index:
        found = index.by_object_id(object_id)
    return postal(found) or None if found else None


def preview(house: Installation, sources: Sources) -> Preview:
    """Return the concept. Raises WrongTemplate."""
    facts = facts_of(sources)
    html = house.letters.html(sources.kind.slug, facts)
    missing = (*check.missing_facts(sources.kind.slug, facts),)
    hits = check.personal_data(sources.policy, facts, blocks.text_of(html))
    return Preview(html, facts, tuple(one.sentence for one in missing), tuple(hit.word for hit in hits))


@dataclass(frozen=True)
class Seen:
    """A letter as a page shows it. `wrong`: why it cannot be shown, in a Dutch sentence."""

    blocks: tuple[blocks.Block, ...] = ()
    missing: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    wrong: str = ""


def seen(house: Installation, actor: Actor, letter: Shown) -> Seen:
    """Return the concept as it would be now, or the final letter out of its frozen bytes."""
    try:
        if "docx" in letter["fields"]:
            return Seen(tuple(docx.blocks_in(frozen(house, letter, "docx"))))
        now = preview(house, sources_of(house, actor, letter))
        return Seen(tuple(blocks.blocks_of(now.html)), now.missing, now.personal)
    except (NotKept, NotMade, WrongTemplate) as error:
        return Seen(wrong=" ".join(str(error).splitlines()))


def pdf_of(house: Installation, actor: Actor, letter: Shown) -> bytes:
    """Return the frozen PDF, or that of the concept as it is now. Raises NoPdf, WrongTemplate, NotKept."""
    if "pdf" in letter["fields"]:
        return frozen(house, letter, "pdf")
    sources = sources_of(house, actor, letter)
    return set_letter(preview(house, sources).html, sources.dated_on)[0]


def docx_of(house: Installation, actor: Actor, letter: Shown) -> bytes:
    """Return the frozen Word file, or that of the concept as it is now. Raises WrongTemplate, NotKept."""
    if "docx" in letter["fields"]:
        return frozen(house, letter, "docx")
    sources = sources_of(house, actor, letter)
    made = preview(house, sources)
    return docx.to_docx(house.letters.word(sources.kind.slug), made.html, made.facts, sources.dated_on)


def make_final(house: Installation, actor: Actor, letter: Shown, edition: int) -> str | None:
    """Number, set, check, keep and freeze a letter; return the reason of a refusal, None when it is final.

    Nothing is numbered before the concept is whole. A number once taken stays with this letter. Raises NotMade,
    WrongTemplate.
    """
    sources = replace(sources_of(house, actor, letter), dated_on=house.today(), signer=actor.name)
    _check_sender(house)
    _check_concept(preview(house, sources))
    mandate, refused = _mandate(house, actor, letter, sources)
    if refused:
        return refused
    year = sources.dated_on.year
    book = str(uuid.uuid5(house.keys.namespace, f"letters:{year}"))
    taken = house.engine.submit(actor, "letter_book.take", book, {"year": year, "letter_id": letter["id"]})
    if taken.outcome != "applied":
        return taken.code or "server_error"
    number = number_of(_fields(house, actor, book), letter["id"])
    if number is None:
        return "letter.wrong_number"
    made = made_of(house, replace(sources, number=number_words(year, number)))
    body = {
        "edition": edition,
        "book_id": book,
        "number": number,
        "dated_on": sources.dated_on.isoformat(),
        "pdf": keep(house, made.pdf),
        "docx": keep(house, made.docx),
        "templates": house.letters.digest(),
        "mandate_id": mandate,
    }
    done = house.engine.submit(actor, "letter.freeze", letter["id"], body)
    return None if done.outcome == "applied" else done.code or "server_error"


def why_not_yet(house: Installation, actor: Actor, letter: Shown) -> str | None:
    """Return the reason why what a concept carries out cannot be done by this person today, None when it can."""
    return _mandate(house, actor, letter, sources_of(house, actor, letter))[1]


def _mandate(house: Installation, actor: Actor, letter: Shown, sources: Sources) -> tuple[str | None, str | None]:
    """Return the mandate with which this person can do what the letter carries out, or the reason why not.

    The rule asks the same again; asked here no number is taken for a letter that is refused.
    """
    kind, measure = sources.kind, sources.measure
    if kind.slug not in ACTS or measure.get("state") == "ondertekend":
        return None, None
    found = house.engine.find(actor, "mandate", where={"person_id": actor.person})
    held: dict[str, Any] = {one["id"]: one["fields"] for one in found}
    facts = next_steps.Facts(actor, house.today(), house.policy(), str(sources.premises.get("premises_type", "")), held)
    step = step_of(kind, measure, letter["fields"].get("verbeurte_id"), facts)
    if step is None:
        return None, "letter.measure_not_ready"
    return next(iter(step.mandate_ids), None), next(iter(step.why_not), None)


def made_of(house: Installation, sources: Sources) -> Made:
    """Set the letter as PDF and Word, and check what stands in both. Raises NotMade, WrongTemplate."""
    now = preview(house, sources)
    slug = sources.kind.slug
    try:
        pdf, set_text = set_letter(now.html, sources.dated_on)
    except NoPdf as error:
        raise NotMade(NO_PDF) from error
    word = docx.to_docx(house.letters.word(slug), now.html, now.facts, sources.dated_on)
    word_text = docx.text_of(word)
    lost = [one for text in (set_text, word_text) for one in check.missing_words(slug, now.facts, text)]
    if lost:
        raise NotMade(*dict.fromkeys(one.sentence for one in lost))
    if now.personal or check.personal_data(sources.policy, now.facts, word_text):
        raise NotMade(PERSONAL)
    return Made(pdf, word)


PERSONAL = (
    "In de brief staat een gegeven van een persoon, zoals een telefoonnummer of een nummer van een document. "
    "Haal het weg en gebruik een rol."
)


def _sender(house: Installation) -> Mapping[str, str]:
    """Return who sends; the sender of the example is not shown, not in a concept either, for who has another name."""
    if _has_sender(house):
        return house.letters.sender
    return {name: Gap(f"{name.replace('_', ' ')} van de afzender") for name in house.letters.sender}


def _has_sender(house: Installation) -> bool:
    return house.letters.has_own_sender or house.letters.sender["plaats"] in house.config.municipality


NO_SENDER = (
    "De gegevens van de afzender zijn nog niet ingevuld. "
    f"Vraag uw beheerder om ze te vullen: {SENDER}, in de map letters van uw eigen beleid (FIELDAPP_POLICY)."
)
UNNAMED = "Deze gemeente heeft nog geen naam. Vraag uw beheerder om die in te stellen (FIELDAPP_MUNICIPALITY)."


def _check_sender(house: Installation) -> None:
    """The sender of the example sends nothing for a municipality that has another name, or none yet."""
    if not _has_sender(house):
        raise NotMade(*([] if house.is_named else [UNNAMED]), NO_SENDER)


def _check_concept(now: Preview) -> None:
    if now.missing:
        raise NotMade(*now.missing)
    if now.personal:
        raise NotMade(PERSONAL)


def _fields(house: Installation, actor: Actor, document_id: str | None) -> Mapping[str, Any]:
    shown = house.engine.read(actor, document_id) if document_id else None
    found: Mapping[str, Any] = shown["fields"] if shown else {}
    return found


def _earlier_number(house: Installation, actor: Actor, measure: Mapping[str, Any]) -> str | None:
    known = (measure.get("bekendmaking") or {}).get("letter_id") or (measure.get("besluit") or {}).get("letter_id")
    return _fields(house, actor, known).get("number")


def _author(house: Installation, visit: Mapping[str, Any]) -> str | None:
    """Return who led the visit, by the number of the designation, in the capacity of toezichthouder (Awbi art. 10)."""
    leader = house.store.get(visit["leader_id"]) if visit.get("leader_id") else None
    designation = (leader.fields.get("designation") or {}) if leader else {}
    number = designation.get("number")
    return f"toezichthouder met nummer {number}" if number else None


def _photos(
    house: Installation,
    actor: Actor,
    visit_id: str | None,
    visit: Mapping[str, Any],
    found_ids: Sequence[str],
    checklist: Mapping[str, Any],
) -> tuple[Photo, ...]:
    """Return the photos of the findings at hand that are here whole and unchanged, oldest first."""
    items = {item["id"]: item for item in checklist.get("items") or ()}
    rows = photo_rows(visit_id or "", visit, found_ids or None, items, {})
    told = told_findings(visit)
    rows = [row for row in rows if visit["photos"][row["id"]]["finding_id"] in told]
    found = ((row, photo_bytes(house, actor, visit_id or "", row["id"], "full")) for row in rows)
    return tuple(
        Photo(_caption(row), row["sha256"], base64.b64encode(jpeg).decode()) for row, jpeg in found if jpeg is not None
    )


def _caption(row: Mapping[str, Any]) -> str:
    at, _, title = str(row["caption"]).partition(" · ")
    return f"{title}, {at.replace(':', '.')} uur"


__all__ = [
    "NoPdf",
    "NotKept",
    "NotMade",
    "WrongTemplate",
    "docx_of",
    "kind_of",
    "make_final",
    "pdf_of",
    "preview",
    "sources_of",
]
