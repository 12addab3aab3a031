"""What somebody typed into a form that could not be taken: read back from the request, for the page that says so.

Only of a form of our own pages: a stranger's page must not put words into ours.
"""

from django.http import HttpRequest

NEVER_SHOWN = ("password", "secret", "code", "token")


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
