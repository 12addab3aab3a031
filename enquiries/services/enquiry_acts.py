"""Record acts on verifications and feedback. An act never changes, and it increments the version of its row."""

from datetime import datetime

from accounts.actors import Actor
from enquiries.models import Feedback, FeedbackAct, Note, Verification, VerificationAct


def record_verification_act(
    verification: Verification, name: str, *, by: Actor | None, at: datetime, words: str = ""
) -> VerificationAct:
    """Record an act on a verification that is locked or new, and save the verification with its new version."""
    verification.version += 1
    verification.save()
    act = VerificationAct.objects.create(
        verification=verification, seq=verification.version, name=name, status=verification.status,
        posting_id=by and by.posting_id, at=at,
    )  # fmt: skip
    if words:
        Note.objects.create(act=act, words=words)
    return act


def record_feedback_act(feedback: Feedback, name: str, *, by: Actor | None, at: datetime) -> FeedbackAct:
    """Record an act on feedback that is locked or new, and save the feedback with its new version."""
    feedback.version += 1
    feedback.save()
    return FeedbackAct.objects.create(
        feedback=feedback, seq=feedback.version, name=name, status=feedback.status,
        posting_id=by and by.posting_id, at=at,
    )  # fmt: skip
