"""What is wrong with the WhatsApp account, for the administrators' page *Today*."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from accounts.admin_base import is_administrator
from accounts.middleware import POSTING_PARAMETER
from desk.today.waiting_tasks import OfficerPostings, WaitingTask
from whatsapp.queries.account_troubles import MOST_TROUBLES, current_troubles


def list_account_tasks(officer_postings: OfficerPostings, *, at: datetime) -> list[WaitingTask]:
    """Return a line for the troubles of the account, such as an expired token. One statement, for administrators."""
    administrators = officer_postings.acting(is_administrator)
    if not administrators:
        return []
    troubles = list(current_troubles()[:MOST_TROUBLES])
    if not troubles:
        return []
    posting, number = officer_postings.postings[administrators[0][0]], len(troubles)
    subject = ngettext("%(n)d problem of the WhatsApp account", "%(n)d problems of the WhatsApp account", number)
    url = f"{reverse('admin:whatsapp_accountevent_changelist')}?{POSTING_PARAMETER}={posting.choice}"
    return [
        WaitingTask(
            gettext("Repair it, so that messages arrive"),
            since=troubles[0].told_at,
            subject=subject % {"n": number},
            url=url,
            posting=posting,
        )
    ]
