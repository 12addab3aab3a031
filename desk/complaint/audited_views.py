"""The access log: every view that shows a complaint records a reading, or the complaint is not shown.

`audit_complaint_views` wraps all views whose URL has an E-tag, so that a new view cannot omit it.
"""

import logging
from collections.abc import Sequence
from functools import wraps

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.actors import Actor
from accounts.middleware import remember_posting, switch_posting
from complaints.models import Complaint
from desk.services import reading_log
from web.submitted_text import submitted_texts

logger = logging.getLogger(__name__)

NOTHING_SHOWN = frozenset({204, 401, 403, 404, 405, 410})
"""Status codes of responses that show nothing of a complaint. Redirects show nothing either."""


def mark_as_showing_no_complaint(view):
    """Mark a view whose URL has an E-tag but whose response shows nothing of the complaint."""
    view.shows_no_complaint = True
    return view


def require_recorded_readings(view):
    """Run the view in one transaction with the readings that it records.

    If a reading cannot be recorded, answer with an error page (503) that shows nothing of a complaint.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except reading_log.ReadingNotRecorded:
            logger.exception("A reading could not be recorded, so nothing was shown.")
            return _reading_not_recorded_page(request)

    return guarded


def audited_view(view):
    """Like `require_recorded_readings`, for a view of one complaint, and record the reading if the view does not.

    If a form is posted under a posting that may not see the complaint, switch to another posting of the officer.
    """

    @require_recorded_readings
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs) -> HttpResponse:
        if request.method == "POST" and len(request.postings) > 1:
            _switch_to_posting_that_sees(request, kwargs.get("etag", ""))
        with reading_log.collect_recorded_readings() as recorded:
            response = view(request, **kwargs)
            is_redirect = 300 <= response.status_code < 400
            if not (is_redirect or response.status_code in NOTHING_SHOWN or recorded):
                _record_missing_reading(request, kwargs["etag"])
            return response

    return guarded


def audit_complaint_views(patterns: Sequence[URLPattern | URLResolver], *, has_etag_above: bool = False) -> list:
    """Wrap the views of all patterns that have an E-tag with `audited_view`, and return the patterns.

    `has_etag_above`: the patterns are included under a pattern with an E-tag.
    """
    for pattern in patterns:
        takes_etag = has_etag_above or "etag" in pattern.pattern.converters
        if isinstance(pattern, URLResolver):
            audit_complaint_views(pattern.url_patterns, has_etag_above=takes_etag)
        elif takes_etag and not getattr(pattern.callback, "shows_no_complaint", False):
            pattern.callback = audited_view(pattern.callback)
    return list(patterns)


def _switch_to_posting_that_sees(request: HttpRequest, etag: str) -> None:
    """Switch to a posting of the officer that may see the complaint, the current one if it may.

    The officer may have chosen another posting in another window since the form was loaded.
    """
    for posting in sorted(request.postings, key=lambda one: one.choice != request.posting.choice):
        if Complaint.objects.visible_to(Actor.of(posting)).filter(etag=etag).exists():
            remember_posting(request, posting)
            switch_posting(request, posting)
            return


def _record_missing_reading(request: HttpRequest, etag: str) -> None:
    """Record a reading for a view that did not do so itself, if the officer may see the complaint at all."""
    complaint = Complaint.objects.visible_to(request.actor).filter(etag=etag).first()
    if complaint is not None:
        reading_log.record_partial_reading(complaint, by=request.actor, at=timezone.now())


@never_cache
def _reading_not_recorded_page(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/not_written.html", {"typed": submitted_texts(request)}, status=503)
