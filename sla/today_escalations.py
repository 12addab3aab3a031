"""The escalations that wait for an officer's answer, for the page *Today* (desk.today)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from accounts.middleware import POSTING_PARAMETER
from desk.today.waiting_tasks import MOST_OF_A_KIND, OfficerPostings, WaitingTask
from sla.queries.escalations import list_escalations_of_postings


def list_escalation_tasks(officer_postings: OfficerPostings, *, at: datetime) -> list[WaitingTask]:
    """Return the unanswered escalations of the offices that the officer heads. One statement.

    Their deadline is the complaint's, if that has passed; the escalation of an order or a call has only its beginning.
    """
    heads = officer_postings.acting(lambda actor: actor.is_head)
    tasks = {}
    for complaint_id, due_at, notified_at, under in list_escalations_of_postings(heads, at=at, most=MOST_OF_A_KIND):
        posting = officer_postings.postings[under]
        tasks.setdefault(
            complaint_id,
            WaitingTask(
                gettext("Escalated to you: say what is being done"),
                due_at=due_at if due_at <= at else None,
                since=notified_at,
                complaint_id=complaint_id,
                url=f"{reverse('escalations')}?{POSTING_PARAMETER}={posting.choice}",
                posting=posting,
            ),
        )
    return list(tasks.values())
