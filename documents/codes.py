"""QR codes: for a page as SVG, for a paper as rows of modules."""

import re

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

QUIET = 4  # modules of white on every side (ISO/IEC 18004)


def svg(text: str, *, title: str = "") -> SafeString:
    """An inline SVG of a QR code that holds `text`, for a template.

    Black on white in both themes, the quiet zone included: a scanner needs it so. No inline style; `.qr` gives the
    size. `title` is what a screen reader says; without one, that it is a QR code of `text`.
    """
    rows = modules(text)
    side = len(rows) + 2 * QUIET
    said = title or gettext("QR code: %(text)s") % {"text": text}
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" focusable="false" shape-rendering="crispEdges">'
        '<title>{1}</title><rect class="qr-paper" width="{0}" height="{0}" fill="#fff"/>'
        '<path class="qr-ink" fill="#000" d="{2}"/></svg>',
        side,
        said,
        mark_safe(_path(rows)),  # noqa: S308 (digits and letters of our own)
    )


def modules(text: str) -> list[str]:
    """The code as rows of `1` (black) and `0`, without the quiet zone. A damaged eighth can still be read (level M)."""
    code = segno.make(text, error="m", micro=False)
    return ["".join("1" if black else "0" for black in row) for row in code.matrix]


def _path(rows: list[str]) -> str:
    return "".join(
        f"M{run.start() + QUIET} {y}h{len(run[0])}v1h-{len(run[0])}z"
        for y, row in enumerate(rows, QUIET)
        for run in re.finditer("1+", row)
    )
