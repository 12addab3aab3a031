"""The pass of a browser that has shown that it means it, by a sum or by waiting (keys.proving): kept in the session."""

from datetime import datetime, timedelta

from django.http import HttpRequest

KEY, LIVES = "pass", timedelta(minutes=30)


def give(request: HttpRequest, name: str, *, only_codes: bool = False, at: datetime) -> None:
    """From now on this browser is counted by itself, whoever else guesses where it is.

    `name`: the pass's own. `only_codes`: for codes that are sent to a telephone or mailbox, not for looking numbers up.
    """
    request.session[KEY] = [name, at.timestamp(), only_codes]


def name_of(request: HttpRequest, *, for_numbers: bool = False, at: datetime) -> str:
    """The name of this browser's pass, if it has one; else empty. `for_numbers`: one for codes alone does not do."""
    if not hasattr(request, "session"):
        return ""
    name, since, only_codes = request.session.get(KEY, ["", 0, False])
    return name if at.timestamp() - since <= LIVES.total_seconds() and not (for_numbers and only_codes) else ""
