"""Fetching files that were sent, into the same evidence door as on the web; a refusal is said in the chat."""

from datetime import datetime, timedelta

from django.db import transaction

from complaints.queries.evidence import Owner
from complaints.queries.keys import complaint_of_draft
from complaints.rules import files
from complaints.services.evidence import coming
from whatsapp.models import Media
from whatsapp.rules.languages import Language
from whatsapp.rules.replies import Text
from whatsapp.rules.sentences import say
from whatsapp.rules.troubles import Meaning
from whatsapp.services import conversing, graph

TRIES = 20
WAIT = timedelta(seconds=20)
REFUSALS = {reason.value for reason in files.Reason}
ENDINGS = {form.media_type: f".{form.endings[0]}" for form in files.FORMATS}


def fetch_due(*, at: datetime, most: int = 20) -> int:
    """Fetch what is due, one after the other. How many were settled. Any number of workers may do so at once."""
    settled = 0
    for media_id in list(_due(at).values_list("pk", flat=True)[:most]):
        settled += _fetch(media_id, at=at)
    return settled


def _due(at: datetime):
    return Media.objects.filter(done_at=None, not_before__lte=at).order_by("not_before", "pk")


def _fetch(media_pk: int, *, at: datetime) -> bool:
    """Claimed by moving its next try on; fetched with no transaction open; fetched twice, it is one file."""
    claimed = _due(at).filter(pk=media_pk)
    media = claimed.select_related("chat").first()
    if media is None or not claimed.update(not_before=at + WAIT * (media.attempts + 1), attempts=media.attempts + 1):
        return False
    try:
        found = graph.fetch_media(media.media_id)
    except graph.Failed as failed:
        over = failed.trouble.meaning is Meaning.NEVER or media.attempts + 1 >= TRIES
        return over and _settle(media, "unfetched", at=at)
    return _settle(media, _take(media, found, at=at), at=at)


def _take(media: Media, found: bytes, *, at: datetime) -> str:
    """Hand it to the evidence door; "" or why it was refused there."""
    owner = _owner(media)
    try:
        row = coming.begin(
            owner=owner, name=media.name, size=len(found), media_type=media.media_type, key=media.evidence, at=at
        )
        for offset in range(0, len(found), files.PIECE):
            row = coming.receive(
                owner=owner, evidence_id=row.pk, offset=offset, piece=found[offset : offset + files.PIECE], at=at
            )
    except files.Refused as refused:
        return refused.reason.value
    return row.refused_because


def _owner(media: Media) -> Owner:
    """The draft; once it was sent in, its complaint."""
    complaint = media.complaint_id or complaint_of_draft(media.draft_id)
    return Owner(complaint_id=complaint) if complaint else Owner(draft_id=media.draft_id)


@transaction.atomic
def _settle(media: Media, reason: str, *, at: datetime) -> bool:
    Media.objects.filter(pk=media.pk).update(done_at=at, refused_because=reason, media_id="", name="")
    if reason:
        language = Language(media.chat.language or Language.URDU)
        said = say("file_refused", language, why=say(f"file_{reason}", language))
        conversing.reply(media.chat, (Text(said),), update=None, at=at)
    return True
