"""Draft of the complaint that a chat is filing."""

from datetime import datetime
from uuid import UUID

from complaints.rules.statuses import Channel
from complaints.services import drafts


def begin_draft(draft_id: UUID, *, at: datetime) -> None:
    """Create the draft when it is first needed."""
    drafts.get_or_create_draft(key=draft_id, answers={}, channel=Channel.WHATSAPP, at=at)
