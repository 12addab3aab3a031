"""Who may enter these pages: heads and operators of districts and above, monitors, auditors. Others find none."""

from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from desk.access import signed_out
from ledger.exceptions import NotPermitted
from notices.rules import powers
from web.access import posting_required


def notices_desk(view):
    """Let in whoever has such a desk; what is not theirs to do does not exist (404). Nobody's browser keeps it.

    A form that comes after the session's end is answered with what was typed in it (401), to be copied.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not powers.has_a_desk(request.actor):
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except NotPermitted as not_theirs:
            raise Http404 from not_theirs

    inner = never_cache(posting_required(guarded))

    @wraps(view)
    def outer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            typed = [words for name, words in request.POST.items() if _is_typed(name, words)]
            return signed_out(request, back=request.path, typed=typed)
        return inner(request, *args, **kwargs)

    return outer


def _is_typed(name: str, words: str) -> bool:
    return name != "csrfmiddlewaretoken" and bool(words.strip())
