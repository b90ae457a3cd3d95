"""How addresses are written, compared and placed."""

import json
from pathlib import Path
from typing import Any

import pytest

from fieldapp.domain.addresses import (
    BAG_ADDRESS_ID,
    BAG_OBJECT_ID,
    clean_postcode,
    normalised,
    premises_name,
    rd_to_wgs84,
    read_house_number,
)

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "addresses.json").read_text(encoding="utf-8"))
METRES_PER_DEGREE = 111_000


@pytest.mark.parametrize("case", VECTORS["normalised"], ids=lambda case: case["why"])
def test_two_spellings_share_what_is_left(case: dict[str, Any]) -> None:
    assert normalised(case["in"]) == case["out"]


@pytest.mark.parametrize("case", VECTORS["house_numbers"], ids=lambda case: case["why"])
def test_a_house_number_is_read_and_written(case: dict[str, Any]) -> None:
    house = read_house_number(case["written"])
    assert (str(house) if house else None) == case["text"]


@pytest.mark.parametrize("case", VECTORS["places"], ids=lambda case: f"{case['x_m']}, {case['y_m']}")
def test_a_point_in_metres_is_placed_within_half_a_metre(case: dict[str, Any]) -> None:
    lat, lon = rd_to_wgs84(case["x_m"], case["y_m"])
    assert abs(lat - case["lat"]) * METRES_PER_DEGREE < 0.5
    assert abs(lon - case["lon"]) * METRES_PER_DEGREE * 0.61 < 0.5


def test_bag_ids_keep_their_leading_zeros_and_their_kind() -> None:
    assert BAG_OBJECT_ID.fullmatch("0014010000000019")
    assert not BAG_OBJECT_ID.fullmatch("14010000000019")
    assert not BAG_OBJECT_ID.fullmatch("0014200000000019")
    assert BAG_ADDRESS_ID.fullmatch("0014200000000019")


def test_a_postcode_has_four_digits_and_two_letters() -> None:
    assert clean_postcode("9910 aa") == "9910AA"
    assert clean_postcode("0910AA") is None
    assert clean_postcode("99A4 ZZ") is None


def test_premises_have_one_name_for_every_maker() -> None:
    assert premises_name("9998010000000013", "Lantaarnkade 12", "Voorbeeldstad") == "premises:9998010000000013"
    unverified = premises_name(None, "Verdwenenstraat 1", "Voorbeeldstad")
    assert unverified == premises_name(None, "VERDWENENSTRAAT  1", "voorbeeldstad")
    assert unverified != premises_name(None, "Verdwenenstraat 1", "Anderstad")
