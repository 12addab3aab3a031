"""Groups of words that mean the same in English, Urdu and Roman Urdu (data/understanding/word_groups.csv)."""

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from complaints.understanding.normalisation import normalize
from complaints.understanding.spelling import fold

DATA = Path(__file__).parents[1] / "data" / "understanding"
LONGEST = 3
"""Words of the longest expression in the file."""


@cache
def _groups_by_expression() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return the groups by whole expression, and by the beginning of a word (written with *)."""
    whole, beginnings = {}, {}
    with (DATA / "word_groups.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for expression in row["words"].split():
                is_beginning = expression.endswith("*")
                key = "_".join(fold(word) for word in normalize(expression.removesuffix("*")).split("_"))
                (beginnings if is_beginning else whole).setdefault(key, set()).add(row["group"])
    return whole, beginnings


def find_groups(words: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
    """Return the groups that occur in these folded words, each with the spans of its expressions.

    A span is the index of the first word and the index after the last one.
    """
    whole, beginnings = _groups_by_expression()
    found: dict[str, list[tuple[int, int]]] = {}
    for first in range(len(words)):
        for length in range(1, LONGEST + 1):
            if first + length > len(words):
                break
            expression = "_".join(words[first : first + length])
            groups = set(whole.get(expression, ()))
            shortest = len(expression) - len(words[first + length - 1]) + 1
            for end in range(max(shortest, 2), len(expression) + 1):
                groups |= beginnings.get(expression[:end], set())
            for group in groups:
                found.setdefault(group, []).append((first, first + length))
    return found
