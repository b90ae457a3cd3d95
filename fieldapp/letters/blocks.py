"""A letter as a row of blocks: what its HTML says, for Word and for the checks. The HTML is the one source of the text."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from html.parser import HTMLParser

STARTS = {
    "h1": "kop1",
    "h2": "kop2",
    "h3": "kop3",
    "p": "alinea",
    "li": "punt",
    "dt": "feit",
    "figcaption": "bijschrift",
}
SILENT = frozenset({"head", "style", "script", "title"})


@dataclass
class Run:
    """Part of a block in one weight."""

    text: str
    is_bold: bool


@dataclass
class Block:
    """One paragraph of a letter. A `feit` has its term in `term`; a `beeld` its JPEG in `image` and `text` as description."""

    kind: str
    runs: list[Run] = field(default_factory=list)
    term: str = ""
    image: bytes = b""
    part: str = "brief"
    """Where it stands: `afzender`, `aan`, `kenmerken`, `last`, `concept`, `leeg` or `brief`."""

    @property
    def text(self) -> str:
        return " ".join("".join(run.text for run in self.runs).split(" ")).strip()


def blocks_of(html: str) -> list[Block]:
    """Return the blocks of a rendered letter, in reading order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [block for block in reader.blocks if block.text or block.term or block.image]


def text_of(html: str) -> str:
    """Return the words of a letter, a line for each block."""
    return "\n".join(f"{block.term} {block.text}".strip() for block in blocks_of(html))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.bold = self.silent = 0
        self.parts: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.silent += tag in SILENT
        self.bold += tag in ("strong", "b")
        if given.get("class") and tag in ("header", "div", "dl", "p"):
            self.parts.append((tag, str(given["class"])))
        elif tag in ("header", "div", "dl", "p"):
            self.parts.append((tag, ""))
        if tag in STARTS:
            self.blocks.append(Block(STARTS[tag], part=self._part()))
        elif tag == "dd" and self.blocks:
            self.blocks[-1].term = self.blocks[-1].text
            self.blocks[-1].runs = []
        elif tag == "br" and self.blocks:
            self.blocks[-1].runs.append(Run(", ", False))
        elif tag == "img":
            self.blocks.append(_picture(given, self._part()))

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT
        self.bold -= tag in ("strong", "b")
        if self.parts and self.parts[-1][0] == tag:
            self.parts.pop()

    def handle_data(self, data: str) -> None:
        if self.silent or not self.blocks or not data.strip("\n\r\t "):
            return
        words = " ".join(data.replace("\n", " ").replace("\t", " ").split(" "))
        self.blocks[-1].runs.append(Run(words, self.bold > 0))

    def _part(self) -> str:
        return next((name for _, name in reversed(self.parts) if name), "brief")


def _picture(given: dict[str, str | None], part: str) -> Block:
    """Return the picture inside the letter; one from elsewhere is none."""
    head, _, data = (given.get("src") or "").partition(";base64,")
    image = base64.b64decode(data) if head.startswith("data:image/") else b""
    return Block("beeld", [Run(given.get("alt") or "", False)], image=image, part=part)
