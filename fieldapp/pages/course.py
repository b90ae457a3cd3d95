"""The page of one measure: what can be done now, by whom, until when and why not; its terms and what happened."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from fieldapp.domain.course.claims import COSTS
from fieldapp.domain.course.next_steps import NextStep, Waiting
from fieldapp.domain.course.table import STEPS
from fieldapp.domain.course.terms import KINDS, RunningTerm
from fieldapp.domain.sanctions import imposed_on
from fieldapp.pages.amounts import amount_words, capital, measure_words
from fieldapp.pages.moments import day_full_year, day_long, day_of, day_short, days_left, moment_plain, near
from fieldapp.pages.proposals import address_of, addressee_words
from fieldapp.texts import eur, label
from fieldapp.texts import reason as sentence_of

Fields = Mapping[str, Any]
Shown = Mapping[str, Any]
TONES = {"danger": "danger", "warning": "warning", "neutral": "neutral"}
SOON_DAYS = 7
GROUNDS = {f"measure.{step.act}": step.ground for step in STEPS if step.act != "end_term"}
ICONS = {
    "measure.propose": ("send", "info"),
    "measure.propose_again": ("send", "info"),
    "measure.return": ("arrow-back-up", "warn"),
    "measure.approve": ("check", "ok"),
    "measure.decline": ("ban", "warn"),
    "measure.sign": ("signature", "info"),
    "measure.make_known": ("mail", "info"),
    "measure.send_letter": ("mail", "info"),
    "measure.send_voornemen": ("mail", "info"),
    "measure.receive_zienswijze": ("message", "info"),
    "measure.forfeit": ("gavel", "bad"),
    "measure.end_term": ("hourglass", "warn"),
    "measure.note_alarm": ("bell", "warn"),
    "measure.record_payment": ("check", "ok"),
    "measure.close": ("circle-check", "ok"),
    "measure.receive_bezwaar": ("scale", "info"),
    "measure.join_remedy": ("scale", "info"),
    "measure.decide_bezwaar": ("scale", "info"),
    "measure.receive_beroep": ("scale", "info"),
    "measure.decide_beroep": ("scale", "info"),
    "measure.close_premises": ("lock", "bad"),
    "measure.seal": ("lock", "bad"),
    "measure.report_broken_seal": ("alert-triangle", "bad"),
    "measure.apply_at_once": ("gavel", "bad"),
    "measure.apply": ("gavel", "bad"),
}
QUIET = frozenset({"measure.note", "measure.leave_phones", "measure.restrict"})
"""Kinds that say nothing about the course."""


def head(shown: Shown, premises: Fields) -> dict[str, Any]:
    """Return the head of the page: address, measure, amount, and for whom."""
    measure = shown["fields"]
    words = capital(measure_words(measure)) or "Maatregel"
    amount = amount_words(measure)
    return {
        "id": shown["id"],
        "address": address_of(premises),
        "title": words,
        "amount": amount,
        "line": " · ".join(part for part in (amount, addressee_words(measure)) if part),
        "premises_id": measure.get("premises_id", ""),
        "visit_id": measure.get("visit_id", ""),
        "beside": measure.get("beside", ""),
        "state": capital(label("measure_state", measure.get("state"))),
        "remedy": label("rechtsmiddel", measure.get("rechtsmiddel")) if measure.get("rechtsmiddel") else "",
        "is_urgent": "at_once" in measure or (measure.get("weighing") or {}).get("variant") in ("spoed_5_31_1", "zeer_spoed_5_31_2"),
    }  # fmt: skip


def roles_words(roles: Iterable[str]) -> str:
    """Return "de registrator", or "de jurist of de registrator"."""
    words = [f"de {label('role', role)}" for role in sorted(roles)]
    return " of ".join(words)


def waiting_words(waiting: Waiting | None) -> str:
    """Return for whom it waits, in one line."""
    if waiting is None:
        return "Er hoeft nu niemand iets te doen."
    until = f", uiterlijk {day_long(waiting.until_on)}" if waiting.until_on else ""
    return f"Wacht op {roles_words(waiting.by)}: {waiting.label[:1].lower()}{waiting.label[1:]}{until}."


def step_rows(steps: Iterable[NextStep], measure_id: str, roles: Iterable[str], verbeurten: Fields) -> dict[str, Any]:
    """Return what can follow in three lists: what the reader can do, could do but not yet, and what others do."""
    mine, lists = set(roles), dict[str, list[dict[str, Any]]](now=[], later=[], others=[])
    for step in steps:
        place = "now" if step.may else "later" if mine & step.by else "others"
        lists[place].append(step_row(step, measure_id, verbeurten))
    return lists


def step_row(step: NextStep, measure_id: str, verbeurten: Fields) -> dict[str, Any]:
    act = step.act.removeprefix("measure.")
    query = f"?voor={step.of}" if step.of else ""
    return {
        "label": step.label,
        "about": _about(step, verbeurten),
        "href": f"/kantoor/maatregelen/{measure_id}/doe/{act.replace('_', '-')}{query}",
        "by": capital(roles_words(step.by)),
        "until": f"uiterlijk {day_long(step.until_on)}" if step.until_on else "",
        "ground": capital(step.ground),
        "why_not": [sentence_of(slug) for slug in step.why_not],
        "may": step.may,
    }


def _about(step: NextStep, verbeurten: Fields) -> str:
    """Return which claim it is about, and whether the decision on it is contested."""
    words = "kosten van bestuursdwang" if step.of == COSTS else verbeurte_words(verbeurten.get(step.of or ""))
    if not words or not step.is_remedy:
        return words
    return f"tegen de {words}" if step.of == COSTS else f"tegen de invordering van {words}"


def verbeurte_words(verbeurte: Fields | None) -> str:
    """Return which forfeited amount is meant: "€ 2.500, verbeurd op 12 december 2026"."""
    if not verbeurte:
        return ""
    return f"{eur(verbeurte['amount_eur_cents'])}, verbeurd op {day_long(day_of(verbeurte['forfeited_on']))}"


# --- terms


def tone_of(days: int | None, is_over: bool = False) -> str:
    """Return how much hurry there is."""
    if days is None:
        return "neutral"
    return "danger" if is_over or days < 0 else "warning" if days <= SOON_DAYS else "neutral"


def post_words(term: RunningTerm, today: date) -> str:
    """What was posted in time may still come: nobody is late. Empty while that is not so. Source: Awb art. 6:9 lid 2."""
    is_open = term.ends_on is not None and term.ends_on < today and not term.is_over and term.acts_after_on is not None
    return f"Post kan nog tot en met {day_short(term.acts_after_on)}" if is_open and term.acts_after_on else ""


def running_rows(terms: Iterable[RunningTerm], today: date, verbeurten: Fields) -> list[dict[str, Any]]:
    """Return the terms that run, each with its explanation step by step."""
    return [
        {
            "label": term.label,
            "about": verbeurte_words(verbeurten.get(term.of or "")),
            "ends": day_full_year(term.ends_on) if term.ends_on else "nog geen vaste dag",
            "left": post_words(term, today) or (days_left(term.ends_on, today) if term.ends_on else ""),
            "tone": "neutral" if post_words(term, today) else tone_of(term.days_left, term.is_over),
            "why": list(term.why),
            "ground": term.ground,
            "owner": capital(roles_words([term.owner])),
            "action": term.action,
        }
        for term in terms
    ]


def past_rows(measure: Fields) -> list[dict[str, Any]]:
    """Return the terms that run no more, the last to end first."""
    over = [term for term in (measure.get("terms") or {}).values() if term["state"] != "loopt"]
    return [
        {
            "label": KINDS[term["kind"]].label,
            "ends": day_long(day_of(term["ends_on"])),
            "state": label("term_state", term["state"]),
            "why": list(term["why"]),
        }
        for term in sorted(over, key=lambda one: str(one.get("over_on") or one["ends_on"]), reverse=True)
    ]


# --- what happened


def timeline(history: Iterable[Fields], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what was done with the measure, the newest first: who, when, on which ground, and what was said."""
    lines = [line for line in history if line["outcome"] in ("applied", "conflict") and line["kind"] not in QUIET]
    events, before = [], dict[str, Any]()
    for line in lines:
        events.append(_event(line, names, before))
        before |= line.get("changes") or {}
    return events[::-1]


