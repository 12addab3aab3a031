"""Record the officer's explanation or appeal, with files."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from ledger.exceptions import NotPermitted
from reviews.models import Review, ReviewEvent
from reviews.rules.authority import Authority
from reviews.rules.capacities import Doer
from reviews.rules.guards import Given
from reviews.services import attachments, decision_office, hearing_calls, notifications
from reviews.services.attachments import Handed
from reviews.services.history import ReviewStep, cleaned, locked, take


def explain(
    *, review_id: int, words: str, files: Sequence[Handed] = (), by: Doer, at: datetime, seen: int | None = None
) -> ReviewEvent:
    """Record the officer's explanation of all flags that they were asked about. A late one counts until the decision.

    Raises NotPermitted, Refused; complaints.rules.files.FileRefused for a file.
    """
    _require_own(review_id, by)
    with attachments.inspected(files, at=at) as rows, transaction.atomic():
        review = locked(review_id)
        event = _record_statement(review, "explain", words, rows, by=by, at=at, seen=seen)
        hearing_calls.lay_before_the_authority(review, at=event.at)
    return event


def appeal(
    *, review_id: int, words: str, files: Sequence[Handed] = (), by: Doer, at: datetime, seen: int | None = None
) -> ReviewEvent:
    """Record the officer's appeal to the next authority. Above the province the government decides, outside the portal.

    Raises NotPermitted, Refused; complaints.rules.files.FileRefused for a file.
    """
    _require_own(review_id, by)
    with attachments.inspected(files, at=at) as rows, transaction.atomic():
        review = locked(review_id)
        above = decision_office.next_seat(review, at=at) if review.authority != Authority.GOVERNMENT else {}
        event = _record_statement(review, "appeal", words, rows, by=by, at=at, seen=seen, columns=above)
        notifications.tell_the_deciders(review, at=event.at)
    return event


def _record_statement(
    review: Review, name: str, words: str, rows, *, by: Doer, at: datetime, seen, columns=None
) -> ReviewEvent:
    facts = {"files": attachments.fingerprints(rows)} if rows else {}
    step = ReviewStep(name, given=Given(words=cleaned(words)), columns=columns or {}, facts=facts, seen=seen)
    event = take(review, step, by=by, at=at)
    attachments.keep(rows, event)
    return event


def _require_own(review_id: int, by: Doer) -> None:
    """Check before any file is inspected that the review is the officer's own. Raises NotPermitted."""
    if not Review.objects.of(by.officer_id).open().filter(pk=review_id).exists():
        raise NotPermitted
