"""A holder's wish that the complaint cell puts a call through to whom they may not ring themselves."""

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from ledger.fields import SealedTextField


class ConnectionQuerySet(models.QuerySet):
    def waiting(self):
        """Neither made nor given up."""
        return self.filter(ended_at=None)


class Connection(models.Model):
    """`by` asked for it, and speaks; `to` had the complaint then: marked to somebody else, the wish is nobody's.

    `telephone`: where the officer is rung. `call`: the one that ended it; none where the complaint went on without.
    """

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="connections", db_index=False)
    cycle = models.PositiveSmallIntegerField()
    to = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    telephone = SealedTextField(_("officer's phone"))
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    call = models.OneToOneField("complaints.Call", models.PROTECT, null=True, related_name="+")

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("call to be connected")
        constraints = [
            UniqueConstraint(name="connection_one_waiting", fields=["complaint"], condition=Q(ended_at=None)),
            CheckConstraint(
                name="connection_called_has_ended",
                condition=Q(call=None) | Q(ended_at__isnull=False),
            ),
        ]
        indexes = [
            Index(name="connection_to_make", fields=["asked_at", "complaint"], condition=Q(ended_at=None)),
            Index(name="connection_of_a_complaint", fields=["complaint", "asked_at"]),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="what_was_asked_stays", exclude=["ended_at", "call"]),
            pgtrigger.Protect(
                name="ended_once", operation=pgtrigger.Update, condition=pgtrigger.Q(old__ended_at__isnull=False)
            ),
        ]
