"""HTML to tagged PDF: PDF/A-2a and PDF/UA-1 in one file, with our own fonts, and the same bytes for the same letter.

WeasyPrint needs Pango, a library of the system. It is loaded when the first letter is set, so that a machine
without it runs everything else.
"""

from __future__ import annotations

import hashlib
import threading
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from fieldapp.build import ROOT

_SETTING = threading.Lock()
"""Pango keeps its fonts for the whole process: one letter at a time."""
VARIANT = "pdf/a-2a"
_UA = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
</rdf:RDF>"""
_FONTS = {
    "letter:400": ("Source Sans 3", 400, "static/fonts/source-sans-3-latin-400.woff2"),
    "letter:700": ("Source Sans 3", 700, "static/fonts/source-sans-3-latin-700.woff2"),
    "letter:ext-400": ("Source Sans 3 Ext", 400, "static/vendor/letters/latin-ext-400.woff2"),
    "letter:ext-700": ("Source Sans 3 Ext", 700, "static/vendor/letters/latin-ext-700.woff2"),
}
"""Address -> family, weight, file. Two files of one family and weight would be mixed up in the PDF, so the second has a
name of its own."""


class NoPdf(Exception):
    """This machine cannot set a PDF: Pango is not there."""


def set_letter(html: str, dated_on: date) -> tuple[bytes, str]:
    """Return the PDF, and the text that stands on its pages as it was set. Raises NoPdf.

    The identifier comes from the letter itself and every date from `dated_on`: nothing depends on when it was made.
    """
    weasyprint = _weasyprint()
    with _SETTING:
        fonts, sheet = _fonts()
        source = weasyprint.HTML(string=html, base_url="letter:", url_fetcher=_fetcher())
        options: dict[str, Any] = {
            "pdf_variant": VARIANT,
            "pdf_identifier": hashlib.sha256(f"{dated_on}\0{html}".encode()).digest()[:16],
        }
        document = source.render(font_config=fonts, stylesheets=[sheet], **options)
        document.metadata.xmp_metadata.append(_UA)
        return document.write_pdf(**options), text_of(document)


def text_of(document: Any) -> str:
    """Return what stands on the pages, line after line, as WeasyPrint laid it out.

    Without the foot of each page: it would stand in the middle of a sentence that goes on overleaf.
    """
    lines = []
    for page in document.pages:
        for part in page._page_box.children:  # the library has no public way to what it laid out
            if type(part).__name__ != "MarginBox":
                lines += [_said(box) for box in part.descendants() if type(box).__name__ == "LineBox"]
    return "\n".join(lines)


def _said(line: Any) -> str:
    return "".join(part.text for part in line.descendants() if type(part).__name__ == "TextBox")


@cache
def style_sheet() -> str:
    return (Path(__file__).parent.parent / "data" / "letters" / "brief.css").read_text("utf-8")


@cache
def _fonts() -> tuple[Any, Any]:
    """Return the fonts, unpacked once, and the sheet that names them."""
    weasyprint = _weasyprint()
    faces = "\n".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{url}") }}'
        for url, (family, weight, _) in _FONTS.items()
    )
    fonts = weasyprint.text.fonts.FontConfiguration()
    return fonts, weasyprint.CSS(string=faces + style_sheet(), font_config=fonts, url_fetcher=_fetcher())


@cache
def _weasyprint() -> Any:
    """Load the library. Raises NoPdf where the system lacks Pango."""
    try:
        return import_module("weasyprint")
    except OSError as error:
        raise NoPdf(str(error)) from error


def _fetcher() -> Any:
    """Return what gives WeasyPrint its fonts and the photos inside the letter; nothing else, from nowhere else."""
    urls = import_module("weasyprint.urls")

    class OwnFiles(urls.URLFetcher):  # type: ignore[misc,name-defined]  # loaded above
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url in _FONTS:
                return urls.URLFetcherResponse(
                    url, (ROOT / _FONTS[url][2]).read_bytes(), {"Content-Type": "font/woff2"}
                )
            return super().fetch(url, headers)

    return OwnFiles(allowed_protocols=["data"])
