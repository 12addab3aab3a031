"""Fixtures of the journeys: the cast, and answers that allow calls at any hour."""

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
    """The answers of a complainant who may be called at any hour, because the tests run at any hour."""
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
    """Run each journey once in `make test` without the contrast check, and once in the slow lane with it."""
    monkeypatch.setattr(Day, "rules", request.param)
