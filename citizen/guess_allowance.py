"""Pass of a browser that solved a challenge by proof of work or by waiting (citizen.access.challenge).

It is stored in the session.
"""

from datetime import datetime, timedelta

from django.http import HttpRequest

KEY, LIVES, CODES = "pass", timedelta(minutes=30), "codes"


def give(request: HttpRequest, name: str, *, only: str = "", at: datetime) -> None:
    """Grant a pass: from now on this browser's guesses are counted separately from others at its address.

    `name`: the name of the pass. `only`: CODES for codes sent to a phone or mailbox, but no looking up of E-tags; or
    the E-tag whose word alone may be tried as well.
    """
    request.session[KEY] = [name, at.timestamp(), only]


def name_of(request: HttpRequest, *, for_etags: bool = False, word_of: str = "", at: datetime) -> str:
    """Return the name of this browser's pass, or an empty string.

    `for_numbers`: ignore a limited pass, unless it is for the word of the E-tag `word_of`.
    """
    if not hasattr(request, "session"):
        return ""
    name, since, only = request.session.get(KEY, ["", 0, ""])
    is_too_limited = for_etags and only and only != word_of
    return name if at.timestamp() - since <= LIVES.total_seconds() and not is_too_limited else ""
