"""Rules of orders to a station that is excluded from the complaint (docs/rules.md, *Special cases*)."""

import re
from collections.abc import Set
from datetime import date, datetime, timedelta

from complaints.rules.capacities import Capacity
from complaints.rules.special_categories import ILLEGAL_DETENTION

ORDERING_CAPACITIES = frozenset({Capacity.HEAD, Capacity.SUPERIOR, Capacity.MONITOR})
ACT_WITHIN = timedelta(hours=24)
"""How long a station has to register the FIR. The law says at once (section 154 CrPC); the day is ours."""
CLIMBS_EVERY = timedelta(hours=24)
MOST_REMINDERS = 5
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


def act_due_at(given_at: datetime) -> datetime:
    """Return until when the station has to register the FIR."""
    return given_at + ACT_WITHIN


def reminders_due(given_at: datetime, *, at: datetime) -> int:
    """Return how many reminders an unanswered order should have had: one at its deadline, then one a day, at most five.

    Each goes to the station and to the officer who gave the order, and each after the first one office higher.
    """
    overdue = at - act_due_at(given_at)
    return 0 if overdue < timedelta() else min(overdue // CLIMBS_EVERY + 1, MOST_REMINDERS)


def is_fir_number(text: str) -> bool:
    """Return whether this can be an FIR number: letters, digits, slashes, dots, hyphens and spaces, at most 40."""
    return bool(FIR_NUMBER.fullmatch(text)) and any(char.isdigit() for char in text)


def is_possible_fir_date(fir_on: date, *, happened_on: date, today: date) -> bool:
    """Return whether an FIR about an incident can be of this day."""
    return happened_on <= fir_on <= today
