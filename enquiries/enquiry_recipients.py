"""Resolve the recipient references "verification:7" and "feedback:3" to addresses (notifications)."""

from datetime import datetime

from enquiries.models import Feedback, Verification
from notifications.recipient_address import Address


def verification_address(ref_id: int, at: datetime) -> Address | None:
    """Return the employer's phone, unsealed when the message is sent; None after it was erased."""
    request = Verification.objects.not_erased().filter(pk=ref_id).first()
    return Address(language=request.language, phone=request.employer_phone) if request else None


def feedback_address(ref_id: int, at: datetime) -> Address | None:
    """Return the phone that was given for the answer; None without one, or after it was erased."""
    row = Feedback.objects.filter(pk=ref_id).first()
    return Address(language=row.language, phone=row.phone) if row and row.phone else None
