"""Who has opened a request: written with every opening, in the transaction of the page that shows it."""

from datetime import datetime

from django.db import DatabaseError

from accounts.actors import Actor
from desk.services.readings import ONE_READING, NotWritten
from enquiries.models import Verification, VerificationReading


def note_reading(verification: Verification, *, by: Actor, at: datetime) -> None:
    """This posting reads it now; within a minute of another time it is one reading. Two statements at most.

    Raises desk.services.readings.NotWritten: then nothing may be shown.
    """
    mine = VerificationReading.objects.filter(verification=verification, posting_id=by.posting_id)
    if mine.filter(at__gt=at - ONE_READING, at__lte=at).exists():
        return
    try:
        VerificationReading.objects.create(
            verification=verification, posting_id=by.posting_id, office_id=by.office_id, at=at
        )
    except DatabaseError as error:
        raise NotWritten from error
