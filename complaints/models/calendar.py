"""Working calendars: the hours and holidays of policies that count in working time, and requests to change them."""

from datetime import date
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models.choice_labels import localized_name
from accounts.models.row_version import VersionedModel
from accounts.models.two_administrators import TwoAdministrators, two_administrator_constraints
from complaints.rules.time_limits.working_week import DAYS_A_WEEK, parse_week
from complaints.rules.working_hours import CalendarHours, WorkingHours
from ledger.append_only_triggers import NEVER_DELETED, NEVER_TRUNCATED, fixed_except

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


def empty_week() -> list[str]:
    """Return a week without working hours, as `WorkingWeek` stores it."""
    return [""] * DAYS_A_WEEK


class WorkingWeek(models.Model):
    """The working hours of a calendar, or those requested for it.

    `week`: the text of each day, Monday first (complaints.rules.time_limits.working_week). `office_weeks`: the weeks
    of office types that keep other hours, by OfficeKind.
    """

    name_en = models.CharField(_("name in English"), max_length=80)
    name_ur = models.CharField(_("name in Urdu"), max_length=80)
    week = ArrayField(models.TextField(blank=True), default=empty_week, verbose_name=_("working hours"))
    office_weeks = models.JSONField(_("office types with other hours"), default=dict, blank=True)

    class Meta:
        abstract = True

    def hours_with(self, holidays: frozenset[date]) -> CalendarHours:
        """Return these hours with these holidays."""
        by_kind = {kind: WorkingHours(parse_week(week), holidays, PAKISTAN) for kind, week in self.office_weeks.items()}
        return CalendarHours(WorkingHours(parse_week(self.week), holidays, PAKISTAN), by_kind)


def working_week_constraints(name: str) -> list[CheckConstraint]:
    """Return the constraints of a model that extends WorkingWeek. `name`: the prefix of the constraint names."""
    return [
        CheckConstraint(name=f"{name}_has_seven_days", condition=Q(week__len=DAYS_A_WEEK)),
        CheckConstraint(name=f"{name}_has_a_working_day", condition=~Q(week=empty_week())),
    ]


class WorkingCalendar(WorkingWeek, VersionedModel):
    """The days and hours in which a time limit is used up.

    Only `services.administration.working_calendars` changes a calendar, because open deadlines have to follow.
    """

    class Meta:
        verbose_name = _("calendar of working days")
        verbose_name_plural = _("calendars of working days")
        constraints = working_week_constraints("calendar")
        triggers = [NEVER_DELETED, NEVER_TRUNCATED]

    def __str__(self):
        return localized_name(self.name_en, self.name_ur)

    @property
    def hours(self) -> CalendarHours:
        """Return the calendar's present hours and holidays. One statement."""
        holidays = self.holidays.filter(is_off=False).values_list("day", flat=True)
        return self.hours_with(frozenset(holidays))


class CalendarChange(WorkingWeek, TwoAdministrators):
    """Requested hours of a calendar, or a requested calendar, which a second administrator must confirm.

    `calendar`: the calendar that changes; None for a new one. `saved`: the calendar that the confirmed request changed
    or created.
    """

    calendar = models.ForeignKey(
        WorkingCalendar,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("calendar to change (empty: a new one)"),
    )
    source = models.TextField(_("authorising order"))
    saved = models.ForeignKey(WorkingCalendar, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("requested calendar change")
        verbose_name_plural = _("requested calendar changes")
        constraints = [
            *two_administrator_constraints("calendar_change", created="saved"),
            *working_week_constraints("calendar_change"),
            UniqueConstraint(
                name="calendar_change_waits_once_a_calendar", fields=["calendar"], condition=Q(decided_at=None)
            ),
        ]
        triggers = fixed_except("decided_by_id", "decided_at", "saved_id", once="decided_at")

    def __str__(self):
        return f"{localized_name(self.name_en, self.name_ur)} {self.asked_at:%Y-%m-%d}"


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
