"""The forms of a review: explanation, decision, appeal, order. reviews.rules.review_moves says which are offered."""

from collections.abc import Collection, Mapping

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desk.audit.access_log_forms import day_field
from desk.moves.move_form import FIELD_ERRORS, INCOMPLETE_FORM, UNREADABLE_TEXT, TypedTextField
from reviews.models.labels import DECISIONS, GROUNDS, ORDER_OUTCOMES, REFUSALS
from reviews.rules.decision_kinds import Decision, Ground, OrderOutcome
from reviews.rules.review_guards import LONGEST_ORDER_NUMBER
from reviews.rules.review_refusals import ReviewRefusal
from reviews.services.attachment_files import SubmittedFile


class MultipleFileInput(forms.FileInput):
    """A file input that accepts several files."""

    allow_multiple_selected = True


class MultipleFileField(forms.FileField):
    """A field for any number of files. Its value is a list; the service inspects each file."""

    def __init__(self, **kwargs):
        accept = {"accept": "image/*,.heic,application/pdf,.pdf", "multiple": True}
        super().__init__(required=False, widget=MultipleFileInput(attrs=accept), **kwargs)

    def clean(self, data, initial=None):
        uploads = data if isinstance(data, (list, tuple)) else [data] if data else []
        return [super(MultipleFileField, self).clean(upload) for upload in uploads]


class ReviewMoveForm(forms.Form):
    """Base of the forms. `seen`: the length of the history when the page was made, to detect a concurrent move."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, error_messages=INCOMPLETE_FORM
    )

    def __init__(self, data=None, files=None, *, name: str, seen: int, **kwargs):
        super().__init__(data, files, initial={"seen": seen}, auto_id=f"{name}_%s", **kwargs)
        self.name = name

    def add_refusal(self, reason: ReviewRefusal) -> None:
        """Add the reason of a refusal to the field that can correct it, or to the form."""
        field = FIELD_OF_REFUSAL.get(reason)
        self.add_error(field if field in self.fields else None, REFUSALS[reason])


class OfficerStatementForm(ReviewMoveForm):
    """Base of the forms for an explanation and an appeal, with files."""

    words = TypedTextField(rows=8)
    files = MultipleFileField(
        label=_("Photos and PDFs"),
        help_text=_(
            "Up to 5 files, 10 MB each. Files are checked like evidence; files with hidden content are refused."
        ),
        error_messages={"empty": _("The file is empty.")},
    )

    @property
    def submitted_files(self) -> list[SubmittedFile]:
        """The submitted files, for the service."""
        uploads = self.cleaned_data["files"]
        return [SubmittedFile(file.name, file.content_type or "", file.size, file.chunks()) for file in uploads]


class ExplanationForm(OfficerStatementForm):
    """The officer's explanation."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("Your explanation")
        self.fields["words"].help_text = _(
            "Write one explanation for all flags. The deciding officer reads it first; say what the "
            "dossiers do not show."
        )


