"""What a posting may do. Rank is the person's, role is the posting's."""

from enum import StrEnum


class Role(StrEnum):
    COMPLAINT_OPERATOR = "complaint_operator"
    INQUIRY_OFFICER = "inquiry_officer"
    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    MONITOR = "monitor"
    DISCIPLINE_OFFICER = "discipline_officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


# The head of an office answers for it; the role that sees and re-marks within the subtree is the supervisor's.
HEAD_ROLE = Role.SUPERVISOR
