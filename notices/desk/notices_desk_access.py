"""Access to the notices' desk: heads and operators from the district upwards, monitors and auditors. Others get 404."""

from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from desk.page_access import session_expired_page
from ledger.service_exceptions import NotPermitted
from notices.rules import notice_permissions
from web.officer_access import posting_required


def notices_desk_required(view):
    """Decorate a view: require a posting with this desk, turn NotPermitted into 404, and forbid caching.

    A form that arrives after the end of the session is answered with the typed text (401), so that it can be copied.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not notice_permissions.has_notices_desk(request.actor):
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except NotPermitted as not_permitted:
            raise Http404 from not_permitted

    protected_view = never_cache(posting_required(guarded))

    @wraps(view)
    def outer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            fields = request.POST.items()
            typed = [words for name, words in fields if name != "csrfmiddlewaretoken" and words.strip()]
            return session_expired_page(request, back=request.path, typed=typed)
        return protected_view(request, *args, **kwargs)

    return outer
