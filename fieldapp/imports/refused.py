"""How an import says that a file cannot be taken in."""

import errno
from pathlib import Path

from fieldapp.refusals import OperatorError

_WHY = {
    errno.ENOENT: "dat bestand is er niet",
    errno.EACCES: "dit account mag het niet lezen",
    errno.EISDIR: "dat is een map",
}


class ImportRefused(OperatorError):
    """The file as a whole cannot be taken in; the message says why and what to do. Nothing was changed."""


def unreadable(path: Path, error: OSError) -> ImportRefused:
    """Return the refusal of a file that the system does not give."""
    return ImportRefused(f"{path} is niet te lezen: {_WHY.get(error.errno or 0, 'de schijf geeft een fout')}.")
