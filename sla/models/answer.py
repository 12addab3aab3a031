"""What a supervisor answers when complaints run out of time below them."""

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from complaints.models.event import APPEND_ONLY


class Answer(models.Model):
    """Of a complaint that is late in a cycle: what the office that was told of it does, and until when.

    The words stand in the history, with the event. After `until`, or when it is told of again, it is asked anew.
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
