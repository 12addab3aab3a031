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
    parts: list[str] = []
    for part in _LINK.split(urlize(text, autoescape=True)):
        for place, piece in enumerate([part] if _LINK.fullmatch(part) else _MONOSPACE.split(part)):
            if place % 2:  # monospace keeps its marks
                parts.append(f"<code>{piece}</code>")
                continue
            formatted = piece
            for mark, element in () if _LINK.fullmatch(part) else _MARKS:
                formatted = mark.sub(element, formatted)
            parts.append(formatted)
    return mark_safe("".join(parts))  # noqa: S308
