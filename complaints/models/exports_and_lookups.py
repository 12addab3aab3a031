"""What officers asked of many complaints at once: who was looked up by number, and what was taken as a file."""

import pgtrigger
from django.db import models
from django.db.models import Index
from django.utils.translation import gettext_lazy as _

from complaints.models.event import APPEND_ONLY, append_only_but


class LookUp(models.Model):
    """An officer searched by a telephone or identity number. `mark` is its blind index: the number itself is nowhere.

    `found`: how many complaints they were shown. Never deleted, and never
    changed but by emptying `mark` with the last complaint of that number; auditors read it.
    """

    class Kind(models.TextChoices):
        PHONE = "phone", _("Telephone")
        DOCUMENT = "document", _("CNIC")

    posting = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=Kind)
    mark = models.BinaryField(max_length=16)
    found = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("search by number")
        indexes = [
            Index(name="look_up_latest", fields=["at", "id"]),
            Index(name="look_up_by_posting", fields=["posting", "at", "id"]),
        ]
        triggers = append_only_but("mark")


class Export(models.Model):
    """An officer took the rows of a queue as a file. Written before the first row leaves.

    `asked`: the filters that were understood, as an address says them: choices and days, no words. `rows`: how many
    rows left, written once at the end; none where the portal itself stopped in between.
    """

    class Kind(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"

    posting = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=4, choices=Kind)
    asked = models.TextField(blank=True)
    rows = models.PositiveBigIntegerField(null=True)

    class Meta:
        verbose_name = _("exported rows")
        indexes = [
            Index(name="export_latest", fields=["at", "id"]),
            Index(name="export_by_posting", fields=["posting", "at", "id"]),
        ]
        triggers = [
            pgtrigger.Protect(
                name="only_the_count_is_added",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.rows IS NOT NULL OR (to_jsonb(OLD) - 'rows') IS DISTINCT FROM (to_jsonb(NEW) - 'rows')"
                ),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            APPEND_ONLY[1],
        ]
