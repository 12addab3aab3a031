"""Files that people sent: recorded at once, downloaded by a job."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Q, QuerySet

from complaints import evidence
from complaints.models import Evidence
from complaints.queries.uploaded_files import FileOwner, has_voice_note, sum_up_stored_files
from complaints.rules import accepted_files
from whatsapp.models import Chat, Media
from whatsapp.rules.chat_state import State
from whatsapp.services.effects.chat_drafts import begin_draft

USABLE = {Evidence.State.SHOWN, Evidence.State.WAITING}
CHECKED_SOON = {Evidence.State.COMING, Evidence.State.CHECKING}


def record_sent_file(chat: Chat, facts: Mapping, *, state: State, at: datetime) -> Mapping:
    """Record a file of the current dialog. Return the number of files, or why it was refused."""
    draft_id = UUID(state.dialog_key)
    begin_draft(draft_id, at=at)
    owner = FileOwner(draft_id=draft_id)
    if refused := record_file_of_owner(chat, facts, owner=owner, at=at):
        return {"of": "file", "refused": refused}
    return {"of": "file", "files": _count_files_and_waiting(owner), "kind": facts["kind"], "caption": facts["caption"]}


def record_sent_files(chat: Chat, facts: Mapping, *, state: State, at: datetime) -> Mapping:
    """Record several files that were sent before the dialog. Their captions are joined."""
    results = [record_sent_file(chat, file, state=state, at=at) for file in facts["files"]]
    accepted = [result for result in results if "files" in result]
    if not accepted:
        return results[-1]
    kind = "voice" if any(result["kind"] == "voice" for result in accepted) else ""
    captions = filter(None, (result["caption"] for result in accepted))
    return {"of": "file", "files": accepted[-1]["files"], "kind": kind, "caption": "\n".join(captions)}


def remove_last_file(chat: Chat, facts: Mapping, *, state: State, at: datetime) -> Mapping:
    """Delete the file that was sent last and not refused. Return how many are left."""
    draft_id = UUID(state.dialog_key)
    waiting = Q(fetched_at=None, done_at=None)
    usable = Q(evidence__in=FileOwner(draft_id=draft_id).files.exclude(state=Evidence.State.REFUSED).values("pk"))
    sent = Media.objects.filter(waiting | usable, chat=chat, draft=draft_id).order_by("-created_at", "-pk")
    last = sent.first()
    if last is not None:
        last.delete()
        evidence.remove_file(owner=FileOwner(draft_id=draft_id), evidence_id=last.evidence)
    return {"of": "file", "removed": last is not None, **count_recorded_files(draft_id)}


def record_file_of_owner(
    chat: Chat, facts: Mapping, *, owner: FileOwner, at: datetime, file_id: UUID | None = None
) -> str:
    """Record a file of a draft or a complaint. Return "" or why it was refused.

    `file_id`: the id of the future evidence; by default a new one.
    """
    try:
        accepted_files.file_format_of(facts["name"], facts["media_type"])
    except accepted_files.FileRefused:
        return "kind"
    if _count_files_and_waiting(owner) >= accepted_files.MOST_FILES:
        return "too_many"
    Media.objects.create(
        chat=chat,
        **owner.columns,
        by_officers_key=owner.by_officers_key,
        evidence=file_id or uuid4(),
        media_id=facts["media_id"],
        media_type=facts["media_type"],
        name=facts["name"],
        created_at=at,
        not_before=at,
    )
    return ""


def count_recorded_files(draft_id: UUID) -> dict:
    """Return how many files of a draft may become evidence, and whether a voice note is among them."""
    owner = FileOwner(draft_id=draft_id)
    voices = _files_to_download(owner).filter(media_type__startswith="audio/").exists()
    return {"files": _count_files_and_waiting(owner), "spoken": voices or has_voice_note(draft_id)}


def has_openable_file(draft_id: UUID) -> bool | None:
    """Return whether an inspected file of the draft can be opened; None while none has been inspected."""
    owner = FileOwner(draft_id=draft_id)
    states = set(owner.files.values_list("state", flat=True))
    if states & USABLE:
        return True
    return None if states & CHECKED_SOON or _files_to_download(owner).exists() else False


def _files_to_download(owner: FileOwner) -> QuerySet[Media]:
    return Media.objects.filter(**owner.columns, fetched_at=None, done_at=None)


def _count_files_and_waiting(owner: FileOwner) -> int:
    """Return the number of downloaded files and of those that still wait."""
    return _files_to_download(owner).count() + sum_up_stored_files(owner.files).files
