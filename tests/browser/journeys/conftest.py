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
        pytest.param(None, id="without axe"),
        pytest.param(axe.ALL_RULES, id="with axe", marks=pytest.mark.slow),
    ],
)
def rules(request, monkeypatch):
    """Run each journey without axe in `make test`, where test_every_page runs it, and with axe in the slow lane."""
    monkeypatch.setattr(Day, "rules", request.param)
