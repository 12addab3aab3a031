"""The kinds of public notice, and how long each may stand before two officers look at it again."""

from datetime import timedelta
from enum import StrEnum


class NoticeKind(StrEnum):
    """ALERT: a child is missing or was taken (Zainab Alert). WANTED: a person is looked for. NOTICE: anything else."""

    ALERT = "alert"
    WANTED = "wanted"
    NOTICE = "notice"


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


LONGEST = {
    NoticeKind.ALERT: timedelta(days=14),
    NoticeKind.WANTED: timedelta(days=90),
    NoticeKind.NOTICE: timedelta(days=90),
}
"""From the proposal on; each renewal is approved like the first publication (docs/decisions/0023)."""

CHILD = 18
"""Years: whom an alert is for (Zainab Alert, Response and Recovery Act 2020: a child is under eighteen)."""

FIRST_CALLS = {
    NoticeKind.ALERT: ("15", "1121", "1099"),
    NoticeKind.WANTED: ("15", "03372332489"),
    NoticeKind.NOTICE: ("15",),
}
"""Helplines that a new notice offers unless its author chooses others."""

PAGES = {NoticeKind.ALERT: "alert", NoticeKind.WANTED: "wanted_person", NoticeKind.NOTICE: "public_notice"}
LISTS = {NoticeKind.ALERT: "alerts", NoticeKind.WANTED: "wanted", NoticeKind.NOTICE: "public_notices"}
"""The names of the routes of one notice's page, and of its kind's list."""
