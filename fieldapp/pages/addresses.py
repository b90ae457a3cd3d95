"""An address out of the register of all addresses, before it has a file."""

from typing import Any

from fieldapp.imports.address_index import IndexedAddress

HOME = "woning"


def row(address: IndexedAddress) -> dict[str, str]:
    return {
        "object_id": address.bag_object_id,
        "text": address.text,
        "place": postal(address),
        "use": use_words(address.uses),
    }


def postal(address: IndexedAddress) -> str:
    """Return `9910 AA Voorbeeldstad`, or as much of it as is known."""
    return " ".join(word for word in (postcode(address.postcode), address.place) if word)


def postcode(written: str) -> str:
    """Return `9910 AA`, as people write it."""
    return f"{written[:4]} {written[4:]}" if len(written) == 6 else written


def use_words(uses: str) -> str:
    """Return what the BAG says of the use: a hint, since a register does not know what happens behind a door."""
    words = [use.strip() for use in uses.replace(";", ",").split(",") if use.strip()]
    return f"Volgens de BAG: {', '.join(words)}." if words else "De BAG zegt niet waarvoor dit adres dient."


def new_file(address: IndexedAddress, use: str, team_id: str) -> dict[str, Any]:
    """Return the fields of `premises.register`; a home has no name, and nothing is said of who lives there."""
    is_home = use == HOME
    return {
        "address": address.as_address(),
        "name": None,
        "premises_type": "woning" if is_home else "overig",
        "is_dwelling": is_home,
        "is_verified": True,
        "team_id": team_id,
    }
