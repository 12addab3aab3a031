"""The verification of domestic workers: statuses, and one table of moves for buttons, permissions, jobs and tests.

Sources for the service: item 13 of the WhatsApp menu (launch coverage, 2022) and row pkm/private_employee_verification
of information/data/services.csv. The steps and time limits are the portal's own.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from accounts.rules.office_tree import OfficeKind, is_within
from accounts.rules.roles import Role

CLOSED_AFTER_ANSWER = timedelta(days=30)
"""The time after the answer when a request is closed automatically."""

CLOSED_UNANSWERED_AFTER = timedelta(days=365)
"""A request without an answer is closed after this time, so that personal data is not kept forever."""

ERASED_AFTER = timedelta(days=90)
"""The time after closing when names, CNICs, phone, photo and notes are erased. Number, district and dates stay."""


PHONE_INDEX_DOMAIN, WORKER_INDEX_DOMAIN = "verification.phone", "verification.worker"
"""The domains of the blind indexes. They are used only here, so that the indexes cannot be joined with others."""


class RequestStatus(StrEnum):
    """Where a request is in its process."""

    RECEIVED = "received"
    WITH_RECORDS = "with_records"
    CLEAR = "clear"
    RECORD_FOUND = "record_found"
    CANNOT_SAY = "cannot_say"
    CLOSED = "closed"


ANSWERED_STATUSES = frozenset({RequestStatus.CLEAR, RequestStatus.RECORD_FOUND, RequestStatus.CANNOT_SAY})
ANSWERED_IN_PERSON = frozenset({RequestStatus.RECORD_FOUND, RequestStatus.CANNOT_SAY})
"""Answers that are given only in person. Pages and messages do not distinguish them, so no screen reveals a record."""
OPEN_STATUSES = frozenset(RequestStatus) - {RequestStatus.CLOSED}


class VerificationMover(StrEnum):
    """Who makes a move: the complaint cell of the district or of the CPO, or a scheduled job."""

    CELL = "cell"
    SYSTEM = "system"


@dataclass(frozen=True)
class VerificationMove:
    """A move of a request. `needs_note`: an internal note is required, with the reason or how the person was told."""

    name: str
    sources: frozenset[RequestStatus]
    target: RequestStatus
    by: VerificationMover = VerificationMover.CELL
    needs_note: bool = False


VERIFICATION_MOVES = {
    move.name: move
    for move in (
        VerificationMove("pass_on", frozenset({RequestStatus.RECEIVED}), RequestStatus.WITH_RECORDS),
        VerificationMove("found_nothing", frozenset({RequestStatus.WITH_RECORDS}), RequestStatus.CLEAR),
        VerificationMove("found_record", frozenset({RequestStatus.WITH_RECORDS}), RequestStatus.RECORD_FOUND),
        VerificationMove(
            "cannot_say",
            frozenset({RequestStatus.RECEIVED, RequestStatus.WITH_RECORDS}),
            RequestStatus.CANNOT_SAY,
            needs_note=True,
        ),
        VerificationMove("look_again", ANSWERED_STATUSES, RequestStatus.WITH_RECORDS, needs_note=True),
        VerificationMove("close", frozenset({RequestStatus.CLEAR}), RequestStatus.CLOSED),
        VerificationMove("told_in_person", ANSWERED_IN_PERSON, RequestStatus.CLOSED, needs_note=True),
        VerificationMove("lapse", ANSWERED_STATUSES, RequestStatus.CLOSED, VerificationMover.SYSTEM),
        VerificationMove(
            "end_unanswered",
            frozenset({RequestStatus.RECEIVED, RequestStatus.WITH_RECORDS}),
            RequestStatus.CLOSED,
            VerificationMover.SYSTEM,
        ),
    )
}


def offered_verification_moves(status: RequestStatus | str) -> list[VerificationMove]:
    """Return the moves that a cell may make from a status, in the order of the table."""
    return [
        move for move in VERIFICATION_MOVES.values() if status in move.sources and move.by is VerificationMover.CELL
    ]


def may_handle_verifications(role: Role, office_path: str, *, at_office: str) -> bool:
    """Return whether a posting may open and move the requests of an office: operators at that office or above it."""
    return role is Role.COMPLAINT_OPERATOR and is_within(at_office, office_path)


def may_audit_verifications(role: Role, kind: OfficeKind) -> bool:
    """Return whether a posting may read all requests but make no moves: the CPO's auditor."""
    return role is Role.AUDITOR and kind is OfficeKind.CENTRAL


class VerificationAnswer(StrEnum):
    """The part of an answer that pages and messages may show."""

    NOTHING_YET = ""
    CLEAR = "clear"
    IN_PERSON = "in_person"


def public_answer(answer: str) -> VerificationAnswer:
    """Return what may be shown of an answer. `answer`: the status that answered the request, or empty."""
    if not answer:
        return VerificationAnswer.NOTHING_YET
    return VerificationAnswer.CLEAR if answer == RequestStatus.CLEAR else VerificationAnswer.IN_PERSON


def public_stage(status: RequestStatus | str) -> str:
    """Return the public stage of a status: `received`, `with_records`, `answered` or `closed`."""
    return "answered" if status in ANSWERED_STATUSES else str(status)


def may_open_verifications(role: Role, kind: OfficeKind) -> bool:
    """Return whether the posting has the list of verifications at all."""
    return role is Role.COMPLAINT_OPERATOR or may_audit_verifications(role, kind)
