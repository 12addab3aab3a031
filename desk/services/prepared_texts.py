"""A clerk prepares the words of a move; the holder reads them in its form and sends them as their own."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from complaints.models import Complaint, Prepared
from complaints.rules import preparing as rule
from complaints.rules.statuses import Status
from complaints.services import required_words
from complaints.workflow.table import MOVES
from ledger.exceptions import NotPermitted


def may_prepare(by: Actor, complaint: Complaint) -> bool:
    """Whether this clerk may prepare texts for its holder. Costs nothing."""
    return rule.may_prepare(
        role=by.role,
        own_office_id=by.office_id,
        office_id=complaint.office_id,
        is_held=complaint.holder_id is not None,
        confidential=complaint.confidential,
        status=Status(complaint.status),
    )


@transaction.atomic
def prepare(complaint_id: int, move: str, words: str, *, by: Actor, at: datetime) -> None:
    """Keep these words for that move, in place of what was prepared before; none take it back.

    Nothing stands in the history: until the holder sends it, nobody has said it. Raises NotPermitted, Refused where it
    is too long, Unreadable.
    """
    seen = Complaint.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    complaint = seen.filter(pk=complaint_id).first()
    if complaint is None or move not in MOVES or not MOVES[move].can_be_prepared or not may_prepare(by, complaint):
        raise NotPermitted("prepare")
    words = required_words.bounded(words)
    waiting = Prepared.objects.filter(complaint=complaint, move=move, used_at=None)
    if not words:
        waiting.delete()
        return
    told = {"words": words, "by_id": by.posting_id, "prepared_at": at}
    Prepared.objects.update_or_create(complaint=complaint, move=move, used_at=None, defaults=told)
