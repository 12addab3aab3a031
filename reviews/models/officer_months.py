"""Monthly figures of officers, by office. A job computes them every night, so that pages need not count."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from reviews.rules.delay_patterns import Pattern

PATTERN_LABELS = [
    (Pattern.BREACHED.value, _("Missed deadlines")),
    (Pattern.OBJECTED.value, _("Relief claimed, but the citizen objected")),
    (Pattern.PAUSED_LATE.value, _("Questions in the last tenth of the time limit")),
    (Pattern.DENIED.value, _("Contacts denied by the complainant")),
]


class MonthOfOfficer(models.Model):
    """One pattern of an officer at an office in a month: `number` cases out of `of`. `month`: its first day."""

    officer = models.ForeignKey("accounts.Officer", models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    pattern = models.CharField(max_length=12, choices=PATTERN_LABELS)
    number = models.PositiveIntegerField()
    of = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("officer's monthly figures")
        constraints = [
            UniqueConstraint(name="month_of_officer_once", fields=["month", "officer", "office", "pattern"]),
            CheckConstraint(name="month_of_officer_counts_a_part", condition=Q(number__lte=F("of"), of__gt=0)),
        ]