class ReviewAppealForm(OfficerStatementForm):
    """The officer's appeal."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("Why the decision is wrong")
        self.fields["words"].help_text = _(
            "You can appeal once, to the next authority. An appeal cannot make the decision worse."
        )


class ReviewDecisionForm(ReviewMoveForm):
    """The authority's decision.

    On an appeal and after a remand, decisions graver than `gravest` are not offered. Only grounds that a dossier
    supports are offered, each with the number of flags; the page names the others in `grounds_not_on_record`, below
    the field `last_choice`.
    `by_flag`: the grounds that each flag's dossier supports.
    """

    decision = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect, error_messages=FIELD_ERRORS)
    grounds = forms.MultipleChoiceField(
        label=_("Grounds for finding the delay deliberate"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Only grounds that a dossier shows are listed. A ground counts only for the flags for which it is on "
            "record. A delay cannot be called deliberate without a ground."
        ),
        error_messages=FIELD_ERRORS,
    )
    words = TypedTextField(label=_("Reasons"), rows=6, help_text=_("The officer will read them."))

    def __init__(self, *args, by_flag: Mapping[int, Collection[Ground]], gravest: Decision | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        counts = {ground: sum(ground in supported for supported in by_flag.values()) for ground in Ground}
        greatest_gravity = gravest.gravity if gravest else Decision.REFERRED.gravity
        self.fields["decision"].choices = [
            choice for choice in DECISIONS if Decision(choice[0]).gravity <= greatest_gravity
        ]
        self.fields["grounds"].choices = [
            (value, _label_ground(label, counts[Ground(value)], len(by_flag)))
            for value, label in GROUNDS
            if counts[Ground(value)]
        ]
        self.grounds_not_on_record = [label for value, label in GROUNDS if not counts[Ground(value)]]
        self.last_choice = "grounds" if any(counts.values()) else "decision"
        if not any(counts.values()):
            del self.fields["grounds"]

    @property
    def service_arguments(self) -> dict:
        """The arguments for the service."""
        data = self.cleaned_data
        grounds = frozenset(Ground(value) for value in data.get("grounds", ()))
        return {"decision": Decision(data["decision"]), "grounds": grounds, "words": data["words"]}


def _label_ground(label: str, number: int, flags: int) -> str:
    """Return the label of a ground, with the number of flags that support it, if not all do."""
    if number == flags:
        return label
    return gettext("%(ground)s (on record for %(number)s of %(flags)s flags)") % {
        "ground": label, "number": number, "flags": flags,
    }  # fmt: skip


class ReviewOrderForm(ReviewMoveForm):
    """An order. `appealed`: the decision that was appealed to the government; None for the order of a referral."""

    number = forms.CharField(
        label=_("Order number"),
        max_length=LONGEST_ORDER_NUMBER,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages=FIELD_ERRORS
        | {"max_length": REFUSALS[ReviewRefusal.ORDER_MISSING], "null_characters_not_allowed": UNREADABLE_TEXT},
    )

    def __init__(self, *args, appealed: Decision | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"] = day_field(_("Date of the order"), required=True)
        if appealed is None:
            return
        adverse = [choice for choice in DECISIONS if Decision(choice[0]).is_adverse]
        milder = [choice for choice in adverse if Decision(choice[0]).gravity < appealed.gravity]
        upheld, _modified, set_aside, remanded = ORDER_OUTCOMES
        modified = [
            (f"{OrderOutcome.MODIFIED}:{code}", format_lazy(_("Modified to: {decision}"), decision=label))
            for code, label in milder
        ]
        self.fields["outcome"] = forms.ChoiceField(
            label=_("What the government decided"),
            choices=[upheld, *modified, set_aside, remanded],
            widget=forms.RadioSelect,
            error_messages=FIELD_ERRORS,
        )

    @property
    def service_arguments(self) -> dict:
        """The arguments for the service."""
        data = self.cleaned_data
        outcome, _colon, milder = data.get("outcome", "").partition(":")
        return {
            "number": data["number"],
            "order_date": data["on"],
            "outcome": OrderOutcome(outcome) if outcome else None,
            "milder": Decision(milder) if milder else None,
        }


FORMS_BY_MOVE = {
    "explain": ExplanationForm,
    "decide": ReviewDecisionForm,
    "decide_finally": ReviewDecisionForm,
    "appeal": ReviewAppealForm,
    "record_order": ReviewOrderForm,
}
FIELD_OF_REFUSAL = {
    ReviewRefusal.WORDS_MISSING: "words",
    ReviewRefusal.WORDS_TOO_LONG: "words",
    ReviewRefusal.UNREADABLE: "words",
    ReviewRefusal.DECISION_MISSING: "decision",
    ReviewRefusal.NEVER_GRAVER: "decision",
    ReviewRefusal.GROUND_MISSING: "grounds",
    ReviewRefusal.GROUND_NOT_SHOWN: "grounds",
    ReviewRefusal.NO_GROUND_NEEDED: "grounds",
    ReviewRefusal.ORDER_MISSING: "number",
    ReviewRefusal.ORDER_DATE: "on",
    ReviewRefusal.OUTCOME_MISSING: "outcome",
    ReviewRefusal.MILDER_MISSING: "outcome",
}
