"""Model of an e-mail that arrived, stored before it is deleted from the mailbox."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ledger.encrypted_fields import RowIdField, SealedTextField


class Answer(models.TextChoices):
    """The automatic answer. The value is the name of its template, without "mail_"."""

    CONTINUE = "continue"  # a link that continues on the web
    NOT_ADDED = "not_added"  # a reply that could not be added
    ADDED = "added"
    FILES_REFUSED = "files_refused"  # a reply that was added without some of its files
    TOO_LARGE = "too_large"


class IncomingMail(models.Model):
    """One e-mail.

    `key`: a keyed digest of the Message-ID and the content, the same at every delivery. The message as it arrived is a
    sealed file of the storage of evidence (`file_name`), for as long as the row exists. `sender`: the blind index of
    the sender's address, equal to a complainant's `email_index`. `thread`: the first e-mail, for a reply to our answer.
    `draft_id`: the id of the draft that the link creates. `refused_files`: the names of files that were not taken, as
    JSON. `answer`: the automatic answer; it waits while `answered_at` is empty.
    """

    id = RowIdField(primary_key=True)

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        ASIDE = "aside", _("Set aside")

    class Outcome(models.TextChoices):
        NONE = ""
        OFFERED = "offered"  # a link to continue
        ADDED = "added"  # to a complaint, or to an earlier e-mail
        NOT_ADDED = "not_added"
        AUTOMATIC = "automatic"  # a program wrote it
        RETURNED = "returned"  # a message of ours came back
        TOO_LARGE = "too_large"

    key = models.BinaryField(max_length=16, unique=True)
    sender = models.BinaryField(max_length=16, default=b"")
    address = SealedTextField(blank=True)
    message_id = SealedTextField(blank=True)
    refused_files = SealedTextField(blank=True)
    language = models.CharField(max_length=10, default="ur")
    received_at = models.DateTimeField(_("received"))
    expires_at = models.DateTimeField()
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    not_before = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    trouble = models.CharField(_("what went wrong"), max_length=200, blank=True)  # the error's type, no personal data
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default="")
    is_too_large = models.BooleanField(default=False)  # then only the headers are stored
    thread = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    draft_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opened_at = models.DateTimeField(null=True)
    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, null=True, related_name="incoming_mails")
    answer = models.CharField(max_length=16, choices=Answer, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        indexes = [
            # The next message to process.
            models.Index(name="mail_waiting", fields=["id"], condition=Q(state="waiting")),
            # Failed messages that an operator has to look at.
            models.Index(name="mail_aside", fields=["-id"], condition=Q(state="aside")),
            # Answers that wait.
            models.Index(name="mail_unanswered", fields=["id"], condition=~Q(answer="") & Q(answered_at__isnull=True)),
            # How many answers an address got, and all addresses together.
            models.Index(
                name="mail_answers_of", fields=["sender", "answered_at"], condition=Q(answered_at__isnull=False)
            ),
            models.Index(name="mail_answers", fields=["answered_at"], condition=Q(answered_at__isnull=False)),
            models.Index(name="mail_expiring", fields=["expires_at"]),
        ]

    def __str__(self):
        return f"{self.pk}"

    @property
    def file_name(self) -> str:
        """Return the name of the sealed file that holds the message."""
        return f"mail/{self.pk}"

    @property
    def file_purpose(self) -> str:
        """Return the purpose that the key of the file is bound to."""
        return f"mail.raw.{self.pk}"
