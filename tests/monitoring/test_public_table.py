"""The whole table of a publication, read by a person who subtracts any figures, also across periods."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.queries.public_counts import ELSEWHERE, PROVINCE, PublicCounts
from monitoring.rules.small_number_suppression import SMALLEST
from monitoring.services.figure_publication import SHARES, CountTable
from reviews.rules.publication_periods import periods_published_on

DISTRICTS = ["attock", "kasur", "lahore", "multan"]
ROWS = [*DISTRICTS, ELSEWHERE]
WANTED = periods_published_on(date(2026, 11, 24))
NAMES = ("received", *SHARES)
FEW_OR_MANY = st.one_of(st.integers(0, 14), st.integers(0, 300))


@st.composite
def tables(draw) -> CountTable:
    """Draw tables: each month by district, and a window with the months that lie in it and parts of others."""
    counts: dict = {}
    for code in ROWS:
        monthly = {month: draw(FEW_OR_MANY) for month in WANTED.months}
        inside = sum(number for month, number in monthly.items() if month >= WANTED.first)
        counts[code] = monthly | {None: inside + draw(st.integers(0, 20))}
    told = {}
    for column in (None, *WANTED.months):
        numbers = {code: _known(draw, of[column]) for code, of in counts.items()}
        whole = {name: sum(one[name] for one in numbers.values()) for name in NAMES}
        told |= {(code, column): _counts(code, column, one) for code, one in numbers.items()}
        told[PROVINCE, column] = _counts(PROVINCE, column, whole)
    return CountTable(told, DISTRICTS, WANTED)


def _known(draw, received: int) -> dict[str, int]:
    return {"received": received} | {name: draw(st.integers(0, received)) for name in SHARES}


def _counts(code: str, column: date | None, numbers: dict[str, int]) -> PublicCounts:
    parts = {part: 0 for shares in SHARES.values() for part in shares}
    return PublicCounts(code, column, **parts | numbers, time_to_report=None)


@pytest.mark.slow
@settings(max_examples=60)
@given(tables())
def test_no_total_less_what_is_shown_leaves_one_number_or_a_small_one(table):
    hidden = table.hidden()
    for name in NAMES:
        for column in table.columns:
            if (PROVINCE, column) in hidden[name]:
                continue
            cells = {(code, column): getattr(table.at(code, column), name) for code in ROWS}
            left = [number for cell, number in cells.items() if cell in hidden[name]]
            assert not left or (len(left) > 1 and sum(left) >= SMALLEST), (name, column)


@settings(max_examples=60)
@given(tables())
def test_no_small_number_is_shown_and_no_month_is_the_windows_only_gap(table):
    hidden, months = table.hidden(), [month for month in WANTED.overlapping if month in table.columns]
    for name in NAMES:
        for (code, column), counts in table.cells():
            assert getattr(counts, name) >= SMALLEST or (code, column) in hidden[name]
        for code in ROWS:
            gaps = [column for column in (None, *months) if (code, column) in hidden[name]]
            assert len(gaps) != 1 or not months, (name, code)


@pytest.mark.slow
@settings(max_examples=60)
@given(tables())
def test_where_the_number_received_is_hidden_nothing_else_of_it_is_shown(table):
    hidden = table.hidden()
    assert all(hidden["received"] <= hidden[name] for name in SHARES)
