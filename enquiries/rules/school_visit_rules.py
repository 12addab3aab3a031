"""School visits: police teams present the portal and the WhatsApp service to pupils (launch coverage, 2022)."""

from datetime import date

from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role

MOST_PUPILS = 5_000
"""Maximum pupils of one visit: no school hall holds more, and a typing error may add a zero."""
LONGEST_REASON = 200
"""Characters of the reason for striking out an entry."""


def last_month_starts(day: date, count: int) -> list[date]:
    """Return the first day of each of the last `count` months, including that of `day`, the oldest first."""
    number = day.year * 12 + day.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(number - count + 1, number + 1)]


def may_see_school_visits(role: Role, kind: OfficeKind) -> bool:
    """Return whether a posting may see the register: everybody in a district; above it, overseeing roles."""
    return kind not in {OfficeKind.CENTRAL, OfficeKind.REGION} or role in {Role.SUPERVISOR, Role.MONITOR, Role.AUDITOR}
