"""The table of the desk's move forms.

A form checks what was typed. Whether the move is possible is decided by the workflow (complaints.workflow.table).
"""

from desk.moves.assignment import (
    BeginInquiryForm,
    CloseAsFeedbackForm,
    ForwardForm,
    MarkForm,
    RecategoriseForm,
    ReMarkForm,
)
from desk.moves.calls import AskCallForm
from desk.moves.contact import (
    ConfirmContactForm,
    DenyContactForm,
    ExcuseContactForm,
    LeaveUnconfirmedForm,
    RecordContactForm,
    TryContactForm,
)
from desk.moves.conversation import OfficerNoteForm, TellCitizenForm
from desk.moves.inquiry import AskCitizenForm, ReferOutsideForm, ResumeInquiryForm, UrgentActForm
from desk.moves.invitation import InviteForm
from desk.moves.legal_hold import LiftLegalHoldForm, PlaceLegalHoldForm
from desk.moves.move_form import MoveForm
from desk.moves.outcome import RejectForm
from desk.moves.partner_referral import RecallFromPartnerForm, ReferToPartnerForm
from desk.moves.report import AcceptReportForm, ReturnReportForm, SubmitReportForm, VerifyReportForm
from desk.moves.withdrawal import KeepComplaintForm, WithdrawForm

FORMS: dict[str, type[MoveForm]] = {
    "mark": MarkForm,
    "re_mark": ReMarkForm,
    "forward": ForwardForm,
    "recategorise": RecategoriseForm,
    "close_as_feedback": CloseAsFeedbackForm,
    "begin": BeginInquiryForm,
    "try_contact": TryContactForm,
    "urgent_act": UrgentActForm,
    "refer_outside": ReferOutsideForm,
    "refer_partner": ReferToPartnerForm,
    "recall_partner": RecallFromPartnerForm,
    "ask_call": AskCallForm,
    "invite": InviteForm,
    "record_contact": RecordContactForm,
    "confirm_contact": ConfirmContactForm,
    "deny_contact": DenyContactForm,
    "leave_unconfirmed": LeaveUnconfirmedForm,
    "excuse_contact": ExcuseContactForm,
    "ask_citizen": AskCitizenForm,
    "resume": ResumeInquiryForm,
    "tell_citizen": TellCitizenForm,
    "note": OfficerNoteForm,
    "submit_report": SubmitReportForm,
    "verify": VerifyReportForm,
    "accept": AcceptReportForm,
    "return_report": ReturnReportForm,
    "reject": RejectForm,
    "keep": KeepComplaintForm,
    "withdraw": WithdrawForm,
    "hold": PlaceLegalHoldForm,
    "lift_hold": LiftLegalHoldForm,
}
"""The form of each move that has a page at the desk, by the name of the move."""
