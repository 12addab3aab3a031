"""A query that is written once and asked again and again: at another moment, of another complaint, from another place.

To put a query of every page of the desk together and to write it as SQL takes Django longer than PostgreSQL takes to
answer it. Both depend on nothing but who asks and what for, so equal askers (Asker) share the SQL; what differs each
time is put into its parameters. Rows and instances are made by Django as ever.

For PostgreSQL too the longest part is to plan such a query. So words (statuses, kinds, clocks) stand in the SQL itself,
where the indexes over what is open need them, and numbers and dates are handed to the server apart: all officers of one
kind then ask by the same SQL, and psycopg has the server keep what a connection asks often (`prepare_threshold`).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from copy import copy
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper, ServerBindingCursor
from django.db.models import BigIntegerField, BooleanField, Func, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone
from psycopg.sql import Literal

KEPT = 1000
"""Queries that a process remembers, some kilobytes each; the one least lately asked is forgotten first."""

PLANS = 200
"""So many a connection has its server keep, a quarter of a megabyte each. The whole desk asks about a hundred."""

AT = datetime(5000, 1, 1, tzinfo=UTC)
STANDS_FOR = {
    "officer": 9_000_000_000_000_000_001,
    "complaint": 9_000_000_000_000_000_002,
    "complainant": 9_000_000_000_000_000_005,
    "etag": "the E-tag",
    "session": "the session's key",
    "start_due_at": datetime(6000, 1, 1, tzinfo=UTC),
    "start_id": 9_000_000_000_000_000_003,
    "complaints": (9_000_000_000_000_000_004,),
    "postings": (9_000_000_000_000_000_006,),
    "hidden": (9_000_000_000_000_000_007,),
}
"""What stands in a query, as it is written, for what it will be asked with. Nothing has these numbers and dates."""
_NAMES = {value: name for name, value in STANDS_FOR.items()}
_NEAR = timedelta(days=400)
"""A moment of the query may lie so far before or after the one that it is asked for."""

Asker = Callable[..., QuerySet]
"""Hashable, equal to whatever would write the same. Called with `at` and all of STANDS_FOR it gives a query, and asks
the database nothing. Moments are reckoned from `at`; the clock itself may be read, but not reckoned with."""


class OneOf(Func):
    """Whether a column is any of these numbers: `filter(OneOf("pk", postings))`. One parameter, however many they are,
    and so one SQL.

    `counted=False`: the planner is not told how many, else it plans anew where they are few.
    """

    template, arg_joiner, output_field = "%(expressions)s)", " = ANY(", BooleanField()

    def __init__(self, column: str, numbers: Iterable[int], *, counted: bool = True):
        value = Value(numbers, output_field=ArrayField(BigIntegerField()))
        super().__init__(column, value if counted else Func(value, template="(SELECT %(expressions)s)::bigint[]"))


class Slot(NamedTuple):
    """A parameter that differs each time: which one, what goes there, and how far from it."""

    index: int
    name: str
    offset: timedelta | None = None


class Written(NamedTuple):
    """A query with its SQL, and the parameters, some of them to be filled in; and how what comes back is read."""

    query: QuerySet
    compiler: SQLCompiler
    sql: str
    parameters: tuple
    slots: tuple[Slot, ...]
    converters: dict


def ask(asker: Asker, **given) -> list:
    """What the query finds. `given`: `at` and those of STANDS_FOR that it uses. One statement."""
    known = written(asker)
    if known is None:
        return []
    given["now"] = timezone.now()
    parameters = list(known.parameters)
    for index, name, offset in known.slots:
        parameters[index] = given[name] if offset is None else given[name] + offset
    with binding_at_the_server(connections[known.query.db]):
        return list(_asked(known, tuple(parameters)))


@contextmanager
def binding_at_the_server(connection: DatabaseWrapper) -> Iterator[None]:
    """Within, its cursors send SQL and parameters apart, without which nothing can be kept planned."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    connection.connection.prepared_max = PLANS
    before, connection.connection.cursor_factory = connection.connection.cursor_factory, ServerBindingCursor
    try:
        yield
    finally:
        if connection.connection:  # gone, where the server is
            connection.connection.cursor_factory = before


def _asked(known: Written, parameters: tuple) -> QuerySet:
    """The query, with a compiler that has its SQL already. Not to be narrowed further: nothing would come of it."""
    query, compiler = known.query._chain(), copy(known.compiler)
    compiler.using, compiler.connection = query.db, connections[query.db]
    compiler.as_sql = lambda *args, **kwargs: (known.sql, parameters)
    compiler.get_converters = lambda fields: known.converters
    query.query.get_compiler = lambda *args, **kwargs: compiler
    return query


@lru_cache(KEPT)
def written(asker: Asker) -> Written | None:
    """What an asker writes; None where nothing can answer to it (`none()`)."""
    began = timezone.now()
    query = asker(at=AT, **STANDS_FOR)
    ended = timezone.now()
    compiler = query.query.get_compiler(query.db)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    sql, parameters = _with_its_words(sql, parameters)
    slots = (_slot(index, value, began, ended) for index, value in enumerate(parameters))
    converters = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])
    return Written(query, compiler, sql, parameters, tuple(filter(None, slots)), converters)


def _with_its_words(sql: str, parameters: Iterable) -> tuple[str, tuple]:
    """The SQL with the words in it, and the parameters that are left: numbers, dates, paths of offices and what
    STANDS_FOR names."""
    left, coming = [], iter(parameters)

    def put(found: re.Match) -> str:
        if found[0] == "%%":
            return found[0]
        value = next(coming)
        if not isinstance(value, str) or value in _NAMES or "/" in value:
            left.append(value)
            return found[0]
        return Literal(str(value)).as_string().replace("%", "%%")

    return re.sub("%[s%]", put, sql), tuple(left)


def _slot(index: int, value: object, began: datetime, ended: datetime) -> Slot | None:
    """What is to go there each time: what STANDS_FOR says, `at` and moments near it, and where the clock was read."""
    value = tuple(value) if isinstance(value, list) else value
    if isinstance(value, int | str | datetime | tuple) and value in _NAMES:
        return Slot(index, _NAMES[value])
    if not isinstance(value, datetime):
        return None
    if began <= value <= ended:
        return Slot(index, "now")
    return Slot(index, "at", value - AT) if abs(value - AT) < _NEAR else None
