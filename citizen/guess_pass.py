"""Pass of a browser that solved a challenge by proof of work or by waiting (citizen.access.guess_challenge).

It is stored in the session.
"""

from datetime import datetime, timedelta

from django.http import HttpRequest

SESSION_KEY, PASS_LIFETIME, ONLY_CODES = "pass", timedelta(minutes=30), "codes"


def grant_guess_pass(request: HttpRequest, name: str, *, only: str = "", at: datetime) -> None:
    """Grant a pass: from now on this browser's guesses are counted separately from others at its address.

    `name`: the name of the pass. `only`: CODES for codes sent to a phone or mailbox, but no looking up of E-tags; or
    the E-tag whose word alone may be tried as well.
    """
    request.session[SESSION_KEY] = [name, at.timestamp(), only]


def current_pass_name(request: HttpRequest, *, for_etags: bool = False, word_of: str = "", at: datetime) -> str:
    """Return the name of this browser's pass, or an empty string.

    `for_etags`: ignore a limited pass, unless it is for the word of the E-tag `word_of`.
    """
    if not hasattr(request, "session"):
        return ""
    name, since, only = request.session.get(SESSION_KEY, ["", 0, ""])
    is_too_limited = for_etags and only and only != word_of
    return name if at.timestamp() - since <= PASS_LIFETIME.total_seconds() and not is_too_limited else ""
