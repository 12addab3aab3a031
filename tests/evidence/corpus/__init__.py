"""A corpus of hostile files, made at run time, none kept: what people hand in to do harm, by chance or by mistake.

`everything()` is the whole of it; `few()` every so manieth, for the daily suite.
"""

from collections.abc import Iterator

from tests.evidence.corpus import bombs, broken, disguised, names, polyglots, telling, viruses
from tests.evidence.corpus.case import Case

FAMILIES = (polyglots, bombs, disguised, broken, telling, names, viruses)


def everything() -> Iterator[Case]:
    """Every file, one after the other, made when it is asked for."""
    for family in FAMILIES:
        yield from family.cases()


def few(*, every: int) -> Iterator[Case]:
    """Every so manieth of those that are not dear to make."""
    yield from [case for case in everything() if not case.dear][::every]
