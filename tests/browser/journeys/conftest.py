"""What the journeys share: the cast, and the clock hour that is nobody's night."""

import pytest
from django.utils.timezone import now

from tests.browser import axe
from tests.browser.journeys.desk import Day
from tests.world import KARACHI, build


@pytest.fixture
def world(own_database):
    return build()


@pytest.fixture
def any_hour():
    """Answers of a complainant who may be rung now, at whatever hour the tests run."""
    hour = now().astimezone(KARACHI).hour
    return {"safe_from": (hour - 3) % 24, "safe_until": (hour + 3) % 24}


@pytest.fixture(
    autouse=True,
    params=[
        pytest.param(axe.WITHOUT_CONTRAST, id="shapes"),
        pytest.param(axe.ALL_RULES, id="colours", marks=pytest.mark.slow),
    ],
)
def rules(request, monkeypatch):
    """Every journey is made once for `make test` without a look at contrast, and once for the slow lane with it."""
    monkeypatch.setattr(Day, "rules", request.param)
