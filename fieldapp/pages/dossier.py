"""The dossier of one address: its head, timeline, evidence, measures, permit, and who looked."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from fieldapp.domain.course.terms import KINDS
from fieldapp.domain.sanctions import comply_until, look_from
from fieldapp.domain.visit_endings import ended_without_closing
from fieldapp.pages import visit_endings
from fieldapp.pages.amounts import amount_words, capital, measure_words, small
from fieldapp.pages.findings import (
    PhotoStates,
    answer_rows,
    entry_rows,
    finding_rows,
    hash_line,
    judged,
    photo_rows,
)
from fieldapp.pages.moments import (
    clock,
    count,
    day_long,
    day_near,
    day_of,
    day_with_weekday,
    day_year,
    days_left,
    moment_plain,
    moment_short,
)
from fieldapp.pages.proposals import address_of, advice_card, date_rows, remark_rows
from fieldapp.texts import label

Fields = Mapping[str, Any]
Shown = Mapping[str, Any]
Checklists = Callable[[str | None], Fields]
LATE = timedelta(minutes=5)
EARLIER = 5
TABS = (
    ("tijdlijn", "Tijdlijn"),
    ("bewijs", "Bewijs"),
    ("maatregelen", "Maatregelen"),
    ("vergunning", "Vergunning"),
    ("wie-keek-mee", "Wie keek mee"),
)
BY_POLICE = {"read": "Bezoek geopend", "list": "In de lijst gezien"}
LOOKED_AT = {
    **dict(TABS),
    "maatregel": "Maatregel",
    "voorstel": "Voorstel",
    "machtiging": "Machtiging",
    "signaal": "Signaal",
    "samen": "Samen bezocht",
    "foto": "Foto",
    "brief": "Brief",
    "brief.pdf": "Brief (PDF)",
    "brief.docx": "Brief (Word)",
    **BY_POLICE,
}
SHOWN_KINDS = (("alles", "Alles"), ("controles", "Controles"), ("besluiten", "Besluiten"))
PROPOSED = frozenset({"voorgesteld", "teruggegeven"})
PERMIT_TONES = {"verleend": "safe", "geschorst": "warning", "ingetrokken": "danger", "verlopen": "danger"}
BEGINNINGS = {"hercontrole": "Hercontrole", "eerste_controle": "Eerste controle", "uitvoering": "Uitvoering"}


def head(premises_id: str, premises: Fields, today: date) -> dict[str, Any]:
    """Return the head of the dossier: address, badges, and one line under it."""
    permit = current_permit(premises)
    return {
        "id": premises_id,
        "address": address_of(premises),
        "line": " · ".join(head_words(premises, permit)),
        "badges": [*measure_badges(premises), *permit_badges(permit, today), *other_badges(premises)],
        "is_dwelling": bool(premises.get("is_dwelling")),
    }


def head_words(premises: Fields, permit: Fields | None) -> list[str]:
    words = [premises["name"]] if premises.get("name") else []
    if premises.get("premises_type"):
        words.append(label("premises_type", premises["premises_type"]))
    if permit and permit.get("nummer"):
        words.append(f"vergunning {permit['nummer']}")
    if permit and permit.get("werkplekken") is not None:
        words.append(f"hoogstens {count(permit['werkplekken'], 'werkplek', 'werkplekken')}")
    return words


def measure_badges(premises: Fields) -> list[dict[str, str]]:
    running = [one for one in (premises.get("open_measures") or {}).values() if one.get("imposed_on")]
    waiting = [one for one in (premises.get("open_measures") or {}).values() if not one.get("imposed_on")]
    badges = [{"words": "Maatregel loopt", "tone": "danger", "icon": "gavel"}] if running else []
    return badges + ([{"words": "Voorstel wacht", "tone": "warning", "icon": "hourglass"}] if waiting else [])


def permit_badges(permit: Fields | None, today: date) -> list[dict[str, str]]:
    if not permit:
        return []
    until = permit.get("valid_until_on")
    ended = bool(until) and date.fromisoformat(str(until)) < today
    status = "verlopen" if ended and permit["status"] == "verleend" else permit["status"]
    words = f"Vergunning {small(label('permit_status', status))}"
    if status == "verleend":
        words = f"Vergunning geldig tot {day_long(date.fromisoformat(str(until)))}" if until else "Vergunning geldig"
    return [{"words": words, "tone": PERMIT_TONES.get(status, "neutral"), "icon": "circle-check"}]


def other_badges(premises: Fields) -> list[dict[str, str]]:
    badges = []
    if premises.get("is_restricted"):
        badges.append({"words": "Afgeschermd", "tone": "neutral", "icon": "shield-lock"})
    if premises.get("is_verified") is False:
        badges.append({"words": "Adres nog niet nagekeken", "tone": "warning", "icon": "map-pin"})
    return badges


def current_permit(premises: Fields) -> Fields | None:
    """Return the permit that counts: a granted one before others, then the newest."""
    permits = list((premises.get("vergunningen") or {}).values())
    return max(permits, key=lambda one: (one.get("status") == "verleend", one.get("valid_from_on") or ""), default=None)


def tabs(premises_id: str, here: str, photos: int | None, measures: int | None) -> list[dict[str, Any]]:
    numbers = {"bewijs": photos, "maatregelen": measures}
    return [
        {
            "words": f"{words} ({numbers[key]})" if numbers.get(key) else words,
            "href": f"/kantoor/dossiers/{premises_id}" + ("" if key == "tijdlijn" else f"/{key}"),
            "is_current": key == here,
        }
        for key, words in TABS
    ]


# --- timeline


def timeline(
    premises: Fields,
    visits: Iterable[Shown],
    measures: Iterable[Shown],
    joint_visits: Iterable[Shown],
    names: Mapping[str, str],
    arrivals: Mapping[str, tuple[str, str]],
    checklists: Checklists,
    states: Mapping[str, PhotoStates],
) -> list[dict[str, Any]]:
    """Return what happened here, newest first.

    `arrivals`: visit id -> (made_at, received_at) of its closing, or of its opening while it is open.
    """
    measures = list(measures)
    known = {shown["id"] for shown in measures}
    events: list[dict[str, Any]] = []
    for visit in visits:
        events += visit_events(visit, names, arrivals.get(visit["id"]), checklists, states.get(visit["id"], {}))
    for measure in measures:
        events += measure_events(measure, names)
    events += [joint_event(one) for one in joint_visits]
    events += premises_events(premises, known)
    return sorted(events, key=lambda event: event["sort"], reverse=True)


def only(events: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return events if kind == "alles" else [event for event in events if event["kind"] == kind]


def event(kind: str, at: str, title: str, text: str, icon: str, tone: str, **more: Any) -> dict[str, Any]:
    """Return one line of the timeline; `at` is a day or an instant and decides the place in it."""
    sort = at if len(at) > 10 else f"{at}T00:00"
    return {
        "kind": kind,
        "sort": sort,
        "at": moment_plain(at),
        "year": day_of(at).year,
        "title": title,
        "text": text,
        "icon": icon,
        "tone": tone,
    } | more


def visit_events(
    shown: Shown,
    names: Mapping[str, str],
    arrival: tuple[str, str] | None,
    checklists: Checklists,
    states: PhotoStates,
) -> list[dict[str, Any]]:
    visit, checklist = shown["fields"], checklists(shown["fields"].get("checklist"))
    items = {item["id"]: item for item in checklist.get("items") or ()}
    answered, wrong, _ = judged(visit, checklist)
    title = f"{visit_word(visit)}: {result_words(visit, answered, wrong)}"
    findings = finding_rows(visit, visit.get("findings") or (), items)
    first = event(
        "controles",
        visit["opened_at"],
        title,
        " · ".join(people_words(visit, names)),
        *look_of(visit, bool(wrong or findings)),
        photos=photo_rows(shown["id"], visit, None, items, states)[:4],
        note=" ".join(
            [*(sentence_of(row) for row in findings), *visit_endings.lines(visit, names), late_words(arrival)]
        ).strip(),
        href=f"/kantoor/bezoek/{shown['id']}",
        help=help_words(visit),
    )
    return [first, *addition_events(visit)]


def look_of(visit: Fields, has_wrong: bool) -> tuple[str, str]:
    """Return icon and tone of a visit in the timeline."""
    if ended_without_closing(visit):
        return "ban", "info"
    return ("circle-x", "bad") if has_wrong else ("circle-check", "ok")


def visit_word(visit: Fields) -> str:
    if visit.get("visit_kind") == "home_address":
        return "Huisbezoek"
    return BEGINNINGS.get(str(visit.get("reason")), "Controle")


def result_words(visit: Fields, answered: int, wrong: int) -> str:
    outcome = visit.get("outcome")
    if not outcome:
        return "nog bezig"
    if outcome != "afgerond":
        return label("visit_outcome", outcome).lower()
    if not answered:
        return "afgerond"
    return f"{wrong} van {answered} punten niet in orde" if wrong else f"{count(answered, 'punt', 'punten')} in orde"


def people_words(visit: Fields, names: Mapping[str, str]) -> list[str]:
    people = [visit.get("leader_id"), *(visit.get("co_visitor_ids") or ())]
    known = [names[person] for person in people if person in names]
    return [", ".join(known)] if known else []


def help_words(visit: Fields) -> str:
    """Return how often help was offered; a page shows it apart, since it is never printed."""
    times = sum(one.get("count") or 0 for one in (visit.get("help_offers") or {}).values())
    return f"hulp aangeboden: {times} keer" if times else ""


def sentence_of(finding: Fields) -> str:
    return f"{finding['title']}: {finding['words']}"


def late_words(arrival: tuple[str, str] | None) -> str:
    """Return "Ingevuld zonder verbinding, ontvangen 22:58." when it arrived later than it was made."""
    if not arrival:
        return ""
    made, received = (datetime.fromisoformat(one) for one in arrival)
    if received - made < LATE:
        return ""
    same_day = day_of(arrival[0]) == day_of(arrival[1])
    return f"Ingevuld zonder verbinding, ontvangen {clock(arrival[1]) if same_day else moment_short(arrival[1])}."


def addition_events(visit: Fields) -> list[dict[str, Any]]:
    return [
        event("controles", one["at"], "Aanvulling op de controle", one["text"], "pencil", "info")
        for one in (visit.get("additions") or {}).values()
    ]


def measure_events(shown: Shown, names: Mapping[str, str]) -> list[dict[str, Any]]:
    measure = shown["fields"]
    words = ", ".join(part for part in (measure_words(measure), amount_words(measure)) if part)
    events = []
    if measure.get("proposed_at"):
        waits = " · wacht op teamleider" if measure.get("state") == "voorgesteld" else ""
        by = names.get(measure.get("proposed_by", ""), "")
        events.append(event("besluiten", measure["proposed_at"], f"Voorstel: {words}", by + waits, "send", "info"))
    if measure.get("returned_at"):
        remarks = list((measure.get("remarks") or {}).values())
        by = names.get(remarks[0]["by"], "") if remarks else ""
        events.append(event("besluiten", measure["returned_at"], "Voorstel teruggestuurd", by, "arrow-back-up", "warn"))
    if measure.get("decided_at"):
        events.append(decision_event(measure, names, words))
    return events


def decision_event(measure: Fields, names: Mapping[str, str], words: str) -> dict[str, Any]:
    decision = measure.get("decision") or {}
    by = names.get(measure.get("decided_by", ""), "")
    if decision.get("result") == "goedgekeurd":
        state = label("measure_state", measure["state"]).lower()
        text = f"{by} · {state}"
        return event("besluiten", measure["decided_at"], f"Goedgekeurd: {words}", text, "gavel", "bad")
    if decision.get("result") == "afgezien":
        text = " · ".join(part for part in (by, reason_words(decision)) if part)
        return event("besluiten", measure["decided_at"], f"Geen maatregel: {words}", text, "ban", "info")
    return event("besluiten", measure["decided_at"], "Voorstel ingetrokken", by, "arrow-back-up", "info")


def reason_words(decision: Fields) -> str:
    reason = label("decline_reason", decision["reason"]) if decision.get("reason") else ""
    return f"{reason}. {decision['text']}" if decision.get("text") else reason


def joint_event(shown: Shown) -> dict[str, Any]:
    joint = shown["fields"]
    words = [count(joint.get("officers_count") or 0, "agent", "agenten")]
    if joint.get("shared"):
        words.append(f"{count(len(joint['shared']), 'keer', 'keer')} iets gedeeld")
    href = f"/kantoor/samen/{shown['id']}"
    return event(
        "controles", joint["started_at"], "Samen met politie bezocht", " · ".join(words), "users", "info", href=href
    )


def premises_events(premises: Fields, known: set[str]) -> list[dict[str, Any]]:
    """Return what the file says of before this system: measures that were imported, meldingen."""
    events = [
        event(
            "besluiten",
            one["imposed_on"],
            f"Besluit: {imposed_words(one)}",
            label("measure_state", one["state"]),
            "gavel",
            "bad",
        )
        for key, one in (premises.get("open_measures") or {}).items()
        if one.get("imposed_on") and key not in known
    ]
    events += [
        event("controles", one["on"], "Melding", label("melding_subject", one["subject"]), "message-2", "warn")
        for one in (premises.get("meldingen") or {}).values()
    ]
    events += [event("besluiten", on, f"{words} verstuurd", "", "mail", "warn") for on, words in sanctions(premises)]
    return events


def sanctions(premises: Fields) -> list[tuple[str, str]]:
    """Return what was sent here after earlier breaches, as day and words; what still runs is told by itself."""
    running = {(one["rule_key"], one.get("imposed_on")) for one in (premises.get("open_measures") or {}).values()}
    return [
        (one["sent_on"], capital(small(label("measure_type", one["sanction"]))))
        for one in (premises.get("breaches") or {}).values()
        if one.get("sanction") and one.get("sent_on") and (one["rule_key"], one["sent_on"]) not in running
    ]


def imposed_words(one: Fields) -> str:
    return ", ".join(part for part in (measure_words(one), amount_words(one)) if part)


def earlier_rows(
    premises: Fields, visits: Iterable[Shown], measures: Iterable[Shown], checklists: Checklists
) -> list[dict[str, str]]:
    """Return the newest visits, measures and sanctions of premises as day and words, for beside a proposal."""
    rows, measures = sanctions(premises), list(measures)
    known = {shown["id"] for shown in measures}
    rows += [
        (one["imposed_on"], capital(imposed_words(one)))
        for key, one in (premises.get("open_measures") or {}).items()
        if one.get("imposed_on") and key not in known
    ]
    for visit in visits:
        fields = visit["fields"]
        answered, wrong, _ = judged(fields, checklists(fields.get("checklist")))
        rows.append((fields["opened_at"], f"{visit_word(fields)}: {result_words(fields, answered, wrong)}"))
    for measure in measures:
        fields = measure["fields"]
        words = capital(", ".join(part for part in (measure_words(fields), amount_words(fields)) if part))
        rows.append((fields["proposed_at"], f"{words} ({label('measure_state', fields['state']).lower()})"))
    rows.sort(reverse=True)
    return [{"on": day_year(day_of(at)), "text": words} for at, words in rows[:EARLIER]]


# --- beside the timeline


def term_rows(premises: Fields, measures: Iterable[Shown], today: date) -> list[dict[str, str]]:
    """Return the terms that run here, the first to end first."""
    known = (premises.get("open_measures") or {}).values()
    rows = [(until, f"Herstellen: {measure_words(one)}") for one in known if (until := comply_until(one))]
    rows += [(day, f"Hercontrole: {measure_words(one)}") for one in known if (day := _again_from(one))]
    rows += [(one["term_ends_on"], capital(measure_words(one))) for one in known if _is_closed_until(one, today)]
    permit = current_permit(premises)
    if permit and permit.get("valid_until_on"):
        rows.append((permit["valid_until_on"], f"Vergunning {permit.get('nummer', '')}".strip()))
    terms = [term_row(words, date.fromisoformat(ends), today) for ends, words in sorted(rows)]
    waiting = sum(one["fields"].get("state") == "voorgesteld" for one in measures)
    first = [{"label": "Beslissen op voorstel", "value": "Wacht", "tone": "warning", "left": "op de teamleider"}]
    return (first if waiting else []) + terms


def _again_from(one: Fields) -> str | None:
    """Return the day of a hercontrole that follows no term to comply: one after another, or of a last without a term."""
    return None if comply_until(one) else look_from(one)


def _is_closed_until(one: Fields, today: date) -> bool:
    binds = one.get("imposed_on") and one.get("measure_type") in ("sluiting", "schorsing_vergunning")
    return bool(binds) and (one.get("term_ends_on") or "") >= today.isoformat()


def term_row(words: str, ends: date, today: date) -> dict[str, str]:
    late = (ends - today).days
    tone = "danger" if late < 0 else "warning" if late <= 7 else "neutral"
    return {"label": words, "value": day_near(ends, today), "tone": tone, "left": days_left(ends, today)}


def permit_card(permit: Fields, today: date) -> dict[str, Any]:
    """Return one permit as rows, and its conditions."""
    operator = permit.get("exploitant") or {}
    until = permit.get("valid_until_on")
    lines = (
        ("Status", capital(label("permit_status", permit["status"]))),
        ("Geldig vanaf", day_long(date.fromisoformat(permit["valid_from_on"])) if permit.get("valid_from_on") else ""),
        ("Geldig tot", day_long(date.fromisoformat(until)) if until else "onbepaalde tijd"),
        ("Werkplekken", numbered(permit.get("werkplekken"))),
        ("Leidinggevenden", numbered(permit.get("leidinggevenden"))),
        ("Openingstijden", permit.get("openingstijden") or ""),
        ("Exploitant", operator.get("name") or ""),
        ("KvK-nummer", operator.get("kvk_nummer") or ""),
        ("Vestigingsnummer", operator.get("vestigingsnummer") or ""),
    )
    return {
        "title": f"Vergunning {permit.get('nummer', '')}".strip(),
        "rows": [{"label": name, "value": value} for name, value in lines if value],
        "conditions": list(permit.get("voorschriften") or ()),
        "badges": permit_badges(permit, today),
    }


def numbered(number: int | None) -> str:
    return "" if number is None else str(number)


def permit_cards(premises: Fields, today: date) -> list[dict[str, Any]]:
    permits = (premises.get("vergunningen") or {}).values()
    return [
        permit_card(one, today) for one in sorted(permits, key=lambda p: p.get("valid_from_on") or "", reverse=True)
    ]


# --- evidence, measures, who looked


def evidence(shown: Shown, names: Mapping[str, str], checklists: Checklists, states: PhotoStates) -> dict[str, Any]:
    """Return all that was recorded at one visit: findings, photos, answers, entering, additions."""
    visit, checklist = shown["fields"], checklists(shown["fields"].get("checklist"))
    items = {item["id"]: item for item in checklist.get("items") or ()}
    photos = photo_rows(shown["id"], visit, None, items, states)
    answered, wrong, _ = judged(visit, checklist)
    result = [result_words(visit, answered, wrong)] if visit.get("outcome") else []  # its times say that it goes on
    return {
        "id": shown["id"],
        "title": f"{visit_word(visit)} {day_with_weekday(day_of(visit['opened_at']))}",
        "line": " · ".join([*result, *people_words(visit, names)]),
        "help": help_words(visit),
        "times": times_words(visit),
        "findings": finding_rows(visit, visit.get("findings") or (), items),
        "photos": photos,
        "hash": hash_line(photos),
        "parts": answer_rows(visit, checklist),
        "entry": entry_rows(visit),
        "endings": visit_endings.lines(visit, names),
        "additions": [
            {"at": moment_short(one["at"]), "text": one["text"]}
            for one in sorted((visit.get("additions") or {}).values(), key=lambda a: str(a["at"]))
        ],
    }


def times_words(visit: Fields) -> str:
    end = f"–{clock(visit['closed_at'])}" if visit.get("closed_at") else ", nog bezig"
    return f"{clock(visit['opened_at'])}{end}"


def measure_card(shown: Shown, names: Mapping[str, str]) -> dict[str, Any]:
    """Return one measure with its advice, dates, remarks and what became of it."""
    measure = shown["fields"]
    return {
        "id": shown["id"],
        "title": capital(measure_words(measure)),
        "amount": amount_words(measure),
        "state": capital(label("measure_state", measure["state"])),
        "waits": measure["state"] == "voorgesteld",
        "line": f"Voorstel van {names.get(measure.get('proposed_by', ''), 'onbekend')}, {moment_plain(measure.get('proposed_at'))}",
        "advice": advice_card(measure) if measure.get("advice") else None,
        "dates": date_rows(measure) if measure["state"] in PROPOSED else running_days(measure),
        "are_dates_provisional": measure["state"] in PROPOSED,
        "remarks": remark_rows(measure, names),
        "events": measure_events(shown, names),
    }


def running_days(measure: Fields) -> list[dict[str, str]]:
    """Return the last day of each term that runs: once a letter left, the days of the proposal no longer hold."""
    running = [one for one in (measure.get("terms") or {}).values() if one["state"] == "loopt"]
    return [
        {"label": KINDS[one["kind"]].in_law or KINDS[one["kind"]].label, "value": day_long(day_of(one["ends_on"]))}
        for one in sorted(running, key=lambda one: str(one["ends_on"]))
    ]


def look_rows(
    looks: Iterable[Fields], names: Mapping[str, str], roles: Mapping[str, Iterable[str]]
) -> list[dict[str, str]]:
    """Return who looked, newest first; looks of one person within the same hour become one row."""
    grouped: dict[tuple[str, str, str], dict[str, Any]] = {}
    for look in looks:
        detail = look.get("detail") or {}
        what = str(detail.get("page") or detail.get("how") or "dossier")
        group = grouped.setdefault((look["by"], what, look["at"][:13]), {"at": look["at"], "times": 0})
        group["at"] = max(group["at"], look["at"])
        group["times"] += 1
    rows = sorted(
        ((group["at"], person, what, group["times"]) for (person, what, _), group in grouped.items()), reverse=True
    )
    return [
        {
            "at": moment_short(at),
            "who": names.get(person, "Onbekend"),
            "role": ", ".join(label("role", role) for role in roles.get(person, ())),
            "what": LOOKED_AT.get(what, what) + ("" if times == 1 else f" ({times} keer)"),
        }
        for at, person, what, times in rows
    ]


def list_row(shown: Shown, today: date) -> dict[str, Any]:
    """Return one line of the list of dossiers."""
    premises = shown["fields"]
    visits = [one["on"] for one in (premises.get("visits") or {}).values()]
    return {
        **head(shown["id"], premises, today),
        "last": f"laatste controle {day_year(date.fromisoformat(max(visits)))}" if visits else "nog geen controle",
    }
