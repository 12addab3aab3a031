"""The citizens' pages of feedback: the form, the status of one feedback, and the published answers."""

from uuid import uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from citizen import rate_limits
from complaints.rules.statuses import Channel
from enquiries.citizen.enquiry_fields import EnquiryNumberField, HiddenUuidField
from enquiries.citizen.verification_forms import page_language
from enquiries.citizen.verification_pages import TOO_MANY_REQUESTS
from enquiries.models.labels import REFUSALS
from enquiries.queries.feedback_lists import find_feedback_by_number, list_published_feedback
from enquiries.rules.enquiry_numbers import RegisterLetter
from enquiries.rules.enquiry_refusals import EnquiryRefusal
from enquiries.rules.feedback_workflow import LONGEST_FEEDBACK
from enquiries.services import record_feedback
from web.form_fields import PhoneField, PlainTextField
from web.time_format import format_relative_time

METHODS = ["GET", "HEAD", "POST"]
FEEDBACK_RATE_LIMIT = rate_limits.Bucket("feedback", every=30, burst=30)
UNKNOWN_NUMBER = _("We found no feedback with this number. Compare it with what you wrote down.")


class FeedbackForm(forms.Form):
    """Feedback, with an optional phone for a message about the answer. `key`: a form sent twice is stored once."""

    key = HiddenUuidField()
    text = PlainTextField(
        label=_("What should be better?"),
        help_text=_(
            "Write in your own words, in Urdu or English. Leave out names: to complain about a person, make "
            "a complaint instead."
        ),
        needed=REFUSALS[EnquiryRefusal.TEXT_MISSING],
        max_length=LONGEST_FEEDBACK,
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
    )
    phone = PhoneField(
        label=_("Phone number"),
        required=False,
        help_text=_("Only if you want a message when there is an answer. Without it your feedback is anonymous."),
    )


class FeedbackNumberForm(forms.Form):
    """The number of a feedback."""

    number = EnquiryNumberField(
        letter=RegisterLetter.FEEDBACK, label=_("Your feedback number"), needed=_("Type the number.")
    )


@never_cache
@require_http_methods(METHODS)
def submit_feedback(request: HttpRequest) -> HttpResponse:
    """Show the form, or register the feedback. No name is required."""
    if request.method != "POST":
        return _render_form(request, FeedbackForm(initial={"key": uuid4()}))
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return _render_form(request, form)
    if wait := rate_limits.take_tokens_and_get_wait(request, FEEDBACK_RATE_LIMIT, at=now()):
        form.add_error(None, TOO_MANY_REQUESTS)
        return _render_form(request, form, wait=wait)
    data = form.cleaned_data
    saved = record_feedback(
        text=data["text"], phone=data["phone"], language=page_language(), channel=Channel.WEB, key=data["key"], at=now()
    )
    return redirect("feedback_standing", number=saved.number)


def _render_form(request: HttpRequest, form: FeedbackForm, *, wait: float = 0) -> HttpResponse:
    response = render(request, "enquiries/citizen/feedback.html", {"form": form})
    if form.errors:
        response.status_code = 429 if wait else 422
    if wait:
        response["Retry-After"] = str(int(wait) + 1)
    return response


@never_cache
@require_safe
def show_feedback_search(request: HttpRequest) -> HttpResponse:
    """Show the form for a feedback number, and redirect to its status."""
    form = FeedbackNumberForm(request.GET if "number" in request.GET else None)
    if form.is_valid():
        return redirect("feedback_standing", number=form.cleaned_data["number"])
    return render(request, "enquiries/citizen/feedback_find.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_safe
def show_feedback_status(request: HttpRequest, number: str) -> HttpResponse:
    """Show the status and the answer of a feedback. Its text is shown to nobody."""
    if limited := rate_limits.take_tokens_or_refusal_page(request, rate_limits.LOOK_UPS, at=now()):
        return limited
    row = find_feedback_by_number(number)
    if row is None:
        raise Http404
    context = {"feedback": row, "received": format_relative_time(row.received_at, now=now())}
    return render(request, "enquiries/citizen/feedback_standing.html", context)


@require_safe
def show_published_answers(request: HttpRequest) -> HttpResponse:
    """Show the published feedback and answers ("You said, we did")."""
    return render(request, "enquiries/citizen/said_and_done.html", {"rows": list_published_feedback()})
