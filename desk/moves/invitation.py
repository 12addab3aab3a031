"""Form of the move that invites the complainant to an office."""

from datetime import datetime

from django import forms
from django.utils.timezone import get_default_timezone, make_aware
from django.utils.translation import gettext_lazy as _

from complaints.models.display.complaint_labels import REFUSALS
from complaints.queries.current_invitations import suggested_host_offices
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.rules.refusals import Refusal
from desk.moves.move_form import FIELD_ERRORS, MoveForm, TypedTextField


class InviteForm(MoveForm):
    """Invite the complainant to an office at a date and time. The complainant may decline, and the message says so."""

    office = forms.ChoiceField(label=_("Office"), error_messages=FIELD_ERRORS)
    day = forms.DateField(
        label=_("Date"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={**FIELD_ERRORS, "invalid": REFUSALS[Refusal.NO_SUCH_HOUR]},
    )
    hour = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={**FIELD_ERRORS, "invalid": REFUSALS[Refusal.NO_SUCH_HOUR]},
    )
    words = TypedTextField(
        label=_("Reason for the invitation"),
        rows=3,
        help_text=_(
            "The complainant will read this, and that they do not have to come. No deadline is paused, whatever "
            "they answer."
        ),
    )

    @classmethod
    def form_arguments_for(cls, complaint, *, by, at, exclusion=None) -> dict:
        exclusion = conflict_exclusion_of(complaint, at=at) if exclusion is None else exclusion
        return {"offices": suggested_host_offices(complaint, by, exclusion=exclusion)}

    def __init__(self, data=None, *, offices=(), **kwargs):
        super().__init__(data, **kwargs)
        self.fields["office"].choices = [(str(office.pk), office.name) for office in offices]

    @property
    def move_arguments(self) -> dict:
        data = self.cleaned_data
        appointed = make_aware(datetime.combine(data["day"], data["hour"]), get_default_timezone())
        return super().move_arguments | {"details": {"office": int(data["office"]), "appointed_at": appointed}}
