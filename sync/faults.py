"""Named points at which a test makes the process die, as a power cut would.

`FIELDAPP_KILL=after_keep` ends the process there without a goodbye; `in_apply:3` the third time.
Unset, as always outside tests, a point costs one comparison.
"""

from __future__ import annotations

import os

_POINT, _, _TIMES = os.environ.get("FIELDAPP_KILL", "").partition(":")
_left = [int(_TIMES or 1)]


def kill_point(name: str) -> None:
    if name != _POINT:
        return
    _left[0] -= 1
    if _left[0] == 0:
        os._exit(137)
