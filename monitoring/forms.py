"""The form for the period of a board, a league or a station sheet."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.moves.move_form import FIELD_ERRORS
from desk.queue.queue_filters import NOT_A_DATE, refuse_day_outside_calendar

DAYS = ("from", "until")


class PeriodForm(forms.Form):
    """The first and last day of receipt. The first must not be later than the last.

    `data`: the parameters of the address. If neither day is among them, the form is unbound.
    """

    def __init__(self, data: Mapping[str, str]):
        super().__init__(data if any(name in data for name in DAYS) else None, auto_id="period-%s")
        for name, label in (("from", _("Received on or after")), ("until", _("Received on or before"))):
            widget = forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")
            self.fields[name] = forms.DateField(
                label=label,
                widget=widget,
                input_formats=["%Y-%m-%d"],
                error_messages=FIELD_ERRORS | NOT_A_DATE,
                validators=[refuse_day_outside_calendar],
            )

    def clean(self):
        cleaned = super().clean()
        days = [cleaned[name] for name in DAYS if name in cleaned]
        if len(days) == len(DAYS) and days[0] > days[1]:
            self.add_error("until", _("The end date must be on or after the start date."))
        return cleaned
