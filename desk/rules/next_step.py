"""What a complaint waits for next."""

from enum import StrEnum

from complaints.rules.guard_facts import ContactState
from complaints.rules.statuses import Status


class NextStep(StrEnum):
    """What has to happen next, by whom."""

    MARKING = "marking"
    CONTACT = "contact"
    CONFIRMATION = "confirmation"
    REPORT = "report"
    ANSWER = "answer"
    DECISION = "decision"
    CALL = "call"
    VERDICT = "verdict"
    NONE = "none"


_BY_STATUS = {
    Status.RECEIVED: NextStep.MARKING,
    Status.AWAITING_CITIZEN: NextStep.ANSWER,
    Status.RESOLVED: NextStep.VERDICT,
    **dict.fromkeys((Status.CLOSED, Status.REJECTED, Status.WITHDRAWN, Status.MERGED), NextStep.NONE),
}
_BY_CONTACT = {ContactState.OPEN: NextStep.CONTACT, ContactState.CLAIMED: NextStep.CONFIRMATION}


def next_step(status: Status, contact: ContactState, *, is_accepted: bool) -> NextStep:
    """Return what has to happen next. `is_accepted`: a superior has accepted the present report."""
    if status is Status.REPORTED:
        return NextStep.CALL if is_accepted else NextStep.DECISION
    return _BY_STATUS.get(status) or _BY_CONTACT.get(contact, NextStep.REPORT)
