"""When explanations are called for (on Mondays at nine, by the wall clock of Pakistan), and until when they come."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

Span = tuple[datetime, datetime]

KARACHI = ZoneInfo("Asia/Karachi")
HOUR = 9


def last_call(at: datetime) -> datetime:
    """The week's call at or before a moment. A job that ran late, or not at all, still finds what it missed."""
    local = at.astimezone(KARACHI)
    monday = (local - timedelta(days=local.weekday())).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return monday if monday <= local else monday - timedelta(days=7)


def explained_by(
    called_at: datetime, limit: timedelta, leaves: Sequence[Sequence[Span]], *, longest_wait: timedelta
) -> datetime:
    """Until when an officer may explain who was called then: `limit` of days on duty.

    `leaves`: of each of their postings the spans of leave. They are away while none of these is on duty; whoever holds
    none is not on leave of anything. A cover explains nothing in their place. `longest_wait`: so long at most their
    leave moves the day, for an inquiry into a delay must not stall.
    """
    left, at = limit, called_at
    for began, ended in away(leaves):
        if ended <= at:
            continue
        if began - at >= left:
            break
        left -= max(began - at, timedelta())
        at = ended
    return min(at + left, called_at + limit + longest_wait)


def away(leaves: Sequence[Sequence[Span]]) -> list[Span]:
    """When somebody is on leave from everything that they hold, in order."""
    if not leaves:
        return []
    edges = sorted({edge for spans in leaves for span in spans for edge in span})
    return [
        (began, ended)
        for began, ended in pairwise(edges)
        if all(any(since <= began and ended <= until for since, until in spans) for spans in leaves)
    ]
