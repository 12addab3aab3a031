"""Missed deadlines and their escalations."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.display.complaint_labels import CLOCKS


class Breach(models.Model):
    """A missed deadline (level 0) or one of its escalations (level 1 and up): one row per clock, cycle and level.

    `due_at`: when the level was due. `noticed_at`: when the sweep found it. `office`, `posting`, `officer`: who was
    responsible then (no posting if nobody was posted). `told`: the head who was notified.
    """

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="breaches", db_index=False)
    clock = models.CharField(max_length=8, choices=CLOCKS)
    cycle = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    noticed_at = models.DateTimeField()
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    officer = models.ForeignKey("accounts.Officer", models.PROTECT, null=True, related_name="+", db_index=False)
    posting = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    told = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("breach")
        verbose_name_plural = _("breaches")
        constraints = [
            models.UniqueConstraint(
                name="breach_once_per_clock_cycle_level", fields=["complaint", "clock", "cycle", "level"]
            ),
            models.CheckConstraint(
                name="breach_noticed_when_due_or_later", condition=Q(noticed_at__gte=models.F("due_at"))
            ),
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]
