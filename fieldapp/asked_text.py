"""A text that goes to another organisation: what may be a name, or say something of a person, is asked about first."""

from __future__ import annotations

from typing import Any

from flask import request
from wtforms import TextAreaField
from wtforms.validators import ValidationError

from fieldapp.access import installation
from fieldapp.domain.text_guard import check_text

QUESTIONS = {
    "name": "Staat hier een naam: ‘{words}’? Haal hem weg.",
    "sensitive_word": "Is dit nodig: ‘{words}’? Schrijf alleen over het pand.",
}
OR_TICK = "Of kruis aan dat u het nakeek."


class AskedTextArea(TextAreaField):
    """On a phone the same is asked while typing. What surely is personal data the rules refuse, whatever is ticked."""

    asked = ""
    """The words that were asked about: who ticks has seen these, and no others."""

    def pre_validate(self, form: Any) -> None:
        found = [hit for hit in check_text(self.data or "", installation().policy().guard) if not hit.blocks]
        self.asked = ", ".join(hit.word for hit in found)
        if found and not self.is_seen:
            words = {kind: ", ".join(hit.word for hit in found if hit.kind == kind) for kind in QUESTIONS}
            asked = [QUESTIONS[kind].format(words=said) for kind, said in words.items() if said]
            raise ValidationError(" ".join([*asked, OR_TICK]))

    @property
    def is_seen(self) -> bool:
        """Whether the writer ticked that just these words may stay."""
        return request.form.get(f"{self.name}-gezien") == self.asked
