"""State shared by thousands of requests: a transaction that is rolled back, and templates without cached renderings."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.template.base import Template


class Slate:
    """A transaction that is rolled back at its end and whenever it is wiped.

    Wipe it after a request that wrote. Most requests only read, and a savepoint for each would cost more than many of
    them.
    """

    def __enter__(self) -> "Slate":
        self._writing = transaction.atomic()
        self._writing.__enter__()
        return self

    def __exit__(self, *error) -> None:
        transaction.set_rollback(True)
        self._writing.__exit__(*error)

    def wipe(self) -> None:
        self.__exit__(None, None, None)
        self.__enter__()


@contextmanager
def unrecorded() -> Iterator[None]:
    """Render templates as outside tests, without a copy of each context; do not log refusals, which are expected."""
    recording = Template._render
    Template._render = lambda template, context: template.nodelist.render(context)
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
        Template._render = recording
