"""Small files that claim to be huge, become huge, or never end."""

from collections.abc import Iterator

from tests.evidence.corpus import film_bombs, paper_bombs, picture_bombs
from tests.evidence.corpus.case import Case


def cases() -> Iterator[Case]:
    """Yield all of these cases."""
    yield from picture_bombs.cases()
    yield from paper_bombs.cases()
    yield from film_bombs.cases()
