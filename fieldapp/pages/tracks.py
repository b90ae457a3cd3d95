"""The way of a measure as steps: what is done, where it stands, what is to come; and where it stands in a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fieldapp.domain.course.deciding_anew import appeal_runs, is_due, was_obeyed, was_revoked
from fieldapp.domain.course.ledger import state_of_costs
from fieldapp.domain.course.states import (
    INFORMEREN,
    INTREKKING,
    LAST_BESTUURSDWANG,
    LAST_DWANGSOM,
    SCHORSING,
    SLUITING,
    VERBEURTE_ENDS,
    WAARSCHUWING,
)
from fieldapp.pages.moments import day_long, day_of
from fieldapp.texts import label

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Stage:
    """`needs`: the field that shows that it really happened; empty: whoever came further has passed it."""

    label: str
    states: frozenset[str]
    needs: str = ""


def _stage(label: str, states: str, needs: str = "") -> Stage:
    return Stage(label, frozenset(states.split()), needs)


PROPOSED = _stage("Voorstel", "voorgesteld teruggegeven")
DECISION = (
    PROPOSED,
    _stage("Voornemen", "voornemen_klaar voornemen_verzonden", "voornemen"),
    _stage("Zienswijze", "zienswijze_ontvangen zienswijze_verstreken", "prepared"),
    _stage("Besluit", "besluit_klaar ondertekend", "bekendmaking"),
)
AT_ONCE = (
    PROPOSED,
    _stage("Direct toegepast", "toegepast_besluit_volgt", "at_once"),
    _stage("Besluit achteraf", "ondertekend", "bekendmaking"),
)
ENDED = "ingetrokken vernietigd afgesloten afgezien ingetrokken_voorstel"
OWN: dict[str, tuple[Stage, ...]] = {
    LAST_DWANGSOM: (
        _stage("Hersteltermijn", "in_begunstiging", "bekendmaking"),
        _stage("Dwangsom", "actief verbeurd_deels maximum_bereikt opgeschort", "bekendmaking"),
        _stage("Klaar", f"uitgewerkt opgeheven {ENDED}"),
    ),
    LAST_BESTUURSDWANG: (
        _stage("Hersteltermijn", "in_uitvoeringstermijn nagekomen", "bekendmaking"),
        _stage("Uitvoeren", "toepassing_gepland toegepast opgeschort", "application"),
        _stage("Kosten", "beeindigd kosten_vastgesteld kosten_geind", "costs"),
        _stage("Klaar", f"opgeheven {ENDED}"),
    ),
    SLUITING: (
        _stage("Aangekondigd", "aangekondigd", "bekendmaking"),
        _stage(
            "Gesloten", "pand_gesloten verzegeld verbroken_zegel heropend_tijdelijk verlengd opgeschort", "application"
        ),
        _stage("Weer open", "opgeheven", "application"),
        _stage("Kosten", "kosten_vastgesteld kosten_geind", "costs"),
        _stage("Klaar", ENDED),
    ),
    SCHORSING: (
        _stage("Aangekondigd", "schorsing_aangekondigd", "bekendmaking"),
        _stage("Geschorst", "geschorst opgeschort", "bekendmaking"),
        _stage("Klaar", f"schorsing_afgelopen {ENDED}"),
    ),
    INTREKKING: (
        _stage("Vergunning ingetrokken", "vergunning_ingetrokken opgeschort", "bekendmaking"),
        _stage("Klaar", ENDED),
    ),
}
LETTERS: dict[str, tuple[Stage, ...]] = {
    WAARSCHUWING: (
        PROPOSED,
        _stage("Brief klaar", "besluit_klaar", "bekendmaking"),
        _stage("Verstuurd", "verzonden", "bekendmaking"),
        _stage("Hercontrole", "hersteltermijn_verstreken opgevolgd", "hercontroles"),
        _stage("Klaar", ENDED),
    ),
    INFORMEREN: (
        PROPOSED,
        _stage("Privacytoets", "besluit_klaar", "privacy_check"),
        _stage("Brief", "privacy_getoetst verzonden", "bekendmaking"),
        _stage("Reactie", "reactie_ontvangen geen_reactie", "bekendmaking"),
        _stage("Klaar", ENDED),
    ),
}
NONE = (PROPOSED, _stage("Klaar", f"besluit_klaar {ENDED}"))
REMEDIES = (
    _stage("Bezwaar", "bezwaartermijn_loopt bezwaar_lopend opnieuw_beslissen", "bezwaar"),
    _stage("Beroep", "beroepstermijn_loopt beroep_lopend vernietigd_beroep_kan vernietigd_beroep_loopt", "beroep"),
    _stage(
        "Hoger beroep",
        "hoger_beroepstermijn_loopt hoger_beroep_lopend vernietigd_hoger_beroep_kan vernietigd_hoger_beroep_loopt",
        "hoger_beroep",
    ),
    _stage("Onherroepelijk", "onherroepelijk vernietigd"),
)


def stages_of(measure: Fields) -> tuple[Stage, ...]:
    """Return the steps of this type of measure, in their order; what was applied at once has another beginning."""
    measure_type = str(measure.get("measure_type"))
    if measure_type in OWN:
        return (AT_ONCE if "at_once" in measure else DECISION) + OWN[measure_type]
    return LETTERS.get(measure_type, NONE)


def track(measure: Fields) -> list[dict[str, Any]]:
    """Return the steps with how each stands: gedaan, nu, komt, or overgeslagen."""
    state, words = measure.get("state"), label("measure_state", measure.get("state"))
    return _as_steps(stages_of(measure), str(state), words, lambda needed: bool(measure.get(needed)))


def remedy_track(measure: Fields) -> list[dict[str, Any]]:
    """Return the second track, empty while nothing was made known."""
    remedy = measure.get("rechtsmiddel")
    if not remedy:
        return []
    made = measure.get("rechtsmiddelen") or {}
    steps = _as_steps(REMEDIES, str(remedy), label("rechtsmiddel", remedy), lambda needed: needed in made)
    if remedy == "vernietigd":
        steps[-1]["label"] = "Vernietigd"
    return steps


def _as_steps(stages: tuple[Stage, ...], state: str, words: str, happened: Any) -> list[dict[str, Any]]:
    here = next((number for number, stage in enumerate(stages) if state in stage.states), len(stages) - 1)
    steps = []
    for number, stage in enumerate(stages):
        if number == here:
            how = "nu"
        elif number > here:
            how = "komt"
        else:
            how = "gedaan" if not stage.needs or happened(stage.needs) else "overgeslagen"
        steps.append(
            {"label": stage.label, "how": how, "how_words": HOW[how], "icon": ICONS[how], "words": words if how == "nu" else ""}
        )  # fmt: skip
    return steps


HOW = {"gedaan": "gedaan", "nu": "hier staat het", "komt": "komt nog", "overgeslagen": "overgeslagen"}
ICONS = {"gedaan": "circle-check", "nu": "point", "komt": "circle-dashed", "overgeslagen": "minus"}

SENTENCES: dict[str, str] = {
    "voorgesteld": "Het voorstel wacht op een teamleider die er niet bij was.",
    "teruggegeven": "Het voorstel is teruggestuurd naar de inspecteur.",
    "ingetrokken_voorstel": "De inspecteur trok het voorstel in. Er volgt niets meer.",
    "afgezien": "Er komt geen maatregel.",
    "voornemen_klaar": "Het voorstel is goedgekeurd. Het voornemen kan worden verstuurd.",
    "voornemen_verzonden": "Het voornemen is verstuurd. Er kan een zienswijze komen tot en met {zienswijze}.",
    "zienswijze_ontvangen": "De zienswijze is binnen. Weeg haar en zet het besluit klaar.",
    "zienswijze_verstreken": "De termijn voor een zienswijze is voorbij. Het besluit kan worden klaargezet.",
    "besluit_klaar": "Het besluit of de brief is klaar.",
    "ondertekend": "Het besluit is ondertekend, maar geldt pas als het bekend is gemaakt.",
    "privacy_getoetst": "De privacytoets is gedaan. De brief kan weg.",
    "verzonden": "De brief is verstuurd op {bekendmaking}.",
    "hersteltermijn_verstreken": "De hersteltermijn is voorbij. Kijk of het is hersteld.",
    "opgevolgd": "Het is hersteld. De maatregel kan worden afgesloten.",
    "reactie_ontvangen": "Er kwam een reactie. De maatregel kan worden afgesloten.",
    "geen_reactie": "Er kwam geen reactie.",
    "in_begunstiging": "De hersteltermijn loopt tot en met {begunstiging}. Tot dan verbeurt er niets.",
    "actief": "De last geldt. Bij een nieuwe overtreding verbeurt de dwangsom vanzelf.",
    "verbeurd_deels": "Er is een dwangsom verbeurd. De last geldt nog.",
    "maximum_bereikt": "Het maximum is verbeurd. Er kan niets meer bij komen.",
    "uitgewerkt": "De last is uitgewerkt.",
    "opgeheven": "De maatregel is opgeheven.",
    "opgeschort": "De maatregel is opgeschort en werkt nu niet.",
    "ingetrokken": "Het besluit is ingetrokken.",
    "vernietigd": "Het besluit is vernietigd of herroepen. Er volgt niets meer.",
    "in_uitvoeringstermijn": "De overtreder kan zelf herstellen tot en met {uitvoering}.",
    "nagekomen": "Het is hersteld. De maatregel kan worden afgesloten.",
    "toepassing_gepland": "Het is niet hersteld. De gemeente voert het zelf uit.",
    "toegepast_besluit_volgt": "Er is direct ingegrepen. Het besluit moet er zo snel mogelijk komen: {besluit_achteraf}.",
    "toegepast": "De gemeente heeft het zelf uitgevoerd.",
    "beeindigd": "De uitvoering is klaar.",
    "kosten_vastgesteld": "De kosten zijn vastgesteld. Zij moeten betaald zijn op {betaling_kosten}.",
    "kosten_geind": "De kosten zijn betaald.",
    "aangekondigd": "De sluiting is bekendgemaakt. Het pand is nog open.",
    "pand_gesloten": "Het pand is gesloten tot en met {sluiting}.",
    "verzegeld": "Het pand is gesloten en verzegeld tot en met {sluiting}.",
    "verbroken_zegel": "Het pand is gesloten, maar het zegel is verbroken.",
    "heropend_tijdelijk": "Het pand is tijdelijk open tot en met {heropening}. De duur van de sluiting loopt door.",
    "verlengd": "De sluiting is verlengd tot en met {sluiting}.",
    "schorsing_aangekondigd": "De schorsing is bekendgemaakt en begint na {begin_schorsing}.",
    "geschorst": "De vergunning is geschorst tot en met {schorsing}.",
    "schorsing_afgelopen": "De schorsing is voorbij. De vergunning geldt weer.",
    "vergunning_ingetrokken": "De vergunning is ingetrokken.",
    "afgesloten": "De maatregel is afgesloten. Er volgt niets meer.",
}
REMEDY_SENTENCES: dict[str, str] = {
    "bezwaartermijn_loopt": "Bezwaar kan tot en met {bezwaar}.",
    "bezwaar_lopend": "Er is bezwaar. Beslis uiterlijk {beslistermijn_bezwaar}.",
    "beroepstermijn_loopt": "Op het bezwaar is beslist. Beroep kan tot en met {beroep}.",
    "beroep_lopend": "Er is beroep bij de rechtbank.",
    "hoger_beroepstermijn_loopt": "De rechtbank deed uitspraak. Hoger beroep kan tot en met {hoger_beroep}.",
    "hoger_beroep_lopend": "Er is hoger beroep.",
    "opnieuw_beslissen": "De rechtbank vernietigde de beslissing op bezwaar. Beslis opnieuw, uiterlijk {beslistermijn_bezwaar}. Hoger beroep kan tot en met {hoger_beroep}.",
    "vernietigd_beroep_kan": "{gone} Een ander met een belang kan in beroep tot en met {beroep}.",
    "vernietigd_beroep_loopt": "{gone} Daartegen loopt beroep; het besluit geldt nu niet.",
    "vernietigd_hoger_beroep_kan": "{gone} {appellant} kan in hoger beroep tot en met {hoger_beroep}.",
    "vernietigd_hoger_beroep_loopt": "{gone} {appellant} is in hoger beroep; het besluit geldt nu niet.",
    "onherroepelijk": "Niemand kan het besluit nog bestrijden.",
    "vernietigd": "Het besluit is vernietigd of herroepen.",
}


STILL_OPEN = frozenset(
    "bezwaartermijn_loopt bezwaar_lopend opnieuw_beslissen beroep_lopend hoger_beroep_lopend".split()
)
NOT_IN_FORCE = frozenset(f"opgeschort opgeheven uitgewerkt schorsing_afgelopen {ENDED}".split())


GIVEN_UP = VERBEURTE_ENDS - {"betaald"}


class _Days(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "een dag die nog niet bekend is"


def stands(measure: Fields) -> str:
    """Return where the measure stands, in a sentence."""
    state = str(measure.get("state"))
    if "annulment" in measure:
        return f"{_gone(measure)} Het geldt nu niet, maar dat staat nog niet vast."
    if state == "kosten_vastgesteld" and state_of_costs(measure) in GIVEN_UP:
        return "De kosten hoeven niet te worden betaald."
    return SENTENCES.get(state, label("measure_state", state)).format_map(_days_of(measure))


WAITS_FOR_POST = {
    "bezwaartermijn_loopt": ("bezwaar", "De termijn voor bezwaar is voorbij."),
    "beroepstermijn_loopt": ("beroep", "De termijn voor beroep is voorbij."),
    "hoger_beroepstermijn_loopt": ("hoger_beroep", "De termijn voor hoger beroep is voorbij."),
    "opnieuw_beslissen": (
        "hoger_beroep",
        "De rechtbank vernietigde de beslissing op bezwaar. Beslis opnieuw, uiterlijk {beslistermijn_bezwaar}. De termijn voor hoger beroep is voorbij.",
    ),
    "vernietigd_beroep_kan": ("beroep", "De termijn voor beroep tegen de herroeping is voorbij."),
    "vernietigd_hoger_beroep_kan": ("hoger_beroep", "De termijn voor hoger beroep is voorbij."),
}
"""Between the last day and the week in which what was posted in time still counts. Source: Awb art. 6:9 lid 2."""


def remedy_stands(measure: Fields, today: date | None = None) -> str:
    """Return whether it can still be contested, in a sentence; nothing before it was made known.

    A bezwaar does not suspend (Awb art. 6:16): that is said as long as the besluit is in force at all.
    """
    remedy = str(measure.get("rechtsmiddel"))
    goes_on = remedy in STILL_OPEN and measure.get("state") not in NOT_IN_FORCE
    words = (
        (_post_only(measure, remedy, today) or REMEDY_SENTENCES.get(remedy, ""))
        + _anew(measure, remedy)
        + (" Het besluit geldt intussen gewoon." if goes_on else "")
    )
    return words.format_map(_days_of(measure))


def _post_only(measure: Fields, remedy: str, today: date | None) -> str:
    kind, over = WAITS_FOR_POST.get(remedy, ("", ""))
    term = (measure.get("terms") or {}).get(kind)
    if today is None or term is None or today.isoformat() <= term["ends_on"]:
        return ""
    return f"{over} Post die op tijd weg was, telt nog tot en met {day_long(day_of(term['acts_after_on']))}."


def _anew(measure: Fields, remedy: str) -> str:
    """Say that hoger beroep does not put off another decision on bezwaar. Source: Awb art. 6:16, 6:24, 8:104."""
    if appeal_runs(measure):  # type: ignore[arg-type]  # a measure
        return " Hoger beroep tegen de uitspraak van de rechtbank kan tot en met {hoger_beroep}."
    if remedy != "hoger_beroep_lopend" or not is_due(measure):  # type: ignore[arg-type]  # a measure
        return ""
    return " Beslis intussen opnieuw op het bezwaar, uiterlijk {beslistermijn_bezwaar}."


def _gone(measure: Fields) -> str:
    """Return who undid the besluit: hoger beroep may still bring it back."""
    if was_obeyed(measure):  # type: ignore[arg-type]  # a measure
        return "De gemeente herriep het besluit na de uitspraak van de rechtbank."
    if was_revoked(measure):  # type: ignore[arg-type]  # a measure
        return "De gemeente herriep het besluit in bezwaar."
    return "De rechtbank vernietigde het besluit."


def _days_of(measure: Fields) -> _Days:
    days = _Days({kind: day_long(day_of(term["ends_on"])) for kind, term in (measure.get("terms") or {}).items()})
    days["gone"] = _gone(measure)
    days["appellant"] = "Wie in beroep ging," if was_revoked(measure) else "De gemeente"  # type: ignore[arg-type]  # a measure
    if "bekendmaking" in measure:
        days["bekendmaking"] = day_long(day_of(measure["bekendmaking"]["on"]))
    return days
