"""Weighted phrases: words that speak for a category or for danger, as data that administrators edit.

A phrase is a few words in a row; a word that ends with * stands for all words that begin so. Its weight is added to
what the model computes for the label, in the model's own unit: 1 makes a label about three times as likely, 3 decides
unless other words say otherwise.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from complaints.understanding.normalisation import normalize, tokenize
from complaints.understanding.spelling import fold
from complaints.understanding.word_groups import DATA

LONGEST_PHRASE = 8
"""Words that a phrase may have."""
HEAVIEST = 5.0
"""The largest weight, for and against."""
DANGER_LABELS = ("danger", "police", "none")
"""Labels of phrases about danger: danger now, danger by the police, no danger now."""


@dataclass(frozen=True, slots=True)
class WeightedPhrase:
    """A phrase and the label that it speaks for: a category's code or one of DANGER_LABELS."""

    phrase: str
    label: str
    weight: float


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """A phrase found in a sentence, with the words that it matched."""

    label: str
    weight: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class PhraseIndex:
    """Phrases by their first word, so that one look-up for each word of a sentence finds them."""

    by_first_word: dict[str, list[tuple[tuple[str, ...], WeightedPhrase]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def find(self, tokens: Sequence[str]) -> list[PhraseMatch]:
        """Return the phrases in these tokens. Each counts once."""
        folded = [fold(token) for token in tokens]
        found: dict[tuple[str, str], PhraseMatch] = {}
        for first, word in enumerate(folded):
            keys = [word, *(f"{word[:end]}*" for end in range(1, len(word) + 1))]
            for parts, phrase in (item for key in keys for item in self.by_first_word.get(key, ())):
                end = first + len(parts)
                if end <= len(folded) and all(map(_matches, parts, folded[first:end])):
                    match = PhraseMatch(phrase.label, phrase.weight, tuple(tokens[first:end]))
                    found.setdefault((phrase.phrase, phrase.label), match)
        return list(found.values())


def index_phrases(phrases: Iterable[WeightedPhrase]) -> PhraseIndex:
    """Return an index for `understand`. Phrases without words are left out."""
    index = PhraseIndex()
    for phrase in phrases:
        if parts := phrase_parts(phrase.phrase):
            index.by_first_word[parts[0]].append((parts, phrase))
    return index


def phrase_parts(phrase: str) -> tuple[str, ...]:
    """Return the folded words of a phrase, with * at the end of those that are only a beginning."""
    parts = []
    for word in normalize(phrase).split():
        tokens = [fold(token) for token in tokenize(word)]
        if tokens and word.endswith("*"):
            tokens[-1] += "*"
        parts += tokens
    return tuple(parts)


def _matches(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


@cache
def committed_phrases() -> PhraseIndex:
    """Return the phrases of complaints/data/understanding/phrases.csv."""
    return index_phrases(read_phrases())


def read_phrases() -> list[WeightedPhrase]:
    """Return the committed phrases, in the order of the file."""
    with (DATA / "phrases.csv").open(encoding="utf-8", newline="") as file:
        return [WeightedPhrase(row["phrase"], row["label"], float(row["weight"])) for row in csv.DictReader(file)]
