"""The letter as a Word document, for municipalities that work in Word: the same words, the same bytes for the same letter.

The Word file is a template of docxtpl and runs in the same sandbox as the HTML. It gets `blokken`, the letter as it was
written in HTML, and all facts under their names, so that a municipality can also write a letter of its own in Word.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

from docx import Document
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, RichText

from fieldapp.letters.blocks import Block, Run, blocks_of
from fieldapp.letters.sandbox import measured, sandbox
from fieldapp.letters.templates import BROKEN, WrongTemplate, said_by
from fieldapp.letters.words import Facts

EPOCH = (1980, 1, 1, 0, 0, 0)
PICTURE_WIDTH = Mm(120)
KINDS_BY_STYLE = {
    "Heading 1": "kop1",
    "Heading 2": "kop2",
    "Heading 3": "kop3",
    "List Bullet": "punt",
    "Caption": "bijschrift",
    "Feit": "feit",
}
MOST_BYTES = 50_000_000
"""Of a template with all its parts unpacked. The sizes that a file states bind: the reader stops there."""
EXTERNAL = b'TargetMode="External"'


WORD_PARTS = {"[Content_Types].xml", "word/document.xml"}


def to_docx(template: bytes, html: str, facts: Facts, dated_on: date) -> bytes:
    """Return the letter as .docx. Raises WrongTemplate."""
    check_word_file(template)
    try:
        file = DocxTemplate(io.BytesIO(template))
        words = {**facts, "blokken": [_in_word(file, block) for block in blocks_of(html)]}
        with measured([html, facts]):
            file.render(words, sandbox(), autoescape=True)
    except BROKEN as error:
        raise WrongTemplate(f"Word-sjabloon: {said_by(error)}") from error
    _sign_off(file.docx.core_properties, facts, dated_on)
    made = io.BytesIO()
    file.save(made)
    return _same_bytes(made.getvalue())


def blocks_in(docx: bytes) -> list[Block]:
    """Return what a Word letter says as blocks, by the styles of its paragraphs: a frozen letter as it was frozen."""
    found = []
    for paragraph in Document(io.BytesIO(docx)).paragraphs:
        style = paragraph.style.name if paragraph.style else ""
        if paragraph.text.strip():
            term, tab, text = paragraph.text.partition("\t")
            words = text if tab else paragraph.text
            found.append(Block(KINDS_BY_STYLE.get(style, "alinea"), [Run(words.strip(), False)], term if tab else ""))
    return found


def text_of(docx: bytes) -> str:
    """Return the words of a Word document: paragraphs and tables, headers and footers."""
    document = Document(io.BytesIO(docx))
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for section in document.sections:
        lines += [paragraph.text for part in (section.header, section.footer) for paragraph in part.paragraphs]
    return "\n".join(lines)


def check_word_file(template: bytes) -> None:
    """Refuse what is no plain Word file: macros, parts from elsewhere, or more than fits. Raises WrongTemplate."""
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as parts:
            names = parts.namelist()
            if max(len(template), sum(part.file_size for part in parts.infolist())) > MOST_BYTES:
                raise WrongTemplate("Word-sjabloon: dit bestand is uitgepakt groter dan 50 MB; maak het kleiner")
            links = [parts.read(name) for name in names if name.endswith(".rels")]
    except zipfile.BadZipFile as error:
        raise WrongTemplate("Word-sjabloon: dit is geen Word-bestand (.docx)") from error
    if not WORD_PARTS.issubset(names) or any("vbaProject" in name for name in names):
        raise WrongTemplate("Word-sjabloon: dit is geen gewoon Word-bestand; macro's mogen er niet in")
    if any(EXTERNAL in link for link in links):
        raise WrongTemplate("Word-sjabloon: er staat iets in dat van een andere plek komt; zet het in het bestand zelf")


def _in_word(file: Any, block: Block) -> dict[str, Any]:
    words = RichText()
    for run in block.runs:
        words.add(run.text, bold=run.is_bold)
    image = InlineImage(file, io.BytesIO(block.image), width=PICTURE_WIDTH) if block.image else ""
    return {
        "soort": block.kind,
        "tekst": words,
        "plat": block.text,
        "term": block.term,
        "beeld": image,
        "deel": block.part,
    }


def _sign_off(properties: Any, facts: Facts, dated_on: date) -> None:
    moment = datetime(dated_on.year, dated_on.month, dated_on.day, tzinfo=UTC)
    properties.title = f"{facts['brief']['titel']}, {facts['brief']['kenmerk']}"
    properties.author = properties.last_modified_by = facts["afzender"]["gemeente"]
    properties.language, properties.comments, properties.revision = "nl-NL", "", 1
    properties.created = properties.modified = moment


def _same_bytes(docx: bytes) -> bytes:
    """Pack the parts anew, in the order of their names and without times."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as anew:
        names = sorted(parts.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            anew.writestr(entry, parts.read(name))
    return packed.getvalue()
