"""When the rules change by which documents are found and read, what an earlier version wrote follows them at the next start."""

from __future__ import annotations

import pytest

from fieldapp.build import NO_PAGES
from fieldapp.config import Config
from fieldapp.installation import Installation, open_installation
from sync.labels import NAME, OWNER
from sync.store import StoreUnavailable
from tests.people import OTTO, TOM
from tests.web.evening import an_evening


def as_an_older_version_left_it(house: Installation, document: str) -> None:
    """Other scopes, an index without what is new, and the mark of other rules."""
    with house.store.transaction():
        stored = house.store.get(document)
        assert stored is not None
        stored.scopes, stored.index = frozenset({"system", f"team:{OTTO.person}"}), {"state": "?"}
        house.store.put(stored)
        house.store.set_value(OWNER, NAME, "an older version")


def test_what_an_older_version_labelled_is_labelled_anew_and_follows_from_the_log(
    house: Installation, config: Config, premises: str
) -> None:
    found = an_evening(house, premises)
    as_an_older_version_left_it(house, found.measure)
    assert not house.engine.check().is_whole
    assert house.engine.find(TOM, "measure", where={"state": "voorgesteld"}) == []
    house.store.close()
    again = open_installation(config, build=NO_PAGES)
    assert again.engine.check().is_whole
    assert [one["id"] for one in again.engine.find(TOM, "measure", where={"state": "voorgesteld"})] == [found.measure]
    again.store.close()


def test_a_disk_that_is_full_at_the_upgrade_stops_nobody_from_reading(
    house: Installation, config: Config, premises: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = an_evening(house, premises)
    as_an_older_version_left_it(house, found.measure)
    house.store.close()

    def full(*_said: object, **_more: object) -> None:
        raise StoreUnavailable("no room", True)

    with monkeypatch.context() as patch:
        patch.setattr("sync.labels._label_all", full)
        again = open_installation(config, build=NO_PAGES)
        assert again.engine.read(TOM, found.visit) is not None
        again.store.close()
    later = open_installation(config, build=NO_PAGES)
    assert later.engine.check().is_whole
    later.store.close()
