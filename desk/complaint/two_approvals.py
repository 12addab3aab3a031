"""The two approvals that resolve a complaint: which one is given, and who has to give the other."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from complaints.models import Complaint
from complaints.rules.statuses import Outcome, Status
from desk.formatting import moment


@dataclass(frozen=True)
class Approval:
    """One of the two approvals. `responsible`: who gives it. `given_at`: when it was given, as text, or empty."""

    name: str
    responsible: str
    given_at: str


def report_approvals_of(complaint: Complaint) -> list[Approval]:
    """Return both approvals while a submitted report waits for them, else an empty list. No query."""
    if complaint.status != Status.REPORTED:
        return []
    decision = Approval(_("A superior's decision"), _decider_text(complaint), _moment_or_empty(complaint.accepted_at))
    if complaint.left_at is not None:
        return [decision]  # a complainant who left the inquiry is not asked
    return [
        decision,
        Approval(_("The complainant's answer"), _calling_cell_text(complaint), _moment_or_empty(complaint.verified_at)),
    ]


def _moment_or_empty(at) -> str:
    return moment(at) if at else ""


def _decider_text(complaint: Complaint) -> str:
    """Return who may accept the report (complaints.workflow.report). A higher office decides on a false complaint."""
    if complaint.outcome == Outcome.PROVED_FALSE:
        if complaint.confidential:
            return _("The head of the Central Police Office, because the report says the complaint is false.")
        return _(
            "The head of the region or of the Central Police Office, because the report says the complaint is false."
        )
    return _("The head of an office above %(office)s who did not write the report.") % {"office": complaint.office.name}


def _calling_cell_text(complaint: Complaint) -> str:
    """Return which complaint cell calls the complainant."""
    if complaint.is_sensitive or complaint.outcome == Outcome.RECONCILED:
        return _("The complaint cell of the Central Police Office asks the complainant in a private call.")
    return _("The complaint cell calls the complainant and asks.")
