"""The verification of domestic workers: statuses, and one table of moves for buttons, permissions, jobs and tests.

Sources for the service: item 13 of the WhatsApp menu (launch coverage, 2022) and row pkm/private_employee_verification
of information/data/services.csv. The steps and time limits are the portal's own.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from accounts.rules.offices import OfficeKind, is_within
from accounts.rules.roles import Role

LAPSES_AFTER = timedelta(days=30)
"""The time after the answer when a request is closed automatically."""

ENDS_UNANSWERED_AFTER = timedelta(days=365)
"""A request without an answer is closed after this time, so that personal data is not kept forever."""

ERASED_AFTER = timedelta(days=90)
"""The time after closing when names, CNICs, phone, photo and notes are erased. Number, district and dates stay."""


PHONE, WORKER = "verification.phone", "verification.worker"
"""The domains of the blind indexes. They are used only here, so that the indexes cannot be joined with others."""


class Status(StrEnum):
    """Where a request is in its process."""

    RECEIVED = "received"
    WITH_RECORDS = "with_records"
    CLEAR = "clear"
    RECORD_FOUND = "record_found"
    CANNOT_SAY = "cannot_say"
    CLOSED = "closed"


ANSWERED = frozenset({Status.CLEAR, Status.RECORD_FOUND, Status.CANNOT_SAY})
TOLD_IN_PERSON = frozenset({Status.RECORD_FOUND, Status.CANNOT_SAY})
"""Answers that are given only in person. Pages and messages do not distinguish them, so no screen reveals a record."""
OPEN = frozenset(Status) - {Status.CLOSED}


class By(StrEnum):
    """Who makes a move: the complaint cell of the district or of the CPO, or a scheduled job."""

    CELL = "cell"
    SYSTEM = "system"


@dataclass(frozen=True)
class Move:
    """A move of a request. `words`: an internal note is required, with the reason or how the person was told."""

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
    """Return the moves that a cell may make from a status, in the order of the table."""
    return [move for move in MOVES.values() if status in move.sources and move.by is By.CELL]


def may_work(role: Role, office_path: str, *, at_office: str) -> bool:
    """Return whether a posting may open and move the requests of an office: operators at that office or above it."""
    return role is Role.COMPLAINT_OPERATOR and is_within(at_office, office_path)


def may_look_on(role: Role, kind: OfficeKind) -> bool:
    """Return whether a posting may read all requests but make no moves: the CPO's auditor."""
    return role is Role.AUDITOR and kind is OfficeKind.CENTRAL


class VerificationAnswer(StrEnum):
    """The part of an answer that pages and messages may show."""

    NOTHING_YET = ""
    CLEAR = "clear"
    IN_PERSON = "in_person"


def told_from_afar(answer: str) -> VerificationAnswer:
    """Return what may be shown of an answer. `answer`: the status that answered the request, or empty."""
    if not answer:
        return VerificationAnswer.NOTHING_YET
    return VerificationAnswer.CLEAR if answer == Status.CLEAR else VerificationAnswer.IN_PERSON


def stage(status: Status | str) -> str:
    """Return the public stage of a status: `received`, `with_records`, `answered` or `closed`."""
    return "answered" if status in ANSWERED else str(status)


def sees_any(role: Role, kind: OfficeKind) -> bool:
    """Return whether the posting has the list of verifications at all."""
    return role is Role.COMPLAINT_OPERATOR or may_look_on(role, kind)
