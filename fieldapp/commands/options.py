"""What several commands share: the options, and the beginning."""

from __future__ import annotations

from pathlib import Path

import click

from fieldapp.administration import publish_policy
from fieldapp.config import load_config
from fieldapp.installation import Installation, open_installation, set_up
from fieldapp.refusals import OperatorError
from sync.store import StoreUnavailable

DATA = click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="The data folder (FIELDAPP_DATA).")
JSON = click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")


def begin(data: Path | None) -> Installation:
    """Open the installation, made first if it is not there, with the policy published."""
    config = load_config(data=data)
    try:
        set_up(config)
        house = open_installation(config)
        house.recover()
        publish_policy(house)
    except (OSError, StoreUnavailable) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise OperatorError(f"{config.data} cannot be used: {why}. Nothing was started.") from error
    return house
