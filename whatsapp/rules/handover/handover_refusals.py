"""Why an operator's act in the inbox is refused. The texts: desk.inbox.inbox_texts."""

from enum import StrEnum


class HandoverRefusal(StrEnum):
    """A reason. The page keeps what was typed."""

    TAKEN = "taken"
    NOT_YOURS = "not_yours"
    ENDED = "ended"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_FAILED = "not_failed"
    NO_CALL_DUE = "no_call_due"
    TOO_EARLY = "too_early"
    NO_HOURS = "no_hours"
