"""The door before every view that takes an E-tag: what shows a complaint is written into the access log, or not shown.

It stands in the URLconf (`behind_the_door`), so that a new route cannot forget it.
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
from accounts.middleware import act_as, choose
from complaints.models import Complaint
from desk.services import readings
from web.typed_text import words_of

logger = logging.getLogger(__name__)

NOTHING_SHOWN = frozenset({204, 401, 403, 404, 405, 410})
"""Answers that say nothing of a complaint, beside redirections."""


def shows_no_complaint(view):
    """Mark a view with an E-tag whose answers say nothing of the complaint (who else looks, that a draft is kept)."""
    view.shows_no_complaint = True
    return view


def shown_if_written(view):
    """View and readings in one transaction. If one can't be written, a plain page says so (503) and nothing of a
    complaint leaves the portal."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except readings.NotWritten:
            logger.exception("A reading could not be written down, so nothing was shown.")
            return _nothing_shown(request)

    return guarded


def reading_of(view):
    """The same for a view of one complaint. It notes what it shows itself, once; the door does it for one that
    forgets."""

    @shown_if_written
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs) -> HttpResponse:
        if request.method == "POST" and len(request.postings) > 1:
            _act_as_who_sees_it(request, kwargs.get("etag", ""))
        with readings.watched() as noted:
            answer = view(request, **kwargs)
            if _shows(answer) and not noted:
                _note(request, kwargs["etag"])
            return answer

    return guarded


def behind_the_door(patterns: Sequence[URLPattern | URLResolver], *, below: bool = False) -> list:
    """The same patterns; of those that take an E-tag (or stand `below` one that does) each view is `reading_of` it."""
    for pattern in patterns:
        takes_etag = below or "etag" in pattern.pattern.converters
        if isinstance(pattern, URLResolver):
            behind_the_door(pattern.url_patterns, below=takes_etag)
        elif takes_etag and not getattr(pattern.callback, "shows_no_complaint", False):
            pattern.callback = reading_of(pattern.callback)
    return list(patterns)


def _act_as_who_sees_it(request: HttpRequest, etag: str) -> None:
    """What is sent about a complaint that the posting in use may not see is sent under the one of theirs that may: in
    another window its officer has chosen another posting meanwhile."""
    for held in sorted(request.postings, key=lambda one: one.choice != request.posting.choice):
        if Complaint.objects.visible_to(Actor.of(held)).filter(etag=etag).exists():
            choose(request, held)
            act_as(request, held)
            return


def _shows(answer: HttpResponse) -> bool:
    return not (300 <= answer.status_code < 400 or answer.status_code in NOTHING_SHOWN)


def _note(request: HttpRequest, etag: str) -> None:
    """For a view that did not say itself what it showed. What does not exist for its reader is no reading."""
    found = Complaint.objects.visible_to(request.actor).filter(etag=etag).first()
    if found is not None:
        readings.note_a_glance(found, by=request.actor, at=timezone.now())


@never_cache
def _nothing_shown(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/not_written.html", {"typed": words_of(request)}, status=503)