def _event(line: Fields, names: Mapping[str, str], before: Fields) -> dict[str, Any]:
    icon, tone = ICONS.get(line["kind"], ("file-text", "info"))
    who = "vanzelf" if line["by"] == "system" else names.get(line["by"], line.get("by_name") or "")
    return {
        "at": moment_plain(line["received_at"]),
        "year": day_of(line["received_at"]).year,
        "title": _title(line),
        "text": " · ".join(part for part in (who, GROUNDS.get(line["kind"], "")) if part),
        "note": " ".join(_notes(line.get("changes") or {}, before)),
        "icon": icon,
        "tone": tone,
    }


def _title(line: Fields) -> str:
    if line["kind"] == "measure.end_term":
        ended = [one for name, one in (line.get("changes") or {}).items() if name.startswith("terms.") and one]
        kind = next((one["kind"] for one in ended if one["state"] == "verstreken"), "")
        return f"Termijn voorbij: {small(KINDS[kind].label)}" if kind in KINDS else "Termijn voorbij"
    against = _against(line.get("changes") or {})
    return capital(label("operation", line["kind"])) + against


def _against(changes: Fields) -> str:
    """Return what a bezwaar or beroep is against, where that is not the besluit itself."""
    lodged = next(
        (name for name, one in changes.items() if one and name.startswith("rechtsmiddelen.") and "-" in name), ""
    )
    if not lodged:
        return ""
    return " (kosten)" if lodged.endswith(f"-{COSTS}") else " (invordering)"


