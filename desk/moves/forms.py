"""One small form for each move that has a page. They check what was typed; what is possible, the table says."""

from collections.abc import Sequence
from datetime import datetime

from django import forms
from django.utils.timezone import get_default_timezone, make_aware, now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Posting
from complaints.models import ContactAnswer
from complaints.models.labels import OUTCOMES, REFUSALS, URGENT_ACTS, VERDICTS, WAYS
from complaints.queries.conflict_exclusion import wall_of
from complaints.queries.invitations import offices_on_file
from complaints.queries.women_officers import women_near
from complaints.rules.calls.contact_ways import Way, open_ways
from complaints.rules.refusals import Refusal
from complaints.services import routing
from complaints.workflow.report import LONGEST_FIR_NUMBER, LONGEST_FIR_STATION
from desk.moves.cell_forms import (
    CloseAsFeedbackForm,
    ExcuseContactForm,
    ForwardForm,
    LeaveUnconfirmedForm,
    RecategoriseForm,
)
from desk.moves.move_form import PLEASE, UNREADABLE, MoveForm, TypedWords
from desk.officer_choices import officers
from desk.wording import joined, with_post

ZARRA_TOLD = "ZARRA told"
"""How the urgent act of a missing child begins (categories.csv)."""


def _moment_field(label, *, required: bool = True) -> forms.DateTimeField:
    """A day and an hour in the past."""
    return forms.DateTimeField(
        label=label,
        required=required,
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages=PLEASE | {"invalid": _("Enter a valid date and time.")},
    )


class MarkForm(MoveForm):
    """`anew`: it is taken from the officer who has it."""

    anew = False
    to = forms.ChoiceField(label=_("Officer"), error_messages=PLEASE)
    words = TypedWords(label=_("Note for the officer"), required=False, rows=3)

    @classmethod
    def arguments_for(cls, complaint, *, by, at, wall=None) -> dict:
        found = routing.candidates(complaint, by=by, at=at, anew=cls.anew, wall=wall)
        return {"candidates": found, "woman_asked_for": complaint.woman_officer}

    def __init__(self, data=None, *, candidates=(), woman_asked_for=False, **kwargs):
        super().__init__(data, **kwargs)
        said = {True: gettext("woman officer")} if woman_asked_for else {}
        self.fields["to"].choices = officers(candidates, more=lambda one: said.get(one.officer.is_woman, ""))


class ReMarkForm(MarkForm):
    anew = True
    words = TypedWords(
        label=_("Reason, and a note for the officer"),
        rows=3,
        help_text=_("Deadlines keep running. The contact does not have to be repeated."),
    )


class TryContactForm(MoveForm):
    words = TypedWords(
        label=_("How you tried to reach them"),
        rows=2,
        help_text=_("After three attempts at least two hours apart, the complaint cell tries once more."),
    )


class UrgentActForm(MoveForm):
    """`what`: what the category asks for, in the words of its policy. Of a missing child: when ZARRA was told, and the
    FIR with its time."""

    zarra_at = _moment_field(_("When ZARRA was told"))
    fir_number = forms.CharField(
        label=_("FIR number"),
        required=False,
        max_length=LONGEST_FIR_NUMBER,
        error_messages={"null_characters_not_allowed": UNREADABLE},
    )
    fir_at = _moment_field(_("When the FIR was registered"), required=False)
    words = TypedWords(label=_("What was done, when and by whom"), rows=2)
    details = ("zarra_at", "fir_number", "fir_at")

    @classmethod
    def arguments_for(cls, complaint, *, by, at, wall=None) -> dict:
        return {"what": complaint.policy.urgent_act}

    def __init__(self, *args, what: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].help_text = URGENT_ACTS.get(what, what)
        if not what.startswith(ZARRA_TOLD):
            for name in self.details:
                del self.fields[name]

    def clean(self) -> dict:
        given = super().clean()
        for name in ("zarra_at", "fir_at"):
            if given.get(name) and given[name] > now():
                self.add_error(name, _("This time is in the future. Enter a time in the past."))
        if bool(given.get("fir_number")) != bool(given.get("fir_at")) and "fir_at" not in self.errors:
            empty = "fir_at" if given.get("fir_number") else "fir_number"
            if empty in self.fields:
                self.add_error(empty, _("Enter both the number of the FIR and when it was registered."))
        return given


