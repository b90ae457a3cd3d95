"""The import of addresses: what is in, what is left out, and files that are damaged."""

import gzip
import json
import shutil
import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.addresses import HouseNumber
from fieldapp.imports.address_index import AddressIndex
from fieldapp.imports.pack import PackedAddress, pack, unpack
from fieldapp.imports.refused import ImportRefused
from fieldapp.imports.report import as_text
from fieldapp.installation import Installation
from tests.bench.make_addresses import make
from tests.imports.conftest import DATA, GEOPACKAGE

TakeIn = Callable[..., dict[str, Any]]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    path = tmp_path / "bag.gpkg"
    shutil.copy(GEOPACKAGE, path)
    path.chmod(0o644)
    return path


def _change(path: Path, statement: str, *values: Any) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(statement, values)
        db.commit()


def _pack_of(house: Installation) -> tuple[dict[str, Any], dict[str, PackedAddress]]:
    listed = json.loads((house.config.packs / "addresses.json").read_bytes())
    data = (house.config.packs / Path(listed["url"]).name).read_bytes()
    assert sha256(data).hexdigest() == listed["digest"]
    header, found = unpack(data)
    return header, {one.bag_object_id: one for one in found}


def test_what_can_be_visited_goes_to_the_phones_and_the_rest_stays_at_the_office(
    house: Installation, take_in_addresses: TakeIn, addresses: Path
) -> None:
    result = take_in_addresses()
    assert (result["added"], result["refused"], result["addresses"], result["on_phones"]) == (7092, 0, 7092, 6822)
    header, packed = _pack_of(house)
    assert header["count"] == len(packed) == 6822
    assert header["version"] == "9998-2026-11-21"
    assert "9998010000000013" not in packed, "Lantaarnkade 12 is buiten gebruik"
    with closing(AddressIndex(addresses)) as index:
        unused = index.by_object_id("9998010000000013")
        assert unused is not None and unused.text == "Lantaarnkade 12" and not unused.is_visitable
        for object_id, one in packed.items():
            known = index.by_object_id(object_id)
            assert known is not None and known.is_visitable
            assert f"{one.street} {one.number}{one.suffix}" == known.text
            assert abs(one.lat - known.lat) < 1e-5 and abs(one.lon - known.lon) < 1e-5


def test_moorings_and_pitches_are_places_too(house: Installation, take_in_addresses: TakeIn) -> None:
    take_in_addresses()
    kinds = {object_id[4:6] for object_id in _pack_of(house)[1]}
    assert kinds == {"01", "02", "03"}


def test_the_file_for_phones_is_the_one_that_the_phone_tests_read(
    house: Installation, take_in_addresses: TakeIn
) -> None:
    digest = take_in_addresses()["digest"]
    assert (house.config.packs / f"{digest}.pack").read_bytes() == (DATA / "adressen-voorbeeld.pack").read_bytes()


def test_a_dry_run_says_the_same_and_writes_nothing(
    house: Installation, take_in_addresses: TakeIn, addresses: Path
) -> None:
    trial = take_in_addresses(dry_run=True)
    assert not addresses.exists() and list(house.config.packs.iterdir()) == []
    assert {**take_in_addresses(), "dry_run": True} == trial


def test_twice_is_once(house: Installation, take_in_addresses: TakeIn) -> None:
    first, second = take_in_addresses(), take_in_addresses()
    assert (second["added"], second["changed"], second["same"], second["gone"]) == (0, 0, 7092, 0)
    assert first["digest"] == second["digest"]
    assert len(list(house.config.packs.glob("*.pack"))) == 1


