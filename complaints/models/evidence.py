"""What a complainant (or an officer) hands in beside words: photos, videos, voice notes, PDFs."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.rules import files
from complaints.rules.files import Reason
from ledger.fields import SealedTextField

REFUSED_BECAUSE = {
    Reason.EMPTY: _("The file is empty."),
    Reason.TOO_LARGE: _(
        "The file is larger than 25 MB. Send a shorter part of the video (at low quality, about one minute fits), or a "
        "smaller photo."
    ),
    Reason.VIDEO_TOO_LARGE: lazy(
        lambda: (
            gettext("The video is larger than %(size)d MB. Send a shorter part of it, or record it at lower quality.")
            % {"size": settings.EVIDENCE_LARGEST_VIDEO_MB}
        ),
        str,
    )(),
    Reason.NEEDS_PIECES: _(
        "A video above 25 MB can be sent only by a browser that runs JavaScript. Use another browser, or send a "
        "shorter part of the video."
    ),
    Reason.TOO_MANY: _("There are already 20 files. You cannot add more."),
    Reason.TOGETHER: lazy(
        lambda: (
            gettext("All files together would be larger than %(size)d MB.")
            % {"size": files.together(settings.EVIDENCE_LARGEST_VIDEO_MB * files.MB) // files.MB}
        ),
        str,
    )(),
    Reason.KIND: _("This type of file is not accepted. Send a photo, video, audio file or PDF."),
    Reason.DISGUISED: _("The file's content does not match its name."),
    Reason.BROKEN: _("The file cannot be opened. It may be damaged or incomplete."),
    Reason.LOCKED: _("It is locked with a password. Save it without one and send it again."),
    Reason.HIDES: _("A program or another file is hidden in it."),
    Reason.PIXELS: _("The picture has too many pixels. Make it smaller and send it again."),
    Reason.TOO_HARD: _("Checking the file took too long. Try a shorter or smaller file."),
    Reason.VIRUS: _("The virus scanner found something harmful in it."),
    Reason.CLOSED: _("This complaint has ended, so nothing more can be added to it."),
}


class Evidence(models.Model):
    """One file: of a draft until it is registered, then of its complaint.

    It is `coming` in pieces (`received` of `size` bytes), then `checking`; what passes is `shown` as a re-encoded copy
    without location and other hidden data, what does not is `refused` with a reason, what the virus scanner has still
    to see is `waiting`; what its owner took back after registration is `withdrew`, stays sealed and keeps its copy for
    `open_withdrawn`; what is kept no longer is `gone`, and keeps its files' names until they are deleted. The
    original is sealed at `original`; its SHA-256 stands in the history. `posting`: the officer who handed it in, none
    for the complainant. `scanned_at`: when a virus scanner saw it, None where there was none.
    """

    class Kind(models.TextChoices):
        PHOTO = files.FileKind.PHOTO.value, _("Photo")
        VIDEO = files.FileKind.VIDEO.value, _("Video")
        VOICE = files.FileKind.VOICE.value, _("Voice note")
        PAPER = files.FileKind.PAPER.value, _("Document (PDF)")

    class State(models.TextChoices):
        COMING = "coming", _("Being sent")
        CHECKING = "checking", _("Being checked")
        WAITING = "waiting", _("Waiting for the virus scanner")
        SHOWN = "shown", _("Ready")
        REFUSED = "refused", _("Rejected")
        WITHDRAWN = "withdrew", _("Taken back by the complainant")
        DESTROYED = "gone", _("Destroyed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey("complaints.Draft", models.PROTECT, null=True, related_name="evidence")
    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, null=True, related_name="evidence")
    posting = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    name = SealedTextField(_("name of the file"), blank=True)
    media_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    sha256 = models.BinaryField(max_length=32, default=b"")
    state = models.CharField(max_length=8, choices=State, default=State.COMING)
    refused_because = models.CharField(max_length=24, blank=True)
    original = models.CharField(max_length=100, blank=True)
    shown = models.CharField(max_length=100, blank=True)
    shown_type = models.CharField(max_length=60, blank=True)
    by_officers_key = models.BooleanField(default=False, db_default=False)  # sent with a key that an officer issued
    created_at = models.DateTimeField()
    came_at = models.DateTimeField(null=True)
    scanned_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    HIDDEN = frozenset({State.WITHDRAWN, State.DESTROYED})
    """States in which its owner sees nothing of it."""

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                name="evidence_is_somebodys",
                condition=models.Q(draft__isnull=False) | models.Q(complaint__isnull=False),
            ),
            models.CheckConstraint(
                name="evidence_received_at_most_its_size", condition=models.Q(received__lte=models.F("size"))
            ),
        ]
        indexes = [
            # What a worker has still to look at.
            models.Index(
                name="evidence_to_check", fields=["came_at"], condition=models.Q(state__in=["checking", "waiting"])
            ),
            # Pieces that nobody will complete.
            models.Index(name="evidence_coming", fields=["created_at"], condition=models.Q(state="coming")),
            # What monitors list (desk.withdrawn_files).
            models.Index(
                name="evidence_withdrawn", fields=["withdrawn_at", "id"], condition=models.Q(state="withdrew")
            ),
            # Whose files have still to be deleted.
            models.Index(
                name="evidence_to_destroy", fields=["id"], condition=models.Q(state="gone") & ~models.Q(original="")
            ),
            # What was shown before there was a virus scanner.
            models.Index(
                name="evidence_unscanned",
                fields=["came_at"],
                condition=models.Q(state="shown", scanned_at__isnull=True),
            ),
        ]

    @property
    def can_be_unsealed(self) -> bool:
        """Whether its owner took it back and there is a copy that the Central Police Office may open with a reason."""
        return self.state == self.State.WITHDRAWN and bool(self.shown) and self._is_scanned

    @property
    def _is_scanned(self) -> bool:
        return self.scanned_at is not None or not settings.CLAMAV_URL

    @property
    def is_open(self) -> bool:
        """Whether its copy may be shown now. Where there is a virus scanner, nothing that it has not seen is."""
        return self.state == self.State.SHOWN and self._is_scanned

    @property
    def is_in_history(self) -> bool:
        """Whether a complaint's history names it: then it stays."""
        return self.complaint_id is not None and bool(self.sha256)

    @property
    def has_come(self) -> bool:
        """Whether all its bytes are here; a large file is sealed a little later."""
        return self.state != self.State.COMING or self.received == self.size

    @property
    def standing(self) -> str:
        """Its state, as its owner and an officer read it; what a new scanner has still to see waits."""
        if self.state == self.State.COMING and self.has_come:
            return str(self.State.CHECKING.label)
        if self.state == self.State.REFUSED:
            return gettext("Refused")  # "Not accepted" is said of complaints, and by another word in Urdu
        state = self.State.WAITING if self.state == self.State.SHOWN and not self.is_open else self.State(self.state)
        return str(state.label)

    @property
    def refusal(self) -> str:
        """Why it was not taken, in words; empty where it was."""
        return str(REFUSED_BECAUSE[Reason(self.refused_because)]) if self.refused_because else ""
