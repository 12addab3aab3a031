"""Who has opened a complaint's file: written with every opening, in the transaction of the page that shows it."""

from datetime import datetime

from accounts.actors import Actor
from complaints.models import Complaint, Reading


def note(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """This posting reads the file now. One statement."""
    Reading.objects.create(complaint=complaint, posting_id=by.posting_id, office_id=by.office_id, at=at)
