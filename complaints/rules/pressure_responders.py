"""Reports of pressure on the complainant: who may read them and who must act on them (docs/rules.md, *Pressure*)."""

from datetime import timedelta

from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role

ACT_WITHIN = timedelta(hours=2)


def may_read_pressure_reports(kind: OfficeKind) -> bool:
    """Return whether officers at this kind of office may read reports of pressure."""
    return kind is OfficeKind.CENTRAL


def must_act_on_pressure(*, kind: OfficeKind, role: Role, is_head: bool) -> bool:
    """Return whether an officer must act on a report: the CPO's operators, its monitors, and its head.

    The head also gets a message.
    """
    return may_read_pressure_reports(kind) and (is_head or role in {Role.COMPLAINT_OPERATOR, Role.MONITOR})
