"""People and keys."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

import click

from fieldapp.administration import add_person, new_way_in, unit_id_of
from fieldapp.backup import new_recovery_key
from fieldapp.commands.options import DATA, begin
from fieldapp.config import load_config
from fieldapp.domain.roles import ROLES
from fieldapp.installation import open_installation
from fieldapp.keys import add_hpke_key, load_keys
from fieldapp.refusals import OperatorError


@click.command()
@DATA
@click.argument("login")
@click.option("--name", help="For a new person.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role for role in ROLES if role != "system"]),
    help="For a new person; may be given more than once.",
)
@click.option(
    "--team", "teams", multiple=True, help="Name or id of a team, for a new person; may be given more than once."
)
@click.option("--unit", help="Name or id of a unit, for a new police user.")
def user(
    data: Path | None, login: str, name: str | None, roles: tuple[str, ...], teams: tuple[str, ...], unit: str | None
) -> None:
    """Add a person, or give someone a new password and second factor; print them once as JSON."""
    house = begin(data)
    person_id = house.directory.person_with_login(login.casefold())
    if person_id is None:
        if not name or not roles:
            raise OperatorError(f"Nobody has the login {login}. To add someone give --name and --role.")
        team_ids = [unit_id_of(house, team) for team in teams]
        unit_id = unit_id_of(house, unit) if unit else None
        person_id = add_person(house, login=login.casefold(), name=name, roles=roles, teams=team_ids, unit=unit_id)
    password = secrets.token_urlsafe(12)
    click.echo(json.dumps({"login": login, **new_way_in(house, person_id, password)}))


@click.command()
@DATA
def vapid(data: Path | None) -> None:
    """Print the public key of web push, as browsers get it."""
    house = open_installation(load_config(data=data))
    click.echo(house.keys.vapid_public_text())


@click.command()
@DATA
@click.option("--new-hpke", is_flag=True, help="Make the next numbered key; phones get it at their next unlock.")
@click.option("--new-recovery", is_flag=True, help="Seal backups from now on; prints their recovery code, once.")
def keys(data: Path | None, new_hpke: bool, new_recovery: bool) -> None:
    """Say which keys there are; make the next one that phones seal to."""
    config = load_config(data=data)
    load_keys(config.keys, secret=config.secret)  # a folder without keys is said, not filled with half a set
    if new_hpke:
        click.echo(f"hpke-{add_hpke_key(config.keys)}.pem was made. Restart the server to use it.")
    if new_recovery:
        click.echo(f"Recovery code: {new_recovery_key(config.keys)}")
        click.echo("Write it down and keep it away from the server: without it no later backup can be opened.")
    for path in sorted(config.keys.iterdir()):
        click.echo(path.name)
