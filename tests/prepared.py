"""Databases in which something was made once, to be lent to one test after another: clean again after each."""

import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.utils import translation

from tests import databases


class Prepared[Made]:
    """A clone of the template in which `make` was done and committed, with a connection of its own that is kept.

    What `make` returns is given to every borrower as it was then (it is pickled): nobody gets another's changes.
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
        """The default connection leads here; what is written is checked and undone at the end.

        As Django's `TestCase` does it: constraints that wait for a commit are asked, and no commit comes.
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
        block._from_testcase = True  # or what must not be inside a transaction (`durable`) would find itself in one
        with block:
            try:
                yield
            finally:
                transaction.set_rollback(True)

    def close(self) -> None:
        """End the connection; the clone goes with the run."""
        self._connection.close()
