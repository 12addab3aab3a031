"""The two keys that close a report, said plainly: which one is turned, and whose the other one is."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from complaints.models import Complaint
from complaints.rules.statuses import Outcome, Status
from desk.wording import moment


@dataclass(frozen=True)
class Key:
    """`turned`: when, in words; empty where it is missing. `whose`: who turns it."""

    name: str
    whose: str
    turned: str


def keys(complaint: Complaint) -> list[Key]:
    """Both, while a report waits for them; none at any other time. No query."""
    if complaint.status != Status.REPORTED:
        return []
    decision = Key(_("A superior's decision"), _decider(complaint), _when(complaint.accepted_at))
    if complaint.left_at is not None:
        return [decision]  # who has left the inquiry is not asked
    return [decision, Key(_("The complainant's answer"), _asker(complaint), _when(complaint.verified_at))]


def _when(at) -> str:
    return moment(at) if at else ""


def _decider(complaint: Complaint) -> str:
    """Who may accept it (workflow.report): a false complaint is a higher office's to find."""
    if complaint.outcome == Outcome.PROVED_FALSE:
        if complaint.confidential:
            return _("The head of the Central Police Office, because the report says the complaint is false.")
        return _(
            "The head of the region or of the Central Police Office, because the report says the complaint is false."
        )
    return _("The head of an office above %(office)s who did not write the report.") % {"office": complaint.office.name}


def _asker(complaint: Complaint) -> str:
    """Who asks the complainant by call."""
    if complaint.is_sensitive or complaint.outcome == Outcome.RECONCILED:
        return _("The complaint cell of the Central Police Office asks the complainant in a private call.")
    return _("The complaint cell calls the complainant and asks.")
