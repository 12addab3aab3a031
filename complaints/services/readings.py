"""Who has opened a complaint's file: written with every opening, in the transaction of the page that shows it."""

from datetime import datetime, timedelta

from accounts.actors import Actor
from complaints.models import Complaint, Reading

ONE_READING = timedelta(minutes=1)


def note(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """This posting reads the file now. One statement."""
    Reading.objects.create(complaint=complaint, posting_id=by.posting_id, office_id=by.office_id, at=at)


def note_a_glance(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """The same for one piece of the file: nothing where this posting has read it within a minute. Two statements."""
    lately = Reading.objects.filter(complaint=complaint, office=by.office_id, posting=by.posting_id)
    if not lately.filter(at__gt=at - ONE_READING, at__lte=at).exists():
        note(complaint, by=by, at=at)
