#!/usr/bin/env python3
"""Draw the state machines of a measure into `docs/course.md` from the tables that the rules read.

`python3 tools/machines.py` writes the page; `--check` says whether it is up to date (exit status 1 when not).
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from fieldapp.domain import signals  # noqa: E402  # the path comes first
from fieldapp.domain.course import states, steps, terms  # noqa: E402  # the path comes first
from fieldapp.domain.course.clock import BEFORE, USUAL  # noqa: E402  # the path comes first
from fieldapp.domain.course.states import CLAIM_REMEDY, REMEDY, STATE, VERBEURTE  # noqa: E402  # the path comes first
from fieldapp.domain.course.steps import Step  # noqa: E402  # the path comes first
from fieldapp.domain.course.table import STEPS  # noqa: E402  # the path comes first
from fieldapp.domain.letter_kinds import KINDS  # noqa: E402  # the path comes first
from fieldapp.domain.letters import ACTS  # noqa: E402  # the path comes first
from fieldapp.letters.contents import CONTENTS, EVERY  # noqa: E402  # the path comes first
from fieldapp.texts import label  # noqa: E402  # the path comes first

PAGE = ROOT / "docs" / "course.md"
HEAD = """# The course of a measure, from approval to its end

Written by `python3 tools/machines.py` from `fieldapp/domain/course/table.py`, `terms.py`, `fieldapp/domain/signals.py` and `fieldapp/letters/contents.py`;
a test compares. How the pieces hang together is told in `docs/domain.md`.

Two machines run beside each other, since bezwaar does not suspend (Awb art. 6:16): what happens with the measure
(`state`), and whether it can still be contested (`rechtsmiddel`). Each verbeurte has a third. What was decided on its
money, an invordering or the costs, has its own `rechtsmiddel`: the second machine once more. An act that stands
under no arrow leaves the state as it is. `clock` is the worker, once a day, also for the days that it was off.
"""
TYPES = (
    states.WAARSCHUWING,
    states.LAST_DWANGSOM,
    states.LAST_BESTUURSDWANG,
    states.SLUITING,
    states.SCHORSING,
    states.INTREKKING,
    states.INFORMEREN,
)
DECISION_ACTS = frozenset({"weigh", "send_voornemen", "receive_zienswijze", "prepare_besluit", "sign"})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say whether the page is up to date")
    wanted = "\n".join(_page()).rstrip() + "\n"
    if parser.parse_args().check:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == wanted:
            return 0
        print("docs/course.md is out of date: run python3 tools/machines.py")
        return 1
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


def _page() -> Iterator[str]:
    yield HEAD
    decision = [step for step in STEPS if step.act in DECISION_ACTS or step.term == "zienswijze"]
    yield from _machine("The decision, for every besluit", decision, states.ENDS)
    for measure_type in TYPES:
        steps = [step for step in STEPS if step.track == STATE and measure_type in step.types and step not in decision]
        yield from _machine(label("measure_type", measure_type), steps, states.ENDS)
    for name, track, ends in (
        ("Bezwaar, beroep, hoger beroep", REMEDY, states.REMEDY_ENDS),
        ("The money of one verbeurte", VERBEURTE, states.VERBEURTE_ENDS),
    ):
        shown = (track, CLAIM_REMEDY) if track == REMEDY else (track,)
        yield from _machine(name, [step for step in STEPS if step.track in shown], ends)
    yield from _signals()
    yield from _terms()
    yield from _letters()


def _machine(name: str, steps: list[Step], ends: Iterable[str]) -> Iterator[str]:
    yield f"## {name}\n"
    yield "```mermaid\nstateDiagram-v2"
    yield from sorted({arrow for step in steps for arrow in _arrows(step)})
    yield from sorted(f"  {end} --> [*]" for end in ends if any(end in step.to for step in steps))
    yield "```\n"
    yield "| act | words | from | to | by | source |"
    yield "|---|---|---|---|---|---|"
    yield from dict.fromkeys(_row(step) for step in steps)
    yield ""


def _arrows(step: Step) -> Iterator[str]:
    words = f"clock: {step.term}" if step.act == steps.END_TERM else step.act
    for before in step.before:
        yield from (f"  {before} --> {to}: {words}" for to in step.to if to != before)


def _row(step: Step) -> str:
    act = f"`measure.{step.act}`" + (f" ({step.term})" if step.term else "")
    to = ", ".join(step.to) if step.to else "the same"
    to += ", or the same" if step.may_stay else ""
    by = ", ".join("clock" if role == "system" else role for role in sorted(step.by))
    return f"| {act} | {step.label} | {', '.join(sorted(step.before))} | {to} | {by} | {step.ground} |"


def _signals() -> Iterator[str]:
    yield "## Signaal\n"
    yield "```mermaid\nstateDiagram-v2"
    for step in signals.STEPS:
        yield from (f"  {before} --> {step.to[0]}: {step.act}" for before in sorted(step.before) or ["[*]"])
    yield "```\n"
    yield "| act | words | from | to | by | source |"
    yield "|---|---|---|---|---|---|"
    for step in signals.STEPS:
        before = ", ".join(sorted(step.before)) or "new"
        by = ", ".join(sorted(step.by))
        yield f"| `signaal.{step.act}` | {step.label} | {before} | {step.to[0]} | {by} | {step.ground} |"
    yield ""


def _letters() -> Iterator[str]:
    """What each letter must say, beside its article; the letters are checked against the same list."""
    yield ""
    yield "## What each letter must say"
    yield ""
    yield "From `fieldapp/letters/contents.py`: checked on the facts, and again in the text of the PDF and of the Word file."
    yield "Every letter also says who sends it, its number, its day and for whom it is."
    yield ""
    yield "| letter | it carries out | what it must say | article |"
    yield "|---|---|---|---|"
    for slug, kind in KINDS.items():
        act = f"`measure.{ACTS[slug]}`" if slug in ACTS else ""
        for content in dict.fromkeys(CONTENTS[slug]):
            if content not in EVERY:
                yield f"| {kind.title} | {act} | {content.name} | {content.article} |"


def _terms() -> Iterator[str]:
    yield "## Terms\n"
    yield "Days before the last day on which an alarm rings, and for whom."
    yield ""
    yield "| term | words | source | acts | alarms |"
    yield "|---|---|---|---|---|"
    for kind, known in terms.KINDS.items():
        alarms = ", ".join(str(days) for days in BEFORE.get(kind, USUAL)) or "none"
        yield f"| `{kind}` | {known.label} | {known.ground} | {known.owner} | {alarms} |"


if __name__ == "__main__":
    raise SystemExit(main())
