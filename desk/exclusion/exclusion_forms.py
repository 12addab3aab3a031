"""Forms with which operators settle whom a complaint is against, and ask to end or decide on exclusions."""

from collections import Counter

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Office
from accounts.models.choice_labels import RANK_CHOICES
from accounts.rules.office_tree import STATION_KINDS
from accounts.rules.ranks import Rank
from complaints.models import Exclusion
from complaints.models.display.complaint_labels import POSTS
from complaints.queries.exclusion.settling_candidates import SettlingCandidate
from complaints.rules.exclusion.stated_posts import StatedPost
from complaints.services.exclusion.settling import Correction
from desk.calls.call_form import OBJECTION_HELP, OBJECTION_LABEL
from desk.formatting import joined, post_of
from desk.moves.move_form import FIELD_ERRORS, TypedTextField

DESCRIPTION_FIELDS = ("place", "rank", "post")
NOT_KNOWN = ("", _("Not known"))


class SettleForm(forms.Form):
    """Whom the complaint is against: the place, rank and post, and officers by name."""

    place = forms.ChoiceField(label=_("Police station or office"), error_messages=FIELD_ERRORS)
    rank = forms.ChoiceField(
        label=pgettext_lazy("of an officer", "Rank"),
        required=False,
        choices=[NOT_KNOWN, *RANK_CHOICES],
        error_messages=FIELD_ERRORS,
    )
    post = forms.ChoiceField(
        label=_("Most senior officer involved"),
        required=False,
        choices=[NOT_KNOWN, *POSTS],
        error_messages=FIELD_ERRORS,
    )
    officers = forms.TypedMultipleChoiceField(
        label=_("Officers"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose only officers whom the complaint is about. You can leave this empty."),
        error_messages=FIELD_ERRORS,
    )
    words = TypedTextField(
        label=_("How do you know?"),
        rows=2,
        help_text=_("If this would open the complaint to more officers, the complainant reads it. Do not name anyone."),
    )

    def __init__(
        self, data=None, *, offices: list[Office], candidates: list[SettlingCandidate], description: dict, **kwargs
    ):
        """Build the form. `description`: what the complainant said: the code of the place, the rank and the post."""
        super().__init__(data, initial=description, **kwargs)
        self.description = description
        self.offices = {office.code: office for office in offices}
        self.fields["place"].choices = [(office.code, office.name) for office in offices]
        self.fields["officers"].choices = [(one.officer.pk, candidate_label(one)) for one in candidates]

    @property
    def correction(self) -> Correction | None:
        """Return the place, rank and post if they differ from what the complainant said, else None."""
        typed = {name: self.cleaned_data[name] for name in DESCRIPTION_FIELDS}
        if typed == {name: self.description.get(name, "") for name in DESCRIPTION_FIELDS}:
            return None
        return Correction(
            place=self.offices[typed["place"]],
            rank=Rank(typed["rank"]) if typed["rank"] else None,
            post=StatedPost(typed["post"]) if typed["post"] else None,
        )


class EndExclusionForm(forms.Form):
    """Which exclusions to end, and why."""

    exclusions = forms.TypedMultipleChoiceField(
        label=_("Open the complaint to"), coerce=int, widget=forms.CheckboxSelectMultiple, error_messages=FIELD_ERRORS
    )
    words = TypedTextField(
        label=_("Why they should be able to open it"),
        rows=2,
        help_text=_("The complainant will read this. Do not name anyone."),
    )

    def __init__(self, data=None, *, exclusions: list[Exclusion], **kwargs):
        super().__init__(data, **kwargs)
        labels = Counter(map(exclusion_label, exclusions))
        self.fields["exclusions"].choices = [
            (row.pk, label if labels[label] == 1 else f"{label} ({row.get_ground_display()})")
            for row in exclusions
            for label in [exclusion_label(row)]
        ]


class DecisionForm(forms.Form):
    """The reason for a decision, which the complainant reads."""

    words = TypedTextField(
        label=_("Reason"), rows=2, help_text=_("The complainant will read this. Do not name anyone.")
    )


class ObjectionForm(forms.Form):
    """Why the complainant objects, as they said by telephone."""

    words = TypedTextField(label=OBJECTION_LABEL, required=False, rows=2, help_text=OBJECTION_HELP)


def candidate_label(one: SettlingCandidate) -> str:
    """Return rank, name and posts of an officer."""
    return joined(one.officer.title, *dict.fromkeys(post_of(posting) for posting in one.postings))


def exclusion_label(row: Exclusion) -> str:
    """Return the office or officer that an exclusion keeps from the complaint."""
    if row.office is None:
        return row.officer.title
    if row.office.kind in STATION_KINDS:
        return row.office.name
    return str(_("%(office)s and every office below it") % {"office": row.office.name})
