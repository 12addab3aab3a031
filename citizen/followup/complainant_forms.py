"""Forms of the questions about the complainant: identity, on whose behalf they complain, age, and protection."""

from django import forms
from django.utils.translation import gettext_lazy as _

from citizen.followup.question_form import QuestionForm
from complaints.models import Document
from complaints.models.display.complaint_labels import BEHALVES, CONSENTS
from complaints.rules.complainant.anonymity_and_consent import Behalf, Consent
from complaints.rules.complainant.identity_documents import ImpossibleNumber, normalise_document_number
from complaints.rules.followup_questions import Question
from complaints.services.draft_answers import MAX_LENGTHS
from complaints.services.followup import AgeAnswer, IdentityAnswer, OnBehalfAnswer, ProtectionAnswer
from web.form_fields import INVALID_CHOICE, PlainTextField

YES, NO = "yes", "no"


class IdentityForm(QuestionForm):
    """Form for name and document. Both are optional.

    A document needs its number, and “no document” needs a reason.
    """

    name = PlainTextField(
        label=_("Your name"),
        required=False,
        max_length=MAX_LENGTHS["name"],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    document = forms.ChoiceField(
        label=_("Identity document"),
        required=False,
        widget=forms.RadioSelect,
        choices=Document.choices,
        error_messages={"invalid_choice": INVALID_CHOICE},
    )
    number = PlainTextField(
        label=_("Document number"),
        required=False,
        max_length=MAX_LENGTHS["document_number"],
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    reason = PlainTextField(
        label=_("If you have no document, why?"),
        required=False,
        max_length=MAX_LENGTHS["no_document_reason"],
        help_text=_("For example: lost, never made, taken from me."),
    )

    def stored_values(self) -> dict:
        person = self.followup.person
        is_answered = person.document != Document.NONE or person.no_document_reason
        return {
            "name": person.name,
            "document": person.document if is_answered else "",
            "number": person.document_number,
            "reason": person.no_document_reason,
        }

    def clean(self) -> dict:
        data = super().clean()
        document, number = data.get("document", ""), data.get("number", "")
        if document == Document.NONE:
            if number:
                self.add_error(
                    "number",
                    _("You chose “No document”. Choose which document this number belongs to, or remove the number."),
                )
            if "reason" not in self.errors and not data.get("reason"):
                self.add_error("reason", _("Say in a few words why you have no document."))
        elif "document" not in self.errors and "number" not in self.errors:
            self._check_number(document, number)
        return self.cleaned_data

    def _check_number(self, document: str, number: str) -> None:
        """Check the number of the document. Without a chosen document it must be a CNIC number."""
        if not number:
            if document:
                self.add_error("number", _("Enter the number of this document, or choose “No document”."))
            return
        try:
            self.cleaned_data["number"] = normalise_document_number(document or Document.CNIC, number)
            self.cleaned_data["document"] = document or Document.CNIC
        except ImpossibleNumber:
            self.add_error("number", WRONG_NUMBER.get(document, WRONG_OTHER_NUMBER))

    def make_answer(self) -> IdentityAnswer:
        data = self.cleaned_data
        document = data["document"] or Document.NONE
        is_none = document == Document.NONE
        return IdentityAnswer(
            name=data["name"],
            document=str(document),
            number=data["number"],
            reason=data["reason"] if is_none else "",
        )


THIRTEEN_DIGITS = _("The number has 13 digits and starts with a digit from 1 to 8. Check your card.")
WRONG_NUMBER = {
    Document.CNIC: THIRTEEN_DIGITS,
    Document.B_FORM: THIRTEEN_DIGITS,
    "": _("This is not a CNIC number. Choose above which document it belongs to."),
}
WRONG_OTHER_NUMBER = _("This can't be the number of that document. Enter the letters and digits exactly as printed.")


class OnBehalfForm(QuestionForm):
    """Form for the person on whose behalf the complaint is made: their name, and whether they agree."""

    behalf = forms.ChoiceField(
        label=_("Who is the complaint for?"),
        widget=forms.RadioSelect,
        choices=BEHALVES,
        error_messages={"required": INVALID_CHOICE, "invalid_choice": INVALID_CHOICE},
    )
    name = PlainTextField(
        label=_("Name of the person the complaint is for"), required=False, max_length=MAX_LENGTHS["behalf_name"]
    )
    consent = forms.ChoiceField(
        label=_("Does the person agree?"),
        required=False,
        widget=forms.RadioSelect,
        choices=CONSENTS,
        error_messages={"invalid_choice": INVALID_CHOICE},
    )

    def stored_values(self) -> dict:
        person = self.followup.person
        return {"behalf": person.behalf, "name": person.behalf_name, "consent": person.behalf_consent}

    def make_answer(self) -> OnBehalfAnswer:
        data = self.cleaned_data
        is_own = data["behalf"] == Behalf.SELF
        return OnBehalfAnswer(
            behalf=data["behalf"],
            name="" if is_own else data["name"],
            consent=Consent.UNASKED if is_own else data["consent"],
        )


class AgeForm(QuestionForm):
    """Form for whether the complainant is under 18. It also offers a woman officer."""

    under_18 = forms.ChoiceField(
        label=_("Your age"),
        widget=forms.RadioSelect,
        choices=[(YES, _("Yes, I am under 18")), (NO, _("No"))],
        error_messages={"required": _("Choose yes or no, or skip the question."), "invalid_choice": INVALID_CHOICE},
    )
    woman_officer = forms.BooleanField(label=_("I would rather speak to a woman officer"), required=False)

    def stored_values(self) -> dict:
        person = self.followup.person
        is_answered = self.followup.is_told(Question.AGE)
        answer = YES if person.under_18 else NO
        return {"under_18": answer if is_answered else "", "woman_officer": person.woman_officer}

    def adapt_fields(self) -> None:
        """Remove the option if a woman officer was requested already; the question about hours can change it."""
        if self.followup.person.woman_officer:
            del self.fields["woman_officer"]

    def make_answer(self) -> AgeAnswer:
        data = self.cleaned_data
        return AgeAnswer(under_18=data["under_18"] == YES, woman_officer=data.get("woman_officer", False))


class ProtectionForm(QuestionForm):
    """Form for whether local officers may see the name and numbers."""

    protected = forms.ChoiceField(
        label=_("Your name and number"),
        widget=forms.RadioSelect,
        choices=[(YES, _("Hide them from local officers")), (NO, _("The officer can see them and call me"))],
        error_messages={"required": INVALID_CHOICE, "invalid_choice": INVALID_CHOICE},
    )

    def stored_values(self) -> dict:
        return {"protected": YES if self.followup.complaint.protected else NO}

    def make_answer(self) -> ProtectionAnswer:
        return ProtectionAnswer(protected=self.cleaned_data["protected"] == YES)
