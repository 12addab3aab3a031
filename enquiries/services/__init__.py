"""The services that write the registers. Pages and chat call the functions that are exported here."""

from enquiries.services.feedback import take_feedback
from enquiries.services.photos import take_photo
from enquiries.services.school_visits import enter_talk
from enquiries.services.verification_requests import VerificationRequest, request_verification

__all__ = ["VerificationRequest", "enter_talk", "request_verification", "take_feedback", "take_photo"]
