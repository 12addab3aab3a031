"""The list of questions: what is told, what is open, each a link."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from citizen.access.key_required import by_key
from citizen.followup import answers_given, question_texts
from complaints.models.followup_labels import WHY
from complaints.queries.followup import FollowupContext, asked_of
from complaints.rules.followup import Question, Why

OPEN_AT_FIRST = (
    Question.PLACE,
    Question.WHEN,
    Question.CONCERNS,
    Question.EVIDENCE,
    Question.YOU,
    Question.CONTACT,
    Question.HOURS,
)
"""What nobody has answered yet when the number is there. The others have an answer from the start, which may fit."""


@dataclass(frozen=True)
class QuestionRow:
    """One question in the list."""

    question: Question
    title: str
    line: str
    is_told: bool
    is_open: bool
    url: str


@never_cache
@require_safe
@by_key
def more(request: HttpRequest, complaint_id: int, etag: str) -> HttpResponse:
    """What is told and what is open, in any order. Five queries with the visit's own."""
    found = asked_of(complaint_id)
    rows = [row(question, found) for question in found.questions]
    first = [one for one in rows if one.question in OPEN_AT_FIRST]
    ended = found.refusal(Question.PLACE) is Why.ENDED
    context = {
        **frame(found),
        "first": first,
        "others": [one for one in rows if one.question not in OPEN_AT_FIRST],
        "told": sum(one.is_told for one in first),
        "next": next((one for one in first if one.is_open and not one.is_told), None),
        "ended": WHY[Why.ENDED] if ended else "",
    }
    return render(request, "citizen/followup/list.html", context)


def row(question: Question, found: FollowupContext) -> QuestionRow:
    """A question as the list shows it."""
    return QuestionRow(
        question=question,
        title=question_texts.title(question, found),
        line=answers_given.line(question, found),
        is_told=found.is_told(question),
        is_open=found.refusal(question) is None,
        url=url_of(question, found),
    )


def url_of(question: Question, found: FollowupContext) -> str:
    """Where it is asked."""
    return reverse("tell", kwargs={"etag": found.complaint.etag, "question": question})


def frame(found: FollowupContext) -> dict:
    """What every page of this part has: nothing in the tab's title where others may look."""
    complaint = found.complaint
    return {
        "complaint": complaint,
        "etag": complaint.etag,
        "is_confidential": complaint.confidential,
        "neutral_title": complaint.confidential or found.person.has_secret,
    }


def asking(question: Question, found: FollowupContext) -> dict:
    """What the page of one question has beside its form."""
    order = [one for one in OPEN_AT_FIRST if one in found.questions]
    return {
        **frame(found),
        "question": question,
        "title": question_texts.title(question, found),
        "ledes": question_texts.ledes(question, found),
        "number": order.index(question) + 1 if question in order else 0,
        "of": len(order),
        "skip_url": next_after(question, found),
    }


def next_after(question: Question, found: FollowupContext) -> str:
    """The next question that is open, in order and round again; the list where none is."""
    order = [one for one in OPEN_AT_FIRST if one in found.questions]
    at = order.index(question) + 1 if question in order else 0
    for one in order[at:] + order[:at]:
        if one is not question and not found.is_told(one) and found.refusal(one) is None:
            return url_of(one, found)
    return reverse("more", kwargs={"etag": found.complaint.etag})