def small(words: str) -> str:
    return words[:1].lower() + words[1:]


DAYS = ("on", "sent_on", "received_on", "made_known_on", "forfeited_on", "notified_on", "announced_on", "decided_on")
TEXTS = ("text", "reason", "legal_basis")


def _notes(changes: Fields, before: Fields) -> Iterable[str]:
    """Yield what the act said of itself: its day, its amount, its words. Terms and states stand elsewhere on the page.

    `before`: what earlier lines wrote; what stood in an item already is not the act's own day or amount.
    """
    for name, value in changes.items():
        top = name.partition(".")[0]
        if not isinstance(value, Mapping) or top in (
            "terms",
            "alarms",
            "weighing",
            "advice",
            "office_advice",
            "addressee",
            "earlier_costs",
        ):
            continue
        new = _new_in(value, before.get(name) or {})
        if new.get("anew_on"):  # a bezwaar that a ruling brings back: its day is that of the first
            continue
        if top == "verbeurten":
            yield f"Het gaat om {verbeurte_words(value)}."
            new = {one: said for one, said in new.items() if one not in ("forfeited_on", "amount_eur_cents")}
            if less := (new.get("invordering") or {}).get("amount_eur_cents"):
                yield f"In te vorderen is nu {eur(less)}."
        day = _day_in(new)
        if day:
            yield f"Gedateerd {day_long(day_of(day))}."
        if new.get("amount_eur_cents"):
            yield f"{eur(new['amount_eur_cents'])}."
        if was := new.get("before"):
            yield f"De dwangsom was {eur(was['amount_eur_cents'])}, het maximum {eur(was['max_eur_cents'])}."
        text = next((new[one] for one in TEXTS if new.get(one) and " " in str(new[one])), None)
        if text:
            yield f"“{text}”"


def _new_in(value: Fields, before: Fields) -> dict[str, Any]:
    """Return what was written anew, also inside a part that is kept whole."""
    found: dict[str, Any] = {}
    for name, said in value.items():
        was = before.get(name)
        if said != was:
            found[name] = _new_in(said, was) if isinstance(said, Mapping) and isinstance(was, Mapping) else said
    return found


def _day_in(said: Fields) -> str | None:
    """Return the day that an act gave, in the item itself or in the part of it that the act wrote."""
    parts = [said, *(one for one in said.values() if isinstance(one, Mapping))]
    return next((str(part[one]) for part in parts for one in DAYS if part.get(one)), None)


# --- what was weighed and decided


