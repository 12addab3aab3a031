"""Offices, officers and postings, with leave, role requests, sign-in sessions and the admin log."""

from accounts.models.desk_session import DeskSession
from accounts.models.former_name import FormerOfficeName, FormerOfficerName
from accounts.models.heartbeat import Heartbeat
from accounts.models.leave import Leave
from accounts.models.linked_identity import LinkedIdentity
from accounts.models.office import Office
from accounts.models.office_change import OfficeChange
from accounts.models.officer import Officer
from accounts.models.posting import Posting
from accounts.models.provider_logout import ProviderLogout
from accounts.models.role_grant import RoleGrant
from accounts.models.row_version import RowVersion, VersionedModel
from accounts.models.running_job import Underway
from accounts.models.staff_act import StaffAct

__all__ = [
    "DeskSession",
    "FormerOfficeName",
    "FormerOfficerName",
    "Heartbeat",
    "Leave",
    "LinkedIdentity",
    "Office",
    "OfficeChange",
    "Officer",
    "Posting",
    "ProviderLogout",
    "RoleGrant",
    "RowVersion",
    "StaffAct",
    "Underway",
    "VersionedModel",
]
