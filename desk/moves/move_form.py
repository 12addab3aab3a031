"""The base class of all move forms, and the field for text that officers type."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.rules.exclusion.conflict_exclusion import ConflictExclusion
from complaints.rules.refusals import Refusal
from desk.formatting import joined
from web import text_cleaning
from web.form_fields import UncutCharField

UNREADABLE_TEXT = _("This contains characters that we cannot read. Type it again, or paste it as plain text.")
INCOMPLETE_FORM = dict.fromkeys(
    ("required", "invalid", "min_value", "max_value"), _("The form arrived incomplete. Open the complaint again.")
)
FIELD_ERRORS = {"required": _("Please fill this in."), "invalid_choice": _("Choose one of these.")}


class TypedTextField(UncutCharField):
    """A multi-line text field. The text is cleaned by web.text_cleaning and limited to about five pages."""

    default_error_messages = {
        **FIELD_ERRORS,
        "max_length": _("This must be %(limit_value)d characters or fewer."),
    }

    def __init__(self, *, rows=4, **kwargs):
        super().__init__(
            widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), max_length=text_cleaning.LONGEST_TEXT, **kwargs
        )

    def to_python(self, value):
        """Clean the text before Django checks it for NUL, because Django's message has no Urdu translation."""
        try:
            return text_cleaning.clean_text(super().to_python(value))
        except text_cleaning.UnreadableText as error:
            raise forms.ValidationError(UNREADABLE_TEXT) from error


class MoveForm(forms.Form):
    """The form of one move. `seen`: the length of the history on the page, to detect that someone else moved first."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, error_messages=INCOMPLETE_FORM
    )
    warning = ""
    drafted: Sequence[str] = ()
    """The labels of the fields that a program has filled (desk.drafting_help)."""
    """A text above the form, about a consequence that the title does not mention."""
    done = ""
    """The success message, if it differs from the move's own."""
    is_filled = False
    """Whether a canned reply has just been filled in."""
    is_needed = True
    """Whether the page offers the move. False where the form would have nothing to choose."""
    details: tuple[str, ...] = ()
    """The names of the fields that go into the details of the move."""

    @classmethod
    def form_arguments_for(
        cls, complaint: Complaint, *, by: Actor, at: datetime, exclusion: ConflictExclusion | None
    ) -> dict:
        """Return the arguments of `__init__` that depend on the complaint. `exclusion`: None if it is not loaded."""
        return {}

    def __init__(self, data=None, *, name: str, seen: int, **kwargs):
        super().__init__(data, initial={"seen": seen}, auto_id=f"{name}_%s", **kwargs)
        self.name = name
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    @property
    def is_untouched(self) -> bool:
        """Return whether the form is empty: not submitted, and without a canned reply or prepared text."""
        return not (self.is_bound or self.is_filled) and self.initial.keys() == {"seen"}

    @property
    def cache_key(self) -> tuple:
        """Return everything that an untouched form shows. Forms with the same value share cached HTML."""
        fields = [
            (one.label, one.help_text, one.field.required, one.field.widget.attrs, getattr(one.field, "choices", ()))
            for one in self
        ]
        return type(self).__name__, self.name, self.initial, fields

    @property
    def history_seen(self) -> int:
        """Return how long the history was on the page of the form; 0 if the form does not state it."""
        return self.cleaned_data.get("seen") or 0

    @property
    def move_arguments(self) -> dict:
        """Return the arguments of make_move, from a valid form."""
        data = self.cleaned_data
        return {
            "words": data.get("words", ""),
            "destination_id": int(data["to"]) if data.get("to") else None,
            "details": {name: data[name] for name in self.details if data.get(name)},
        }

    def typed(self) -> list[tuple[str, str]]:
        """Return label and answer of everything that was typed or chosen, to show it if someone else moved first."""
        return [(field.label, _value_as_shown(field)) for field in self.visible_fields() if field.value()]

    def fill(self, typed: Mapping[str, str], words: str) -> None:
        """Show what was typed so far, without validation, but with `words` as the text."""
        self.initial |= {name: typed[name] for name in self.fields if name in typed} | {"words": words}
        self.fields["words"].widget.attrs["autofocus"] = True  # the page scrolls back to this form
        self.is_filled = True

    def refuse(self, reason: Refusal, sentence: str) -> None:
        """Show the reason of a refusal at the field that can correct it, or else above the form."""
        field = FIELD_OF_REFUSAL.get(reason)
        self.add_error(field if field in self.fields else None, sentence)


FIELD_OF_REFUSAL = {
    Refusal.WORDS_MISSING: "words",
    Refusal.SIGNED_REASON_MISSING: "words",
    Refusal.REPORT_TOO_SHORT: "words",
    Refusal.OUTCOME_MISSING: "outcome",
    Refusal.NEVER_RECONCILED: "outcome",
    Refusal.COMPLAINANT_NOT_HEARD: "outcome",
    Refusal.FIR_MISSING: "fir_number",
    Refusal.WORDS_TOO_LONG: "words",
    Refusal.VERDICT_MISSING: "verdict",
    Refusal.ANSWER_MISSING: "answer",
    Refusal.NOT_THAT_WAY: "how",
    Refusal.RANK_TOO_LOW: "to",
    Refusal.NOT_ADDRESSABLE: "to",
    Refusal.OUTSIDE_THE_OFFICE: "to",
    Refusal.SAME_OFFICE: "to",
    Refusal.CATEGORY_MISSING: "category",
    Refusal.PARTNER_MISSING: "client",
    Refusal.TELEPHONE_MISSING: "telephone",
    Refusal.NO_SUCH_HOUR: "day",
    Refusal.MENTIONED_CANNOT_SEE: "mentioned",
    Refusal.NO_SUCH_PLACE: "office",
    Refusal.FEEDBACK_IS_MARKED: "category",
    Refusal.CPO_CHANGES_THE_KIND: "category",
}


def _value_as_shown(field) -> str:
    """Return the value as the officer saw it: the label of a choice, or what was typed."""
    choices = getattr(field.field, "choices", None)
    if not choices:
        return field.value()
    # An entry is a value and its label, or the name of a group and a list of such pairs.
    pairs = [pair for key, label in choices for pair in (label if isinstance(label, list) else [(key, label)])]
    labels = {str(key): str(label) for key, label in pairs}
    value = field.value()
    if isinstance(value, (list, tuple)):
        return joined(*(labels.get(str(one), "") for one in value))
    return labels.get(str(value), "")
