"""Working calendars: the working days, hours and holidays of policies that count in working time."""

from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models.choice_labels import localized_name
from accounts.models.row_version import VersionedModel
from complaints.rules.working_hours import WorkingHours
from ledger.append_only_triggers import NEVER_DELETED, NEVER_TRUNCATED

PAKISTAN = ZoneInfo("Asia/Karachi")
WEEK = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


class WorkingCalendar(VersionedModel):
    """The days and hours in which a time limit is used up.

    Only `services.administration.working_calendars` changes a calendar, because open deadlines have to follow.
    """

    name_en = models.CharField(_("name in English"), max_length=80)
    name_ur = models.CharField(_("name in Urdu"), max_length=80)
    days = ArrayField(models.PositiveSmallIntegerField(choices=WEEK), verbose_name=_("working days"))
    opens = models.TimeField(_("opens at"))
    closes = models.TimeField(_("closes at"))

    class Meta:
        verbose_name = _("calendar of working days")
        verbose_name_plural = _("calendars of working days")
        constraints = [
            CheckConstraint(name="calendar_opens_before_it_closes", condition=Q(opens__lt=F("closes"))),
            CheckConstraint(name="calendar_has_a_working_day", condition=Q(days__len__gt=0)),
        ]
        triggers = [NEVER_DELETED, NEVER_TRUNCATED]

    def __str__(self):
        return localized_name(self.name_en, self.name_ur)

    @property
    def hours(self) -> WorkingHours:
        """Return the calendar's present hours and holidays. One statement."""
        holidays = self.holidays.filter(is_off=False).values_list("day", flat=True)
        return WorkingHours(frozenset(self.days), self.opens, self.closes, frozenset(holidays), PAKISTAN)


class Holiday(VersionedModel):
    """A day that does not count as a working day.

    `provisional`: the moon has not been sighted yet. `is_off`: the holiday was cancelled.
    """

    calendar = models.ForeignKey(
        WorkingCalendar, models.PROTECT, related_name="holidays", verbose_name=_("calendar of working days")
    )
    day = models.DateField(_("day"))
    name_en = models.CharField(_("name in English"), max_length=120)
    name_ur = models.CharField(_("name in Urdu"), max_length=120, blank=True)
    provisional = models.BooleanField(_("provisional (depends on moon sighting)"), default=False)
    is_off = models.BooleanField(_("holiday cancelled"), default=False)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["day"]
        constraints = [UniqueConstraint(name="holiday_once_a_day", fields=["calendar", "day"])]
        triggers = [NEVER_DELETED, NEVER_TRUNCATED]

    def __str__(self):
        return f"{self.day:%Y-%m-%d} {localized_name(self.name_en, self.name_ur or self.name_en)}"
