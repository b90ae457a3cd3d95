"""People and keys."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

import click

from fieldapp.administration import add_person, new_way_in, unit_id_of
from fieldapp.another_key import (
    add_hpke_key,
    listed,
    new_push_key,
    new_session_key,
    new_signing_key,
    new_wrapping_key,
)
from fieldapp.backup import new_recovery_key
from fieldapp.commands.options import DATA, begin, look
from fieldapp.config import load_config
from fieldapp.directory import SYSTEM
from fieldapp.domain.roles import ROLES
from fieldapp.installation import STORE, Installation
from fieldapp.keys import load_keys
from fieldapp.refusals import OperatorError
from fieldapp.subscriptions import under_older_keys


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
    house = look(data)
    click.echo(house.keys.vapid_public_text())


@click.command()
@DATA
@click.option("--new-hpke", is_flag=True, help="Make the next numbered key; phones get it at their next unlock.")
@click.option("--new-recovery", is_flag=True, help="Seal backups from now on; prints their recovery code, once.")
@click.option("--new-push", is_flag=True, help="Sign notices with another key; browsers take it when they come by.")
@click.option("--new-session", is_flag=True, help="End every session, token and waiting code.")
@click.option("--new-signing", is_flag=True, help="Sign with another key; phones take it on the word of this one.")
@click.option("--leaked", is_flag=True, help="With --new-signing: the present key is believed no more.")
@click.option("--new-wrapping", is_flag=True, help="Wrap secrets with another key from now on; the older one stays.")
@click.option("--wrap-anew", is_flag=True, help="Wrap all secrets with the present key; the server was restarted.")
def keys(
    data: Path | None,
    new_hpke: bool,
    new_push: bool,
    new_recovery: bool,
    new_session: bool,
    new_signing: bool,
    leaked: bool,
    new_wrapping: bool,
    wrap_anew: bool,
) -> None:
    """Say which keys there are, since when and what for; make another one."""
    config = load_config(data=data)
    present = load_keys(config.keys, secret=config.secret)  # without keys it is said, not filled with half a set
    if new_session and config.secret is not None:
        raise OperatorError("FIELDAPP_SECRET stands in the place of session.key: change it there.")
    if leaked and not new_signing:
        raise OperatorError("--leaked belongs to --new-signing.")
    if new_signing:
        older = new_signing_key(config.keys, is_leaked=leaked)
        click.echo(f"Another signing.pem was made; what the one before signed is proved with {older}.")
        click.echo("Restart the server." + (" Phones do not take it: link each anew." if leaked else ""))
    if new_push:
        click.echo(f"Another vapid.pem was made; the present one is kept as {new_push_key(config.keys)}.")
        click.echo("Restart the server. Browsers take it when they come by; until then the older one signs.")
    if new_session:
        new_session_key(config.keys)
        click.echo("Another session.key was made. Restart the server: everybody signs in again.")
    if new_wrapping:
        older = new_wrapping_key(config.keys)
        click.echo(f"Another wrapping.key was made; the present one is kept as {older}.")
        click.echo("Restart the server, then run `fieldapp keys --wrap-anew`.")
    if wrap_anew:
        click.echo(_wrap_anew(look(data)))
    if new_hpke:
        click.echo(f"hpke-{add_hpke_key(config.keys)}.pem was made. Restart the server to use it.")
    if new_recovery:
        click.echo(f"Recovery code: {new_recovery_key(config.keys)}")
        click.echo("Write it down and keep it away from the server: without it no later backup can be opened.")
    for name, made_on, use in listed(config.keys):
        click.echo(f"{name:<20} {made_on}  {use}")
    if (new_push or present.older_vapid) and (config.data / STORE).exists():
        left = under_older_keys(look(data))
        click.echo(f"{left} browsers still get notices under an older vapid key.")


def _wrap_anew(house: Installation) -> str:
    secrets = house.engine.wrap_anew()
    people = sum(house.accounts.seal_anew(one["id"]) for one in house.engine.find(SYSTEM, "person", limit=100_000))
    return f"{secrets} secrets of photos and letters and {people} second factors are under the present key now."
