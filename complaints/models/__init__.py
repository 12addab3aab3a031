"""The models of complaints: the complaint, its complainant, its history and its ledgers."""

from complaints.models.access_code import AccessCode
from complaints.models.access_log_entry import Reading, ReadingKind
from complaints.models.auditor_acts import AccessSearch, AuditExport, Finding
from complaints.models.calendar import CalendarChange, Holiday, WorkingCalendar
from complaints.models.call import Call, CallPurpose, CallResult, ContactSample, WaitingCall
from complaints.models.category import Category, Policy
from complaints.models.complainant import Complainant, Document
from complaints.models.complaint import NO_DEADLINE, Complaint, Statement
from complaints.models.connection import Connection
from complaints.models.contact_claim import ContactAnswer, ContactClaim
from complaints.models.custody_and_clock_runs import ClockRun, Custody, RunningClock
from complaints.models.database.blind_index_lookup import BlindIndexExact
from complaints.models.database.scoped_manager import Unscoped
from complaints.models.decoy import Decoy
from complaints.models.desk_tools.canned_reply import CannedReply
from complaints.models.desk_tools.export_schedule import ExportSchedule
from complaints.models.desk_tools.notification import Notification, NotificationDigest
from complaints.models.desk_tools.prepared_text import Prepared
from complaints.models.desk_tools.queue_columns import QueueColumns
from complaints.models.desk_tools.routing_rule import RoutingRule
from complaints.models.desk_tools.saved_view import SavedView
from complaints.models.draft import Draft
from complaints.models.event import ActorKind, ChainHead, Event, Seal, SealedEvent, SealedRows, Words
from complaints.models.evidence import Evidence
from complaints.models.exclusion import Exclusion, NarrowingRequest
from complaints.models.exports_and_lookups import Export, LookUp
from complaints.models.former_category_name import FormerCategoryName
from complaints.models.hearing import Hearing
from complaints.models.importing.imported_complaint import ImportedComplaint
from complaints.models.invitation import Invitation
from complaints.models.missing_child import MissingChild
from complaints.models.naming import Naming
from complaints.models.open_words import OpenWords
from complaints.models.order import Order
from complaints.models.outside_authority import OutsideAuthority, OutsideAuthorityChange, OutsideTransfer
from complaints.models.policy_change import PolicyChange
from complaints.models.policy_simulation import PolicySimulation
from complaints.models.pressure import Pressure
from complaints.models.public_log import HourlyHead, LogCheckpoint, MonitorReport, WitnessSignature
from complaints.models.retention_period import Destruction, RestoreGuard, RetentionChange, RetentionPeriod
from complaints.models.scanning.cover_sheet import CoverSheet
from complaints.models.scanning.scanned_letter import ScannedLetter
from complaints.models.station_order import StationOrder
from complaints.models.understanding.category_proposal import CategoryProposal
from complaints.models.understanding.understanding_phrase import UnderstandingPhrase

__all__ = [
    "NO_DEADLINE",
    "AccessCode",
    "AccessSearch",
    "ActorKind",
    "AuditExport",
    "BlindIndexExact",
    "CalendarChange",
    "Call",
    "CallPurpose",
    "CallResult",
    "CannedReply",
    "Category",
    "CategoryProposal",
    "ChainHead",
    "ClockRun",
    "Complainant",
    "Complaint",
    "Connection",
    "ContactAnswer",
    "ContactClaim",
    "ContactSample",
    "CoverSheet",
    "Custody",
    "Decoy",
    "Destruction",
    "Document",
    "Draft",
    "Event",
    "Evidence",
    "Exclusion",
    "Export",
    "ExportSchedule",
    "Finding",
    "FormerCategoryName",
    "Hearing",
    "Holiday",
    "HourlyHead",
    "ImportedComplaint",
    "Invitation",
    "LogCheckpoint",
    "LookUp",
    "MissingChild",
    "MonitorReport",
    "Naming",
    "NarrowingRequest",
    "Notification",
    "NotificationDigest",
    "OpenWords",
    "Order",
    "OutsideAuthority",
    "OutsideAuthorityChange",
    "OutsideTransfer",
    "Policy",
    "PolicyChange",
    "PolicySimulation",
    "Prepared",
    "Pressure",
    "QueueColumns",
    "Reading",
    "ReadingKind",
    "RestoreGuard",
    "RetentionChange",
    "RetentionPeriod",
    "RoutingRule",
    "RunningClock",
    "SavedView",
    "ScannedLetter",
    "Seal",
    "SealedEvent",
    "SealedRows",
    "Statement",
    "StationOrder",
    "UnderstandingPhrase",
    "Unscoped",
    "WaitingCall",
    "WitnessSignature",
    "Words",
    "WorkingCalendar",
]
