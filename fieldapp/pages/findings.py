"""What was seen at a visit, in words: findings, photos, answers, and how a dwelling was entered."""

from collections.abc import Iterable, Mapping
from typing import Any

from fieldapp.domain.entry_times import out_of_order
from fieldapp.pages.amounts import small
from fieldapp.pages.moments import clock, count, day_of, day_year, moment_short
from fieldapp.texts import label

Fields = Mapping[str, Any]
PhotoStates = Mapping[str, str]
"""Photo id -> `here`, `on_its_way` or `changed`."""
PHOTO_WORDS = {"on_its_way": "Foto onderweg", "changed": "Foto is veranderd en wordt niet getoond"}


def finding_rows(visit: Fields, finding_ids: Iterable[str], items: Mapping[str, Fields]) -> list[dict[str, Any]]:
    """Return per finding its item, and what was chosen and written about it as one line."""
    findings = visit.get("findings") or {}
    return [finding_row(findings[key], items) for key in finding_ids if key in findings]


def finding_row(finding: Fields, items: Mapping[str, Fields]) -> dict[str, Any]:
    item = items.get(finding["item"], {})
    chips = {chip["id"]: chip["label"] for chip in item.get("chips") or ()}
    chosen = [small(chips.get(chip, chip)) for chip in finding.get("chips") or ()]
    if finding.get("number") is not None:
        chosen.append(str(finding["number"]))
    text = (finding.get("text") or "").strip()
    what = ", ".join(chosen) or small(item.get("statement", ""))
    return {
        "title": item.get("short") or item.get("statement") or finding["item"],
        "words": ". ".join(part.rstrip(".") for part in (what, text) if part) + ".",
        "said_no_name": bool(finding.get("not_a_name")),
    }


def photo_rows(
    visit_id: str, visit: Fields, finding_ids: Iterable[str] | None, items: Mapping[str, Fields], states: PhotoStates
) -> list[dict[str, Any]]:
    """Return the photos of these findings (None: of all), oldest first, ready to be shown."""
    findings = visit.get("findings") or {}
    wanted = set(findings) if finding_ids is None else set(finding_ids)
    photos = [(key, photo) for key, photo in (visit.get("photos") or {}).items() if photo["finding_id"] in wanted]
    photos.sort(key=lambda pair: (pair[1]["taken_at"], pair[0]))
    return [
        photo_row(visit_id, key, photo, place, len(photos), title_of(findings, photo, items), states.get(key, "here"))
        for place, (key, photo) in enumerate(photos, start=1)
    ]


def title_of(findings: Fields, photo: Fields, items: Mapping[str, Fields]) -> str:
    finding = findings.get(photo["finding_id"]) or {}
    item = items.get(finding.get("item", ""), {})
    return str(item.get("short") or item.get("statement") or "bevinding")


def photo_row(visit_id: str, key: str, photo: Fields, place: int, total: int, title: str, state: str) -> dict[str, Any]:
    where = f"/kantoor/foto/{visit_id}/{key}"
    return {
        "id": key,
        "state": state,
        "alt": f"Foto {place} van {total}, {clock(photo['taken_at'])}, {title[:1].lower()}{title[1:]}",
        "caption": f"{clock(photo['taken_at'])} · {title}",
        "thumb": f"{where}?size=thumb",
        "full": f"{where}?size=full",
        "viewer": f"{where}/bekijk",
        "words": PHOTO_WORDS.get(state, ""),
        "taken_at": photo["taken_at"],
        "blurred": photo.get("blurred") or 0,
        "place": place,
        "sha256": photo["sha256"],
    }


def hash_line(photos: list[dict[str, Any]]) -> dict[str, str] | None:
    """Return the line under the photos: unchanged since when, what was blurred, or what is wrong."""
    if not photos:
        return None
    changed = [photo for photo in photos if photo["state"] == "changed"]
    if changed:
        words = "1 foto is veranderd" if len(changed) == 1 else f"{len(changed)} foto’s zijn veranderd"
        return {"tone": "error", "icon": "alert-circle", "text": f"{words} na opname. Bel de beheerder."}
    here = [photo for photo in photos if photo["state"] == "here"]
    if not here:
        return None
    since = max(photo["taken_at"] for photo in here)
    text = f"{count(len(here), 'foto', 'foto’s')}, ongewijzigd sinds {clock(since)}."
    return {"tone": "ok", "icon": "shield-check", "text": " ".join([text, *blurred_words(here)])}


def blurred_words(photos: list[dict[str, Any]]) -> list[str]:
    """Return a sentence for each photo on which something was made unrecognisable."""
    sentences = []
    for photo in photos:
        number = photo["blurred"]
        if number:
            blocks = "is 1 vlak" if number == 1 else f"zijn {number} vlakken"
            sentences.append(f"Op foto {photo['place']} {blocks} vervaagd.")
    return sentences


def on_their_way(photos: list[dict[str, Any]]) -> int:
    return sum(photo["state"] == "on_its_way" for photo in photos)


