"""How a rule says no."""


class Refused(Exception):
    """A rule refuses what was asked; nothing changes.

    `reason` is a stable slug such as `measure.own_proposal`. The Dutch sentence that
    people read for it is in `fieldapp/texts.py`, never here.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
