"""A set of policy files is taken as a whole or refused with a sentence for each fault."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest

from fieldapp.domain import documents
from fieldapp.domain.errors import Refused
from fieldapp.domain.policy import (
    AUTHORITIES,
    MEASURE_TYPES,
    MODES,
    PRIVACY_CLASSES,
    TIME_UNITS,
    InvalidPolicy,
    make_policy,
    problems,
)
from fieldapp.policy import EXAMPLE, load_policy

FILES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in EXAMPLE.glob("*.json")}


@pytest.fixture
def files() -> dict[str, Any]:
    return copy.deepcopy(FILES)


def _list(files: dict[str, Any], name: str = "chk-lp") -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in files["checklists"]["checklists"] if one["id"] == name)
    return found


def _item(files: dict[str, Any], item_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in _list(files)["items"] if item["id"] == item_id)
    return found


def _row(files: dict[str, Any], row_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in files["matrix"]["rows"] if row["id"] == row_id)
    return found


def test_the_delivered_example_is_valid() -> None:
    assert list(problems(FILES)) == []


def test_every_file_of_the_example_is_part_of_the_policy(files: dict[str, Any]) -> None:
    for name in FILES:
        assert list(problems({key: value for key, value in files.items() if key != name})) == [
            f"{name}: het bestand ontbreekt"
        ]


BREAKING: dict[str, Callable[[dict[str, Any]], object]] = {
    "zaaknummer is geen patroon (": lambda f: f["switches"].update(zaaknummer="(Z"),
    "zaaknummer is geen patroon voor een nummer": lambda f: f["switches"].update(zaaknummer=".*"),
    "klasse N mag geen tekst": lambda f: _item(f, "werkplekken_in_gebruik").update(allows_text=True),
    "klasse B mag geen tekst": lambda f: _item(f, "werktijden_gevolgd").update(allows_photo=True),
    "staat er twee keer in": lambda f: _list(f)["items"].append(_item(f, "nooduitgang_vrij")),
    "worden altijd gevraagd": lambda f: _item(f, "rookmelders_werken").update(asked="altijd"),
    "deel zolder bestaat niet": lambda f: _item(f, "nooduitgang_vrij").update(part="zolder"),
    "severity erg bestaat niet": lambda f: _item(f, "nooduitgang_vrij").update(severity="erg"),
    "privacy X bestaat niet": lambda f: _item(f, "nooduitgang_vrij").update(privacy="X"),
    "grond apv.onbekend": lambda f: _item(f, "nooduitgang_vrij").update(rule_key="apv.onbekend"),
    "when hoort bij": lambda f: _item(f, "nooduitgang_vrij").update(when={"switch": "x"}),
    "twee mogelijkheden": lambda f: _list(f, "chk-ha")["items"][4].update(choices=[]),
    "een aantal heeft een number": lambda f: _item(f, "werkplekken_in_gebruik").update(number=None),
    "onbekend vervolg": lambda f: _item(f, "geen_minderjarige").update(then={"answer": "ja", "do": "bellen"}),
    "recorded_in": lambda f: _item(f, "hulp_aangeboden").update(recorded_in="persoon"),
    "stelling, korte naam of vraag": lambda f: _item(f, "nooduitgang_vrij").update(statement=""),
    "staat niet in measures": lambda f: _row(f, "L02")["steps"][0].update(measure_type="boete"),
    "onbekende maatregel boete": lambda f: f["matrix"]["measures"].append("boete"),
    "niet boven het maximum": lambda f: _row(f, "L01")["steps"][1].update(max_eur_cents=1),
    "onbekende wijze": lambda f: _row(f, "L01")["steps"][1].update(mode="per_persoon"),
    "time_unit hoort bij": lambda f: _row(f, "L10")["steps"][1].update(time_unit=None),
    "een sluiting heeft een duur": lambda f: _row(f, "U01")["steps"][1].update(duration=None),
    "alleen een last onder dwangsom": lambda f: _row(f, "L01")["steps"][0].update(amount_eur_cents=100),
    "term_days": lambda f: _row(f, "L01")["steps"][0].update(term_days=-1),
    "apv.vergunning.verlopen / licensed": lambda f: f["matrix"]["rows"].append({**_row(f, "L01"), "id": "L99"}),
    "premises_kind paleis": lambda f: _row(f, "L01").update(premises_kind="paleis"),
    "recidivism_window_months": lambda f: f["matrix"].update(recidivism_window_months=0),
    "is geen patroon": lambda f: f["guard"]["patterns"][0].update(pattern="("),
    "melding voor bsn ontbreekt": lambda f: f["guard"]["messages"].pop(0),
    "photos is geen": lambda f: f["switches"].update(photos="overal"),
    "is geen dag": lambda f: f["holidays"]["equated_days"].append({"on": "2026-02-30"}),
    "noemt geen bevoegd gezag": lambda f: f["authority"]["rules"][0].update(authorities=[]),
    "version is geen geheel getal": lambda f: f["articles"].update(version="1"),
    "source (waar het vandaan komt)": lambda f: f["powers"].update(source=""),
}


@pytest.mark.parametrize("sentence", BREAKING)
def test_a_broken_set_is_refused_with_the_place_named(sentence: str, files: dict[str, Any]) -> None:
    BREAKING[sentence](files)
    with pytest.raises(InvalidPolicy) as refused:
        make_policy(files)
    assert sentence in str(refused.value)


def test_the_row_for_a_resident_ships_switched_off() -> None:
    assert _row(FILES, "U03")["enabled"] is False


def test_each_kind_of_visit_finds_its_list() -> None:
    policy = load_policy()
    assert policy.current_checklist("licensed_premises", "raamexploitatie") == "chk-lp@1"
    assert policy.current_checklist("licensed_premises", "escortbedrijf") == "chk-es@1"
    assert policy.current_checklist("home_address", "woning") == "chk-ha@1"
    assert policy.current_checklist("joint_visit", "hotel") == "chk-jv@1"
    with pytest.raises(Refused, match=r"visit\.no_checklist"):
        policy.current_checklist("licensed_premises", "woning")


def test_a_newer_version_of_a_list_is_the_current_one(files: dict[str, Any]) -> None:
    files["checklists"]["checklists"].append({**_list(files), "version": 2})
    policy = make_policy(files)
    assert policy.current_checklist("licensed_premises", "raamexploitatie") == "chk-lp@2"
    assert "chk-lp@1" in policy.checklists


def test_a_municipality_replaces_one_file_and_keeps_the_rest(tmp_path: Path) -> None:
    own = {**FILES["switches"], "photos": "geen"}
    (tmp_path / "switches.json").write_text(json.dumps(own), encoding="utf-8")
    policy = load_policy(tmp_path)
    assert policy.photos == "geen"
    assert policy.checklists == load_policy().checklists


def test_a_file_that_cannot_be_read_names_itself(tmp_path: Path) -> None:
    (tmp_path / "matrix.json").write_text("{", encoding="utf-8")
    with pytest.raises(InvalidPolicy, match=r"matrix\.json"):
        load_policy(tmp_path)


def test_every_piece_goes_to_the_phone_under_its_name() -> None:
    pieces = load_policy().as_json()
    assert {"chk-lp@1", "chk-ha@1", "chk-jv@1", "matrix-voorbeeld@1", "tekstwacht@1"} <= set(pieces)
    for name, piece in pieces.items():
        assert piece["name"] == name
        assert set(piece) == {"name", "policy_kind", "content", "effective_from_on", "source"}
        assert json.loads(json.dumps(piece)) == piece


def test_an_article_stands_behind_each_ground() -> None:
    policy = load_policy()
    assert policy.article("apv.kvk_bsn") == "APV art. 3:8"
    assert policy.article("onbekend") == "onbekend"


SAME = [
    (MEASURE_TYPES, documents.MeasureType),
    (MODES, documents.Mode),
    (TIME_UNITS, documents.TimeUnit),
    (PRIVACY_CLASSES, documents.PrivacyClass),
    (AUTHORITIES, documents.Authority),
]


@pytest.mark.parametrize(
    ("allowed", "written"), SAME, ids=["measure type", "mode", "time unit", "privacy", "authority"]
)
def test_the_policy_may_say_what_the_documents_can_hold(allowed: frozenset[str], written: Any) -> None:
    """Two lists, since the documents know the policy and not the other way round."""
    assert allowed == set(get_args(written))
