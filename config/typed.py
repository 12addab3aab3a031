"""What somebody typed into a form that could not be taken is given back on the page that says so.

Only to a form of our own pages: a stranger's page must not put words into ours.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache

NEVER_SHOWN = ("password", "secret", "code", "token")


@never_cache
def open_too_long(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token is not this browser's any more, for example after a sign-in in another window."""
    return render(request, "403_csrf.html", {"typed": words_of(request)}, status=403)


@never_cache
def broken(request: HttpRequest) -> HttpResponse:
    """500: asks nothing of the database, which may be what broke."""
    return HttpResponse(render_to_string("500.html", {"typed": words_of(request)}), status=500)


def words_of(request: HttpRequest) -> list[str]:
    """Whatever was written in more than one word, as it came; nothing secret, and nothing from elsewhere."""
    if request.method != "POST" or not is_ours(request):
        return []
    try:
        told = request.POST.items()
    except Exception:  # the body is what could not be read
        return []
    shown = [words.strip() for name, words in told if not any(part in name for part in NEVER_SHOWN)]
    return [words for words in shown if len(words.split()) > 1]


def is_ours(request: HttpRequest) -> bool:
    """Whether a page of this site sent it, as the browser says."""
    if said := request.headers.get("Sec-Fetch-Site"):
        return said == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
