"""A week of work, made once in each worker and lent to test after test."""

import pytest
import time_machine

from tests.monitoring.week import NOW, week_of_work


@pytest.fixture(scope="session")
def week(prepared):
    return prepared(week_of_work)


@pytest.fixture
def busy(db, week):
    """The week of work, on its fifth day."""
    with week.lent() as world, time_machine.travel(NOW, tick=False):
        yield world
