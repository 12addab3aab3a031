"""Full-text search over normalised ("folded") words, which PostgreSQL's own parser does not have to process."""

from collections.abc import Sequence

from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db.models import Func, Value

from complaints.rules.search.search_words import SearchWord

SHORTEST_PREFIX = 3
"""Letters. Shorter words match only whole words, because they are a prefix of too many others."""


def search_vector(column: str) -> Func:
    """Return the text search vector of a column of folded words, separated by single spaces.

    The expression has to equal that of the index exactly. It uses a function of ours (migration 0001) that declares a
    realistic cost. PostgreSQL's built-in functions are declared as cheap as an addition, so the planner would parse ten
    thousand statements rather than read the index.
    """
    return Func(column, function="portal_lexemes", output_field=SearchVectorField())


def search_query(words: Sequence[SearchWord]) -> Func:
    """Return the text search query. Each word must occur as a word or prefix, or in the other script."""
    return Func(
        Value(" & ".join(map(_alternatives_of_word, words))),
        template="%(expressions)s::tsquery",
        output_field=SearchQueryField(),
    )


def _alternatives_of_word(word: SearchWord) -> str:
    prefix = f"'{word.folded}'" + ":*" * (len(word.folded) >= SHORTEST_PREFIX)
    return f"({' | '.join([prefix, *(repr(mark) for mark in word.across)])})"
