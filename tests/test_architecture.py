"""The house rules of docs/architecture.md that a machine can check. A failure names the sentence that is broken."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("fieldapp", "sync")
PYTHON = sorted(path for folder in OURS for path in (ROOT / folder).rglob("*.py"))
DOMAIN = sorted((ROOT / "fieldapp" / "domain").rglob("*.py"))
BROWSER = sorted(path for folder in ("app", "office", "sw") for path in (ROOT / "static" / folder).rglob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static" / "css").rglob("*.css"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def ids(paths: list[Path]) -> list[str]:
    return [name_of(path) for path in paths]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


@cache
def imports_of(path: Path) -> frozenset[str]:
    """Return every module that a Python file imports, `from a import b` as both `a` and `a.b`."""
    return frozenset(_imports_of(path))


def _imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = absolute(path, node)
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def absolute(path: Path, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = list(path.relative_to(ROOT).with_suffix("").parts)[: -node.level]
    return ".".join([*package, node.module] if node.module else package)


@cache
def module_file(name: str) -> str | None:
    """Return the file of one of our modules, None for a name inside a module or a library."""
    path = ROOT / name.replace(".", "/")
    if path.with_suffix(".py").is_file():
        return name_of(path.with_suffix(".py"))
    return name_of(path / "__init__.py") if (path / "__init__.py").is_file() else None


# --- who may import whom, in Python ------------------------------------------------------------------------------

# Prefix of the importing file -> prefixes of our files that it must not import. The first match counts.
NEVER: list[tuple[str, tuple[str, ...], str]] = [
    ("sync/store/", ("fieldapp/", "sync/engine", "sync/envelope"), "a store knows neither the engine nor the phone"),
    ("sync/", ("fieldapp/",), "sync imports nothing of fieldapp"),
    ("fieldapp/domain/", ("sync/",), "fieldapp/domain does not know sync; registry.py introduces them"),
    (
        "fieldapp/registry.py",
        ("fieldapp/views/", "fieldapp/accounts.py", "fieldapp/cli.py"),
        "registry joins two tables",
    ),
    ("fieldapp/reactions.py", ("fieldapp/views/", "fieldapp/accounts.py", "sync/store/"), "reactions are pure"),
    (
        "fieldapp/views/",
        ("sync/store/", "fieldapp/cli.py", "fieldapp/worker.py"),
        "a view imports no store and no process",
    ),
    ("fieldapp/cli.py", ("fieldapp/views/",), "only the application factory imports views"),
    ("fieldapp/worker.py", ("fieldapp/views/",), "only the application factory imports views"),
]


@pytest.mark.parametrize("path", PYTHON, ids=ids(PYTHON))
def test_imports_go_in_one_direction(path: Path) -> None:
    reached = {file for name in imports_of(path) if (file := module_file(name))}
    for prefix, forbidden, sentence in NEVER:
        if name_of(path).startswith(prefix):
            assert not {file for file in reached if file.startswith(forbidden)}, sentence
            return


@pytest.mark.parametrize("path", PYTHON, ids=ids(PYTHON))
def test_a_view_never_imports_a_view(path: Path) -> None:
    if name_of(path) in {"fieldapp/__init__.py", "fieldapp/app.py", "fieldapp/views/__init__.py"}:
        return
    modules = {file for name in imports_of(path) if (file := module_file(name))} - {name_of(path)}
    assert not {file for file in modules if file.startswith("fieldapp/views/") and file != "fieldapp/views/__init__.py"}


@pytest.mark.parametrize("path", PYTHON, ids=ids(PYTHON))
def test_no_import_inside_a_function(path: Path) -> None:
    for function in ast.walk(tree_of(path)):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            inside = [node.lineno for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
            assert not inside, f"{function.name} imports at line {inside}"


def test_no_circular_imports() -> None:
    """Our modules can be put in an order in which each imports only earlier ones."""
    waiting = {
        name_of(path): {f for n in imports_of(path) if (f := module_file(n))} - {name_of(path)} for path in PYTHON
    }
    packages = {name for name in waiting if name.endswith("__init__.py")}
    waiting = {name: needs - packages for name, needs in waiting.items()}
    while free := {name for name, needs in waiting.items() if not needs & waiting.keys()}:
        waiting = {name: needs for name, needs in waiting.items() if name not in free}
    assert not waiting, f"these import each other: {sorted(waiting)}"


# --- the domain is pure ------------------------------------------------------------------------------------------

DOMAIN_MAY_IMPORT = set(sys.stdlib_module_names) | {"typing_extensions", "fieldapp"}
IMPURE = {"os", "io", "random", "secrets", "time", "sqlite3", "socket", "subprocess", "threading", "asyncio", "pathlib"}
CLOCKS = re.compile(
    r"\b(?:datetime|date|dt|time)\.(?:now|utcnow|today|time|monotonic)\(|\buuid[14]\(|\b(?:open|print|input)\("
)


@pytest.mark.parametrize("path", DOMAIN, ids=ids(DOMAIN))
def test_the_domain_never_asks_the_time_nor_a_random_number_nor_a_file(path: Path) -> None:
    calls = [ast.unparse(node) for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
    assert [call for call in calls if CLOCKS.match(call)] == []


# File -> what a public function of law has in its signature: it returns a term, or it is a rule that takes a context.
LAW = {
    "deadlines.py": "-> Term",
    "binnentreden.py": "context: Context",
}


@pytest.mark.parametrize("file", sorted(LAW))
def test_every_function_of_law_names_its_source(file: str) -> None:
    """Whatever computes a period, a right or a duty says by which article."""
    missing = []
    for node in tree_of(ROOT / "fieldapp" / "domain" / file).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            signature = f"({ast.unparse(node.args)}) -> {ast.unparse(node.returns) if node.returns else ''}"
            if LAW[file] in signature and not re.search("Source:|art\\.", ast.get_docstring(node) or ""):
                missing.append(node.name)
    assert not missing, f"no 'Source:' line in {missing}"


# --- the browser -------------------------------------------------------------------------------------------------

# Folder under static/ -> (folders it may import from, libraries it may import).
BROWSER_MAY: dict[str, tuple[set[str], set[str]]] = {
    "app/ui": (
        {"app/ui", "app/sync", "app/domain", "app/lib"},
        {"preact", "preact/hooks", "@preact/signals", "htm/preact"},
    ),
    "app/sync": ({"app/sync", "app/store", "app/lib"}, {"@preact/signals", "@preact/signals-core", "@hpke/core"}),
    "app/store": ({"app/store", "app/lib"}, {"idb", "@hpke/core"}),
    "app/domain": ({"app/domain"}, set()),
    "app/lib": ({"app/lib"}, {"preact", "preact/hooks", "htm", "htm/preact", "@preact/signals"}),
    "app": ({"app", "app/ui", "app/sync", "app/store", "app/domain", "app/lib"}, {"preact", "@preact/signals"}),
    "office": ({"office"}, set()),
    "sw": (set(), set()),
}
# One file reaches over: the search itself is pure, the pack it searches comes over the wire.
REACHES_OVER = {("app/sync/addresses.js", "app/domain/addresses.js")}
IMPORT = re.compile(
    r"""(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*["']([^"']+)["']|(?:^|\n)\s*import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)"""
)


def code_of(path: Path) -> str:
    """Return the text without comments, so that `import()` in a JSDoc type does not count."""
    return re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", path.read_text(), flags=re.DOTALL)


def part_of(path: Path) -> str:
    parts = path.relative_to(ROOT / "static").parts[:-1]
    return "/".join(parts[:2])


@pytest.mark.parametrize("path", BROWSER, ids=ids(BROWSER))
def test_browser_modules_import_in_one_direction(path: Path) -> None:
    folders, libraries = BROWSER_MAY[part_of(path)]
    for found in IMPORT.finditer(code_of(path)):
        target = next(group for group in found.groups() if group)
        if target.startswith("."):
            reached = (path.parent / target).resolve()
            assert reached.is_file(), f"{target} is not there"
            pair = tuple(file.relative_to(ROOT / "static").as_posix() for file in (path, reached))
            is_allowed = part_of(reached) in folders or reached.name == "types.js" or pair in REACHES_OVER
            assert is_allowed, f"{part_of(path)} may not import {target}"
        else:
            assert target in libraries, f"{part_of(path)} may not import {target}"


FORBIDDEN_IN_BROWSER = {
    r"\blocalStorage\b": "state lives in IndexedDB only",
    r"\bsessionStorage\b": "state lives in IndexedDB only",
    r"\.innerHTML\b|\.outerHTML\b|insertAdjacentHTML|document\.write|dangerouslySetInnerHTML": "html`` escapes, this does not",
    r"\beval\(|new Function\(": "the content security policy forbids it",
}


@pytest.mark.parametrize("path", BROWSER, ids=ids(BROWSER))
def test_browser_code_keeps_away_from(path: Path) -> None:
    for pattern, sentence in FORBIDDEN_IN_BROWSER.items():
        assert not re.search(pattern, code_of(path)), sentence


def test_only_the_ui_does_not_fetch_nor_open_the_database() -> None:
    """A component shows a document or records an operation; it never fetches and never opens the database."""
    for path in (ROOT / "static" / "app" / "ui").rglob("*.js"):
        assert not re.search(r"(?<![.\w])fetch\(|\bindexedDB\b|\bopenDB\b", code_of(path)), name_of(path)


# --- templates and styles ----------------------------------------------------------------------------------------

INLINE = {
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"importmap\")": "a script without src",
    r"<style\b": "a style element",
    r"<[^>]*\sstyle=": "a style attribute",
    r"<[^>]*\son[a-z]+=": "an event attribute",
    r"javascript:": "a javascript: address",
    r"hx-on": "an hx-on attribute is evaluated",
    r"(?:src|href)=\"(?:https?:)?//": "something from another host",
}


@pytest.mark.parametrize("path", TEMPLATES, ids=ids(TEMPLATES))
def test_templates_have_nothing_inline_and_nothing_foreign(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
    for pattern, what in INLINE.items():
        found = re.search(pattern, text)
        assert not found, f"{what}: {found.group() if found else ''}"


TYPED_IN = re.compile(
    r"<textarea[^>]*>|<input(?![^>]*(?:of-choice__box|type=\"(?:hidden|checkbox|radio|file|date)\"))[^>]*>"
)


@pytest.mark.parametrize("path", TEMPLATES, ids=ids(TEMPLATES))
def test_no_browser_checks_the_spelling_of_what_is_typed(path: Path) -> None:
    """Some send it to their maker for that; it may name people or addresses."""
    for field in TYPED_IN.findall(path.read_text()):
        field = re.sub(r"{{ unread }}", 'spellcheck="false" autocorrect="off"', field)
        assert 'spellcheck="false"' in field and 'autocorrect="off"' in field, field


@pytest.mark.parametrize("path", TEMPLATES, ids=ids(TEMPLATES))
def test_templates_escape_everything_but_the_import_map(path: Path) -> None:
    unsafe = re.findall(r"\{\{[^}]*\|\s*safe[^}]*\}\}", path.read_text())
    assert [text for text in unsafe if "import_map" not in text] == []


RAW_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|oklch|lab|lch)\(")


@pytest.mark.parametrize("path", STYLES, ids=ids(STYLES))
def test_raw_colours_stand_in_the_theme_file_only(path: Path) -> None:
    if path.name in {"tokens.css", "print.css"} or "themes" in path.parts:
        return
    text = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", path.read_text(), flags=re.DOTALL)
    found = [colour.group() for colour in RAW_COLOUR.finditer(text)]
    assert not found, f"use a --th- token for {found}"


# --- names and leftovers -----------------------------------------------------------------------------------------

NO_NAME = re.compile(r"(^|[_-])(utils?|helpers?|managers?|services?|common|misc)([_-]|$)")
LEFTOVER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def test_no_file_without_a_better_name() -> None:
    assert [name_of(path) for path in [*PYTHON, *BROWSER] if NO_NAME.search(path.stem)] == []


@pytest.mark.parametrize("path", [*PYTHON, *BROWSER], ids=ids([*PYTHON, *BROWSER]))
def test_nothing_is_left_for_later(path: Path) -> None:
    assert not LEFTOVER.search(path.read_text())


def test_browser_files_are_kebab_case() -> None:
    assert [name_of(path) for path in BROWSER if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem)] == []


# The borders where any error may be caught: a request, a step of the worker, judging one operation, a drain.
BORDERS = {"fieldapp/errors.py", "fieldapp/worker.py", "sync/judge.py", "sync/apply.py"}


@pytest.mark.parametrize("path", PYTHON, ids=ids(PYTHON))
def test_any_error_is_caught_at_a_border_only(path: Path) -> None:
    """Elsewhere only to undo something, and then it is raised again."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ExceptHandler) and name_of(path) not in BORDERS:
            caught = ast.unparse(node.type) if node.type else "everything"
            is_raised_again = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            assert is_raised_again or caught not in {"everything", "Exception", "BaseException"}, f"line {node.lineno}"
