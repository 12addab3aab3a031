"""Who is told what: put into the outbox with the fact. No message says what an answer is."""

from datetime import datetime

from enquiries.models import Feedback, Verification
from notifications.services import enqueue


def received(verification: Verification, *, at: datetime) -> None:
    """The number, to the phone that was given."""
    _tell(verification, "verification_received", at=at)


def answered(verification: Verification, *, at: datetime) -> None:
    """That there is an answer, in the same words for every answer."""
    _tell(verification, "verification_answered", at=at)


def feedback_answered(feedback: Feedback, *, at: datetime) -> None:
    """That there is an answer to what they wrote, if they left a number."""
    if feedback.phone:
        context = {"number": feedback.number, "spaced": feedback.spaced}
        enqueue(recipient=f"feedback:{feedback.pk}", template="feedback_answered", context=context, at=at)


def _tell(verification: Verification, template: str, *, at: datetime) -> None:
    context = {"spaced": verification.spaced}
    enqueue(recipient=f"verification:{verification.pk}", template=template, context=context, at=at)
