"""Chats of people whose identity is protected: outside the complaint cell nobody learns who writes, and what."""

from collections.abc import Sequence
from datetime import datetime

from complaints.models import Complaint
from whatsapp.models import Handover
from whatsapp.queries.directory_cache import current_directory


def load_complaints_of_chat(handover: Handover) -> list[Complaint]:
    """Return the complaints of a chat, whose reader learns of them, with their ids alone. One statement at most."""
    rows = Complaint.objects.unscoped("the complaints of one chat, to record who read of them")
    return list(rows.filter(pk__in=_complaint_ids([handover])).order_by("pk").only("pk"))


def find_protected_chats(handovers: Sequence[Handover], *, at: datetime) -> set[int]:
    """Return the ids of the hand-overs whose person is protected, by a complaint or by the one they are making.

    The hand-overs have their chats loaded. One statement.
    """
    if not handovers:
        return set()
    rows = Handover.objects.filter(pk__in=[each.pk for each in handovers])
    found = set(rows.about_protected_identity(_complaint_ids(handovers)).values_list("pk", flat=True))
    directory = current_directory(at=at)
    for each in handovers:
        answers = each.chat.state.answers if each.chat else {}
        code = answers.get("category") or ""
        kind = directory.kind(code)
        if answers.get("protected") or (code and (kind is None or kind.confidential)):
            found.add(each.pk)
    return found


def _complaint_ids(handovers: Sequence[Handover]) -> set[int]:
    return {pk for each in handovers for pk in (each.complaint_id, *each.about) if pk}
