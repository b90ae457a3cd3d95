"""What a reaction may ask of the worker: an operation on another document, or a notice without content."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FollowUp:
    """An operation that the worker makes next."""

    kind: str
    document: str
    body: Mapping[str, Any]
    key: str = ""


@dataclass(frozen=True)
class Notice:
    """A message without content to one person; `subject` picks the sentence, `link` opens the screen."""

    person_id: str
    subject: str
    link: str
    about: str = ""
    """While one about the same thing waits, no second is sent."""
