"""Browsers that asked for notices: each under the key of web push that it knows, until it comes by and takes the present one."""

from __future__ import annotations

from fieldapp.api_shapes import SubscriptionRequest
from fieldapp.directory import SYSTEM
from fieldapp.installation import Installation
from fieldapp.notice_queue import move
from fieldapp.push_addresses import is_allowed_endpoint

MOST_PEOPLE = 100_000


class WrongSubscription(Exception):
    """This server may not post there, or does not have the key that the browser means; `field` says which."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def take_in(house: Installation, person: str, said: SubscriptionRequest, *, at_desk: bool) -> None:
    """Keep a subscription; what waits for the one that it replaces goes to it. Raises WrongSubscription."""
    if not is_allowed_endpoint(said.endpoint, house.config.webpush_loopback):
        raise WrongSubscription("endpoint")
    key = said.key or house.keys.vapid_public_text()
    if house.keys.vapid_of(key) is None:
        raise WrongSubscription("key")
    subscription: dict[str, object] = {"endpoint": said.endpoint, "keys": said.keys.model_dump(), "key": key}
    house.accounts.save_subscription(
        person, subscription | ({"at_desk": True} if at_desk else {}), instead_of=said.instead_of
    )
    if said.instead_of:
        move(house.values, person, said.instead_of, said.endpoint, house.now())


def under_older_keys(house: Installation) -> int:
    """Return how many browsers have not been here since the present key of web push was made."""
    people = house.engine.find(SYSTEM, "person", limit=MOST_PEOPLE)
    known = (one for person in people for one in house.accounts.subscriptions(person["id"]))
    present = house.keys.vapid_public_text()
    is_first = not house.keys.older_vapid
    return sum(one.get("key", present if is_first else None) != present for one in known)
