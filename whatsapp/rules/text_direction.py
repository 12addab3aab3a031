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
            new_rows = (
                replace(row, title=join_digit_groups(row.title), description=join_digit_groups(row.description))
                for row in rows
            )
            return replace(reply, body=join_digit_groups(body), rows=tuple(new_rows))
        case ButtonReply(body=body, choices=choices):
            new_choices = (replace(choice, title=join_digit_groups(choice.title)) for choice in choices)
            return replace(reply, body=join_digit_groups(body), choices=tuple(new_choices))
    return replace(reply, body=join_digit_groups(reply.body))


def isolate_direction(text: str) -> str:
    """Return a text with isolated direction, for a phone number, a position or a name."""
    return f"\u2068{text}\u2069" if text else ""
