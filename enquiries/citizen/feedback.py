"""Feedback and suggestions: the form, where one stands, and what was said and done."""

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
from enquiries.citizen.fields import HiddenId, Number
from enquiries.citizen.verification import TOO_MANY
from enquiries.citizen.verification_forms import language
from enquiries.models.labels import REFUSALS
from enquiries.queries.feedback import feedback_standing, said_and_done
from enquiries.rules.feedback import LONGEST
from enquiries.rules.numbers import Letter
from enquiries.rules.refusals import Refusal
from enquiries.services import take_feedback
from web.form_fields import Phone, PlainText
from web.times import moment

METHODS = ["GET", "HEAD", "POST"]
FEEDBACK = rate_limits.Bucket("feedback", every=30, burst=30)
UNKNOWN = _("We found no feedback with this number. Compare it with what you wrote down.")


class FeedbackForm(forms.Form):
    """What somebody wants to say; a phone, if they want to hear of it. `key` makes the form sent twice one."""

    key = HiddenId()
    text = PlainText(
        label=_("What should be better?"),
        help_text=_(
            "Write in your own words, in Urdu or English. Leave out names: to complain about a person, make "
            "a complaint instead."
        ),
        needed=REFUSALS[Refusal.TEXT_MISSING],
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
    )
    phone = Phone(
        label=_("Phone number"),
        required=False,
        help_text=_("Only if you want a message when there is an answer. Without it your feedback is anonymous."),
    )


class NumberForm(forms.Form):
    """The number of what was written."""

    number = Number(letter=Letter.FEEDBACK, label=_("Your feedback number"), needed=_("Type the number."))


@never_cache
@require_http_methods(METHODS)
def give(request: HttpRequest) -> HttpResponse:
    """One short form; no name is asked."""
    if request.method != "POST":
        return _form(request, FeedbackForm(initial={"key": uuid4()}))
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return _form(request, form)
    if wait := rate_limits.wait_for(request, FEEDBACK, at=now()):
        form.add_error(None, TOO_MANY)
        return _form(request, form, wait=wait)
    told = form.cleaned_data
    made = take_feedback(
        text=told["text"], phone=told["phone"], language=language(), channel=Channel.WEB, key=told["key"], at=now()
    )
    return redirect("feedback_standing", number=made.number)


def _form(request: HttpRequest, form: FeedbackForm, *, wait: float = 0) -> HttpResponse:
    response = render(request, "enquiries/citizen/feedback.html", {"form": form})
    if form.errors:
        response.status_code = 429 if wait else 422
    if wait:
        response["Retry-After"] = str(int(wait) + 1)
    return response


@never_cache
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Ask for the number."""
    form = NumberForm(request.GET if "number" in request.GET else None)
    if form.is_valid():
        return redirect("feedback_standing", number=form.cleaned_data["number"])
    return render(request, "enquiries/citizen/feedback_find.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_safe
def standing(request: HttpRequest, number: str) -> HttpResponse:
    """Its status and, once there is one, the answer. What was written stands here for nobody."""
    if full := rate_limits.refuse(request, rate_limits.LOOK_UPS, at=now()):
        return full
    found = feedback_standing(number)
    if found is None:
        raise Http404
    shown = {"feedback": found, "received": moment(found.received_at, now=now())}
    return render(request, "enquiries/citizen/feedback_standing.html", shown)


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """You said, we did."""
    return render(request, "enquiries/citizen/said_and_done.html", {"rows": said_and_done()})
