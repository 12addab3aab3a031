"""An attacker who has stolen a store of the portal gets no session, identity, key or opened complaint from it.

The short form of `make drill-stolen-stores` (drills/stolen_stores.py), which tries the same.
"""

import pytest

from tests.stolen.planted import SHORT, WEAKNESSES
from tests.stolen.run import run_attempts, run_planted

pytestmark = pytest.mark.slow


def test_a_stolen_store_yields_nothing(own_database):
    assert [result.line for result in run_attempts(own_database) if not result.is_right] == []


@pytest.mark.parametrize("weakness", WEAKNESSES[:SHORT], ids=lambda one: one.name)
def test_the_attacker_finds_a_planted_weakness(own_database, weakness):
    """The control: without it, a useless attacker would also pass. The drill plants all weaknesses."""
    [result] = run_planted(own_database, [weakness])
    assert result.gains, weakness.found_by
