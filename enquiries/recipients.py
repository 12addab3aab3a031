"""Where whoever asked is reached: resolvers for "verification:7" and "feedback:3" (notifications)."""

from datetime import datetime

from enquiries.models import Feedback, Verification
from notifications.addresses import Address


def verification(ref_id: int, at: datetime) -> Address | None:
    """The employer's phone, unsealed at the moment of sending; None once it is erased. Nobody is called by a name."""
    found = Verification.objects.kept().filter(pk=ref_id).first()
    return Address(language=found.language, phone=found.employer_phone) if found else None


def feedback(ref_id: int, at: datetime) -> Address | None:
    """The phone that was left for an answer; None where none was, or it is erased."""
    found = Feedback.objects.filter(pk=ref_id).first()
    return Address(language=found.language, phone=found.phone) if found and found.phone else None
