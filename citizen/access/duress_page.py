"""What a visit under duress is shown: the portal's own pages, of a harmless complaint in the real one's place."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from citizen import visitor_session
from complaints.queries.access_keys import complaint_of_draft
from complaints.services.access_keys.decoys import in_its_place

SAFE = {"GET", "HEAD"}
Page = Callable[[int], HttpResponse]


def shown(request: HttpRequest, page: Page, *, complaint_id: int) -> HttpResponse:
    """The page of what stands in this complaint's place. `page` is handed its id; what it does there is kept there."""

    def whole(stand_in: int) -> HttpResponse:
        setattr(request, visitor_session.STAND_IN, stand_in)
        answer = page(stand_in)
        if not getattr(answer, "is_rendered", True):
            answer.render()
        return answer

    try:
        answer = in_its_place(complaint_id, whole, keep=request.method not in SAFE, at=now())
    finally:
        setattr(request, visitor_session.STAND_IN, None)
    visitor_session.renew_if_asked(request)
    return answer


def by_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of `/complaint/<draft>/…`, such as the receipt: a visit under duress sees there what stands in its place.

    One query more for such a visit; none for anybody else.
    """

    @wraps(view)
    def guarded(request: HttpRequest, draft: UUID, **rest) -> HttpResponse:
        pressed = visitor_session.under_duress(request)
        complaint_id = complaint_of_draft(draft) if pressed else None
        if complaint_id not in pressed:
            return view(request, draft=draft, **rest)
        return shown(request, lambda _: view(request, draft=draft, **rest), complaint_id=complaint_id)

    return guarded
