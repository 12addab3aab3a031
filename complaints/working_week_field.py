"""A form field for the working hours of a week: one text for each day."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from complaints.models.calendar import WEEK, empty_week
from complaints.models.display.interval_faults import NO_WORKING_HOURS, describe_interval_fault
from complaints.rules.time_limits.working_week import LONGEST_DAY, FaultyDay, format_day, has_working_hours, parse_day


class WeekWidget(forms.MultiWidget):
    """Seven text inputs, each with the name of its day. Only those that cannot be read are marked as invalid."""

    template_name = "forms/working_week.html"
    use_fieldset = True

    def __init__(self, attrs=None):
        one_day = {"maxlength": LONGEST_DAY, "autocomplete": "off", "dir": "ltr", "class": "vTextField"}
        super().__init__([forms.TextInput(one_day) for _day in WEEK], attrs)

    def decompress(self, value: Sequence[str] | None) -> list[str]:
        return list(value or empty_week())

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for subwidget, (_day, label) in zip(context["widget"]["subwidgets"], WEEK, strict=True):
            subwidget["label"] = label
            subwidget["attrs"].pop("aria-invalid", None)
            try:
                parse_day(subwidget["value"] or "")
            except FaultyDay:
                subwidget["attrs"]["aria-invalid"] = "true"
        return context


class WeekField(forms.Field):
    """The working hours of seven days, as the model stores them. An empty day has no working hours.

    `may_be_empty`: whether no day needs hours.
    """

    widget = WeekWidget

    def __init__(self, *, may_be_empty: bool = True, **kwargs):
        self.may_be_empty = may_be_empty
        kwargs.setdefault("help_text", _("For example 09:00-13:00, 14:00-17:00. Leave a day without work empty."))
        super().__init__(required=False, **kwargs)

    def clean(self, value: Sequence[str]) -> list[str]:
        """Return the texts in the form in which they are stored. Raises ValidationError, a line for each bad day."""
        week, errors = [], []
        for (_day, label), text in zip(WEEK, value, strict=True):
            try:
                week.append(format_day(parse_day((text or "")[:LONGEST_DAY])))
            except FaultyDay as error:
                errors.append(f"{label}: {describe_interval_fault(error)}")
        if errors:
            raise ValidationError(errors)
        if not self.may_be_empty and not has_working_hours(week):
            raise ValidationError(NO_WORKING_HOURS)
        return week
