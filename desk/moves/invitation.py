"""Form of the move that invites the complainant to an office."""

from datetime import datetime

from django import forms
from django.utils.timezone import get_default_timezone, make_aware
from django.utils.translation import gettext_lazy as _

from complaints.models.labels import REFUSALS
from complaints.queries.conflict_exclusion import wall_of
from complaints.queries.invitations import offices_on_file
from complaints.rules.refusals import Refusal
from desk.moves.move_form import PLEASE, MoveForm, TypedWords


class InviteForm(MoveForm):
    """Invite the complainant to an office at a date and time. The complainant may decline, and the message says so."""

    office = forms.ChoiceField(label=_("Office"), error_messages=PLEASE)
    day = forms.DateField(
        label=_("Date"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={**PLEASE, "invalid": REFUSALS[Refusal.NO_SUCH_HOUR]},
    )
    hour = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={**PLEASE, "invalid": REFUSALS[Refusal.NO_SUCH_HOUR]},
    )
    words = TypedWords(
        label=_("Reason for the invitation"),
        rows=3,
        help_text=_(
            "The complainant will read this, and that they do not have to come. No deadline is paused, whatever "
            "they answer."
        ),
    )

    @classmethod
    def arguments_for(cls, complaint, *, by, at, wall=None) -> dict:
        wall = wall_of(complaint, at=at) if wall is None else wall
        return {"offices": offices_on_file(complaint, by, exclusion=wall)}

    def __init__(self, data=None, *, offices=(), **kwargs):
        super().__init__(data, **kwargs)
        self.fields["office"].choices = [(str(office.pk), office.name) for office in offices]

    @property
    def asked(self) -> dict:
        data = self.cleaned_data
        appointed = make_aware(datetime.combine(data["day"], data["hour"]), get_default_timezone())
        return super().asked | {"details": {"office": int(data["office"]), "appointed_at": appointed}}
