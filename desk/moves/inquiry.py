"""Forms of the moves during an inquiry: ask the complainant, resume, urgent action, referral."""

from datetime import datetime, timedelta

from django import forms
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from complaints.models.display.complaint_labels import URGENT_ACTS
from complaints.workflow.report import LONGEST_FIR_NUMBER
from desk.moves.move_form import FIELD_ERRORS, MoveForm, TypedTextField
from web.form_fields import PlainTextField

EARLIEST_BEFORE_REGISTRATION = timedelta(days=365)
"""How long before its registration the police can have acted on a matter. An earlier time has a mistyped year."""
ZARRA_NOTICE = "ZARRA told"
"""The beginning of the urgent action for a missing child, as categories.csv words it."""


def _moment_field(label, *, required: bool = True) -> forms.DateTimeField:
    """Return a field for a date and a time. That they are in the past is checked by the form."""
    return forms.DateTimeField(
        label=label,
        required=required,
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages=FIELD_ERRORS | {"invalid": _("Enter a valid date and time.")},
    )


class AskCitizenForm(MoveForm):
    """Ask the complainant a question, which pauses the report clock."""

    words = TypedTextField(
        label=_("Your question"),
        help_text=_(
            "The report deadline is paused until they answer: at most twice a round, and for a quarter of the "
            "time limit in total."
        ),
    )


class ResumeInquiryForm(MoveForm):
    """End the pause and go on with the inquiry."""

    words = TypedTextField(label=_("What you received, or why you continue without it"), required=False, rows=3)


class UrgentActForm(MoveForm):
    """Record the urgent action that the category requires. `what`: the action, in the words of its policy.

    `received_at`: when the complaint was registered. For a missing child the form also records when ZARRA was
    notified, and the FIR with its time.
    """

    zarra_at = _moment_field(_("When ZARRA was notified"))
    fir_number = PlainTextField(label=_("FIR number"), required=False, max_length=LONGEST_FIR_NUMBER)
    fir_at = _moment_field(_("When the FIR was registered"), required=False)
    words = TypedTextField(label=_("What was done, when and by whom"), rows=2)
    details = ("zarra_at", "fir_number", "fir_at")

    @classmethod
    def form_arguments_for(cls, complaint, *, by, at, exclusion=None) -> dict:
        return {"what": complaint.policy.urgent_act, "received_at": complaint.received_at}

    def __init__(self, *args, what: str = "", received_at: datetime | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.received_at = received_at
        self.fields["words"].help_text = URGENT_ACTS.get(what, what)
        if not what.startswith(ZARRA_NOTICE):
            for name in self.details:
                del self.fields[name]

    def clean(self) -> dict:
        data = super().clean()
        for name in ("zarra_at", "fir_at"):
            if not data.get(name):
                continue
            if data[name] > now():
                self.add_error(name, _("This time is in the future. Enter a time in the past."))
            elif self.received_at and self.received_at - data[name] > EARLIEST_BEFORE_REGISTRATION:
                self.add_error(name, _("This time is more than a year before the complaint. Check the year."))
        if bool(data.get("fir_number")) != bool(data.get("fir_at")) and "fir_at" not in self.errors:
            empty = "fir_at" if data.get("fir_number") else "fir_number"
            if empty in self.fields:
                self.add_error(empty, _("Enter both the number of the FIR and when it was registered."))
        return data


class ReferOutsideForm(MoveForm):
    """Record that the complaint was referred to the FIA and the NCHR."""

    words = TypedTextField(
        label=_("To whom, when and under what number"),
        rows=3,
        help_text=_("The FIA investigates torture, death and rape in custody; the NCHR supervises it. Inform both."),
    )
