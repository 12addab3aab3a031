"""The registers: verifications of domestic workers, feedback, and school visits."""

from enquiries.models.feedback import Feedback, FeedbackAct
from enquiries.models.photo import Photo
from enquiries.models.school_visit import Talk
from enquiries.models.verification import Note, Verification, VerificationAct, VerificationReading

__all__ = [
    "Feedback",
    "FeedbackAct",
    "Note",
    "Photo",
    "Talk",
    "Verification",
    "VerificationAct",
    "VerificationReading",
]
