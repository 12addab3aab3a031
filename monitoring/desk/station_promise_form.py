"""The form with which the head of a station promises a figure, and what the sheet shows of promises."""

from datetime import date, timedelta

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.formatting import post_of
from desk.moves.move_form import FIELD_ERRORS
from desk.queue.queue_filters import NOT_A_DATE
from monitoring.desk.figure_links import share_cell_with_interval
from monitoring.models.station_promise import MEASURES
from monitoring.queries.station_promises import MeasuredPromise
from monitoring.rules.comparable_periods import first_comparable_day
from monitoring.rules.league_places import HIGH_IS_GOOD, LeagueMeasure
from monitoring.rules.station_promises import LONGEST_PROMISE, PromiseState

MEASURE_WORDS = dict(MEASURES)
STATE_WORDS = {
    PromiseState.RUNNING: gettext_lazy("Still running"),
    PromiseState.WAITING: gettext_lazy("Result on %(day)s"),
    PromiseState.KEPT: gettext_lazy("Kept"),
    PromiseState.BROKEN: gettext_lazy("Not kept"),
    PromiseState.TOO_FEW: gettext_lazy("Too few complaints to tell"),
}
BETWEEN_0_AND_100 = gettext_lazy("Enter a whole number from 0 to 100.")


class StationPromiseForm(forms.Form):
    """A measure, the percentage to reach, and the last day."""

    measure = forms.ChoiceField(label=gettext_lazy("Figure"), choices=MEASURES, error_messages=FIELD_ERRORS)
    target = forms.IntegerField(
        label=gettext_lazy("Target, in percent"),
        min_value=0,
        max_value=100,
        error_messages=FIELD_ERRORS
        | {
            "invalid": BETWEEN_0_AND_100,
            "min_value": BETWEEN_0_AND_100,
            "max_value": BETWEEN_0_AND_100,
        },
    )
    last = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages=FIELD_ERRORS | NOT_A_DATE,
    )

    def __init__(self, data=None, *, today: date):
        super().__init__(data, auto_id="promise-%s")
        self.today = today
        self.helper = FormHelper()
        self.helper.form_tag, self.helper.disable_csrf = False, True

    def clean_last(self) -> date:
        last = self.cleaned_data["last"]
        if not self.today < last <= self.today + LONGEST_PROMISE:
            days = {"days": LONGEST_PROMISE // timedelta(days=1)}
            raise forms.ValidationError(_("Choose a day from tomorrow to %(days)d days from now.") % days)
        return last


def promise_row(measured: MeasuredPromise) -> dict:
    """Return a promise for the sheet's table."""
    promise = measured.promise
    bound = _("at least %(target)d%%") if LeagueMeasure(promise.measure) in HIGH_IS_GOOD else _("at most %(target)d%%")
    return {
        "label": MEASURE_WORDS[promise.measure],
        "target": bound % {"target": promise.target},
        "first": promise.first,
        "last": promise.last,
        "who": promise.posting.officer.title,
        "post": post_of(promise.posting),
        "before": share_cell_with_interval(measured.before, measured.before_true),
        "since": share_cell_with_interval(measured.since, measured.since_true),
        "state": measured.state,
        "state_words": STATE_WORDS[measured.state] % {"day": date_format(first_comparable_day(promise.last), "j F Y")},
    }