class ReferOutsideForm(MoveForm):
    words = TypedWords(
        label=_("To whom, when and under what number"),
        rows=3,
        help_text=_("The FIA investigates torture, death and rape in custody; the NCHR supervises it. Inform both."),
    )


class BeginForm(MoveForm):
    pass


class InviteForm(MoveForm):
    """To an office, at a day and hour, with the reason. The complainant may refuse, and is told so."""

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
        return {"offices": offices_on_file(complaint, by, wall=wall)}

    def __init__(self, data=None, *, offices=(), **kwargs):
        super().__init__(data, **kwargs)
        self.fields["office"].choices = [(str(one.pk), one.name) for one in offices]

    @property
    def asked(self) -> dict:
        given = self.cleaned_data
        appointed = make_aware(datetime.combine(given["day"], given["hour"]), get_default_timezone())
        return super().asked | {"details": {"office": int(given["office"]), "appointed_at": appointed}}


class AskCallForm(MoveForm):
    """For whom the officer may not ring: the cell rings both, and neither learns the other's number."""

    telephone = forms.CharField(
        label=_("Your phone number"),
        max_length=20,
        help_text=_(
            "The complaint cell calls the complainant at the times they chose, then calls you on this number. "
            "You do not see the complainant's number."
        ),
        error_messages={"null_characters_not_allowed": UNREADABLE, **PLEASE},
    )
    words = TypedWords(
        label=_("Note for the operator"), required=False, rows=2, help_text=_("For example, when you can be reached.")
    )
    details = ("telephone",)

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["telephone"].widget.input_type = "tel"
        self.fields["telephone"].widget.attrs |= {"dir": "ltr", "autocomplete": "tel"}


class RecordContactForm(MoveForm):
    """Whom an officer can only reach through the portal is written to with this form, and answers on their page."""

    how = forms.ChoiceField(label=_("How did you speak?"), widget=forms.RadioSelect, error_messages=PLEASE)
    words = TypedWords(
        label=_("What was said"),
        help_text=_("The complainant will read this and will be asked whether you spoke to them yourself."),
    )
    spoke = forms.ChoiceField(label=_("Who spoke to them?"), required=False, error_messages=PLEASE)
    details = ("how", "spoke")

    @classmethod
    def arguments_for(cls, complaint, *, by, at, wall=None) -> dict:
        hidden = complaint.identity_is_protected
        ways = open_ways(hidden=hidden, has_phone=complaint.has_phone, has_email=complaint.has_email)
        women = women_near(complaint, at=at) if complaint.woman_officer and not hidden else ()
        return {"ways": ways, "women": women}

    def __init__(self, data=None, *, ways: Sequence[Way] = (), women: Sequence[Posting] = (), **kwargs):
        super().__init__(data, **kwargs)
        self._offer(women)
        if list(ways) == [Way.PORTAL]:
            del self.fields["how"]
            self.fields["words"].label = _("Your message to the complainant")
            self.fields["words"].help_text = _(
                "This appears on their page. If they answer it there, that counts as the contact. You "
                "cannot call them yourself."
            )
        else:
            self.fields["how"].choices = [(way.value, words) for way, words in WAYS if way in ways]

    def _offer(self, women: Sequence[Posting]) -> None:
        """Where the complainant asks for a woman officer, one may have spoken in the holder's place."""
        if not women:
            del self.fields["spoke"]
            return
        named = [(str(one.pk), joined(one.officer.title, one.post, one.office.name)) for one in women]
        self.fields["spoke"].choices = [("", _("I did")), *named]
        self.fields["spoke"].help_text = _(
            "The complainant asked for a woman officer and will be asked whether she spoke to them."
        )
        self.order_fields(["how", "spoke", "words", "seen"])


