"""The JavaScript on the phone answers as the Python on the server, on random cases beside the vectors."""

import json
import random
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from fieldapp.domain import documents
from fieldapp.domain.deadlines import end_of_term, proposal_dates
from fieldapp.domain.machtiging import missing, valid_until
from fieldapp.domain.matrix import advise
from fieldapp.domain.text_guard import check_text, replace_by_role
from fieldapp.policy import load_policy

POLICY = load_policy()
CASES_OF_A_KIND = 400
PIECES = [
    *("Maria", "mevrouw", "Jansen", "06", "12345678", "BSN", "111222333", "123456782", "12-05-1990", "kenteken"),
    *("ab", "12", "CD", "NL91ABNA0417164300", "@", "x.nl", "https://", "Roemeense", "zwanger", "de", "deur", "is"),
    *("paspoort", "NPR2BD3R3", "\u200b", "１２", "É", "naam is", "heet", "J.", "van", "+40", "(", "058)", "mei"),
    *("2024-00001", "Z-", "ſ", "İ", "K", "ß", "\n", "’", "van der", "Berg", "-", " ", ".", ",", "\U0001f600"),
]
MEASURES = ["waarschuwing", "last_onder_dwangsom", "last_onder_bestuursdwang", "sluiting"]


def _random_cases(chance: random.Random) -> list[tuple[str, dict[str, Any]]]:
    makers: dict[str, Callable[[random.Random], dict[str, Any]]] = {
        "text": _text,
        "term": _term,
        "dates": _dates,
        "advice": _question,
        "machtiging": _machtiging,
    }
    return [(kind, make(chance)) for kind, make in makers.items() for _ in range(CASES_OF_A_KIND)]


def _day(chance: random.Random) -> str:
    return (date(2024, 6, 1) + timedelta(days=chance.randrange(1_500))).isoformat()


def _text(chance: random.Random) -> dict[str, Any]:
    pieces = (chance.choice(PIECES) + chance.choice(["", "", " "]) for _ in range(chance.randint(1, 14)))
    return {"text": "".join(pieces), "allowed": ["2024-00001"]}


def _term(chance: random.Random) -> dict[str, Any]:
    unit = chance.choice(["hours", "days", "weeks", "months", "years"])
    n = chance.randint(1, 100 if unit in ("days", "hours") else 15)
    statutory, house_rule = chance.random() < 0.8, chance.random() < 0.5
    return {"event": _day(chance), "n": n, "unit": unit, "statutory": statutory, "houseRule": house_rule}


def _dates(chance: random.Random) -> dict[str, Any]:
    measure = chance.choice([*MEASURES, "informeren_eigenaar", "geen_maatregel", "schorsing_vergunning"])
    advice = {
        "measure_type": measure,
        "term_days": chance.choice([None, 0, 7, 14, 28]),
        "variant": chance.choice([None, "x"]),
    }
    return {"on": _day(chance), "advice": advice}


def _question(chance: random.Random) -> dict[str, Any]:
    rule = chance.choice([row["rule_key"] for row in POLICY.matrix["rows"]])
    kinds = ["licensed", "unlicensed_premises", "dwelling_provider", "dwelling_self", "unlicensed_escort"]
    return {
        "rule_key": rule,
        "premises_kind": chance.choice(kinds),
        "breaches": [_breach(chance, rule) for _ in range(chance.randrange(6))],
        "open_measures": [_open_measure(chance, rule) for _ in range(chance.choice([0, 0, 1, 2]))],
        "found_on": _day(chance),
        "operator": chance.choice([None, "1", "2"]),
        "is_dwelling": chance.random() < 0.3,
    }


def _breach(chance: random.Random, rule: str) -> dict[str, Any]:
    return {
        "rule_key": chance.choice([rule, rule, "apv.bedrijfsplan"]),
        "found_on": _day(chance),
        "sanction": chance.choice([None, *MEASURES]),
        "sent_on": chance.choice([None, _day(chance)]),
        "operator": chance.choice([None, "1", "2"]),
        "elsewhere": chance.random() < 0.3,
    }


def _open_measure(chance: random.Random, rule: str) -> dict[str, Any]:
    return {
        "measure_type": chance.choice(MEASURES),
        "rule_key": chance.choice([rule, "apv.bedrijfsplan"]),
        "state": chance.choice(["bekendgemaakt", "ingetrokken", "voorgesteld"]),
        "term_ends_on": chance.choice([None, _day(chance)]),
        "imposed_on": chance.choice([None, _day(chance)]),
        "operator": chance.choice([None, "1", "2"]),
        "amount_eur_cents": 5,
        "max_eur_cents": 9,
    }


