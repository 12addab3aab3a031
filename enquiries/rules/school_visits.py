"""School talks: police teams tell pupils of the complaints portal and the WhatsApp service (launch coverage, 2022)."""

from datetime import date

from accounts.rules.offices import OfficeKind
from accounts.rules.roles import Role

MOST_PUPILS = 5_000
"""In one talk: a slip of the finger adds a nought, and no school hall holds more."""


def last_months(day: date, count: int) -> list[date]:
    """The first days of the last `count` months, that of `day` included, the oldest first."""
    number = day.year * 12 + day.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(number - count + 1, number + 1)]


def may_look(role: Role, kind: OfficeKind) -> bool:
    """Whether the desk has the register for a posting: in a district everybody's, above it that of those who watch."""
    return kind not in {OfficeKind.CENTRAL, OfficeKind.REGION} or role in {Role.SUPERVISOR, Role.MONITOR, Role.AUDITOR}
