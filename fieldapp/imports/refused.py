"""How an import says that a file cannot be taken in."""

from fieldapp.refusals import OperatorError


class ImportRefused(OperatorError):
    """The file as a whole cannot be taken in; the message says why and what to do. Nothing was changed."""
