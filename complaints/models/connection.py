"""Requests of holders that the complaint cell connects a call to a complainant whom they may not call directly."""

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from ledger.encrypted_fields import RowIdField, SealedTextField


class ConnectionQuerySet(models.QuerySet):
    def waiting(self):
        """Return the requests that have not ended, with a call or without one."""
        return self.filter(ended_at=None)


class Connection(models.Model):
    """A request for a connected call.

    `by`: the posting that requested the call and will speak. `to`: the holder at that time; when the complaint is
    marked to another holder, the request no longer counts. `telephone`: the number on which the cell calls the officer.
    `call`: the call that ended the request, None if it ended without one.
    """

    id = RowIdField(primary_key=True)
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
