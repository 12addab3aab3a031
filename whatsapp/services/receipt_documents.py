"""The receipt of a complaint as a PDF in the chat that filed it.

Only where the E-tag may lie on the phone: never for a confidential or protected complaint, a child's, one with a secret
word or with neutral messages. What a duress page shows is sent nowhere.
"""

from datetime import datetime
from uuid import UUID

from django.utils import translation

from citizen.filing.receipt_page import make_receipt_pdf
from citizen.queries.own_complaint import load_receipt_of_draft
from complaints.models import Complaint
from complaints.queries.access_key_facts import draft_id_of_complaint
from documents.typst_compiler import CompilationFailed
from whatsapp.models import Chat, OwnComplaint, Sending
from whatsapp.queries.neutral_messages import needs_neutral_messages
from whatsapp.rules.cloud_api.api_payloads import make_document_payload
from whatsapp.rules.languages import Language, portal_language
from whatsapp.rules.sentences import say
from whatsapp.services import graph_api


def queue_receipt(chat: Chat, draft_id: str, *, at: datetime) -> bool:
    """Queue the receipt of the complaint that this chat has just filed. Return whether it may be sent."""
    own = OwnComplaint.objects.filter(chat=chat, complaint__draft=UUID(draft_id)).first()
    complaint = _load_complaint(own.complaint_id) if own else None
    if complaint is None or not may_be_sent(complaint):
        return False
    Sending.objects.create(chat=chat, receipt_of=complaint, created_at=at, not_before=at)
    return True


def may_be_sent(complaint: Complaint) -> bool:
    """Return whether the receipt may lie on the phone as a file."""
    person = complaint.complainant
    return not (needs_neutral_messages(complaint) or person.has_secret or person.under_18)


def upload_receipt(complaint: Complaint, *, language: str) -> dict | None:
    """Make the PDF, upload it, and return the payload of the message. Raises graph_api.GraphError.

    None if it may no longer be sent: a secret word was set meanwhile, or the data were erased.
    """
    complaint, draft_id = _load_complaint(complaint.pk), draft_id_of_complaint(complaint.pk)
    if draft_id is None or not may_be_sent(complaint):
        return None
    chat_language = Language(language or Language.URDU)
    with translation.override(portal_language(chat_language)):
        receipt = load_receipt_of_draft(draft_id)
        if receipt is None:
            return None
        try:
            content = make_receipt_pdf(receipt).content
        except CompilationFailed:
            return None
    name = f"E-tag-{complaint.etag}.pdf"
    media_id = graph_api.upload_document(content, name=name)
    return make_document_payload(media_id, name=name, caption=say("receipt_document", chat_language))


def _load_complaint(complaint_id: int) -> Complaint:
    return Complaint.objects.unscoped("the chat filed it").select_related("complainant").get(pk=complaint_id)