def fact_rows(measure: Fields, names: Mapping[str, str]) -> list[dict[str, str]]:
    """Return what was decided, as label and value: who signed under which mandate, when it was made known."""
    besluit, known = measure.get("besluit") or {}, measure.get("bekendmaking") or {}
    lines = [
        ("Getekend door", names.get(besluit.get("signed_by", ""), "")),
        ("Namens", " en ".join(small(label("authority", one)) for one in besluit.get("authority") or ())),
        ("Mandaat", besluit.get("mandate_number", "")),
        ("Waarom dit bestuursorgaan", besluit.get("ground", "")),
        (
            "Bekendgemaakt",
            f"{day_long(day_of(known['on']))}, {small(label('how_sent', known['how']))}" if known else "",
        ),
        ("Onherroepelijk sinds", day_long(day_of(measure["final_on"])) if measure.get("final_on") else ""),
    ]
    return [{"label": name, "value": value} for name, value in lines if value]


WEIGHED = (
    ("variant", "Hoe snel", "variant"),
    ("herstelmaatregelen", "Wat de overtreder moet doen", ""),
    ("no_begunstiging_reason", "Geen hersteltermijn", "no_begunstiging_reason"),
    ("closure_basis", "Wet", "closure_basis"),
    ("permit_number", "Vergunning", ""),
    ("duration_reason", "Waarom zo lang", ""),
    ("geschikt", "Geschikt", ""),
    ("noodzakelijk", "Noodzakelijk", ""),
    ("evenwichtig", "Evenwichtig", ""),
    ("residents_count", "Bewoners", ""),
    ("minors_count", "Kinderen", ""),
    ("rehousing", "Waar zij heen kunnen", "rehousing"),
    ("blame", "Te verwijten", "blame"),
    ("cost_recovery", "Kosten verhalen", "cost_recovery"),
    ("zaak_ref", "Zaaknummer", ""),
)


def weighing_rows(measure: Fields) -> list[dict[str, str]]:
    """Return what was weighed, as label and value."""
    weighing = measure.get("weighing") or {}
    found = []
    for name, words, enumeration in WEIGHED:
        value = weighing.get(name)
        if value in (None, "", []):
            continue
        said = (
            " · ".join(value) if isinstance(value, list) else label(enumeration, value) if enumeration else str(value)
        )
        found.append({"label": words, "value": said})
    return found


# --- the lists on the start pages


def todo_rows(
    waiting: Iterable[tuple[Shown, Waiting]], addresses: Mapping[str, str], today: date, now: datetime
) -> list[dict[str, Any]]:
    """Return what waits for this reader: by its last day, without one what waits longest, then by address."""

    def place(pair: tuple[Shown, Waiting]) -> tuple[bool, date, str, str, str]:
        (shown, one), fields = pair, pair[0]["fields"]
        address = addresses.get(fields.get("premises_id", ""), "")
        return one.until_on is None, one.until_on or today, fields.get("decided_at") or "", address, shown["id"]

    found = sorted(waiting, key=place)
    return [
        {
            "id": shown["id"],
            "address": addresses.get(shown["fields"].get("premises_id", ""), "Onbekend adres"),
            "title": one.label,
            "measure": capital(measure_words(shown["fields"])),
            "until": f"uiterlijk {day_long(one.until_on)}" if one.until_on else "",
            "tone": tone_of((one.until_on - today).days) if one.until_on else "neutral",
            "since": near(shown["fields"].get("decided_at"), now),
            "href": f"/kantoor/maatregelen/{shown['id']}",
        }
        for shown, one in found
    ]


def pair_rows(pairs: Iterable[tuple[Shown, Shown]], addresses: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the pairs of sanctions of which one must be revoked, each as one line of what is to do. Source: Awb art. 5:6."""
    return [
        {
            "id": newest["id"],
            "address": addresses.get(newest["fields"].get("premises_id", ""), "Onbekend adres"),
            "title": "Twee sancties voor dezelfde overtreding: laat er een intrekken (Awb art. 5:6)",
            "measure": f"{capital(_since(first['fields']))}; {_since(newest['fields'])}",
            "until": "",
            "tone": "neutral",
            "since": "",
            "href": f"/kantoor/maatregelen/{newest['id']}",
        }
        for first, newest in pairs
    ]


def beside_row(other: Shown) -> dict[str, str]:
    return {"words": _since(other["fields"]), "href": f"/kantoor/maatregelen/{other['id']}"}


def _since(measure: Fields) -> str:
    on = imposed_on(measure)
    return f"{measure_words(measure)}, sinds {day_long(day_of(on))}" if on else measure_words(measure)
