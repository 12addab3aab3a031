"""Access to the registers' pages: 404 for postings without the register."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from accounts.actors import Actor
from desk.page_access import session_expired_page
from web.officer_access import posting_required

type View = Callable[..., HttpResponse]


def register_access_required(
    may: Callable[[Actor], bool], *, typed_fields: tuple[str, ...] = ()
) -> Callable[[View], View]:
    """Return a decorator that admits the postings for which `may` is true, and forbids caching.

    `typed_fields`: the fields whose text is shown for copying if the session has ended.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not may(request.actor):
                raise Http404
            return view(request, *args, **kwargs)

        protected_view = never_cache(posting_required(checked))

        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if request.method == "POST" and not request.user.is_authenticated:
                words = [words for name in typed_fields if (words := request.POST.get(name, "").strip())]
                return session_expired_page(request, back=request.path, typed=words)
            return protected_view(request, *args, **kwargs)

        return guarded

    return decorate
