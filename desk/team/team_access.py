"""Access to the pages for heads of offices. Others get 404."""

from functools import wraps

from django.http import Http404

from accounts.actors import Actor
from accounts.rules.roles import READING_ROLES
from desk.page_access import reading_role_required, session_expired_page


def may_see_workload(actor: Actor) -> bool:
    """Return whether the actor may open the pages for heads of offices."""
    return actor.is_head and actor.role in READING_ROLES


def head_of_office_required(view):
    """Allow the view to heads of offices. Others get 404."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.actor.is_head:
            raise Http404
        return view(request, *args, **kwargs)

    return reading_role_required(guarded)


def office_heads_only(view):
    """Allow the view to heads of offices. If the session has expired, return the typed text."""
    return return_text_of_expired_session(head_of_office_required(view))


def return_text_of_expired_session(view):
    """Answer a form that is posted after the session expired with the typed text (401), so that it can be copied."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method != "POST" or request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return session_expired_page(
            request, back=request.get_full_path(), typed=[request.POST.get("words", "").strip()]
        )

    return guarded
