"""The only writers of the registers. These are what the pages and the chat call."""

from enquiries.services.feedback import take_feedback
from enquiries.services.photos import take_photo
from enquiries.services.requesting import Asked, request_verification
from enquiries.services.talks import enter_talk

__all__ = ["Asked", "enter_talk", "request_verification", "take_feedback", "take_photo"]
