"""Rules of orders to a station that is excluded from the complaint (docs/rules.md, *Special cases*)."""

import re
from collections.abc import Set
from datetime import date

from complaints.rules.capacities import Capacity
from complaints.rules.special_categories import ILLEGAL_DETENTION

ORDERING_CAPACITIES = frozenset({Capacity.HEAD, Capacity.SUPERIOR, Capacity.MONITOR})
FIR_NUMBER = re.compile(r"[\w/.\- ]{1,40}")


def may_order_station(held: Set[Capacity]) -> bool:
    """Return whether a person may order a station to act: a superior outside the exclusion, or a monitor of the CPO."""
    return bool(held & ORDERING_CAPACITIES)


def may_record_consent(held: Set[Capacity]) -> bool:
    """Return whether a person may record what the complainant said on the telephone: an operator of the cell."""
    return Capacity.CELL in held


def needs_consent(category_code: str) -> bool:
    """Return whether the complainant must agree first. In a detention a life may depend on the act."""
    return category_code != ILLEGAL_DETENTION


def is_fir_number(text: str) -> bool:
    """Return whether this can be an FIR number: letters, digits, slashes, dots, hyphens and spaces, at most 40."""
    return bool(FIR_NUMBER.fullmatch(text)) and any(char.isdigit() for char in text)


def is_possible_fir_date(fir_on: date, *, happened_on: date, today: date) -> bool:
    """Return whether an FIR about an incident can be of this day."""
    return happened_on <= fir_on <= today
