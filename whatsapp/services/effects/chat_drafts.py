"""The draft of a talk."""

from datetime import datetime
from uuid import UUID

from complaints.rules.statuses import Channel
from complaints.services import drafts


def begin_draft(draft_id: UUID, *, at: datetime) -> None:
    """Make the draft of a talk when it is first needed."""
    drafts.begin(key=draft_id, answers={}, channel=Channel.WHATSAPP, at=at)
