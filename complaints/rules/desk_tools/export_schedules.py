"""The rhythm of scheduled exports, and the pages whose selection can be saved."""

from datetime import date, timedelta
from enum import StrEnum

from accounts.rules.roles import Role


class ExportRhythm(StrEnum):
    """How often the link is sent."""

    DAILY = "daily"
    WEEKLY = "weekly"  # on Mondays
    MONTHLY = "monthly"  # on the first


class StopReason(StrEnum):
    """Why a schedule stopped."""

    OWN = "own"
    POSTING_ENDED = "posting_ended"
    NO_ACCESS = "no_access"


class ViewPage(StrEnum):
    """The pages with a table whose selection can be saved."""

    QUEUE = "queue"
    MY_QUEUE = "my_queue"
    WORKLOAD = "workload"
    APPEALS = "appeals"
    BOARD = "board"
    DUE_SOON = "due_soon"
    LEAGUE = "league"
    STATION = "station"
    INCIDENT_MAP = "incident_map"
    PATTERNS = "patterns"
    VERIFICATIONS = "verifications"
    SCHOOL_VISITS = "school_visits"
    CHAT_FUNNEL = "chat_funnel"


BOARD_ROLES = frozenset({Role.SUPERVISOR, Role.MONITOR, Role.AUDITOR})
"""The roles that may open the board and the pages beside it."""


def next_day(rhythm: ExportRhythm, after: date) -> date:
    """Return the first day after `after` on which the link is due."""
    if rhythm is ExportRhythm.DAILY:
        return after + timedelta(days=1)
    if rhythm is ExportRhythm.WEEKLY:
        return after + timedelta(days=7 - after.weekday())
    return (after.replace(day=1) + timedelta(days=32)).replace(day=1)
