"""Reads the policy files and lets the domain check them."""

import json
from pathlib import Path
from typing import Any

from fieldapp.domain.policy import InvalidPolicy, Policy, make_policy

EXAMPLE = Path(__file__).parent / "data"


def load_policy(folder: Path | None = None) -> Policy:
    """Return the policy in `folder`; a file that is absent there comes from the delivered example.

    Raises InvalidPolicy with a sentence for each fault; nothing is taken in by halves.
    """
    names = sorted(path.stem for path in EXAMPLE.glob("*.json"))
    return make_policy({name: _read(_choose(name, folder)) for name in names})


def _choose(name: str, folder: Path | None) -> Path:
    own = folder / f"{name}.json" if folder else None
    return own if own and own.exists() else EXAMPLE / f"{name}.json"


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InvalidPolicy([f"{path.name}: niet te lezen ({error})"]) from error
