"""What an operator can mend: said as a sentence, with exit code 2."""


class OperatorError(Exception):
    """A command cannot go on; the message says why and what to do. Nothing was changed."""
