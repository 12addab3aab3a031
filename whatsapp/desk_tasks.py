"""The operators' chats, and what is wrong with the WhatsApp account, for the page *Today* (desk.today)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from accounts.admin_base import is_administrator
from accounts.middleware import POSTING_PARAMETER
from desk.today.waiting_tasks import OfficerPostings, WaitingTask
from whatsapp.queries.account_troubles import MOST_TROUBLES, current_troubles
from whatsapp.queries.inbox_lists import list_waiting_of_cells
from whatsapp.rules.handover.handover_rules import InboxReader, inbox_reader_of


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


def list_chat_tasks(officer_postings: OfficerPostings, *, at: datetime) -> list[WaitingTask]:
    """Return a line for each inbox in which people wait for the operator. Two statements, for operators."""
    operators = officer_postings.acting(
        lambda actor: inbox_reader_of(actor.role, actor.office_kind, is_head=actor.is_head) is InboxReader.OPERATOR
    )
    if not operators:
        return []
    waiting = list_waiting_of_cells([actor for _, actor in operators], at=at)
    tasks = []
    for under, actor in operators:
        if chats := waiting.pop(actor.office_id, None):
            posting = officer_postings.postings[under]
            tasks.append(
                WaitingTask(
                    gettext("Somebody in danger waits on WhatsApp")
                    if chats.in_danger
                    else gettext("Answer on WhatsApp"),
                    due_at=chats.due_at,
                    subject=ngettext("%(n)d chat", "%(n)d chats", chats.number) % {"n": chats.number},
                    url=f"{reverse('inbox')}?{POSTING_PARAMETER}={posting.choice}",
                    posting=posting,
                )
            )
    return tasks
