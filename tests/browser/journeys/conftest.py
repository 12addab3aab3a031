"""What the journeys share: the cast, and the clock hour that is nobody's night."""

import pytest
from django.utils.timezone import now

from tests.world import KARACHI, build


@pytest.fixture
def world(own_database):
    return build()


@pytest.fixture
def any_hour():
    """Answers of a complainant who may be rung now, at whatever hour the tests run."""
    hour = now().astimezone(KARACHI).hour
    return {"safe_from": (hour - 3) % 24, "safe_until": (hour + 3) % 24}
