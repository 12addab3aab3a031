"""Recognition of a service that somebody asks for in their own words.

The phrases are data (`whatsapp/data/service_phrases.csv`), written as those of `complaints.understanding.phrases`. What
people complain of is not found here but by `complaints.understanding`.
"""

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from complaints.understanding.normalisation import normalize, tokenize
from complaints.understanding.phrases import PhraseIndex, WeightedPhrase, index_phrases
from whatsapp.rules.open_questions import SENTENCE_WORDS

PHRASES = Path(__file__).parents[2] / "data" / "service_phrases.csv"
HUMAN, TRACK, NEW_COMPLAINT, CENTRE, THANKS = "human", "track", "new_complaint", "centre", "thanks"
WHO_SEES = "who_sees"
OTHER_WISHES = frozenset({HUMAN, TRACK, NEW_COMPLAINT, CENTRE, THANKS, WHO_SEES})
"""Wishes that are no service of the menu."""

CLEAR_SHARE, WEAK_SHARE = 0.25, 0.12
"""The part of the words that the longest phrase must make up. Of a long account, a few words are no wish; the weak
share counts only where the text names no matter to complain of."""


def find_wish(text: str, *, least_share: float = CLEAR_SHARE) -> str:
    """Return the service of the menu, or one of OTHER_WISHES, that a text asks for; "" for none.

    The wish with the longest phrase wins; of equal ones that with the most words in all.
    """
    tokens = tokenize(normalize(text))
    found: dict[str, list[int]] = {}
    for match in _phrase_index().find(tokens):
        found.setdefault(match.label, []).append(len(match.words))
    if not found:
        return ""
    wish = max(sorted(found), key=lambda label: (max(found[label]), sum(found[label])))
    return wish if max(found[wish]) / len(tokens) >= least_share else ""


def tokens_of_wish(tokens: Sequence[str], wish: str) -> frozenset[str]:
    """Return the tokens that belong to phrases of one wish."""
    return frozenset(word for match in _phrase_index().find(tokens) if match.label == wish for word in match.words)


def says_more(text: str, wish: str) -> bool:
    """Return whether a text says something besides its wish: "I want to complain, the SHO asks for a bribe"."""
    tokens = tokenize(normalize(text))
    asked = tokens_of_wish(tokens, wish)
    return sum(token[0].isalpha() and token not in asked for token in tokens) > SENTENCE_WORDS


def read_service_phrases() -> list[tuple[str, str]]:
    """Return pairs of a phrase and its wish, in the order of the file."""
    with PHRASES.open(encoding="utf-8", newline="") as file:
        return [(row["phrase"], row["wish"]) for row in csv.DictReader(file)]


@cache
def _phrase_index() -> PhraseIndex:
    return index_phrases(WeightedPhrase(phrase, wish, 1.0) for phrase, wish in read_service_phrases())
