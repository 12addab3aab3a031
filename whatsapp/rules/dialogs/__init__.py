"""The questions of all talks by their name, one talk a file."""

from whatsapp.rules.dialogs import (
    complainant_details,
    complaint_filing,
    complaint_news,
    complaint_tracking,
    enquiries,
    evidence,
    incident_account,
    incident_place,
    main_menu,
    missing_child,
    nearby_offices,
    public_information,
    public_notices,
    unassigned_files,
)
from whatsapp.rules.steps import DialogStep

DIALOGS = (
    *(
        main_menu,
        unassigned_files,
        complaint_filing,
        incident_place,
        incident_account,
        missing_child,
        complainant_details,
        complaint_tracking,
        evidence,
        complaint_news,
        public_information,
        nearby_offices,
        public_notices,
    ),
    enquiries,
)
STEPS: dict[str, DialogStep] = {step.name: step for talk in DIALOGS for step in talk.STEPS}
