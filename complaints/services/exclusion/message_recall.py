"""Messages that wait in the outbox for somebody who may not know of the complaint any more."""

from datetime import datetime

from django.db.models import Q

from accounts.models import Posting
from complaints.models import Complaint
from complaints.queries.conflict_exclusion import wall_of
from complaints.rules.exclusion.conflict_exclusion import ConflictExclusion
from notifications.models import Message
from notifications.rules.references import parse


def recall(complaint: Complaint, *, at: datetime) -> int:
    """Take back what nobody has been sent yet of this complaint, from whoever the firewall keeps it from.

    A message that speaks of several loses this one. Returns how many were touched; what a worker has in hand goes out.
    """
    wall = wall_of(complaint, at=at)
    of_it = Q(context__etag=complaint.etag) | Q(context__etags__contains=[complaint.spaced_etag])
    waiting = Message.objects.waiting().filter(of_it, claimed_until=None, recipient__startswith="posting:")
    told = [message for message in waiting.select_for_update(skip_locked=True) if _is_kept_out(message, wall)]
    for message in told:
        _leave_out(message, complaint.spaced_etag)
    return len(told)


def may_hear(posting_id: int, complaint: Complaint, *, at: datetime) -> bool:
    """Whether what is sent to this posting about the complaint reaches nobody whom the firewall keeps it from."""
    return not _keeps_from(posting_id, wall_of(complaint, at=at))


def _is_kept_out(message: Message, wall: ConflictExclusion) -> bool:
    return _keeps_from(parse(message.recipient)[1], wall)


def _keeps_from(posting_id: int, wall: ConflictExclusion) -> bool:
    posting = Posting.objects.with_people().filter(pk=posting_id).first()
    return posting is not None and wall.keeps_from(posting.pk, posting.officer_id, posting.office.path)


def _leave_out(message: Message, spaced_etag: str) -> None:
    """A sum of more than it names may count this one among the others too: that number is not known any more."""
    named, count = message.context.get("etags", []), message.context.get("count", 0)
    others = [number for number in named if number != spaced_etag]
    if not others:
        message.delete()
        return
    message.context |= {"etags": others, "count": len(others) if count == len(named) else count - 1}
    message.save(update_fields=["context"])
