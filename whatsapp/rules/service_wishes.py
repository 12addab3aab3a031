"""Recognition of a service that somebody asks for in their own words.

The phrases are data (`whatsapp/data/service_phrases.csv`), written as those of `complaints.understanding.phrases`. What
people complain of is not found here but by `complaints.understanding`.
"""

import csv
from functools import cache
from pathlib import Path

from complaints.understanding.normalisation import normalize, tokenize
from complaints.understanding.phrases import PhraseIndex, WeightedPhrase, index_phrases

PHRASES = Path(__file__).parents[1] / "data" / "service_phrases.csv"
HUMAN, TRACK, NEW_COMPLAINT, CENTRE, THANKS = "human", "track", "new_complaint", "centre", "thanks"
OTHER_WISHES = frozenset({HUMAN, TRACK, NEW_COMPLAINT, CENTRE, THANKS})
"""Wishes that are no service of the menu."""

LEAST_SHARE = 0.25
"""The least part of the words that the phrases must make up. Of a long account, a few words are no wish."""


def find_wish(text: str) -> str:
    """Return the service of the menu, or one of OTHER_WISHES, that a text asks for; "" for none.

    The wish with the most words wins; of equal ones that which the longest phrase names.
    """
    tokens = tokenize(normalize(text))
    found: dict[str, list[int]] = {}
    for match in _phrase_index().find(tokens):
        found.setdefault(match.label, []).append(len(match.words))
    if not found:
        return ""
    wish = max(sorted(found), key=lambda label: (max(found[label]), sum(found[label])))
    return wish if max(found[wish]) / len(tokens) >= LEAST_SHARE else ""


def read_service_phrases() -> list[tuple[str, str]]:
    """Return pairs of a phrase and its wish, in the order of the file."""
    with PHRASES.open(encoding="utf-8", newline="") as file:
        return [(row["phrase"], row["wish"]) for row in csv.DictReader(file)]


@cache
def _phrase_index() -> PhraseIndex:
    return index_phrases(WeightedPhrase(phrase, wish, 1.0) for phrase, wish in read_service_phrases())
