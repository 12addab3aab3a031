"""Let pages read from the database replica, and ensure that officers see there what they have just written."""

from collections.abc import Callable
from functools import wraps

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.queries import replica

WRITE_POSITION = "written_until"
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}


def read_from_replica(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a view that only reads and may show data that is some seconds old.

    `request.behind` is set to the age of the data, or to None if the primary is read. If the replica fails while the
    view runs, the view runs again on the primary. Writes (such as the log entry of an export) always go to the primary.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        last_write = request.session.get(WRITE_POSITION) if getattr(request, "actor", None) else None
        request.behind = replica.measure_replica_lag(at=timezone.now(), last_write=last_write)
        if request.behind is None:
            return view(request, *args, **kwargs)
        try:
            with replica.use_replica_for_reads():
                response = view(request, *args, **kwargs)
        except (OperationalError, InterfaceError) as error:
            replica.suspend_replica(error)
            request.behind = None
            return view(request, *args, **kwargs)
        if response.streaming:
            response.streaming_content = replica.stream_from_replica(response.streaming_content)
        return response

    return guarded


class TrackWritePosition:
    """Middleware that stores the primary's log position in the session after an officer's write.

    Later pages use the replica only once it has reached that position. It does nothing without a replica, or for
    citizens, who have no officer's session.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if replica.is_replica_configured() and request.method not in SAFE and getattr(request, "actor", None):
            request.session[WRITE_POSITION] = replica.current_write_position()
        return response
