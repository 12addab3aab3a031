"""The questions about figures that wait for the head of an office, for the page *Today* (desk.today): one line."""

from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from accounts.middleware import POSTING_PARAMETER
from accounts.rules.office_tree import STATION_KINDS
from desk.today.waiting_tasks import OfficerPostings, WaitingTask
from monitoring.models import Question


def list_question_tasks(officer_postings: OfficerPostings, *, at: datetime) -> list[WaitingTask]:
    """Return a line for the unanswered questions about offices that the officer heads. One statement.

    None for an officer who is also posted at a station: some figures count complaints against it
    (monitoring.queries.morning_questions.visible_questions).
    """
    heads = officer_postings.acting(lambda actor: actor.is_head)
    if not heads or any(actor.office_kind in STATION_KINDS for actor in officer_postings.actors):
        return []
    waiting = Question.objects.filter(answer=None, office__in=[actor.office_id for _, actor in heads])
    found = waiting.aggregate(number=Count("pk"), due_at=Min("due_at"), under=Min("office"))
    if not found["number"]:
        return []
    posting = next(officer_postings.postings[number] for number, actor in heads if actor.office_id == found["under"])
    return [
        WaitingTask(
            gettext("Explain a change in the figures"),
            due_at=found["due_at"],
            subject=ngettext("%(n)d question", "%(n)d questions", found["number"]) % {"n": found["number"]},
            url=f"{reverse('questions')}?{POSTING_PARAMETER}={posting.choice}",
            posting=posting,
        )
    ]
