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
from citizen.access.key_required import by_key
from citizen.followup import question_list, question_texts
from citizen.followup.base_forms import TellForm
from citizen.followup.question_forms import FORMS, GIVEN_BACK, form_for, put_beside
from complaints.models import Event
from complaints.models.followup_labels import WHY
from complaints.queries.followup import FollowupContext, asked_of, contact_moved_to
from complaints.rules.followup import Question
from complaints.rules.opened_by import OpenedBy
from complaints.services import followup as service
from complaints.services.draft_answers import BadAnswer
from complaints.services.followup import CannotTell, ToldMeanwhile, WrongWord
from web.times import by as by_when

WORDS = frozenset({Question.WORD, Question.SECOND_WORD})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@by_key(kept_fields=GIVEN_BACK)
def tell(request: HttpRequest, complaint_id: int, etag: str, question: str) -> HttpResponse:
    """Show the question. Saving leads to the next open one, a correction back to the list."""
    if question not in FORMS:
        raise Http404
    current_question, at = Question(question), now()
    followup = asked_of(complaint_id, opened_by=visitor_session.opened_by(request))
    if why := followup.refusal(current_question):
        return _show_refusal(request, followup, current_question, WHY[why])
    if request.method != "POST":
        return _page(request, followup, current_question, form_for(current_question, followup, at=at))
    form = form_for(current_question, followup, at=at, data=request.POST)
    if not form.is_valid():
        return _page(request, followup, current_question, form, status=422)
    return _store_answer(request, followup, current_question, form, at=at)


def _store_answer(
    request: HttpRequest, followup: FollowupContext, question: Question, form: TellForm, *, at: datetime
) -> HttpResponse:
    """Store the answer by the service. A refusal is shown at the form, and nothing typed is lost."""
    etag = followup.complaint.etag
    if form.cleaned_data.get("present") and rate_limits.take(rate_limits.PRESENT_WORDS_OF_ONE, etag, at=at):
        form.add_error("present", gettext("Too many wrong words were tried. Wait ten minutes, then try again."))
        return _page(request, followup, question, form, status=429)
    try:
        event = service.tell(
            complaint_id=followup.complaint.pk,
            answer=form.told(),
            by=visitor_session.citizen(request, followup.person.pk),
            at=at,
            expected_seq=form.seen_until,
        )
    except BadAnswer as bad:
        put_beside(form, bad)
        return _page(request, followup, question, form, status=422)
    except WrongWord:
        form.add_error("present", gettext("This is not your current secret word."))
        return _page(request, followup, question, form, status=422)
    except CannotTell as cannot:
        form.add_error(None, WHY[cannot.why])
        return _page(request, followup, question, form, status=409)
    except ToldMeanwhile:
        return _show_conflict(request, followup, question, form, at=at)
    if form.cleaned_data.get("present"):
        rate_limits.give_back(rate_limits.PRESENT_WORDS_OF_ONE, etag, at=at)
    if event and question is Question.WORD:
        visitor_session.remember(
            request, etag=followup.complaint.etag, complaint_id=followup.complaint.pk, opened_by=OpenedBy.WORD, at=at
        )
    messages.success(request, _success_text(event, question, at=at))
    return redirect(_next_url(followup, question))


def _next_url(followup: FollowupContext, question: Question) -> str:
    is_first = question in question_list.OPEN_AT_FIRST and not followup.is_told(question)
    return (
        question_list.next_after(question, followup)
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
    if due := contact_moved_to(event):
        return gettext("Saved. An officer will contact you %(by)s, at the times you chose.") % {
            "by": by_when(due, now=at)
        }
    return gettext("Saved. The officer will see it in your complaint.")


def _show_conflict(
    request: HttpRequest, followup: FollowupContext, question: Question, form: TellForm, *, at: datetime
) -> HttpResponse:
    """Show the form with an error because another answer was saved meanwhile. Sending it again overwrites that one."""
    if question in WORDS:
        messages.warning(request, gettext("A word was set a moment ago. You may have tapped twice."))
        return redirect("more", etag=followup.complaint.etag)
    current = asked_of(followup.complaint.pk, opened_by=followup.opened_by)
    data = request.POST.copy()
    data["seen"] = current.seen
    new_form = form_for(question, current, at=at, data=data)
    new_form.add_error(
        None,
        gettext(
            "This was saved a moment ago from another page, perhaps because you tapped twice. Nothing was "
            "overwritten. Compare the two answers. If yours is right, save it again."
        ),
    )
    return _page(request, current, question, new_form, status=409)


def _show_refusal(request: HttpRequest, followup: FollowupContext, question: Question, reason: str) -> HttpResponse:
    """Return to the list with the reason why the question cannot be answered. Typed text is returned for copying."""
    messages.warning(request, reason)
    if request.method != "POST":
        return redirect("more", etag=followup.complaint.etag)
    typed = [request.POST.get(name, "") for name in GIVEN_BACK]
    context = question_list.frame(followup) | {
        "title": question_texts.title(question, followup),
        "said": reason,
        "typed": "\n\n".join(text for text in typed if text.strip()),
    }
    return render(request, "citizen/followup/refused.html", context, status=409)


def _page(
    request: HttpRequest, followup: FollowupContext, question: Question, form: TellForm, *, status: int = 200
) -> HttpResponse:
    context = question_list.asking(question, followup) | {
        "form": form,
        "parts": [f"citizen/followup/{question}.html", "citizen/followup/fields.html"],
    }
    return render(request, "citizen/followup/tell.html", context, status=status)
