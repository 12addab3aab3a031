"""The stages of a disciplinary review (domain.md, *Review*)."""

from enum import StrEnum


class Stage(StrEnum):
    """Where a review stands. Explanation, decision and appeal come between these two with the review's own workflow."""

    FLAGGED = "flagged"
    CLOSED = "closed"
