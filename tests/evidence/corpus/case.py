"""One file of the corpus, and how several are declared."""

from collections.abc import Callable
from dataclasses import dataclass

SHOWN, REFUSED, EITHER = "shown", "refused", "either"


@dataclass(frozen=True)
class Case:
    """One hostile file.

    `make`: returns its bytes. `fate`: whether a copy is shown. `dear`: it takes seconds to make and is only in the
    whole corpus. `torn`: its tables may point anywhere, so that its metadata are played as part of its sound or film.
    """

    label: str
    name: str
    make: Callable[[], bytes]
    fate: str = EITHER
    media_type: str = ""
    dear: bool = False
    torn: bool = False


def case(label: str, name: str, contents: bytes | Callable[[], bytes], fate: str = EITHER, **more) -> Case:
    """Return a case from bytes, or from a function that makes them."""
    return Case(label, name, contents if callable(contents) else (lambda: contents), fate, **more)
