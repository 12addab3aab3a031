"""What becomes of feedback: a table, and what has to be written before it is published."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from accounts.rules.offices import OfficeKind
from accounts.rules.roles import Role

LONGEST = 3_000
"""Characters of a suggestion: about a page and a half."""

PHONE_ERASED_AFTER = timedelta(days=90)
"""So long after the last answer a telephone number that was given with it is erased."""


class Status(StrEnum):
    NEW = "new"
    READ = "read"
    PLANNED = "planned"
    DONE = "done"
    NOT_POSSIBLE = "not_possible"


ANSWERED = frozenset({Status.PLANNED, Status.DONE, Status.NOT_POSSIBLE})


@dataclass(frozen=True)
class Move:
    """One arrow. `answer`: words to whoever wrote are needed, in both languages."""

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
    """The moves from there, in the order of the table."""
    return [move for move in MOVES.values() if status in move.sources]


def may_answer(role: Role, kind: OfficeKind) -> bool:
    """Whether a posting reads and answers feedback: the CPO's monitors and administrators."""
    return kind is OfficeKind.CENTRAL and role in {Role.MONITOR, Role.ADMINISTRATOR}
