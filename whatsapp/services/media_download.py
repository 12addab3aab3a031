"""Download of files that people sent, into the same evidence store as the web's. Refusals are reported in the chat."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery

from citizen.evidence import upload_quota
from complaints.evidence import upload
from complaints.models import Evidence
from complaints.queries.access_key_facts import complaint_id_of_draft
from complaints.queries.uploaded_files import FileOwner
from complaints.rules import accepted_files
from whatsapp.models import Chat, Media
from whatsapp.queries.directory_cache import current_directory
from whatsapp.rules.cloud_api.api_errors import ErrorKind
from whatsapp.rules.languages import Language
from whatsapp.rules.replies import TextReply
from whatsapp.rules.sentences import say
from whatsapp.services import account_events, conversation_turns, graph_api, worker_verification
from whatsapp.services.effects.sent_file_recording import count_recorded_files

TRIES = 20
RETRY_WAIT = timedelta(seconds=20)
UNAVAILABLE = "unfetched"


def download_due_files(*, at: datetime, most: int = 20) -> int:
    """Download due files, then report refused ones. Return the number of downloads.

    Any number of workers may run this at once.
    """
    fetched = sum(_download_file(pk, at=at) for pk in list(_due_files(at).values_list("pk", flat=True)[:most]))
    _report_refusals(at=at)
    return fetched


def _due_files(at: datetime):
    waiting = Media.objects.filter(done_at=None, fetched_at=None, not_before__lte=at)
    return waiting.order_by("not_before", "pk")


def _download_file(media_pk: int, *, at: datetime) -> bool:
    """Download one file. It is claimed by postponing its next attempt, and no transaction is open meanwhile.

    A file that is downloaded twice stays one file.
    """
    claimed = _due_files(at).filter(pk=media_pk)
    media = claimed.select_related("chat").first()
    if media is None or not claimed.update(
        not_before=at + RETRY_WAIT * (media.attempts + 1), attempts=media.attempts + 1
    ):
        return False
    try:
        content = graph_api.fetch_media(media.media_id)
    except graph_api.GraphError as failed:
        if failed.error.kind is ErrorKind.OURS:  # an expired token loses no file: Meta keeps it for days
            account_events.record_access_trouble(failed.error, at=at)
            Media.objects.filter(pk=media.pk).update(not_before=at + failed.error.wait, attempts=media.attempts)
            return False
        if failed.error.kind is ErrorKind.NEVER or media.attempts + 1 >= TRIES:
            _finish_download(media, UNAVAILABLE, at=at)
        return False
    chat = media.chat
    sender = bytes(chat.phone_index or chat.user_index)
    if wait := upload_quota.seconds_until_chat_bytes_allowed(sender, len(content), at=at):
        if media.attempts + 1 >= TRIES:
            _finish_download(media, UNAVAILABLE, at=at)
        else:  # Meta keeps it for days, so it is fetched again when its sender's quota has room
            Media.objects.filter(pk=media.pk).update(not_before=at + timedelta(seconds=wait))
        return False
    if media.asked:
        worker_verification.register_verification(media, content, at=at)
    elif not Media.objects.filter(pk=media.pk).exists():
        return False  # its sender has removed it meanwhile
    elif reason := _store_as_evidence(media, content, at=at):
        _finish_download(media, reason, at=at)
    else:
        Media.objects.filter(pk=media.pk).update(fetched_at=at, media_id="", name="")
    return True


def _report_refusals(*, at: datetime) -> None:
    """Report files that the inspection refused."""
    inspected = Evidence.objects.exclude(state__in=["coming", "checking"]).filter(pk=OuterRef("evidence"))
    fetched = Media.objects.filter(done_at=None, fetched_at__isnull=False)
    refused = fetched.annotate(reason=Subquery(inspected.values("refused_because")[:1])).exclude(reason=None)
    for media in refused.select_related("chat")[:100]:
        _finish_download(media, media.reason, at=at)


def _store_as_evidence(media: Media, content: bytes, *, at: datetime) -> str:
    """Store the file as evidence. Return "" or the reason for a refusal."""
    owner = _owner_of_file(media)
    try:
        row = upload.begin_upload(
            owner=owner, name=media.name, size=len(content), media_type=media.media_type, key=media.evidence, at=at
        )
        for offset in range(0, len(content), accepted_files.LARGEST_PIECE):
            row = upload.receive_piece(
                owner=owner,
                evidence_id=row.pk,
                offset=offset,
                piece=content[offset : offset + accepted_files.LARGEST_PIECE],
                at=at,
            )
    except accepted_files.FileRefused as refused:
        return refused.reason.value
    return row.refused_because


def _owner_of_file(media: Media) -> FileOwner:
    """Return the draft as owner, or its complaint once it was sent in."""
    complaint = media.complaint_id or complaint_id_of_draft(media.draft_id)
    if not complaint:
        return FileOwner(draft_id=media.draft_id)
    return FileOwner(complaint_id=complaint, by_officers_key=media.by_officers_key)


def _update_file_count(media: Media) -> None:
    """Update the file count of a chat whose complaint is still being filed."""
    chat = Chat.objects.select_for_update().get(pk=media.chat_id)
    if media.draft_id and chat.state.dialog_key == str(media.draft_id):
        chat.state = replace(chat.state, answers={**chat.state.answers, **count_recorded_files(media.draft_id)})
        chat.save(update_fields=["sealed_state"])


@transaction.atomic
def _finish_download(media: Media, reason: str, *, at: datetime) -> None:
    """Finish a file once, however many workers find it. `reason`: why it was refused, or ""."""
    unfinished = Media.objects.filter(pk=media.pk, done_at=None)
    if unfinished.update(done_at=at, refused_because=reason, media_id="", name="") and reason:
        _update_file_count(media)
        language = Language(media.chat.language or Language.URDU)
        edited = current_directory(at=at).sentences
        sentence = say("file_refused", language, edited, why=say(f"file_{reason}", language, edited))
        conversation_turns.queue_replies(media.chat, (TextReply(sentence),), update=None, at=at)
