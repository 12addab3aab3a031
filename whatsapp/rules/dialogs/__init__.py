"""The chat's dialogs, one module each, and all their steps by name."""

from whatsapp.rules.dialog_steps import DialogStep
from whatsapp.rules.dialogs import (
    complainant_details,
    complaint_actions,
    complaint_filing,
    complaint_news,
    complaint_tracking,
    domestic_worker,
    evidence_dialog,
    feedback_dialog,
    incident_account,
    incident_place,
    kept_out_officers,
    language_and_menu,
    missing_child,
    nearby_offices,
    operator_call,
    public_information,
    public_notices,
    unassigned_files,
)

DIALOGS = (
    language_and_menu,
    unassigned_files,
    complaint_filing,
    incident_place,
    incident_account,
    kept_out_officers,
    missing_child,
    complainant_details,
    complaint_tracking,
    complaint_actions,
    evidence_dialog,
    complaint_news,
    public_information,
    nearby_offices,
    public_notices,
    domestic_worker,
    feedback_dialog,
    operator_call,
)
STEPS: dict[str, DialogStep] = {step.name: step for dialog in DIALOGS for step in dialog.STEPS}
