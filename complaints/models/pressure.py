"""Reports that somebody puts pressure on a complainant. They go to the CPO and bypass the district."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Pressure(models.Model):
    """One report of pressure. The CPO has two hours (`due_at`) to act on it.

    `silent`: it came through the duress word, so no message, call or page may reveal it.
    """

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="pressures")
    reported_at = models.DateTimeField()
    due_at = models.DateTimeField()
    silent = models.BooleanField(default=False)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    done = models.TextField(_("action taken"), blank=True)

    class Meta:
        verbose_name = _("report of pressure")
        verbose_name_plural = _("reports of pressure")
        indexes = [
            models.Index(name="pressure_open", fields=["due_at", "id"], condition=models.Q(settled_at__isnull=True))
        ]
        constraints = [
            models.CheckConstraint(
                name="pressure_settled_by_somebody",
                condition=models.Q(settled_at__isnull=True) | models.Q(settled_by__isnull=False) & ~models.Q(done=""),
            )
        ]
