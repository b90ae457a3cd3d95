"""What the worker does, by hand too."""

from __future__ import annotations

from pathlib import Path

import click

from fieldapp.commands.options import DATA, look, there
from fieldapp.directory import SYSTEM
from fieldapp.logs import start_logging
from fieldapp.notice_queue import waiting_in
from fieldapp.restored import last_restored, release_notices
from fieldapp.worker import Worker, follow


@click.command()
@DATA
@click.option("--once", is_flag=True, help="Do what is there to do now, and end.")
def work(data: Path | None, once: bool) -> None:
    """Follow the log: reactions, notices, what is due. A second worker waits until the first one ends."""
    start_logging()
    follow(there(data), once=once)


@click.command()
@DATA
def tick(data: Path | None) -> None:
    """Look now at what ends today, as the worker does once a day."""
    house = look(data)
    Worker(house).look_at_today(again=True)
    click.echo(f"Looked at {house.today().isoformat()}.")


@click.command()
@DATA
@click.option("--release", is_flag=True, help="Let go what waits since a restore.")
def notices(data: Path | None, release: bool) -> None:
    """Say how many notices wait, and whether a restore holds them; --release lets them go."""
    house = look(data)
    if release and release_notices(house.values, house.now()):
        house.access_log.add("notices_released", SYSTEM.person, None, {}, house.now())
    restored = last_restored(house.values)
    held = restored is not None and restored.holds_notices
    click.echo(f"Notices that wait: {len(waiting_in(house.values))}" + (", held since a restore." if held else "."))
