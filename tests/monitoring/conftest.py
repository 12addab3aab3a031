"""A week of work, created once in each worker and shared by its tests."""

import pytest
import time_machine

from tests.monitoring.week import NOW, week_of_work


@pytest.fixture(scope="session")
def week(prepared):
    return prepared(week_of_work)


@pytest.fixture
def busy(db, week):
    """Return the cast after a week of work, on its fifth day."""
    with week.lent() as world, time_machine.travel(NOW, tick=False):
        yield world
