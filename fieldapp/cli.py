"""The command `fieldapp`: everything an operator does. Each command's code is loaded when it is asked for."""

from __future__ import annotations

import os
import sqlite3
import sys
from importlib import import_module
from typing import Any

import click

from fieldapp.refusals import OperatorError
from sync.store import StoreUnavailable

# command -> (module below fieldapp.commands, function in it, what it does)
COMMANDS = {
    "init": ("serving", "init", "Make the data folder, its keys and the store."),
    "serve": ("serving", "serve", "Run the server and the worker."),
    "routes": ("serving", "routes", "Print every route and who may use it."),
    "migrate": ("serving", "migrate", "Bring the tables up to date."),
    "work": ("working", "work", "Follow the log: the worker alone."),
    "tick": ("working", "tick", "Look now at what ends today."),
    "demo": ("example", "demo", "Fill an empty installation with the example municipality."),
    "notices": ("working", "notices", "Say which notices wait, or let them go after a restore."),
    "check": ("proving", "check", "Prove log, documents, signatures and photos."),
    "rebuild": ("proving", "rebuild", "Make every document anew from the log."),
    "replay": ("proving", "replay", "Judge held operations again."),
    "backup": ("proving", "backup", "Make a verified backup while the server runs."),
    "restore": ("proving", "restore", "Put a backup back."),
    "user": ("accounts", "user", "Add a person, or give a new password and second factor."),
    "vapid": ("accounts", "vapid", "Print the public key of web push."),
    "keys": ("accounts", "keys", "List the keys, or make the next one."),
    "import-vergunningen": ("importing", "import_permits", "Take in a file of permits."),
    "import-redding": ("importing", "import_rescue", "Take in the rescue file of a phone."),
    "import-bag": ("importing", "import_bag", "Take in addresses and make the phones' file."),
}


class Commands(click.Group):
    """Loads a command when it is called, and turns what an operator can mend into a sentence and exit code 2."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, function, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"fieldapp.commands.{module}"), function)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, said) for name, (_, _, said) in sorted(COMMANDS.items())])

    def invoke(self, ctx: click.Context) -> Any:  # Any: what click's own method returns
        try:
            return super().invoke(ctx)
        except OperatorError as error:
            click.echo(str(error), err=True)
        except (StoreUnavailable, sqlite3.Error) as error:
            click.echo(f"The store cannot be used: {error}.", err=True)
        except OSError as error:
            where = f" ({error.filename})" if error.filename else ""
            click.echo(f"The disk or the network refused: {error.strerror or error}{where}. Not done.", err=True)
        sys.exit(2)


@click.group(cls=Commands, commands={name: click.Command(name) for name in COMMANDS})
def main() -> None:
    """Fieldapp: inspections of a municipality. Settings are FIELDAPP_... variables; see docs/running.md."""
    os.umask(0o077)  # what is made here is for its owner only
