"""The forms of the mandate register."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, SelectMultipleField, StringField
from wtforms.validators import Length, Optional, Regexp

from fieldapp.domain.course.states import BESCHIKKINGEN
from fieldapp.forms import DutchForm, choices_of, choose
from fieldapp.measure_forms import EUROS, DayField


class MandateForm(DutchForm):
    """A mandaatbesluit: who may sign what, for how much, from when until when."""

    number = StringField(
        "Nummer van het mandaatbesluit",
        validators=[
            choose("Vul het nummer van het mandaatbesluit in."),
            Length(max=80, message="Hoogstens 80 tekens."),
        ],
    )
    authority = RadioField(
        "Namens wie?", choices=choices_of("authority"), validators=[choose("Kies namens wie het mandaat is.")]
    )
    acts = SelectMultipleField(
        "Waarvoor?", choices=choices_of("mandate_act"), validators=[choose("Kies minstens één handeling.")]
    )
    measure_types = SelectMultipleField(
        "Voor welke maatregelen?", choices=choices_of("measure_type", only=BESCHIKKINGEN), validators=[Optional()]
    )
    most = StringField(
        "Tot welk bedrag in euro?",
        validators=[Optional(), Regexp(EUROS, message="Vul een bedrag in, zoals 2.500 of 2.500,50.")],
    )
    is_own_power = BooleanField("Dit is een eigen bevoegdheid, geen mandaat")
    valid_from_on = DayField("Vanaf welke dag?", [choose("Vul in vanaf welke dag het mandaat geldt.")])
    valid_until_on = DayField("Tot en met welke dag?", [Optional()])


class EndMandateForm(DutchForm):
    on = DayField("Niet meer geldig vanaf", [choose("Vul in vanaf welke dag het mandaat niet meer geldt.")])
