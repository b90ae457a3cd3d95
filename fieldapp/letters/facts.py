"""From documents to the facts of one letter: plain words under Dutch names, as the templates and Word files use them.

A pure view. What no document and no field of the letter knows is a `Gap`: it stands in the concept where it is missing
and keeps the letter from becoming final.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fieldapp.domain.deadlines import zienswijzetermijn
from fieldapp.domain.letter_kinds import FILLS, LetterKind
from fieldapp.domain.policy import Policy
from fieldapp.letters import facts_entry, facts_measure, facts_money
from fieldapp.letters.gaps import Gap
from fieldapp.letters.words import Facts, Fields, clock_words, day_words, line_of, lines_of, sentence
from fieldapp.pages.findings import finding_rows
from fieldapp.texts import label

CONCEPT = "concept"


@dataclass(frozen=True)
class Photo:
    """One annex: the JPEG, what it shows, and the digest that the phone signed."""

    caption: str
    sha256: str
    jpeg_base64: str


@dataclass(frozen=True)
class Sources:
    """All that a letter is made of. `filled`: what the office wrote on its page, by the names of `FILLS`."""

    kind: LetterKind
    premises: Fields
    policy: Policy
    sender: Fields
    dated_on: date
    measure: Fields = field(default_factory=dict)
    visit: Fields = field(default_factory=dict)
    checklist: Fields = field(default_factory=dict)
    filled: Mapping[str, Any] = field(default_factory=dict)
    verbeurte_id: str | None = None
    number: str | None = None
    signer: str | None = None
    author: str | None = None
    earlier_number: str | None = None
    """Of the letter with which the measure was made known."""
    postal: str | None = None
    """`9910 AA Voorbeeldstad`, of the premises; None while the register of addresses does not say."""
    photos: Sequence[Photo] = ()


def facts_of(sources: Sources) -> Facts:
    """Return every fact that a letter of this kind may use."""
    measure = facts_measure.Measured(
        sources.kind,
        sources.measure,
        sources.premises,
        sources.policy,
        sources.sender,
        sources.dated_on,
        sources.filled,
        sources.earlier_number,
    )
    return {
        "brief": _letter(sources),
        "afzender": dict(sources.sender),
        "aan": _addressee(sources),
        "pand": _premises(sources),
        "bezoek": _visit(sources),
        "bevindingen": findings(sources),
        "overtreding": _breach(sources),
        "termijn": _terms(sources),
        "ondertekening": _signature(sources),
        "ingevuld": {name: filled(sources, name) for name in FILLS},
        "bijlagen": _annexes(sources),
        **measure.facts(),
        **facts_money.facts(
            sources.measure, sources.verbeurte_id, sources.policy, sources.filled, sources.dated_on, _seen(sources)
        ),
        **facts_entry.facts(sources.visit, sources.filled, sources.author, sources.policy, sources.dated_on),
    }


def filled(sources: Sources, name: str) -> Any:
    """Return what the office filled in, in words; a Gap when it did not."""
    fill, value = FILLS[name], sources.filled.get(name)
    if fill.form == "lines":
        return lines_of(value) or Gap(fill.label)
    if fill.form == "day" and value:
        return day_words(value)
    return line_of(value) if value else Gap(fill.label)


def _letter(sources: Sources) -> Facts:
    return {
        "soort": sources.kind.slug,
        "titel": title_of(sources),
        "kenmerk": sources.number or CONCEPT,
        "is_concept": sources.number is None,
        "datum": day_words(sources.dated_on.isoformat()),
        "datum_iso": sources.dated_on.isoformat(),
        "is_besluit": sources.kind.is_besluit,
    }


def title_of(sources: Sources) -> str:
    """A letter to the landlord or the bewindvoerder is not called one to the owner."""
    told = (sources.measure.get("privacy_check") or {}).get("recipient")
    if sources.kind.slug == "informeren_eigenaar" and told:
        return f"Brief aan de {label('recipient', told).lower()}"
    return sources.kind.title


def _addressee(sources: Sources) -> Facts:
    """The business by its name; a resident never by name: the case system puts that in the block that stays empty.

    Source: AVG art. 9; UAVG art. 22. The resident may be the one who works there.
    """
    addressee = sources.measure.get("addressee") or {}
    informed = (sources.measure.get("privacy_check") or {}).get("recipient")
    told = informed if sources.kind.slug == "informeren_eigenaar" else None
    role = told or addressee.get("role") or ("bewoner" if sources.premises.get("is_dwelling") else "exploitant")
    is_verslag = sources.kind.slug == "verslag_van_binnentreden"
    resident = role == "bewoner" or is_verslag
    if is_verslag:
        lines = [f"Aan {facts_entry.issuer(sources.visit)}", f"Afschrift aan de bewoner(s) van {address_of(sources)}"]
    elif resident:
        lines = [f"Aan de bewoner(s) van {address_of(sources)}", *_postal(sources)]
    else:
        operator = {} if told else addressee.get("operator") or {}
        lines = lines_of(sources.filled.get("aan")) or [operator["name"] if operator.get("name") else f"De {role}"]
        is_here = len(lines) == 1 and operator.get("name")
        lines = [*lines, *([address_of(sources), *_postal(sources)] if is_here else [])]
    return {
        "regels": lines,
        "rol": label("recipient" if told else "addressee_role", role).lower(),
        "is_bewoner": resident,
        "zaak": addressee.get("zaak_ref") or "",
        "aanhef": "Geachte heer, mevrouw,",
    }


def _postal(sources: Sources) -> list[str]:
    return [sources.postal] if sources.postal else []


def address_of(sources: Sources) -> str:
    known: str | None = (sources.premises.get("address") or {}).get("text")
    return known or Gap("adres van het pand")


def _premises(sources: Sources) -> Facts:
    permits = sources.premises.get("vergunningen") or {}
    chosen = (sources.measure.get("weighing") or {}).get("permit_number")
    permit = permits.get(chosen) or (next(iter(permits.values())) if len(permits) == 1 else None)
    return {
        "adres": address_of(sources),
        "is_woning": bool(sources.premises.get("is_dwelling")),
        "soort": label("premises_type", sources.premises.get("premises_type")).lower(),
        "vergunningnummer": permit["nummer"] if permit and permit.get("nummer") else Gap("nummer van de vergunning"),
    }


def _visit(sources: Sources) -> Facts:
    visit, number = sources.visit, 1 + len(sources.visit.get("co_visitor_ids") or ())
    opened, closed = visit.get("opened_at"), visit.get("closed_at")
    return {
        "datum": day_words(opened) if opened else Gap("datum van de controle"),
        "begin": clock_words(opened) if opened else Gap("begin van de controle"),
        "einde": clock_words(closed) if closed else Gap("einde van de controle"),
        "toezichthouders": "één toezichthouder" if number == 1 else f"{_number(number)} toezichthouders",
        "aanleiding": label("visit_reason", visit.get("reason")).lower(),
        "legitimatie": label("legitimation", (visit.get("legitimation") or {}).get("value")),
        "afloop": label("visit_outcome", visit.get("outcome")),
        "lijst": visit.get("checklist") or "",
        "aanvullingen": [one["text"] for one in (visit.get("additions") or {}).values()],
    }


def _number(number: int) -> str:
    return {2: "twee", 3: "drie", 4: "vier"}.get(number, str(number))


def findings(sources: Sources) -> list[dict[str, str]]:
    """Return what was seen, as title and sentence; of the measure its own findings, of a report all.

    Only what describes the premises: counts, and yes or no about people (class N and B), are told to nobody by letter,
    whoever makes it. Source: AVG art. 5 lid 1 c, art. 9.
    """
    items = {item["id"]: item for item in sources.checklist.get("items") or ()}
    ids = finding_ids(sources.measure, sources.verbeurte_id) or tuple(sources.visit.get("findings") or ())
    told = told_findings(sources.visit)
    rows = finding_rows(sources.visit, [one for one in ids if one in told], items)
    return [{"titel": row["title"], "tekst": sentence(row["words"])} for row in rows]


def told_findings(visit: Fields) -> frozenset[str]:
    """Return the findings that a letter may tell: those of class Z, and none whose class is not known."""
    found = visit.get("findings") or {}
    return frozenset(key for key, one in found.items() if one.get("privacy") == "Z")


def finding_ids(measure: Fields, verbeurte_id: str | None) -> Sequence[str]:
    """Return what the letter rests on: the findings of the verbeurte it is about, else those of the measure."""
    verbeurte = (measure.get("verbeurten") or {}).get(verbeurte_id or "") or {}
    found: Sequence[str] = verbeurte.get("finding_ids") or measure.get("finding_ids") or ()
    return found


def _seen(sources: Sources) -> str:
    return " ".join(f"{row['titel']}: {row['tekst']}" for row in findings(sources))


def _breach(sources: Sources) -> Facts:
    rule = sources.measure.get("rule_key")
    seen = _seen(sources)
    known = sources.policy.articles["articles"].get(rule or "") or {}
    return {
        "artikel": known.get("article") or Gap("het voorschrift dat is overtreden"),
        "naam": known.get("label") or Gap("de overtreding"),
        "omschrijving": line_of(sources.filled.get("omschrijving")) or seen or Gap(FILLS["omschrijving"].label),
    }


def _terms(sources: Sources) -> Facts:
    """The day until which a zienswijze can be given: as filled in, as it runs, or counted from the day of the letter."""
    running = (sources.measure.get("terms") or {}).get("zienswijze") or {}
    days = sources.policy.switches["defaults"]["zienswijze_days"]
    counted = zienswijzetermijn(sources.dated_on, days, sources.policy.equated_days).last_day.isoformat()
    until = sources.filled.get("zienswijze_until_on") or (running.get("ends_on") if sources.number else None) or counted
    return {"zienswijze": day_words(until)}


def _signature(sources: Sources) -> Facts:
    return {
        "naam": sources.signer or Gap("naam van wie ondertekent"),
        "functie": sources.sender.get("functie") or Gap("functie van wie ondertekent"),
    }


def _annexes(sources: Sources) -> list[dict[str, Any]]:
    return [
        {
            "nummer": place,
            "bijschrift": photo.caption,
            "sha256": photo.sha256,
            "beeld": f"data:image/jpeg;base64,{photo.jpeg_base64}",
        }
        for place, photo in enumerate(sources.photos, start=1)
    ]
