"""Put the registers' messages into the outbox. No message contains the answer itself."""

from datetime import datetime

from enquiries.models import Feedback, Verification
from notifications.services import enqueue


def notify_of_receipt(verification: Verification, *, at: datetime) -> None:
    """Send the number of a new request to the phone that was given."""
    _send_message(verification, "verification_received", at=at)


def notify_of_answer(verification: Verification, *, at: datetime) -> None:
    """Send a message that there is an answer. It has the same wording for every answer."""
    _send_message(verification, "verification_answered", at=at)


def notify_of_feedback_answer(feedback: Feedback, *, at: datetime) -> None:
    """Send a message that feedback was answered, if a phone was given."""
    if feedback.phone:
        context = {"number": feedback.number, "spaced": feedback.spaced}
        enqueue(recipient=f"feedback:{feedback.pk}", template="feedback_answered", context=context, at=at)


def _send_message(verification: Verification, template: str, *, at: datetime) -> None:
    context = {"spaced": verification.spaced}
    enqueue(recipient=f"verification:{verification.pk}", template=template, context=context, at=at)
