"""The page on which the complaint cell corrects a phone number or e-mail address that no code has proved."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from complaints.models import Complainant
from complaints.models.display.followup_labels import FOLLOWUP_REFUSALS
from complaints.rules.capacities import OfficerPosition
from complaints.services.followup import AnswerNotAllowed, SafeContactAnswer, record_answer
from desk.moves.move_form import FIELD_ERRORS, TypedTextField
from desk.page_access import get_complaint_or_404, reading_role_required, session_expired_page
from desk.rules.protected_identity import may_know_protected_complainants
from desk.services import reading_log
from notifications.message_channels import can_be_reached
from web import identity_numbers
from web.form_fields import NOT_A_MOBILE_NUMBER, EmailTextField, PhoneField

TEMPLATE = "desk/contact_details.html"


class ContactCorrectionForm(forms.Form):
    """The correct phone number and e-mail address. A proved one has no field: the cell cannot change it."""

    phone = PhoneField(label=_("Phone number"), required=False)
    email = EmailTextField(label=_("E-mail address"), required=False, max_length=254)
    words = TypedTextField(
        label=_("How do you know that the complainant asked for this?"),
        rows=2,
        help_text=_(
            "Name the call or the document you saw, not the number. This is recorded under your name, and the "
            "complainant reads it."
        ),
        error_messages=FIELD_ERRORS | {"required": _("Explain how you know. This is recorded under your name.")},
    )

    def __init__(self, data=None, *, person: Complainant):
        self.person = person
        super().__init__(data, initial={"phone": person.phone, "email": person.email})
        for name in ("phone", "email"):
            if getattr(person, f"{name}_verified_at"):
                del self.fields[name]

    def clean(self) -> dict:
        data = super().clean()
        is_unchanged = all(self._value(name) == getattr(self.person, name) for name in ("phone", "email"))
        if is_unchanged and not self.errors:
            self.add_error(None, _("Nothing has changed."))
        phone = data.get("phone")
        if phone and not self.person.wants_calls and not identity_numbers.can_receive_sms(phone):
            self.add_error("phone", NOT_A_MOBILE_NUMBER)
        return data

    def _value(self, name: str) -> str:
        return self.cleaned_data.get(name, "") if name in self.fields else getattr(self.person, name)

    def corrected_contact(self) -> SafeContactAnswer:
        """Return the corrected contact details. All other choices of the complainant stay.

        The preferred channel is cleared if the complainant cannot be reached by it any more.
        """
        person, phone, email = self.person, self._value("phone"), self._value("email")
        return SafeContactAnswer(
            phone=phone,
            email=email,
            channel=person.prefers if can_be_reached(person.prefers, phone=phone, email=email) else "",
            language=person.language,
            neutral=person.neutral,
            messages=person.messages_wanted,
            calls=person.wants_calls,
            how_known=self.cleaned_data["words"],
        )


def may_correct_contact_details(by: OfficerPosition, person: Complainant) -> bool:
    """Return whether this officer, who can see the complaint, may correct the complainant's contact details."""
    return may_know_protected_complainants(by) and not (person.phone_verified_at and person.email_verified_at)


def correct_contact_details(request: HttpRequest, etag: str) -> HttpResponse:
    """Show and process the correction. If the session has expired, return the typed text to the officer."""
    if request.method == "POST" and not request.user.is_authenticated:
        back = reverse("desk:contact_details", kwargs={"etag": etag})
        typed = [request.POST.get(name, "").strip() for name in ("phone", "email", "words")]
        return session_expired_page(request, back=back, typed=[text for text in typed if text])
    return _process_correction(request, etag)


@require_http_methods(["GET", "HEAD", "POST"])
@reading_role_required
def _process_correction(request: HttpRequest, etag: str) -> HttpResponse:
    """Show and process the form: 422 if it is refused. Everybody but the complaint cell gets 404."""
    complaint, at = get_complaint_or_404(request, etag), now()
    if not may_correct_contact_details(request.actor, complaint.complainant):
        raise Http404
    form = ContactCorrectionForm(request.POST if request.method == "POST" else None, person=complaint.complainant)
    if form.is_valid():
        try:
            record_answer(complaint_id=complaint.pk, answer=form.corrected_contact(), by=request.actor, at=at)
        except AnswerNotAllowed as refused:
            form.add_error(None, FOLLOWUP_REFUSALS[refused.why])
        else:
            messages.success(
                request, gettext("Contact details corrected. The old number or address no longer opens the complaint.")
            )
            return redirect("desk:complaint", etag=etag)
    reading_log.record_partial_reading(complaint, by=request.actor, at=at)
    context = {"complaint": complaint, "form": form, "has_errors": bool(form.errors)}
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)
