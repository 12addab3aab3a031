"""The small forms of one's own complaint: one for each act."""

from django import forms
from django.utils.translation import gettext_lazy as _

from web.form_fields import PlainText
from web.text import LONGEST


def _words(*, rows: int = 4, **kwargs) -> PlainText:
    """Free words, in either script."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return PlainText(max_length=LONGEST, widget=widget, **kwargs)


class NoWords(forms.Form):
    """An act that needs none."""


class AnswerForm(forms.Form):
    """What the complainant answers to an officer's question, or that they have answered it already."""

    words = _words(
        label=_("Your answer"),
        needed=_("Write your answer first, or tick “I have already told the officer”."),
    )
    already = forms.BooleanField(label=_("I have already told the officer"), required=False)

    def clean(self):
        """Who has answered already need not write it again."""
        given = super().clean()
        if given.get("already") and self.errors.get("words", None) and self.has_error("words", "required"):
            del self.errors["words"]
            given["words"] = ""
        return given


class ReplyForm(forms.Form):
    """The answer to an officer who can only write: it is the contact that the law of the portal asks for."""

    words = _words(label=_("Your answer"), needed=_("Write your answer first."))


class AddForm(forms.Form):
    words = _words(
        rows=3,
        label=_("Write to the officer"),
        help_text=_("Something new, or something you forgot. It will be added to your complaint."),
        needed=_("Write what you want to add."),
    )


class ObjectionForm(forms.Form):
    """Why it is not solved; one tap is enough, and the page asks for the words afterwards."""

    words = _words(
        label=_("What is not solved?"),
        required=False,
        help_text=_("A higher officer will read this and start again, with half the time."),
    )


class MissingForm(forms.Form):
    """What is missing, said through the link that recorded "no" or "partly"."""

    words = _words(
        rows=3,
        label=_("What is missing?"),
        needed=_("Write what is missing, or close this page: your answer is recorded anyway."),
    )


class AppealForm(forms.Form):
    """Why it should be looked at again."""

    words = _words(
        label=_("Why should it be looked at again?"),
        help_text=_("A higher officer will read this and start again, with half the time."),
        needed=_("Say why. The higher officer will start from what you write."),
    )


class ReinstateForm(forms.Form):
    """Why it is taken up again."""

    words = _words(
        label=_("Why are you reopening it?"),
        help_text=_("A higher officer will read this and start again, with half the time."),
        needed=_("Say why. The higher officer will start from what you write."),
    )


class InvitationForm(forms.Form):
    """An answer to an invitation. No reason is asked for."""

    words = _words(rows=2, required=False, label=_("When would suit you, or anything else you want to say"))


class WithdrawForm(forms.Form):
    words = _words(rows=2, required=False, label=_("Why are you withdrawing it?"))


class PressureForm(forms.Form):
    words = _words(
        rows=3,
        required=False,
        label=_("What is happening?"),
        help_text=_("Who is putting pressure on you, and how we can contact you safely. You can leave this empty."),
    )
