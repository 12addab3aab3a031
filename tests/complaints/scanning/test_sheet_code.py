"""The code of a cover sheet."""

import random

from hypothesis import given
from hypothesis import strategies as st

from complaints.rules.scanning.sheet_code import (
    PREFIX,
    draw_sheet_code,
    format_sheet_code,
    is_sheet_code,
    looks_like_sheet_code,
)

CODES = st.integers(0, 10**15 - 1).map(lambda number: draw_sheet_code(lambda below: number))


@given(CODES, st.data())
def test_no_code_with_one_wrong_digit_is_a_code(code, data):
    place = data.draw(st.integers(len(PREFIX), len(code) - 1))
    digit = data.draw(st.sampled_from([one for one in "0123456789" if one != code[place]]))
    assert is_sheet_code(code)
    assert not is_sheet_code(code[:place] + digit + code[place + 1 :])


@given(CODES, st.data())
def test_no_code_with_two_swapped_neighbours_is_a_code(code, data):
    place = data.draw(st.integers(len(PREFIX), len(code) - 2))
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert swapped == code or not is_sheet_code(swapped)


def test_codes_are_drawn_from_all_numbers_and_are_read_in_groups_of_four():
    assert draw_sheet_code(lambda below: below - 1).startswith("CS999999999999999")
    assert draw_sheet_code(lambda below: 7).startswith("CS000000000000007")
    drawn = {draw_sheet_code(random.Random(seed).randrange) for seed in range(100)}
    assert len(drawn) == 100
    assert format_sheet_code("CS2648190735550127") == "CS 2648 1907 3555 0127"


def test_codes_of_bills_and_cards_do_not_look_like_one_of_ours():
    others = ["https://pay.example/CS2648190735550127", "3520212345671", "CS264819073555012", "CS２648190735550127", ""]
    assert not any(map(looks_like_sheet_code, others))
