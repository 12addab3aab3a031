"""The form of each question, and the text of the service's refusals."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from citizen.filing.filing_forms import SECRET_WORD_FAULTS
from citizen.followup.complainant_forms import AgeForm, IdentityForm, OnBehalfForm, ProtectionForm
from citizen.followup.incident_question_forms import (
    AccusedOfficerForm,
    AccusedPersonForm,
    IncidentPlaceForm,
    IncidentTimeForm,
)
from citizen.followup.question_form import QuestionForm
from citizen.followup.safety_forms import ContactForm, DuressWordForm, SafeHoursForm, SecretWordForm
from complaints.queries.followup_context import FollowupContext
from complaints.rules.followup_questions import Question
from complaints.services.draft_answers import BadAnswer
from web.form_fields import INVALID_CHOICE, UNREADABLE

QUESTION_FORMS: dict[Question, type[QuestionForm]] = {
    Question.PLACE: IncidentPlaceForm,
    Question.WHEN: IncidentTimeForm,
    Question.CONCERNS: AccusedPersonForm,
    Question.YOU: IdentityForm,
    Question.BEHALF: OnBehalfForm,
    Question.AGE: AgeForm,
    Question.CONTACT: ContactForm,
    Question.HOURS: SafeHoursForm,
    Question.PROTECTION: ProtectionForm,
    Question.WORD: SecretWordForm,
    Question.SECOND_WORD: DuressWordForm,
}

KEPT_FIELDS = ("landmark", "about", "concerns", "name", "belt", "more", "number", "reason", "phone", "email", "story")
"""Fields whose text is returned for copying if the visit has ended. Secret words are never returned."""

REFUSAL_TEXTS = SECRET_WORD_FAULTS | {
    "unreadable": UNREADABLE,
    "same_word": _("You already use this as your other word. The two words must be different."),
}


def make_question_form(question: Question, followup: FollowupContext, *, at: datetime, data=None) -> QuestionForm:
    """Return the form of this question for this complaint."""
    form_class = (
        AccusedOfficerForm
        if question is Question.CONCERNS and followup.complaint.about_police
        else QUESTION_FORMS[question]
    )
    return form_class(data, followup=followup, at=at)


def add_refusal_to_form(form: QuestionForm, bad: BadAnswer) -> None:
    """Show the service's refusal at its field, or above the form if the form has no such field."""
    field = bad.field if bad.field in form.fields else None
    form.add_error(field, REFUSAL_TEXTS.get(bad.reason, INVALID_CHOICE))
