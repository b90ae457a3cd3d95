"""The forms of a signaal: to note one, to look at it, and to keep what became of it."""

from wtforms import DateField, RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import Length, Optional

from fieldapp.forms import LONGEST_TEXT, DutchForm, at_least, choices_of, choose, options

LEAST = 10
ABOUT_PREMISES = f"Schrijf over het pand, niet over mensen. Minstens {LEAST} tekens."
NOBODY = ("", "Niemand: het gaat niet verder")


def text_of(words: str, message: str) -> TextAreaField:
    return TextAreaField(words, validators=[choose(message), at_least(LEAST, f"Schrijf minstens {LEAST} tekens.")])


class SignalForm(DutchForm):
    """Note a signaal about premises. Of a home no code is asked: there it could point at who lives there."""

    signal_type = RadioField(
        "Waarover gaat het?", choices=choices_of("signal_type"), validators=[choose("Kies waarover het gaat.")]
    )
    observed_on = DateField("Op welke dag gezien?", validators=[choose("Vul de dag in.")])
    codes = SelectMultipleField("Wat is er gezien?", validators=[Optional()])


class AssessForm(DutchForm):
    route = RadioField(
        "Wie moet dit weten?", choices=[*options([NOBODY]), *choices_of("shared_with")], validators=[Optional()]
    )
    text = text_of("Waarom?", "Schrijf waarom het wel of niet verder gaat.")


class SharingForm(DutchForm):
    shared_with = RadioField(
        "Met wie is het gedeeld?", choices=choices_of("shared_with"), validators=[choose("Kies met wie.")]
    )
    on = DateField("Op welke dag?", validators=[choose("Vul de dag in.")])
    purpose = text_of("Met welk doel?", "Schrijf met welk doel het is gedeeld.")
    ground = text_of("Op welke grond?", "Schrijf op welke wettelijke grond het is gedeeld.")


class FeedbackForm(DutchForm):
    on = DateField("Op welke dag kwam het antwoord?", validators=[choose("Vul de dag in.")])
    text = TextAreaField(
        "Wat was het antwoord?",
        validators=[Optional(), Length(max=LONGEST_TEXT, message=f"Hoogstens {LONGEST_TEXT} tekens.")],
    )


class CloseForm(DutchForm):
    text = text_of("Waarom is het klaar?", "Schrijf waarom het signaal klaar is.")


FORMS: dict[str, type[DutchForm]] = {
    "assess": AssessForm,
    "share": SharingForm,
    "note_feedback": FeedbackForm,
    "close": CloseForm,
}
"""Act -> its form; the words on its button and its article stand in the table of the machine."""
