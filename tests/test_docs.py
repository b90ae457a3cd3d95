"""What the pages say is so: kinds, settings, commands, reasons, paths and decisions are compared with the code."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from click import Context

from fieldapp import cli, config, texts
from fieldapp.domain import documents
from fieldapp.registry import REGISTRY

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))


def page(name: str) -> str:
    return (DOCS / name).read_text()


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- the registry ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(REGISTRY.operations))
def test_every_kind_of_operation_is_in_the_docs(kind: str) -> None:
    assert f"`{kind}`" in page("domain.md") + page("protocol.md") + page("course.md"), (
        "give it a place in docs/domain.md"
    )


@pytest.mark.parametrize("kind", sorted(REGISTRY.documents))
def test_every_kind_of_document_is_in_the_docs(kind: str) -> None:
    assert re.search(rf"\b{kind}\b", page("domain.md"))


# --- the law's words ---------------------------------------------------------------------------------------------

TERMS_OF_ART = """last_onder_dwangsom last_onder_bestuursdwang begunstigingstermijn bezwaartermijn zienswijze voornemen
besluit bekendmaking binnentreden machtiging verslag toezichthouder herstelsanctie verbeurd exploitant""".split()


@pytest.mark.parametrize("term", TERMS_OF_ART)
def test_every_term_of_art_is_in_the_glossary(term: str) -> None:
    assert re.search(rf"\b{term}|{term.replace('_', ' ')}", page("domain.md"), re.IGNORECASE), term


def enumerations() -> dict[str, tuple[str, ...]]:
    """Return each Literal of the documents with its values."""
    found = {name: get_args(value) for name, value in vars(documents).items() if "Literal" in str(value)}
    return {name: values for name, values in found.items() if values and all(isinstance(v, str) for v in values)}


@pytest.mark.parametrize("measure", get_args(documents.MeasureType))
def test_every_type_of_measure_has_its_article_in_the_docs(measure: str) -> None:
    words = "|".join({measure, measure.replace("_", " ")})
    rows = [line for line in page("domain.md").splitlines() if re.search(words, line, re.IGNORECASE)]
    assert any("art." in row or "geen_maatregel" in row for row in rows), measure


def test_no_enumeration_abbreviates_the_law() -> None:
    short = {"lod", "lob", "apv_", "awb_", "bd", "dwangsom_last"}
    assert {value for values in enumerations().values() for value in values} & short == set()


RULE = re.compile(
    r"^\| ([^|]+) \| ([^|]+) \| `((?:course\.|documents\.)?\w+)\.(\w+)` \| `(test_\w+)` \|$", re.MULTILINE
)
RULES = RULE.findall(page("domain.md"))
TESTS = {
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^def (test_\w+)", path.read_text(), re.M)
}


def with_article() -> Iterator[str]:
    """Yield `module.function` of every public function of the domain, its course too, that names the article it follows."""
    for path in sorted((ROOT / "fieldapp" / "domain").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT / "fieldapp" / "domain").with_suffix("").parts)
        for node in ast.parse(path.read_text()).body:
            is_public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            said = " ".join((ast.get_docstring(node) or "").split()) if isinstance(node, ast.FunctionDef) else ""
            if isinstance(node, ast.FunctionDef) and is_public and re.search(r"Source:.*\bart\.", said):
                yield f"{module}.{node.name}"


@pytest.mark.parametrize(("rule", "article", "module", "function", "test"), RULES)
def test_every_rule_has_an_article_code_and_a_test_that_exist(
    rule: str, article: str, module: str, function: str, test: str
) -> None:
    assert re.search(r"art\.|house rule", article), rule
    assert callable(getattr(importlib.import_module(f"fieldapp.domain.{module}"), function, None)), function
    assert test in TESTS, test


@pytest.mark.parametrize("function", sorted(with_article()))
def test_every_function_that_names_an_article_is_among_the_rules(function: str) -> None:
    assert function in {f"{module}.{name}" for _, _, module, name, _ in RULES}


# --- reasons -----------------------------------------------------------------------------------------------------

CODES_OF_THE_ENGINE = {
    "unopenable",
    "bad_sig",
    "revoked",
    "unknown_kind",
    "shape",
    "dep",
    "no_permission",
    "server_error",
    "variant",
}


def reasons_in_code() -> Iterator[str]:
    """Yield the slug of every `Refused("...")` under fieldapp/."""
    for path in (ROOT / "fieldapp").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Refused":
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield argument.value


@pytest.mark.parametrize("reason", sorted({*reasons_in_code(), *CODES_OF_THE_ENGINE}))
def test_every_reason_to_hold_has_a_dutch_sentence(reason: str) -> None:
    assert reason in texts.REASONS, "give it a sentence in REASONS of fieldapp/texts.py or texts_course.py"
    sentence = texts.REASONS[reason]
    assert sentence.endswith((".", "!", "?")) and len(sentence.split()) >= 4, sentence
    assert not re.search(r"\b(je|jij|jouw)\b", sentence), "u-form"


def test_no_sentence_is_left_without_its_reason() -> None:
    """A sentence for a reason that nobody gives any more misleads its next reader."""
    outside = outside_the_texts()
    assert [reason for reason in texts.REASONS if f'"{reason}"' not in outside and f"'{reason}'" not in outside] == []


def test_no_table_of_words_is_left_that_nobody_shows() -> None:
    outside = outside_the_texts()
    assert [name for name in texts.LABELS if f'"{name}"' not in outside and f"'{name}'" not in outside] == []


def outside_the_texts() -> str:
    """Return all that the product says, save the modules that only hold sentences."""
    python = [path for folder in ("fieldapp", "sync") for path in (ROOT / folder).rglob("*.py")]
    shown = [*(ROOT / "static" / "app").rglob("*.js"), *(ROOT / "templates").rglob("*.html")]
    return "".join(path.read_text() for path in [*python, *shown] if not path.name.startswith("texts"))


# --- settings and commands ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("setting", sorted({*config._READERS, "DATA", "REGISTER"}))
def test_every_setting_has_a_row_on_the_page_about_running(setting: str) -> None:
    assert f"`FIELDAPP_{setting}`" in page("running.md")


def test_the_page_about_running_names_no_setting_that_is_not_there() -> None:
    said = {name.removesuffix("_FILE") for name in re.findall(r"FIELDAPP_([A-Z][A-Z_]*[A-Z])", page("running.md"))}
    assert said <= {*config._READERS, "DATA", "REGISTER", "KILL"}


def test_every_command_is_on_the_page_about_running() -> None:
    commands = sorted(cli.main.commands)
    assert [name for name in commands if f"fieldapp {name}" not in page("running.md")] == []


CALL = re.compile(r"(?:^|`)fieldapp ([a-z]+(?:-[a-z]+)*)([^`#\n]*)", re.MULTILINE)


@pytest.mark.parametrize("path", PAGES, ids=[named(path) for path in PAGES])
def test_a_command_that_a_page_names_is_there_with_its_options(path: Path) -> None:
    for name, said in CALL.findall(path.read_text()):
        command = cli.main.get_command(Context(cli.main), name)
        assert command, name
        known = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"(?<=[ [])--[a-z]+(?:-[a-z]+)*\b(?!-)", said)) <= known, (name, said)


def test_every_route_of_the_api_is_on_the_page_about_the_protocol() -> None:
    text = page("protocol.md")
    source = (ROOT / "fieldapp" / "views" / "api.py").read_text()
    routes = set(re.findall(r"[\"'](?:/api/v1)?/([a-z]+)[/\"'<]", source))
    assert [route for route in sorted(routes) if not re.search(rf"[/`]{route}\b", text)] == []


# --- pages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES, ids=[named(path) for path in PAGES])
def test_a_link_leads_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text())
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in local if not (path.parent / target).exists()] == []


def test_the_map_of_files_fits_the_files() -> None:
    """`python3 tools/map.py` writes it."""
    done = subprocess.run([sys.executable, "tools/map.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_pictures_of_the_machines_fit_the_tables() -> None:
    """`python3 tools/machines.py` writes them."""
    done = subprocess.run([sys.executable, "tools/machines.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


FILE = re.compile(r"`((?:fieldapp|sync|static|templates|tests|tools|docs)/[\w./-]+\.(?:py|js|css|html|md|json|svg))`")


@pytest.mark.parametrize("path", PAGES, ids=[named(path) for path in PAGES])
def test_a_file_that_a_page_names_is_there(path: Path) -> None:
    places = (ROOT, ROOT / "static" / "app", ROOT / "fieldapp")
    named_files = FILE.findall(path.read_text())
    assert [name for name in named_files if not any((place / name).exists() for place in places)] == []


@pytest.mark.parametrize("path", DECISIONS, ids=[path.stem for path in DECISIONS])
def test_a_decision_is_one_page_with_five_parts(path: Path) -> None:
    text = path.read_text()
    heads = [line.lower() for line in text.splitlines() if line.startswith("#") or line.lower().startswith("status")]
    for part in ("status", "context", "decision", "consequences", "reconsider"):
        assert any(part in head for head in heads), f"no part about {part}"
    assert len(text.split()) < 700


def test_no_number_of_a_decision_is_used_twice() -> None:
    numbers = [path.name[:4] for path in DECISIONS]
    assert all(number.isdigit() for number in numbers)
    assert len(set(numbers)) == len(numbers)
    assert {f"{n:04}" for n in range(1, 13)} <= set(numbers)


@pytest.mark.parametrize("path", PAGES, ids=[named(path) for path in PAGES])
def test_a_page_quotes_no_line_number(path: Path) -> None:
    assert not re.search(r"\.(?:py|js):\d+|\blines? \d+", path.read_text())
