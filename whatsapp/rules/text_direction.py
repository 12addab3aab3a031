"""Reading order of numbers in Urdu text.

Between right-to-left words a plain space reverses the groups of `2648 1907 3555`. A no-break space between digits
belongs to the number (bidirectional class CS, Unicode annex 9, rule W4) on every phone, and parses the same.
"""

import re
from dataclasses import replace

from whatsapp.rules.replies import ButtonReply, ListReply, PictureReply, Reply

_BETWEEN_DIGITS = re.compile(r"(?<=[0-9]) (?=[0-9])")


def join_digit_groups(text: str) -> str:
    """Return the text with no-break spaces between groups of digits."""
    return _BETWEEN_DIGITS.sub("\u00a0", text)


def join_digit_groups_in_reply(reply: Reply) -> Reply:
    """Return the reply with no-break spaces between groups of digits. Its length stays the same."""
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
    """Return a text with isolated direction, for a phone number, a position or a name."""
    return f"\u2068{text}\u2069" if text else ""
