"""Settling: an operator confirms whom a complaint is against (docs/rules.md, *Before registration*, 5 and 6)."""

from collections.abc import Set
from datetime import datetime, timedelta

from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from complaints.rules.capacities import Capacity
from complaints.rules.special_categories import ILLEGAL_DETENTION, MISSING_CHILD, TORTURE

SETTLE_WITHIN = timedelta(hours=4)
SETTLE_URGENT_WITHIN = timedelta(hours=1)
URGENT_CATEGORIES = frozenset({ILLEGAL_DETENTION, TORTURE})
"""Somebody may still be held, so these are settled within the hour, day and night."""

NAME_LAPSES_AFTER = timedelta(hours=72)
ANSWERS_TO_SETTLE = frozenset({"yes", "unknown"})
"""The answers to "Should any police officer or office be kept from this complaint?" that somebody has to confirm."""


def settling_limit(category_code: str) -> timedelta:
    """Return how long an operator has to confirm whom a complaint of this category is against.

    All hours count, because police work around the clock.
    """
    return SETTLE_URGENT_WITHIN if category_code in URGENT_CATEGORIES else SETTLE_WITHIN


def is_protection_default(*, has_exclusions: bool, category_code: str) -> bool:
    """Return whether officers reach the complainant only through the portal unless they want otherwise.

    So wherever somebody is excluded. Not for a missing child: an officer phones at once.
    """
    return has_exclusions and category_code != MISSING_CHILD


def needs_settling(*, has_derived_exclusion: bool, keep_from: str = "") -> bool:
    """Return whether an operator has to confirm whom the complaint is against.

    has_derived_exclusion: an exclusion was derived from the place, post, rank and date that the complainant stated.
    keep_from: the complainant's answer ("yes", "no", "unknown" or "" if nobody asked).
    """
    return has_derived_exclusion or keep_from in ANSWERS_TO_SETTLE


def may_settle(held: Set[Capacity]) -> bool:
    """Return whether a person may settle: an operator of a complaint cell outside the line of the accused.

    An excluded officer has no capacity, so capacities already leave out everybody within the line.
    """
    return Capacity.CELL in held


def is_central_operator(*, role: Role, office_kind: OfficeKind) -> bool:
    """Return whether this is an operator of the complaint cell of the Central Police Office."""
    return role is Role.COMPLAINT_OPERATOR and office_kind is OfficeKind.CENTRAL


def name_lapse_time(
    *, is_within_place_and_post: bool, is_by_central_cell: bool, heads_the_police: bool, at: datetime
) -> datetime | None:
    """Return when the exclusion of a newly named officer lapses; None if it stays.

    A name beyond the place and post that the complainant stated lapses unless an operator of the Central Police Office
    confirms it. Otherwise anybody could remove an honest office with a name.

    is_within_place_and_post: the officer held a matching post at the place, then or now.
    is_by_central_cell: an operator or monitor of the Central Police Office named the officer.
    heads_the_police: the officer heads the Central Police Office. Nobody in the police could see the complaint any
    more, or confirm the name, so it always lapses: an officer alone never buries a complaint.
    """
    if heads_the_police:
        return whole_police_lapse_time(at)
    return None if is_within_place_and_post or is_by_central_cell else at + NAME_LAPSES_AFTER


def whole_police_lapse_time(at: datetime) -> datetime:
    """Return when an exclusion of the whole police lapses that an officer of any office added.

    What the complainant stated does not lapse.
    """
    return at + NAME_LAPSES_AFTER


def has_lapsed(lapses_at: datetime | None, *, confirmed_at: datetime | None, at: datetime) -> bool:
    """Return whether an exclusion has lapsed by a moment. A confirmed one never lapses."""
    return lapses_at is not None and confirmed_at is None and lapses_at <= at
