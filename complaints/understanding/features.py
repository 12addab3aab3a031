"""Features of a sentence: what the models weigh.

A feature is a kind and a value: `w:rishvat` is a word, `c:rSt` its consonants, `g:bribe` a group of words that mean the
same in all languages, `b:` and `d:` are two neighbours, `p:` is two groups anywhere in the sentence.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import combinations, pairwise

from complaints.understanding.spelling import consonants, fold
from complaints.understanding.word_groups import find_groups

KIND_WEIGHTS = {"w": 1.0, "b": 1.0, "c": 1.0, "d": 1.0, "g": 1.5, "p": 0.6}
"""How much a feature of each kind counts before training. Groups say more than one word."""

LENGTHS = (5, 9, 14, 20, 30, 45)
"""Numbers of words up to which a sentence belongs to one length."""

_PRESENT, _PAST = {"is", "are", "am", "r", "im", "hes", "shes", "i'm", "he's", "she's", "they're"}, {"was", "were"}
_YEARS = {"sal", "saal", "saala", "year", "years", "yr", "yrs", "سال", "سالہ"}
ADULT_AGE = 18
"""Stated ages tell a missing child from a missing adult. A number of years since an event is mistaken for an age."""

_SPECIAL_NUMBERS = {"15", "1122"}


def generalize(token: str) -> str:
    """Return the folded word; for a number, its kind: a year, or how many digits it has."""
    if not token.isdigit():
        return token if token[0] == "!" else fold(token)
    if token in _SPECIAL_NUMBERS:
        return f"#{token}"
    return "#year" if len(token) == 4 and token[:2] in {"19", "20"} else f"#{min(len(token), 6)}"


def extract_features(tokens: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the features of a sentence, each with the tokens that it came from."""
    words = [generalize(token) for token in tokens]
    sounds = [(sound, token) for token in tokens if token[0].isalpha() and (sound := consonants(token))]
    found: dict[str, tuple[str, ...]] = {}
    for word, token in zip(words, tokens, strict=True):
        found.setdefault(f"w:{word}", (token,))
    for (first, second), pair in zip(pairwise(words), pairwise(tokens), strict=True):
        found.setdefault(f"b:{first} {second}", pair)
    for sound, token in sounds:
        if len(sound) > 1:
            found.setdefault(f"c:{sound}", (token,))
    for (first, token), (second, next_token) in pairwise(sounds):
        if len(first) + len(second) > 2:
            found.setdefault(f"d:{first} {second}", (token, next_token))
    places = {group: tuple(tokens[spans[0][0] : spans[0][1]]) for group, spans in find_groups(words).items()}
    places |= _structure(tokens)
    for group, where in places.items():
        found[f"g:{group}"] = where
    for first, second in combinations(sorted(places), 2):
        found[f"p:{first} {second}"] = (*places[first], *places[second])
    return found


def _structure(tokens: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the groups that are not words: length, ages and English tenses. People in danger write little."""
    found: dict[str, tuple[str, ...]] = {f"length {bisect_left(LENGTHS, len(tokens))}": ()}
    for first, second in pairwise(tokens):
        if first.isdigit() and second in _YEARS:
            found.setdefault("child's age" if int(first[:4]) < ADULT_AGE else "adult's age", (first, second))
        if second.endswith("ing") and first in _PRESENT:
            found.setdefault("is doing", (first, second))
        if second.endswith("ing") and first in _PAST:
            found.setdefault("was doing", (first, second))
    if past := next((token for token in tokens if token.isascii() and token.endswith("ed")), ""):
        found["did"] = (past,)
    return found
