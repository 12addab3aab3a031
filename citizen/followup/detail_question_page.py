"""The page of one follow-up question, for a first answer, a skip or a correction."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from citizen import rate_limits, visitor_session
from citizen.access.key_required import key_required
from citizen.followup import question_list_page, question_texts
from citizen.followup.question_form import QuestionForm
from citizen.followup.question_form_table import KEPT_FIELDS, QUESTION_FORMS, add_refusal_to_form, make_question_form
from complaints.models import Event
from complaints.models.display.followup_labels import FOLLOWUP_REFUSALS
from complaints.queries.followup_context import FollowupContext, load_followup_context, moved_contact_deadline
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.followup_questions import Question
from complaints.services import followup as service
from complaints.services.draft_answers import BadAnswer
from complaints.services.followup import AnsweredMeanwhile, AnswerNotAllowed, WrongSecretWord
from web.time_format import format_deadline as by_when

WORD_QUESTIONS = frozenset({Question.WORD, Question.SECOND_WORD})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@key_required(kept_fields=KEPT_FIELDS)
def answer_question(request: HttpRequest, complaint_id: int, etag: str, question: str) -> HttpResponse:
    """Show the question. Saving leads to the next open one, a correction back to the list."""
    if question not in QUESTION_FORMS:
        raise Http404
    current_question, at = Question(question), now()
    followup = load_followup_context(complaint_id, opened_by=visitor_session.visit_opened_by(request))
    if why := followup.refusal(current_question):
        return _render_refused_question(request, followup, current_question, FOLLOWUP_REFUSALS[why])
    if request.method != "POST":
        return _render_question_page(
            request, followup, current_question, make_question_form(current_question, followup, at=at)
        )
    form = make_question_form(current_question, followup, at=at, data=request.POST)
    if not form.is_valid():
        return _render_question_page(request, followup, current_question, form, status=422)
    return _store_answer(request, followup, current_question, form, at=at)


def _store_answer(
    request: HttpRequest, followup: FollowupContext, question: Question, form: QuestionForm, *, at: datetime
) -> HttpResponse:
    """Store the answer by the service. A refusal is shown at the form, and nothing typed is lost."""
    etag = followup.complaint.etag
    if form.cleaned_data.get("present") and rate_limits.take_token(
        rate_limits.CURRENT_WORD_TRIES_PER_ETAG, etag, at=at
    ):
        form.add_error("present", gettext("Too many wrong words were tried. Wait ten minutes, then try again."))
        return _render_question_page(request, followup, question, form, status=429)
    try:
        event = service.record_answer(
            complaint_id=followup.complaint.pk,
            answer=form.make_answer(),
            by=visitor_session.citizen_of_visit(request, followup.person.pk),
            at=at,
            expected_seq=form.seen_until,
        )
    except BadAnswer as bad:
        add_refusal_to_form(form, bad)
        return _render_question_page(request, followup, question, form, status=422)
    except WrongSecretWord:
        form.add_error("present", gettext("This is not your current secret word."))
        return _render_question_page(request, followup, question, form, status=422)
    except AnswerNotAllowed as cannot:
        form.add_error(None, FOLLOWUP_REFUSALS[cannot.why])
        return _render_question_page(request, followup, question, form, status=409)
    except AnsweredMeanwhile:
        return _render_conflicting_answer(request, followup, question, form, at=at)
    if form.cleaned_data.get("present"):
        rate_limits.return_token(rate_limits.CURRENT_WORD_TRIES_PER_ETAG, etag, at=at)
    if event and question is Question.WORD:
        visitor_session.begin_visit(
            request, etag=followup.complaint.etag, complaint_id=followup.complaint.pk, opened_by=OpenedBy.WORD, at=at
        )
    messages.success(request, _success_text(event, question, at=at))
    return redirect(_url_after_saving(followup, question))


def _url_after_saving(followup: FollowupContext, question: Question) -> str:
    is_first = question in question_list_page.UNANSWERED_AT_FIRST and not followup.is_told(question)
    return (
        question_list_page.next_open_question_url(question, followup)
        if is_first
        else reverse("more", kwargs={"etag": followup.complaint.etag})
    )


def _success_text(event: Event | None, question: Question, *, at: datetime) -> str:
    """Return the message after saving."""
    if question is Question.SECOND_WORD:
        return gettext("Saved.")
    if event is None:
        return gettext("You did not add anything new. Nothing has changed.")
    if question is Question.WORD:
        return gettext("Your secret word is set. From now on, only this word opens this complaint. Memorise it.")
    if due := moved_contact_deadline(event):
        return gettext("Saved. An officer will contact you %(by)s, at the times you chose.") % {
            "by": by_when(due, now=at)
        }
    return gettext("Saved. The officer will see it in your complaint.")


def _render_conflicting_answer(
    request: HttpRequest, followup: FollowupContext, question: Question, form: QuestionForm, *, at: datetime
) -> HttpResponse:
    """Show the form with an error because another answer was saved meanwhile. Sending it again overwrites that one."""
    if question in WORD_QUESTIONS:
        messages.warning(request, gettext("A word was set a moment ago. You may have tapped twice."))
        return redirect("more", etag=followup.complaint.etag)
    current = load_followup_context(followup.complaint.pk, opened_by=followup.opened_by)
    data = request.POST.copy()
    data["seen"] = current.history_length
    new_form = make_question_form(question, current, at=at, data=data)
    new_form.add_error(
        None,
        gettext(
            "This was saved a moment ago from another page, perhaps because you tapped twice. Nothing was "
            "overwritten. Compare the two answers. If yours is right, save it again."
        ),
    )
    return _render_question_page(request, current, question, new_form, status=409)


def _render_refused_question(
    request: HttpRequest, followup: FollowupContext, question: Question, reason: str
) -> HttpResponse:
    """Return to the list with the reason why the question cannot be answered. Typed text is returned for copying."""
    messages.warning(request, reason)
    if request.method != "POST":
        return redirect("more", etag=followup.complaint.etag)
    typed = [request.POST.get(name, "") for name in KEPT_FIELDS]
    context = question_list_page.context_of_all_followup_pages(followup) | {
        "title": question_texts.question_title(question, followup),
        "said": reason,
        "typed": "\n\n".join(text for text in typed if text.strip()),
    }
    return render(request, "citizen/followup/refused.html", context, status=409)


def _render_question_page(
    request: HttpRequest, followup: FollowupContext, question: Question, form: QuestionForm, *, status: int = 200
) -> HttpResponse:
    context = question_list_page.question_page_context(question, followup) | {
        "form": form,
        "parts": [f"citizen/followup/{question}.html", "citizen/followup/fields.html"],
    }
    return render(request, "citizen/followup/tell.html", context, status=status)
