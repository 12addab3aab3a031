"""When officers are asked for explanations (Mondays at nine, Pakistan time), and the deadline for the answer."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

LeaveSpan = tuple[datetime, datetime]

KARACHI = ZoneInfo("Asia/Karachi")
REQUEST_HOUR = 9


def last_weekly_request(at: datetime) -> datetime:
    """Return the latest weekly request time at or before a moment, so that a late or missed job catches up."""
    local = at.astimezone(KARACHI)
    monday = (local - timedelta(days=local.weekday())).replace(hour=REQUEST_HOUR, minute=0, second=0, microsecond=0)
    return monday if monday <= local else monday - timedelta(days=7)


def explanation_deadline(
    called_at: datetime, limit: timedelta, leaves: Sequence[Sequence[LeaveSpan]], *, longest_extension: timedelta
) -> datetime:
    """Return the deadline for the explanation: `limit` of time on duty after the officer was asked.

    `leaves`: the leaves of each of the officer's postings. An officer is away while all of their postings are on leave;
    an officer without a posting is never away. The cover cannot explain for them. `longest_extension`: the most by
    which leave extends the deadline, because an inquiry into a delay must not stall.
    """
    remaining, at = limit, called_at
    for began, ended in full_leave_spans(leaves):
        if ended <= at:
            continue
        if began - at >= remaining:
            break
        remaining -= max(began - at, timedelta())
        at = ended
    return min(at + remaining, called_at + limit + longest_extension)


def full_leave_spans(leaves: Sequence[Sequence[LeaveSpan]]) -> list[LeaveSpan]:
    """Return the spans, in order, in which an officer is on leave from every posting that they hold."""
    if not leaves:
        return []
    edges = sorted({edge for spans in leaves for span in spans for edge in span})
    return [
        (began, ended)
        for began, ended in pairwise(edges)
        if all(any(starts <= began and ended <= ends for starts, ends in spans) for spans in leaves)
    ]
