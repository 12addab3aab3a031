"""Text with WhatsApp's own marks as HTML: `*bold*`, `_italic_`, `~struck~`, monospace between three backticks."""

import re

from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe

_LINK = re.compile(r"(<a [^>]*>.*?</a>)", re.DOTALL)
_MONOSPACE = re.compile(r"```(.+?)```", re.DOTALL)
_MARKS = tuple(
    (re.compile(rf"(?<![\w{mark}]){mark}(\S(?:[^{mark}\n]*\S)?){mark}(?![\w{mark}])"), rf"<{tag}>\1</{tag}>")
    for mark, tag in ((r"\*", "strong"), ("_", "em"), ("~", "s"))
)


def format_chat_text(text: str) -> SafeString:
    """Return the escaped text with links for addresses, and the marks as elements. Links stay as they are."""
    parts = _LINK.split(urlize(text, autoescape=True))
    return mark_safe("".join(part if _LINK.fullmatch(part) else _format_marks(part) for part in parts))  # noqa: S308


def _format_marks(html: str) -> str:
    pieces = _MONOSPACE.split(html)
    for place in range(0, len(pieces), 2):  # between the monospace pieces, which keep their marks
        for mark, element in _MARKS:
            pieces[place] = mark.sub(element, pieces[place])
    return "".join(f"<code>{piece}</code>" if place % 2 else piece for place, piece in enumerate(pieces))
