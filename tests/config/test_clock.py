"""A computer whose clock is wrong does not start the portal, and a running one says so."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import checks

from operations.configuration_checks import PORTAL
from operations.jobs import clock_check
from operations.jobs.job_expiry import SHORTEST

pytestmark = pytest.mark.django_db


def travel(seconds: int):
    return time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds))


@pytest.mark.parametrize(("seconds", "said"), [(123, "s ahead of the database's."), (-123, "s behind the database's.")])
def test_a_clock_two_minutes_off_stops_the_start_with_one_line(seconds, said):
    with travel(seconds):
        found = [one for one in checks.run_checks(tags=[PORTAL], databases=["default"]) if one.id == "portal.E046"]
        state = clock_check.describe_clock_state()
    (error,) = found
    assert error.is_serious()
    assert error.msg.startswith("The clock of this computer is 12")
    assert error.msg.endswith(said)
    assert said.rstrip(".") in state


def test_a_clock_some_seconds_off_is_good_enough():
    with travel(5):
        assert clock_check.check_clock(databases=["default"]) == []
        assert clock_check.describe_clock_state() == "ok"


def test_without_a_database_nothing_is_compared():
    with travel(123):
        assert clock_check.check_clock(databases=None) == []


def test_no_job_expires_because_of_an_accepted_difference():
    assert clock_check.MOST < SHORTEST
