"""One file of the corpus, and how several are written down."""

from collections.abc import Callable
from dataclasses import dataclass

SHOWN, REFUSED, EITHER = "shown", "refused", "either"


@dataclass(frozen=True)
class Case:
    """`make`: its bytes. `fate`: whether a copy is shown. `dear`: takes seconds to make, for the whole corpus alone.

    `torn`: its tables may lead anywhere, so that its remarks are played as a part of its sound or film.
    """

    label: str
    name: str
    make: Callable[[], bytes]
    fate: str = EITHER
    media_type: str = ""
    dear: bool = False
    torn: bool = False


def case(label: str, name: str, contents: bytes | Callable[[], bytes], fate: str = EITHER, **more) -> Case:
    """A case whose bytes are there, or are made when they are asked for."""
    return Case(label, name, contents if callable(contents) else (lambda: contents), fate, **more)
