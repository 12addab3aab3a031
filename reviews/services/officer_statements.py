"""Record the officer's explanation or appeal, with files."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from ledger.service_exceptions import NotPermitted
from reviews.models import Review, ReviewEvent
from reviews.rules.deciding_authority import Authority
from reviews.rules.review_capacities import ReviewActor
from reviews.rules.review_guards import MoveInput
from reviews.services import attachment_files, decision_office, explanation_requests, review_notifications
from reviews.services.attachment_files import SubmittedFile
from reviews.services.review_history import MoveRequest, clean_typed_text, lock_review, make_review_move


def submit_explanation(
    *,
    review_id: int,
    words: str,
    files: Sequence[SubmittedFile] = (),
    by: ReviewActor,
    at: datetime,
    seen: int | None = None,
) -> ReviewEvent:
    """Record the officer's explanation of all flags that they were asked about. A late one counts until the decision.

    Raises NotPermitted, Refused; complaints.rules.accepted_files.FileRefused for a file.
    """
    _require_own_review(review_id, by)
    with attachment_files.inspect_attachments(files, at=at) as rows, transaction.atomic():
        review = lock_review(review_id)
        event = _record_statement(review, "explain", words, rows, by=by, at=at, seen=seen)
        explanation_requests.submit_to_authority(review, at=event.at)
    return event


def submit_appeal(
    *,
    review_id: int,
    words: str,
    files: Sequence[SubmittedFile] = (),
    by: ReviewActor,
    at: datetime,
    seen: int | None = None,
) -> ReviewEvent:
    """Record the officer's appeal to the next authority. Above the province the government decides, outside the portal.

    Raises NotPermitted, Refused; complaints.rules.accepted_files.FileRefused for a file.
    """
    _require_own_review(review_id, by)
    with attachment_files.inspect_attachments(files, at=at) as rows, transaction.atomic():
        review = lock_review(review_id)
        above = (
            decision_office.columns_of_next_authority(review, at=at) if review.authority != Authority.GOVERNMENT else {}
        )
        event = _record_statement(review, "appeal", words, rows, by=by, at=at, seen=seen, columns=above)
        review_notifications.notify_deciders(review, at=event.at)
    return event


def _record_statement(
    review: Review, name: str, words: str, rows, *, by: ReviewActor, at: datetime, seen, columns=None
) -> ReviewEvent:
    facts = {"files": attachment_files.describe_files_for_event(rows)} if rows else {}
    request = MoveRequest(
        name,
        move_input=MoveInput(words=clean_typed_text(words)),
        columns=columns or {},
        facts=facts,
        expected_length=seen,
    )
    event = make_review_move(review, request, by=by, at=at)
    attachment_files.save_attachments(rows, event)
    return event


def _require_own_review(review_id: int, by: ReviewActor) -> None:
    """Check before any file is inspected that the review is the officer's own. Raises NotPermitted."""
    if not Review.objects.of_officer(by.officer_id).open().filter(pk=review_id).exists():
        raise NotPermitted
