"""The kinds of public notice, and how long each may be public before two officers must renew it."""

from datetime import timedelta
from enum import StrEnum


class NoticeKind(StrEnum):
    """ALERT: a missing or abducted child (Zainab Alert). WANTED: a person whom the police seek. NOTICE: the rest."""

    ALERT = "alert"
    WANTED = "wanted"
    NOTICE = "notice"


class Sex(StrEnum):
    """The sex of the child or person in a notice."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


LONGEST = {
    NoticeKind.ALERT: timedelta(days=14),
    NoticeKind.WANTED: timedelta(days=90),
    NoticeKind.NOTICE: timedelta(days=90),
}
"""The longest publication, counted from the proposal. A renewal needs a new approval (docs/decisions/0023)."""

CHILD = 18
"""Age in years under which an alert is possible (Zainab Alert, Response and Recovery Act 2020: under eighteen)."""

FIRST_CALLS = {
    NoticeKind.ALERT: ("15", "1121", "1099"),
    NoticeKind.WANTED: ("15", "03372332489"),
    NoticeKind.NOTICE: ("15",),
}
"""The helplines that are preselected in a new notice."""

PAGES = {NoticeKind.ALERT: "alert", NoticeKind.WANTED: "wanted_person", NoticeKind.NOTICE: "public_notice"}
LISTS = {NoticeKind.ALERT: "alerts", NoticeKind.WANTED: "wanted", NoticeKind.NOTICE: "public_notices"}
"""The URL names of a notice's page, and of the list of its kind."""
