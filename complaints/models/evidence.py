"""Files that complainants and officers upload: photos, videos, voice notes and PDFs."""

import uuid
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import models
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.file_scanning import is_scanner_configured
from complaints.rules import accepted_files
from complaints.rules.accepted_files import FileRefusal
from ledger.encrypted_fields import SealedTextField

REFUSED_BECAUSE = {
    FileRefusal.EMPTY: _("The file is empty."),
    FileRefusal.TOO_LARGE: _(
        "The file is larger than 25 MB. Send a shorter part of the video (at low quality, about one minute fits), or a "
        "smaller photo."
    ),
    FileRefusal.VIDEO_TOO_LARGE: lazy(
        lambda: (
            gettext("The video is larger than %(size)d MB. Send a shorter part of it, or record it at lower quality.")
            % {"size": settings.EVIDENCE_LARGEST_VIDEO_MB}
        ),
        str,
    )(),
    FileRefusal.NEEDS_PIECES: _(
        "A video above 25 MB can be sent only by a browser that runs JavaScript. Use another browser, or send a "
        "shorter part of the video."
    ),
    FileRefusal.TOO_MANY: _("There are already 20 files. You cannot add more."),
    FileRefusal.TOGETHER: lazy(
        lambda: (
            gettext("All files together would be larger than %(size)d MB.")
            % {
                "size": accepted_files.most_bytes_together(settings.EVIDENCE_LARGEST_VIDEO_MB * accepted_files.MB)
                // accepted_files.MB
            }
        ),
        str,
    )(),
    FileRefusal.KIND: _("This type of file is not accepted. Send a photo, video, audio file or PDF."),
    FileRefusal.DISGUISED: _("The file's content does not match its name."),
    FileRefusal.BROKEN: _("The file cannot be opened. It may be damaged or incomplete."),
    FileRefusal.LOCKED: _("It is locked with a password. Save it without one and send it again."),
    FileRefusal.HIDES: _("A program or another file is hidden in it."),
    FileRefusal.PIXELS: _("The picture has too many pixels. Make it smaller and send it again."),
    FileRefusal.TOO_HARD: _("Checking the file took too long. Try a shorter or smaller file."),
    FileRefusal.VIRUS: _("The virus scanner found something harmful in it."),
    FileRefusal.CLOSED: _("This complaint has ended, so nothing more can be added to it."),
    FileRefusal.NO_SANDBOX: _("Files cannot be checked safely right now. Send this one again later."),
}


def owner_text(*, draft_id: UUID | None, complaint_id: int | None) -> str:
    """Return the text of the column `owner` for a file of a draft or of a complaint."""
    return f"draft {draft_id}" if draft_id else f"complaint {complaint_id}"


class Evidence(models.Model):
    """One file. It belongs to a draft until registration, then to the complaint.

    States: `coming` while the pieces arrive (`received` of `size` bytes); `checking` until it is inspected; `waiting`
    for the virus scanner; `held` while no worker can inspect it safely; `shown` as a re-encoded copy without location
    and other hidden data; `refused` with a reason; `withdrew` when its owner took it back after registration (it stays
    encrypted, and its copy is kept for `open_withdrawn_copy`); `gone` when it is destroyed (the row keeps the names of
    its stored files until they are deleted).

    `original`: the name of the encrypted original; its SHA-256 is in the history. `posting`: the officer who uploaded
    it, None for the complainant. `owner`: the draft or complaint once more, encrypted and bound to the row
    (`owner_text`): a file that somebody moved to another complaint by writing to the database has neither name nor copy
    there. `scanned_at`: when a virus scanner checked it, None if there was no scanner.
    """

    class Kind(models.TextChoices):
        PHOTO = accepted_files.FileKind.PHOTO.value, _("Photo")
        VIDEO = accepted_files.FileKind.VIDEO.value, _("Video")
        VOICE = accepted_files.FileKind.VOICE.value, _("Voice note")
        PAPER = accepted_files.FileKind.PAPER.value, _("Document (PDF)")

    class State(models.TextChoices):
        COMING = "coming", _("Being sent")
        CHECKING = "checking", _("Being checked")
        WAITING = "waiting", _("Waiting for the virus scanner")
        HELD = "held", _("Waiting for a safe check")
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
    owner = SealedTextField(blank=True, default="", db_default="", editable=False)
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
    """States in which the owner does not see the file."""

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
            # Files that a worker has to inspect.
            models.Index(
                name="evidence_to_check",
                fields=["came_at"],
                condition=models.Q(state__in=["checking", "waiting", "held"]),
            ),
            # Uploads that were never completed, for `sweep`.
            models.Index(name="evidence_coming", fields=["created_at"], condition=models.Q(state="coming")),
            # Withdrawn files, which monitors list (desk.withdrawn_evidence_page).
            models.Index(
                name="evidence_withdrawn", fields=["withdrawn_at", "id"], condition=models.Q(state="withdrew")
            ),
            # Destroyed evidence with stored files that are not deleted yet.
            models.Index(
                name="evidence_to_destroy", fields=["id"], condition=models.Q(state="gone") & ~models.Q(original="")
            ),
            # Files that became visible before there was a virus scanner.
            models.Index(
                name="evidence_unscanned",
                fields=["came_at"],
                condition=models.Q(state="shown", scanned_at__isnull=True),
            ),
        ]

    @classmethod
    def from_db(cls, db, field_names, values, **kwargs):
        """Load a row. One that somebody moved from its owner loses its name, and `is_moved` says so."""
        row = super().from_db(db, field_names, values, **kwargs)
        loaded = row.__dict__
        if "owner" in loaded and "complaint_id" in loaded and "draft_id" in loaded:
            try:
                row.is_moved = row.owner != owner_text(draft_id=row.draft_id, complaint_id=row.complaint_id)
            except (InvalidTag, KeyError, ValueError):
                row.is_moved = True
            if row.is_moved and "name" in loaded:
                row.name = ""
        return row

    is_moved = False

    @property
    def may_be_opened_by_cpo(self) -> bool:
        """Return whether the file was taken back and has a copy that the CPO may open with a reason."""
        return self.state == self.State.WITHDRAWN and bool(self.shown) and self._is_scanned and not self.is_moved

    @property
    def _is_scanned(self) -> bool:
        return self.scanned_at is not None or not is_scanner_configured()

    @property
    def is_open(self) -> bool:
        """Return whether the copy may be shown now. With a virus scanner, unscanned files are not shown."""
        return self.state == self.State.SHOWN and self._is_scanned and not self.is_moved

    @property
    def is_in_history(self) -> bool:
        """Return whether a complaint's history names the file, so that it cannot be removed."""
        return self.complaint_id is not None and bool(self.sha256)

    @property
    def is_complete(self) -> bool:
        """Return whether all bytes have arrived. A large file is sealed a little later."""
        return self.state != self.State.COMING or self.received == self.size

    @property
    def state_label(self) -> str:
        """Return the label of the state. A shown file that a new scanner has not checked counts as waiting."""
        if self.state == self.State.COMING and self.is_complete:
            return str(self.State.CHECKING.label)
        if self.state == self.State.REFUSED:
            return gettext("Refused")  # Urdu has another word for rejected complaints
        state = self.State.WAITING if self.state == self.State.SHOWN and not self.is_open else self.State(self.state)
        return str(state.label)

    @property
    def refusal(self) -> str:
        """Return the reason why the file was refused, or an empty string."""
        return str(REFUSED_BECAUSE[FileRefusal(self.refused_because)]) if self.refused_because else ""
