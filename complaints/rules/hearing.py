"""Hearing the officer concerned: what counts as adverse, how long they have, and what a gist may not give away."""

import re
from collections.abc import Iterable
from datetime import timedelta

from complaints.rules.statuses import Outcome

ANSWER_WITHIN = timedelta(days=3)
"""As long as for an explanation in a review (domain.md, *Review*)."""

ADVERSE = frozenset({Outcome.RELIEF_GRANTED, Outcome.PARTLY_GRANTED, Outcome.FIR_REGISTERED})
"""Of a conduct complaint: what says, wholly or in part, that the officer did what they are said to have done. Nothing
is found against them by *referred*, *not proved*, *proved false* and *reconciled*."""

LEAST_NAME = 3  # letters; shorter parts of a name are words of every sentence
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")


def gives_away(gist: str, *, numbers: Iterable[str], names: Iterable[str]) -> bool:
    """Whether a gist holds one of these numbers (E-tag, phone, document), however spaced, or a name as a whole word."""
    digits = re.sub(r"[\s\-–.]", "", gist.translate(_DIGITS))
    if any(number and re.sub(r"\D", "", number)[-7:] in digits for number in numbers):
        return True
    words = set(re.findall(r"\w+", gist.casefold()))
    parts = {part for name in names for part in re.findall(r"\w+", name.casefold()) if len(part) >= LEAST_NAME}
    return bool(parts & words)
