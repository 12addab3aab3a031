"""How a domestic worker's verification goes: a table that buttons, permissions, the clock and the tests share.

Sources: item 13 of the WhatsApp menu (launch coverage, 2022) and row pkm/private_employee_verification of
information/data/services.csv say that there is such a service; its steps and times here are the portal's own.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from accounts.rules.offices import OfficeKind, is_within
from accounts.rules.roles import Role

LAPSES_AFTER = timedelta(days=30)
"""An answer that is there so long closes by itself."""

ENDS_UNANSWERED_AFTER = timedelta(days=365)
"""What nobody has answered in a year is closed without an answer: names are not kept for ever for want of work."""

ERASED_AFTER = timedelta(days=90)
"""So long after the closing names, numbers, the photo and the notes are erased; number, district and dates stay."""


PHONE, WORKER = "verification.phone", "verification.worker"
"""The domains of the blind indexes: this register's own, so that it joins with no other."""


class Status(StrEnum):
    RECEIVED = "received"
    WITH_RECORDS = "with_records"
    CLEAR = "clear"
    RECORD_FOUND = "record_found"
    CANNOT_SAY = "cannot_say"
    CLOSED = "closed"


ANSWERED = frozenset({Status.CLEAR, Status.RECORD_FOUND, Status.CANNOT_SAY})
TOLD_IN_PERSON = frozenset({Status.RECORD_FOUND, Status.CANNOT_SAY})
"""Answers that no message and no page tells. Both look the same from afar: nobody learns of a record from a screen."""
OPEN = frozenset(Status) - {Status.CLOSED}


class By(StrEnum):
    """Who makes a move: the complaint cell of the district or of the CPO, or the clock."""

    CELL = "cell"
    SYSTEM = "system"


@dataclass(frozen=True)
class Move:
    """One arrow. `words`: a note has to say why, or how it was told; it stays inside."""

    name: str
    sources: frozenset[Status]
    target: Status
    by: By = By.CELL
    words: bool = False


MOVES = {
    move.name: move
    for move in (
        Move("pass_on", frozenset({Status.RECEIVED}), Status.WITH_RECORDS),
        Move("found_nothing", frozenset({Status.WITH_RECORDS}), Status.CLEAR),
        Move("found_record", frozenset({Status.WITH_RECORDS}), Status.RECORD_FOUND),
        Move("cannot_say", frozenset({Status.RECEIVED, Status.WITH_RECORDS}), Status.CANNOT_SAY, words=True),
        Move("look_again", ANSWERED, Status.WITH_RECORDS, words=True),
        Move("close", frozenset({Status.CLEAR}), Status.CLOSED),
        Move("told_in_person", TOLD_IN_PERSON, Status.CLOSED, words=True),
        Move("lapse", ANSWERED, Status.CLOSED, By.SYSTEM),
        Move("end_unanswered", frozenset({Status.RECEIVED, Status.WITH_RECORDS}), Status.CLOSED, By.SYSTEM),
    )
}


def offered(status: Status | str) -> list[Move]:
    """The moves that a cell may make from there, in the order of the table."""
    return [move for move in MOVES.values() if status in move.sources and move.by is By.CELL]


def may_work(role: Role, office_path: str, *, at_office: str) -> bool:
    """Whether an operator's posting may open and move what an office has: it is theirs, or stands below theirs."""
    return role is Role.COMPLAINT_OPERATOR and is_within(at_office, office_path)


def may_look_on(role: Role, kind: OfficeKind) -> bool:
    """Whether a posting reads every one of them without a word in it: the CPO's auditor."""
    return role is Role.AUDITOR and kind is OfficeKind.CENTRAL


class VerificationAnswer(StrEnum):
    """What may be told from afar of an answer."""

    NOTHING_YET = ""
    CLEAR = "clear"
    IN_PERSON = "in_person"


def told_from_afar(answer: str) -> VerificationAnswer:
    """`answer`: the status that answered it, or nothing."""
    if not answer:
        return VerificationAnswer.NOTHING_YET
    return VerificationAnswer.CLEAR if answer == Status.CLEAR else VerificationAnswer.IN_PERSON


def stage(status: Status | str) -> str:
    """Where it stands, as everybody may know it: `received`, `with_records`, `answered`, `closed`."""
    return "answered" if status in ANSWERED else str(status)


def sees_any(role: Role, kind: OfficeKind) -> bool:
    """Whether the desk has such a list for this posting at all."""
    return role is Role.COMPLAINT_OPERATOR or may_look_on(role, kind)
