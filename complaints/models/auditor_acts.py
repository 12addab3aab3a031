"""The acts of auditors: searches of the access log and findings, which are kept for ever, and exports of the logs."""

from uuid import uuid4

from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.row_version import VersionedModel
from ledger.append_only_triggers import APPEND_ONLY, append_only_triggers_except
from ledger.encrypted_fields import SealedTextField


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


class AuditExport(models.Model):
    """A ZIP file with the staff actions, the access log and the event log of a period (desk.services.audit_export).

    `first`, `last`: days in Pakistan, both included. `content`: the file in base64, encrypted; empty before it is made
    and after it was deleted. `sha256`: of the file. `is_too_large`: the period has more than a file may hold.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    by = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    is_too_large = models.BooleanField(default=False, db_default=False)
    sha256 = models.CharField(max_length=64, blank=True, default="", db_default="")
    content = SealedTextField(blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("audit export")
        constraints = [
            CheckConstraint(name="audit_export_in_order", condition=Q(first__lte=models.F("last"))),
            CheckConstraint(name="audit_export_deleted_is_empty", condition=Q(deleted_at=None) | Q(content="")),
        ]
        indexes = [
            Index(name="audit_export_of_auditor", fields=["by", "-asked_at"]),
            Index(name="audit_export_waiting", fields=["asked_at"], condition=Q(made_at=None, deleted_at=None)),
            Index(name="audit_export_expiring", fields=["expires_at"], condition=Q(deleted_at=None)),
        ]
