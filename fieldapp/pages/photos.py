"""Whether a photo is whole and unchanged."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

Photo = Mapping[str, Any]


def photo_states(
    photos: Mapping[str, Photo], arrived: Callable[[Photo], bool], read: Callable[[str], bytes | None]
) -> dict[str, str]:
    """Return the state of each photo; `arrived` says whether all its parts are here, `read` gives the JPEG or None."""
    return {key: photo_state(photo, arrived(photo), read(key)) for key, photo in photos.items()}


def photo_state(photo: Photo, has_arrived: bool, data: bytes | None) -> str:
    """Return `on_its_way`, `here`, or `changed`: what arrived is not, byte for byte, what was recorded."""
    if not has_arrived:
        return "on_its_way"
    is_same = data is not None and hashlib.sha256(data).hexdigest() == photo["sha256"]
    return "here" if is_same else "changed"
