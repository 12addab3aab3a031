"""A file that was sent is written down at once, and fetched by a job."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from complaints.queries.evidence import Owner, held
from complaints.rules import files
from whatsapp.models import Chat, Media
from whatsapp.rules.state import State
from whatsapp.services.performing.filing import begin_draft


def hold_file(chat: Chat, facts: Mapping, *, state: State, at: datetime) -> Mapping:
    """Make a note of a file of this talk. How many there are, or why it is not taken."""
    draft_id = UUID(state.talk)
    begin_draft(draft_id, at=at)
    owner = Owner(draft_id=draft_id)
    if refused := note(chat, facts, owner=owner, at=at):
        return {"refused": refused}
    return {"files": _count(owner), "kind": facts["kind"], "caption": facts["caption"]}


def note(chat: Chat, facts: Mapping, *, owner: Owner, at: datetime) -> str:
    """Make a note of a file of a draft or a complaint; "" or why it is not taken."""
    try:
        files.format_of(facts["name"], facts["media_type"])
    except files.Refused:
        return "kind"
    if _count(owner) >= files.MOST_FILES:
        return "too_many"
    Media.objects.create(
        chat=chat,
        **owner.columns,
        evidence=uuid4(),
        media_id=facts["media_id"],
        media_type=facts["media_type"],
        name=facts["name"],
        created_at=at,
        not_before=at,
    )
    return ""


def _count(owner: Owner) -> int:
    """Those that were fetched, and those that have still to be."""
    to_fetch = Media.objects.filter(**owner.columns, fetched_at=None, done_at=None)
    return to_fetch.count() + held(owner.files).files
