"""Invitations to an office, and the complainants' answers. The answer has no consequences."""

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q
from django.utils.translation import gettext_lazy as _

from complaints.rules.calls.invitation_rules import InvitationReply


class InvitationQuerySet(models.QuerySet):
    def latest_first(self):
        return self.order_by("-invited_at", "-pk")


class Invitation(models.Model):
    """An invitation by the posting `by` to `office` at `appointed_at`. The reason is in the history.

    `to`: the holder of the complaint when the invitation was sent. `answer` can be changed until the appointment. It
    may stay empty: no answer has no consequences either.
    """

    class Answer(models.TextChoices):
        COMES = InvitationReply.COMES.value, _("They will come")
        REFUSES = InvitationReply.REFUSES.value, _("They will not come")
        ANOTHER_TIME = InvitationReply.ANOTHER_TIME.value, _("They ask for another time")

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="invitations", db_index=False)
    cycle = models.PositiveSmallIntegerField()
    to = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    invited_at = models.DateTimeField()
    appointed_at = models.DateTimeField()
    answer = models.CharField(max_length=12, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to an office")
        verbose_name_plural = _("invitations to an office")
        constraints = [
            CheckConstraint(name="invitation_lies_ahead", condition=Q(appointed_at__gt=F("invited_at"))),
            CheckConstraint(
                name="invitation_answered_says_when",
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
            ),
        ]
        indexes = [Index(name="invitation_of_a_complaint", fields=["complaint", "invited_at"])]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="what_was_said_stays", exclude=["answer", "answered_at"]),
        ]
