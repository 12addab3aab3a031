"""The rhythm of scheduled exports, and which roles may open the pages of saved views."""

from datetime import date, timedelta
from enum import StrEnum

from accounts.rules.roles import READING_ROLES, Role


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
    """The pages whose selection can be saved."""

    QUEUE = "queue"
    LEAGUE = "league"
    STATION = "station"


BOARD_ROLES = frozenset({Role.SUPERVISOR, Role.MONITOR, Role.AUDITOR})
"""The roles that may open the board and the pages beside it."""
ROLES_OF_PAGE = {ViewPage.QUEUE: READING_ROLES, ViewPage.LEAGUE: BOARD_ROLES, ViewPage.STATION: BOARD_ROLES}


def may_open_page(page: ViewPage, role: Role, office_path: str, *, station_path: str = "") -> bool:
    """Return whether a posting may open a page. `station_path`: of the station of a station sheet."""
    return role in ROLES_OF_PAGE[page] and station_path.startswith(office_path if page is ViewPage.STATION else "")


def next_day(rhythm: ExportRhythm, after: date) -> date:
    """Return the first day after `after` on which the link is due."""
    if rhythm is ExportRhythm.DAILY:
        return after + timedelta(days=1)
    if rhythm is ExportRhythm.WEEKLY:
        return after + timedelta(days=7 - after.weekday())
    return (after.replace(day=1) + timedelta(days=32)).replace(day=1)
