"""Set up, and run the server with its worker."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from fieldapp.access import auth_of
from fieldapp.app import create_app
from fieldapp.commands.options import DATA, look, make, make_where_empty, opened
from fieldapp.config import load_config
from fieldapp.logs import start_logging
from fieldapp.serving import Server
from fieldapp.supervisor import Child, supervise, wait_for_port


@click.command()
@DATA
def init(data: Path | None) -> None:
    """Make the data folder, its keys and the store, and publish the policy; what is there stays."""
    house = make(data)
    click.echo(f"Installation {house.keys.installation.hex()} in {house.config.data} is ready.")


@click.command()
@DATA
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Only the front server should reach this.")
def serve(data: Path | None, port: int, host: str) -> None:
    """Run the server and the worker until SIGTERM; what dies is started again."""
    start_logging()
    house = make_where_empty(data)
    wait_for_port(host, port)
    where = str(house.config.data)
    house.store.close()  # nothing open may pass a fork
    worker = [sys.executable, "-m", "fieldapp", "work", "--data", where]
    children = [
        Child("server", Server(house.config, f"{host}:{port}").run),
        Child("worker", lambda: os.execv(worker[0], worker)),  # noqa: S606  # a fresh process, our own command
    ]
    sys.exit(supervise(children))


@click.command()
@DATA
def routes(data: Path | None) -> None:
    """Print every route: METHOD PATH AUTH. They are those of any installation: no --data is looked at or made."""
    with TemporaryDirectory() as scratch:
        app = create_app(house=opened(load_config({}, data=Path(scratch) / "data")))
    lines = set()
    for rule in app.url_map.iter_rules():
        auth = auth_of(app.view_functions[rule.endpoint]) or "?"
        path = rule.rule.replace(" ", "")  # a line is three words, also where a path lists what may stand in it
        lines |= {f"{method} {path} {auth}" for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    for line in sorted(lines, key=lambda line: (line.split()[1], line.split()[0])):
        click.echo(line)


@click.command()
@DATA
def migrate(data: Path | None) -> None:
    """Bring the tables up to date; nothing happens when they are."""
    look(data)
    click.echo("The store is up to date.")
