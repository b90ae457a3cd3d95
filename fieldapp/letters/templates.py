"""The texts of the letters: the delivered ones, and those of the municipality in their place.

A municipality puts its own files in `letters/` of its policy folder, under the same names. They run in a sandbox: a
template reaches facts and nothing else. What it must contain is checked when it is loaded, with an invented case.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

from jinja2 import FileSystemLoader, TemplateError

from fieldapp.letters.sandbox import measured, sandbox
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
            with measured(facts):
                return self.environment.get_template(f"{slug}.html").render(facts)
        except BROKEN as error:
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


BROKEN = (
    *(TemplateError, SyntaxError, BadZipFile),
    *(ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError),
)
"""What a template can fall over: it is a fault of the template, whatever Python calls it."""


def said_by(error: BaseException) -> str:
    """Return what is wrong with a template, for who wrote it."""
    if not isinstance(error, TemplateError):
        return f"dit kan niet worden uitgerekend ({type(error).__name__})"
    line = getattr(error, "lineno", None)
    return f"regel {line}: {error.message}" if line else str(error.message)
