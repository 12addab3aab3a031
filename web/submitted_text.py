"""The text of a submitted form that could not be processed, for the error page.

Only text from forms of this site is shown, so that other sites cannot inject text into our pages.
"""

from django.http import HttpRequest

SECRET_FIELD_PARTS = ("password", "secret", "code", "token")
SECRET_FIELDS = frozenset({"word", "present", "key"})
"""The fields for a secret word (citizen.access.access_forms.SecretInput)."""


def submitted_texts(request: HttpRequest) -> list[str]:
    """Return the submitted texts of more than one word, except secrets and forms of other sites."""
    if request.method != "POST" or not is_same_origin(request):
        return []
    try:
        fields = request.POST.items()
    except Exception:  # the body itself may be unreadable
        return []
    texts = [text.strip() for name, text in fields if not is_secret_field(name)]
    return [text for text in texts if len(text.split()) > 1]


def is_secret_field(name: str) -> bool:
    """Return whether a field holds a secret."""
    return name in SECRET_FIELDS or any(part in name for part in SECRET_FIELD_PARTS)


def is_same_origin(request: HttpRequest) -> bool:
    """Return whether the browser states that a page of this site sent the request."""
    if fetch_site := request.headers.get("Sec-Fetch-Site"):
        return fetch_site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
