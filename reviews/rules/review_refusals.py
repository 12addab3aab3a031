"""The reasons for refusing a move of a review. The pages show a sentence for each (reviews.models.labels)."""

from enum import StrEnum


class ReviewRefusal(StrEnum):
    """Why a move of a review was refused. Text that was typed is not lost."""

    WORDS_MISSING = "words_missing"
    WORDS_TOO_LONG = "words_too_long"
    UNREADABLE = "unreadable"
    DECISION_MISSING = "decision_missing"
    GROUND_MISSING = "ground_missing"
    GROUND_NOT_SHOWN = "ground_not_shown"
    NO_GROUND_NEEDED = "no_ground_needed"
    NEVER_GRAVER = "never_graver"
    EXONERATED = "exonerated"
    TOO_LATE = "too_late"
    OUTSIDE = "outside"
    ORDER_MISSING = "order_missing"
    ORDER_DATE = "order_date"
    OUTCOME_MISSING = "outcome_missing"
    MILDER_MISSING = "milder_missing"
    NOT_REFERRED = "not_referred"
    TOO_EARLY = "too_early"
    OVERTAKEN = "overtaken"
