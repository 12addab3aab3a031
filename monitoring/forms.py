"""The form for the period of a board, a league or a station sheet."""

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.queue.queue_filters import EARLIEST, LATEST, NOT_A_DATE


class PeriodForm(forms.Form):
    """The first and last day of receipt. The first must not be later than the last."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="period-%s", **kwargs)
        for name, label in (("from", _("Received on or after")), ("until", _("Received on or before"))):
            widget = forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")
            self.fields[name] = forms.DateField(
                label=label, widget=widget, input_formats=["%Y-%m-%d"], error_messages=NOT_A_DATE
            )

    def clean(self):
        cleaned = super().clean()
        days = [cleaned[name] for name in ("from", "until") if name in cleaned]
        if len(days) == len(self.fields) and not EARLIEST <= days[0] <= days[1] <= LATEST:
            self.add_error("until", _("The end date must be on or after the start date."))
        return cleaned
