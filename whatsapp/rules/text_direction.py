"""Numbers among Urdu words, in the order in which they are read.

Between right-to-left words a plain space turns `2648 1907 3555` about, group by group. A no-break space between digits
belongs to the number (bidirectional class CS, Unicode annex 9, rule W4) on every telephone, and reads back the same.
"""

import re
from dataclasses import replace

from whatsapp.rules.replies import ButtonReply, ListReply, PictureReply, Reply

_BETWEEN_DIGITS = re.compile(r"(?<=[0-9]) (?=[0-9])")


def join_digit_groups(text: str) -> str:
    """The same text, its numbers held together."""
    return _BETWEEN_DIGITS.sub("\u00a0", text)


def join_digit_groups_in_reply(reply: Reply) -> Reply:
    """The same reply; as long as before."""
    match reply:
        case PictureReply(caption=caption):
            return replace(reply, caption=join_digit_groups(caption))
        case ListReply(body=body, rows=rows):
            shown = (
                replace(one, title=join_digit_groups(one.title), description=join_digit_groups(one.description))
                for one in rows
            )
            return replace(reply, body=join_digit_groups(body), rows=tuple(shown))
        case ButtonReply(body=body, choices=choices):
            shown = (replace(one, title=join_digit_groups(one.title)) for one in choices)
            return replace(reply, body=join_digit_groups(body), choices=tuple(shown))
    return replace(reply, body=join_digit_groups(reply.body))


def isolate(text: str) -> str:
    """A text in a direction of its own, whatever stands around it: a telephone number, a position, a name."""
    return f"\u2068{text}\u2069" if text else ""
