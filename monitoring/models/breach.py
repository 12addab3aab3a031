"""A clock that ran out, and every interval that it stayed out."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.words import CLOCKS


class Breach(models.Model):
    """Recorded once per clock, cycle and level. Level 0 is the deadline itself; each escalation is one level more.

    `due_at` is when the level was due, `noticed_at` when the sweep came by. `office`, `posting` and `officer`: whom it
    is held against at that time (the posting is empty where nobody is posted). `told`: the head who heard of it.
    """

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="breaches", db_index=False)
    clock = models.CharField(max_length=8, choices=CLOCKS)
    cycle = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    noticed_at = models.DateTimeField()
    # Both repeat the posting's own, whose key is checked: two checks less for each of a sweep's thousands.
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    officer = models.ForeignKey(
        "accounts.Officer", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
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
