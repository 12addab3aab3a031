"""The acts of officers on a notice: recorded with the act, never changed or deleted."""

from django.db import models
from django.db.models import Index
from django.utils.translation import gettext_lazy as _

from complaints.models.event import APPEND_ONLY
from ledger.encrypted_fields import RowIdField, SealedTextField


class NoticeAct(models.Model):
    """One act by one posting. `why`: the reason, sealed because it may mention a child or a tip."""

    id = RowIdField(primary_key=True)

    class Kind(models.TextChoices):
        PROPOSE = "propose", _("proposed it")
        AGAIN = "again", _("proposed it again, with changes or a later end date")
        APPROVE = "approve", _("approved it")
        REFUSE = "refuse", _("did not approve it")
        FOUND = "found", _("ended it: found, or in custody")
        WITHDRAW = "withdraw", _("withdrew it")

    notice = models.ForeignKey("notices.Notice", models.PROTECT, related_name="acts", db_index=False)
    edition = models.ForeignKey("notices.Edition", models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind)
    posting = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    why = SealedTextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("action on a notice")
        verbose_name_plural = _("actions on notices")
        indexes = [Index(name="act_of_a_notice", fields=["notice", "at", "id"])]
        triggers = APPEND_ONLY
