"""Masking of six-digit codes in a sentence, however the digits are grouped.

In doubt digits are masked. E-tags, phone numbers, identity card numbers, dates, times and amounts of money stay.
"""

import re
from dataclasses import dataclass

MASK = "••••••"
CODE_LENGTH = 6
_RUN = re.compile(r"\+?\d+(?:(?:[^\w+]|_)\d+)*")
"""Groups of digits with one sign between them."""
_RUPEES = r"(?:rup(?:ees?|e|a[yi]+[ae]?|iy[ae])(?!\w)|روپ\w*)"
_DIGITS = re.compile(r"\d+")
_MONEY_BEFORE = re.compile(rf"(?<!\w)(?<!\d )(?:rs|pkr|{_RUPEES})[.: ]*$", re.I)
_MONEY_AFTER = re.compile(rf"\s*(?:(?:rs|pkr)(?!\w)(?!\.?\s*\d)|{_RUPEES}|/-)", re.I)
"""Not in "482913 Rs 500", where the second number is the amount."""
_LONGEST_MONEY_WORD = 12
_NUMBERS = {(4, 4, 4), (5, 7, 1)}
"""E-tags and identity cards, by the sizes of their groups."""
_PHONES = {(4, 7), (4, 3, 4), (4, 4, 3), (3, 8), (3, 7), (3, 4, 4)}
"""Phone numbers in Pakistan. They begin with 0."""
_SHORTEST_ABROAD, _LONGEST_ABROAD, _LONGEST_PAKISTAN = 8, 13, 12
"""Digits of a phone number after "+"."""


@dataclass(frozen=True)
class _Group:
    """Digits that stand together. `sign`: what stands before them, if other groups do."""

    digits: str
    start: int
    end: int
    sign: str


def mask_codes(text: str) -> str:
    """Return the text with every six digits masked that may be a code."""
    return _RUN.sub(_mask_run, text)


def _mask_run(found: re.Match) -> str:
    """Return the run of digits with its codes masked. Neighbouring codes get one mask."""
    text = found.string
    groups = [
        _Group(each[0], each.start(), each.end(), text[each.start() - 1] if each.start() > found.start() else "")
        for each in _DIGITS.finditer(text, found.start(), found.end())
    ]
    masked = _find_code_groups(text, groups)
    shown = text[found.start() : groups[0].start]
    for place, group in enumerate(groups):
        sign = text[groups[place - 1].end : group.start] if place else ""
        if place not in masked:
            shown += sign + group.digits
        elif place - 1 not in masked:
            shown += sign + MASK
    return shown


def _find_code_groups(text: str, groups: list[_Group]) -> set[int]:
    """Return the places of the groups that are masked, from left to right."""
    masked: set[int] = set()
    known: set[int] = set()
    place = 0
    while place < len(groups):
        count = _count_known(text, groups, place)
        if count:
            known |= set(range(place, place + count))
        place += count or _count_code(groups, place) or 1
    for place in range(len(groups)):
        window = set(range(place, place + _count_code(groups, place)))
        masked |= set() if window & known else window
    return masked


def _count_code(groups: list[_Group], place: int) -> int:
    """Return how many groups from this place are six digits together; 0 if none are."""
    digits = 0
    for count, group in enumerate(groups[place:], 1):
        digits += len(group.digits)
        if digits >= CODE_LENGTH:
            return count if digits == CODE_LENGTH else 0
    return 0


def _count_known(text: str, groups: list[_Group], place: int) -> int:
    """Return how many groups from this place are a number that stays readable; 0 if none are."""
    return (
        _count_abroad(text, groups, place)
        or _count_number(groups, place)
        or _count_date_or_time(groups, place)
        or _count_money(text, groups, place)
    )


def _count_abroad(text: str, groups: list[_Group], place: int) -> int:
    """Count the groups of a phone number with its country code."""
    if place or text[groups[0].start - 1 : groups[0].start] != "+":
        return 0
    longest = _LONGEST_PAKISTAN if "".join(each.digits for each in groups).startswith("92") else _LONGEST_ABROAD
    digits = best = 0
    for count, group in enumerate(groups, 1):
        digits += len(group.digits)
        best = count if _SHORTEST_ABROAD <= digits <= longest else best
    return best


def _count_number(groups: list[_Group], place: int) -> int:
    """Count the groups of an E-tag, an identity card or a phone number in Pakistan."""
    for count in (2, 3):
        some = groups[place : place + count]
        sizes = tuple(len(each.digits) for each in some)
        if any(each.sign not in " -" for each in some[1:]):
            continue
        if sizes in _NUMBERS or (sizes in _PHONES and int(some[0].digits[0]) == 0):
            return count
    return 0


def _count_date_or_time(groups: list[_Group], place: int) -> int:
    """Count the groups of 10:30, 24-11-2026, 2026-11-24 or of a number with its year, such as FIR 12/2026."""
    numbers = [int(each.digits) for each in groups[place : place + 3]]
    sizes = [len(each.digits) for each in groups[place : place + 3]]
    signs = [each.sign for each in groups[place + 1 : place + 4]] + ["", "", ""]
    if len(numbers) == 3 and signs[0] == signs[1] and signs[0] in "-/.":
        for (day, month, year), (day_size, month_size, year_size) in ((numbers, sizes), (numbers[::-1], sizes[::-1])):
            if _is_year(year, year_size) and max(day_size, month_size) <= 2 and day <= 31 and month <= 12:
                return 3
    if len(numbers) >= 2 and signs[0] == "/" and _is_year(numbers[1], sizes[1]):
        return 2
    if _count_code(groups, place) == 3 and signs[2] not in {":", "-", "/"}:
        return 0  # 12:30 45 may be a code
    is_time = len(numbers) >= 2 and signs[0] == ":" and ":" not in {groups[place].sign, signs[1]}
    return 2 if is_time and sizes[0] <= 2 == sizes[1] and numbers[0] < 24 and numbers[1] < 60 else 0


def _is_year(number: int, size: int) -> bool:
    return size == 4 and 1947 <= number <= 2049


def _count_money(text: str, groups: list[_Group], place: int) -> int:
    """Count the groups of an amount, such as 500000, 500 000, 482,913 or 5,00,000, beside the word for rupees."""
    for count in range(len(groups) - place, 0, -1):
        some = groups[place : place + count]
        if count > 1 and not _is_amount(some, is_whole=count == len(groups)):
            continue
        before = text[max(0, some[0].start - _LONGEST_MONEY_WORD) : some[0].start]
        if _MONEY_BEFORE.search(before) or _MONEY_AFTER.match(text, some[-1].end):
            return count
    return 0


def _is_amount(groups: list[_Group], *, is_whole: bool) -> bool:
    """Return whether the groups are one amount. Two groups with a space are if no further digits are near."""
    sizes = [len(each.digits) for each in groups]
    if len(groups) == 2 and groups[1].sign == " ":
        return is_whole and sizes == [3, 3]
    has_commas = all(each.sign == "," for each in groups[1:])
    return has_commas and sizes[0] <= 3 and sizes[-1] == 3 and set(sizes[1:]) <= {2, 3}
