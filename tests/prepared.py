"""Databases that are filled once and then used by one test after another; each test's changes are rolled back."""

import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.utils import translation

from tests import databases


class Prepared[Made]:
    """A clone of the template that `make` has filled and committed, with its own permanent connection.

    The return value of `make` is pickled, and every test receives a fresh copy of it.
    """

    def __init__(self, make: Callable[[], Made]):
        where = map(os.environ.__getitem__, ("TEST_OWNER_URL", "TEST_APP_URL", "TEST_TEMPLATE"))
        clone = databases.clone(*where, databases.new_name(make.__name__))
        settings = connections.settings[DEFAULT_DB_ALIAS] | {"NAME": clone.name}
        self._connection = type(connections[DEFAULT_DB_ALIAS])(settings, DEFAULT_DB_ALIAS)
        cache.clear()
        with self._in_place(), translation.override("en"):
            self._made = pickle.dumps(make())
        cache.clear()

    @contextmanager
    def lent(self) -> Iterator[Made]:
        """Point the default connection here within the context, then check deferred constraints and roll back.

        Django's `TestCase` does the same.
        """
        with self._in_place(), self._never_committed():
            yield pickle.loads(self._made)
            if not self._connection.needs_rollback and self._connection.is_usable():
                self._connection.check_constraints()

    @contextmanager
    def _in_place(self):
        before = connections[DEFAULT_DB_ALIAS]
        connections[DEFAULT_DB_ALIAS] = self._connection
        try:
            yield
        finally:
            connections[DEFAULT_DB_ALIAS] = before

    @contextmanager
    def _never_committed(self):
        block = transaction.atomic()
        block._from_testcase = True  # so that `durable` blocks accept this outer transaction
        with block:
            try:
                yield
            finally:
                transaction.set_rollback(True)

    def close(self) -> None:
        """Close the connection. The clone is dropped with the run."""
        self._connection.close()
