"""The kinds of public notice, and how long each may stand before two officers look at it again."""

from datetime import timedelta
from enum import StrEnum


class Kind(StrEnum):
    """ALERT: a child is missing or was taken (Zainab Alert). WANTED: a person is looked for. NOTICE: anything else."""

    ALERT = "alert"
    WANTED = "wanted"
    NOTICE = "notice"


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


LONGEST = {Kind.ALERT: timedelta(days=14), Kind.WANTED: timedelta(days=90), Kind.NOTICE: timedelta(days=90)}
"""From the proposal on; each renewal is approved like the first publication (docs/decisions/0023)."""

CHILD = 18
"""Years: whom an alert is for (Zainab Alert, Response and Recovery Act 2020: a child is under eighteen)."""

FIRST_CALLS = {Kind.ALERT: ("15", "1121", "1099"), Kind.WANTED: ("15", "03372332489"), Kind.NOTICE: ("15",)}
"""Helplines that a new notice offers unless its author chooses others."""

PAGES = {Kind.ALERT: "alert", Kind.WANTED: "wanted_person", Kind.NOTICE: "public_notice"}
LISTS = {Kind.ALERT: "alerts", Kind.WANTED: "wanted", Kind.NOTICE: "public_notices"}
"""The names of the routes of one notice's page, and of its kind's list."""
