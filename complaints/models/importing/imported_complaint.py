"""Where a complaint that was imported from another system came from (docs/data-in.md)."""

from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

from ledger.append_only_triggers import APPEND_ONLY


class ImportedComplaint(models.Model):
    """The origin of an imported complaint, which prevents a second import. The event `imported` proves it.

    `source`, `reference`: the other system and its number. `file_sha256`, `line`: the file and its line.
    `received_on`, `closed_on`: the days in the other system; no clock and no figure uses them.
    """

    complaint = models.OneToOneField("complaints.Complaint", models.PROTECT, primary_key=True, related_name="imported")
    source = models.CharField(max_length=40)
    reference = models.CharField(max_length=60)
    file_sha256 = models.CharField(max_length=64)
    line = models.PositiveIntegerField()
    received_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("imported complaint")
        constraints = [UniqueConstraint(name="imported_once", fields=["source", "reference"])]
        indexes = [models.Index(name="imported_by_file", fields=["file_sha256", "line"])]
        triggers = APPEND_ONLY
