"""What browsers and caches may keep of an answer that says nothing of it itself."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

NOTHING = "private, no-store"
DESK = re.compile(r"/(?:ur/)?desk/")


class KeepNothing:
    """Middleware: of a refusal, an error and all of the desk nobody keeps a copy. Pages with something of a citizen's
    on them say so themselves; what all may keep says for how long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control") and (response.status_code >= 400 or DESK.match(request.path_info)):
            response["Cache-Control"] = NOTHING
        return response
