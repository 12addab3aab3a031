"""The inbox of a complaint cell: who waits, who has which chat, and whom to call."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from desk.complaint.clock_badges import format_duration
from desk.formatting import moment
from whatsapp.desk.inbox.inbox_access import inbox_access_required, reader_of, sets_inbox_hours
from whatsapp.desk.inbox.inbox_texts import LANGUAGES, account_error_text
from whatsapp.desk.inbox.live_part import live_part_response
from whatsapp.models import Handover
from whatsapp.queries.inbox_lists import MOST_LISTED, count_for_menu, find_account_error, load_inbox
from whatsapp.queries.protected_chats import find_protected_chats
from whatsapp.rules.handover.handover_rules import InboxReader, is_inbox_open, next_inbox_opening
from whatsapp.rules.languages import Language
from whatsapp.services.handover_placing import load_inbox_hours

TEMPLATE = "whatsapp/desk/inbox.html"


@require_safe
@inbox_access_required
def show_inbox(request: HttpRequest) -> HttpResponse:
    """Show the inbox. The page polls the part that changes."""
    at = timezone.now()
    inbox, code = load_inbox(request.actor, at=at), find_account_error()
    is_head = reader_of(request.actor) is InboxReader.HEAD
    listed = [*inbox.waiting, *inbox.own, *inbox.others, *inbox.calls]
    protected = find_protected_chats(listed, at=at) if is_head else set()
    hours = load_inbox_hours(request.posting.office)
    is_open = is_inbox_open(hours, at=at)
    opens = None if is_open else next_inbox_opening(hours, at=at)
    context = {
        "is_cut": len(listed) >= MOST_LISTED,
        "waiting": inbox_rows(inbox.waiting, protected, at=at),
        "own": inbox_rows(inbox.own, protected, at=at),
        "others": inbox_rows(inbox.others, protected, at=at),
        "calls": inbox_rows(inbox.calls, protected, at=at),
        "account_error": account_error_text(code) if code else "",
        "is_open": is_open,
        "opens": moment(opens) if opens else "",
        "sets_hours": sets_inbox_hours(request.actor),
    }
    return live_part_response(request, TEMPLATE, context) if request.htmx else render(request, TEMPLATE, context)


@require_safe
@inbox_access_required
def show_inbox_number(request: HttpRequest) -> HttpResponse:
    """Return the number of chats without an operator, for the menu."""
    number, danger = count_for_menu(request.actor, at=timezone.now())
    return render(request, "whatsapp/desk/inbox_number.html", {"number": number, "danger": danger})


def inbox_rows(handovers: Iterable[Handover], protected: Collection[int], *, at: datetime) -> list[dict]:
    """Return the rows as the list shows them. They say nothing of what the person wrote.

    `protected`: the hand-overs without the digits of the person's number.
    """
    return [
        {
            "handover": each,
            "person": "" if each.pk in protected else person_label(each),
            "language": LANGUAGES[Language(each.chat.language)] if each.chat and each.chat.language else "",
            "waits": waiting_time(each, at=at),
            "call_at": moment(each.call_back_at) if each.call_back_at else "",
            "is_due": bool(each.call_back_at and each.call_back_at <= at),
            "holder": each.holder.officer.title if each.holder else "",
        }
        for each in handovers
    ]


def waiting_time(handover: Handover, *, at: datetime) -> str:
    """Return for how long the person has been waiting; "" if nothing of theirs is unanswered."""
    since = handover.waiting_since
    return format_duration(at - since) if since and since <= at else ""


def person_label(handover: Handover) -> str:
    """Return the last digits of the person's number; "" for a chat without a number."""
    return f"…{handover.chat.phone[-4:]}" if handover.chat and handover.chat.phone else ""
