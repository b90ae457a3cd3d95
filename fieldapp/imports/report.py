"""What an import did or would do, line by line, as data, as text and as a bar on a terminal."""

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal, TextIO

What = Literal["added", "changed", "same", "refused", "gone"]
Progress = Callable[[int, int], None]
"""Called with how much is done and how much there is."""

LINES_SHOWN = 200
BAR_WIDTH = 30

WORDS: dict[What, str] = {
    "added": "erbij",
    "changed": "veranderd",
    "same": "gelijk",
    "refused": "geweigerd",
    "gone": "vervallen",
}


@dataclass(frozen=True)
class Line:
    """One line of the file (or row of the table) and what becomes of it; `reason` is a Dutch sentence or empty."""

    line: int
    what: What
    subject: str
    reason: str = ""


def summary(file: str, lines: list[Line], *, dry_run: bool, **extra: Any) -> dict[str, Any]:
    """Return the result as data. At most 200 lines are in it, those that changed or were refused first."""
    counts = Counter(line.what for line in lines)
    telling = sorted(lines, key=lambda line: (line.what == "same", line.what != "refused", line.line))
    shown = sorted(telling[:LINES_SHOWN], key=lambda line: line.line)
    return {
        "file": file,
        "dry_run": dry_run,
        **{what: counts[what] for what in WORDS},
        **extra,
        "lines": [asdict(line) for line in shown],
        "lines_not_shown": max(0, len(lines) - LINES_SHOWN),
    }


def as_text(result: dict[str, Any]) -> str:
    """Return the summary as Dutch text for a terminal."""
    rows = [
        f"{line['line']:>6}  {WORDS[line['what']]:<10} {line['subject']}{': ' if line['reason'] else ''}{line['reason']}"
        for line in result["lines"]
    ]
    if result["lines_not_shown"]:
        rows.append(f"        en nog {result['lines_not_shown']} regels zonder bijzonderheden")
    counts = ", ".join(f"{result[what]} {word}" for what, word in WORDS.items() if result[what])
    rows += [f"{result['file']}: {counts or 'niets'}.", *result.get("remarks", [])]
    rows.append("Er is niets veranderd: dit was een proef." if result["dry_run"] else "Klaar.")
    return "\n".join(rows)


def progress_bar(stream: TextIO = sys.stderr) -> Progress | None:
    """Return a bar for a terminal, or None when nobody watches."""
    if not stream.isatty():
        return None

    def show(done: int, total: int) -> None:
        filled = BAR_WIDTH * done // max(total, 1)
        end = "\n" if done >= total else ""
        stream.write(f"\r[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {done} van {total}{end}")
        stream.flush()

    return show
