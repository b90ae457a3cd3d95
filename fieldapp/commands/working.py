"""What the worker does, by hand too."""

from __future__ import annotations

from pathlib import Path

import click

from fieldapp.commands.options import DATA
from fieldapp.config import load_config
from fieldapp.installation import open_installation
from fieldapp.logs import start_logging
from fieldapp.worker import Worker, follow


@click.command()
@DATA
@click.option("--once", is_flag=True, help="Do what is there to do now, and end.")
def work(data: Path | None, once: bool) -> None:
    """Follow the log: reactions, notices, what is due. A second worker waits until the first one ends."""
    start_logging()
    follow(load_config(data=data), once=once)


@click.command()
@DATA
def tick(data: Path | None) -> None:
    """Look now at what ends today, as the worker does once a day."""
    house = open_installation(load_config(data=data))
    Worker(house).look_at_today(again=True)
    click.echo(f"Looked at {house.today().isoformat()}.")
