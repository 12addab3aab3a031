"""What hardly ever changes and is shown on every page: offices and categories by name.

Each process asks for it once a minute. A new name is shown everywhere within that minute; a right or a complaint never
goes through here.
"""

from functools import lru_cache
from time import monotonic

from django.conf import settings

from accounts.queries.written import Asker, ask

KEPT = 500


def remembered(asker: Asker) -> list:
    """What `ask` finds, or found within the last `REMEMBER_SECONDS`. One statement or none. The list is shared by all
    who ask: neither it nor what is in it may be changed."""
    if not settings.REMEMBER_SECONDS:
        return ask(asker)
    return _found(asker, int(monotonic() // settings.REMEMBER_SECONDS))


@lru_cache(KEPT)
def _found(asker: Asker, minute: int) -> list:
    return ask(asker)
