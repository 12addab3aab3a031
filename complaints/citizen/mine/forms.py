"""The small forms of one's own complaint."""

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.citizen.fields import PlainText
from complaints.rules.text import LONGEST


class AnswerForm(forms.Form):
    """What the complainant answers to an officer's question."""

    words = PlainText(
        label=_("Your answer"),
        help_text=_("If you have told the officer already, say so."),
        needed=_("Write your answer first."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ObjectionForm(forms.Form):
    """Why it is not solved."""

    words = PlainText(
        label=_("What is not solved?"),
        help_text=_("A higher officer reads this and starts again with half the time."),
        needed=_("Say what is not solved: the higher officer starts from your words."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class NoWords(forms.Form):
    """A move that needs none."""
