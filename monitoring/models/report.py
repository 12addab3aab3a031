"""The archive of weekly and monthly reports. A report is never changed."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from ledger.append_only_triggers import APPEND_ONLY
from monitoring.rules.report_periods import Rhythm

RHYTHMS = [(Rhythm.WEEKLY.value, _("Weekly report")), (Rhythm.MONTHLY.value, _("Monthly report"))]
LANGUAGES = [("en", "English"), ("ur", "اردو")]


class Report(models.Model):
    """A PDF about the complaints that an office and all below it received from `first` to `last`, as of `as_of`.

    Complaints that name an officer, or once named one, are not counted: a later reader may be that officer or one of
    their subordinates (docs/decisions/0028).
    """

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    rhythm = models.CharField(max_length=8, choices=RHYTHMS)
    first = models.DateField()
    last = models.DateField()
    language = models.CharField(max_length=2, choices=LANGUAGES)
    as_of = models.DateTimeField()
    pdf = models.BinaryField()

    class Meta:
        verbose_name = _("office report")
        constraints = [
            UniqueConstraint(name="report_once", fields=["office", "rhythm", "first", "language"]),
            CheckConstraint(name="report_in_order", condition=Q(first__lte=F("last"))),
            CheckConstraint(
                name="report_is_of_a_kind",
                condition=Q(rhythm__in=[r.value for r in Rhythm], language__in=[code for code, _name in LANGUAGES]),
            ),
        ]
        indexes = [Index(F("last").desc(), "office", name="report_newest")]
        triggers = APPEND_ONLY
