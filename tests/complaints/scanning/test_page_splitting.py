"""Where a scan is split into letters."""

from hypothesis import given
from hypothesis import strategies as st

from complaints.rules.scanning.page_splitting import (
    ScannedPage,
    ScannedPart,
    ScanProblem,
    describe_ranges,
    split_pages,
)
from complaints.rules.scanning.sheet_code import draw_sheet_code, is_sheet_code

FIRST, SECOND = (draw_sheet_code(lambda below, number=number: number) for number in (264819073555012, 31))
WRONG = FIRST[:-1] + str((int(FIRST[-1]) + 1) % 10)


def pages(*told) -> list[ScannedPage]:
    """Return pages: a code is a sheet, "." a written page, " " a blank one, "?" one with an unreadable large code."""
    return [
        ScannedPage(0, number, (told_of_page,), is_blank=False)
        if told_of_page.startswith("CS")
        else ScannedPage(0, number, is_blank=told_of_page == " ", is_doubtful=told_of_page == "?")
        for number, told_of_page in enumerate(told, 1)
    ]


def split(*told) -> list[tuple[str, list[int], str]]:
    """Return code, page numbers and problem of each part."""
    return [(part.code, [page.number for page in part.pages], part.problem) for part in split_pages(pages(*told))]


def test_two_letters_with_their_sheets_are_two_letters():
    assert split(FIRST, ".", ".", SECOND, ".") == [(FIRST, [1, 2, 3], None), (SECOND, [4, 5], None)]


def test_a_blank_back_belongs_to_its_letter():
    assert split(FIRST, " ", ".", " ") == [(FIRST, [1, 2, 3, 4], None)]


def test_pages_before_the_first_sheet_are_nobodys_letter():
    found = split(".", ".", FIRST, ".")
    assert found == [("", [1, 2], ScanProblem.BEFORE_FIRST_SHEET), (FIRST, [3, 4], None)]
    assert split(".") == [("", [1], ScanProblem.BEFORE_FIRST_SHEET)]
    assert split() == []


def test_a_sheet_without_a_letter_stays_good_and_the_next_letter_is_taken():
    found = split(FIRST, SECOND, ".", FIRST)
    assert [problem for _, _, problem in found] == [ScanProblem.NO_LETTER, None, ScanProblem.NO_LETTER]


def test_a_letter_of_blank_pages_is_no_letter():
    assert split(FIRST, " ", " ", SECOND, ".")[0] == (FIRST, [1, 2, 3], ScanProblem.BLANK)


def test_a_wrong_check_digit_sets_its_pages_aside_and_not_those_of_the_letter_before():
    assert [problem for _, _, problem in split(FIRST, ".", WRONG, ".")] == [None, ScanProblem.WRONG_CODE]


def test_two_codes_on_a_page_are_a_wrong_code():
    two = ScannedPage(0, 1, (FIRST, SECOND))
    (part,) = split_pages([two, ScannedPage(0, 2)])
    assert (part.code, part.problem) == ("", ScanProblem.WRONG_CODE)


def test_what_may_be_a_damaged_sheet_sets_the_whole_letter_aside():
    """Two persons' letters must not become one complaint."""
    assert split(FIRST, ".", "?", ".", SECOND, ".") == [
        (FIRST, [1, 2, 3, 4], ScanProblem.DOUBTFUL),
        (SECOND, [5, 6], None),
    ]


def test_pages_lie_as_their_sheet_does():
    (part,) = split_pages([ScannedPage(0, 1, (FIRST,), turn=180), ScannedPage(0, 2)])
    assert (part.turn, part.problem) == (180, None)


PAGES = st.builds(
    lambda codes, doubtful, blank, turn: (codes, doubtful, blank, turn),
    st.lists(st.sampled_from([FIRST, SECOND, WRONG]), max_size=2, unique=True).map(tuple),
    st.booleans(),
    st.booleans(),
    st.sampled_from([0, 90, 180, 270]),
)


@given(st.lists(PAGES, max_size=30))
def test_no_page_is_lost_none_is_twice_and_the_order_is_kept(told):
    given_pages = [ScannedPage(0, number, *of_page) for number, of_page in enumerate(told, 1)]
    parts = split_pages(given_pages)
    assert [page for part in parts for page in part.pages] == given_pages
    for number, part in enumerate(parts):
        assert part.pages
        assert not any(page.is_sheet for page in part.pages[1:])
        assert part.pages[0].is_sheet or (number == 0 and part.problem is ScanProblem.BEFORE_FIRST_SHEET)
        if part.problem is None:
            _assert_is_letter(part)


def _assert_is_letter(part: ScannedPart) -> None:
    letter = part.pages[1:]
    assert is_sheet_code(part.code)
    assert letter
    assert not all(page.is_blank for page in letter)
    assert not any(page.is_doubtful for page in letter)


@given(st.lists(st.integers(1, 40), unique=True).map(sorted))
def test_ranges_name_every_page_once(numbers):
    found = []
    for part in filter(None, describe_ranges(numbers).split(", ")):
        first, _, last = part.partition("–")
        found += range(int(first), int(last or first) + 1)
    assert found == numbers
