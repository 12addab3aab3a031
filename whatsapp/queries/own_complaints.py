"""Complaints that a chat may open without a key."""

from citizen.queries.my_complaints_list import HIDDEN_FROM_LIST, load_my_complaints_page
from complaints.models import Complaint
from ledger.field_encryption import is_same_index
from whatsapp.models import Chat, OwnComplaint
from whatsapp.models.own_complaint import own_complaint_mark

MOST_LISTED = 20


def is_own_complaint(chat: Chat, complaint_id: int) -> bool:
    """Return whether this chat filed the complaint. One query."""
    mark = own_complaint_mark(chat.pk, complaint_id)
    rows = OwnComplaint.objects.filter(chat=chat, complaint=complaint_id)
    return any(is_same_index(row.mark, mark) for row in rows)


def list_own_complaints(chat: Chat, number: bytes) -> list[Complaint]:
    """Return the newest complaints that this chat filed or that have its number (a blind index, b"" for none).

    Confidential complaints, children's and those with a secret word are left out, because others may hold the phone.
    Three queries, each along an index.
    """
    own_rows = OwnComplaint.objects.filter(chat=chat).order_by("-pk")[:MOST_LISTED]
    own_ids = [
        row.complaint_id
        for row in own_rows
        if is_same_index(row.mark, own_complaint_mark(row.chat_id, row.complaint_id))
    ]
    of_number = load_my_complaints_page(number).complaints if number else []
    ids = {*own_ids, *(complaint.pk for complaint in of_number)}
    complaints = (
        Complaint.objects.unscoped("narrowed to the chat's own complaints")
        .filter(pk__in=ids)
        .exclude(HIDDEN_FROM_LIST)
        .select_related("category")
    )
    return list(complaints.order_by("-received_at", "-pk").for_screen()[:MOST_LISTED])


def find_news_consent(complainant_id: int) -> OwnComplaint | None:
    """Return the consent to news of this complainant's complaint in a chat, also if STOP ended it. One query."""
    return OwnComplaint.objects.filter(complaint__complainant=complainant_id, wants_news=True).first()
