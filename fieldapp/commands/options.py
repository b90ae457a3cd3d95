"""What several commands share: the options, and the beginning."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from fieldapp.administration import publish_policy
from fieldapp.config import Config, beside, load_config
from fieldapp.installation import RESTORING, STORE, Installation, open_installation, set_up
from fieldapp.refusals import OperatorError
from sync.store import StoreUnavailable

log = logging.getLogger("fieldapp")
DATA = click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="The data folder (FIELDAPP_DATA).")
JSON = click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")


def make(data: Path | None) -> Installation:
    """Open the installation of this folder, made first if it is not there. Raises OperatorError."""
    return opened(_whole(load_config(data=data)))


def begin(data: Path | None) -> Installation:
    """Open the installation that is there, with the policy published. Raises OperatorError."""
    return opened(there(data))


def make_where_empty(data: Path | None) -> Installation:
    """Open the installation; where the folder is empty, or not there in a folder that is, make it first and say so.

    So one command starts a server. Raises OperatorError where other things lie: that is a wrong path; and where an
    installation wrote elsewhere already: then the disk with its data did not come up.
    """
    config = load_config(data=data)
    place = config.data
    if place.parent.is_dir() and not (place.exists() and any(place.iterdir())):
        _refuse_a_second(config)
        log.warning("%s was empty: a new installation is made in it", place)
        return opened(config)
    return begin(data)


def _refuse_a_second(config: Config) -> None:
    """A new installation would write among what another wrote. The register's usual place says nothing: it goes with the folder."""
    register = None if config.register == beside(config.data) else config.register
    written = [str(path) for path in (register, config.log_copy) if path and path.exists() and path.stat().st_size]
    if written:
        raise OperatorError(
            f"{config.data} is empty, and an installation wrote in {' and '.join(written)}. Nothing was made. "
            "Did the disk with the data not come up? A backup is put back by `fieldapp restore`; "
            "a new installation needs a FIELDAPP_REGISTER and a FIELDAPP_LOG_COPY of its own."
        )


def look(data: Path | None) -> Installation:
    """Open the installation that is there, and change nothing about it. Raises OperatorError."""
    return open_installation(there(data))


def there(data: Path | None) -> Config:
    """Return the settings of the installation that is there. Raises OperatorError: a wrong path makes no new one.

    Keys without a store are no installation yet: an empty one in that place would stop the restore that is to come.
    """
    config = load_config(data=data)
    if not (config.data / STORE).exists():
        raise OperatorError(
            f"{config.data} holds no installation: it has no {STORE}. Nothing was made. Is the path right? "
            "A new one comes of `fieldapp init`; a backup is put back by `fieldapp restore`."
        )
    return _whole(config)


def _whole(config: Config) -> Config:
    if (config.data / RESTORING).exists():
        raise OperatorError(
            f"A backup is being put back into {config.data}, or that was broken off. Nothing was started. "
            f"If no `fieldapp restore` runs, move {STORE}* away and restore again."
        )
    return config


def opened(config: Config) -> Installation:
    """Open it, made first if it is not there, with the policy published. Raises OperatorError."""
    try:
        set_up(config)
        house = open_installation(config)
        house.recover()
        publish_policy(house)
    except (OSError, StoreUnavailable) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise OperatorError(f"{config.data} cannot be used: {why}. Nothing was started.") from error
    return house
