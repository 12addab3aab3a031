"""Show a harmless complaint in place of the real one to a visit that was opened with the duress word."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from citizen import visitor_session
from complaints.queries.access_key_facts import complaint_id_of_draft
from complaints.services.access_keys.duress_page import act_on_decoy

SAFE_METHODS = {"GET", "HEAD"}
Page = Callable[[int], HttpResponse]


def render_harmless_page(request: HttpRequest, page: Page, *, complaint_id: int) -> HttpResponse:
    """Return the page for the harmless complaint that stands in for this one.

    `page` is called with the id of the harmless complaint. Its changes are stored with that complaint, not the real
    one.
    """

    def render_stand_in(stand_in_id: int) -> HttpResponse:
        setattr(request, visitor_session.STAND_IN, stand_in_id)
        setattr(request, visitor_session.STANDS_FOR, complaint_id)
        response = page(stand_in_id)
        if not getattr(response, "is_rendered", True):
            response.render()
        return response

    try:
        response = act_on_decoy(
            complaint_id, render_stand_in, keep_changes=request.method not in SAFE_METHODS, at=now()
        )
    finally:
        setattr(request, visitor_session.STAND_IN, None)
        setattr(request, visitor_session.STANDS_FOR, None)
    visitor_session.renew_session_if_requested(request)
    return response


def show_harmless_draft_under_duress(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a view of `/complaint/<draft>/…` so that a visit under duress sees the harmless complaint.

    The receipt is such a view. It costs one query for a visit under duress and none for other visits.
    """

    @wraps(view)
    def guarded(request: HttpRequest, draft: UUID, **url_kwargs) -> HttpResponse:
        complaints_under_duress = visitor_session.complaint_ids_under_duress(request)
        complaint_id = complaint_id_of_draft(draft) if complaints_under_duress else None
        if complaint_id not in complaints_under_duress:
            return view(request, draft=draft, **url_kwargs)
        return render_harmless_page(
            request, lambda _: view(request, draft=draft, **url_kwargs), complaint_id=complaint_id
        )

    return guarded
