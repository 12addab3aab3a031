"""Roles of postings: where they exist, which exclude each other, and which need two administrators.

A rank belongs to the person, a role to the posting.
"""

from datetime import timedelta
from enum import StrEnum

from accounts.rules.office_tree import OfficeKind


class Role(StrEnum):
    COMPLAINT_OPERATOR = "complaint_operator"
    INQUIRY_OFFICER = "inquiry_officer"
    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    MONITOR = "monitor"
    DISCIPLINE_OFFICER = "discipline_officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


READING_ROLES = frozenset(
    {Role.COMPLAINT_OPERATOR, Role.INQUIRY_OFFICER, Role.CLERK, Role.SUPERVISOR, Role.MONITOR, Role.AUDITOR}
)
"""Roles that read complaints. An administrator may not hold one at the same time, because those who set rules and
create postings must not read complaints (domain: Roles, administrator)."""


def excluded_roles(role: str) -> frozenset[Role]:
    """Return the roles that an officer with this role may not hold at the same time."""
    if role == Role.ADMINISTRATOR:
        return READING_ROLES
    return frozenset({Role.ADMINISTRATOR}) if role in READING_ROLES else frozenset()


CENTRAL_ROLES = frozenset({Role.MONITOR, Role.AUDITOR, Role.ADMINISTRATOR})
"""Roles that exist only at the Central Police Office (domain: Roles)."""

KINDS_WITH_CELL = frozenset({OfficeKind.CENTRAL, OfficeKind.REGION, OfficeKind.DISTRICT})
"""Offices at district level and above. They have a complaint cell, independent of stations, and discipline officers."""

ROLE_OFFICE_KINDS = {
    **dict.fromkeys(CENTRAL_ROLES, frozenset({OfficeKind.CENTRAL})),
    **dict.fromkeys((Role.COMPLAINT_OPERATOR, Role.DISCIPLINE_OFFICER), KINDS_WITH_CELL),
}


def role_exists_at(role: str, kind: str) -> bool:
    """Return whether offices of this kind have this role."""
    return role not in ROLE_OFFICE_KINDS or kind in ROLE_OFFICE_KINDS[role]


STATION_LEVEL = frozenset({OfficeKind.STATION, OfficeKind.UNIT})
COOLING_OFF = timedelta(hours=24)
"""How long a request for a head's post above the stations, or for another place of an office, waits at least.

In this time the auditors, who are notified of the request, can object.
"""


def needs_two_administrators(role: str, kind: str, *, is_head: bool = False) -> bool:
    """Return whether this role at an office of this kind needs two administrators (domain: Roles, administrator).

    This applies to every role at the Central Police Office, and above the stations to heads and to the roles that read
    complaints, because they read those of all offices below. At a station or unit one administrator is enough: there
    are hundreds of such postings a month, and each reads the complaints of one station.
    """
    return kind == OfficeKind.CENTRAL or (kind not in STATION_LEVEL and (is_head or role in READING_ROLES))


def needs_cooling_off(kind: str, *, is_head: bool) -> bool:
    """Return whether a post can be confirmed only a day after it was requested: a head's above the stations."""
    return is_head and kind not in STATION_LEVEL


# The role of office heads. A supervisor sees the complaints of the subtree and can mark them again.
HEAD_ROLE = Role.SUPERVISOR
