"""What this browser has opened by a code: kept in the session, forgotten after half an hour without a touch.

The session holds a complaint's id and the time of the last touch, under its E-tag; nothing personal.
"""

from datetime import datetime, timedelta

from django.http import HttpRequest

KEY = "opened"
IDLE = timedelta(minutes=30)
TOUCH_EVERY = timedelta(minutes=1)  # so that reading a page seldom writes a session


def remember(request: HttpRequest, *, etag: str, complaint_id: int, at: datetime) -> None:
    """From now on this browser may open the complaint. The session's key is renewed and ends with the browser."""
    request.session.cycle_key()
    request.session.set_expiry(0)
    request.session[KEY] = _opened(request) | {etag: [complaint_id, at.timestamp()]}


def opened(request: HttpRequest, *, etag: str, at: datetime) -> int | None:
    """The id of the complaint, if this browser has opened it and was here within the last half hour."""
    known = _opened(request)
    if etag not in known:
        return None
    complaint_id, touched = known[etag]
    idle = at.timestamp() - touched
    if idle > IDLE.total_seconds():
        forget(request, etag=etag)
        return None
    if idle > TOUCH_EVERY.total_seconds():
        request.session[KEY] = known | {etag: [complaint_id, at.timestamp()]}
    return complaint_id


def forget(request: HttpRequest, *, etag: str) -> None:
    """End this visit: the next page asks for a code again."""
    request.session[KEY] = {number: seen for number, seen in _opened(request).items() if number != etag}


def _opened(request: HttpRequest) -> dict:
    return request.session.get(KEY, {})
