"""What every answer of the API has in common: no cookies, the language, problems, ETags, caching and rate limits."""

import hashlib
import json
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers

from accounts.session_store import SessionStore
from api.problems import BY_STATUS, CONTENT_TYPE, problem_response
from web.cache_headers import NO_STORE

PREFIX = "/api/v1/"
DOCS_PATH = f"{PREFIX}docs/"
PERSONAL_PATHS = (f"{PREFIX}partner/", f"{PREFIX}citizen/")
KEPT_HEADERS = ("Retry-After", "Allow", "Upload-Offset", "WWW-Authenticate")
LARGEST_BODY_OF_ERROR = 20_000  # bytes of a JSON error that is read again


class ApiMiddleware:
    """Middleware for everything below /api/v1/.

    The request loses its cookies, so that no session of an officer or a visitor reaches the API: a token alone counts.
    HEAD is answered like GET.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        session, cookies, method = request.session, request.COOKIES, request.method
        request.COOKIES, request.session = {}, SessionStore(None)
        if method == "HEAD":
            request.method = "GET"
        with translation.override(translation.get_language_from_request(request)):
            response = self._finished_response(request, self.get_response(request))
        request.session, request.COOKIES, request.method = session, cookies, method
        return response

    def _finished_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            response = _as_problem(response)
        for name, value in getattr(request, "rate_limit_headers", {}).items():
            response[name] = value
        if request.path_info.startswith(PERSONAL_PATHS) and not response.has_header("Cache-Control"):
            response["Cache-Control"] = NO_STORE
        if request.path_info != DOCS_PATH:
            response["Content-Language"] = translation.get_language()
            patch_vary_headers(response, ["Accept-Language", "Authorization"])
        if request.method == "GET" and response.status_code == HTTPStatus.OK and not response.streaming:
            response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
            return get_conditional_response(request, etag=response["ETag"], response=response)
        return response


def _as_problem(response: HttpResponse) -> HttpResponse:
    """Return an error page as problem details. A text for people that a view gave is kept."""
    if response.get("Content-Type", "").startswith(CONTENT_TYPE):
        return response
    status = response.status_code
    kind = BY_STATUS.get(status, "malformed" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "error")
    kept = {name: response[name] for name in KEPT_HEADERS if name in response}
    return problem_response(kind, status=status, detail=_text_of(response), headers=kept)


def _text_of(response: HttpResponse) -> str:
    """Return the text (`words`) of a JSON error of the upload views; otherwise an empty string."""
    is_json = response.get("Content-Type", "").startswith("application/json")
    if not is_json or response.streaming or len(response.content) > LARGEST_BODY_OF_ERROR:
        return ""
    body = json.loads(response.content)
    return str(body.get("words", "")) if isinstance(body, dict) else ""
