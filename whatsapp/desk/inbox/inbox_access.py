"""Access to the inbox: complaint operators, and the heads of their offices. Others get 404."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.actors import Actor
from desk.page_access import session_expired_page
from web.officer_access import posting_required
from whatsapp.rules.handover.handover_rules import InboxReader, inbox_reader_of

STOP_POLLING = 286
"""The status with which htmx replaces the part of the page and asks no more."""
TYPED_FIELDS = ("text", "note")


def reader_of(actor: Actor) -> InboxReader:
    """Return what the actor may do in the inbox."""
    return inbox_reader_of(actor.role, actor.office_kind, is_head=actor.is_head)


def may_open_inbox(actor: Actor) -> bool:
    """Return whether the actor may open the inbox."""
    return reader_of(actor) is not InboxReader.NOBODY


def sets_inbox_hours(actor: Actor) -> bool:
    """Return whether the actor sets the hours of the inbox."""
    return reader_of(actor) is InboxReader.HEAD


def typed_texts(request: HttpRequest) -> list[str]:
    """Return what was typed into the form of a chat."""
    return [text for name in TYPED_FIELDS if (text := request.POST.get(name, "").strip())]


def inbox_access_required(view: Callable, may: Callable[[Actor], bool] = may_open_inbox) -> Callable:
    """Admit the postings that may open the inbox. What was typed survives the end of the session.

    A poll after the session ended gets a notice instead of a new page, so that a half-written text stays.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not may(request.actor):
            raise Http404
        return view(request, *args, **kwargs)

    protected = never_cache(posting_required(checked))

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            if request.htmx:
                return HttpResponse(
                    f"<p>{_('You are signed out. Copy your text, then sign in again.')}</p>", status=STOP_POLLING
                )
            if request.method == "POST":
                return session_expired_page(request, back=request.path, typed=typed_texts(request))
        return protected(request, *args, **kwargs)

    return guarded