@pytest.mark.slow
def test_the_next_version_shows_what_came_changed_and_went(take_in_addresses: TakeIn, copy: Path) -> None:
    take_in_addresses()
    _change(
        copy,
        "update verblijfsobject set status = 'Verblijfsobject ingetrokken' where huisnummer = 18 and openbare_ruimte_naam = 'Lantaarnkade'",
    )
    _change(copy, "delete from verblijfsobject where huisnummer = 22 and openbare_ruimte_naam = 'Lantaarnkade'")
    result = take_in_addresses(copy)
    assert (result["changed"], result["gone"], result["added"]) == (1, 1, 0)
    said = {line["subject"]: (line["what"], line["reason"]) for line in result["lines"] if line["what"] != "same"}
    assert said["Lantaarnkade 18"] == ("changed", "anders: status, is_visitable")
    assert said["Lantaarnkade 22"] == ("gone", "staat niet meer in het bestand")
    assert "1 veranderd" in as_text(result) and "1 vervallen" in as_text(result)


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("identificatie", "998010000000019", "De BAG-id klopt niet."),
        ("nummeraanduiding_hoofdadres_identificatie", None, "De BAG-id klopt niet."),
        ("huisnummer", None, "Straat of huisnummer ontbreekt."),
        ("openbare_ruimte_naam", None, "Straat of huisnummer ontbreekt."),
        ("geom", None, "De plek op de kaart ontbreekt."),
        ("geom", b"GP\x00\x01" + b"\x00" * 40, "De plek op de kaart is onleesbaar."),
        (
            "geom",
            b"GP\x00\x01" + struct.pack("<iBIdd", 28992, 1, 1, 5.3, 52.1),
            "De plek op de kaart ligt niet in Nederland.",
        ),
        ("identificatie", "9998010000000032", "Deze BAG-id staat er twee keer in."),
    ],
)
@pytest.mark.slow
def test_a_row_that_cannot_be_right_is_refused_and_the_others_go_on(
    column: str, value: Any, reason: str, take_in_addresses: TakeIn, copy: Path
) -> None:
    _change(copy, f"update verblijfsobject set {column} = ? where identificatie = '9998010000000019'", value)
    result = take_in_addresses(copy, dry_run=True)
    assert (result["refused"], result["addresses"]) == (1, 7091)
    assert reason in {line["reason"] for line in result["lines"] if line["what"] == "refused"}


def test_an_area_is_placed_at_its_first_corner(take_in_addresses: TakeIn, copy: Path, addresses: Path) -> None:
    corner = struct.pack("<dd", 155_000.0, 463_000.0)
    area = struct.pack("<BIII", 1, 3, 1, 4) + 4 * corner
    header = b"GP\x00\x03" + struct.pack("<i", 28992) + struct.pack("<dddd", 155_000, 155_000, 463_000, 463_000)
    _change(copy, "update ligplaats set geom = ? where identificatie = '9998020000000001'", header + area)
    take_in_addresses(copy)
    with closing(AddressIndex(addresses)) as index:
        found = index.by_object_id("9998020000000001")
    assert found is not None and (round(found.lat, 4), round(found.lon, 4)) == (52.1552, 5.3872)


def test_a_woonplaats_may_be_asked_for_too(take_in_addresses: TakeIn) -> None:
    assert take_in_addresses(municipality="voorbeeldstad")["addresses"] == 7092


def test_another_municipality_is_refused_with_what_is_there(take_in_addresses: TakeIn) -> None:
    with pytest.raises(ImportRefused, match=r"Gemeente 0014 staat niet in dit bestand\. Wel: 9998\."):
        take_in_addresses(municipality="0014")
    with pytest.raises(ImportRefused, match="vier cijfers"):
        take_in_addresses(municipality="14")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "geen GeoPackage"),
        (b"PK\x03\x04 a zip", "geen GeoPackage"),
        (b"SQLite format 3\x00" + b"\x00" * 4000, "beschadigd|geen tabel"),
    ],
)
def test_a_file_that_is_no_geopackage_is_refused(
    content: bytes, sentence: str, take_in_addresses: TakeIn, tmp_path: Path
) -> None:
    path = tmp_path / "bag.gpkg"
    path.write_bytes(content)
    with pytest.raises(ImportRefused, match=sentence):
        take_in_addresses(path)


def test_a_file_that_is_not_there_is_refused(take_in_addresses: TakeIn, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="niet te lezen"):
        take_in_addresses(tmp_path / "weg.gpkg")


def test_a_table_without_a_column_is_named(take_in_addresses: TakeIn, copy: Path) -> None:
    _change(copy, "alter table verblijfsobject drop column postcode")
    with pytest.raises(ImportRefused, match="de tabel verblijfsobject heeft geen kolom postcode"):
        take_in_addresses(copy)


