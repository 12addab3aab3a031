"""What thousands of knocks share: one transaction that is gone back to, and pages of which nobody keeps anything."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.template.base import Template


class Slate:
    """Whatever is written on it is gone at its end, and each time that it is wiped. Wiping is for whoever has written:
    most knocks only read, and a savepoint for each would cost more than many of them."""

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
    """Templates are drawn as they are outside tests, without a copy of what each was drawn with; refusals, which are
    what is asked for, are not logged."""
    recording = Template._render
    Template._render = lambda template, context: template.nodelist.render(context)
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
        Template._render = recording
