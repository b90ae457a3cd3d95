"""The import of permits: the example file with all its damage, and files that are worse."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fieldapp.directory import SYSTEM
from fieldapp.imports.permit_lines import COLUMNS
from fieldapp.imports.refused import ImportRefused
from fieldapp.imports.report import as_text
from fieldapp.installation import Installation
from tests.imports.conftest import CENTRUM, PERMITS

TakeIn = Callable[..., dict[str, Any]]

GOOD = {
    "Zaaknummer": "Z-2024-00001",
    "Vergunningnummer": "V-2024-101",
    "Soort inrichting": "Raamexploitatie",
    "Naam onderneming": "Raamverhuur De Lantaarn B.V.",
    "KvK-nummer": "10734211",
    "Vestigingsnummer": "007342110021",
    "Straat": "Lantaarnkade",
    "Huisnummer": "18",
    "Postcode": "9910AA",
    "Plaats": "Voorbeeldstad",
    "BAG-id": "9998010000000019",
    "Datum verlening": "1-2-2024",
    "Geldig tot": "01-03-2027",
    "Aantal werkplekken": "8",
    "Leidinggevenden": "2",
    "Openingstijden": "ma-zo 10:00-02:00",
    "Voorschriften": "Max. 11 uur per etmaal; alarm in elke werkruimte",
    "Status": "verleend",
}


def _file(path: Path, *rows: dict[str, str], encoding: str = "utf-8", separator: str = ";") -> Path:
    lines = [separator.join(COLUMNS)]
    lines += [separator.join(f'"{row.get(name, "")}"' for name in COLUMNS) for row in rows]
    path.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    return path


def _what(result: dict[str, Any]) -> dict[int, tuple[str, str]]:
    return {line["line"]: (line["what"], line["reason"]) for line in result["lines"]}


def _premises(house: Installation) -> dict[str, dict[str, Any]]:
    found = house.engine.find(SYSTEM, "premises", limit=500)
    return {one["fields"]["address"]["text"]: one["fields"] for one in found}


def test_the_example_is_taken_in_and_its_damage_is_said_line_by_line(
    house: Installation, known_addresses: None, take_in_permits: TakeIn
) -> None:
    result = take_in_permits()
    said = _what(result)
    assert (result["added"], result["changed"], result["same"], result["refused"]) == (19, 0, 1, 2)
    assert said[2] == ("added", "De BAG meldt: verblijfsobject buiten gebruik.")
    assert "liep af op ma 15 juni 2026" in said[5][1]
    assert "niet gecontroleerd adres" in said[14][1]
    assert said[17] == ("same", "Staat al in dit bestand op regel 2.")
    assert said[18] == ("refused", "Postcode 99A4 ZZ bestaat niet.")
    assert said[19] == ("added", "KvK-nummer aangevuld met nullen: 00734211.")
    assert said[20][0] == "added" and "gezocht op het adres" in said[20][1]
    assert said[21][0] == "added" and "niet gecontroleerd adres" in said[21][1]
    assert said[22][0] == "added"
    assert said[23] == ("refused", "Naam onderneming is een formule, geen tekst.")
    premises = _premises(house)
    assert len(premises) == result["new_premises"] == 16
    assert premises["Lantaarnkade 12"]["vergunningen"]["v-2024-101"] == {
        "nummer": "V-2024-101",
        "status": "verleend",
        "valid_from_on": "2024-02-01",
        "valid_until_on": "2027-03-01",
        "werkplekken": 8,
        "leidinggevenden": 2,
        "openingstijden": "ma-zo 10:00-02:00",
        "voorschriften": ["Max. 11 uur per etmaal", "alarm in elke werkruimte", "hulpinformatie zichtbaar"],
        "exploitant": {
            "name": "Raamverhuur De Lantaarn B.V.",
            "kvk_nummer": "10734211",
            "vestigingsnummer": "007342110021",
        },
        "zaak_id": "Z-2024-00001",
    }
    assert house.engine.check(house.blobs).wrong == ()


def test_accents_of_windows_and_an_indefinite_end_arrive_whole(
    house: Installation, known_addresses: None, take_in_permits: TakeIn
) -> None:
    take_in_permits()
    club = _premises(house)["Havenweg 12"]
    assert club["name"] == "Club Café L'Étoile B.V."
    assert club["premises_type"] == "prive_huis_club"
    assert club["vergunningen"]["v-2024-107"]["valid_until_on"] is None
    assert club["is_verified"] is True and club["is_dwelling"] is False and club["team_id"] == CENTRUM


def test_a_withdrawn_permit_stands_beside_the_valid_one_of_the_same_address(
    house: Installation, known_addresses: None, take_in_permits: TakeIn
) -> None:
    take_in_permits()
    permits = _premises(house)["Havenweg 60"]["vergunningen"]
    assert {key: permit["status"] for key, permit in permits.items()} == {
        "v-2023-106": "verleend",
        "v-2021-310": "ingetrokken",
    }


def test_an_address_the_bag_does_not_know_keeps_its_id_from_import_to_import(
    house: Installation, known_addresses: None, take_in_permits: TakeIn
) -> None:
    take_in_permits()
    unknown = _premises(house)["Verdwenenstraat 1"]
    assert unknown["is_verified"] is False and unknown["address"]["bag_object_id"] is None
    assert take_in_permits()["added"] == 0


def test_the_id_of_premises_follows_from_the_bag(
    house: Installation, known_addresses: None, take_in_permits: TakeIn
) -> None:
    take_in_permits()
    expected = uuid.uuid5(uuid.UUID(bytes=house.keys.installation), "premises:9998010000000013")
    shown = house.engine.read(SYSTEM, str(expected))
    assert shown is not None and shown["fields"]["address"]["text"] == "Lantaarnkade 12"


def test_a_dry_run_says_the_same_and_writes_nothing(
    house: Installation, known_addresses: None, take_in_permits: TakeIn
) -> None:
    before = house.engine.log_head()
    trial = take_in_permits(dry_run=True)
    assert house.engine.log_head() == before
    real = take_in_permits()
    assert trial["lines"] == real["lines"]
    assert "proef" in as_text(trial) and "Klaar." in as_text(real)


def test_twice_is_once(house: Installation, known_addresses: None, take_in_permits: TakeIn) -> None:
    take_in_permits()
    before = house.engine.log_head()
    again = take_in_permits()
    assert (again["added"], again["changed"], again["same"], again["refused"]) == (0, 0, 20, 2)
    assert house.engine.log_head() == before


def test_what_changed_in_the_file_changes_in_the_premises_and_is_named(
    house: Installation, known_addresses: None, take_in_permits: TakeIn, tmp_path: Path
) -> None:
    take_in_permits(_file(tmp_path / "een.csv", GOOD))
    result = take_in_permits(_file(tmp_path / "twee.csv", {**GOOD, "Geldig tot": "01-03-2029", "Status": "geschorst"}))
    assert _what(result)[2] == ("changed", "Anders: status, valid_until_on.")
    permit = _premises(house)["Lantaarnkade 18"]["vergunningen"]["v-2024-101"]
    assert (permit["status"], permit["valid_until_on"]) == ("geschorst", "2029-03-01")


def test_a_permit_that_a_besluit_keeps_down_is_the_same_in_the_same_file(
    house: Installation, known_addresses: None, take_in_permits: TakeIn, tmp_path: Path
) -> None:
    take_in_permits(_file(tmp_path / "een.csv", GOOD))
    [(place, _)] = [(one["id"], one) for one in house.engine.find(SYSTEM, "premises", limit=500)]
    down = {"permit_number": "v-2024-101", "status": "geschorst", "because_of": str(uuid.uuid4())}
    assert house.engine.submit(SYSTEM, "premises.note_permit", place, down).outcome == "applied"
    before = house.engine.log_head()
    again = take_in_permits(_file(tmp_path / "een.csv", GOOD))
    assert (again["changed"], again["same"]) == (0, 1)
    assert house.engine.log_head() == before
    later = take_in_permits(_file(tmp_path / "twee.csv", {**GOOD, "Geldig tot": "01-03-2029"}))
    assert _what(later)[2] == ("changed", "Anders: valid_until_on.")
    assert _premises(house)["Lantaarnkade 18"]["vergunningen"]["v-2024-101"]["status"] == "geschorst"


def test_the_team_that_the_office_chose_stays(
    house: Installation, known_addresses: None, take_in_permits: TakeIn, tmp_path: Path
) -> None:
    noord = str(uuid.uuid4())
    house.engine.submit(SYSTEM, "unit.add", noord, {"name": "Toezicht Noord", "kind": "team"})
    take_in_permits(_file(tmp_path / "een.csv", GOOD), team="toezicht noord")
    take_in_permits(_file(tmp_path / "twee.csv", {**GOOD, "Leidinggevenden": "3"}))
    assert _premises(house)["Lantaarnkade 18"]["team_id"] == noord
    with pytest.raises(ImportRefused, match="Toezicht Centrum, Toezicht Noord"):
        take_in_permits(team="Oost")


def test_before_the_addresses_only_whole_bag_ids_are_placed_and_checked_later(
    house: Installation, take_in_addresses: TakeIn, take_in_permits: TakeIn
) -> None:
    first = take_in_permits()
    assert (first["added"], first["refused"]) == (16, 5)
    assert _premises(house)["Lantaarnkade 12"]["is_verified"] is False
    take_in_addresses()
    second = take_in_permits()
    assert (second["added"], second["refused"]) == (3, 2)
    assert _what(second)[2][1].startswith("Anders: address, is_verified.")
    assert _premises(house)["Lantaarnkade 12"]["is_verified"] is True
    assert len(_premises(house)) == 16


WRONG = {
    "Postcode 0012AB bestaat niet.": {"Postcode": "0012AB"},
    "KvK-nummer 1073421A klopt niet: het heeft 8 cijfers.": {"KvK-nummer": "1073421A"},
    "KvK-nummer 107342110 klopt niet: het heeft 8 cijfers.": {"KvK-nummer": "107342110"},
    "BAG-id 9998990000000019 klopt niet.": {"BAG-id": "9998990000000019"},
    "BAG-id 9998010000099999 staat niet in de BAG van deze gemeente.": {"BAG-id": "9998010000099999"},
    "BAG-id 9998010000000032 hoort bij Lantaarnkade 30.": {"BAG-id": "9998010000000032"},
    "Datum verlening 31-2-2024 is geen datum.": {"Datum verlening": "31-2-2024"},
    "Datum verlening 1-1-1924 ligt niet tussen 1990 en 2100.": {"Datum verlening": "1-1-1924"},
    "Datum verlening 2-1-24 is geen datum.": {"Datum verlening": "2-1-24"},
    "Geldig tot ligt voor de datum van verlening.": {"Geldig tot": "1-1-2024"},
    "Aantal werkplekken acht is geen aantal.": {"Aantal werkplekken": "acht"},
    "Status vergund is onbekend.": {"Status": "vergund"},
    "Soort inrichting Kapper is onbekend.": {"Soort inrichting": "Kapper"},
    "Straat ontbreekt.": {"Straat": ""},
    "Naam onderneming ontbreekt.": {"Naam onderneming": " "},
    "Vergunningnummer ontbreekt.": {"Vergunningnummer": ""},
    "Huisnummer nul klopt niet.": {"Huisnummer": "nul"},
    "Naam onderneming bevat een persoonsgegeven": {"Naam onderneming": "Huize Rood 06-12345678"},
    "Voorschriften bevat een persoonsgegeven": {"Voorschriften": "Beheerder BSN 111222333"},
    "Naam onderneming is een formule": {"Naam onderneming": "@SUM(1)"},
    "Voorschriften is te lang.": {"Voorschriften": "alarm " * 400},
}


@pytest.mark.parametrize("sentence", WRONG)
def test_a_line_that_cannot_be_right_is_refused_and_the_others_go_on(
    sentence: str, house: Installation, known_addresses: None, take_in_permits: TakeIn, tmp_path: Path
) -> None:
    other = {**GOOD, "Vergunningnummer": "V-2", "Huisnummer": "22", "BAG-id": "9998010000000023"}
    result = take_in_permits(_file(tmp_path / "fout.csv", {**GOOD, **WRONG[sentence]}, other))
    said = _what(result)
    assert said[2][0] == "refused" and said[2][1].startswith(sentence), said
    assert said[3][0] == "added"
    assert list(_premises(house)) == ["Lantaarnkade 22"]


def test_the_same_number_with_other_facts_is_refused(
    known_addresses: None, take_in_permits: TakeIn, tmp_path: Path
) -> None:
    result = take_in_permits(_file(tmp_path / "dubbel.csv", GOOD, {**GOOD, "Leidinggevenden": "9"}))
    assert _what(result)[3] == ("refused", "Vergunning V-2024-101 staat al op regel 2, met andere gegevens.")


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8", ";"), ("utf-8-sig", ","), ("cp1252", ";"), ("utf-16", "\t")]
)
def test_every_usual_encoding_and_separator_is_read(
    encoding: str,
    separator: str,
    known_addresses: None,
    take_in_permits: TakeIn,
    tmp_path: Path,
    house: Installation,
) -> None:
    path = _file(
        tmp_path / "lijst.csv", {**GOOD, "Naam onderneming": "Café Één"}, encoding=encoding, separator=separator
    )
    assert take_in_permits(path)["added"] == 1
    assert _premises(house)["Lantaarnkade 18"]["name"] == "Café Één"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "de kolom Zaaknummer ontbreekt"),
        (b"a;b\r\n1;2\r\n", "de kolom Zaaknummer ontbreekt"),
        (b"\x00\x01\x02\x03", "geen tekst"),
        (b"\x81\x8d\x8f", "geen tekst"),
        (";".join(COLUMNS).encode() + b'\r\n"open', "is geen CSV"),
    ],
)
def test_a_file_that_is_no_list_is_refused_as_a_whole(
    content: bytes, sentence: str, take_in_permits: TakeIn, tmp_path: Path, house: Installation
) -> None:
    path = tmp_path / "raar.csv"
    path.write_bytes(content)
    before = house.engine.log_head()
    with pytest.raises(ImportRefused, match=sentence):
        take_in_permits(path)
    assert house.engine.log_head() == before


def test_a_line_with_too_few_cells_is_refused(take_in_permits: TakeIn, tmp_path: Path) -> None:
    path = _file(tmp_path / "kort.csv", GOOD)
    path.write_bytes(path.read_bytes() + b"V-9;een;twee\r\n")
    assert "3 cellen in plaats van 20" in _what(take_in_permits(path))[3][1]


def test_any_cut_of_the_example_gives_a_sentence_and_never_half_a_line(
    house: Installation, known_addresses: None, take_in_permits: TakeIn, tmp_path: Path
) -> None:
    whole = PERMITS.read_bytes()
    for size in range(0, len(whole), 97):
        path = tmp_path / "deel.csv"
        path.write_bytes(whole[:size])
        try:
            result = take_in_permits(path, dry_run=True)
        except ImportRefused as refused:
            assert str(refused).endswith(".")
        else:
            assert sum(result[what] for what in ("added", "same", "refused")) <= 22


def test_without_a_team_the_sentence_says_what_to_do(
    tmp_path: Path, house: Installation, take_in_permits: TakeIn
) -> None:
    with pytest.raises(ImportRefused, match="bestaat niet"):
        take_in_permits(team="Toezicht Zuid")


def test_progress_ends_at_the_whole(take_in_permits: TakeIn) -> None:
    steps: list[tuple[int, int]] = []
    take_in_permits(dry_run=True, progress=lambda done, total: steps.append((done, total)))
    assert steps[-1][0] == steps[-1][1] > 0


def test_when_the_engine_refuses_one_nothing_is_written(
    house: Installation,
    known_addresses: None,
    take_in_permits: TakeIn,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, before = house.engine.submit_all, house.engine.log_head()

    def with_a_bad_one(actor: Any, operations: list[Any]) -> Any:
        return real(actor, [*operations, ("premises.update", str(uuid.uuid4()), {"name": 5})])

    monkeypatch.setattr(house.engine, "submit_all", with_a_bad_one)
    with pytest.raises(ImportRefused, match="Er is niets veranderd"):
        take_in_permits()
    assert house.engine.log_head() == before
    assert _premises(house) == {}


def _existing(house: Installation, bag_object_id: str, **fields: Any) -> str:
    """A file that the office has already at an address."""
    document = str(uuid.uuid5(uuid.UUID(bytes=house.keys.installation), f"premises:{bag_object_id}"))
    address = {
        "bag_object_id": bag_object_id,
        "bag_address_id": None,
        "text": "Lantaarnkade 18",
        "lat": None,
        "lon": None,
    }
    body = {"address": address, "premises_type": "woning", "is_dwelling": True, "team_id": CENTRUM, **fields}
    outcome = house.engine.submit(SYSTEM, "premises.register", document, body)
    assert outcome.outcome == "applied", outcome
    return document


def test_a_permit_never_opens_the_file_of_a_home_to_the_team(
    house: Installation, known_addresses: None, take_in_permits: TakeIn, tmp_path: Path
) -> None:
    document = _existing(house, "9998010000000019")
    before = house.engine.read(SYSTEM, document)
    result = take_in_permits(_file(tmp_path / "een.csv", GOOD))
    assert _what(result)[2][0] == "refused" and "als woning" in _what(result)[2][1]
    assert house.engine.read(SYSTEM, document) == before


def test_a_permit_for_a_cafe_does_not_make_a_window_brothel_into_something_else(
    house: Installation, known_addresses: None, take_in_permits: TakeIn, tmp_path: Path
) -> None:
    cafe = {**GOOD, "Vergunningnummer": "H-1", "Soort inrichting": "Horecabedrijf", "Naam onderneming": "Café Spoor"}
    take_in_permits(_file(tmp_path / "een.csv", GOOD))
    result = take_in_permits(_file(tmp_path / "twee.csv", cafe))
    assert _what(result)[2] == ("added", "Komt bij een pand dat er al is.")
    place = _premises(house)["Lantaarnkade 18"]
    assert (place["premises_type"], place["name"]) == ("raamexploitatie", "Raamverhuur De Lantaarn B.V.")
    assert set(place["vergunningen"]) == {"v-2024-101", "h-1"}
    newer = {**cafe, "Datum verlening": "1-1-2026"}
    assert take_in_permits(_file(tmp_path / "drie.csv", GOOD, newer))["changed"] == 1
    assert _premises(house)["Lantaarnkade 18"]["premises_type"] == "raamexploitatie"
