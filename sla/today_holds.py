"""The held sweep that waits for a monitor's decision, for the page *Today* (desk.today)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from accounts.middleware import POSTING_PARAMETER
from desk.today.waiting_tasks import OfficerPostings, WaitingTask
from sla.models import Hold
from sla.services.circuit_breaker import may_decide_holds


def list_hold_tasks(officer_postings: OfficerPostings, *, at: datetime) -> list[WaitingTask]:
    """Return a line for the held sweep until somebody has decided. One statement, for monitors."""
    monitors = officer_postings.acting(may_decide_holds)
    if not monitors:
        return []
    posting = officer_postings.postings[monitors[0][0]]
    return [
        WaitingTask(
            gettext("Decide on held delays"),
            since=opened_at,
            subject=gettext("Delays on hold"),
            url=f"{reverse('held')}?{POSTING_PARAMETER}={posting.choice}",
            posting=posting,
        )
        for opened_at in Hold.objects.filter(done_at=None, decision="").values_list("opened_at", flat=True)
    ]
