"""Numbers among Urdu words, in the order in which they are read.

Between right-to-left words a plain space turns `2648 1907 3555` about, group by group. A no-break space between digits
belongs to the number (bidirectional class CS, Unicode annex 9, rule W4) on every telephone, and reads back the same.
"""

import re
from dataclasses import replace

from whatsapp.rules.replies import Buttons, Menu, Picture, Reply

_BETWEEN_DIGITS = re.compile(r"(?<=[0-9]) (?=[0-9])")


def in_order(text: str) -> str:
    """The same text, its numbers held together."""
    return _BETWEEN_DIGITS.sub("\u00a0", text)


def with_numbers_in_order(reply: Reply) -> Reply:
    """The same reply; as long as before."""
    match reply:
        case Picture(caption=caption):
            return replace(reply, caption=in_order(caption))
        case Menu(body=body, rows=rows):
            shown = (replace(one, title=in_order(one.title), description=in_order(one.description)) for one in rows)
            return replace(reply, body=in_order(body), rows=tuple(shown))
        case Buttons(body=body, choices=choices):
            shown = (replace(one, title=in_order(one.title)) for one in choices)
            return replace(reply, body=in_order(body), choices=tuple(shown))
    return replace(reply, body=in_order(reply.body))


def apart(text: str) -> str:
    """A text in a direction of its own, whatever stands around it: a telephone number, a position, a name."""
    return f"\u2068{text}\u2069" if text else ""
