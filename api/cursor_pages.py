"""Pages of a list by a cursor: an opaque, signed text that names the last row of the page before."""

from collections.abc import Callable
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet
from ninja import Query

from api.problems import ProblemFound

LARGEST_PAGE, USUAL_PAGE = 200, 50
SALT = "api.cursor"
CURSOR = Query("", max_length=400, description="The `next` of the page before.")
LIMIT = Query(USUAL_PAGE, ge=1, le=LARGEST_PAGE, description="Rows on a page.")


def page_of_rows(
    rows: QuerySet, *, name: str, keys: tuple[str, ...], cursor: str, limit: int, show: Callable[[Any], dict]
) -> dict:
    """Return one page: `items`, and `next` with the cursor of the next page, or null. One query.

    `name`: of the list; a cursor of another list is refused. `keys`: the columns of the order, the last one unique;
    "-name" descends. Raises ProblemFound for a cursor that is not ours.
    """
    if cursor:
        rows = rows.filter(_rows_after(keys, _values_of_cursor(name, cursor, len(keys))))
    found = list(rows.order_by(*keys)[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    values = [_value(last, key.lstrip("-")) for key in keys] if last is not None else None
    following = None if values is None else _signer(name).sign_object(values)
    return {"items": [show(row) for row in found[:limit]], "next": following}


def _signer(name: str) -> signing.Signer:
    """Return the signer of one list's cursors. It adds no time: the same page has the same ETag."""
    return signing.Signer(salt=f"{SALT}.{name}")


def _value(row: Any, key: str) -> str | int:
    value = getattr(row, key)
    return value if isinstance(value, int) else str(value)


def _values_of_cursor(name: str, cursor: str, count: int) -> list:
    try:
        values = _signer(name).unsign_object(cursor)
    except (signing.BadSignature, ValueError) as error:
        raise ProblemFound("bad_cursor") from error
    if len(values) != count:  # of an earlier release
        raise ProblemFound("bad_cursor")
    return values


def _rows_after(keys: tuple[str, ...], values: list) -> Q:
    """Return the condition for the rows that come after these values in the order of the keys."""
    after, same = Q(), Q()
    for key, value in zip(keys, values, strict=True):
        operator = "lt" if key.startswith("-") else "gt"
        column = key.lstrip("-")
        after |= same & Q(**{f"{column}__{operator}": value})
        same &= Q(**{column: value})
    return after
