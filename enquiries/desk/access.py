"""Who may enter these pages; for everybody else they do not exist."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from accounts.actors import Actor
from desk.access import signed_out
from web.access import posting_required

type View = Callable[..., HttpResponse]


def only(may: Callable[[Actor], bool], *, typed: tuple[str, ...] = ()) -> Callable[[View], View]:
    """Let in the postings of which `may` is true. `typed`: fields whose words are given back past a session's end."""

    def guard(view: View) -> View:
        @wraps(view)
        def inside(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not may(request.actor):
                raise Http404
            return view(request, *args, **kwargs)

        inner = never_cache(posting_required(inside))

        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if request.method == "POST" and not request.user.is_authenticated:
                words = [words for name in typed if (words := request.POST.get(name, "").strip())]
                return signed_out(request, back=request.path, typed=words)
            return inner(request, *args, **kwargs)

        return guarded

    return guard
