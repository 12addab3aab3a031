"""Who may take complaints down, and whose draft it is."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import now

from complaints.models import Draft
from desk.access import reading_required, signed_out
from desk.services.intake import may_take_down

WORDS = (
    *("text", "concerns", "landmark", "happened_about", "name", "phone", "email", "number", "reason", "behalf_name"),
    *("child_name", "child_age", "child_wearing"),
)
"""What is given back past the session's end: what somebody has said. Choices are quickly made again."""


def operators_only(view: Callable) -> Callable:
    """Let in who takes down complaints; for everybody else there is no such page. Past the session's end: what was
    typed, to be copied, and the way back."""

    @wraps(view)
    def guarded(request: HttpRequest, **names) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            typed = [said for name in WORDS if (said := request.POST.get(name, "").strip())]
            return signed_out(request, back=request.path, typed=typed)
        return _within(request, **names)

    @reading_required
    def _within(request: HttpRequest, **names) -> HttpResponse:
        if not may_take_down(request.actor):
            raise Http404
        return view(request, **names)

    return guarded


def own(request: HttpRequest, draft: UUID, *, at: datetime | None = None) -> Draft | None:
    """This operator's draft, or None where there is none yet. 404 for anybody else's, and for one whose day is over."""
    found = (
        Draft.objects.select_related("complaint__complainant", "complaint__policy", "complaint__office")
        .filter(pk=draft)
        .first()
    )
    if found is None:
        return None
    is_over = not found.complaint_id and found.expires_at <= (at or now())
    if found.operator_id != request.actor.posting_id or is_over:
        raise Http404
    return found


def address(route: str, draft: UUID) -> str:
    """Of one of the draft's pages."""
    return reverse(f"desk:{route}", kwargs={"draft": draft})
