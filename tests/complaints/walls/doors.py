"""Every page of the desk for one reader: complaints, lists, searches, exports and counts.

The views are called as in the URLconf, with their permission checks and the logging of readings. The tests set what the
middleware would set on a request, because signing in takes too long for thousands of sequences.
"""

import re
from dataclasses import dataclass
from uuid import UUID

from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import resolve
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Posting
from accounts.services import sessions
from api.portal_api import urls as api
from desk.urls import urlpatterns as desk
from monitoring.urls import urlpatterns as watching

NOWHERE = UUID(int=0)
FILLED = {
    **{"exhibit": NOWHERE, "page": 1, "naming": 0, "purpose": "verify", "move": "note", "hearing": NOWHERE},
    "other": "2" * 12,  # the E-tag of another complaint
}
SLOT = re.compile(r"<(?:\w+:)?(\w+)>")


def _addresses(patterns, *, of_a_file: bool) -> list[str]:
    """Return the routes that take only an E-tag, or those that take no argument."""
    routes = [str(p.pattern) for p in patterns if ("etag" in p.pattern.converters) is of_a_file]
    return [f"/desk/{route}" for route in routes if of_a_file or "<" not in route]


FILES = _addresses(desk, of_a_file=True)
"""Each with a placeholder `<etag:etag>`."""

LISTS = [
    *_addresses([*desk, *watching], of_a_file=False),
    *("/desk/office/?status=all", "/desk/search/?q=shop", "/desk/search/?q=shop&open=1", "/desk/team/?all=1"),
]


API = [str(pattern.pattern) for pattern in api[0] if str(pattern.pattern) != "docs/"]
"""Every route of the API. An officer's session opens none that is about a complaint."""


def of_api(etag: str) -> list[str]:
    """Return all addresses of the API, about one complaint where they are about one."""
    return [f"/api/v1/{SLOT.sub(lambda slot: {'etag': etag}.get(slot[1], str(NOWHERE)), route)}" for route in API]


@dataclass(frozen=True)
class Reader:
    """An officer under one of their postings."""

    posting: Posting
    actor: Actor

    def knocks(self, path: str, **typed: str) -> HttpResponse:
        """Send a GET, or a POST with data. Return 404 and 403 like the portal."""
        make = RequestFactory()
        request = make.post(path, typed) if typed else make.get(path)
        request.user, request.posting, request.actor = self.posting.officer, self.posting, self.actor
        request.postings, request.htmx = [self.posting], False
        request.session = {sessions.BEGAN: timezone.now().timestamp()}
        request._messages, request.resolver_match = CookieStorage(request), resolve(request.path_info)
        view, args, kwargs = request.resolver_match
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return HttpResponse(status=404)
        except PermissionDenied:
            return HttpResponse(status=403)

    def reads(self, path: str, **typed: str) -> str:
        """Return the text of the response, also of a streamed file."""
        answer = self.knocks(path, **typed)
        return b"".join(answer).decode()


def of_file(etag: str) -> list[str]:
    """Return all addresses of one complaint's pages."""
    return [SLOT.sub(lambda slot: str({**FILLED, "etag": etag}[slot[1]]), route) for route in FILES]
