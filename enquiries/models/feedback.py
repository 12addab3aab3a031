"""Feedback, its answer and its publication, and the acts of officers on it."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.utils.translation import gettext_lazy as _

from enquiries.models.labels import CHANNELS, FEEDBACK_STATUSES
from enquiries.rules import enquiry_numbers
from enquiries.rules.feedback_workflow import ANSWERED_FEEDBACK_STATUSES, FeedbackStatus
from information.models.bilingual_descriptors import Bilingual
from ledger.append_only_triggers import APPEND_ONLY
from ledger.encrypted_fields import RowIdField, SealedTextField

WITH_AN_ANSWER = sorted(str(status) for status in ANSWERED_FEEDBACK_STATUSES)  # sorted, because migrations contain it


class FeedbackQuerySet(models.QuerySet):
    """Queries of feedback."""

    def published(self):
        """Return the feedback on the public page, the latest first."""
        return self.filter(published_at__isnull=False).order_by("-published_at", "-pk")


class Feedback(models.Model):
    """One feedback. The phone is optional; without it the feedback is anonymous.

    `said`: a summary in the CPO's words, so that the citizen's own text is never published. `answer`: what was done.
    Anyone with the number can read the answer; after publication everybody can read both.
    """

    id = RowIdField(primary_key=True)
    number = models.CharField(_("number"), max_length=10, unique=True)
    key = models.UUIDField(null=True, unique=True)  # an id from the client: a form sent twice is stored once
    channel = models.CharField(_("channel"), max_length=10, choices=CHANNELS)
    language = models.CharField(max_length=2, default="ur")
    text = SealedTextField(_("feedback text"))
    phone = SealedTextField(_("telephone"), blank=True)
    status = models.CharField(_("status"), max_length=12, choices=FEEDBACK_STATUSES, default=FeedbackStatus.NEW.value)
    version = models.PositiveIntegerField(default=0)
    said_en = models.CharField(_("summary of the feedback, in English"), max_length=200, blank=True)
    said_ur = models.CharField(_("summary of the feedback, in Urdu"), max_length=200, blank=True)
    said_roman = models.CharField(
        _("summary of the feedback, in Roman Urdu"), max_length=200, blank=True, default="", db_default=""
    )
    answer_en = models.CharField(_("answer in English"), max_length=600, blank=True)
    answer_ur = models.CharField(_("answer in Urdu"), max_length=600, blank=True)
    answer_roman = models.CharField(_("answer in Roman Urdu"), max_length=600, blank=True, default="", db_default="")
    received_at = models.DateTimeField(_("received"))
    answered_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    phone_erased_at = models.DateTimeField(null=True)

    said, answer = Bilingual(), Bilingual()
    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [
            CheckConstraint(name="feedback_number_is_digits", condition=Q(number__regex=r"^[0-9]{10}$")),
            CheckConstraint(
                name="feedback_answered_says_what",
                condition=~Q(status__in=WITH_AN_ANSWER)
                | (~Q(answer_en="") & ~Q(answer_ur="") & Q(answered_at__isnull=False)),
            ),
            CheckConstraint(
                name="feedback_published_says_all",
                condition=Q(published_at=None)
                | (
                    Q(status__in=WITH_AN_ANSWER) & ~Q(said_en="") & ~Q(said_ur="") & ~Q(answer_en="") & ~Q(answer_ur="")
                ),
            ),
        ]
        indexes = [
            Index(name="feedback_by_status", fields=["status", "received_at", "id"]),
            Index(name="feedback_published", fields=["published_at", "id"], condition=Q(published_at__isnull=False)),
        ]

    def __str__(self):
        return self.spaced

    @property
    def spaced(self) -> str:
        """The number as it is shown."""
        return enquiry_numbers.format_number(self.number, enquiry_numbers.RegisterLetter.FEEDBACK)


class FeedbackAct(models.Model):
    """One act on a feedback. It never changes."""

    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="acts", db_index=False)
    seq = models.PositiveIntegerField()
    name = models.CharField(max_length=16)
    status = models.CharField(max_length=12, choices=FEEDBACK_STATUSES)
    posting = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="feedback_act_in_turn", fields=["feedback", "seq"])]
        triggers = APPEND_ONLY
