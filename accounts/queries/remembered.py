"""What hardly ever changes and is shown on every page: offices and categories by name.

Each process asks for it once a minute. A new name is shown everywhere within that minute; a right or a complaint never
goes through here.
"""

from collections.abc import Callable
from functools import lru_cache
from time import monotonic

from django.conf import settings

from accounts.queries.written import Asker, ask

KEPT = 500


def remembered(asker: Asker) -> list:
    """What `ask` finds, or found within the last `REMEMBER_SECONDS`. One statement or none. The list is shared by all
    who ask: neither it nor what is in it may be changed."""
    return _found(asker, _minute()) if settings.REMEMBER_SECONDS else ask(asker)


def worked_out[T](what: Callable[[], T]) -> T:
    """What a callable makes of nothing but itself, the reader's language in it, and what is remembered; made again as
    often as that is asked for again. Equal ones share it, and none may change it."""
    return _made(what, _minute()) if settings.REMEMBER_SECONDS else what()


def _minute() -> int:
    return int(monotonic() // settings.REMEMBER_SECONDS)


@lru_cache(KEPT)
def _found(asker: Asker, minute: int) -> list:
    return ask(asker)


@lru_cache(KEPT)
def _made(what: Callable[[], object], minute: int):
    return what()
