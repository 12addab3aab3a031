"""Full text over words that are folded already: PostgreSQL's own parser has nothing left to do."""

from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db.models import Func, TextField, Value


def lexemes(column: str) -> Func:
    """A column of folded words, parted by single blanks, as a text vector; as the index has it, to the letter."""
    words = Func(column, Value(" "), function="string_to_array", output_field=TextField())
    return Func(words, function="array_to_tsvector", output_field=SearchVectorField())


def asked(words: list[str]) -> Func:
    """A text query: every word must stand there, or begin one that does."""
    return Func(
        Value(" & ".join(f"'{word}':*" for word in words)),
        template="%(expressions)s::tsquery",
        output_field=SearchQueryField(),
    )
