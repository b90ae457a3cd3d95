"""Bewaren: what is due and why, what stays and why, and the record of a destruction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from fieldapp.domain.retention import Candidate, standing
from fieldapp.pages.moments import count, day_full_year, day_long, local, moment_plain
from fieldapp.texts import label

Shown = Mapping[str, Any]
UNKNOWN = "onbekend"
TONES = {"voorgesteld": "warning", "akkoord": "active", "ingetrokken": "neutral", "uitgevoerd": "neutral"}
HOLDABLE = frozenset({"premises", "visit", "measure"})


def value_of(one: Candidate) -> str:
    """Return how a form names a candidate."""
    return f"{one.document}:{one.part}"


def due_rows(found: Iterable[Candidate], addresses: Mapping[str, str], waiting: Iterable[str]) -> list[dict[str, Any]]:
    """Return a row for each candidate; `waiting`: what stands in an open proposal already, as `value_of` names it."""
    proposed = set(waiting)
    return [
        {
            "value": value_of(one),
            "kind": label("retained_kind", one.kind),
            "part": "" if one.part == "document" else label("retention_part", one.part),
            "where": addresses.get(one.premises_id or "", ""),
            "due": day_long(one.due_on),
            "why": list(one.why),
            "holds": list(one.holds),
            "is_proposed": value_of(one) in proposed,
            "may_go": one.may_go and value_of(one) not in proposed,
            "hold_link": f"/kantoor/bewaren/vast/{one.document}" if one.kind in HOLDABLE else "",
            "document": one.document,
        }
        for one in found
    ]


def proposal_items(found: Iterable[Candidate], chosen: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the chosen candidates that may go as the items of a proposal: nothing that a form made up."""
    wanted = set(chosen)
    going = [one for one in found if one.may_go and value_of(one) in wanted]
    return {
        f"i{number}": {
            "document": one.document,
            "kind": one.kind,
            "part": one.part,
            "rule": one.rule,
            "due_on": one.due_on.isoformat(),
        }
        for number, one in enumerate(going)
    }


def waiting_values(decisions: Iterable[Shown]) -> list[str]:
    """Return what stands in a proposal that is not carried out or withdrawn."""
    return [
        f"{item['document']}:{item['part']}"
        for shown in decisions
        if shown["fields"].get("state") in ("voorgesteld", "akkoord")
        for item in shown["fields"].get("items", {}).values()
    ]


def decision_rows(decisions: Iterable[Shown], names: Mapping[str, str]) -> list[dict[str, Any]]:
    rows = sorted(decisions, key=lambda shown: str(shown["fields"].get("proposed_at", "")), reverse=True)
    return [
        {
            "id": shown["id"],
            "title": count(len(shown["fields"].get("items", {})), "stuk", "stukken"),
            "state": label("destruction_state", shown["fields"]["state"]),
            "tone": TONES[shown["fields"]["state"]],
            "line": f"Voorstel van {names.get(shown['fields']['proposed_by'], UNKNOWN)}, {moment_plain(shown['fields']['proposed_at'])}",
        }
        for shown in rows
    ]


def decision_detail(
    shown: Shown, rules: Mapping[str, str], names: Mapping[str, str], team: str, wheres: Mapping[str, str]
) -> dict[str, Any]:
    """Return one destruction with every item; of what is gone only its number, its rule and what the log proves.

    `wheres`: the address of each document that still waits.
    """
    fields = shown["fields"]
    return {
        "id": shown["id"],
        "state": fields["state"],
        "state_words": label("destruction_state", fields["state"]),
        "tone": TONES[fields["state"]],
        "count": len(fields["items"]),
        "rows": _facts(fields, names, team),
        "items": [_item(key, fields, rules, wheres) for key in sorted(fields["items"], key=_in_order)],
        "is_done": fields["state"] == "uitgevoerd",
        "may_withdraw": fields["state"] in ("voorgesteld", "akkoord"),
    }


def _in_order(key: str) -> tuple[int, str]:
    """The page numbers its items (i0, i1, i10); any other key that the rule takes stands by its letters."""
    return len(key), key


def _item(key: str, fields: Shown, rules: Mapping[str, str], wheres: Mapping[str, str]) -> dict[str, str]:
    item, result = fields["items"][key], (fields.get("results") or {}).get(key)
    return {
        "kind": label("retained_kind", item["kind"]),
        "part": label("retention_part", item["part"]),
        "id": item["document"],
        "where": wheres.get(item["document"], ""),
        "rule": rules.get(item["rule"], item["rule"]),
        "due": day_long(date.fromisoformat(item["due_on"])),
        "outcome": _outcome(result),
        "digest": result["digest"] if result else "",
        "entries": count(result["entries"], "regel", "regels") if result else "",
    }


def _outcome(result: Shown | None) -> str:
    if result is None:
        return ""
    if result["outcome"] == "gebleven":
        return f"Gebleven. {result['reason'] or ''}".strip()
    blobs = f", {count(result['blobs'], 'bestand', 'bestanden')} gewist" if result["blobs"] else ""
    return f"Vernietigd{blobs}"


def _facts(fields: Shown, names: Mapping[str, str], team: str) -> list[dict[str, str]]:
    """Return who decided what and when, in the order in which it happened."""

    def who(name: str) -> str:
        return f"{names.get(fields.get(f'{name}_by', ''), UNKNOWN)}, {moment_plain(fields.get(f'{name}_at'))}"

    said = [("Team", team), ("Voorstel", who("proposed")), ("Bewaartabel", fields["table"])]
    if fields.get("agreed_at"):
        said += [("Akkoord", who("agreed")), ("Niet eerder dan", day_full_year(_day(fields["not_before_on"])))]
    if fields.get("withdrawn_at"):
        said += [("Ingetrokken", who("withdrawn")), ("Waarom", fields["withdrawn_text"])]
    if fields.get("done_at"):
        gone = sum(one["outcome"] == "vernietigd" for one in fields["results"].values())
        said += [
            ("Uitgevoerd", moment_plain(fields["done_at"]) + f" {local(fields['done_at']).year}"),
            ("Vernietigd", f"{gone} van {count(len(fields['items']), 'stuk', 'stukken')}"),
            ("Hoe", "Gewist uit dossiers, logboek, zoeklijst, foto’s en de kopie van het logboek."),
            (
                "Back-ups",
                f"Wat nog in een back-up staat, is weg uiterlijk op {day_full_year(_day(fields['copies_gone_by_on']))}.",
            ),
            ("Logboek", f"regel {fields['log_position']}, {fields['log_head']}"),
        ]
    return [{"label": words, "value": value} for words, value in said]


def hold_rows(fields: Shown, names: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the holds that stand, with who placed them and why."""
    keys = {id(one): key for key, one in (fields.get("holds") or {}).items()}
    return [
        {
            "id": keys[id(one)],
            "reason": label("hold_reason", one["reason"]),
            "text": one["text"],
            "line": f"{names.get(one['by'], UNKNOWN)}, {moment_plain(one['at'])}",
        }
        for one in standing(fields)
    ]


def _day(written: str) -> date:
    return date.fromisoformat(written)
