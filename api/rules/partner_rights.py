"""What a partner may do, and which changes of it one administrator makes alone."""

from collections.abc import Collection
from typing import NamedTuple


class Rights(NamedTuple):
    """Scopes, the codes of offices and categories that limit them (none: all), and requests a minute."""

    scopes: Collection[str]
    offices: Collection[str]
    categories: Collection[str]
    requests_per_minute: int


def gives_more(before: Rights, after: Rights) -> bool:
    """Return whether a partner could do something after a change that it could not do before.

    The number of requests a minute opens nothing. A list of categories in place of none counts as more, because it can
    name confidential ones.
    """
    return (
        not set(after.scopes) <= set(before.scopes)
        or _covers_more(before.offices, after.offices)
        or (not before.categories and bool(after.categories))
        or _covers_more(before.categories, after.categories)
    )


def _covers_more(before: Collection[str], after: Collection[str]) -> bool:
    """Return whether these codes cover something that the former ones did not. No codes cover everything."""
    return bool(before) and (not after or not set(after) <= set(before))
