"""A call that the complaint cell connects between an officer and whom the officer may not ring (domain.md, *Contact in
safety*)."""

import re
from enum import StrEnum

LONGEST_CALL = 240
"""Minutes. What is longer was typed wrong."""

TELEPHONE = re.compile(r"\+?[0-9][0-9 \-]{2,18}")


class CallAnswer(StrEnum):
    """What came of it when the complainant was reached."""

    CONNECTED = "connected"
    DECLINED = "declined"
    MISSED = "missed"  # the officer did not answer


def is_needed(*, hidden: bool, has_hours: bool) -> bool:
    """Whether the cell connects calls to this complainant: identity protected, or to be rung in chosen hours alone.

    Everybody else the officer rings themselves.
    """
    return hidden or has_hours


def is_telephone(typed: str) -> bool:
    """Whether this can be a telephone on which an officer is rung: a whole number, or an extension."""
    return TELEPHONE.fullmatch(typed) is not None


def is_length(minutes: int | None) -> bool:
    """Whether a talk can have lasted so many minutes; one of seconds is one minute long."""
    return minutes is not None and 1 <= minutes <= LONGEST_CALL
