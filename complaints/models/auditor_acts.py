"""The acts of auditors: searches of the access log, and findings. Both are kept for ever."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.row_version import VersionedModel
from ledger.append_only_triggers import APPEND_ONLY, append_only_triggers_except


class AccessSearch(VersionedModel):
    """An auditor searched the access log or exported its rows. `asked` holds only ids, codes and days."""

    class Kind(models.TextChoices):
        SHOWN = "shown", _("Viewed")
        EXPORTED = "exported", _("Exported")

    by = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=Kind)
    asked = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("access log search")
        indexes = [Index(name="access_search_latest", fields=["at", "id"])]
        triggers = APPEND_ONLY


class Finding(VersionedModel):
    """An auditor's finding about a complaint or an officer. It has no effect on either.

    `text` is emptied when the complaint is anonymised.
    """

    by = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, null=True, related_name="+", db_index=False)
    officer = models.ForeignKey("accounts.Officer", models.PROTECT, null=True, related_name="+", db_index=False)
    text = models.TextField(_("audit finding"))

    class Meta:
        verbose_name = _("audit finding")
        constraints = [
            CheckConstraint(
                name="finding_of_a_complaint_or_an_officer",
                condition=Q(complaint__isnull=False, officer=None) | Q(complaint=None, officer__isnull=False),
            ),
        ]
        indexes = [
            Index(name="finding_of_a_complaint", fields=["complaint", "at"], condition=Q(complaint__isnull=False)),
            Index(name="finding_of_an_officer", fields=["officer", "at"], condition=Q(officer__isnull=False)),
        ]
        triggers = append_only_triggers_except("text")
