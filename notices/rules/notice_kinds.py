"""The kinds of public notice, and how long each may be public before two officers must renew it."""

from datetime import timedelta
from enum import StrEnum


class NoticeKind(StrEnum):
    """ALERT: a missing or abducted child (Zainab Alert). WANTED: a person whom the police seek. NOTICE: the rest."""

    ALERT = "alert"
    WANTED = "wanted"
    NOTICE = "notice"


class PublishedSex(StrEnum):
    """The sex of the child or person in a notice."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


LONGEST_PUBLICATION = {
    NoticeKind.ALERT: timedelta(days=14),
    NoticeKind.WANTED: timedelta(days=90),
    NoticeKind.NOTICE: timedelta(days=90),
}
"""The longest publication, counted from the proposal. A renewal needs a new approval (docs/decisions/0023)."""

ADULT_AGE = 18
"""Age in years under which an alert is possible (Zainab Alert, Response and Recovery Act 2020: under eighteen)."""

PRESELECTED_HELPLINES = {
    NoticeKind.ALERT: ("15", "1121", "1099"),
    NoticeKind.WANTED: ("15", "03372332489"),
    NoticeKind.NOTICE: ("15",),
}
"""The helplines that are preselected in a new notice."""

PAGE_URL_NAMES = {NoticeKind.ALERT: "alert", NoticeKind.WANTED: "wanted_person", NoticeKind.NOTICE: "public_notice"}
LIST_URL_NAMES = {NoticeKind.ALERT: "alerts", NoticeKind.WANTED: "wanted", NoticeKind.NOTICE: "public_notices"}
"""The URL names of a notice's page, and of the list of its kind."""
