"""Page 3 of a report of a missing child: who is missing, and what happened."""

from django import forms
from django.utils.translation import gettext_lazy as _

from citizen.filing.filing_forms import StatementForm
from citizen.filing.kept_out_form import KEEP_FROM_QUESTION
from complaints.models.display.complaint_labels import THREE_ANSWERS
from complaints.models.missing_child import CHILD_ANSWERS, SEXES
from complaints.rules.complainant.missing_child_answers import ADULT_AGE
from web.form_fields import INVALID_CHOICE, LATIN_DIGITS, PlainTextField

CHILD_FIELDS = ("child_name", "child_age", "child_sex", "child_wearing", "child_left", "child_custody")
"""The questions about a missing child on every channel, besides where and when it was last seen."""

PAGE_FIELDS = (*CHILD_FIELDS[:4], "landmark", "happened_about", *CHILD_FIELDS[4:])
"""The answers of this page, in its order. Where and when the child was last seen are fields of every complaint."""

LAST_SEEN = {
    "landmark": _("Where was the child last seen?"),
    "happened_about": _("When was the child last seen?"),
}
LAST_SEEN_EXAMPLE = _("For example: today at about 4 pm.")
CHOICE_ERRORS = {"invalid_choice": INVALID_CHOICE}


class MissingChildFields(forms.Form):
    """Fields about the missing child. None is required, because people often do not know the answer."""

    child_name = PlainTextField(label=_("Name of the child"), required=False, max_length=120)
    child_age = forms.CharField(
        label=_("Age in years"),
        required=False,
        max_length=4,
        help_text=_("0 for a baby. If you are not sure, guess."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}),
    )
    child_sex = forms.ChoiceField(
        label=_("Girl or boy?"), required=False, choices=[("", _("Choose …")), *SEXES], error_messages=CHOICE_ERRORS
    )
    child_wearing = PlainTextField(label=_("What was the child wearing?"), required=False, max_length=200)
    child_left = forms.ChoiceField(
        label=_("Could the child have left home on their own?"),
        required=False,
        choices=[("", _("Choose …")), *CHILD_ANSWERS],
        error_messages=CHOICE_ERRORS,
    )
    child_custody = forms.ChoiceField(
        label=_("Is there a dispute over who the child should live with?"),
        required=False,
        choices=[("", _("Choose …")), *CHILD_ANSWERS],
        error_messages=CHOICE_ERRORS,
        help_text=_("The search begins whatever you answer."),
    )

    def clean_child_age(self) -> str:
        """Return the age as the draft stores it. A person of 18 or older is reported as a missing adult."""
        typed = self.cleaned_data["child_age"].translate(LATIN_DIGITS).strip()
        if not typed:
            return ""
        if not (typed.isascii() and typed.isdigit()):
            raise forms.ValidationError(_("Write the age as a number, like 7."))
        if int(typed) >= ADULT_AGE:
            raise forms.ValidationError(
                _("This is for children under 18. For somebody older, choose the category “Missing adult”.")
            )
        return str(int(typed))


class MissingChildForm(MissingChildFields, StatementForm):
    """Form for what happened and who is missing. Only what happened is required."""

    is_child = True

    landmark = PlainTextField(label=LAST_SEEN["landmark"], required=False, max_length=200)
    happened_about = PlainTextField(
        label=LAST_SEEN["happened_about"], required=False, max_length=120, help_text=LAST_SEEN_EXAMPLE
    )
    keep_from = forms.ChoiceField(
        label=KEEP_FROM_QUESTION, required=False, choices=THREE_ANSWERS, error_messages=CHOICE_ERRORS
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        for name in (*PAGE_FIELDS, "keep_from"):
            kind = "form-select" if isinstance(self.fields[name], forms.ChoiceField) else "form-control"
            self.fields[name].widget.attrs["class"] = kind
        self.order_fields([*PAGE_FIELDS[:6], "text", *PAGE_FIELDS[6:], "keep_from"])

    @property
    def additional_answers(self) -> dict:
        """Return what a valid form adds to the draft."""
        kept_out = {"keep_from": self.cleaned_data["keep_from"] or "no"}
        return {name: self.cleaned_data[name] for name in PAGE_FIELDS} | kept_out
