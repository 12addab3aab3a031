"""Record who opened a request, in the transaction of the page that shows it."""

from datetime import datetime

from django.db import DatabaseError

from accounts.actors import Actor
from desk.services.reading_log import SAME_READING_WITHIN, ReadingNotRecorded
from enquiries.models import Verification, VerificationReading


def record_verification_reading(verification: Verification, *, by: Actor, at: datetime) -> None:
    """Record that this posting opens the request. Openings within a minute count as one. At most two statements.

    Raises desk.services.reading_log.ReadingNotRecorded: then the page must not be shown.
    """
    own_readings = VerificationReading.objects.filter(verification=verification, posting_id=by.posting_id)
    if own_readings.filter(at__gt=at - SAME_READING_WITHIN, at__lte=at).exists():
        return
    try:
        VerificationReading.objects.create(
            verification=verification, posting_id=by.posting_id, office_id=by.office_id, at=at
        )
    except DatabaseError as error:
        raise ReadingNotRecorded from error
