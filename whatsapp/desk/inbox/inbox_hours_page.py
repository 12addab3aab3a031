"""The page on which the head of an office sets when its complaint cell answers chats, with who is on duty now."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from complaints.models import WorkingCalendar
from complaints.models.calendar import WEEK
from complaints.models.display.interval_faults import describe_interval_fault
from complaints.rules.time_limits.working_week import LONGEST_DAY, FaultyDay, format_day, parse_day
from ledger.service_exceptions import Refused
from web.form_fields import PlainTextField
from whatsapp.desk.inbox.inbox_access import inbox_access_required, sets_inbox_hours
from whatsapp.desk.inbox.inbox_texts import refusal_text
from whatsapp.models import InboxHours
from whatsapp.services.handover_placing import duty_actors
from whatsapp.services.inbox_hours_setting import set_inbox_hours


class InboxHoursForm(forms.Form):
    """The hours of each day, and the calendar whose holidays close the inbox."""

    calendar = forms.ModelChoiceField(
        WorkingCalendar.objects.all(),
        required=False,
        label=gettext_lazy("Closed on the holidays of"),
        empty_label=gettext_lazy("No holidays"),
    )

    def __init__(self, data=None, *, hours: InboxHours):
        initial = {"calendar": hours.calendar_id} | {f"day_{day}": hours.week[day] for day, _name in WEEK}
        super().__init__(data, initial=initial)
        for day, name in WEEK:
            widget = forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"})
            self.fields[f"day_{day}"] = PlainTextField(
                label=name, required=False, max_length=LONGEST_DAY, widget=widget
            )

    def clean(self):
        """Name the days whose hours cannot be read."""
        for day, _name in WEEK:
            name = f"day_{day}"
            try:
                self.cleaned_data[name] = format_day(parse_day(self.cleaned_data.get(name, "")))
            except FaultyDay as faulty:
                self.add_error(name, describe_interval_fault(faulty))
        return self.cleaned_data

    @property
    def week(self) -> list[str]:
        """Return the texts of the seven days of a valid form."""
        return [self.cleaned_data[f"day_{day}"] for day, _name in WEEK]


def _hours_page(request: HttpRequest) -> HttpResponse:
    """Show and set the hours of the inbox. 422 with what was typed if it cannot be used."""
    office, at = request.posting.office, timezone.now()
    hours = InboxHours.objects.filter(office=office).first() or InboxHours()
    form = InboxHoursForm(request.POST if request.method == "POST" else None, hours=hours)
    if request.method == "POST" and form.is_valid():
        try:
            set_inbox_hours(form.week, form.cleaned_data["calendar"], by=request.actor, at=at)
        except Refused as refused:
            form.add_error(None, refusal_text(refused.reason))
        else:
            messages.success(request, _("The hours are saved."))
            return redirect("inbox_hours")
    context = {"form": form, "office": office, "on_duty": [actor.name for actor in duty_actors(office, at=at)]}
    return render(request, "whatsapp/desk/inbox_hours.html", context, status=422 if form.errors else 200)


show_inbox_hours = require_http_methods(["GET", "HEAD", "POST"])(
    inbox_access_required(_hours_page, may=sets_inbox_hours)
)
