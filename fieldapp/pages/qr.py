"""A QR code as SVG, to be put in a page as it is."""

import io

import segno
from markupsafe import Markup


def qr_as_svg(text: str, title: str) -> Markup:
    """Return the code, dark on light in both themes, so that cameras read it."""
    out = io.BytesIO()
    segno.make(text, error="m").save(
        out,
        kind="svg",
        border=4,
        dark="#000",
        light="#fff",
        xmldecl=False,
        svgclass="of-qr",
        lineclass=None,
        title=title,
        omitsize=True,
    )
    return Markup(out.getvalue().decode())  # noqa: S704  # made by the library, from text that it escapes
