"""The texts of the letters: the delivered ones, and those of the municipality in their place.

A municipality puts its own files in `letters/` of its policy folder, under the same names. They run in a sandbox: a
template reaches facts and nothing else. What it must contain is checked when it is loaded, with an invented case.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from fieldapp.letters.gaps import Gap
from fieldapp.letters.words import Facts

DELIVERED = Path(__file__).parent.parent / "data" / "letters"
SENDER = "afzender.json"


class WrongTemplate(Exception):
    """A template of a letter cannot be used; `problems` are Dutch sentences with the name of the file."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Templates:
    """All texts of letters; `own` is the folder of the municipality, if it has one."""

    def __init__(self, own: Path | None = None) -> None:
        folders = [own] if own and own.is_dir() else []
        self.folders = [*folders, DELIVERED]
        self.environment = sandbox(FileSystemLoader(self.folders))
        self.sender = self._sender()

    @property
    def has_own(self) -> bool:
        return len(self.folders) > 1

    @property
    def has_own_sender(self) -> bool:
        return next(self._places(SENDER)).parent != DELIVERED

    def html(self, slug: str, facts: Facts) -> str:
        """Return the letter as a page of HTML. Raises WrongTemplate."""
        try:
            return self.environment.get_template(f"{slug}.html").render(facts)
        except TemplateError as error:
            raise WrongTemplate(f"{slug}.html: {said_by(error)}") from error

    def word(self, slug: str) -> bytes:
        """Return the Word file of this kind of letter, else the one for all kinds."""
        return next(path for name in (f"{slug}.docx", "brief.docx") for path in self._places(name)).read_bytes()

    def digest(self) -> str:
        """Return a digest over all files that the letters are made of."""
        whole = hashlib.sha256()
        for name in sorted({path.name for folder in self.folders for path in folder.iterdir() if path.is_file()}):
            content = next(self._places(name)).read_bytes()
            whole.update(f"{name}\0{len(content)}\0".encode() + content)
        return whole.hexdigest()

    def _places(self, name: str) -> Iterator[Path]:
        return (folder / name for folder in self.folders if (folder / name).is_file())

    def _sender(self) -> dict[str, str]:
        path = next(self._places(SENDER))
        try:
            found = json.loads(path.read_text("utf-8"))
            wanted = json.loads((DELIVERED / SENDER).read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise WrongTemplate(f"{SENDER}: niet te lezen ({error})") from error
        lacks = [name for name in wanted if not isinstance(found.get(name), str) or not found[name].strip()]
        if lacks:
            raise WrongTemplate(f"{SENDER}: {', '.join(lacks)} ontbreekt of is leeg")
        return {name: str(found[name]) for name in wanted}


def sandbox(loader: Any = None) -> ImmutableSandboxedEnvironment:
    """Return where templates run: no attributes of Python, nothing unknown, everything escaped, gaps made visible."""
    environment = ImmutableSandboxedEnvironment(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["capitalize_first"] = capitalize_first
    return environment


def capitalize_first(words: str) -> str:
    """Return a name with a capital, as it begins a sentence; a gap stays a gap."""
    return words if isinstance(words, Gap) else words[:1].upper() + words[1:]


def _visible(value: Any) -> Any:
    return Markup("<strong class='gat'>{}</strong>").format(str(value)) if isinstance(value, Gap) else value


def said_by(error: TemplateError) -> str:
    """Return what Jinja says of a template, for who wrote it."""
    line = getattr(error, "lineno", None)
    return f"regel {line}: {error.message}" if line else str(error.message)
