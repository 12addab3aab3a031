"""Every address of the desk as one reader finds it: files, lists, searches, files of rows, counts.

The views are asked as the URLconf has them, with their guards and the door that writes readings down; what the
middleware puts on a request is put there by hand, since thousands of sequences have no time to sign in.
"""

import re
from dataclasses import dataclass
from uuid import UUID

from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import resolve

from accounts.actors import Actor
from accounts.models import Posting
from desk.urls import urlpatterns as desk
from monitoring.urls import urlpatterns as watching

NOWHERE = UUID(int=0)
FILLED = {"exhibit": NOWHERE, "naming": 0, "purpose": "verify", "move": "note", "hearing": NOWHERE}
SLOT = re.compile(r"<(?:\w+:)?(\w+)>")


def _addresses(patterns, *, of_a_file: bool) -> list[str]:
    """The routes that take an E-tag and nothing that has to exist, or those that take nothing at all."""
    routes = [str(p.pattern) for p in patterns if ("etag" in p.pattern.converters) is of_a_file]
    return [f"/desk/{route}" for route in routes if of_a_file or "<" not in route]


FILES = _addresses(desk, of_a_file=True)
"""Each with `<etag:etag>` to be filled in."""

LISTS = [
    *_addresses([*desk, *watching], of_a_file=False),
    *("/desk/office/?status=all", "/desk/search/?q=shop", "/desk/search/?q=shop&open=1", "/desk/team/?all=1"),
]


@dataclass(frozen=True)
class Reader:
    """Somebody under a posting of theirs."""

    posting: Posting
    actor: Actor

    def knocks(self, path: str, **typed: str) -> HttpResponse:
        """GET, or POST where something is typed. 404 and 403 as the portal answers them."""
        make = RequestFactory()
        request = make.post(path, typed) if typed else make.get(path)
        request.user, request.posting, request.actor = self.posting.officer, self.posting, self.actor
        request.postings, request.session, request.htmx = [self.posting], {}, False
        request._messages, request.resolver_match = CookieStorage(request), resolve(request.path_info)
        view, args, kwargs = request.resolver_match
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return HttpResponse(status=404)
        except PermissionDenied:
            return HttpResponse(status=403)

    def reads(self, path: str, **typed: str) -> str:
        """The words of the answer, those of a file that is sent piece by piece too."""
        answer = self.knocks(path, **typed)
        return b"".join(answer).decode()


def of_file(etag: str) -> list[str]:
    """All addresses of one complaint's file."""
    return [SLOT.sub(lambda slot: str({**FILLED, "etag": etag}[slot[1]]), route) for route in FILES]
