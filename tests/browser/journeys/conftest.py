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
        pytest.param(None, id="without axe"),
        pytest.param(axe.ALL_RULES, id="with axe", marks=pytest.mark.slow),
    ],
)
def rules(request, monkeypatch):
    """Run each journey without axe in `make test`, where test_every_page runs it, and with axe in the slow lane.

    Return the rules.
    """
    monkeypatch.setattr(Day, "rules", request.param)
    return request.param
