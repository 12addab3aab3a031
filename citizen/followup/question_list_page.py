"""The list of follow-up questions with links, and the navigation between them."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from citizen.access.key_required import key_required
from citizen.followup import answer_summaries, question_texts
from complaints.models.display.followup_labels import FOLLOWUP_REFUSALS
from complaints.queries.followup_context import FollowupContext, load_followup_context
from complaints.rules.followup_questions import FollowupRefusal, Question

UNANSWERED_AT_FIRST = (
    Question.PLACE,
    Question.WHEN,
    Question.CONCERNS,
    Question.EVIDENCE,
    Question.YOU,
    Question.CONTACT,
    Question.HOURS,
)
"""Questions without an answer at registration. The other ones have a default, which may be right."""


@dataclass(frozen=True)
class QuestionRow:
    """One question in the list. `line`: a summary of the answer."""

    question: Question
    title: str
    line: str
    is_answered: bool
    is_open: bool
    url: str


@never_cache
@require_safe
@key_required
def list_questions(request: HttpRequest, complaint_id: int, etag: str) -> HttpResponse:
    """Show the answered and the open questions. Five queries, including those of the visit."""
    followup = load_followup_context(complaint_id)
    rows = [make_question_row(question, followup) for question in followup.questions]
    first_rows = [row for row in rows if row.question in UNANSWERED_AT_FIRST]
    is_ended = followup.refusal(Question.PLACE) is FollowupRefusal.ENDED
    context = {
        **context_of_all_followup_pages(followup),
        "first": first_rows,
        "others": [row for row in rows if row.question not in UNANSWERED_AT_FIRST],
        "told": sum(row.is_answered for row in first_rows),
        "next": next((row for row in first_rows if row.is_open and not row.is_answered), None),
        "ended": FOLLOWUP_REFUSALS[FollowupRefusal.ENDED] if is_ended else "",
    }
    return render(request, "citizen/followup/list.html", context)


def make_question_row(question: Question, followup: FollowupContext) -> QuestionRow:
    """Return a question as a row of the list."""
    return QuestionRow(
        question=question,
        title=question_texts.question_title(question, followup),
        line=answer_summaries.answer_summary(question, followup),
        is_answered=followup.is_told(question),
        is_open=followup.refusal(question) is None,
        url=question_url(question, followup),
    )


def question_url(question: Question, followup: FollowupContext) -> str:
    """Return the URL of the question's page."""
    return reverse("tell", kwargs={"etag": followup.complaint.etag, "question": question})


def context_of_all_followup_pages(followup: FollowupContext) -> dict:
    """Return the context of all pages here. The tab's title is neutral if others may see the screen."""
    complaint = followup.complaint
    return {
        "complaint": complaint,
        "etag": complaint.etag,
        "is_confidential": complaint.confidential,
        "neutral_title": complaint.confidential or followup.person.has_secret,
    }


def question_page_context(question: Question, followup: FollowupContext) -> dict:
    """Return the context of a question's page besides its form."""
    order = [first_question for first_question in UNANSWERED_AT_FIRST if first_question in followup.questions]
    return {
        **context_of_all_followup_pages(followup),
        "question": question,
        "title": question_texts.question_title(question, followup),
        "ledes": question_texts.question_explanations(question, followup),
        "number": order.index(question) + 1 if question in order else 0,
        "of": len(order),
        "skip_url": next_open_question_url(question, followup),
    }


def next_open_question_url(question: Question, followup: FollowupContext) -> str:
    """Return the URL of the next open question, starting again after the last one; the list if none is open."""
    order = [candidate for candidate in UNANSWERED_AT_FIRST if candidate in followup.questions]
    start = order.index(question) + 1 if question in order else 0
    for candidate in order[start:] + order[:start]:
        if candidate is not question and not followup.is_told(candidate) and followup.refusal(candidate) is None:
            return question_url(candidate, followup)
    return reverse("more", kwargs={"etag": followup.complaint.etag})
