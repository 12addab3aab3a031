"""Hearing the officer concerned: what counts as adverse, how long they have, and what a gist may not give away."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta

from complaints.rules.statuses import Outcome

ANSWER_WITHIN = timedelta(days=3)
"""As long as for an explanation in a review (domain.md, *Review*)."""

ADVERSE = frozenset({Outcome.RELIEF_GRANTED, Outcome.PARTLY_GRANTED, Outcome.FIR_REGISTERED})
"""Of a conduct complaint: what says, wholly or in part, that the officer did what they are said to have done. Nothing
is found against them by *referred*, *not proved*, *proved false* and *reconciled*."""

LEAST_NAME = 3  # letters; shorter parts of a name are words of every sentence
WHERE = 3  # words in a row of an address, a house or plot number among them
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")


def gives_away(
    gist: str, *, numbers: Iterable[str], names: Iterable[str], addresses: Iterable[str] = (), email: str = ""
) -> bool:
    """Whether a gist holds one of these numbers (E-tag, phone, document), however spaced, a name as a whole word, where
    somebody lives, or their e-mail address."""
    latin = gist.translate(_DIGITS).casefold()
    digits = re.sub(r"[\s\-–.]", "", latin)
    if any(number and re.sub(r"\D", "", number)[-7:] in digits for number in numbers):
        return True
    if email and email.casefold() in latin:
        return True
    parts = {part for name in names for part in _words(name) if len(part) >= LEAST_NAME}
    said = _words(latin)
    return bool(parts & set(said)) or any(_says_where(said, address) for address in addresses)


def _says_where(said: Sequence[str], address: str) -> bool:
    """The whole of an address, or a few words of it in a row with a number among them: `Model Town, Lahore` is said of
    many, `14-B Tulip Lane` of one."""
    words = _words(address.translate(_DIGITS))
    rows = [words[first : first + WHERE] for first in range(len(words) - WHERE + 1)]
    telling = [row for row in rows if any(map(str.isdigit, "".join(row)))]
    spoken = f" {' '.join(said)} "
    return any(f" {' '.join(row)} " in spoken for row in (*telling, words) if row)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
