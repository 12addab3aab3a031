"""Logged queries over many complaints: searches for a person, and exports of queue rows."""

import pgtrigger
from django.db import models
from django.db.models import Index
from django.utils.translation import gettext_lazy as _

from accounts.models.row_version import VersionedModel
from ledger.append_only_triggers import APPEND_ONLY, append_only_triggers_except


class LookUp(VersionedModel):
    """A search by phone number, identity number or complainant's name. Auditors read these rows.

    `mark`: the blind index of the number, or of the first word of the name; neither is stored itself. `found`: how many
    complaints were shown. Rows are never deleted; only `mark` is emptied, with the last complaint that has it.
    """

    class Kind(models.TextChoices):
        PHONE = "phone", _("Telephone")
        DOCUMENT = "document", _("CNIC")
        NAME = "name", _("Complainant's name")

    posting = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=Kind)
    mark = models.BinaryField(max_length=16)
    found = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("search for a person")
        indexes = [
            Index(name="look_up_latest", fields=["at", "id"]),
            Index(name="look_up_by_posting", fields=["posting", "at", "id"]),
        ]
        triggers = append_only_triggers_except("mark")


class Export(VersionedModel):
    """An export of queue rows as a file. The entry is written before the first row is sent.

    `asked`: the applied filters as a query string, with choices and days but no search text. `rows`: how many rows were
    sent, written once at the end; None if the portal stopped in between.
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
