"""The text of a submitted form that could not be processed, for the error page.

Only text from forms of this site is shown, so that other sites cannot inject text into our pages.
"""

from django.http import HttpRequest

SECRET_FIELD_PARTS = ("password", "secret", "code", "token")


def submitted_texts(request: HttpRequest) -> list[str]:
    """Return the submitted texts of more than one word, except secrets and forms of other sites."""
    if request.method != "POST" or not is_same_origin(request):
        return []
    try:
        fields = request.POST.items()
    except Exception:  # the body itself may be unreadable
        return []
    texts = [text.strip() for name, text in fields if not any(part in name for part in SECRET_FIELD_PARTS)]
    return [text for text in texts if len(text.split()) > 1]


def is_same_origin(request: HttpRequest) -> bool:
    """Return whether the browser states that a page of this site sent the request."""
    if fetch_site := request.headers.get("Sec-Fetch-Site"):
        return fetch_site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
