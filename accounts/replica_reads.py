"""Which pages read from a copy of the database, and that a person finds there what they have just written."""

from collections.abc import Callable
from functools import wraps

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.queries import replica

WRITTEN = "written_until"
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}


def from_the_replica(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view that only reads, and may be seconds old. `request.behind` says how old; None: it is the primary's.

    If the copy goes away while the page is made, the page is made again, by the primary. What it writes besides (that
    somebody took rows away) is written by the primary in any case.
    """

    @wraps(view)
    def read(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.behind = replica.behind(at=timezone.now(), written=_written(request))
        if request.behind is None:
            return view(request, *args, **kwargs)
        try:
            with replica.reading():
                response = view(request, *args, **kwargs)
        except (OperationalError, InterfaceError) as gone:
            replica.leave_alone(gone)
            request.behind = None
            return view(request, *args, **kwargs)
        if response.streaming:
            response.streaming_content = replica.streamed(response.streaming_content)
        return response

    return read


class NoteOwnWrites:
    """After an officer has sent something in: up to where the primary's log had come. Their next pages come from a
    copy only when it is as far. Nothing where there is no copy; a citizen has no session that it could stand in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if replica.is_set() and request.method not in SAFE and getattr(request, "actor", None):
            request.session[WRITTEN] = replica.written_until()
        return response


def _written(request: HttpRequest) -> str | None:
    return request.session.get(WRITTEN) if getattr(request, "actor", None) else None
