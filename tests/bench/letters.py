"""How long a letter takes: each kind as PDF and as Word, after the first one that loads the fonts.

`.venv/bin/python tests/bench/letters.py [times]`; the bar is one second.
"""

from __future__ import annotations

import sys
import time

from fieldapp.domain.letter_kinds import KINDS
from fieldapp.letters import example
from fieldapp.letters.docx import to_docx
from fieldapp.letters.facts import facts_of
from fieldapp.letters.pdf import set_letter
from fieldapp.letters.templates import Templates
from fieldapp.policy import load_policy

BAR_SECONDS = 1.0


def main() -> int:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    policy, templates, slowest = load_policy(), Templates(), 0.0
    began = time.perf_counter()
    set_letter("<p>x</p>", example.DATED_ON)
    print(f"first letter of a process {time.perf_counter() - began:.2f} s (loads Pango and the fonts)")
    for kind in KINDS.values():
        took = []
        for _ in range(times):
            began = time.perf_counter()
            facts = facts_of(example.sources(kind, policy, templates.sender, photos=(example.photo(),) * 8))
            html = templates.html(kind.slug, facts)
            set_letter(html, example.DATED_ON)
            to_docx(templates.word(kind.slug), html, facts, example.DATED_ON)
            took.append(time.perf_counter() - began)
        slowest = max(slowest, *took)
        print(f"{kind.slug:36} {1000 * min(took):6.0f} ms at best, {1000 * max(took):6.0f} ms at worst, with 8 photos")
    print(f"slowest {slowest:.2f} s; bar {BAR_SECONDS} s")
    return int(slowest > BAR_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
