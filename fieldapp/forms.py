"""The forms of the office, the partner and the administrator.

Each message says what to do. Forms check shape only; what is allowed is decided by the rules.
"""

import re
from collections.abc import Container, Iterable
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.meta import DefaultMeta
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from fieldapp.asked_text import AskedTextArea
from fieldapp.pages.proposals import REMARK_FIELDS
from fieldapp.texts import LABELS

LONGEST_TEXT = 2000
LEAST_REMARK = 10
SECOND_FACTOR = re.compile(r"^\s*\d{3}\s?\d{3}\s*$")


def options(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Return value and words as the library wants them."""
    return [SelectChoice(value, words) for value, words in pairs]


def choices_of(enumeration: str, only: Container[str] | None = None) -> list[SelectChoice]:
    """Return the values of an enumeration (or some of them) with what people read for them."""
    return options((value, words) for value, words in LABELS[enumeration].items() if only is None or value in only)


def with_empty(words: str, choices: Iterable[SelectChoice]) -> list[SelectChoice]:
    """Return the choices of a list behind a first line that chooses nothing."""
    return [SelectChoice("", words), *choices]


class DutchForm(FlaskForm):  # type: ignore[misc]  # the library has no types
    """A form whose own messages of the library are Dutch too."""

    class Meta:
        locales = ("nl",)

        def get_translations(self, form: Any) -> Any:  # as the library has it
            return DefaultMeta.get_translations(self, form)  # type: ignore[arg-type]


def choose(message: str) -> InputRequired:
    return InputRequired(message=message)


def at_least(length: int, message: str) -> Length:
    return Length(min=length, max=LONGEST_TEXT, message=message)


class ActForm(DutchForm):
    """A button that does one thing; only the token is checked."""


class ApproveForm(DutchForm):
    """Keur goed: names the version on the screen, so that nobody approves what was not read."""

    seen_proposal = IntegerField("Versie", validators=[choose("Laad de pagina opnieuw en kijk het voorstel na.")])
    seen_visit = HiddenField()
    seen_binnentreden = BooleanField("Ik heb gelezen hoe de woning is binnengegaan")
    skip_zienswijze = SelectField(
        "Waarom zonder zienswijze?",
        choices=with_empty("Nee, vraag eerst een zienswijze", choices_of("skip_zienswijze")),
        default="",
    )


class ReturnForm(DutchForm):
    """Stuur terug: one reason, and a remark at one field or more."""

    seen_proposal = HiddenField()
    reason = RadioField(
        "Waarom stuurt u het terug?",
        choices=choices_of("return_reason"),
        validators=[choose("Kies waarom u het voorstel terugstuurt.")],
    )
    remark_finding_ids = TextAreaField("Bewijs en foto’s")
    remark_measure_type = TextAreaField("Maatregel")
    remark_amount_eur_cents = TextAreaField("Bedrag")
    remark_dates = TextAreaField("Datums")
    remark_addressee = TextAreaField("Voor wie")
    remark_anders = TextAreaField("Iets anders")

    @property
    def remark_fields(self) -> list[Field]:
        return [self[f"remark_{name}"] for name, _ in REMARK_FIELDS]

    @property
    def remarks(self) -> dict[str, str]:
        written = {name: (self[f"remark_{name}"].data or "").strip() for name, _ in REMARK_FIELDS}
        return {name: text for name, text in written.items() if text}

    def validate(self, extra_validators: object = None) -> bool:
        is_valid = bool(super().validate())
        if not self.remarks:
            self.remark_finding_ids.errors = ["Schrijf bij minstens één onderdeel wat er moet veranderen."]
            return False
        for name, text in self.remarks.items():
            if not LEAST_REMARK <= len(text) <= LONGEST_TEXT:
                self[f"remark_{name}"].errors = [length_words(text)]
                is_valid = False
        return is_valid


def length_words(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        return f"Maak de tekst korter: hoogstens {LONGEST_TEXT} tekens."
    return f"Schrijf minstens {LEAST_REMARK} tekens, zodat de inspecteur weet wat u bedoelt."


class DeclineForm(DutchForm):
    """Zie af: no measure, with the reason that the law asks for."""

    seen_proposal = HiddenField()
    reason = RadioField(
        "Waarom komt er geen maatregel?",
        choices=choices_of("decline_reason"),
        validators=[choose("Kies waarom er geen maatregel komt.")],
    )
    text = TextAreaField(
        "Toelichting",
        validators=[
            choose("Schrijf kort waarom er geen maatregel komt."),
            at_least(LEAST_REMARK, f"Schrijf minstens {LEAST_REMARK} en hoogstens {LONGEST_TEXT} tekens."),
        ],
    )


class SearchForm(DutchForm):
    """Search for premises; by street, number or permit number."""

    class Meta:
        csrf = False

    q = StringField("Zoek op straat, nummer of vergunning", validators=[Optional(), Length(max=80)])


class ListForm(DutchForm):
    """A new day list for one pair."""

    on = DateField("Dag", validators=[choose("Kies de dag van de lijst.")])
    first = SelectField("Eerste inspecteur", validators=[choose("Kies de eerste inspecteur.")])
    second = SelectField("Tweede inspecteur", validators=[choose("Kies de tweede inspecteur.")])

    def validate_second(self, field: SelectField) -> None:
        if field.data and field.data == self.first.data:
            raise ValidationError("Kies twee verschillende inspecteurs. Niemand gaat alleen.")


class StopForm(DutchForm):
    """Put premises on a list; a home needs its reason chosen."""

    list_id = SelectField("Zet op lijst van", validators=[choose("Kies een lijst.")])
    reason = SelectField("Reden", validators=[choose("Kies de reden van het bezoek.")])
    appointment = StringField(
        "Afspraak om",
        validators=[Optional(), Regexp(r"^([01]\d|2[0-3]):[0-5]\d$", message="Schrijf de tijd als 21:30.")],
    )


class SecondFactorForm(DutchForm):
    """Asks the reader's own second factor for what cannot be undone."""

    code = StringField(
        "Uw code van 6 cijfers",
        validators=[
            choose("Vul de 6 cijfers in uit uw app voor codes."),
            Regexp(SECOND_FACTOR, message="Vul 6 cijfers in, zoals 123 456."),
        ],
    )


class DeviceCodeForm(SecondFactorForm):
    person_id = SelectField("Voor wie?", validators=[choose("Kies voor wie het toestel is.")])


class ReasonForm(DutchForm):
    text = TextAreaField(
        "Reden",
        validators=[
            choose("Schrijf waarom u dit sluit."),
            at_least(LEAST_REMARK, f"Schrijf minstens {LEAST_REMARK} en hoogstens {LONGEST_TEXT} tekens."),
        ],
    )


class PickForm(DutchForm):
    """Which of the versions is right; nothing is chosen beforehand."""

    base = HiddenField()
    version = RadioField("Kies wat klopt", choices=[], validators=[choose("Kies welke versie klopt.")])


class ShareForm(DutchForm):
    what = SelectField(
        "Wat deelt u?",
        choices=with_empty("Kies wat u deelt", choices_of("shared_what")),
        validators=[choose("Kies wat u deelt.")],
    )
    text = AskedTextArea(
        "Wat mag de politie lezen?",
        validators=[
            choose("Schrijf wat de politie mag lezen."),
            at_least(3, f"Schrijf 3 tot {LONGEST_TEXT} tekens."),
        ],
    )
    purpose = StringField(
        "Doel",
        validators=[
            choose("Schrijf waarvoor de politie dit nodig heeft."),
            Length(max=200, message="Maak dit korter."),
        ],
    )
    ground = StringField(
        "Wettelijke grond",
        validators=[choose("Noem de wettelijke grond."), Length(max=200, message="Maak dit korter.")],
    )


class AnswerForm(DutchForm):
    answer = AskedTextArea(
        "Uw antwoord",
        validators=[
            choose("Schrijf uw antwoord op het verzoek."),
            at_least(3, f"Schrijf 3 tot {LONGEST_TEXT} tekens."),
        ],
    )


class UnitForm(DutchForm):
    unit_id = SelectField("Eenheid", validators=[choose("Kies de eenheid die erbij was.")])


class ContributionForm(DutchForm):
    text = AskedTextArea(
        "Eigen bijdrage",
        validators=[
            choose("Schrijf uw bijdrage."),
            at_least(3, f"Schrijf 3 tot {LONGEST_TEXT} tekens."),
        ],
    )


class RequestForm(DutchForm):
    ground = StringField(
        "Wettelijke grond",
        validators=[
            choose("Noem de wettelijke grond van uw verzoek."),
            Length(min=3, max=200, message="Schrijf 3 tot 200 tekens."),
        ],
    )
    text = AskedTextArea(
        "Wat hebt u nodig?",
        validators=[
            choose("Schrijf wat u nodig hebt."),
            at_least(LEAST_REMARK, f"Schrijf minstens {LEAST_REMARK} en hoogstens {LONGEST_TEXT} tekens."),
        ],
    )


class PersonForm(DutchForm):
    """Someone who signs in: staff or a police officer."""

    base = HiddenField()
    name = StringField(
        "Naam, zoals S. de Boer",
        validators=[choose("Vul de naam in."), Length(max=80, message="Maak de naam korter.")],
    )
    login = StringField(
        "Inlognaam",
        validators=[
            choose("Vul een inlognaam in."),
            Regexp(
                r"^[a-z0-9][a-z0-9._-]{1,39}$", message="Gebruik 2 tot 40 kleine letters, cijfers, punt of streepje."
            ),
        ],
    )
    roles = SelectMultipleField("Rollen", validators=[choose("Kies minstens één rol.")])
    team_ids = SelectMultipleField("Teams", validators=[Optional()])
    unit_id = SelectField("Eenheid van de politie", validators=[Optional()])
    access_until_on = DateField("Toegang tot en met", validators=[Optional()])


class NewPersonForm(PersonForm):
    password = PasswordField(
        "Eerste wachtwoord",
        validators=[
            choose("Vul een eerste wachtwoord in."),
            Length(min=12, max=200, message="Gebruik minstens 12 tekens."),
        ],
    )


class PasswordForm(SecondFactorForm):
    password = PasswordField(
        "Nieuw wachtwoord",
        validators=[
            choose("Vul een nieuw wachtwoord in."),
            Length(min=12, max=200, message="Gebruik minstens 12 tekens."),
        ],
    )


class LegalForm(DutchForm):
    """The opinion of the legal officer on a proposal."""

    agrees = RadioField(
        "Bent u het eens met dit voorstel?",
        choices=options([("ja", "Ja, dit kan"), ("nee", "Nee, dit kan niet")]),
        validators=[choose("Kies of u het eens bent.")],
    )
    text = TextAreaField(
        "Waarom?",
        validators=[
            choose("Schrijf kort waarom."),
            at_least(LEAST_REMARK, f"Schrijf minstens {LEAST_REMARK} en hoogstens {LONGEST_TEXT} tekens."),
        ],
    )


class FileForm(DutchForm):
    """A file that was brought; what is in it is looked at by who reads it."""

    file = FileField("Bestand", validators=[FileRequired("Kies een bestand.")])


class WhyForm(DutchForm):
    """One thing that needs a reason and nothing else."""

    text = TextAreaField(
        "Waarom?",
        validators=[
            choose("Schrijf kort waarom."),
            at_least(LEAST_REMARK, f"Schrijf minstens {LEAST_REMARK} en hoogstens {LONGEST_TEXT} tekens."),
        ],
    )


class HoldForm(WhyForm):
    """Houd vast: what keeps a document though its time has come."""

    reason = RadioField(
        "Waarvoor moet dit blijven?",
        choices=choices_of("hold_reason"),
        validators=[choose("Kies waarvoor dit moet blijven.")],
    )


class AgreeForm(DutchForm):
    """Akkoord: names how many items were on the screen, so that nobody agrees with what was not read."""

    items_seen = HiddenField(filters=[lambda seen: int(seen) if str(seen or "").isdecimal() else None])
    read = BooleanField(
        "Ik heb de lijst gelezen. Er is geen bezwaar, beroep of verzoek.",
        validators=[choose("Vink aan dat u de lijst hebt gelezen.")],
    )

    def validate_items_seen(self, field: HiddenField) -> None:
        if field.data is None:
            raise ValidationError("Laad de pagina opnieuw en lees de lijst.")


class EndVisitForm(DutchForm):
    """The team lead closes a visit that nobody closes; the text is asked where the reason does not say it."""

    end_reason = RadioField(
        "Waarom sluit u af?",
        choices=choices_of("end_reason"),
        validators=[choose("Kies waarom u afsluit.")],
    )
    end_text = TextAreaField("Uitleg", validators=[Optional(), Length(max=LONGEST_TEXT, message="Houd het kort.")])


class VoidVisitForm(DutchForm):
    """A visit that should not have been begun."""

    void_reason = RadioField(
        "Waarom vervalt de controle?",
        choices=choices_of("void_reason"),
        validators=[choose("Kies waarom deze controle vervalt.")],
    )
    void_text = TextAreaField("Uitleg", validators=[Optional(), Length(max=LONGEST_TEXT, message="Houd het kort.")])


class HandOverForm(DutchForm):
    """Another inspector of the team leads from now on."""

    leader_id = SelectField("Wie leidt verder?", choices=[], validators=[choose("Kies een inspecteur.")])
    handover_reason = RadioField(
        "Waarom draagt u over?", choices=choices_of("handover_reason"), validators=[choose("Kies waarom u overdraagt.")]
    )


class MachtigingForm(DutchForm):
    """A machtiging to enter a dwelling, taken over from paper; a number is no name."""

    purpose = RadioField(
        "Waarvoor?", choices=choices_of("machtiging_purpose"), validators=[choose("Kies waarvoor de machtiging is.")]
    )
    issuer = RadioField(
        "Wie gaf de machtiging?",
        choices=choices_of("machtiging_issuer"),
        validators=[choose("Kies wie de machtiging gaf.")],
    )
    given_on = DateField("Datum op de machtiging", validators=[choose("Vul de datum in die op de machtiging staat.")])
    provisions = StringField(
        "Wettelijke bepalingen",
        validators=[
            choose("Neem de artikelen over die op de machtiging staan."),
            Length(max=200, message="Gebruik hoogstens 200 tekens."),
        ],
    )
    zaak_id = StringField("Zaaknummer", validators=[Optional(), Length(max=40, message="Gebruik hoogstens 40 tekens.")])
    authorised_ids = SelectMultipleField(
        "Wie mag naar binnen?", choices=[], validators=[choose("Kies wie in de machtiging staat.")]
    )
    companions = SelectMultipleField("Wie mag mee?", choices=choices_of("capacity"))
    night = BooleanField("Er staat uitdrukkelijk in: ook tussen 0 en 6 uur")
    absence = BooleanField("Er staat uitdrukkelijk in: ook als de bewoner er niet is")
