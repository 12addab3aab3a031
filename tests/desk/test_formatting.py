"""How the desk writes the start and the end of a period of whole days."""

import pytest

from desk.formatting import end_of_period, start_of_period
from tests.world import clock


@pytest.mark.parametrize(
    ("at", "as_start", "as_end"),
    [
        ("+2d 00:00", "25 November 2026", "24 November 2026"),
        ("+2d 09:30", "25 November 2026, 09:30", "25 November 2026, 09:30"),
    ],
)
def test_a_midnight_is_written_as_the_day_that_was_entered(at, as_start, as_end):
    assert (start_of_period(clock(at)), end_of_period(clock(at))) == (as_start, as_end)
