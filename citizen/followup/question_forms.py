"""The form of each question, and the text of the service's refusals."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from citizen.filing.forms import FAULTS
from citizen.followup.base_forms import TellForm
from citizen.followup.matter_forms import ConcernsForm, OfficerForm, PlaceForm, WhenForm
from citizen.followup.person_forms import AgeForm, BehalfForm, ProtectionForm, YouForm
from citizen.followup.safety_forms import ContactForm, HoursForm, SecondWordForm, WordForm
from complaints.queries.followup import FollowupContext
from complaints.rules.followup import Question
from complaints.services.draft_answers import BadAnswer
from web.form_fields import NO_CHOICE, UNREADABLE

FORMS: dict[Question, type[TellForm]] = {
    Question.PLACE: PlaceForm,
    Question.WHEN: WhenForm,
    Question.CONCERNS: ConcernsForm,
    Question.YOU: YouForm,
    Question.BEHALF: BehalfForm,
    Question.AGE: AgeForm,
    Question.CONTACT: ContactForm,
    Question.HOURS: HoursForm,
    Question.PROTECTION: ProtectionForm,
    Question.WORD: WordForm,
    Question.SECOND_WORD: SecondWordForm,
}

GIVEN_BACK = ("landmark", "about", "concerns", "name", "belt", "more", "number", "reason", "phone", "email")
"""Fields whose text is returned for copying if the visit ended meanwhile. Secret words are never returned."""

REASONS = FAULTS | {
    "unreadable": UNREADABLE,
    "same_word": _("You already use this as your other word. The two words must be different."),
}


def form_for(question: Question, followup: FollowupContext, *, at: datetime, data=None) -> TellForm:
    """Return the form of this question for this complaint."""
    form_class = OfficerForm if question is Question.CONCERNS and followup.complaint.about_police else FORMS[question]
    return form_class(data, found=followup, at=at)


def put_beside(form: TellForm, bad: BadAnswer) -> None:
    """Show the service's refusal at its field, or above the form if the form has no such field."""
    field = bad.field if bad.field in form.fields else None
    form.add_error(field, REASONS.get(bad.reason, NO_CHOICE))
