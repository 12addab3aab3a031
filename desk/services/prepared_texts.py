"""Texts that a clerk prepares for a move. The holder finds them in the form and sends them under their own name."""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from complaints.models import Complaint, Prepared
from complaints.rules import clerk_drafts as rule
from complaints.rules.statuses import Status
from complaints.services import notification_writing, required_text
from complaints.workflow.table import MOVES
from ledger.service_exceptions import NotPermitted


def may_prepare_text(by: Actor, complaint: Complaint) -> bool:
    """Return whether this clerk may prepare texts for the holder of the complaint. No query."""
    return rule.may_draft_for_holder(
        role=by.role,
        own_office_id=by.office_id,
        office_id=complaint.office_id,
        is_held=complaint.holder_id is not None,
        confidential=complaint.confidential,
        status=Status(complaint.status),
    )


@transaction.atomic
def save_prepared_text(complaint_id: int, move: str, words: str, *, by: Actor, at: datetime) -> None:
    """Save the text for the move, in place of one prepared before, and notify the holder. An empty text withdraws it.

    It does not appear in the history until the holder sends it. Raises NotPermitted, Refused if the text is too long,
    and text_cleaning.UnreadableText.
    """
    visible = Complaint.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    complaint = visible.filter(pk=complaint_id).first()
    if complaint is None or move not in MOVES or not MOVES[move].can_be_prepared or not may_prepare_text(by, complaint):
        raise NotPermitted("prepare a text")
    words = required_text.clean_optional_text(words)
    unused = Prepared.objects.filter(complaint=complaint, move=move, used_at=None)
    if not words:
        unused.delete()
        if not Prepared.objects.filter(complaint=complaint, used_at=None).exists():
            notification_writing.remove_unread_of_prepared_texts(complaint)
        return
    values = {"words": words, "by_id": by.posting_id, "prepared_at": at}
    Prepared.objects.update_or_create(complaint=complaint, move=move, used_at=None, defaults=values)
    notification_writing.notify_of_prepared_text(complaint, at=at)
