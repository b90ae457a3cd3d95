"""Write `fieldapp/data/letters/brief.docx`, the Word file in which letters are set.

Run `.venv/bin/python tools/letter_word.py` after changing it. A municipality opens the file in Word, puts in its own
logo, fonts and footer, and keeps it as `letters/brief.docx` in its policy folder.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from fieldapp.letters.docx import _same_bytes

TARGET = Path(__file__).resolve().parent.parent / "fieldapp" / "data" / "letters" / "brief.docx"
FONT = "Arial"
# kind of block -> style of Word
STYLES = [
    ("kop1", "Heading 1"),
    ("kop2", "Heading 2"),
    ("kop3", "Heading 3"),
    ("punt", "List Bullet"),
    ("bijschrift", "Caption"),
]


def main() -> None:
    document = Document()
    _page(document)
    _styles(document)
    _body(document)
    document.core_properties.title = "Brief"
    document.core_properties.author = document.core_properties.last_modified_by = "Fieldapp"
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = datetime(2026, 11, 1, tzinfo=UTC)
    kept = io.BytesIO()
    document.save(kept)
    TARGET.write_bytes(_same_bytes(kept.getvalue()))


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(22), Mm(24)
    section.footer.paragraphs[0].text = "{{ brief.kenmerk }}"


def _styles(document: Any) -> None:
    styles = document.styles
    _set_font(styles["Normal"], 10.5)
    styles["Normal"].paragraph_format.space_after = Pt(7)
    _set_language(styles)
    for name, size in (("Heading 1", 14), ("Heading 2", 11.5), ("Heading 3", 10.5)):
        _set_font(styles[name], size)
        styles[name].font.color.rgb = RGBColor(0x11, 0x11, 0x11)
    _set_font(styles["Caption"], 9)
    styles["Caption"].font.color.rgb = RGBColor(0x33, 0x33, 0x33)
    fact = styles.add_style("Feit", WD_STYLE_TYPE.PARAGRAPH)
    fact.base_style = styles["Normal"]
    fact.paragraph_format.left_indent, fact.paragraph_format.first_line_indent = Mm(46), Mm(-46)
    fact.paragraph_format.tab_stops.add_tab_stop(Mm(46))
    fact.paragraph_format.space_after = Pt(2)


def _set_font(style: Any, size: float) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for part in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(part), None)


def _set_language(styles: Any) -> None:
    language = styles.element.find(".//" + qn("w:lang"))
    language.set(qn("w:val"), "nl-NL")


def _body(document: Any) -> None:
    """Write the loop over the blocks: each kind of block gets its style."""
    add = document.add_paragraph
    add("{%p for blok in blokken %}")
    for kind, style in STYLES:
        add(f"{{%p if blok.soort == '{kind}' %}}")
        add("{{r blok.tekst }}", style=style)
        add("{%p endif %}")
    add("{%p if blok.soort == 'feit' %}")
    fact = add(style="Feit")
    fact.add_run("{{ blok.term }}").bold = True
    fact.add_run("\t{{r blok.tekst }}")
    add("{%p endif %}")
    add("{%p if blok.soort == 'beeld' and blok.beeld %}")
    add("{{ blok.beeld }}")
    add("{%p endif %}")
    add("{%p if blok.soort == 'alinea' %}")
    add("{{r blok.tekst }}")
    add("{%p endif %}")
    add("{%p endfor %}")


if __name__ == "__main__":
    main()
