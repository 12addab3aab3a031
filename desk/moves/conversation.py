"""Forms of the moves that write to the complainant or to other officers without a change of status."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Officer, Posting
from complaints.models import Complaint
from complaints.models.display.complaint_labels import REFUSALS
from complaints.queries.mention_candidates import mention_candidates
from complaints.rules.exclusion.conflict_exclusion import ConflictExclusion
from complaints.rules.refusals import Refusal
from desk.formatting import joined, post_of
from desk.moves.move_form import MoveForm, TypedTextField
from desk.rules.mentions import find_mentions

NOBODY_OF_THAT_NAME = _(
    "No officer called “%(name)s” can open this complaint. Choose a colleague from the list, or remove the @."
)
SEVERAL_OF_THAT_NAME = _("Several officers are called “%(name)s”. Choose the right one from the list.")


class TellCitizenForm(MoveForm):
    """Send the complainant a message that needs no answer and pauses nothing."""

    words = TypedTextField(
        label=_("Your message"),
        help_text=_("This appears on the complainant's page. They may answer. No deadline is paused."),
    )


class OfficerNoteForm(MoveForm):
    """Write a note for other officers."""

    words = TypedTextField(
        label=_("Your note"),
        rows=3,
        help_text=_(
            "Everyone in your office and above who can open this complaint can read this. You cannot undo it. "
            "Type @ and a name to notify a colleague."
        ),
    )
    mentioned = forms.TypedMultipleChoiceField(
        label=_("Colleagues to notify"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(("invalid_choice", "invalid_list"), REFUSALS[Refusal.MENTIONED_CANNOT_SEE]),
    )
    details = ("mentioned",)

    @classmethod
    def form_arguments_for(
        cls, complaint: Complaint, *, by: Actor, at: datetime, exclusion: ConflictExclusion | None
    ) -> dict:
        """Return how to load the officers who may be mentioned: those who may see the complaint, without the writer."""
        load = partial(mention_candidates, complaint, at=at, exclusion=exclusion, except_for=by.officers)
        return {"load_candidates": load}

    def __init__(self, data=None, *, load_candidates: Callable[[], list[Posting]], **kwargs):
        super().__init__(data, **kwargs)
        self._load_candidates = load_candidates
        self.officers: dict[int, Officer] = {}
        self.helper.layout = Layout("seen", "words", Field("mentioned", template="desk/mention_choices.html"))
        if self.is_bound:
            self.offer_colleagues()

    def offer_colleagues(self) -> None:
        """Load the colleagues to choose from. The complaint's page loads them only when the officer asks for them."""
        candidates = self._load_candidates()
        self.officers = {one.officer_id: one.officer for one in candidates}
        self.fields["mentioned"].choices = [
            (one.officer_id, joined(one.officer.name, post_of(one), gettext("on leave") if one.away_until else ""))
            for one in candidates
        ]

    def clean(self):
        """Add the officers mentioned in the text to those chosen, and the names of those chosen to the text.

        So a note shows whom it notified. A name that nobody or several have is refused; the text stays.
        """
        data = super().clean()
        words, chosen = data.get("words"), data.get("mentioned") or []
        if not words or self.has_error("mentioned"):
            return data
        names = {pk: {officer.name_en, officer.name_ur} - {""} for pk, officer in self.officers.items()}
        typed = find_mentions(words, names, chosen=chosen)
        for name in typed.unknown:
            self.add_error("words", NOBODY_OF_THAT_NAME % {"name": name})
        for name in typed.ambiguous:
            self.add_error("words", SEVERAL_OF_THAT_NAME % {"name": name})
        added = [f"@{self.officers[pk].name}" for pk in chosen if pk not in typed.found]
        if added and not self.errors:
            data["words"] = f"{words}\n{' '.join(added)}"
        data["mentioned"] = sorted({*chosen, *typed.found})
        return data
