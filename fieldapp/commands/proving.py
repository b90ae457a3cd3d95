"""Prove that all holds, copy it, put it back, judge again."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from fieldapp.backup import make_backup, restore_backup, verify_backup
from fieldapp.commands.options import DATA, JSON, look
from fieldapp.config import load_config
from fieldapp.directory import SYSTEM
from fieldapp.domain.yearly import to_look_up
from fieldapp.letters.keeping import check_letters
from fieldapp.photos import PhotoReport, check_photos
from fieldapp.refusals import OperatorError
from fieldapp.training_copy import make_training_copy
from fieldapp.worker_faults import Faults
from sync import NotEntitled

COPY_WORDS = {
    "unwritable": "copy of the log: it cannot be written, so nothing can be kept",
    "behind": "copy of the log: it is not the one that was written, or lacks what is kept here",
    "destroyed": "copy of the log: it still has what was destroyed; the worker tries again",
}

NO_REGISTER = (
    "Warning: {} is missing or does not know this backup. Phones and people that were taken off since it are in again. "
    "Put the register at its place and restore once more, or take them off again."
)

RECOVERY = click.option(
    "--recovery-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file with the recovery code of a sealed backup.",
)


@click.command()
@DATA
@JSON
def check(data: Path | None, as_json: bool) -> None:
    """Prove the chain of the log, that documents follow from it, signatures, photos, letters, the access log and the register."""
    house = look(data)
    report = house.engine.check(house.blobs)
    photos = check_photos(house) if report.is_readable else PhotoReport()
    wrong = [*report.wrong, *photos.wrong, *house.register.check()]
    if report.is_readable:
        wrong += [*check_letters(house), *house.missing_from_log()]
        wrong += [COPY_WORDS[what] for what in house.engine.copy_trouble()]
        wrong += [fault.words() for fault in Faults(house.values, house.now).shown()]
    look_up = list(to_look_up(house.policy(), house.today())) if report.is_readable else []
    said = {
        "entries": report.entries,
        "documents": report.documents,
        "signatures": report.signatures,
        "photos": photos.whole,
        "photos_on_their_way": photos.on_their_way,
        "not_verified": report.elsewhere,
        "photos_left_behind": photos.left_behind,
        "look_up": look_up,
        "wrong": wrong,
    }
    if as_json:
        click.echo(json.dumps(said, ensure_ascii=False))
    else:
        click.echo(
            f"{report.entries} entries, {report.documents} documents, {report.signatures} signatures, "
            f"{photos.whole} photos, {photos.on_their_way} on their way."
        )
        if report.elsewhere:
            click.echo(f"Not verified: {report.elsewhere} envelopes are sealed to another installation.")
            click.echo(f"This is a training copy; {photos.left_behind} photos stayed behind.")
        click.echo("".join(f"To look up: {sentence}\n" for sentence in look_up), nl=False)
        click.echo("\n".join(wrong) if wrong else _all_holds(report.elsewhere))
    sys.exit(1 if wrong else 0)


def _all_holds(not_verified: int) -> str:
    return "All else holds." if not_verified else "Everything holds."


@click.command()
@DATA
def rebuild(data: Path | None) -> None:
    """Make every document anew from the log."""
    report = look(data).engine.rebuild()
    click.echo(f"{report.documents} documents follow from {report.entries} entries.")


@click.command()
@DATA
@click.argument("operations", nargs=-1)
def replay(data: Path | None, operations: tuple[str, ...]) -> None:
    """Judge held operations again, all of them or those with these ids; say what became of each."""
    house = look(data)
    for operation in operations or tuple(row.operation_id for row in house.store.latest_held(100_000)):
        try:
            outcome = house.engine.replay(SYSTEM, operation)
        except NotEntitled as error:
            raise OperatorError(f"{operation} does not wait here.") from error
        click.echo(f"{operation} {outcome.outcome} {outcome.code or ''}".rstrip())


def _code(path: Path | None) -> str | None:
    return path.read_text().strip() if path else None


def _verified(said: dict[str, Any]) -> str:
    proved = "It was opened and holds." if said["proved"] else "It is sealed: what is in it was not looked at."
    return f"Backup {said['backup']}: {said['files']} files are as they were written. {proved}"


@click.command()
@DATA
@click.argument("destination", type=click.Path(path_type=Path, file_okay=False))
@click.option("--verify", is_flag=True, help="Make none: DESTINATION is a backup, see whether it is whole.")
@RECOVERY
@JSON
def backup(data: Path | None, destination: Path, verify: bool, recovery_file: Path | None, as_json: bool) -> None:
    """Copy store and photos into a new folder under DESTINATION while the server runs, and verify the copy by opening it."""
    if verify:
        said = verify_backup(load_config(data=data), destination, _code(recovery_file))
        click.echo(json.dumps(said) if as_json else _verified(said))
        return
    made = make_backup(look(data), destination)
    click.echo(json.dumps(made.as_json()) if as_json else f"Backup {made.id} is verified: {made.folder}")


@click.command()
@DATA
@click.argument("source", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--accept-loss", is_flag=True, help="Put an older backup back, though a newer one was made.")
@click.option("--as-copy", is_flag=True, help="Make a training copy: new keys, no phones, nobody signed in.")
@RECOVERY
@JSON
def restore(
    data: Path | None, source: Path, accept_loss: bool, as_copy: bool, recovery_file: Path | None, as_json: bool
) -> None:
    """Put a backup back into an empty data folder that has the keys; replay the copy of the log and the register."""
    config = load_config(data=data)
    code = _code(recovery_file)
    said = (
        make_training_copy(config, source, code)
        if as_copy
        else restore_backup(config, source, accept_loss=accept_loss, recovery=code)
    )
    click.echo(json.dumps(said) if as_json else "\n".join(f"{name}: {value}" for name, value in said.items()))
    if said.get("has_register") is False:
        click.echo(NO_REGISTER.format(config.register), err=True)
