"""The form of each act on a measure, made from the shape of the act: one table of fields, no branch per act.

What a field is (a day, an amount, a choice) follows from its name and type in the shape; the table says what people
read. Which fields are asked for which measure is a column. Forms check shape only: the rules decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, NotRequired, Required, get_args, get_origin

from typing_extensions import get_type_hints
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from fieldapp.domain.course.another_decision import RESULTS
from fieldapp.domain.course.states import BESCHIKKINGEN, LAST_BESTUURSDWANG, LAST_DWANGSOM, SCHORSING, SLUITING
from fieldapp.domain.moments import AMSTERDAM, instant
from fieldapp.forms import LONGEST_TEXT, DutchForm, choices_of, options
from fieldapp.texts import LABELS

Fields = Mapping[str, Any]
LASTS = frozenset({LAST_DWANGSOM, LAST_BESTUURSDWANG})
PLACES = frozenset({LAST_BESTUURSDWANG, SLUITING})
PERMITS = frozenset({SCHORSING, "intrekking_vergunning"})
WEIGHED = PLACES | PERMITS
NOT_FILLED = ("", "Niet ingevuld")
EUROS = r"^\s*(?:€\s*)?\d{1,3}(?:\.?\d{3})*(?:,\d{2})?\s*$"
UUID = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
MOST_LINES = 20


@dataclass(frozen=True)
class Asked:
    """What people read at a field. `form` only where name and type do not tell; `types` empty: for every measure."""

    label: str
    hint: str = ""
    form: str = ""
    words: str = ""
    """Enumeration in `texts.LABELS`."""
    types: frozenset[str] = frozenset()
    needs: str = ""
    """Asked only when the case has this: `home`, `resident`, `units_of_time`; `besluit`: it is about
    the besluit itself; `amount`: what it is about has an amount; `own_appeal`: the municipality appealed."""
    empty: str = ""
    """What is said when it must be filled in and is not."""
    starts_today: bool = False


LETTER = Asked("Welke brief hoort hierbij?", "Kies de brief die is verstuurd, als die hier is gemaakt.")
MANDATE = Asked("Met welk mandaat?", empty="Kies het mandaat waarmee u tekent.")
REASON = "Schrijf over het pand, niet over mensen. Minstens 10 tekens."

ASKED: dict[str, Asked] = {
    "on": Asked("Op welke dag?", empty="Vul de dag in.", starts_today=True),
    "sent_on": Asked("Op welke dag verstuurd?", empty="Vul in op welke dag het is verstuurd.", starts_today=True),
    "received_on": Asked("Op welke dag ontvangen?", empty="Vul in op welke dag het binnenkwam.", starts_today=True),
    "posted_on": Asked("Op welke dag op de post gedaan?", "Kijk naar het poststempel. Op tijd op de post telt ook."),
    "made_known_on": Asked("Op welke dag bekendgemaakt?", empty="Vul de dag van bekendmaking in.", starts_today=True),
    "forfeited_on": Asked("Op welke dag verbeurd?", empty="Vul in op welke dag de dwangsom verbeurde."),
    "from_on": Asked("Vanaf welke dag?", empty="Vul in vanaf welke dag.", starts_today=True),
    "until_on": Asked("Tot en met welke dag?", empty="Vul in tot en met welke dag."),
    "how": Asked("Hoe?", words="how_sent", empty="Kies hoe het is gegaan."),
    "zienswijze_days": Asked(
        "Hoeveel dagen om te reageren?", "Vaak 14. Bij spoed korter.", empty="Vul het aantal dagen in."
    ),
    "mandate_id": MANDATE,
    "letter_id": LETTER,
    "visit_id": Asked("Welke controle?", "Alleen afgeronde controles van na de brief.", empty="Kies de controle."),
    "text": Asked("Toelichting", REASON, empty="Schrijf een korte toelichting."),
    "reason": Asked("Waarom?", words="decline_reason", empty="Kies de reden."),
    "result": Asked("Wat is de uitkomst?", empty="Kies de uitkomst."),
    "ground": Asked("Op welke grond?", empty="Kies de grond."),
    "amount_eur_cents": Asked("Bedrag in euro", "Zoals 2.500 of 2.500,50.", empty="Vul het bedrag in."),
    "seal_numbers": Asked("Nummers van de zegels", "Eén nummer op een regel. Leeg als er niet is verzegeld."),
    "applied_at": Asked("Wanneer?", "Dag en tijd waarop het gebeurde.", empty="Vul dag en tijd in."),
    "goods_record": Asked("Nummer van het proces-verbaal van meegenomen zaken", "Leeg als er niets is meegenomen."),
    "goods_copy_on": Asked("Op welke dag is het afschrift gegeven?"),
    "machtiging.issuer": Asked(
        "Wie gaf de machtiging om binnen te gaan?", "Alleen als niemand toestemming gaf.", words="authority", needs="home"
    ),
    "machtiging.given_on": Asked("Op welke dag is de machtiging gegeven?", needs="home"),
    # zienswijze
    "form": Asked("Hoe kwam de zienswijze?", words="zienswijze_form", empty="Kies hoe de zienswijze kwam."),
    "heard_by_role": Asked("Wie hoorde de zienswijze?", words="role"),
    "cautie_at": Asked(
        "Wanneer is gezegd dat niemand hoeft te antwoorden?", "Nodig bij een gesprek als er een straf kan volgen."
    ),
    # the letter to an owner
    "agrees": Asked("Mag de brief weg?", empty="Kies of de brief weg mag."),
    "recipient": Asked("Voor wie is de brief?", words="recipient", empty="Kies voor wie de brief is."),
    "legal_basis": Asked("Op welke wettelijke grond?", REASON, "text", empty="Schrijf op welke grond de brief rust."),
    "is_neutral": Asked(
        "Gaat de brief alleen over het gebruik van het pand?",
        "Dus niet over wat iemand doet of is.",
        empty="Kies of de brief neutraal is.",
    ),
    # dwangsom
    "period": Asked(
        "De hoeveelste dag, week of maand?",
        "Geteld vanaf de dag na de hersteltermijn. De eerste is 1.",
        needs="units_of_time",
        empty="Vul in de hoeveelste het is.",
    ),
    "is_finished": Asked("Er is niets meer te doen: de last is uitgewerkt", types=frozenset({LAST_DWANGSOM})),
    "skip_zienswijze": Asked("Geen voornemen verstuurd? Kies waarom niet", words="skip_invordering"),
    "kind": Asked("Wat boekt u?", words="payment_kind", empty="Kies wat u boekt."),
    "forfeited_lapses": Asked("Wat al is verbeurd, vervalt ook", types=frozenset({LAST_DWANGSOM})),
    # bezwaar
    "excused": Asked("Te laat, maar met een goede reden?", "Schrijf de reden op. Leeg als het op tijd was.", "text"),
    "with_committee": Asked("Adviseert een commissie?", "Dan is de termijn 12 weken.", empty="Kies of er een commissie is."),
    "is_hoger": Asked(
        "Dit is hoger beroep tegen de uitspraak van de rechtbank",
        "Aankruisen als het niet alleen over de nieuwe beslissing op bezwaar gaat.",
        needs="hoger_beroep",
    ),
    # weighing
    "variant": Asked("Hoe snel?", words="variant", types=PLACES),
    "herstelmaatregelen": Asked("Wat moet de overtreder doen?", "Eén maatregel op een regel.", types=LASTS),
    "no_begunstiging_reason": Asked("Waarom geen hersteltermijn?", words="no_begunstiging_reason", types=LASTS),
    "closure_basis": Asked("Op welke wet rust de sluiting?", words="closure_basis", types=frozenset({SLUITING})),
    "permit_number": Asked("Om welke vergunning gaat het?", types=PERMITS),
    "starts_on": Asked("Vanaf welke dag?", "Leeg: vanaf de bekendmaking.", types=frozenset({SLUITING, SCHORSING})),
    "duration_reason": Asked("Waarom zo lang?", "", "text", types=frozenset({SLUITING, SCHORSING})),
    "geschikt": Asked("Waarom is dit geschikt?", "Helpt het tegen wat er is gezien?", "text", types=WEIGHED),
    "noodzakelijk": Asked("Waarom is dit noodzakelijk?", "Waarom helpt iets lichters niet?", "text", types=WEIGHED),
    "evenwichtig": Asked("Waarom is dit evenwichtig?", "Wegen de gevolgen op tegen het doel?", "text", types=WEIGHED),
    "residents_count": Asked("Hoeveel mensen wonen er?", types=PLACES, needs="home"),
    "minors_count": Asked("Hoeveel kinderen wonen er?", types=PLACES, needs="home"),
    "rehousing": Asked("Waar kunnen zij heen?", words="rehousing", types=PLACES, needs="home"),
    "can_return": Asked("Kunnen zij daarna terug?", types=PLACES, needs="home"),
    "blame": Asked("Wat is hun te verwijten?", words="blame", types=PLACES, needs="home"),
    "rechthebbenden": Asked("Wie krijgt het besluit ook?", "Wie het pand mag gebruiken.", words="rechthebbende", types=PLACES),
    "cost_recovery": Asked("Verhaalt de gemeente de kosten?", words="cost_recovery", types=PLACES),
    "cost_text": Asked("Toelichting op de kosten", "", "text", types=PLACES),
    "overtreder_basis": Asked("Waarom is dit de overtreder?", words="overtreder_basis"),
    "owner_informed_on": Asked("Op welke dag hoorde de eigenaar het eerder?"),
    "owner_controls": Asked("Hoe houdt de eigenaar toezicht op het gebruik?", "", "text"),
    "motive": Asked("Waarvoor is de maatregel?", words="motive", types=PERMITS),
    "criminal_track": Asked("Er kan ook een straf volgen"),
    "confirm_resident": Asked("Ik bevestig: de brief gaat naar de bewoner", needs="resident"),
    "zaak_ref": Asked("Zaaknummer in het zaaksysteem", "De naam staat alleen daar.", needs="resident"),
}  # fmt: skip

SAID_OTHERWISE: dict[str, Asked] = {
    "receive_zienswijze.text": Asked("Samenvatting van de zienswijze", "Schrijf over het pand, niet over mensen."),
    "prepare_besluit.text": Asked(
        "Wat is er met de zienswijze gedaan?", REASON, empty="Schrijf wat er met de zienswijze is gedaan."
    ),
    "note_reply.text": Asked("Samenvatting van de reactie", "Schrijf over het pand, niet over mensen."),
    "check_privacy.text": Asked("Toelichting", "Schrijf over het pand, niet over mensen."),
    "note_hercontrole.result": Asked("Is het hersteld?", words="hercontrole_result", empty="Kies de uitkomst."),
    "decide_bezwaar.result": Asked("Wat is beslist?", words="bezwaar_result", empty="Kies wat is beslist."),
    "decide_bezwaar.on": Asked(
        "Op welke dag bekendgemaakt?", "Of: op welke dag ingetrokken.", empty="Vul de dag in.", starts_today=True
    ),
    "decide_bezwaar.amount_eur_cents": Asked(
        "Wordt het bedrag lager?",
        "Alleen als het besluit is gewijzigd. Vul het nieuwe bedrag in, zoals 1.500. Leeg: het bedrag blijft.",
        needs="amount",
    ),
    "decide_bezwaar.max_eur_cents": Asked(
        "Wordt het maximum lager?",
        "Alleen als het besluit is gewijzigd. Vul het nieuwe maximum in, zoals 6.000. Leeg: het maximum blijft.",
        types=frozenset({LAST_DWANGSOM}),
        needs="besluit",
    ),
    "join_remedy.on": Asked("Sinds welke dag is dit ook bestreden?", empty="Vul de dag in.", starts_today=True),
    "receive_beroep.received_on": Asked(
        "Op welke dag ingediend?", empty="Vul in op welke dag het is ingediend.", starts_today=True
    ),
    "decide_beroep.result": Asked("Wat is de uitspraak?", words="beroep_result", empty="Kies de uitspraak."),
    "decide_beroep.on": Asked("Op welke dag was de uitspraak?", empty="Vul de dag in.", starts_today=True),
    "decide_beroep.until_on": Asked(
        "Tot en met welke dag mag de gemeente opnieuw beslissen?",
        "Alleen als de rechter zelf een termijn gaf. Leeg: de termijn van de wet.",
    ),
    "lift.ground": Asked("Waarom opheffen?", words="lift_ground", empty="Kies waarom u opheft."),
    "suspend.ground": Asked("Waarom opschorten?", words="suspend_ground", empty="Kies waarom u opschort."),
    "apply_at_once.reason": Asked(
        "Waarom kan dit niet wachten?", REASON, "text", empty="Schrijf waarom dit niet kan wachten."
    ),
    "apply_at_once.visit_id": Asked("Bij welke controle is er binnengegaan?", needs="home"),
    "apply.visit_id": Asked("Bij welke controle is er binnengegaan?", needs="home"),
    "close_premises.visit_id": Asked("Bij welke controle is er binnengegaan?", needs="home"),
    "waive_verbeurte.reason": Asked("Waarom?", words="waive_reason", empty="Kies de reden."),
    "close.reason": Asked("Waarom is het klaar?", words="closing_reason", empty="Kies waarom het klaar is."),
    "interrupt_verjaring.how": Asked("Hoe is gestuit?", words="interruption", empty="Kies hoe is gestuit."),
    "record_payment.on": Asked("Op welke dag betaald?", empty="Vul de dag in.", starts_today=True),
    "defer_payment.from_on": Asked(
        "Vanaf welke dag geldt het uitstel?", empty="Vul in vanaf welke dag.", starts_today=True
    ),
    "defer_payment.until_on": Asked(
        "Tot en met welke dag?", "Tot dan manen wij niet aan.", empty="Vul in tot en met welke dag."
    ),
    "defer_payment.bears_interest": Asked(
        "Is er rente verschuldigd over het uitstel?", "Gewoonlijk wel (Awb art. 4:101).", empty="Kies of er rente is."
    ),
    "defer_payment.text": Asked("Waarom, en onder welke voorwaarden?", REASON, empty="Schrijf waarom er uitstel komt."),
    "end_deferral.on": Asked(
        "Wat is de laatste dag van het uitstel?", empty="Vul de laatste dag in.", starts_today=True
    ),
    "end_deferral.text": Asked("Waarom stopt het uitstel?", REASON, empty="Schrijf waarom het uitstel stopt."),
    "lengthen_term.until_on": Asked(
        "Tot en met welke dag mag het duren?",
        "Later dan nu. Valt die dag in een weekend of op een feestdag? Dan wordt het de eerste werkdag daarna.",
        empty="Vul de nieuwe laatste dag in.",
    ),
    "lengthen_term.text": Asked(
        "Waarom krijgt de overtreder meer tijd?", REASON, empty="Schrijf waarom er meer tijd komt."
    ),
    "lengthen_term.mandate_id": Asked("Met welk mandaat?", types=BESCHIKKINGEN),
    "extend_closure.until_on": Asked("Verlengd tot en met welke dag?", empty="Vul de nieuwe laatste dag in."),
}
"""The same name in another act can need other words."""

MADE = frozenset({"zienswijze_id", "payment_id", "verbeurte_id", "of", "finding_ids", "edition", "which"})
"""Filled in by the page: ids of what begins, the verbeurte that it is about, the findings of the visit,
the bezwaar that waits, and which weighing the page showed."""
NEW_IDS = {"receive_zienswijze": "zienswijze_id", "record_payment": "payment_id", "forfeit": "verbeurte_id"}
"""Made when the form is opened, so that sending it twice does it once."""

UNDOABLE = frozenset({"weigh", "prepare_besluit", "note_reply", "receive_zienswijze"})
"""Acts that can be said anew; all others ask once more whether it is right."""

FIELD_OF_REASON = {
    "measure.no_mandate": "mandate_id",
    "measure.mandate_expired": "mandate_id",
    "measure.mandate_too_narrow": "mandate_id",
    "measure.signed_already": "mandate_id",
    "measure.deferral_runs": "from_on sent_on on",
    "measure.no_deferral": "on",
    "measure.term_is_over": "until_on",
    "measure.no_hercontrole": "visit_id",
    "measure.seen_already": "visit_id",
    "measure.nobody_looked": "visit_id",
    "measure.entry_record_missing": "visit_id",
    "measure.no_finding": "visit_id",
    "measure.own_visit": "visit_id",
    "measure.wrong_days": "zienswijze_days until_on",
    "measure.day_in_the_future": "DAY",
    "measure.day_too_early": "DAY",
    "measure.day_does_not_fit": "forfeited_on",
    "measure.was_suspended": "forfeited_on",
    "measure.not_in_force": "forfeited_on",
    "measure.amount_missing": "amount_eur_cents",
    "measure.paid_more_than_received": "amount_eur_cents",
    "measure.rightly_paid": "amount_eur_cents",
    "measure.costs_differ": "amount_eur_cents",
    "measure.costs_over_bezwaar": "amount_eur_cents",
    "measure.not_less": "amount_eur_cents max_eur_cents",
    "measure.amount_over_maximum": "max_eur_cents",
    "measure.remark_too_short": "text reason legal_basis",
    "text.personal_data": "text reason legal_basis excused",
    "measure.cautie_missing": "cautie_at",
    "measure.no_zienswijze": "skip_zienswijze",
    "measure.seal_missing": "seal_numbers",
    "measure.goods_copy_missing": "goods_copy_on",
    "measure.machtiging_missing": "machtiging_issuer",
    "measure.machtiging_expired": "machtiging_given_on",
    "measure.machtiging_wrong_issuer": "machtiging_issuer",
    "measure.not_neutral": "is_neutral",
    "measure.besluit_owed": "reason",
    "measure.bezwaar_was_late": "result",
    "measure.besluit_not_known_yet": "result",
    "measure.only_for_money": "result",
    "measure.not_a_year_yet": "ground",
    "measure.permit_missing": "permit_number",
}  # fmt: skip
"""Refusal -> the field at which its sentence stands, the first of these that the form has."""


@dataclass(frozen=True)
class Row:
    """One field of a form: what it is, what it may hold, and its name in the form."""

    name: str
    form: str
    asked: Asked
    required: bool
    nullable: bool
    values: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self.name.replace(".", "_")


@dataclass(frozen=True)
class Offered:
    """What can be chosen in this case, as (value, words), and what the case has (`home`, `resident`, `units_of_time`,
    `no_bekendmaking`, `at_once`)."""

    mandates: tuple[tuple[str, str], ...] = ()
    visits: tuple[tuple[str, str], ...] = ()
    letters: tuple[tuple[str, str], ...] = ()
    permits: tuple[tuple[str, str], ...] = ()
    has: frozenset[str] = frozenset()


def rows_of(act: str, declared: Any, measure_type: str, has: Iterable[str]) -> list[Row]:
    """Return the fields that this act asks for such a measure, in the order of its shape."""
    found = []
    for name, hint in get_type_hints(declared, include_extras=True).items():
        if name in MADE:
            continue
        bare, nullable = _bare(hint)
        required = name in declared.__required_keys__ and not nullable
        if name == "machtiging":
            found += [_row(act, "machtiging.issuer", get_type_hints(bare)["issuer"], False, True)]
            found += [_row(act, "machtiging.given_on", str, False, True)]
        else:
            found.append(_row(act, name, bare, required, nullable))
    kept = set(has)
    return [row for row in found if _is_asked(row.asked, measure_type, kept)]


def _is_asked(asked: Asked, measure_type: str, has: set[str]) -> bool:
    return (not asked.types or measure_type in asked.types) and (not asked.needs or asked.needs in has)


def _row(act: str, name: str, bare: Any, required: bool, nullable: bool) -> Row:
    asked = SAID_OTHERWISE.get(f"{act}.{name}") or ASKED[name]
    values = tuple(get_args(bare)) if get_origin(bare) is Literal else ()
    if get_origin(bare) is list and get_origin(get_args(bare)[0]) is Literal:
        values = tuple(get_args(get_args(bare)[0]))
    if name == "period":
        required = True
    if get_origin(bare) is list:
        required = False  # an empty list is a list; the rule says when there must be something in it
    return Row(name, asked.form or _form_of(name, bare, required), asked, required, nullable, values)


def _form_of(name: str, bare: Any, required: bool) -> str:
    """Return what a field is, by its name and its type in the shape."""
    if name in _BY_NAME:
        return _BY_NAME[name]
    if get_origin(bare) is Literal:
        return "choice"
    if get_origin(bare) is list:
        return "many" if get_origin(get_args(bare)[0]) is Literal else "lines"
    if bare is bool:
        return "yes_no" if required or name == "can_return" else "tick"
    if bare is int:
        return "cents" if name.endswith("_cents") else "number"
    last = name.rpartition(".")[2]
    if last == "on" or last.endswith("_on"):
        return "day"
    return "moment" if last.endswith("_at") else "line"


_BY_NAME = {
    "mandate_id": "mandate",
    "visit_id": "visit",
    "letter_id": "letter",
    "permit_number": "permit",
    "text": "text",
}


def _bare(hint: Any) -> tuple[Any, bool]:
    """Return a type without Required and None, and whether None was allowed."""
    while get_origin(hint) in (Required, NotRequired):
        hint = get_args(hint)[0]
    parts = [one for one in get_args(hint) if one is not type(None)]
    if type(None) in get_args(hint) and parts:
        return parts[0], True
    return hint, False


# --- the fields


class DayField(DateField):
    """A day as browsers send it, or as people write it."""

    def __init__(self, label: str = "", validators: Any = None, **more: Any) -> None:
        super().__init__(label, validators, format=["%Y-%m-%d", "%d-%m-%Y"], **more)

    def process_formdata(self, valuelist: Any) -> None:
        try:
            super().process_formdata([one.strip() for one in valuelist])
        except ValueError:
            raise ValueError("Deze dag bestaat niet. Vul een dag in, zoals 22-11-2026.") from None


class MomentField(DateTimeLocalField):
    def process_formdata(self, valuelist: Any) -> None:
        try:
            super().process_formdata([one.strip() for one in valuelist])
        except ValueError:
            raise ValueError("Vul dag en tijd in, zoals 22-11-2026 om 21:30.") from None


class WholeNumber(IntegerField):
    def process_formdata(self, valuelist: Any) -> None:
        try:
            super().process_formdata([one.strip() for one in valuelist])
        except ValueError:
            raise ValueError("Vul een heel getal in, zoals 14.") from None


def few_lines(form: Any, field: Field) -> None:
    if len(lines_of(field.data)) > MOST_LINES:
        raise ValidationError(f"Hoogstens {MOST_LINES} regels.")


def lines_of(written: str | None) -> list[str]:
    return [line.strip() for line in (written or "").splitlines() if line.strip()]


def form_of(rows: Iterable[Row], offered: Offered, begin: Fields, new_id: str = "", edition: int = 0) -> Any:
    """Return the form with these fields; `begin`: values of the body with which it starts."""
    fields: dict[str, Any] = {row.key: _field(row, offered) for row in rows}
    fields["new_id"] = HiddenField(validators=[Optional(), Regexp(UUID, message="Laad de pagina opnieuw.")])
    fields["edition"] = HiddenField(validators=[Optional(), Regexp(r"^[0-9]{1,6}$", message="Laad de pagina opnieuw.")])
    made = type("ActOfMeasureForm", (DutchForm,), fields)
    return made(data={"new_id": new_id, "edition": str(edition), **{row.key: _shown(row, begin) for row in rows}})


def _field(row: Row, offered: Offered) -> Any:
    must = [InputRequired(message=row.asked.empty or "Vul dit in.")] if row.required else [Optional()]
    words = row.asked.label
    match row.form:
        case "day":
            return DayField(words, must)
        case "moment":
            return MomentField(words, must, format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
        case "number":
            return WholeNumber(words, [*must, NumberRange(0, 9999, message="Vul een getal in van 0 tot 9999.")])
        case "cents":
            return StringField(words, [*must, Regexp(EUROS, message="Vul een bedrag in, zoals 2.500 of 2.500,50.")])
        case "tick":
            return BooleanField(words)
        case "line":
            return StringField(words, [*must, Length(max=200, message="Hoogstens 200 tekens.")])
        case "lines":
            return TextAreaField(
                words, [*must, Length(max=LONGEST_TEXT, message=f"Hoogstens {LONGEST_TEXT} tekens."), few_lines]
            )
        case "text":
            return TextAreaField(words, [*must, Length(max=LONGEST_TEXT, message=f"Hoogstens {LONGEST_TEXT} tekens.")])
        case "many":
            return SelectMultipleField(words, [Optional()], choices=choices_of(row.asked.words, only=row.values))
    return RadioField(words, must, choices=choices_for(row, offered), default="" if not row.required else None)  # fmt: skip


def choices_for(row: Row, offered: Offered) -> Any:
    """Return what can be chosen; what may stay empty can be chosen to be empty."""
    pairs = {
        "yes_no": (("ja", "Ja"), ("nee", "Nee")),
        "mandate": offered.mandates,
        "visit": offered.visits,
        "letter": offered.letters,
        "permit": offered.permits,
    }.get(row.form) or tuple(
        (value, _words(_group(row, offered), value)) for value in row.values if _fits(row, value, offered)
    )
    return options(pairs if row.required else (NOT_FILLED, *pairs))


def _fits(row: Row, value: str, offered: Offered) -> bool:
    """Say whether this can be chosen: what only money has is not offered for the besluit itself."""
    if value in RESULTS and "besluit" in offered.has:
        return False
    left = {only for (words, case), only in ONLY.items() if words == row.asked.words and case in offered.has}
    if left and value not in left:
        return False
    return _group(row, offered) != OWN_APPEAL or value in LABELS[OWN_APPEAL]


ONLY = {("bezwaar_result", "no_bekendmaking"): "ingetrokken", ("decline_reason", "at_once"): "niet_vastgesteld"}
"""What is left to choose of these words in such a case. Source: Awb art. 6:10 lid 2, 5:31 lid 2."""
OWN_APPEAL = "own_appeal_result"


def _group(row: Row, offered: Offered) -> str:
    """Return which words the choices have: a ruling on the appeal of the municipality itself says what becomes of its own besluit."""
    is_own = row.asked.words == "beroep_result" and "own_appeal" in offered.has
    return OWN_APPEAL if is_own else row.asked.words


def _words(group: str, value: str) -> str:
    words = LABELS.get(group, {}).get(value, value.replace("_", " "))
    return words[:1].upper() + words[1:]


def _shown(row: Row, begin: Fields) -> Any:
    """Return a value of the body as the form holds it."""
    value = begin.get(row.name)
    if "." in row.name:
        top, _, inner = row.name.partition(".")
        value = (begin.get(top) or {}).get(inner)
    if value is None:
        return None if row.form not in ("choice", "yes_no", "permit", "visit", "letter") or row.required else ""
    return _TO_FORM.get(row.form, lambda one: one)(value)


_TO_FORM: dict[str, Any] = {
    "day": date.fromisoformat,
    "moment": lambda one: datetime.fromisoformat(one).astimezone(AMSTERDAM).replace(tzinfo=None),
    "cents": lambda one: f"{one // 100},{one % 100:02}",
    "yes_no": lambda one: "ja" if one else "nee",
    "lines": "\n".join,
}


# --- the body


def body_of(rows: Iterable[Row], form: Any) -> dict[str, Any]:
    """Return what was filled in as the act takes it; what may be absent and is empty, is absent."""
    body: dict[str, Any] = {}
    machtiging: dict[str, Any] = {}
    for row in rows:
        value = _taken(row, form[row.key].data)
        if row.name.startswith("machtiging."):
            machtiging[row.name.partition(".")[2]] = value
        elif value is not None or row.nullable:
            body[row.name] = value
    if machtiging:
        body["machtiging"] = machtiging if all(machtiging.values()) else None
    return body


def _taken(row: Row, data: Any) -> Any:
    if row.form in ("tick", "many"):
        return bool(data) if row.form == "tick" else list(data or ())
    if row.form == "lines":
        return lines_of(data)
    if data is None or data == "":
        return None
    return _FROM_FORM.get(row.form, lambda one: one.strip() if isinstance(one, str) else one)(data)


_FROM_FORM: dict[str, Any] = {
    "day": date.isoformat,
    "moment": lambda one: instant(one.replace(tzinfo=AMSTERDAM)),
    "cents": lambda one: cents_of(one),
    "yes_no": lambda one: one == "ja",
    "text": lambda one: one.strip().replace("\r\n", "\n") or None,
}


def cents_of(written: str) -> int | None:
    """Return "2.500,50" as 250050; None for what is no amount."""
    try:
        return int(Decimal(written.replace("€", "").replace(".", "").replace(",", ".").strip()) * 100)
    except InvalidOperation:
        return None


def said_rows(rows: Iterable[Row], form: Any) -> list[dict[str, str]]:
    """Return what was filled in as label and words, to be looked at once more."""
    lines = [{"label": row.asked.label, "value": said(row, form[row.key])} for row in rows]
    return [line for line in lines if line["value"]]


def said(row: Row, field: Field) -> str:
    if row.form == "tick":
        return "Ja" if field.data else ""
    if row.form == "day":
        return f"{field.data:%d-%m-%Y}" if field.data else ""
    if row.form == "moment":
        return f"{field.data:%d-%m-%Y om %H:%M}" if field.data else ""
    if not hasattr(field, "iter_choices"):
        return str(field.data or "").strip()
    chosen = [str(one.label) for one in field.iter_choices() if one.selected and one.value != ""]
    return ", ".join(chosen)


def sent_again(rows: Iterable[Row], form: Any) -> list[tuple[str, str]]:
    """Return the names and values with which the same form can be sent once more."""
    pairs: list[tuple[str, str]] = [("new_id", form.new_id.data or "")]
    for row in rows:
        field = form[row.key]
        if row.form == "many":
            pairs += [(row.key, one) for one in field.data or ()]
        elif row.form == "tick":
            pairs += [(row.key, "y")] if field.data else []
        elif hasattr(field, "iter_choices"):
            pairs.append((row.key, field.data or ""))
        else:
            pairs.append((row.key, field._value()))
    return pairs


def put_at_field(form: Any, rows: Iterable[Row], reason: str, sentence: str) -> bool:
    """Put the sentence of a refusal at the field it is about; False when no field of this form is."""
    names = [row.key for row in rows]
    wanted = FIELD_OF_REASON.get(reason, "").split()
    if wanted == ["DAY"]:
        wanted = [row.key for row in rows if row.form in ("day", "moment") and row.required]
    name = next((one for one in wanted if one in names), None)
    if name is None:
        return False
    form[name].errors = [sentence]
    return True
