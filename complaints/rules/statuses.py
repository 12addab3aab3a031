"""The statuses of a complaint, its outcomes, endings and channels."""

from enum import StrEnum

from complaints.rules.special_categories import REPLACED_CODES


class Status(StrEnum):
    """Where a complaint is in the process."""

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
"""The police must act, or wait for an answer. *Resolved* is neither open nor final: it waits for the citizen."""

REPORT_CLOCK_STATUSES = frozenset({Status.RECEIVED, Status.MARKED, Status.IN_INQUIRY})
"""The statuses in which the report clock runs, if the category has time limits."""

FINAL = frozenset({Status.CLOSED, Status.REJECTED, Status.WITHDRAWN, Status.MERGED})

GRAVE_CATEGORIES = frozenset(
    {"custodial_torture", "missing_child", "child_abuse", *REPLACED_CODES, "gender_harassment", "heinous_crime"}
)
"""Categories of torture, children and sexual violence.

They are never reconciled, and the inquiry continues if the complainant withdraws.
"""


class Outcome(StrEnum):
    """The result of an inquiry."""

    RELIEF_GRANTED = "relief_granted"
    PARTLY_GRANTED = "partly_granted"
    FIR_REGISTERED = "fir_registered"
    REFERRED = "referred"
    NOT_PROVED = "not_proved"
    PROVED_FALSE = "proved_false"
    RECONCILED = "reconciled"


class Ending(StrEnum):
    """Why a complaint was closed. Silence is never counted as satisfaction.

    OUTSIDE: nobody in the police could open it. IMPORTED: it was closed in the system that it was imported from.
    """

    CONFIRMED = "confirmed"
    UNANSWERED = "unanswered"
    FEEDBACK = "feedback"
    OUTSIDE = "outside"
    IMPORTED = "imported"


class SolvedAnswer(StrEnum):
    """The complainant's answer to "Is it solved?". Partly solved is an objection, and counts as not solved."""

    YES = "solved"
    NO = "not_solved"
    PARTLY = "partly"


OBJECTING_ANSWERS = frozenset({SolvedAnswer.NO, SolvedAnswer.PARTLY})


class Verdict(StrEnum):
    """The complainant's answer about the report when the complaint cell calls."""

    SATISFIED = "satisfied"
    NOT_SATISFIED = "not"
    UNREACHABLE = "unreachable"


class Channel(StrEnum):
    """How a complaint arrived."""

    WEB = "web"
    COUNTER = "counter"
    TELEPHONE = "telephone"
    LETTER = "letter"
    WHATSAPP = "whatsapp"
    PARTNER = "partner"
    APP = "app"
    IMPORTED = "imported"


def recorded_state_of(complaint) -> dict:
    """Return the state that every event stores, so that the history can be compared with the complaint's row."""
    return {
        "status": str(complaint.status),
        "cycle": complaint.cycle,
        "office": complaint.office_id,
        "holder": complaint.holder_id,
        "contact": str(complaint.contact),
    }
