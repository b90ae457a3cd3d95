"""The forms of units, and of addresses that have no file yet."""

from wtforms import DateField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import Length, Optional, Regexp

from fieldapp.forms import DutchForm, StopForm, choices_of, choose, options, with_empty

OF_THE_SERVICE = r"^\+?[0-9][0-9 ()-]{1,18}[0-9]$"
"""A number to dial: digits with spaces, brackets or hyphens between them."""


class PlaceForm(DutchForm):
    """A team, a police unit or a partner. What it is cannot change: people and visits hang from it."""

    base = HiddenField()
    name = StringField(
        "Naam",
        validators=[choose("Vul de naam in."), Length(max=80, message="Maak de naam korter: hoogstens 80 tekens.")],
    )
    phone = StringField(
        "Telefoon",
        validators=[Optional(), Regexp(OF_THE_SERVICE, message="Vul een telefoonnummer in, zoals 14 0123.")],
    )
    covenant_until_on = DateField(
        "Convenant tot en met", validators=[Optional()], description="Alleen voor politie. Daarna stopt de toegang."
    )


class NewPlaceForm(PlaceForm):
    kind = SelectField(
        "Soort",
        choices=with_empty("Kies de soort", choices_of("unit_kind")),
        validators=[choose("Kies wat voor eenheid het is.")],
    )


class AddressSearchForm(DutchForm):
    """Search in all addresses of the municipality."""

    class Meta:
        csrf = False

    q = StringField("Zoek op straat en nummer", validators=[Optional(), Length(max=80)])


class NewAddressForm(StopForm):
    """Put an address that has no file on a list; what stands there is never guessed."""

    use = RadioField(
        "Wat is het?",
        choices=options([("woning", "Woning"), ("overig", "Ander pand zonder vergunning")]),
        validators=[choose("Kies wat het is: een woning of een ander pand.")],
    )
