"""Write the tables of section 3 of `docs/architecture.md`: every file with the first sentence of what it says of itself.

`python3 tools/map.py` after adding, renaming or removing a file; with `--check` it writes nothing and returns 1 when the
page no longer fits. The tables stand between `<!-- files FOLDER PATTERN -->` and `<!-- end -->`.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "architecture.md"
TABLE = re.compile(r"(<!-- files (\S+) (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)
SENTENCE = re.compile(r"(.+?[.!])(?:\s+[A-Z\"`*'(0-9]|$)")


def main() -> int:
    """Write the page, or with `--check` compare it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; return 1 when the page no longer fits")
    text = PAGE.read_text()
    made = TABLE.sub(lambda found: found.group(1) + table(found.group(2), found.group(3)) + found.group(4), text)
    if parser.parse_args().check:
        if made != text:
            print("docs/architecture.md does not fit the files: run python3 tools/map.py")
        return int(made != text)
    PAGE.write_text(made)
    return 0


def table(folder: str, pattern: str) -> str:
    files = [path for path in sorted((ROOT / folder).glob(pattern)) if path.stat().st_size]
    rows = [f"| `{path.relative_to(ROOT / folder).as_posix()}` | {first_sentence(path)} |\n" for path in files]
    return "".join(["| file | holds |\n|---|---|\n", *rows])


def first_sentence(path: Path) -> str:
    """Return the first sentence of the docstring, or of the first comment in a script that is not a type."""
    text = path.read_text()
    if path.suffix == ".py":
        said = ast.get_docstring(ast.parse(text)) or ""
    elif lines := re.match(r"(?://[^\n]*\n)+", text):
        said = re.sub(r"^//", "", lines.group(), flags=re.MULTILINE)
    else:
        comments = re.findall(r"/\*\*(.*?)\*/", text, re.DOTALL)
        bare = [re.sub(r"^\s*\*", "", comment, flags=re.MULTILINE).strip() for comment in comments]
        said = next((comment for comment in bare if comment and not comment.startswith("@")), "")
    line = " ".join(said.split("\n\n")[0].split()).split(" @")[0]
    found = SENTENCE.match(line)
    return (found.group(1) if found else line).replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main())
