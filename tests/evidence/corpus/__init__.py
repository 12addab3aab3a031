"""A corpus of hostile files, made at run time and never stored: harmful by intent, by chance or by mistake.

`everything()` returns all; `few()` a sample for the daily suite.
"""

from collections.abc import Iterator

from tests.evidence.corpus import bombs, broken, disguised, names, polyglots, telling, viruses
from tests.evidence.corpus.case import Case

FAMILIES = (polyglots, bombs, disguised, broken, telling, names, viruses)


def everything() -> Iterator[Case]:
    """Yield every file; each is made when it is requested."""
    for family in FAMILIES:
        yield from family.cases()


def few(*, every: int) -> Iterator[Case]:
    """Yield every n-th of the files that are quick to make."""
    yield from [case for case in everything() if not case.dear][::every]
