"""The statuses and moves of feedback, and who may answer it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from accounts.rules.offices import OfficeKind
from accounts.rules.roles import Role

LONGEST = 3_000
"""Maximum characters of feedback: about a page and a half."""

PHONE_ERASED_AFTER = timedelta(days=90)
"""The time after the last answer when the phone number is erased."""


class Status(StrEnum):
    """Where feedback is in its process."""

    NEW = "new"
    READ = "read"
    PLANNED = "planned"
    DONE = "done"
    NOT_POSSIBLE = "not_possible"


ANSWERED = frozenset({Status.PLANNED, Status.DONE, Status.NOT_POSSIBLE})


@dataclass(frozen=True)
class Move:
    """A move of feedback. `answer`: an answer in both languages is required."""

    name: str
    sources: frozenset[Status]
    target: Status
    answer: bool = False


MOVES = {
    move.name: move
    for move in (
        Move("read", frozenset({Status.NEW}), Status.READ),
        Move("plan", frozenset({Status.NEW, Status.READ}), Status.PLANNED, answer=True),
        Move("do", frozenset({Status.NEW, Status.READ, Status.PLANNED}), Status.DONE, answer=True),
        Move("decline", frozenset({Status.NEW, Status.READ, Status.PLANNED}), Status.NOT_POSSIBLE, answer=True),
        Move("take_up_again", frozenset({Status.DONE, Status.NOT_POSSIBLE}), Status.READ),
    )
}


def offered(status: Status | str) -> list[Move]:
    """Return the moves from a status, in the order of the table."""
    return [move for move in MOVES.values() if status in move.sources]


def may_answer(role: Role, kind: OfficeKind) -> bool:
    """Return whether a posting reads and answers feedback: monitors and administrators of the CPO."""
    return kind is OfficeKind.CENTRAL and role in {Role.MONITOR, Role.ADMINISTRATOR}
