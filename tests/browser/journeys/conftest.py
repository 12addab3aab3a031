"""Fixtures of the journeys: the cast, and the accessibility rules."""

import pytest

from tests.browser import axe
from tests.browser.journeys.desk import Day
from tests.world import build


@pytest.fixture
def world(own_database):
    return build()


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
