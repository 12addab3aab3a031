"""Registration of a verification request, once its photo was downloaded."""

import json
from datetime import datetime
from uuid import UUID

from django.db import transaction

from complaints.rules import accepted_files
from complaints.rules.statuses import Channel
from enquiries.services.verification_requests import VerificationRequest, request_verification
from enquiries.services.worker_photos import store_photo
from ledger.service_exceptions import Refused
from whatsapp.models import Media
from whatsapp.queries.directory_cache import current_directory
from whatsapp.rules.languages import Language
from whatsapp.rules.replies import TextReply
from whatsapp.rules.sentences import say
from whatsapp.services import conversation_turns


def register_verification(media: Media, photo: bytes, *, at: datetime) -> None:
    """Check the photo, register the request once, and reply with its number or the refusal."""
    answers = json.loads(media.asked)
    key = UUID(answers.pop("key"))
    language = Language(media.chat.language or Language.URDU)
    edited = current_directory(at=at).sentences
    try:
        stored_photo = store_photo(name=media.name, media_type=media.media_type, size=len(photo), parts=[photo], at=at)
        request = VerificationRequest(**answers, photo=stored_photo.pk)
        registered = request_verification(typed=request, channel=Channel.WHATSAPP, at=at, key=key)
        sentence = say("verification_registered", language, edited, number=registered.spaced)
    except (Refused, accepted_files.FileRefused):
        sentence = say("verification_refused", language, edited)
    with transaction.atomic():
        unfinished = Media.objects.filter(pk=media.pk, done_at=None)
        if unfinished.update(done_at=at, fetched_at=at, media_id="", name="", asked=""):
            conversation_turns.queue_replies(media.chat, (TextReply(sentence),), update=None, at=at)