class ConfirmContactForm(MoveForm):
    words = TypedWords(label=_("Call note"), required=False, rows=2)


class DenyContactForm(MoveForm):
    answer = forms.ChoiceField(
        label=_("Complainant's answer"),
        choices=[(a.value, a.label) for a in (ContactAnswer.SOMEONE_ELSE, ContactAnswer.NOBODY)],
        widget=forms.RadioSelect,
        error_messages=PLEASE,
    )
    words = TypedWords(label=_("Call note"), required=False, rows=2)
    details = ("answer",)


class AskCitizenForm(MoveForm):
    words = TypedWords(
        label=_("Your question"),
        help_text=_(
            "The report deadline is paused until they answer: at most twice a round, and for a quarter of the "
            "time limit in total."
        ),
    )


class ResumeForm(MoveForm):
    words = TypedWords(label=_("What came in, or why you go on without it"), required=False, rows=3)


class TellCitizenForm(MoveForm):
    words = TypedWords(
        label=_("Your message"),
        help_text=_("This appears on the complainant's page. They may answer. No deadline is paused."),
    )


class NoteForm(MoveForm):
    words = TypedWords(
        label=_("Your note"),
        rows=3,
        help_text=_("Everyone in your office and above who can open this file can read this. You cannot undo it."),
    )


class KeepForm(MoveForm):
    words = TypedWords(
        label=_("Call note"),
        required=False,
        rows=2,
        help_text=_("The complainant wants to continue, or could not be reached in private."),
    )


class WithdrawForm(MoveForm):
    words = TypedWords(
        label=_("Call note"),
        rows=3,
        help_text=_(
            "The complainant told you this in private and nobody is putting pressure on them. They can reopen "
            "the complaint within 90 days."
        ),
    )


class SubmitReportForm(MoveForm):
    outcome = forms.ChoiceField(
        label=_("Finding"),
        choices=[(str(outcome), words) for outcome, words in OUTCOMES],
        widget=forms.RadioSelect,
        error_messages=PLEASE,
    )
    fir_number = forms.CharField(
        label=_("FIR number"),
        required=False,
        max_length=LONGEST_FIR_NUMBER,
        help_text=_("If an FIR was registered, enter its number and police station."),
        error_messages={"null_characters_not_allowed": UNREADABLE},
    )
    fir_station = forms.CharField(
        label=_("Police station of the FIR"),
        required=False,
        max_length=LONGEST_FIR_STATION,
        error_messages={"null_characters_not_allowed": UNREADABLE},
    )
    words = TypedWords(
        label=_("Report"), rows=8, help_text=_("What you found and what was done. The complainant will read it.")
    )
    details = ("outcome", "fir_number", "fir_station")

    @classmethod
    def arguments_for(cls, complaint, *, by, at, wall=None) -> dict:
        return {"is_crime": complaint.category.group == "crime"}

    def __init__(self, data=None, *, is_crime=False, **kwargs):
        super().__init__(data, **kwargs)
        if is_crime:
            self.fields["fir_number"].help_text = _(
                "This is a crime. Enter the number and police station of the FIR. Without an FIR, your "
                "superior must sign a reason before the complaint is resolved."
            )
            return
        for name in ("fir_number", "fir_station"):
            self.fields[name].widget.attrs["data-with-fir"] = ""  # shown with that outcome alone (file.css)

    def refuse(self, reason: Refusal, sentence: str) -> None:
        """An FIR has a number and a police station: each field that is empty says so."""
        missing = [name for name in ("fir_number", "fir_station") if not self.cleaned_data.get(name)]
        if reason is not Refusal.FIR_MISSING or not missing:
            super().refuse(reason, sentence)
            return
        for name in missing:
            self.add_error(name, sentence)


class VerifyForm(MoveForm):
    verdict = forms.ChoiceField(
        label=_("Complainant's response"),
        choices=VERDICTS,
        widget=forms.RadioSelect,
        error_messages=PLEASE,
    )
    words = TypedWords(label=_("Call note"), required=False, rows=3)
    details = ("verdict",)


