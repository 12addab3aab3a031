"""How much each sweep recorded, and the sweeps that the circuit breaker holds."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from ledger.append_only_triggers import APPEND_ONLY
from sla.rules.breaker_limits import Batch

DECIDED_ONCE = pgtrigger.Protect(
    # The numbers never change, but another batch may be added. A decision is written once, and `done_at` once after it.
    name="hold_is_decided_once",
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "OLD.done_at IS NOT NULL OR (to_jsonb(OLD) - '{batches,decision,decided_at,posting_id,reason,done_at}'::text[])"
        " IS DISTINCT FROM (to_jsonb(NEW) - '{batches,decision,decided_at,posting_id,reason,done_at}'::text[])"
        " OR NOT NEW.batches @> OLD.batches"
        " OR (OLD.decision <> '' AND (to_jsonb(OLD) - 'done_at') IS DISTINCT FROM (to_jsonb(NEW) - 'done_at'))"
    ),
)


def every_batch() -> list[str]:
    """Return all batches: the default for holds from before there were batches."""
    return sorted(Batch)


class Swept(models.Model):
    """The number of breaches that one transaction of a sweep recorded for a batch (rules.breaker_limits).

    From these rows follows how many are usual in an hour of the day.
    """

    at = models.DateTimeField()
    batch = models.CharField(max_length=8, default=Batch.PROMISED, db_default=Batch.PROMISED)
    breaches = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("automatic check batch")
        indexes = [models.Index(name="swept_at", fields=["at"])]
        triggers = APPEND_ONLY


class Hold(models.Model):
    """A sweep that the circuit breaker holds, because far more clocks than usual have expired in its `batches`.

    Until a monitor decides, the sweep sends reminders for the clocks of these batches and takes no other step.

    `due`: the number of expired clocks at the time. `usual`, `open_now`: the numbers that it was compared with.
    `done_at`: when a sweep had applied the decision. Discarded: the clocks that had expired by the decision are in the
    history and count against nobody.
    """

    class Decision(models.TextChoices):
        RELEASED = "released", _("Released")
        DISCARDED = "discarded", _("Discarded")

    opened_at = models.DateTimeField()
    batches = ArrayField(models.CharField(max_length=8), default=every_batch)
    due = models.PositiveIntegerField()
    usual = models.FloatField(null=True)
    open_now = models.PositiveIntegerField()
    decision = models.CharField(max_length=9, choices=Decision, blank=True)
    decided_at = models.DateTimeField(null=True)
    posting = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("held automatic check")
        constraints = [
            UniqueConstraint(name="hold_one_at_a_time", fields=["done_at"], nulls_distinct=False),
            models.CheckConstraint(
                name="hold_is_decided_by_somebody_with_a_reason",
                condition=Q(decision="", decided_at=None, posting=None, reason="", done_at=None)
                | (~Q(decision="") & Q(decided_at__gte=F("opened_at"), posting__isnull=False) & ~Q(reason="")),
            ),
        ]
        triggers = [pgtrigger.Protect(name="hold_is_never_deleted", operation=pgtrigger.Delete), DECIDED_ONCE]
