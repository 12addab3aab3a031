"""QR codes: as SVG for web pages, as rows of modules for documents."""

import re

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

QUIET_ZONE = 4  # width of the quiet zone on each side, in modules (ISO/IEC 18004)


def qr_svg(text: str, *, title: str = "") -> SafeString:
    """Return an inline SVG of a QR code of `text`, for a template.

    It is black on white in both themes and includes the quiet zone, because scanners need both. It has no inline style;
    the class `qr` sets the size. `title`: the text for screen readers; by default, that it is a QR code of `text`.
    """
    rows = qr_modules(text)
    side = len(rows) + 2 * QUIET_ZONE
    path = "".join(
        f"M{run.start() + QUIET_ZONE} {y}h{len(run[0])}v1h-{len(run[0])}z"
        for y, row in enumerate(rows, QUIET_ZONE)
        for run in re.finditer("1+", row)
    )
    title = title or gettext("QR code: %(text)s") % {"text": text}
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" focusable="false" shape-rendering="crispEdges">'
        '<title>{1}</title><rect class="qr-paper" width="{0}" height="{0}" fill="#fff"/>'
        '<path class="qr-ink" fill="#000" d="{2}"/></svg>',
        side,
        title,
        mark_safe(path),  # noqa: S308 (digits and letters of our own)
    )


def qr_modules(text: str, *, error: str = "m") -> list[str]:
    """Return the code as rows of `1` (black) and `0`, without the quiet zone.

    `error`: the level of error correction. With M it is readable even if an eighth of it is damaged, with H a quarter.
    """
    code = segno.make(text, error=error, micro=False)
    return ["".join("1" if black else "0" for black in row) for row in code.matrix]
