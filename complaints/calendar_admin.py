"""Admin pages for working calendars, requests to change them, and holidays."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.admin_base import ServiceForm, ServiceModelAdmin, site
from accounts.decision_admin import DecisionAdmin, DecisionForm
from accounts.models.choice_labels import OFFICE_KIND_CHOICES
from complaints.models import CalendarChange, Holiday, WorkingCalendar
from complaints.models.calendar import WEEK
from complaints.queries import policy_effects
from complaints.services.administration import calendar_requests, working_calendars
from complaints.working_week_field import WeekField

KIND_FIELDS = {f"hours_{kind}": (kind, label) for kind, label in OFFICE_KIND_CHOICES}
"""The form fields for office types with other hours: the kind and its label by field name."""


class CalendarRequestForm(ServiceForm):
    """Request other hours of a calendar, or a new one. A second administrator has to confirm them."""

    week = WeekField(label=_("working hours"), may_be_empty=False)
    hours_central = WeekField(label=_("working hours"))
    hours_region = WeekField(label=_("working hours"))
    hours_district = WeekField(label=_("working hours"))
    hours_division = WeekField(label=_("working hours"))
    hours_circle = WeekField(label=_("working hours"))
    hours_station = WeekField(label=_("working hours"))
    hours_unit = WeekField(label=_("working hours"))

    class Meta:
        model = CalendarChange
        fields = ["calendar", "name_en", "name_ur", "week", "source"]

    def act(self):
        values = dict(self.cleaned_data)
        office_weeks = {kind: values.pop(name) for name, (kind, _label) in KIND_FIELDS.items()}
        return calendar_requests.request_calendar(by=self.by, at=self.at, office_weeks=office_weeks, **values)


class CalendarDecisionForm(DecisionForm):
    """The second administrator's decision on requested hours."""

    approve = staticmethod(calendar_requests.approve_calendar)
    reject = staticmethod(calendar_requests.reject_calendar)

    class Meta:
        model = CalendarChange
        fields = []


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


def describe_week(days: list[str]) -> str:
    """Return a week as lines of HTML: each day with its hours."""
    lines = ((label, text or _("closed")) for (_day, label), text in zip(WEEK, days, strict=True))
    return format_html_join("", '<div>{}: <bdi dir="auto">{}</bdi></div>', lines)


def describe_office_weeks(office_weeks: dict[str, list[str]]) -> str:
    """Return the weeks of office types with other hours as HTML."""
    if not office_weeks:
        return _("None: all offices keep the same hours.")
    weeks = ((label, describe_week(office_weeks[kind])) for kind, label in OFFICE_KIND_CHOICES if kind in office_weeks)
    return format_html_join("", "<div><strong>{}</strong>{}</div>", weeks)


def describe_followers(calendar: WorkingCalendar) -> str:
    """Return how many open complaints follow the calendar, with the assurance that no deadline becomes earlier."""
    number = policy_effects.count_open_complaints_following(calendar)
    return ngettext(
        "%(number)s open complaint follows this calendar. No deadline already given becomes earlier.",
        "%(number)s open complaints follow this calendar. No deadline already given becomes earlier.",
        number,
    ) % {"number": number}


class WeekDisplay:
    """Read-only fields of an admin page that show the hours of its row."""

    @admin.display(description=_("working hours"))
    def general_week(self, row) -> str:
        return describe_week(row.week)

    @admin.display(description=_("office types with other hours"))
    def other_weeks(self, row) -> str:
        return describe_office_weeks(row.office_weeks)


@admin.register(WorkingCalendar, site=site)
class WorkingCalendarAdmin(WeekDisplay, ServiceModelAdmin):
    list_display = ["name_en", "name_ur", "link_to_request"]
    fields = readonly_fields = ["name_en", "name_ur", "general_week", "other_weeks", "effect", "link_to_request"]

    @admin.display(description=_("Effect"))
    def effect(self, calendar: WorkingCalendar) -> str:
        return describe_followers(calendar)

    @admin.display(description=_("Change"))
    def link_to_request(self, calendar: WorkingCalendar) -> str:
        """Return a link to the form that requests other hours of this calendar."""
        form = reverse("admin:complaints_calendarchange_add")
        return format_html('<a href="{}?calendar={}">{}</a>', form, calendar.pk, _("Request new hours"))


@admin.register(CalendarChange, site=site)
class CalendarChangeAdmin(WeekDisplay, DecisionAdmin):
    form, add_form = CalendarDecisionForm, CalendarRequestForm
    change_form_template = "admin/complaints/calendarchange/hours.html"
    list_display = ["__str__", "calendar", "asked_by", "asked_at", "decided_by", "decided_at"]
    list_select_related = ["calendar", "asked_by", "decided_by"]

    def get_readonly_fields(self, request, obj=None):
        names = ["calendar", "name_en", "name_ur", "general_week", "other_weeks"]
        return [*names, "source", "asked_by", "asked_at", "effect"] if obj else []

    def get_fieldsets(self, request, obj=None):
        if obj:
            return super().get_fieldsets(request, obj)
        closed = {"classes": ["collapse"], "description": _("Leave this empty if these offices keep the hours above.")}
        kinds = [
            (_("Other hours: %(kind)s") % {"kind": label}, closed | {"fields": [name]})
            for name, (_kind, label) in KIND_FIELDS.items()
        ]
        return [(None, {"fields": CalendarRequestForm.Meta.fields}), *kinds]

    def add_view(self, request, form_url="", extra_context=None):
        return super().add_view(request, form_url, {"title": gettext("Request new working hours")})

    def get_changeform_initial_data(self, request):
        """Return the present names and hours of the calendar that the address names."""
        number = request.GET.get("calendar", "")
        is_number = number.isascii() and number.isdecimal() and len(number) < 10
        calendar = WorkingCalendar.objects.filter(pk=int(number)).first() if is_number else None
        if calendar is None:
            return {}
        initial = {name: getattr(calendar, name) for name in ("name_en", "name_ur", "week")}
        weeks = {name: calendar.office_weeks.get(kind) for name, (kind, _label) in KIND_FIELDS.items()}
        return initial | weeks | {"calendar": calendar.pk}

    @admin.display(description=_("Effect"))
    def effect(self, change: CalendarChange) -> str:
        """Return how many complaints follow the calendar, and its present hours."""
        if change.calendar is None:
            return _("A new calendar. It changes nothing until a time limit uses it.")
        return format_html(
            "<div>{}</div><div><strong>{}</strong></div>{}<div>{}</div>",
            describe_followers(change.calendar),
            _("Present hours"),
            describe_week(change.calendar.week),
            describe_office_weeks(change.calendar.office_weeks),
        )


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
        return describe_followers(holiday.calendar)

    def get_fields(self, request, obj=None):
        return [*self.get_readonly_fields(request, obj), *super().get_fields(request, obj)]
