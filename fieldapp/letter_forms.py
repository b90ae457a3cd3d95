"""The forms of a letter: one made from the fields of its kind, and those for sending and giving up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import Length, Optional, Regexp

from fieldapp.domain.letter_kinds import FILLS, Fill, LetterKind
from fieldapp.domain.letters import LONGEST_FILL
from fieldapp.forms import DutchForm, at_least, choices_of, choose, options

DAY = Regexp(r"^\d{4}-\d{2}-\d{2}$", message="Vul een dag in, zoals 22-11-2026.")
AMOUNT = Regexp(r"^\s*\d{1,7}([.,]\d{2})?\s*$", message="Vul een bedrag in, zoals 175,00.")
TOO_LONG = Length(max=LONGEST_FILL, message=f"Hoogstens {LONGEST_FILL} tekens.")
LINE = Length(max=400, message="Hoogstens 400 tekens.")


def fill_form(kind: LetterKind, filled: Mapping[str, str], edition: int) -> Any:
    """Return the form of this kind of letter, with what was filled in before."""
    fields: dict[str, Any] = {name: _field(FILLS[name]) for name in kind.fills}
    made = type("FillForm", (DutchForm,), {"edition": HiddenField(), **fields})
    form = made(data={"edition": str(edition), **{name: as_typed(name, value) for name, value in filled.items()}})
    for name in kind.fills:
        form[name].flags.required = True  # the page says what may stay empty in the hint, and the list what is missing
    return form


def _field(fill: Fill) -> Any:
    if fill.form in ("text", "lines"):
        return TextAreaField(fill.label, description=fill.hint, validators=[Optional(), TOO_LONG])
    if fill.form == "choice":
        return RadioField(fill.label, choices=options(fill.choices), validators=[Optional()])
    check = {"day": DAY, "amount": AMOUNT}.get(fill.form, LINE)
    return StringField(fill.label, description=fill.hint, validators=[Optional(), check])


def filled_of(kind: LetterKind, form: Any) -> dict[str, str]:
    """Return what was filled in, as the letter keeps it: amounts in cents."""
    said = {name: (form[name].data or "").strip() for name in kind.fills}
    return {name: _kept(name, value) for name, value in said.items() if value}


def _kept(name: str, value: str) -> str:
    if FILLS[name].form != "amount":
        return value.replace("\r\n", "\n")
    whole, _, cents = value.replace(".", ",").partition(",")
    return str(int(whole) * 100 + int(cents or 0))


def as_typed(name: str, value: str) -> str:
    """Return a kept value as people type it."""
    if FILLS[name].form == "amount" and re.fullmatch("[0-9]+", value):
        return f"{int(value) // 100},{int(value) % 100:02}"
    return value


class FreezeForm(DutchForm):
    """Maak definitief: names the edition on the screen, so that nobody signs what was not read."""

    edition = HiddenField()


class SendForm(DutchForm):
    """Verzonden op."""

    on = StringField("Verzonden op", validators=[choose("Vul in op welke dag de brief is verzonden."), DAY])
    how = RadioField(
        "Hoe?", choices=choices_of("letter_sent_how"), validators=[choose("Kies hoe de brief is verzonden.")]
    )
    digest = StringField(
        "Controlegetal (SHA-256) van wat verstuurd is",
        validators=[Optional(), Regexp(r"^\s*[0-9a-fA-F]{64}\s*$", message="Een controlegetal heeft 64 tekens.")],
    )


class CopyForm(DutchForm):
    """Afschrift voor de bewoner (Awbi art. 11)."""

    copied_on = StringField("Op welke dag?", validators=[choose("Vul de dag in."), DAY])
    mode = RadioField(
        "Wat gebeurde er?", choices=choices_of("letter_copy"), validators=[choose("Kies wat er gebeurde.")]
    )
    reason = StringField("Waarom uitgesteld?", validators=[Optional(), LINE])


class DropForm(DutchForm):
    """Laat vervallen."""

    reason = StringField("Waarom vervalt de brief?", validators=[at_least(10, "Schrijf minstens tien tekens.")])
