"""The pass of a browser that has shown that it means it, by a sum or by waiting (keys.proving): kept in the session."""

from datetime import datetime, timedelta

from django.http import HttpRequest

KEY, LIVES, CODES = "pass", timedelta(minutes=30), "codes"


def give(request: HttpRequest, name: str, *, only: str = "", at: datetime) -> None:
    """From now on this browser is counted by itself, whoever else guesses where it is.

    `name`: the pass's own. `only`: CODES for codes that are sent to a telephone or mailbox, not for looking numbers up;
    or the E-tag whose word alone may be tried beside them.
    """
    request.session[KEY] = [name, at.timestamp(), only]


def name_of(request: HttpRequest, *, for_numbers: bool = False, word_of: str = "", at: datetime) -> str:
    """The name of this browser's pass, if it has one; else empty.

    `for_numbers`: one that is limited does not do, unless it is for the word of that number (`word_of`).
    """
    if not hasattr(request, "session"):
        return ""
    name, since, only = request.session.get(KEY, ["", 0, ""])
    limited = for_numbers and only and only != word_of
    return name if at.timestamp() - since <= LIVES.total_seconds() and not limited else ""
