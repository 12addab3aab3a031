"""Admin pages for working calendars and their holidays."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.admin_base import ServiceForm, ServiceModelAdmin, site
from complaints.models import Holiday, WorkingCalendar
from complaints.models.calendar import WEEK
from complaints.queries import policy_effects
from complaints.services.administration import working_calendars


class CalendarForm(ServiceForm):
    """Edit working days and hours. Open deadlines that become later are moved, each with an event."""

    days = forms.TypedMultipleChoiceField(
        label=_("working days"), choices=WEEK, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = WorkingCalendar
        fields = ["name_en", "name_ur", "days", "opens", "closes"]

    def act(self):
        if self.instance.pk is None:
            return working_calendars.create_calendar(by=self.by, at=self.at, **self.cleaned_data)
        working_calendars.save_calendar(self.instance, by=self.by, at=self.at)
        return self.instance


class NewHolidayForm(ServiceForm):
    """Add a holiday to a calendar."""

    class Meta:
        model = Holiday
        fields = ["calendar", "day", "name_en", "name_ur", "provisional", "source"]

    def act(self):
        return working_calendars.add_holiday(by=self.by, at=self.at, **self.cleaned_data)


class HolidayForm(ServiceForm):
    """Confirm or cancel a holiday that depends on the sighting of the moon."""

    decision = forms.ChoiceField(
        label=_("Type"),
        choices=[("", "–"), ("is", _("Holiday")), ("is_none", _("Holiday cancelled"))],
    )

    class Meta:
        model = Holiday
        fields = []

    def act(self):
        is_off = self.cleaned_data["decision"] == "is_none"
        return working_calendars.decide_provisional_holiday(
            holiday=self.instance, is_off=is_off, by=self.by, at=self.at
        )


@admin.register(WorkingCalendar, site=site)
class WorkingCalendarAdmin(ServiceModelAdmin):
    form = add_form = CalendarForm
    list_display = ["name_en", "name_ur", "opens", "closes"]


@admin.register(Holiday, site=site)
class HolidayAdmin(ServiceModelAdmin):
    form, add_form = HolidayForm, NewHolidayForm
    list_display = ["day", "name_en", "calendar", "provisional", "is_off"]
    list_filter = ["provisional", "calendar"]
    list_select_related = ["calendar"]
    ordering = ["-day"]

    def get_readonly_fields(self, request, obj=None):
        return ["calendar", "day", "name_en", "name_ur", "provisional", "is_off", "source", "effect"] if obj else []

    @admin.display(description=_("Effect"))
    def effect(self, holiday: Holiday) -> str:
        """Return how many open complaints follow the calendar, with the assurance that no deadline becomes earlier."""
        number = policy_effects.count_open_complaints_following(holiday.calendar)
        return ngettext(
            "%(number)s open complaint follows this calendar. No deadline already given becomes earlier.",
            "%(number)s open complaints follow this calendar. No deadline already given becomes earlier.",
            number,
        ) % {"number": number}

    def get_fields(self, request, obj=None):
        return [*self.get_readonly_fields(request, obj), *super().get_fields(request, obj)]
