"""The voice note that comes with a form, in place of typed words."""

from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext

from citizen.evidence import form_uploads
from citizen.evidence.upload_target import UploadTarget
from citizen.services.voice_answers import VoiceNote
from complaints import evidence
from complaints.models.evidence import REFUSED_BECAUSE
from complaints.rules.accepted_files import FileRefusal, FileRefused

FIELD = "voice"


@dataclass(frozen=True)
class VoiceReply:
    """A recording that came with a form, and the complaint that it is for."""

    upload: UploadedFile
    target: UploadTarget

    @property
    def note(self) -> VoiceNote:
        upload = self.upload
        return VoiceNote(upload.name, upload.content_type or "", upload.size, upload.chunks())

    def refusal(self, request: HttpRequest, *, at: datetime) -> str:
        """Count the recording of this sender. Return the reason if it is too much, else an empty string."""
        return form_uploads.upload_refusal(request, self.target, self.upload, at=at)

    def keep_as_file(self, *, at: datetime) -> bool:
        """Store the recording although its answer was refused, so that it is not lost. Return whether it is stored."""
        note = self.note
        try:
            evidence.upload_whole_file(
                owner=self.target.owner,
                name=note.name,
                media_type=note.media_type,
                parts=note.parts,
                size=note.size,
                at=at,
            )
        except (FileRefused, evidence.StorageUnavailable):
            return False
        return True


def uploaded_recording(request: HttpRequest) -> UploadedFile | None:
    """Return the recording in a form, if there is one."""
    return request.FILES.get(FIELD)


def refused_recording_text(refused: FileRefused) -> str:
    """Return why a recording was refused."""
    if refused.reason is FileRefusal.KIND:
        return gettext("This is not a recording. Choose an audio file, or write your answer.")
    return str(REFUSED_BECAUSE[refused.reason])
