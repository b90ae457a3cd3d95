"""The example municipality."""

from __future__ import annotations

import json
from pathlib import Path

import click

from fieldapp.accounts import is_weak
from fieldapp.commands.options import DATA, make
from fieldapp.demo import make_demo
from fieldapp.directory import SYSTEM
from fieldapp.domain.moments import evening_of
from fieldapp.imports import bag
from fieldapp.installation import EXAMPLE
from fieldapp.refusals import OperatorError
from fieldapp.worker import Worker

ADDRESSES = Path(__file__).parents[1] / "data" / "voorbeeld" / "bag-light-voorbeeld.gpkg"


@click.command()
@DATA
@click.option("--password", required=True, help="For every user of the example.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same example.")
def demo(data: Path | None, password: str, seed: int) -> None:
    """Fill an empty installation with the example municipality; print users and one-time codes as JSON."""
    if is_weak(password):
        raise OperatorError("The password must have 8 to 200 characters. Nothing was made.")
    house = make(data)
    if house.values.get(*EXAMPLE) is not None:
        raise OperatorError("This installation has an example already. Give another --data folder.")
    if house.directory.person_with_login("") or house.store.count("person", None, {}):
        raise OperatorError("This installation has people of its own. An example needs an empty one.")
    made = make_demo(
        house.engine,
        house.accounts,
        seed=seed,
        password=password,
        today=evening_of(house.now()),
        installation=house.keys.installation,
        blobs=house.blobs,
    )
    bag.run(
        house.engine,
        SYSTEM,
        ADDRESSES,
        dry_run=False,
        municipality=str(made["municipality"]["code"]),
        packs=house.config.packs,
        addresses=house.config.data / "addresses.db",
    )
    house.values.put(*EXAMPLE, {"seed": seed})
    worker = Worker(house)
    while worker.step():
        pass
    click.echo(json.dumps(made, ensure_ascii=False, indent=1))
