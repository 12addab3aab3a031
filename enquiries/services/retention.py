"""What the clock closes and erases. Harmless if it runs twice or late."""

from datetime import datetime

from django.db import transaction

from complaints.evidence import sealed_storage
from enquiries.models import Feedback, Note, Photo, Verification
from enquiries.rules.feedback import ANSWERED as FEEDBACK_ANSWERED
from enquiries.rules.feedback import PHONE_ERASED_AFTER
from enquiries.rules.verification import ANSWERED, ENDS_UNANSWERED_AFTER, ERASED_AFTER, LAPSES_AFTER, Status
from enquiries.services.acts import note
from enquiries.services.verification_moves import move_verification

BATCH = 500
PERSONAL = ("employer_name", "employer_cnic", "employer_phone", "worker_name", "worker_cnic")


def forget(*, at: datetime) -> None:
    """Close what has stood too long, erase what has been closed long enough, and old telephone numbers of feedback."""
    close_the_old(at=at)
    erase_the_closed(at=at)
    erase_phones(at=at)


def close_the_old(*, at: datetime) -> int:
    """Answers that lay there for thirty days, and requests that nobody answered in a year. Returns how many."""
    answered = {"status__in": [str(status) for status in ANSWERED], "answered_at__lte": at - LAPSES_AFTER}
    waiting = [Status.RECEIVED.value, Status.WITH_RECORDS.value]
    unanswered = {"status__in": waiting, "received_at__lte": at - ENDS_UNANSWERED_AFTER}
    return _close("lapse", answered, at=at) + _close("end_unanswered", unanswered, at=at)


def _close(name: str, due: dict, *, at: datetime) -> int:
    ids = list(Verification.objects.filter(**due).order_by("pk").values_list("pk", flat=True)[:BATCH])
    for verification_id in ids:
        _close_one(verification_id, name, due, at=at)
    return len(ids)


@transaction.atomic
def _close_one(verification_id: int, name: str, due: dict, *, at: datetime) -> None:
    """Unless an operator has moved it meanwhile."""
    still_due = Verification.objects.select_for_update(of=("self",)).filter(pk=verification_id, **due)
    if still_due.exists():
        move_verification(verification_id=verification_id, name=name, by=None, at=at)


def erase_the_closed(*, at: datetime) -> int:
    """Erase what is personal of requests closed ninety days ago. Returns how many. One transaction each."""
    due = Verification.objects.kept().filter(closed_at__lte=at - ERASED_AFTER)
    ids = list(due.order_by("closed_at").values_list("pk", flat=True)[:BATCH])
    for verification_id in ids:
        sealed_storage.forget(
            _erase(verification_id, at=at)
        )  # a row without its file is an error, a file alone opens for nobody
    return len(ids)


@transaction.atomic
def _erase(verification_id: int, *, at: datetime) -> str:
    """The name of the photo's file, which is to go once this is committed; empty where there is none."""
    verification = Verification.objects.select_for_update(of=("self",)).select_related("photo").get(pk=verification_id)
    if verification.erased_at:
        return ""
    photo, verification.photo = verification.photo, None
    for column in PERSONAL:
        setattr(verification, column, "")
    verification.employer_phone_index = verification.worker_cnic_index = b""
    verification.erased_at = at
    Note.objects.filter(act__verification=verification).delete()
    note(verification, "erased", by=None, at=at)
    Photo.objects.filter(pk=photo and photo.pk).delete()
    return photo.file if photo else ""


def erase_phones(*, at: datetime) -> int:
    """Erase telephone numbers of feedback that was answered ninety days ago. Returns how many."""
    answered = [str(status) for status in FEEDBACK_ANSWERED]
    due = Feedback.objects.filter(
        status__in=answered, answered_at__lte=at - PHONE_ERASED_AFTER, phone_erased_at=None
    ).exclude(phone="")
    return due.update(phone="", phone_erased_at=at)
