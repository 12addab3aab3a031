"""Pass the complaints of an ended posting to its office's head, from the second it ends (docs/rules.md, *Custody*)."""

import logging
from datetime import datetime

from django.db import transaction
from django.dispatch import receiver

from accounts.models import Posting
from accounts.services.row_failures import RowFailures
from accounts.signals import posting_ended
from complaints.models import Complaint
from complaints.rules.actors import SYSTEM
from complaints.services import custody, event_messages, history, routing
from complaints.services.moves import lock_complaint
from complaints.signals import event_recorded

logger = logging.getLogger(__name__)


@receiver(posting_ended)
def pass_to_head_at_posting_end(sender, *, posting: Posting, at: datetime, **kwargs) -> None:
    """Pass each open complaint of an ended posting to the head. Runs in the transaction that ends the posting."""
    for complaint_id in _ids_of_held_complaints(posting):
        _pass_to_head(complaint_id, posting, at=at)


def pass_on_from_expired_postings(*, at: datetime) -> int:
    """Pass on the complaints of postings whose end was set beforehand and has come. Return the number of postings.

    The complaints change hands at the second at which the posting ended, each in its own transaction. Safe to run again
    or late. Raises RowsFailed at the end if some could not be passed on.
    """
    held = (
        Complaint.objects.unscoped("a posting's complaints go to its office's head")
        .open()
        .exclude(holder=None)
        .values("holder")
    )
    ended = list(Posting.objects.with_people().filter(pk__in=held, ends_at__lte=at).order_by("ends_at", "pk"))
    failures, message = RowFailures(logger), "Complaint %s of ended posting %s could not be passed on"
    for posting in ended:
        for complaint_id in _ids_of_held_complaints(posting):
            with failures.caught(message, complaint_id, posting.pk), transaction.atomic():
                _pass_to_head(complaint_id, posting, at=posting.ends_at)
    failures.raise_if_any()
    return len(ended)


def _ids_of_held_complaints(posting: Posting) -> list[int]:
    held = Complaint.objects.unscoped("a posting's complaints go to its office's head").open().held_by(posting.pk)
    return list(held.order_by("pk").values_list("pk", flat=True))


def _pass_to_head(complaint_id: int, posting: Posting, *, at: datetime) -> None:
    chain_head, complaint = lock_complaint(complaint_id)
    if complaint.holder_id != posting.pk or not complaint.is_open:
        return  # Somebody else moved it while this transaction waited for the lock.
    at = max(at, chain_head.at or at)
    head = routing.head_after_posting_end(complaint, posting.office, at=at)
    office, posting_id = (head.office, head.pk) if head else (posting.office, None)
    custody.transfer_custody(complaint, office=office, posting_id=posting_id, at=at)
    complaint.save()
    entry = history.EventEntry(
        "posting_ended", complaint.cycle, {"state": history.event_state_of(complaint), "ended": posting.pk}
    )
    event = history.append(chain_head, entry, by=SYSTEM, at=at)
    event_messages.write_event_messages(event, complaint, at=at)
    event_recorded.send(Complaint, event=event, complaint=complaint)