def entry_rows(visit: Fields) -> list[dict[str, str]]:
    """Return the record of entering the dwelling, newest entry first, as lines (Awbi art. 1 and 10)."""
    rows: list[dict[str, str]] = []
    entries = sorted((visit.get("binnentreden") or {}).items(), reverse=True)
    for _, entry in entries:
        rows.extend(entry_lines(entry))
    return rows


def times_words(entry: Fields) -> str:
    """Return a sentence on times that do not follow each other, nothing when they do."""
    pairs = [
        f"{label('entry_step', then)} ({clock(entry[then])}) staat vóór {label('entry_step', first)} ({clock(entry[first])})"
        for first, then in out_of_order(entry)
    ]
    return (
        f"De tijden passen niet bij elkaar: {'; '.join(pairs)}. Misschien ging de klok van het toestel terug."
        if pairs
        else ""
    )


def consent_words(entry: Fields) -> str:
    if entry.get("consent"):
        return label("consent", entry["consent"])
    return "nog niet gevraagd" if entry["basis"] == "toestemming" else ""


def machtiging_words(entry: Fields) -> str:
    known = entry.get("machtiging")
    return f"{label('machtiging_issuer', known['issuer'])}, {day_year(day_of(known['given_on']))}" if known else ""


def entry_lines(entry: Fields) -> list[dict[str, str]]:
    told = [
        words
        for name, words in (
            ("told_identified", "legitimatie getoond"),
            ("told_purpose", "doel gezegd"),
            ("told_may_refuse", "gezegd dat nee mag"),
            ("understood", "bewoner begreep het"),
        )
        if entry.get(name)
    ]
    lines = [
        ("Grond", label("entry_basis", entry["basis"])),
        ("Gezegd", ", ".join(told) or "niets vastgelegd"),
        ("Hoe uitgelegd", label("how_explained", entry["how_explained"]) if entry.get("how_explained") else ""),
        ("Tolk", label("interpreter", entry["interpreter"]) if entry.get("interpreter") else ""),
        ("Toestemming", consent_words(entry)),
        ("Machtiging van", machtiging_words(entry)),
        ("Wijze", label("manner", entry.get("manner"))),
        ("Gevraagd", moment_short(entry.get("asked_at"))),
        ("Naar binnen", moment_short(entry.get("entered_at"))),
        ("Toestemming ingetrokken", moment_short(entry.get("withdrawn_at"))),
        ("Naar buiten", moment_short(entry.get("left_at"))),
        ("Let op", times_words(entry)),
        ("Mee naar binnen", companions(entry)),
        ("Gevaar", entry.get("danger_reason") or ""),
        ("Waarom niet gewacht", entry.get("urgency") or ""),
    ]
    return [{"label": name, "value": value} for name, value in lines if value]


def companions(entry: Fields) -> str:
    return ", ".join(f"{one['count']} {label('capacity', one['capacity'])}" for one in entry.get("companions") or ())


def answer_rows(visit: Fields, checklist: Fields) -> list[dict[str, Any]]:
    """Return the answers per part of the checklist, in the order of the list; unanswered ones stay out."""
    answers = visit.get("answers") or {}
    parts = []
    for part in checklist.get("parts") or ():
        rows = [
            answer_row(item, answers[item["id"]])
            for item in checklist.get("items") or ()
            if item["part"] == part["id"] and item["id"] in answers
        ]
        if rows:
            parts.append({"name": part["name"], "rows": rows})
    return parts


def answer_row(item: Fields, answer: Fields) -> dict[str, Any]:
    notes = [
        words
        for name, words in (
            ("filled_together", "samen ingevuld"),
            ("seen_before_withdrawal", "gezien voordat de toestemming werd ingetrokken"),
        )
        if answer.get(name)
    ]
    return {
        "label": item["statement"],
        "value": answer_words(item, answer),
        "notes": " · ".join(notes),
        "tone": {"in_orde": "safe", "niet_in_orde": "danger"}.get(str(answer.get("value")), "neutral"),
        "text": answer.get("text") or "",
    }


def answer_words(item: Fields, answer: Fields) -> str:
    if answer.get("number") is not None:
        return str(answer["number"])
    value = answer.get("value")
    choices = {choice["id"]: choice["label"] for choice in item.get("choices") or ()}
    return choices.get(value) or (label("answer", value) if value else "niet ingevuld")


def judged(visit: Fields, checklist: Fields) -> tuple[int, int, int]:
    """Return how many judgements were given, how many of them are not in order, how many were filled together."""
    kinds = {item["id"] for item in checklist.get("items") or () if item["answer"] == "oordeel"}
    answers = [
        answer
        for key, answer in (visit.get("answers") or {}).items()
        if key in kinds and answer.get("value") in ("in_orde", "niet_in_orde", "niet_van_toepassing")
    ]
    wrong = sum(answer["value"] == "niet_in_orde" for answer in answers)
    return len(answers), wrong, sum(bool(answer.get("filled_together")) for answer in answers)
