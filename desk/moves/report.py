"""Forms of the moves about the report: submit, verify, accept, return."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from complaints.models.display.complaint_labels import OUTCOMES, REFUSALS, VERDICTS
from complaints.models.display.report_texts import PART_LABELS
from complaints.rules.inquiry.report_parts import (
    EVIDENCE_SEEN,
    FINDING,
    NEXT_STEP,
    PARTS_BESIDE_FINDING,
    PARTS_THAT_PROVE,
    PERSONS_HEARD,
    RELIEF,
    is_finding_too_short,
    missing_parts,
    short_parts,
)
from complaints.rules.refusals import Refusal
from complaints.services import routing
from complaints.workflow.report import LONGEST_FIR_NUMBER, LONGEST_FIR_STATION
from desk.formatting import officer_with_post
from desk.moves.move_form import FIELD_ERRORS, MoveForm, TypedTextField
from web.form_fields import PlainTextField


class SubmitReportForm(MoveForm):
    """Submit the report of the inquiry in its parts, with its outcome and, for a crime, the FIR.

    The finding stands first, because it is the only part that every report needs.
    """

    outcome = forms.ChoiceField(
        label=_("Finding"),
        choices=[(str(outcome), label) for outcome, label in OUTCOMES],
        widget=forms.RadioSelect,
        help_text=_("When you choose one, the cursor moves to the text below."),
        error_messages=FIELD_ERRORS,
    )
    words = TypedTextField(
        label=PART_LABELS[FINDING], rows=5, help_text=_("In whole sentences: what happened, and why you conclude this.")
    )
    relief = TypedTextField(
        label=PART_LABELS[RELIEF],
        required=False,
        rows=2,
        help_text=_("What was done for the complainant, when and by whom."),
    )
    persons_heard = TypedTextField(
        label=PART_LABELS[PERSONS_HEARD],
        required=False,
        rows=2,
        help_text=_("Whom you heard, in which role and when. The complainant reads this too."),
    )
    evidence_seen = TypedTextField(
        label=PART_LABELS[EVIDENCE_SEEN],
        required=False,
        rows=2,
        help_text=_("Documents, places, pictures and records that you looked at yourself."),
    )
    next_step = TypedTextField(
        label=PART_LABELS[NEXT_STEP],
        required=False,
        rows=2,
        help_text=_("What happens next, who does it and by when."),
    )
    fir_number = PlainTextField(
        label=_("FIR number"),
        required=False,
        max_length=LONGEST_FIR_NUMBER,
        help_text=_("If an FIR was registered, enter its number and police station."),
    )
    fir_station = PlainTextField(
        label=_("Police station of the FIR"),
        required=False,
        max_length=LONGEST_FIR_STATION,
    )
    details = ("outcome", "fir_number", "fir_station", *PARTS_BESIDE_FINDING)

    @classmethod
    def form_arguments_for(cls, complaint, *, by, at, exclusion=None) -> dict:
        return {"is_crime": complaint.category.is_crime, "is_sensitive": complaint.is_sensitive}

    def __init__(self, data=None, *, is_crime=False, is_sensitive=False, **kwargs):
        super().__init__(data, **kwargs)
        self.is_sensitive = is_sensitive
        for name in PARTS_THAT_PROVE:
            self.fields[name].required = is_sensitive
        if is_crime:
            self.fields["fir_number"].help_text = _(
                "This is a crime. Enter the number and police station of the FIR. Without an FIR, your "
                "superior must sign a reason before the complaint is resolved."
            )
            return
        # file.css shows these fields only with the outcome "fir_registered".
        for name in ("fir_number", "fir_station"):
            self.fields[name].widget.attrs["data-with-fir"] = ""

    def clean(self) -> dict:
        """Check the least content of each part, at the part itself."""
        data = super().clean()
        if data.get("words") and is_finding_too_short(data["words"]):
            self.add_error("words", REFUSALS[Refusal.REPORT_TOO_SHORT])
        for name in short_parts(data):
            self.add_error(name, REFUSALS[Refusal.REPORT_PART_TOO_SHORT])
        for name in missing_parts(data, is_sensitive=False):
            if not self.has_error(name):
                self.add_error(name, _("A report with this finding must say this."))
        return data

    def refuse(self, reason: Refusal, sentence: str) -> None:
        """Show a refusal for a missing FIR at each empty field: an FIR has a number and a police station."""
        missing = [name for name in ("fir_number", "fir_station") if not self.cleaned_data.get(name)]
        if reason is not Refusal.FIR_MISSING or not missing:
            super().refuse(reason, sentence)
            return
        for name in missing:
            self.add_error(name, sentence)


class VerifyReportForm(MoveForm):
    """Record the complainant's answer to the report, after a call by the complaint cell."""

    verdict = forms.ChoiceField(
        label=_("Complainant's response"),
        choices=VERDICTS,
        widget=forms.RadioSelect,
        error_messages=FIELD_ERRORS,
    )
    words = TypedTextField(label=_("Call note"), required=False, rows=3)
    details = ("verdict",)


class AcceptReportForm(MoveForm):
    """Accept a report. For a crime without an FIR number it needs a signed reason."""

    words = TypedTextField(
        label=_("Your reason"), required=False, rows=3, help_text=_("Required for a crime without an FIR number.")
    )

    @classmethod
    def form_arguments_for(cls, complaint, *, by, at, exclusion=None) -> dict:
        return {"lacks_fir": complaint.category.is_crime and not complaint.fir_number}

    def __init__(self, data=None, *, lacks_fir=False, **kwargs):
        super().__init__(data, **kwargs)
        if lacks_fir:
            self.fields["words"].label = _("Your signed reason")
            self.fields["words"].help_text = _(
                "This crime is being resolved without an FIR number. Say why. Your reason is recorded under your name."
            )


class ReturnReportForm(MoveForm):
    """Return a report to the inquiry.

    If a report was returned before in this round, the complaint does not go back to `holder`: `goes_to` is the officer
    or office that gets it, and `to_self` tells whether that is the officer who fills in the form.
    """

    words = TypedTextField(
        label=_("What is missing"), help_text=_("The officer will read this. The complainant will not.")
    )

    @classmethod
    def form_arguments_for(cls, complaint, *, by, at, exclusion=None) -> dict:
        recipient = routing.destination_of_next_return(complaint, at=at)
        if recipient is None:
            return {}
        return {
            "holder": complaint.holder.officer.title if complaint.holder else "",
            "goes_to": officer_with_post(recipient.posting) if recipient.posting else recipient.office.name,
            "to_self": recipient.posting_id in {by.posting_id, by.head_on_leave and by.head_on_leave.posting_id},
        }

    def __init__(self, data=None, *, holder: str = "", goes_to: str = "", to_self: bool = False, **kwargs):
        super().__init__(data, **kwargs)
        names = {"holder": holder, "who": goes_to}
        if goes_to and to_self:
            self.warning = (
                gettext(
                    "A report was already returned in this round. This time the complaint does not go back to "
                    "%(holder)s: you get it, and you submit the report."
                )
                % names
            )
            self.done = gettext("The report is returned. You now have the complaint.")
        elif goes_to:
            self.warning = (
                gettext(
                    "A report was already returned in this round. This time the complaint does not go back to "
                    "%(holder)s: it goes one office up, to %(who)s."
                )
                % names
            )
            self.done = gettext("The report is returned. The complaint went one office up, to %(who)s.") % names
