"""A clock that ran out, and every interval that it stayed out."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.words import CLOCKS

KEYS_ARE_THERE = """
    IF EXISTS (
        SELECT FROM recorded LEFT JOIN complaints_complaint AS complaint ON complaint.id = recorded.complaint_id
        WHERE complaint.id IS NULL
    ) OR EXISTS (
        SELECT FROM (SELECT posting_id FROM recorded UNION SELECT told_id FROM recorded) AS named (id)
        LEFT JOIN accounts_posting AS posting ON posting.id = named.id
        WHERE named.id IS NOT NULL AND posting.id IS NULL
    ) THEN
        RAISE foreign_key_violation USING MESSAGE = 'a breach of a complaint or a posting that is not there';
    END IF;
    RETURN NULL;
"""


class Breach(models.Model):
    """Recorded once per clock, cycle and level. Level 0 is the deadline itself; each escalation is one level more.

    `due_at` is when the level was due, `noticed_at` when the sweep came by. `office`, `posting` and `officer`: whom it
    is held against at that time (the posting is empty where nobody is posted). `told`: the head who heard of it.
    """

    # The keys of a sweep's thousands are checked at once (`keys_are_there`), not one by one: that took a third of the
    # sweep's time in the database. Complaints, postings and breaches are never deleted, so what was there stays there.
    complaint = models.ForeignKey(
        "complaints.Complaint", models.PROTECT, related_name="breaches", db_index=False, db_constraint=False
    )
    clock = models.CharField(max_length=8, choices=CLOCKS)
    cycle = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    noticed_at = models.DateTimeField()
    # Both repeat the posting's own, whose key is checked.
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    officer = models.ForeignKey(
        "accounts.Officer", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    posting = models.ForeignKey(
        "accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    told = models.ForeignKey(
        "accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )

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
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="keys_are_there",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="recorded"),
                func=KEYS_ARE_THERE,
            ),
        ]
