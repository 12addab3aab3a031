"""What the reporter of a missing child is asked beside what happened."""

from enum import StrEnum

CHILDHOOD = 18
"""Years: whom the Zainab Alert, Response and Recovery Act 2020 protects."""


class ChildAnswer(StrEnum):
    """What the reporter answers: may the child have left on its own, and is there a dispute over custody?"""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Sex(StrEnum):
    """As notices have it (notices.rules.kinds)."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
