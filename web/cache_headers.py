"""The default Cache-Control header of responses that set none."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

NO_STORE = "private, no-store"
DESK_PATH = re.compile(r"/(?:ur/)?desk/")


class NoStoreMiddleware:
    """Middleware that forbids caching of errors and of all pages of the desk.

    Pages with a citizen's data set the header themselves, and so do responses that may be cached.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control") and (
            response.status_code >= 400 or DESK_PATH.match(request.path_info)
        ):
            response["Cache-Control"] = NO_STORE
        return response
