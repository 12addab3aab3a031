"""Small numbers are hidden, and none can be found by subtraction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.rules.small_number_suppression import SMALLEST, TableLine, find_hidden_cells, reveals_hidden_cells

COLUMN = TableLine(("lahore", "multan", "kasur", "okara"))


def column(*numbers: int) -> dict:
    return dict(zip(COLUMN.cells, numbers, strict=True))


def test_nothing_is_hidden_where_nothing_is_small():
    assert find_hidden_cells(column(10, 11, 12, 400), [COLUMN]) == set()


def test_one_small_number_takes_the_next_smallest_with_it():
    assert find_hidden_cells(column(90, 40, 9, 30), [COLUMN]) == {"kasur", "okara"}


def test_two_small_numbers_cover_each_other_if_together_they_are_not_small():
    assert find_hidden_cells(column(90, 40, 9, 8), [COLUMN]) == {"kasur", "okara"}


def test_a_few_that_are_small_together_take_a_larger_one_with_them():
    """The total minus the shown ones would reveal that three districts together received four."""
    assert find_hidden_cells(column(90, 4, 0, 0), [COLUMN]) == {"multan", "kasur", "okara", "lahore"}
    assert find_hidden_cells(column(90, 40, 4, 0), [COLUMN]) == {"kasur", "okara", "multan"}


def test_what_is_hidden_for_another_reason_needs_cover_too():
    assert find_hidden_cells(column(90, 40, 30, 20), [COLUMN], already={"lahore"}) == {"lahore", "okara"}


def test_periods_that_overlap_cover_each_other_without_a_total():
    """Three months and the ninety days that contain them: one hidden month would be their difference."""
    row = TableLine(("window", "september", "october", "november"), has_total=False)
    numbers = {"window": 60, "september": 25, "october": 4, "november": 30}
    assert find_hidden_cells(numbers, [row]) == {"october", "september"}


def test_a_column_with_nothing_left_to_hide_gives_its_total_away():
    numbers = column(3, 0, 2, 1)
    found = find_hidden_cells(numbers, [COLUMN])
    assert found == set(numbers)
    assert reveals_hidden_cells(numbers, COLUMN, found)


PLACES, PERIODS = range(6), range(4)
TABLES = st.dictionaries(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(PERIODS)),
    st.one_of(st.integers(0, 15), st.integers(0, 500)),
    min_size=24,
    max_size=24,
)


@given(TABLES)
def test_whatever_the_table_no_line_gives_a_hidden_number_away(numbers):
    columns = [TableLine(tuple((place, period) for place in PLACES)) for period in PERIODS]
    rows = [TableLine(tuple((place, period) for period in PERIODS), has_total=False) for place in PLACES]
    found = find_hidden_cells(numbers, [*columns, *rows])
    assert {cell for cell, number in numbers.items() if number < SMALLEST} <= found
    for line in columns:
        covered = [cell for cell in line.cells if cell in found]
        assert len(covered) != 1
        whole = len(covered) == len(line.cells)
        assert not covered or whole or sum(numbers[cell] for cell in covered) >= SMALLEST
    for line in rows:
        assert len(set(line.cells) & found) != 1


@given(TABLES)
def test_hiding_is_settled_once_done(numbers):
    lines = [TableLine(tuple((place, period) for place in PLACES)) for period in PERIODS]
    found = find_hidden_cells(numbers, lines)
    assert find_hidden_cells(numbers, lines, already=found) == found


@pytest.mark.parametrize("number", [0, 1, 9])
def test_nine_is_small_and_so_is_nothing(number):
    assert find_hidden_cells({"lahore": number}, []) == {"lahore"}
