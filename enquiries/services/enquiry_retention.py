"""Close old verifications, and erase personal data after its retention period. Can be repeated or run late."""

from datetime import datetime

from django.db import transaction

from complaints.evidence import sealed_storage
from enquiries.models import Feedback, Note, Photo, Verification
from enquiries.rules.feedback_workflow import ANSWERED_FEEDBACK_STATUSES as FEEDBACK_ANSWERED
from enquiries.rules.feedback_workflow import PHONE_ERASED_AFTER
from enquiries.rules.verification_workflow import (
    ANSWERED_STATUSES,
    CLOSED_AFTER_ANSWER,
    CLOSED_UNANSWERED_AFTER,
    ERASED_AFTER,
    RequestStatus,
)
from enquiries.services.enquiry_acts import record_verification_act
from enquiries.services.verification_moves import move_verification

BATCH = 500
PERSONAL_COLUMNS = ("employer_name", "employer_cnic", "employer_phone", "worker_name", "worker_cnic")


def apply_retention(*, at: datetime) -> None:
    """Close old verifications, erase the personal data of closed ones, and erase old phone numbers of feedback."""
    close_old_requests(at=at)
    erase_closed_requests(at=at)
    erase_feedback_phones(at=at)


def close_old_requests(*, at: datetime) -> int:
    """Close verifications answered thirty days ago, and those not answered within a year. Return how many."""
    answered = {
        "status__in": [str(status) for status in ANSWERED_STATUSES],
        "answered_at__lte": at - CLOSED_AFTER_ANSWER,
    }
    open_statuses = [RequestStatus.RECEIVED.value, RequestStatus.WITH_RECORDS.value]
    unanswered = {"status__in": open_statuses, "received_at__lte": at - CLOSED_UNANSWERED_AFTER}
    return _close_due_verifications("lapse", answered, at=at) + _close_due_verifications(
        "end_unanswered", unanswered, at=at
    )


def _close_due_verifications(name: str, condition: dict, *, at: datetime) -> int:
    ids = list(Verification.objects.filter(**condition).order_by("pk").values_list("pk", flat=True)[:BATCH])
    for verification_id in ids:
        _close_if_still_due(verification_id, name, condition, at=at)
    return len(ids)


@transaction.atomic
def _close_if_still_due(verification_id: int, name: str, condition: dict, *, at: datetime) -> None:
    """Close one verification, unless an operator has moved it meanwhile."""
    still_due = Verification.objects.select_for_update(of=("self",)).filter(pk=verification_id, **condition)
    if still_due.exists():
        move_verification(verification_id=verification_id, name=name, by=None, at=at)


def erase_closed_requests(*, at: datetime) -> int:
    """Erase the personal data of requests closed ninety days ago. Return how many. One transaction each."""
    due = Verification.objects.not_erased().filter(closed_at__lte=at - ERASED_AFTER)
    ids = list(due.order_by("closed_at").values_list("pk", flat=True)[:BATCH])
    for verification_id in ids:
        # The file is erased after the commit: a row without its file is an error, a file without a row is harmless.
        sealed_storage.delete_files(_erase_request(verification_id, at=at))
    return len(ids)


@transaction.atomic
def _erase_request(verification_id: int, *, at: datetime) -> str:
    """Erase one request. Return the name of its photo's file, to be erased after the commit; empty without a photo."""
    verification = Verification.objects.select_for_update(of=("self",)).select_related("photo").get(pk=verification_id)
    if verification.erased_at:
        return ""
    photo, verification.photo = verification.photo, None
    for column in PERSONAL_COLUMNS:
        setattr(verification, column, "")
    verification.employer_phone_index = verification.worker_cnic_index = b""
    verification.erased_at = at
    Note.objects.filter(act__verification=verification).delete()
    record_verification_act(verification, "erased", by=None, at=at)
    Photo.objects.filter(pk=photo and photo.pk).delete()
    return photo.file if photo else ""


def erase_feedback_phones(*, at: datetime) -> int:
    """Erase the phone numbers of feedback answered ninety days ago. Return how many."""
    answered = [str(status) for status in FEEDBACK_ANSWERED]
    due = Feedback.objects.filter(
        status__in=answered, answered_at__lte=at - PHONE_ERASED_AFTER, phone_erased_at=None
    ).exclude(phone="")
    return due.update(phone="", phone_erased_at=at)
