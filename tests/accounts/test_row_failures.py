"""A job goes on after a row that fails, and fails at its end; a lost database stops it at once."""

import logging

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError

from accounts.services.row_failures import RowFailures
from ledger.service_exceptions import RowsFailed

logger = logging.getLogger(__name__)


def run_job(failing: dict[int, Exception], handled: list[int]) -> None:
    """Handle the rows 1 to 4, of which some raise an exception."""
    failures = RowFailures(logger)
    for row in range(1, 5):
        with failures.caught("Row %s could not be handled", row):
            if row in failing:
                raise failing[row]
            handled.append(row)
    failures.raise_if_any()


def test_all_other_rows_are_handled_and_the_job_fails_at_the_end(caplog):
    handled = []
    with pytest.raises(RowsFailed, match="2"):
        run_job({1: ValueError(), 3: IntegrityError()}, handled)
    assert handled == [2, 4]
    assert [record.getMessage() for record in caplog.records] == [f"Row {row} could not be handled" for row in (1, 3)]


def test_a_job_without_a_failure_succeeds():
    handled = []
    run_job({}, handled)
    assert handled == [1, 2, 3, 4]


@pytest.mark.parametrize("lost", [OperationalError, InterfaceError])
def test_a_lost_database_stops_the_job_at_once(lost):
    handled = []
    with pytest.raises(lost):
        run_job({2: lost()}, handled)
    assert handled == [1]
