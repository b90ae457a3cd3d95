"""A municipality changes the texts of its letters, and can neither lose what the law asks nor reach the program."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from fieldapp.domain.letter_kinds import KINDS
from fieldapp.domain.policy import Policy
from fieldapp.letters import example
from fieldapp.letters.docx import text_of, to_docx
from fieldapp.letters.facts import facts_of
from fieldapp.letters.pdf import set_letter
from fieldapp.letters.sandbox import MOST_CHARS, MOST_STEPS, measured, running, sandbox
from fieldapp.letters.templates import DELIVERED, Templates, WrongTemplate
from fieldapp.letters.trial import problems_of, try_templates
from tests.letters.conftest import POLICY

HOSTILE = [
    "{{ ''.__class__.__mro__ }}",
    "{{ brief.__class__ }}",
    "{{ aan.regels.__class__.__base__.__subclasses__() }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__ }}",
    "{% set _ = aan.regels.append('x') %}",
    "{{ '{0.__class__}'.format(brief) }}",
    "{{ lipsum.__globals__['os'].popen('id') }}",
    "{{ een_feit_dat_er_niet_is }}",
    "{% include '/etc/passwd' %}",
    "{% include '../articles.json' %}",
]
MISBEHAVING = [
    "{{ 1 / 0 }}",
    "{{ 1 + 'a' }}",
    "{{ 'x' * 10000000000 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ '%0999999999d' % 1 }}",
    "{{ 'x'.center(10000000000) }}",
    "{{ 'x'|indent(1000000000) }}",
    "{{ 'a'.replace('a', 'b') }}",
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    "{% for x in brief recursive %}{{ loop(brief) }}{% endfor %}",
    "{{ lipsum(10000000) }}",
    "{% import 'nergens.html' as x %}",
]
"""Endless, far too big, or wrong in a way that Python has its own name for."""


DOUBLED = 60
LOOPS = "{%% for %s in 'abcdefghijklmnopqrstuvwxyz' %%}"
GROWING = {
    "joined": "{% set x = 'aaaaaaaa' ~ brief.titel %}" + "{% set x = x ~ x %}" * DOUBLED,
    "added": "{% set x = 'aaaaaaaa' %}" + "{% set x = x + x %}" * DOUBLED,
    "joined by a filter": "{% set x = 'aaaaaaaa' %}" + "{% set x = [x, x]|join %}" * DOUBLED,
    "joined by a method": "{% set x = 'aaaaaaaa' %}" + "{% set x = ''.join([x, x]) %}" * DOUBLED,
    "escaped": "{% set x = '&&&&&&&&' %}"
    + "{% set x = x|string|e|string ~ '&' %}" * DOUBLED
    + "{% set x = x ~ x %}" * 20,
    "lists": "{% set x = ['aaaaaaaa'] %}" + "{% set x = x + x %}" * DOUBLED,
    "lists in lists": "{% set x = ['aaaaaaaa'] %}" + "{% set x = [x, x] %}" * DOUBLED + "{{ x }}",
    "dicts in dicts": "{% set x = {'a': 1} %}" + "{% set x = {'a': x, 'b': x} %}" * DOUBLED + "{{ x|string }}",
    "numbers": "{% set x = 99999999 %}" + "{% set x = x * x %}" * DOUBLED + "{{ x }}",
    "blocks of set": "{% set x %}aaaaaaaa{% endset %}" + "{% set x %}{{ x }}{{ x }}{% endset %}" * DOUBLED,
    "loops that say nothing": "".join(LOOPS % f"x{n}" for n in range(6)) + "{% endfor %}" * 6,
    "loops that say much": "".join(LOOPS % f"x{n}" for n in range(3)) + "a" * 5_000 + "{% endfor %}" * 3,
    "loops over facts": "{% for a in brief %}{% for b in brief %}{% for c in brief %}{% for d in brief %}{% for e in brief %}"
    "{% endfor %}" * 5,
    "macros": "{% macro a(n) %}{% if n %}{% set x = a(n - 1) %}{% set x = a(n - 1) %}{% endif %}{% endmacro %}{{ a(60) }}",
    "a loop that calls itself": "{% for x in brief recursive %}{% set y = loop(brief) %}{% endfor %}",
}
"""Each would fill the memory or take hours; none has a file that is large itself."""


def own(folder: Path, name: str, content: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def assert_stopped(template: str, tmp_path: Path, policy: Policy) -> None:
    """As a page and as a Word file."""
    templates = Templates(own(tmp_path / "letters", "uitnodiging.html", template))
    facts = facts_of(example.sources(KINDS["uitnodiging"], policy, templates.sender))
    with pytest.raises(WrongTemplate, match=r"uitnodiging\.html"):
        templates.html("uitnodiging", facts)
    with pytest.raises(WrongTemplate, match="Word-sjabloon"):
        to_docx(word_file(template), "<p>x</p>", facts, example.DATED_ON)


@pytest.mark.parametrize("template", HOSTILE)
def test_a_template_reaches_facts_and_nothing_else(template: str, tmp_path: Path, policy: Policy) -> None:
    templates = Templates(own(tmp_path / "letters", "uitnodiging.html", template))
    facts = facts_of(example.sources(KINDS["uitnodiging"], policy, templates.sender))
    with pytest.raises(WrongTemplate, match=r"uitnodiging\.html"):
        templates.html("uitnodiging", facts)


@pytest.mark.parametrize("template", HOSTILE[:5])
def test_a_word_template_reaches_facts_and_nothing_else(template: str, policy: Policy) -> None:
    facts = facts_of(example.sources(KINDS["uitnodiging"], policy, Templates().sender))
    with pytest.raises(WrongTemplate, match="Word-sjabloon"):
        to_docx(word_file(template), "<p>x</p>", facts, example.DATED_ON)


@pytest.mark.parametrize("template", MISBEHAVING)
def test_a_template_that_misbehaves_is_told_apart_and_stops_nothing(
    template: str, tmp_path: Path, policy: Policy
) -> None:
    assert_stopped(template, tmp_path, policy)


@pytest.mark.parametrize("template", GROWING.values(), ids=GROWING)
def test_a_template_that_grows_is_stopped_before_it_costs_anything(
    template: str, tmp_path: Path, policy: Policy
) -> None:
    assert_stopped(template, tmp_path, policy)


def test_too_much_is_said_in_a_sentence(tmp_path: Path, policy: Policy) -> None:
    templates = Templates(own(tmp_path / "letters", "uitnodiging.html", GROWING["joined"]))
    with pytest.raises(WrongTemplate, match="deze tekst wordt te groot of te lang; haal herhalingen weg"):
        templates.html("uitnodiging", facts_of(example.sources(KINDS["uitnodiging"], policy, templates.sender)))


def test_a_file_that_names_itself_is_stopped(tmp_path: Path, policy: Policy) -> None:
    twice = "{% include 'uitnodiging.html' %}" * 2
    templates = Templates(own(tmp_path / "letters", "uitnodiging.html", twice))
    with pytest.raises(WrongTemplate, match=r"uitnodiging\.html"):
        templates.html("uitnodiging", facts_of(example.sources(KINDS["uitnodiging"], policy, templates.sender)))


def test_no_letter_comes_near_its_budget(policy: Policy, templates: Templates) -> None:
    """A letter with every fact in it needs less than a fifth of its turns and of its text."""
    for kind in KINDS.values():
        facts = facts_of(example.sources(kind, policy, templates.sender))
        with measured(facts):
            budget = running()
            assert budget is not None
            chars = budget.chars
            templates.environment.get_template(f"{kind.slug}.html").render(facts)
            assert budget.steps > MOST_STEPS * 4 / 5 and budget.chars > chars - MOST_CHARS / 5, kind.slug


def test_a_small_word_file_that_unpacks_to_a_big_one_is_refused(policy: Policy, templates: Templates) -> None:
    packed = io.BytesIO(word_file("x"))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/media/leeg.bin", bytes(51_000_000))
    facts = facts_of(example.sources(KINDS["uitnodiging"], policy, templates.sender))
    assert len(packed.getvalue()) < 200_000
    with pytest.raises(WrongTemplate, match="50 MB"):
        to_docx(packed.getvalue(), "<p>x</p>", facts, example.DATED_ON)


@pytest.mark.parametrize("document", [b"", b"<a", b"<x/>"])
def test_a_word_file_that_nobody_can_read_is_refused(document: bytes, policy: Policy, templates: Templates) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as parts:
        parts.writestr("word/document.xml", document)
        parts.writestr("[Content_Types].xml", document)
    facts = facts_of(example.sources(KINDS["uitnodiging"], policy, templates.sender))
    with pytest.raises(WrongTemplate, match="Word-sjabloon"):
        to_docx(packed.getvalue(), "<p>x</p>", facts, example.DATED_ON)


def word_file(*paragraphs: str) -> bytes:
    document, kept = Document(), io.BytesIO()
    for words in paragraphs:
        document.add_paragraph(words)
    document.save(kept)
    return kept.getvalue()


def test_what_was_typed_is_text_and_never_markup(policy: Policy, templates: Templates) -> None:
    filled = {**example.FILLED, "gesprek_over": "<script>alert(1)</script> <b>& meer</b> {{ 7*7 }}"}
    facts = facts_of(example.sources(KINDS["uitnodiging"], policy, templates.sender, filled=filled))
    html = templates.html("uitnodiging", facts)
    assert "<script>" not in html and "&lt;script&gt;" in html and "{{ 7*7 }}" in html
    assert "<b>& meer</b> {{ 7*7 }}" in text_of(to_docx(templates.word("uitnodiging"), html, facts, example.DATED_ON))


def test_the_texts_of_the_municipality_go_before_the_delivered_ones(tmp_path: Path, policy: Policy) -> None:
    text = (DELIVERED / "aanmaning.html").read_text().replace("U moet ons nog", "Volgens onze administratie moet u nog")
    templates = Templates(own(tmp_path / "letters", "aanmaning.html", text))
    try_templates(templates, policy)
    facts = facts_of(example.sources(KINDS["aanmaning"], policy, templates.sender))
    assert "Volgens onze administratie" in templates.html("aanmaning", facts)
    assert templates.digest() != Templates().digest()


def test_the_delivered_texts_have_no_problem(policy: Policy, templates: Templates) -> None:
    assert list(problems_of(templates, policy)) == []


def test_a_template_that_loses_what_the_law_asks_is_not_taken_in(tmp_path: Path, policy: Policy) -> None:
    folder = own(tmp_path / "letters", "_bezwaar.html", "<p>U kunt bezwaar maken.</p>")
    with pytest.raises(WrongTemplate) as wrong:
        try_templates(Templates(folder), policy)
    said = "\n".join(wrong.value.problems)
    assert "besluit_sluiting (PDF): Binnen welke termijn ontbreekt (Awb art. 3:45 lid 2, 6:7 en 6:8)" in said
    assert "besluit_sluiting (Word)" in said and "aanmaning" not in said


def test_a_word_file_of_the_municipality_must_hold_the_contents_too(tmp_path: Path, policy: Policy) -> None:
    folder = own(
        tmp_path / "letters", "aanmaning.docx", word_file("Betaal {{ geld.samen }} aan {{ afzender.gemeente }}.")
    )
    with pytest.raises(WrongTemplate) as wrong:
        try_templates(Templates(folder), policy)
    assert "aanmaning (Word): Twee weken ontbreekt (Awb art. 4:112 lid 1)" in wrong.value.problems
    assert all("aanmaning (Word)" in problem for problem in wrong.value.problems)


def test_a_sender_without_its_fields_is_not_taken_in(tmp_path: Path) -> None:
    with pytest.raises(WrongTemplate, match="rekening"):
        Templates(own(tmp_path / "letters", "afzender.json", '{"gemeente": "Gemeente Elders"}'))
    with pytest.raises(WrongTemplate, match="niet te lezen"):
        Templates(own(tmp_path / "letters", "afzender.json", "{"))


def test_a_word_file_with_macros_or_parts_from_elsewhere_is_refused(policy: Policy, templates: Templates) -> None:
    facts = facts_of(example.sources(KINDS["uitnodiging"], policy, templates.sender))
    kept = io.BytesIO(templates.word("uitnodiging"))
    with zipfile.ZipFile(kept, "a") as parts:
        parts.writestr("word/vbaProject.bin", b"x")
    far = io.BytesIO(templates.word("uitnodiging"))
    with zipfile.ZipFile(far, "a") as parts:
        parts.writestr("word/_rels/settings.xml.rels", b'<Relationship Target="http://x/" TargetMode="External"/>')
    for file in (kept.getvalue(), far.getvalue(), b"no zip"):
        with pytest.raises(WrongTemplate, match="Word-sjabloon"):
            to_docx(file, "<p>x</p>", facts, example.DATED_ON)


def test_a_letter_fetches_nothing_from_the_disk_or_the_network(tmp_path: Path) -> None:
    secret = tmp_path / "geheim.txt"
    secret.write_text("GEHEIM")
    html = f'<html lang="nl"><body><p>Brief</p><img alt="x" src="file://{secret}"><object data="file://{secret}"></object></body></html>'
    pdf, text = set_letter(html, example.DATED_ON)
    assert "GEHEIM" not in text and b"GEHEIM" not in pdf


def test_a_gap_is_seen_and_counts_as_nothing() -> None:
    template = sandbox().from_string("{% if x %}ja{% else %}nee: {{ x }}{% endif %}")
    facts = facts_of(example.sources(KINDS["uitnodiging"], POLICY, Templates().sender, filled={}))
    assert "[nog invullen: Waarover]" in template.render(x=facts["ingevuld"]["gesprek_over"])
