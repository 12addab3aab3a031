"""The hearing of the officer complained against: adverse outcomes, time limit, and what the summary must not reveal."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta

from complaints.rules.statuses import Outcome

ANSWER_WITHIN = timedelta(days=3)
"""The same time as for an explanation in a review (docs/rules.md, *Review*)."""

ADVERSE_OUTCOMES = frozenset({Outcome.RELIEF_GRANTED, Outcome.PARTLY_GRANTED, Outcome.FIR_REGISTERED})
"""Outcomes of a conduct complaint that confirm the accusation, wholly or in part.

*Referred*, *not proved*, *proved false* and *reconciled* find nothing against the officer.
"""

SHORTEST_NAME_PART = 3  # letters; shorter parts of a name are common words
ADDRESS_WORDS = 3  # consecutive words of an address with a house or plot number among them
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")


def reveals_complainant(
    gist: str, *, numbers: Iterable[str], names: Iterable[str], addresses: Iterable[str] = (), email: str = ""
) -> bool:
    """Return whether a summary reveals who the complainant is.

    It contains one of the numbers (E-tag, phone, document) in any grouping, a part of a name as a whole word, an
    address, or the e-mail address.
    """
    latin = gist.translate(_DIGITS).casefold()
    digits = re.sub(r"[\s\-–.]", "", latin)
    if any(number and re.sub(r"\D", "", number)[-7:] in digits for number in numbers):
        return True
    if email and email.casefold() in latin:
        return True
    parts = {part for name in names for part in _split_words(name) if len(part) >= SHORTEST_NAME_PART}
    gist_words = _split_words(latin)
    return bool(parts & set(gist_words)) or any(_reveals_home_address(gist_words, address) for address in addresses)


def _reveals_home_address(gist_words: Sequence[str], address: str) -> bool:
    """Return whether the summary contains the whole address, or a few consecutive words of it with a number among them.

    `Model Town, Lahore` fits many people, `14-B Tulip Lane` only one.
    """
    words = _split_words(address.translate(_DIGITS))
    rows = [words[first : first + ADDRESS_WORDS] for first in range(len(words) - ADDRESS_WORDS + 1)]
    identifying = [row for row in rows if any(map(str.isdigit, "".join(row)))]
    gist = f" {' '.join(gist_words)} "
    return any(f" {' '.join(row)} " in gist for row in (*identifying, words) if row)


def _split_words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
