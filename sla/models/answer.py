"""Answers of supervisors to escalations."""

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from ledger.append_only_triggers import APPEND_ONLY


class Answer(models.Model):
    """What an office does about a complaint that is late in a round (`cycle`), and until when.

    The text is stored with the event, in the history. After `until`, or after a further notice to the office, an answer
    is due again.
    """

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="+", db_index=False)
    cycle = models.PositiveSmallIntegerField()
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    posting = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    event = models.OneToOneField("complaints.Event", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("reply to an escalation")
        constraints = [CheckConstraint(name="answer_lasts", condition=Q(until__gt=F("at")))]
        indexes = [models.Index(name="answer_of_an_office", fields=["complaint", "office", "cycle", "at"])]
        triggers = APPEND_ONLY
