"""Forms of the complainant's moves, one for each move."""

from django import forms
from django.utils.translation import gettext_lazy as _

from web.form_fields import PlainTextField
from web.text_cleaning import LONGEST_TEXT


def _text_field(*, rows: int = 4, **kwargs) -> PlainTextField:
    """Return a field for free text in either script."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return PlainTextField(max_length=LONGEST_TEXT, widget=widget, **kwargs)


class EmptyForm(forms.Form):
    """Form of a move that needs no text."""


class AnswerToOfficerForm(forms.Form):
    """Form for the answer to an officer's question, or the statement that it was answered already."""

    words = _text_field(
        label=_("Your answer"),
        needed=_("Write your answer first, or tick “I have already told the officer”."),
    )
    already = forms.BooleanField(label=_("I have already told the officer"), required=False)

    def clean(self):
        """Accept an empty answer if the complainant has already told the officer."""
        data = super().clean()
        if data.get("already") and self.errors.get("words", None) and self.has_error("words", "required"):
            del self.errors["words"]
            data["words"] = ""
        return data


class ReplyToContactForm(forms.Form):
    """Form for the answer to an officer who can only write. It counts as the contact that the policy requires."""

    words = _text_field(label=_("Your answer"), needed=_("Write your answer first."))


class AddInformationForm(forms.Form):
    """Form for adding something to the complaint."""

    words = _text_field(
        rows=3,
        label=_("Write to the officer"),
        help_text=_("Something new, or something you forgot. It will be added to your complaint."),
        needed=_("Write what you want to add."),
    )


class ObjectionForm(forms.Form):
    """Form for an objection. One tap is enough; the page asks for the explanation afterwards."""

    words = _text_field(
        label=_("What is not solved?"),
        required=False,
        help_text=_("A higher officer will read this and start again, with half the time."),
    )


class MissingDetailsForm(forms.Form):
    """Form for what is missing, on the page of the one-tap link that recorded “no” or “partly”."""

    words = _text_field(
        rows=3,
        label=_("What is missing?"),
        needed=_("Write what is missing, or close this page: your answer is recorded anyway."),
    )


class AppealForm(forms.Form):
    """Form for the reason of an appeal."""

    words = _text_field(
        label=_("Why should it be looked at again?"),
        help_text=_("A higher officer will read this and start again, with half the time."),
        needed=_("Say why. The higher officer will start from what you write."),
    )


class ReinstateForm(forms.Form):
    """Form for the reason why a withdrawn complaint is reopened."""

    words = _text_field(
        label=_("Why are you reopening it?"),
        help_text=_("A higher officer will read this and start again, with half the time."),
        needed=_("Say why. The higher officer will start from what you write."),
    )


class InvitationAnswerForm(forms.Form):
    """Form for the answer to an invitation. No reason is needed."""

    words = _text_field(rows=2, required=False, label=_("A time that would suit you, or anything else you want to say"))


class WithdrawForm(forms.Form):
    """Form for withdrawing the complaint. The reason is optional."""

    words = _text_field(rows=2, required=False, label=_("Why are you withdrawing it?"))


class PressureReportForm(forms.Form):
    """Form for reporting pressure, and how to contact the complainant safely. It can stay empty."""

    words = _text_field(
        rows=3,
        required=False,
        label=_("What is happening?"),
        help_text=_("Who is putting pressure on you, and how we can contact you safely. You can leave this empty."),
    )
