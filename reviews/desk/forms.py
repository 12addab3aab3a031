"""What is filled in on a review: an explanation, a decision, an appeal, an order. What is possible, the table says."""

from collections.abc import Collection, Mapping

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desk.audit.forms import day_field
from desk.moves.move_form import NOT_WHOLE, PLEASE, UNREADABLE, TypedWords
from reviews.models.labels import DECISIONS, GROUNDS, ORDER_OUTCOMES, REFUSALS
from reviews.rules.decisions import Decision, Ground, OrderOutcome
from reviews.rules.guards import LONGEST_NUMBER
from reviews.rules.refusals import Refusal
from reviews.services.attachments import Handed


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, as a list; each is inspected by the service."""

    def __init__(self, **kwargs):
        accept = {"accept": "image/*,.heic,application/pdf,.pdf", "multiple": True}
        super().__init__(required=False, widget=SeveralFiles(attrs=accept), **kwargs)

    def clean(self, data, initial=None):
        uploads = data if isinstance(data, (list, tuple)) else [data] if data else []
        return [super(FilesField, self).clean(one) for one in uploads]


class StepForm(forms.Form):
    """`seen`: the history's length when the page was made, so that whoever comes second is told."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, error_messages=NOT_WHOLE)

    def __init__(self, data=None, files=None, *, name: str, seen: int, **kwargs):
        super().__init__(data, files, initial={"seen": seen}, auto_id=f"{name}_%s", **kwargs)
        self.name = name

    def refuse(self, reason: Refusal) -> None:
        """Put why the step was refused beside the field that can mend it, or over the form."""
        field = BESIDE.get(reason)
        self.add_error(field if field in self.fields else None, REFUSALS[reason])

    def typed(self) -> list[str]:
        """What was written in free words, for a reader whose session is over."""
        return [words for name in ("words", "number") if (words := (self.data.get(name) or "").strip())]


class SayForm(StepForm):
    """An explanation or an appeal, with files."""

    words = TypedWords(rows=8)
    files = FilesField(
        label=_("Photos and PDFs"),
        help_text=_(
            "Up to 5 files, 10 MB each. Files are checked like evidence; files with hidden content are refused."
        ),
        error_messages={"empty": _("The file is empty.")},
    )

    @property
    def handed(self) -> list[Handed]:
        uploads = self.cleaned_data["files"]
        return [Handed(one.name, one.content_type or "", one.size, one.chunks()) for one in uploads]


class ExplainForm(SayForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("Your explanation")
        self.fields["words"].help_text = _(
            "Write one explanation for all flags. The deciding officer reads it first; say what the "
            "dossiers do not show."
        )


class AppealForm(SayForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("Why the decision is wrong")
        self.fields["words"].help_text = _(
            "You can appeal once, to the next authority. An appeal cannot make the decision worse."
        )


class DecideForm(StepForm):
    """Offer on an appeal only what is not graver, and only grounds that a dossier shows, with the number of flags.

    `by_flag`: the grounds that each flag's dossier supports.
    """

    decision = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect, error_messages=PLEASE)
    grounds = forms.MultipleChoiceField(
        label=_("Grounds for finding the delay deliberate"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Only grounds that a dossier shows are listed. A ground counts only for the flags for which it is on "
            "record. A delay cannot be called deliberate without a ground."
        ),
        error_messages=PLEASE,
    )
    words = TypedWords(label=_("Reasons"), rows=6, help_text=_("The officer will read them."))

    def __init__(self, *args, by_flag: Mapping[int, Collection[Ground]], before: Decision | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        shown = {ground: sum(ground in theirs for theirs in by_flag.values()) for ground in Ground}
        most = before.gravity if before else Decision.REFERRED.gravity
        self.fields["decision"].choices = [one for one in DECISIONS if Decision(one[0]).gravity <= most]
        self.fields["grounds"].choices = [
            (value, _on_record(words, shown[Ground(value)], len(by_flag)))
            for value, words in GROUNDS
            if shown[Ground(value)]
        ]
        if not any(shown.values()):
            del self.fields["grounds"]

    @property
    def given(self) -> dict:
        told = self.cleaned_data
        grounds = frozenset(Ground(one) for one in told.get("grounds", ()))
        return {"decision": Decision(told["decision"]), "grounds": grounds, "words": told["words"]}


def _on_record(words: str, number: int, flags: int) -> str:
    """A ground, with the number of flags for which it is on record where that is not every flag."""
    if number == flags:
        return words
    return gettext("%(ground)s (on record for %(number)s of %(flags)s flags)") % {
        "ground": words, "number": number, "flags": flags,
    }  # fmt: skip


class OrderForm(StepForm):
    """`appealed`: the decision on whose appeal to the government the order is; None for the order of a referral."""

    number = forms.CharField(
        label=_("Order number"),
        max_length=LONGEST_NUMBER,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages=PLEASE
        | {"max_length": REFUSALS[Refusal.ORDER_MISSING], "null_characters_not_allowed": UNREADABLE},
    )

    def __init__(self, *args, appealed: Decision | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"] = day_field(_("Date of the order"), required=True)
        if appealed is None:
            return
        adverse = [one for one in DECISIONS if Decision(one[0]).is_adverse]
        milder = [one for one in adverse if Decision(one[0]).gravity < appealed.gravity]
        upheld, _modified, set_aside = ORDER_OUTCOMES
        modified = [(f"{OrderOutcome.MODIFIED}:{code}", _to_milder(words)) for code, words in milder]
        self.fields["outcome"] = forms.ChoiceField(
            label=_("What the government decided"),
            choices=[upheld, *modified, set_aside],
            widget=forms.RadioSelect,
            error_messages=PLEASE,
        )

    @property
    def given(self) -> dict:
        told = self.cleaned_data
        outcome, _colon, milder = told.get("outcome", "").partition(":")
        return {
            "number": told["number"],
            "on": told["on"],
            "outcome": OrderOutcome(outcome) if outcome else None,
            "milder": Decision(milder) if milder else None,
        }


def _to_milder(decision: str) -> str:
    return format_lazy(_("Modified to: {decision}"), decision=decision)


FORMS = {
    "explain": ExplainForm,
    "decide": DecideForm,
    "decide_finally": DecideForm,
    "appeal": AppealForm,
    "record_order": OrderForm,
}
BESIDE = {
    Refusal.WORDS_MISSING: "words",
    Refusal.WORDS_TOO_LONG: "words",
    Refusal.UNREADABLE: "words",
    Refusal.DECISION_MISSING: "decision",
    Refusal.NEVER_GRAVER: "decision",
    Refusal.GROUND_MISSING: "grounds",
    Refusal.GROUND_NOT_SHOWN: "grounds",
    Refusal.NO_GROUND_NEEDED: "grounds",
    Refusal.ORDER_MISSING: "number",
    Refusal.ORDER_DATE: "on",
    Refusal.OUTCOME_MISSING: "outcome",
    Refusal.MILDER_MISSING: "outcome",
}
