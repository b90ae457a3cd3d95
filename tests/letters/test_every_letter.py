"""Every letter says what the law asks, in what is set: the text is read back from the PDF and from the Word file."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pypdf
import pytest
from pypdf.generic import ContentStream

from fieldapp.domain.letter_kinds import FILLS, KINDS
from fieldapp.domain.policy import Policy
from fieldapp.letters import blocks, check, example
from fieldapp.letters.contents import CONTENTS, HOUSE, Content
from fieldapp.letters.docx import text_of, to_docx
from fieldapp.letters.facts import facts_of
from fieldapp.letters.pdf import set_letter
from fieldapp.letters.templates import Templates
from tests.letters.conftest import POLICY, SLUGS, Made, made


@cache
def both_texts(slug: str) -> tuple[str, str]:
    """Return what can be read back from the PDF and from the Word file, letters and digits only."""
    return check.bare(FOOT.sub("\n", pdf_text(made(slug).pdf))), check.bare(text_of(made(slug).docx))


FOOT = re.compile(r"\n\S+ Pagina \d+ van \d+(?=\n|$)")
"""What stands under each page, also in the middle of a sentence that goes on overleaf."""


EACH = [(slug, content) for slug in SLUGS for content in check.asked(slug, made(slug).facts)]


@cache
def pdf_text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize(("slug", "content"), EACH, ids=[f"{slug}: {content.name}" for slug, content in EACH])
def test_each_mandatory_content_stands_in_pdf_and_word(slug: str, content: Content) -> None:
    letter = made(slug)
    words = list(check.words_of(content, letter.facts))
    assert words, "a content without words could never be missed"
    for said in both_texts(slug):
        assert [one for one in words if check.bare(one) not in said] == []


def test_a_complete_letter_lacks_nothing(letter: Made, policy: Policy) -> None:
    assert check.missing_facts(letter.slug, letter.facts) == []
    assert check.missing_words(letter.slug, letter.facts, letter.set_text) == []
    assert check.personal_data(policy, letter.facts, blocks.text_of(letter.html)) == []


def test_every_kind_has_contents_and_every_content_its_article() -> None:
    assert set(CONTENTS) == set(KINDS)
    for slug, contents in CONTENTS.items():
        assert all(c.article == HOUSE or "art." in c.article for c in contents), slug
        assert all(c.facts or c.words for c in contents), slug


def test_the_same_letter_gives_the_same_bytes(letter: Made, templates: Templates) -> None:
    again = templates.html(letter.slug, facts_of(example.sources(KINDS[letter.slug], POLICY, templates.sender)))
    assert again == letter.html
    assert set_letter(again, example.DATED_ON)[0] == letter.pdf
    assert to_docx(templates.word(letter.slug), again, letter.facts, example.DATED_ON) == letter.docx


def test_nothing_filled_in_gives_a_concept_with_its_gaps_named(letter: Made, templates: Templates) -> None:
    """A concept can always be shown; what is missing stands in it, and the list says where to add it."""
    empty = example.sources(KINDS[letter.slug], POLICY, templates.sender, measure={}, visit={}, filled={}, number=None)
    facts = facts_of(empty)
    html = templates.html(letter.slug, facts)
    missing = check.missing_facts(letter.slug, facts)
    assert missing and all(one.sentence.endswith(".") for one in missing)
    assert any(one.name == "Een open plek" for one in check.missing_words(letter.slug, facts, blocks.text_of(html)))


def test_every_field_to_fill_in_has_words_for_it() -> None:
    assert {name for kind in KINDS.values() for name in kind.fills} == set(FILLS)


# --- the PDF as readers of PDF/UA and PDF/A want it ---------------------------------------------------------------


def test_the_pdf_says_that_it_is_tagged_dutch_and_archivable(letter: Made) -> None:
    reader = pypdf.PdfReader(io.BytesIO(letter.pdf))
    root = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_data().decode()
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "nl" and "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "pdfaid" in xmp and root["/OutputIntents"]
    assert reader.metadata and reader.metadata.title == f"{letter.facts['brief']['titel']}, 2026-0012"


def test_the_last_of_a_list_begins_no_page(letter: Made) -> None:
    pages = [page.extract_text().lstrip() for page in pypdf.PdfReader(io.BytesIO(letter.pdf)).pages]
    assert [text[:40] for text in pages if text.startswith("uw handtekening")] == []


def test_a_sentence_that_goes_on_overleaf_is_read_as_one(letter: Made) -> None:
    """Else a letter whose mandatory sentence met the end of a page could not become final."""
    assert not re.search(r"Pagina \d+ van \d+", letter.set_text)


def test_no_page_holds_only_the_closing_lines(letter: Made) -> None:
    """Where to ask and who signs stand under something of the letter itself."""
    pages = [page.extract_text().lstrip() for page in pypdf.PdfReader(io.BytesIO(letter.pdf)).pages]
    assert [text[:40] for text in pages if text.startswith(("Hebt u vragen", "Met vriendelijke groet"))] == []


def test_every_font_is_embedded_and_ours(letter: Made) -> None:
    for page in pypdf.PdfReader(io.BytesIO(letter.pdf)).pages:
        fonts = page["/Resources"]["/Font"].values()
        assert fonts
        for font in fonts:
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
            assert "Source-Sans-3" in descriptor["/FontName"]


PAINTS = {b"Tj", b"TJ", b"'", b'"', b"Do", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"sh"}


def test_nothing_is_painted_outside_a_tag(letter: Made) -> None:
    """Text, pictures and lines belong to the structure, or are marked as decoration."""
    reader = pypdf.PdfReader(io.BytesIO(letter.pdf))
    for page in reader.pages:
        assert [name for depth, name in painted(page, reader) if depth == 0] == []


def painted(page: Any, reader: pypdf.PdfReader) -> Iterator[tuple[int, bytes]]:
    depth = 0
    for _, operator in ContentStream(page.get_contents(), reader).operations:
        depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
        if operator in PAINTS:
            yield depth, operator


def test_headings_lists_and_pictures_have_their_tags() -> None:
    tags = list(structure(made("besluit_last_onder_dwangsom").pdf))
    kinds = [tag["/S"] for tag in tags]
    assert kinds.count("/H1") == 1 and "/H2" in kinds and "/L" in kinds and "/LI" in kinds
    figures = [tag for tag in tags if tag["/S"] == "/Figure"]
    assert [figure["/Alt"] for figure in figures] == ["Bijlage 1: Nooduitgang, 21.20 uur"]


def structure(pdf: bytes) -> Iterator[Any]:
    waiting = [pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if not isinstance(node, dict):
            continue
        if "/S" in node:
            yield node
        kids = node.get("/K", [])
        waiting += kids if isinstance(kids, list) else [kids]


def test_a_name_with_letters_beyond_dutch_is_read_back_whole(templates: Templates) -> None:
    kind = KINDS["uitnodiging"]
    facts = facts_of(
        example.sources(kind, POLICY, templates.sender, filled={"aan": "Čapek & Șerban V.O.F.\nKade 2026"})
    )
    pdf, _ = set_letter(templates.html(kind.slug, facts), example.DATED_ON)
    assert "Čapek & Șerban V.O.F." in pdf_text(pdf) and "Kade 2026" in pdf_text(pdf)
