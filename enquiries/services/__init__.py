"""The services that write the registers. Pages and chat call the functions that are exported here."""

from enquiries.services.feedback_handling import record_feedback
from enquiries.services.school_visit_entry import enter_school_visit
from enquiries.services.verification_requests import VerificationRequest, request_verification
from enquiries.services.worker_photos import receive_photo, store_photo

__all__ = [
    "VerificationRequest",
    "enter_school_visit",
    "receive_photo",
    "record_feedback",
    "request_verification",
    "store_photo",
]
