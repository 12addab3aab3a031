"""What a complaint waits for next, in one sentence for the preview of the queue."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.rules.guard_facts import ContactState
from complaints.rules.statuses import Status

_BY_STATUS = {
    Status.RECEIVED: _("The complaint cell assigns it to an officer."),
    Status.AWAITING_CITIZEN: _("The complainant answers the officer's question."),
    Status.RESOLVED: _("The complainant says whether it is solved."),
    Status.CLOSED: _("Nothing: it is closed."),
    Status.REJECTED: _("Nothing: it is rejected."),
    Status.WITHDRAWN: _("Nothing: it is withdrawn."),
    Status.MERGED: _("Nothing here: it continues with another complaint."),
}


def next_step(status: Status, contact: ContactState, *, is_accepted: bool) -> Promise:
    """Return what has to happen next. `is_accepted`: a superior has accepted the present report."""
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status is Status.REPORTED:
        if is_accepted:
            return _("The complaint cell asks the complainant about the report.")
        return _("A superior decides on the report.")
    match contact:
        case ContactState.OPEN:
            return _("The officer contacts the complainant.")
        case ContactState.CLAIMED:
            return _("The complainant confirms the contact. The officer submits the report.")
    return _("The officer submits the report.")
