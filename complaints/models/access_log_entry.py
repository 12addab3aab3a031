"""The access log: which officers opened a complaint. The citizen sees how many offices did, auditors see who."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.models.event import append_only_triggers_except


class ReadingKind(models.TextChoices):
    """How an officer accessed a complaint."""

    OPENED = "opened", _("Opened")
    PRINTED = "printed", _("Printed")
    REVEALED = "revealed", _("Identity shown")
    UNSEALED = "unsealed", _("Withdrawn file opened")


class Reading(models.Model):
    """One access of an officer, under a posting, to a complaint. Rows are never deleted; only `why` can be emptied.

    `kind`: whether the complaint was opened or printed, or whether a protected identity or a withdrawn file was shown.
    The last two have a reason in `why`.
    """

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="readings", db_index=False)
    posting = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=ReadingKind, default=ReadingKind.OPENED, db_default="opened")
    why = models.TextField(_("reason"), blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("access entry")
        indexes = [
            models.Index(name="reading_of_a_complaint", fields=["complaint", "office"]),
            # Searches of auditors, latest first: by officer (all of their postings), by office, and by time only.
            models.Index(name="reading_by_posting", fields=["posting", "at", "id"]),
            models.Index(name="reading_by_office", fields=["office", "at", "id"]),
            models.Index(name="reading_by_time", fields=["at", "id"]),
        ]
        triggers = append_only_triggers_except("why")
