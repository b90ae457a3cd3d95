"""Taking in the files that other systems hand over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from fieldapp import rescue
from fieldapp.commands.options import DATA, JSON, begin
from fieldapp.directory import SYSTEM
from fieldapp.errors import PROBLEMS
from fieldapp.imports import bag, permits, report
from fieldapp.pages.rescue import rows
from fieldapp.refusals import OperatorError

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
DRY_RUN = click.option("--dry-run", is_flag=True, help="Say what would happen, line by line; change nothing.")


@click.command()
@DATA
@FILE
@DRY_RUN
@JSON
@click.option("--team", help="Id or name of the team that new premises are for; else the first by name.")
def import_permits(data: Path | None, file: Path, dry_run: bool, as_json: bool, team: str | None) -> None:
    """Take in a file of permits (CSV): all of it or nothing; twice is once."""
    house = begin(data)
    result = permits.run(
        house.engine,
        SYSTEM,
        file,
        dry_run,
        _progress(as_json),
        installation=house.keys.namespace,
        rules=house.policy().guard,
        today=house.today(),
        addresses=house.config.data / "addresses.db",
        team=team,
    )
    _say(result, as_json)


@click.command()
@DATA
@FILE
@DRY_RUN
@JSON
@click.option("--gemeente", required=True, help="Code of four digits, or the name of a woonplaats.")
def import_bag(data: Path | None, file: Path, dry_run: bool, as_json: bool, gemeente: str) -> None:
    """Take the addresses of one municipality out of a bag-light GeoPackage, for phones and office."""
    house = begin(data)
    result = bag.run(
        house.engine,
        SYSTEM,
        file,
        dry_run,
        _progress(as_json),
        municipality=gemeente,
        packs=house.config.packs,
        addresses=house.config.data / "addresses.db",
    )
    _say(result, as_json)


@click.command()
@DATA
@FILE
@JSON
def import_rescue(data: Path | None, file: Path, as_json: bool) -> None:
    """Take in the rescue file of a phone: sealed work that it could not send; twice is once."""
    house = begin(data)
    try:
        with file.open("rb") as content:
            taken = rescue.take_in(house, content)
    except OSError as error:
        raise OperatorError(f"{file} cannot be read: {error.strerror}.") from error
    except rescue.WrongFile as error:
        raise OperatorError(f"{file}: {PROBLEMS[error.slug][1]}") from error
    rescue.note(house, SYSTEM, taken)
    if as_json:
        click.echo(json.dumps([one.as_json() for one in taken], ensure_ascii=False, indent=1))
        return
    for one in rows(taken, rescue.numbers_of(house, taken)):
        click.echo(f"{one['title']}: {' '.join(one['lines'])}")


def _progress(as_json: bool) -> report.Progress | None:
    return None if as_json else report.progress_bar()


def _say(result: dict[str, Any], as_json: bool) -> None:
    click.echo(json.dumps(result, ensure_ascii=False, indent=1) if as_json else report.as_text(result))
