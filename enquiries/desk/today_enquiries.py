"""Verifications of workers and feedback that wait, for the page *Today* (desk.today): one line for each list."""

from datetime import datetime

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from accounts.actors import Actor
from accounts.middleware import POSTING_PARAMETER
from accounts.rules.roles import Role
from desk.today.waiting_tasks import OfficerPostings, WaitingTask
from enquiries.models import Feedback, Verification
from enquiries.rules.feedback_workflow import FeedbackStatus, may_answer_feedback
from enquiries.rules.verification_workflow import RequestStatus

TO_ANSWER = [RequestStatus.RECEIVED.value, RequestStatus.WITH_RECORDS.value]


def list_enquiry_tasks(officer_postings: OfficerPostings, *, at: datetime) -> list[WaitingTask]:
    """Return a line for the verifications to answer, and one for new feedback. Two statements at most."""
    return [*_verification_task(officer_postings), *_feedback_task(officer_postings)]


def _verification_task(officer_postings: OfficerPostings) -> list[WaitingTask]:
    operators = officer_postings.acting(lambda actor: actor.role is Role.COMPLAINT_OPERATOR)
    if not operators:
        return []
    at_offices = Q()
    for _, actor in operators:
        at_offices |= Q(office__path__startswith=actor.office_path)
    waiting = Verification.objects.filter(at_offices, status__in=TO_ANSWER)
    number, since = _count_with_oldest(waiting, "received_at")
    if not number:
        return []
    subject = ngettext("%(n)d verification of a worker", "%(n)d verifications of workers", number) % {"n": number}
    return [
        _list_task(gettext("Answer the employer"), subject, "desk_verifications", since, officer_postings, operators)
    ]


def _feedback_task(officer_postings: OfficerPostings) -> list[WaitingTask]:
    readers = officer_postings.acting(lambda actor: may_answer_feedback(actor.role, actor.office_kind))
    if not readers:
        return []
    number, since = _count_with_oldest(Feedback.objects.filter(status=FeedbackStatus.NEW.value), "received_at")
    if not number:
        return []
    subject = ngettext("%(n)d new feedback message", "%(n)d new feedback messages", number) % {"n": number}
    return [_list_task(gettext("Read and answer"), subject, "desk_feedback", since, officer_postings, readers)]


def _count_with_oldest(rows, column: str) -> tuple[int, datetime | None]:
    found = rows.aggregate(number=Count("pk"), since=Min(column))
    return found["number"], found["since"]


def _list_task(
    why: str,
    subject: str,
    url_name: str,
    since: datetime | None,
    officer_postings: OfficerPostings,
    acting: list[tuple[int, Actor]],
) -> WaitingTask:
    """Return the line that leads to a list, under the first posting that has it."""
    posting = officer_postings.postings[acting[0][0]]
    url = f"{reverse(url_name)}?{POSTING_PARAMETER}={posting.choice}"
    return WaitingTask(why, since=since, subject=subject, url=url, posting=posting)
