"""Answers to the additional questions about a missing child."""

from enum import StrEnum

ADULT_AGE = 18
"""Years. The Zainab Alert, Response and Recovery Act 2020 protects persons below this age."""


class ChildAnswer(StrEnum):
    """An answer of the reporter. The questions: may the child have left on its own; is there a dispute over custody?"""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class ChildSex(StrEnum):
    """The sex of the child, with the same values as in public notices (notices.rules.notice_kinds)."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