def _machtiging(chance: random.Random) -> dict[str, Any]:
    """Around its days and hours, at any place, by anybody, told and shown or not, in whatever company."""
    given = date(2024, 6, 1) + timedelta(days=chance.randrange(1_500))
    on = given + timedelta(days=chance.choice([-1, 0, 0, 1, 2, 3, 3, 4]))
    hour = chance.choice([0, 1, 5, 6, 12, 20, 23])
    withdrawn_at = chance.choice([None, None, f"{on}T05:00:00Z", f"{on}T{hour:02}:30:00.000Z"])
    yes = [True, True, False]
    known = {
        "purpose": chance.choice(["toezicht", "toezicht", "bestuursdwang"]),
        "given_on": given.isoformat(),
        "dwellings": chance.sample(["p1", "p2", "p3", "p4"], chance.randint(1, 4)),
        "authorised_ids": chance.sample(["a", "b"], chance.randint(1, 2)),
        "night": chance.choice(yes),
        "absence": chance.choice(yes),
        "companions": chance.sample(["politie", "tolk", "slotenmaker"], chance.randint(0, 3)),
        "withdrawn_at": withdrawn_at,
    }
    entry = {
        "at": f"{on}T{hour:02}:30:00Z",
        "on": on.isoformat(),
        "hour": hour,
        "premises_id": chance.choice(["p1", "p2"]),
        "visit_reason": chance.choice(["melding", "melding", "ad_hoc", "uitvoering"]),
        "person_id": chance.choice(["a", "b"]),
        "told_identified": chance.choice(yes),
        "told_purpose": chance.choice(yes),
        "identification_exception": chance.choice([None, None, "gevaar"]),
        "shown": chance.choice(["ja", "niet_mogelijk", None]),
        "not_shown_reason": chance.choice([None, " ", "\n", "Niemand thuis."]),
        "resident_present": chance.choice(yes),
        "companions": chance.sample(["politie", "tolk", "toezichthouder", "brandweer"], chance.randint(0, 3)),
        "urgency": chance.choice([None, "", "\t", "Het kan niet wachten."]),
    }
    return {"known": chance.choice([known] * 9 + [None]), "entry": entry}


def _python(kind: str, given: dict[str, Any]) -> Any:
    if kind == "text":
        hits = check_text(given["text"], POLICY.guard, given["allowed"])
        return [[hit.kind, hit.word, hit.blocks, replace_by_role(given["text"], hit, POLICY.guard)] for hit in hits]
    if kind == "term":
        event, equated = date.fromisoformat(given["event"]), POLICY.equated_days
        how = {"statutory": given["statutory"], "house_rule": given["houseRule"]}
        term = end_of_term(event, given["n"], given["unit"], **how, equated=equated)
        return [term.plain_end.isoformat(), term.last_day.isoformat(), list(term.steps)]
    if kind == "dates":
        return proposal_dates(date.fromisoformat(given["on"]), given["advice"], equated=POLICY.equated_days)
    if kind == "advice":
        return advise(POLICY.matrix, **{**given, "found_on": date.fromisoformat(given["found_on"])})
    known = given["known"]
    return [missing(known, given["entry"]), valid_until(known["given_on"]) if known else None]


def test_phone_and_server_agree_on_random_cases() -> None:
    chance = random.Random(20261121)
    cases = _random_cases(chance)
    policy = {
        "guard": POLICY.guard,
        "matrix": POLICY.matrix,
        "equated": sorted(day.isoformat() for day in POLICY.equated_days),
    }
    asked = json.dumps({"policy": policy, "cases": [{"kind": kind, "given": given} for kind, given in cases]})
    node = shutil.which("node")
    assert node, "the tests of the twins need node"
    script = Path(__file__).with_name("twins.mjs")
    done = subprocess.run(
        [node, str(script)], input=asked, capture_output=True, text=True, check=True, timeout=120
    )  # our own script
    answers = json.loads(done.stdout)
    assert len(answers) == len(cases) == 5 * CASES_OF_A_KIND
    differing = [
        (kind, given, phone, server)
        for (kind, given), phone in zip(cases, answers, strict=True)
        if phone != (server := _python(kind, given))
    ]
    assert differing == []


TYPES = (Path(__file__).parents[2] / "static" / "app" / "types.js").read_text(encoding="utf-8")
NOT_A_SHAPE = {"Person"}  # on the phone: who it is enrolled for, as the answer to the enrolment says


def _types_of_the_phone() -> Iterator[tuple[str, set[str]]]:
    """Yield each type of `types.js` with its fields: those written in one line, and those with a line for each field."""
    for inside, name in re.findall(r"/\*\* @typedef \{\{(.*?)\}\} (\w+)", TYPES):
        flat = re.sub(r"[{<\[(][^{}<>\[\]()]*[}>\])]", "", re.sub(r"[{<\[(][^{}<>\[\]()]*[}>\])]", "", inside))
        yield name, set(re.findall(r"(\w+)\??:", flat))
    for block in re.findall(r"/\*\*(.*?)\*/", TYPES, re.DOTALL):
        if name := re.search(r"@typedef \{object\} (\w+)", block):
            yield name[1], set(re.findall(r"@property \{.*?\} \[?(\w+)", block))


SHARED = [
    (name, fields) for name, fields in _types_of_the_phone() if name not in NOT_A_SHAPE and hasattr(documents, name)
]


@pytest.mark.parametrize(("name", "fields"), SHARED, ids=[name for name, _ in SHARED])
def test_the_phone_reads_no_field_that_the_server_does_not_write(name: str, fields: set[str]) -> None:
    """The phone knows a part of each shape; what it calls by a name the server does not have is always empty."""
    assert fields
    assert fields <= set(get_type_hints(getattr(documents, name)))


def test_the_types_of_the_documents_on_the_phone_are_compared() -> None:
    compared = {name for name, _ in SHARED}
    assert compared >= {"Premises", "Visit", "Measure", "JointVisit", "DayList", "Finding", "Answer", "Photo"}