def test_a_torn_file_changes_nothing(
    house: Installation, take_in_addresses: TakeIn, copy: Path, addresses: Path
) -> None:
    take_in_addresses()
    before = (addresses.read_bytes(), (house.config.packs / "addresses.json").read_bytes())
    whole = copy.read_bytes()
    for part in (0.9, 0.5, 0.1):
        copy.write_bytes(whole[: int(len(whole) * part)])
        with pytest.raises(ImportRefused):
            take_in_addresses(copy)
        assert (addresses.read_bytes(), (house.config.packs / "addresses.json").read_bytes()) == before


@pytest.mark.slow
def test_a_stop_between_the_files_leaves_the_old_list_whole(
    house: Installation, take_in_addresses: TakeIn, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in_addresses()
    before = _pack_of(house)
    _change(copy, "delete from verblijfsobject where huisnummer = 22")
    with monkeypatch.context() as broken:
        broken.setattr("os.fsync", _no_disk)
        with pytest.raises(OSError, match="disk"):
            take_in_addresses(copy)
    assert _pack_of(house) == before
    assert take_in_addresses(copy)["on_phones"] < 6822
    assert _pack_of(house)[0]["count"] < 6822


def _no_disk(_: int) -> None:
    raise OSError("no disk")


def test_the_office_looks_up_by_address(take_in_addresses: TakeIn, addresses: Path) -> None:
    take_in_addresses()
    with closing(AddressIndex(addresses)) as index:
        (found,) = index.by_address("lantaarnkade", HouseNumber(27, "", "3h"))
        assert found.text == "Lantaarnkade 27-3H"
        assert index.by_address("Lantaarnkade", HouseNumber(18), "9910AA") != []
        assert index.by_address("Lantaarnkade", HouseNumber(18), "1234AB") == []


def test_the_office_searches_while_typing(take_in_addresses: TakeIn, addresses: Path) -> None:
    take_in_addresses()
    with closing(AddressIndex(addresses)) as index:
        assert [one.text for one in index.search("lantaarnkade 18")][:1] == ["Lantaarnkade 18"]
        assert [one.text for one in index.search("LANTAARN 27")][:2] == ["Lantaarnkade 27", "Lantaarnkade 27-3H"]
        assert {one.number for one in index.search("kerkpad 9", limit=5)} >= {9, 90}
        assert len(index.search("k", limit=3)) == 3
        assert index.search("lantaarnkade 12", limit=50)[0].text != "Lantaarnkade 12", (
            "nobody visits what is out of use"
        )
        assert index.search("%") == index.search("") == index.search("nergens 1") == []


@pytest.mark.slow
def test_a_large_municipality_fits_in_a_small_file() -> None:
    data = pack(make(120_000), municipality="9998", version="v")
    assert len(data) < 1_000_000, len(data)


ADDRESSES = st.builds(
    PackedAddress,
    street=st.sampled_from(["Kerkstraat", "Ûnder de Wâl", "1e Dwarsstraat", "’t Zand"]),
    place=st.sampled_from(["Noorddorp", "Zuiddorp"]),
    number=st.integers(1, 99_999),
    suffix=st.sampled_from(["", "A", "-3", "B-bis", "-H"]),
    bag_object_id=st.integers(0, 9_999_999_999).map(lambda n: f"001401{n:010d}"),
    bag_address_id=st.integers(0, 9_999_999_999).map(lambda n: f"001420{n:010d}"),
    lat=st.integers(5_070_000, 5_360_000).map(lambda n: n / 100_000),
    lon=st.integers(330_000, 730_000).map(lambda n: n / 100_000),
)


@given(st.lists(ADDRESSES, max_size=40))
def test_whatever_is_packed_comes_out_again(many: list[PackedAddress]) -> None:
    data = pack(many, municipality="0014", version="v")
    header, found = unpack(data)
    assert sorted(found, key=repr) == sorted(many, key=repr)
    assert header["count"] == len(many)
    assert gzip.decompress(data)[:4] == b"FAP1"


@given(st.lists(ADDRESSES, max_size=20, unique_by=lambda one: (one.street, one.place, one.number, one.suffix)))
def test_the_order_of_the_rows_does_not_change_the_file(many: list[PackedAddress]) -> None:
    assert pack(many, municipality="0014", version="v") == pack(many[::-1], municipality="0014", version="v")
