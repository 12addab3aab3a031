"""The administrators' list of scheduled changes of postings, where each can be cancelled."""

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.admin_base import site
from accounts.models import Posting
from accounts.queries.upcoming_postings import load_upcoming_changes
from accounts.services import postings
from accounts.services.staff_refusals import StaffChangeRefused

LIST_ROUTE = "admin:accounts_posting_upcoming"


def show_upcoming_changes(request: HttpRequest) -> HttpResponse:
    """Show the scheduled changes. POST with `posting` cancels one: its start (`starts`), its end (`ends`), or both."""
    if request.method == "POST":
        return _cancel_change(request)
    title = _("Scheduled changes of postings")
    context = site.each_context(request) | {"title": title, "rows": load_upcoming_changes(at=timezone.now())}
    return TemplateResponse(request, "admin/accounts/posting/upcoming.html", context)


def _cancel_change(request: HttpRequest) -> HttpResponse:
    """Cancel a change and show the list again, with the reason if it was refused."""
    number = request.POST.get("posting", "")
    posting = Posting.objects.with_people().filter(pk=number).first() if re.fullmatch(r"[0-9]{1,18}", number) else None
    is_start, is_end = "starts" in request.POST, "ends" in request.POST
    if posting is None or not (is_start or is_end):
        messages.error(request, _("This change is no longer scheduled."))
        return redirect(LIST_ROUTE)
    try:
        postings.cancel_scheduled_change(
            posting=posting, starts=is_start, ends=is_end, by=request.actor, at=timezone.now()
        )
    except StaffChangeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The change is cancelled."))
    return redirect(LIST_ROUTE)
