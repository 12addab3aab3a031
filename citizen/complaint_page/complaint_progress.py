"""The status of a complaint for its complainant, as a sentence and as steps."""

from django.utils.translation import gettext

from complaints.models import Complaint
from complaints.rules.statuses import Ending, Status

STEP_OF_STATUS = {
    Status.RECEIVED: 1,
    Status.MARKED: 2,
    Status.IN_INQUIRY: 2,
    Status.AWAITING_CITIZEN: 2,
    Status.REPORTED: 3,
    Status.RESOLVED: 4,
    Status.CLOSED: 5,
}
"""The current step of each status. Rejected, withdrawn and merged complaints have no steps."""


def progress_steps(complaint: Complaint) -> list[dict]:
    """Return the steps from registration to the complainant's answer.

    Each has `label` and `state` (done, now, ahead).
    """
    current = STEP_OF_STATUS.get(Status(complaint.status))
    if current is None or not complaint.policy.has_limits:
        return []
    labels = [
        gettext("Registered"),
        gettext("Given to an officer"),
        gettext("Inquiry"),
        gettext("Report and decision"),
        gettext("Your answer"),
    ]
    state = {-1: "done", 0: "now", 1: "ahead"}
    return [
        {"label": label, "state": state[(number > current) - (number < current)]} for number, label in enumerate(labels)
    ]


def status_sentence(complaint: Complaint) -> str:
    """Return the status in plain words."""
    match Status(complaint.status):
        case Status.RECEIVED:
            return gettext("Your complaint is registered and is being assigned to an officer.")
        case Status.MARKED:
            return gettext("An officer has your complaint.")
        case Status.IN_INQUIRY:
            return gettext("The officer is looking into it.")
        case Status.AWAITING_CITIZEN:
            return gettext("The officer has a question for you.")
        case Status.REPORTED if complaint.accepted_at is not None:
            return gettext("A senior officer has accepted the report. The complaint cell will now ask you about it.")
        case Status.REPORTED if complaint.verified_at is not None:
            return gettext("You were asked about the report. A senior officer will now decide.")
        case Status.REPORTED:
            return gettext("The officer has reported. A senior officer will now decide.")
        case Status.RESOLVED:
            return gettext("The police say that it is solved.")
        case Status.CLOSED:
            return _closed_sentence(complaint)
        case Status.REJECTED:
            return gettext("It was not accepted as a complaint.")
        case Status.WITHDRAWN:
            return gettext("You have withdrawn it.")
    return gettext("It has been merged with another of your complaints. The work continues there.")


def _closed_sentence(complaint: Complaint) -> str:
    match complaint.ending:
        case Ending.CONFIRMED:
            return gettext("It is closed: you said that it is solved.")
        case Ending.FEEDBACK:
            return gettext("Your feedback was read and filed.")
        case Ending.OUTSIDE:
            return gettext("It is closed here, because no police office could open it.")
        case Ending.IMPORTED:
            return gettext("It was closed in the police's earlier system.")
    return gettext("It is closed without your answer.")
