"""Access to the intake pages: for operators, and to their own drafts."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import now

from complaints.models import Draft
from desk.page_access import reading_role_required, session_expired_page
from desk.services.intake_registration import may_register_for_others

TEXT_FIELDS = (
    *("text", "concerns", "landmark", "happened_about", "name", "phone", "email", "number", "reason", "behalf_name"),
    "officer_name",
    *("child_name", "child_age", "child_wearing"),
)
"""The text fields that are returned to the operator if the session has expired. Choices are quickly entered again."""


def intake_operators_only(view: Callable) -> Callable:
    """Allow the view to operators who take down complaints. Others get 404.

    If the session has expired, return the typed text with a link to sign in again.
    """

    @wraps(view)
    def guarded(request: HttpRequest, **url_kwargs) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            typed = [text for name in TEXT_FIELDS if (text := request.POST.get(name, "").strip())]
            return session_expired_page(request, back=request.path, typed=typed)
        return for_operators(request, **url_kwargs)

    @reading_role_required
    def for_operators(request: HttpRequest, **url_kwargs) -> HttpResponse:
        if not may_register_for_others(request.actor):
            raise Http404
        return view(request, **url_kwargs)

    return guarded


def get_own_draft(request: HttpRequest, draft: UUID, *, at: datetime | None = None) -> Draft | None:
    """Return this operator's draft, or None if there is none yet. 404 for another person's draft or an expired one."""
    own_draft = (
        Draft.objects.select_related("complaint__complainant", "complaint__policy", "complaint__office")
        .filter(pk=draft)
        .first()
    )
    if own_draft is None:
        return None
    is_expired = not own_draft.complaint_id and own_draft.expires_at <= (at or now())
    if own_draft.operator_id != request.actor.posting_id or is_expired:
        raise Http404
    return own_draft


def intake_draft_url(route: str, draft: UUID) -> str:
    """Return the URL of one of the draft's pages."""
    return reverse(f"desk:{route}", kwargs={"draft": draft})
