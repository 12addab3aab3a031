"""What a posting may do. Rank is the person's, role is the posting's."""

from enum import StrEnum

from accounts.rules.offices import OfficeKind


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
"""Roles that read complaints. An administrator holds none of them at the same time: who sets the rules and gives the
posts reads nothing of what citizens tell (domain: Roles, administrator)."""


def excluding(role: str) -> frozenset[Role]:
    """The roles that one person may not hold beside this one."""
    if role == Role.ADMINISTRATOR:
        return READING_ROLES
    return frozenset({Role.ADMINISTRATOR}) if role in READING_ROLES else frozenset()


CENTRAL_ROLES = frozenset({Role.MONITOR, Role.AUDITOR, Role.ADMINISTRATOR})
"""Roles that sit at the Central Police Office and nowhere else (domain: Roles)."""

HAS_A_CELL = frozenset({OfficeKind.CENTRAL, OfficeKind.REGION, OfficeKind.DISTRICT})
"""Offices that have whole districts: with a complaint cell, independent of stations, and with discipline officers."""

SEATS = {
    **dict.fromkeys(CENTRAL_ROLES, frozenset({OfficeKind.CENTRAL})),
    **dict.fromkeys((Role.COMPLAINT_OPERATOR, Role.DISCIPLINE_OFFICER), HAS_A_CELL),
}


def sits_at(role: str, kind: str) -> bool:
    """Whether there is that role at an office of that kind."""
    return role not in SEATS or kind in SEATS[role]


def takes_two(role: str, kind: str) -> bool:
    """Whether one administrator asks for it and another one decides (domain: Roles, administrator).

    Everything at the Central Police Office; at a district or region, to head it or to read all that it has. Complaint
    operators everywhere: whoever sits at a cell reads all that comes in, before anybody else does.
    """
    if kind == OfficeKind.CENTRAL or role == Role.COMPLAINT_OPERATOR:
        return True
    return kind in HAS_A_CELL and role in READING_ROLES


# The head of an office answers for it; the role that sees and re-marks within the subtree is the supervisor's.
HEAD_ROLE = Role.SUPERVISOR
