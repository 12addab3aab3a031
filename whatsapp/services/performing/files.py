"""A file that was sent is written down at once, and fetched by a job."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from complaints.queries.evidence import Owner
from complaints.rules import files
from whatsapp.models import Chat, Media
from whatsapp.rules.state import State
from whatsapp.services.performing.filing import begin_draft


def hold_file(chat: Chat, facts: Mapping, *, state: State, at: datetime) -> Mapping:
    """Make a note of a file of this talk. How many there are, or why it is not taken."""
    draft_id = UUID(state.talk)
    begin_draft(draft_id, at=at)
    try:
        files.format_of(facts["name"], facts["media_type"])
    except files.Refused:
        return {"refused": "kind"}
    count = Media.objects.filter(draft=draft_id).count() + Owner(draft_id=draft_id).files.filter().count()
    if count >= files.MOST_FILES:
        return {"refused": "too_many"}
    Media.objects.create(
        chat=chat,
        draft_id=draft_id,
        evidence=uuid4(),
        media_id=facts["media_id"],
        media_type=facts["media_type"],
        name=facts["name"],
        created_at=at,
        not_before=at,
    )
    return {"files": count + 1, "kind": facts["kind"], "caption": facts["caption"]}
