"""What every form of a move has: the history's length that the reader saw, and words cleaned as everywhere."""

from collections.abc import Mapping
from datetime import datetime

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.rules.exclusion.conflict_exclusion import ConflictExclusion
from complaints.rules.refusals import Refusal
from web import text

UNREADABLE = _("This contains control characters. Type it again, or paste it as plain text.")
NOT_WHOLE = dict.fromkeys(
    ("required", "invalid", "min_value", "max_value"), _("The form arrived incomplete. Open the complaint again.")
)
PLEASE = {"required": _("Please fill this in."), "invalid_choice": _("Choose one of these.")}


class TypedWords(forms.CharField):
    """What a person types: cleaned as everywhere (rules.text), never longer than five pages."""

    default_error_messages = {
        **PLEASE,
        "max_length": _("This must be %(limit_value)d characters or fewer."),
    }

    def __init__(self, *, rows=4, **kwargs):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), max_length=text.LONGEST, **kwargs)

    def to_python(self, value):
        """Before Django's own check for NUL, whose message has no Urdu."""
        try:
            return text.clean(super().to_python(value))
        except text.Unreadable as error:
            raise forms.ValidationError(UNREADABLE) from error


class MoveForm(forms.Form):
    """`seen`: the history's length when the page was made, so that whoever comes second is told."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, error_messages=NOT_WHOLE)
    warning = ""
    """What stands over the form: a consequence that its title does not tell."""
    done = ""
    """The message after the move, if it differs from the move's own wording."""
    is_filled = False
    """Whether a reply written beforehand has just been put into its words."""
    details: tuple[str, ...] = ()
    """The fields that go into the move's details, by their names."""

    @classmethod
    def arguments_for(cls, complaint: Complaint, *, by: Actor, at: datetime, wall: ConflictExclusion | None) -> dict:
        """Return the arguments of `__init__` that depend on the complaint. `wall`: whom it is kept from, if known."""
        return {}

    def __init__(self, data=None, *, name: str, seen: int, **kwargs):
        super().__init__(data, initial={"seen": seen}, auto_id=f"{name}_%s", **kwargs)
        self.name = name
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    @property
    def is_untouched(self) -> bool:
        """Whether nobody has typed into it, sent it or prepared words for it."""
        return not (self.is_bound or self.is_filled) and self.initial.keys() == {"seen"}

    @property
    def what_is_drawn(self) -> tuple:
        """All that an untouched form shows. Two forms that agree in it are drawn alike."""
        fields = [
            (one.label, one.help_text, one.field.required, one.field.widget.attrs, getattr(one.field, "choices", ()))
            for one in self
        ]
        return type(self).__name__, self.name, self.initial, fields

    @property
    def history_seen(self) -> int:
        """How long the history was when the reader saw it; 0 where the form does not say."""
        return self.cleaned_data.get("seen") or 0

    @property
    def asked(self) -> dict:
        """What the form asks of make_move, from what was typed."""
        given = self.cleaned_data
        return {
            "words": given.get("words", ""),
            "to": int(given["to"]) if given.get("to") else None,
            "details": {name: given[name] for name in self.details if given.get(name)},
        }

    def typed(self) -> list[tuple[str, str]]:
        """Label and answer of everything that was typed or chosen, for a reader who was overtaken."""
        return [(field.label, _answer(field)) for field in self.visible_fields() if field.value()]

    def fill(self, typed: Mapping[str, str], words: str) -> None:
        """Show what was typed so far, unchecked, with these words in their place."""
        self.initial |= {name: typed[name] for name in self.fields if name in typed} | {"words": words}
        self.fields["words"].widget.attrs["autofocus"] = True  # the page comes back where the officer was
        self.is_filled = True

    def refuse(self, reason: Refusal, sentence: str) -> None:
        """Put why the move was refused beside the field that can mend it, or over the form."""
        field = BESIDE.get(reason)
        self.add_error(field if field in self.fields else None, sentence)


BESIDE = {
    Refusal.WORDS_MISSING: "words",
    Refusal.SIGNED_REASON_MISSING: "words",
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
    Refusal.TELEPHONE_MISSING: "telephone",
    Refusal.NO_SUCH_HOUR: "day",
    Refusal.NO_SUCH_PLACE: "office",
    Refusal.FEEDBACK_IS_MARKED: "category",
    Refusal.CPO_CHANGES_THE_KIND: "category",
}


def _answer(field) -> str:
    """An answer as its reader saw it: the choice's words, or what was typed."""
    choices = getattr(field.field, "choices", None)
    if not choices:
        return field.value()
    flat = [pair for key, words in choices for pair in (words if isinstance(words, list) else [(key, words)])]
    return str(dict(flat).get(field.value(), ""))
