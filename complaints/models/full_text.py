"""Full text over words that are folded already: PostgreSQL's own parser has nothing left to do."""

from collections.abc import Sequence

from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db.models import Func, Value

from complaints.rules.search.full_text import Word

SHORTEST_BEGINNING = 3
"""Letters. Shorter ones begin a good part of all words: each is one then, and not the beginning of others."""


def lexemes(column: str) -> Func:
    """A column of folded words, parted by single blanks, as a text vector; as the index has it, to the letter.

    By a function of the portal's own (migration 0001), which says what it costs: to the built-in ones PostgreSQL gives
    the price of an addition, and would rather take ten thousand statements apart than read the index.
    """
    return Func(column, function="portal_lexemes", output_field=SearchVectorField())


def asked(words: Sequence[Word]) -> Func:
    """A text query: every word must stand there, or begin one that does, or be there in the other script."""
    return Func(
        Value(" & ".join(map(_alternatives, words))),
        template="%(expressions)s::tsquery",
        output_field=SearchQueryField(),
    )


def _alternatives(word: Word) -> str:
    beginning = f"'{word.folded}'" + ":*" * (len(word.folded) >= SHORTEST_BEGINNING)
    return f"({' | '.join([beginning, *(repr(mark) for mark in word.across)])})"
