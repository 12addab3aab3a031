"""Schedules: when an officer gets the link to the export of a saved view."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from complaints.rules.desk_tools.export_schedules import ExportRhythm, StopReason

RHYTHMS = [
    (ExportRhythm.DAILY.value, _("Every day")),
    (ExportRhythm.WEEKLY.value, _("Every Monday")),
    (ExportRhythm.MONTHLY.value, _("On the first of each month")),
]
STOP_REASONS = [
    (StopReason.OWN.value, _("You stopped it.")),
    (StopReason.POSTING_ENDED.value, _("The posting under which it ran has ended.")),
    (StopReason.NO_ACCESS.value, _("The view is no longer open to the posting under which it ran.")),
]


class ExportSchedule(models.Model):
    """A rhythm in which one posting gets an e-mail with the link to the export of a view.

    The mail holds no figure: the file is made when its reader opens the link. `next_on`: the day of the next mail.
    `stopped_at`, `stop_reason`: it sends nothing more.
    """

    view = models.ForeignKey("complaints.SavedView", models.CASCADE, related_name="schedules", db_index=False)
    posting = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    rhythm = models.CharField(_("rhythm"), max_length=8, choices=RHYTHMS)
    next_on = models.DateField()
    stopped_at = models.DateTimeField(null=True)
    stop_reason = models.CharField(max_length=16, choices=STOP_REASONS, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("schedule of an export")
        constraints = [
            UniqueConstraint(fields=["view", "posting"], name="export_schedule_one_a_view_and_posting"),
            CheckConstraint(
                name="export_schedule_stops_with_a_reason",
                condition=Q(stopped_at=None, stop_reason="") | (Q(stopped_at__isnull=False) & ~Q(stop_reason="")),
            ),
        ]
        indexes = [Index(fields=["next_on"], name="export_schedule_next", condition=Q(stopped_at=None))]
