"""The CPO's pages of feedback: the list, and one feedback with its answer and publication."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actors import Actor
from accounts.rules.form_input import is_row_id
from desk.formatting import joined, moment, post_of
from enquiries.desk.register_access import register_access_required
from enquiries.models import Feedback
from enquiries.models.labels import FEEDBACK_BUTTONS, FEEDBACK_EVENTS, FEEDBACK_STATUSES, REFUSALS
from enquiries.queries import feedback_lists as feedback_queries
from enquiries.rules.enquiry_refusals import EnquiryRefusal
from enquiries.rules.feedback_workflow import (
    ANSWERED_FEEDBACK_STATUSES,
    FEEDBACK_MOVES,
    FeedbackStatus,
    may_answer_feedback,
    offered_feedback_moves,
)
from enquiries.services import feedback_handling as services
from enquiries.services.feedback_handling import FeedbackAnswer
from ledger.service_exceptions import Overtaken, Refused
from web.form_fields import PlainTextField

FEEDBACK_TEMPLATE = "enquiries/desk/feedback_one.html"
ANSWER_FIELDS = ("said_en", "said_ur", "said_roman", "answer_en", "answer_ur", "answer_roman")

ROMAN_HELP = _("For the chat. If this is empty, the chat uses the English text.")


def answer_field(label, help_text="", *, limit: int, lang: str) -> PlainTextField:
    """Return a text field for an answer in one language."""
    attrs = {"rows": 3, "lang": lang, "dir": "rtl" if lang == "ur" else "ltr"}
    return PlainTextField(
        label=label, help_text=help_text, required=False, max_length=limit, widget=forms.Textarea(attrs=attrs)
    )


class FeedbackAnswerForm(forms.Form):
    """The answer to feedback and its summary for publication. `seen`: the version that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    answer_en = answer_field(
        _("Answer in English"), _("The person who sent the feedback will read this."), limit=600, lang="en"
    )
    answer_ur = answer_field(_("Answer in Urdu"), limit=600, lang="ur")
    answer_roman = answer_field(_("Answer in Roman Urdu"), ROMAN_HELP, limit=600, lang="ur-Latn")
    said_en = answer_field(
        _("Summary of the feedback, in English"),
        _("Only for publication: short, in your own words, without names."),
        limit=200,
        lang="en",
    )
    said_ur = answer_field(_("Summary of the feedback, in Urdu"), limit=200, lang="ur")
    said_roman = answer_field(_("Summary of the feedback, in Roman Urdu"), ROMAN_HELP, limit=200, lang="ur-Latn")

    def answer(self) -> FeedbackAnswer:
        """Return the answer, from a valid form."""
        return FeedbackAnswer(**{name: self.cleaned_data[name] for name in ANSWER_FIELDS})


def actor_may_answer(actor: Actor) -> bool:
    """Return whether an actor may answer feedback."""
    return may_answer_feedback(actor.role, actor.office_kind)


@require_safe
@register_access_required(actor_may_answer)
def list_feedback(request: HttpRequest) -> HttpResponse:
    """Show the feedback of one status, the oldest first; by default the new one."""
    status = request.GET.get("status", "")
    status = status if status in set(FeedbackStatus) else FeedbackStatus.NEW.value
    after = request.GET.get("after", "")
    page = feedback_queries.load_feedback_page(status=status, after=int(after) if is_row_id(after) else None)
    rows = [{"row": row, "received": moment(row.received_at)} for row in page.rows]
    context = {"rows": rows, "status": status, "statuses": FEEDBACK_STATUSES, "after": page.after}
    return render(request, "enquiries/desk/feedback.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@register_access_required(actor_may_answer, typed_fields=ANSWER_FIELDS)
def answer_feedback(request: HttpRequest, number: str) -> HttpResponse:
    """Show one feedback, or perform the act of the pressed button. Answer 422 with the form if something is missing."""
    feedback = get_object_or_404(Feedback, number=number)
    if request.method != "POST":
        return _render_page(request, feedback, _prefilled_answer_form(feedback))
    form = _prefilled_answer_form(feedback, request.POST)
    if not form.is_valid():
        return _render_page(request, feedback, form, status=422)
    try:
        _perform_act(request.POST.get("act", ""), feedback, form, by=request.actor)
    except Refused as refused:
        form.add_error(refused.field or None, REFUSALS[refused.reason])
        return _render_page(request, feedback, form, status=422)
    except Overtaken:
        form.add_error(None, REFUSALS[EnquiryRefusal.NOT_POSSIBLE_NOW])
        return _render_page(request, get_object_or_404(Feedback, number=number), form, status=409)
    messages.success(request, _("Recorded. Thank you."))
    return redirect("desk_feedback_one", number=number)


def _perform_act(act: str, feedback: Feedback, form: FeedbackAnswerForm, *, by: Actor) -> None:
    arguments = {"feedback_id": feedback.pk, "seen": form.cleaned_data["seen"], "by": by, "at": now()}
    if act == "publish":
        services.publish_feedback(answer=form.answer(), **arguments)
    elif act == "unpublish":
        services.unpublish_feedback(**arguments)
    elif act in FEEDBACK_MOVES:
        services.move_feedback(name=act, answer=form.answer(), **arguments)
    else:
        raise Http404


def _prefilled_answer_form(feedback: Feedback, data=None) -> FeedbackAnswerForm:
    initial = {name: getattr(feedback, name) for name in ANSWER_FIELDS}
    return FeedbackAnswerForm(data, initial=initial | {"seen": feedback.version})


def _render_page(
    request: HttpRequest, feedback: Feedback, form: FeedbackAnswerForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "feedback": feedback,
        "form": form,
        "received": moment(feedback.received_at),
        "moves": [(move.name, FEEDBACK_BUTTONS[move.name]) for move in offered_feedback_moves(feedback.status)],
        "may_publish": feedback.status in ANSWERED_FEEDBACK_STATUSES,
        "acts": [
            {
                "words": FEEDBACK_EVENTS[act.name],
                "who": joined(act.posting.officer.title, post_of(act.posting)) if act.posting else "",
                "when": moment(act.at),
            }
            for act in feedback_queries.acts_on_feedback(feedback)
        ],
    }
    return render(request, FEEDBACK_TEMPLATE, context, status=status)
