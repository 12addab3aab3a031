"""The deadlines on the complainant's page as a calendar file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from citizen.access.key_required import key_required
from citizen.deadline_calendar import calendar_response
from citizen.deadline_texts import promised_deadlines
from citizen.filing.receipt_page import needs_neutral_title, tracking_url
from citizen.queries import own_complaint


@never_cache
@require_safe
@key_required
def download_deadlines(request: HttpRequest, complaint_id: int, etag: str) -> HttpResponse:
    """Return what is due to the complainant, or from them, as a calendar file; without any, go back with a message."""
    opened, at = own_complaint.load_own_complaint(complaint_id), now()
    complaint = opened.complaint
    if not (deadlines := promised_deadlines(complaint, opened.clocks, now=at)):
        messages.warning(request, gettext("There is no upcoming deadline to add to a calendar."))
        return redirect("my_complaint", etag=etag)
    return calendar_response(
        complaint, deadlines, neutral=needs_neutral_title(complaint), follow_url=tracking_url(complaint), at=at
    )