class AcceptForm(MoveForm):
    words = TypedWords(
        label=_("Your reason"), required=False, rows=3, help_text=_("Required for a crime without an FIR number.")
    )

    @classmethod
    def arguments_for(cls, complaint, *, by, at, wall=None) -> dict:
        return {"lacks_fir": complaint.category.group == "crime" and not complaint.fir_number}

    def __init__(self, data=None, *, lacks_fir=False, **kwargs):
        super().__init__(data, **kwargs)
        if lacks_fir:
            self.fields["words"].label = _("Your signed reason")
            self.fields["words"].help_text = _(
                "This crime is being resolved without an FIR number. Say why. Your reason is recorded under your name."
            )


class ReturnReportForm(MoveForm):
    """`goes_to`: who gets the complaint where a report was returned before in this round. It is not `holder` again."""

    words = TypedWords(label=_("What is missing"), help_text=_("The officer will read this. The complainant will not."))

    @classmethod
    def arguments_for(cls, complaint, *, by, at, wall=None) -> dict:
        goes = routing.who_gets_a_second_return(complaint, at=at)
        if goes is None:
            return {}
        return {
            "holder": complaint.holder.officer.title if complaint.holder else "",
            "goes_to": with_post(goes.posting) if goes.posting else goes.office.name,
            "to_self": goes.posting_id in {by.posting_id, by.seat and by.seat.posting_id},
        }

    def __init__(self, data=None, *, holder: str = "", goes_to: str = "", to_self: bool = False, **kwargs):
        super().__init__(data, **kwargs)
        told = {"holder": holder, "who": goes_to}
        if goes_to and to_self:
            self.warning = (
                gettext(
                    "A report was already returned in this round. This time the complaint does not go back to "
                    "%(holder)s: you get it, and you submit the report."
                )
                % told
            )
            self.done = gettext("The report is returned. You now have the complaint.")
        elif goes_to:
            self.warning = (
                gettext(
                    "A report was already returned in this round. This time the complaint does not go back to "
                    "%(holder)s: it goes one office up, to %(who)s."
                )
                % told
            )
            self.done = gettext("The report is returned. The complaint went one office up, to %(who)s.") % told


class RejectForm(MoveForm):
    words = TypedWords(
        label=_("Your order, with its reasons"),
        help_text=_("The complainant will read it. Say why, and where they can go instead."),
        rows=5,
    )


class HoldForm(MoveForm):
    words = TypedWords(
        label=_("Why it has to be kept"),
        rows=3,
        help_text=_(
            "Which court, inquiry or case may need it. Officers read this. The complainant sees only that "
            "the complaint is kept."
        ),
    )


class LiftHoldForm(MoveForm):
    words = TypedWords(
        label=_("Why it no longer needs to be kept"),
        rows=3,
        help_text=_("If its retention period has ended, its personal details are destroyed the next night."),
    )


FORMS: dict[str, type[MoveForm]] = {
    "mark": MarkForm,
    "re_mark": ReMarkForm,
    "forward": ForwardForm,
    "recategorise": RecategoriseForm,
    "close_as_feedback": CloseAsFeedbackForm,
    "begin": BeginForm,
    "try_contact": TryContactForm,
    "urgent_act": UrgentActForm,
    "refer_outside": ReferOutsideForm,
    "ask_call": AskCallForm,
    "invite": InviteForm,
    "record_contact": RecordContactForm,
    "confirm_contact": ConfirmContactForm,
    "deny_contact": DenyContactForm,
    "leave_unconfirmed": LeaveUnconfirmedForm,
    "excuse_contact": ExcuseContactForm,
    "ask_citizen": AskCitizenForm,
    "resume": ResumeForm,
    "tell_citizen": TellCitizenForm,
    "note": NoteForm,
    "submit_report": SubmitReportForm,
    "verify": VerifyForm,
    "accept": AcceptForm,
    "return_report": ReturnReportForm,
    "reject": RejectForm,
    "keep": KeepForm,
    "withdraw": WithdrawForm,
    "hold": HoldForm,
    "lift_hold": LiftHoldForm,
}
