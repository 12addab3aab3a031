"""The statuses and moves of feedback, and who may answer it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role

LONGEST_FEEDBACK = 3_000
"""Maximum characters of feedback: about a page and a half."""

PHONE_ERASED_AFTER = timedelta(days=90)
"""The time after the last answer when the phone number is erased."""


class FeedbackStatus(StrEnum):
    """Where feedback is in its process."""

    NEW = "new"
    READ = "read"
    PLANNED = "planned"
    DONE = "done"
    NOT_POSSIBLE = "not_possible"


ANSWERED_FEEDBACK_STATUSES = frozenset({FeedbackStatus.PLANNED, FeedbackStatus.DONE, FeedbackStatus.NOT_POSSIBLE})


@dataclass(frozen=True)
class FeedbackMove:
    """A move of feedback. `needs_answer`: an answer in both languages is required."""

    name: str
    sources: frozenset[FeedbackStatus]
    target: FeedbackStatus
    needs_answer: bool = False


FEEDBACK_MOVES = {
    move.name: move
    for move in (
        FeedbackMove("read", frozenset({FeedbackStatus.NEW}), FeedbackStatus.READ),
        FeedbackMove(
            "plan", frozenset({FeedbackStatus.NEW, FeedbackStatus.READ}), FeedbackStatus.PLANNED, needs_answer=True
        ),
        FeedbackMove(
            "do",
            frozenset({FeedbackStatus.NEW, FeedbackStatus.READ, FeedbackStatus.PLANNED}),
            FeedbackStatus.DONE,
            needs_answer=True,
        ),
        FeedbackMove(
            "decline",
            frozenset({FeedbackStatus.NEW, FeedbackStatus.READ, FeedbackStatus.PLANNED}),
            FeedbackStatus.NOT_POSSIBLE,
            needs_answer=True,
        ),
        FeedbackMove(
            "take_up_again", frozenset({FeedbackStatus.DONE, FeedbackStatus.NOT_POSSIBLE}), FeedbackStatus.READ
        ),
    )
}


def offered_feedback_moves(status: FeedbackStatus | str) -> list[FeedbackMove]:
    """Return the moves from a status, in the order of the table."""
    return [move for move in FEEDBACK_MOVES.values() if status in move.sources]


def may_answer_feedback(role: Role, kind: OfficeKind) -> bool:
    """Return whether a posting reads and answers feedback: monitors and administrators of the CPO."""
    return kind is OfficeKind.CENTRAL and role in {Role.MONITOR, Role.ADMINISTRATOR}
