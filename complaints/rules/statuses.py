"""Where a complaint can stand."""

from enum import StrEnum

from complaints.rules.categories import REPLACED


class Status(StrEnum):
    RECEIVED = "received"
    MARKED = "marked"
    IN_INQUIRY = "in_inquiry"
    AWAITING_CITIZEN = "awaiting_citizen"
    REPORTED = "reported"
    RESOLVED = "resolved"
    CLOSED = "closed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


OPEN = frozenset({Status.RECEIVED, Status.MARKED, Status.IN_INQUIRY, Status.AWAITING_CITIZEN, Status.REPORTED})
"""The police owe the next step, or wait for an answer. Resolved is neither open nor final: the citizen has the word."""

REPORT_OWED = frozenset({Status.RECEIVED, Status.MARKED, Status.IN_INQUIRY})
"""While it stands so its report clock runs, if its category has limits."""

FINAL = frozenset({Status.CLOSED, Status.REJECTED, Status.WITHDRAWN, Status.MERGED})


GRAVE = frozenset(
    {"custodial_torture", "missing_child", "child_abuse", *REPLACED, "gender_harassment", "heinous_crime"}
)
"""Categories of torture, children and sexual violence: never reconciled, and an inquiry goes on without the person."""


class Outcome(StrEnum):
    """What an inquiry came to."""

    RELIEF_GRANTED = "relief_granted"
    PARTLY_GRANTED = "partly_granted"
    FIR_REGISTERED = "fir_registered"
    REFERRED = "referred"
    NOT_PROVED = "not_proved"
    PROVED_FALSE = "proved_false"
    RECONCILED = "reconciled"


class Ending(StrEnum):
    """How a complaint came to be closed; silence is never counted as satisfaction."""

    CONFIRMED = "confirmed"
    UNANSWERED = "unanswered"
    FEEDBACK = "feedback"


class Solved(StrEnum):
    """The complainant's answer to "Is it solved?". Partly solved is an objection, and counts as not solved."""

    YES = "solved"
    NO = "not_solved"
    PARTLY = "partly"


OBJECTIONS = frozenset({Solved.NO, Solved.PARTLY})


class Verdict(StrEnum):
    """What the complainant says of the report, when the cell rings."""

    SATISFIED = "satisfied"
    NOT_SATISFIED = "not"
    UNREACHABLE = "unreachable"


class Channel(StrEnum):
    WEB = "web"
    COUNTER = "counter"
    TELEPHONE = "telephone"
    LETTER = "letter"
    WHATSAPP = "whatsapp"
    PARTNER = "partner"


def state_of(complaint) -> dict:
    """What every event says of the row after it, so that history and row can be held together."""
    return {
        "status": str(complaint.status),
        "cycle": complaint.cycle,
        "office": complaint.office_id,
        "holder": complaint.holder_id,
        "contact": str(complaint.contact),
    }
