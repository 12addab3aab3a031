"""Let a job go on after a row that fails, and let it fail at its end, so that an alert follows."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError

from ledger.service_exceptions import RowsFailed


@dataclass
class RowFailures:
    """Counts the rows that a job could not handle. `logger`: that of the job.

    Handle each row inside `caught`, and call `raise_if_any` after the last one.
    """

    logger: logging.Logger
    count: int = 0

    @contextmanager
    def caught(self, message: str, *arguments: object) -> Iterator[None]:
        """Log and count an exception of this context, so that one row that fails does not hold up the others.

        A lost database passes through: every other row would fail too, and the job is restarted
        (services.unfinished_jobs).
        """
        try:
            yield
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            self.logger.exception(message, *arguments)
            self.count += 1

    def raise_if_any(self) -> None:
        """Raise RowsFailed if a row failed."""
        if self.count:
            raise RowsFailed(f"Rows that failed: {self.count}. The log has the reason of each.")
