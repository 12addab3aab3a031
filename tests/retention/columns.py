"""What happens to each column that can hold personal text or numbers (docs/decisions/0006).

The keys are columns, or models for all columns that are not listed themselves. The values are the reasons.
"""


def _all_of(model: str, names: str, why: str) -> dict[str, str]:
    return {f"{model}.{name}": why for name in names.split()}


_NOTES = "what officers typed beside the history is emptied"
_PERSON = (
    "name phone email address document_number behalf_name no_document_reason phone_index email_index document_index "
    "name_index secret_hash duress_hash duress_story time_zone"
)
EMPTIED = {
    **_all_of("complaints.Complainant", _PERSON, "the complainant's row is emptied"),
    **_all_of(
        "complaints.Statement",
        "text landmark position concerns concerned happened_about folded salt",
        "the statement is emptied",
    ),
    "api.PartnerComplaint.reference": "what a partner wrote beside it is emptied (api.services.partner_erasure)",
    "api.PartnerComplaint.consent_reference": "what a partner wrote beside it is emptied",
    "complaints.MissingChild": "the description of the child goes",
    "complaints.Words.text": "the words of its events",
    "complaints.Words.parts": "the other parts of a report",
    "complaints.Words.salt": "without it nobody finds the words out by trying",
    "complaints.Call.words": _NOTES,
    "complaints.Reading.why": _NOTES,
    "complaints.Finding.text": _NOTES,
    "complaints.Naming.why": _NOTES,
    "complaints.Naming.taken_back_why": _NOTES,
    "complaints.Exclusion.ended_why": _NOTES,
    "complaints.Hearing.gist": _NOTES,
    "complaints.Hearing.answer": _NOTES,
    "complaints.Pressure.done": _NOTES,
    "complaints.StationOrder.offence": _NOTES,
    "complaints.StationOrder.place": _NOTES,
    "complaints.Prepared.words": "prepared texts go",
    "complaints.AccessCode.code_hash": "keys go",
    "complaints.AccessCode.asked_by": "keys go",
    "complaints.Decoy.sealed_rows": "the duress page goes",
    "complaints.Decoy.word_hash": "the duress page goes",
    "complaints.Draft.sealed_answers": "the draft goes",
    "complaints.Evidence.name": "names of files, then the files",
    "complaints.Evidence.original": "names of files, then the files",
    "complaints.Evidence.shown": "names of files, then the files",
    "complaints.OutsideTransfer.content": "the file for an authority outside goes, which only its key opens",
    "complaints.LookUp.mark": "the mark goes with the person's last complaint",
    "notifications.DeliveredMail": "DEMO only, and what lies there of that address goes",
    "whatsapp.Chat": "the chat goes with the last complaint of its telephone",
    "whatsapp.Sending": "the chat goes",
    "whatsapp.Media": "the chat goes",
    "whatsapp.HandoverLine.text": "the texts of talks with operators go with the chat",
    "whatsapp.OwnComplaint.mark": "the chat goes",
}

BOUNDED = {
    "complaints.AuditExport": "the file goes a week after it was made (desk.services.audit_export)",
    "complaints.AccessCode.reached_index": "a code to a list runs out in minutes, and goes with the last complaint",
    "complaints.OpenWords": "the database keeps them while a complaint is open: they go when it ends",
    "complaints.SavedView.name": "an officer typed it: a date stands there after a year (services.saved_views)",
    "enquiries.Verification": "names and numbers are erased after their days (enquiries.services.enquiry_retention)",
    "enquiries.Note": "erased with the names of its request",
    "enquiries.Photo": "erased with the names of its request",
    "enquiries.Feedback.phone": "erased after its days (enquiries.services.enquiry_retention)",
    "mail_intake.IncomingMail": "deleted thirty days after it arrived, or within an hour of its complaint's erasure",
    "api.EventDelivery": "an E-tag with open or closed; deleted after EVENTS_KEPT_DAYS (api.tasks.forget_old_events)",
    "api.IdempotentAnswer": "deleted a day after it was made (api.tasks.forget_old_answers)",
    "sessions.Session": "erased within an hour of its end (accounts.tasks.delete_expired_sessions)",
    "whatsapp.Update": "forgotten nine days after it was answered (whatsapp.services.update_processing)",
    "account.EmailConfirmation": "officers' own, good for three days",
}

_OWN = "a record of its own, with an owner of its own: what an officer wrote there stays"
ELSEWHERE = {
    "complaints.CannedReply": "words for many complaints, changed and deleted by the head of their office",
    "enquiries.Feedback": _OWN,
    "enquiries.FeedbackAct": _OWN,
    "enquiries.Talk": _OWN,
    "enquiries.VerificationAct": _OWN,
    "reviews.Attachment": f"{_OWN}; belongs to a review of a delay",
    "reviews.Dossier": f"{_OWN}; frozen, without the complainant",
    "sla.Hold": f"{_OWN}; why a batch of breaches was held, of hundreds of complaints",
    "monitoring.QuestionAnswer": _OWN,
    "monitoring.IncidentMap": "counts of squares with five people or more, without positions",
    "monitoring.Report": "figures, without whatever names an officer",
    "reviews.Review": "the number of an order",
    "reviews.ReviewEvent": f"{_OWN}; belongs to a review of a delay",
    "reviews.ReviewWords": f"{_OWN}; belongs to a review of a delay",
    "notices.Edition": "a notice to the public, shown until it is taken down",
    "notices.Notice": "the number of a notice",
    "notices.NoticeAct": f"{_OWN}; why a notice was shown or taken down",
    "notices.Picture": "a photo of a notice or a tip",
    "notices.Tip": f"{_OWN}; of whoever wrote about a notice",
}

_CODES = "codes, ids, sums and keys that the portal makes itself"
_LISTS = "reference data of offices, categories and services, written for everybody"
_STAFF = "officers and their accounts"
_RULES = "settled by administrators, of no complaint"
NEVER = {
    **dict.fromkeys(
        (
            *("accounts.DeskSession", "accounts.Officer", "account.EmailAddress", "admin.LogEntry", "auth.Group"),
            *(
                "accounts.LinkedIdentity",
                "accounts.ProviderLogout",
                "socialaccount.SocialAccount",
                "socialaccount.SocialApp",
            ),
            "socialaccount.SocialToken",
            *("mfa.Authenticator", "accounts.FormerOfficerName", "accounts.StaffAct", "complaints.Connection"),
        ),
        _STAFF,
    ),
    **dict.fromkeys(
        (
            *("accounts.Underway", "auth.Permission", "contenttypes.ContentType", "complaints.ChainHead"),
            *(
                "complaints.CategoryProposal",
                "complaints.NarrowingRequest.exclusion_ids",
                "monitoring.Publication.protecting",
            ),
            *(
                "complaints.HourlyHead",
                "complaints.LogCheckpoint",
                "complaints.MonitorReport",
                "complaints.WitnessSignature",
                "complaints.RestoreGuard.server",
                "complaints.Seal",
                "complaints.SealedRows",
                "sla.Notice",
                "sla.Swept",
            ),
            *("monitoring.OverdueRecord", "whatsapp.StepCount"),
            *("complaints.CoverSheet", "complaints.ScannedLetter"),  # codes, digests and chosen reasons
            *("monitoring.Tally", "monitoring.TallyDelta", "notifications.Message", "whatsapp.AccountEvent"),
            *("whatsapp.Handover", "whatsapp.HandoverLine.media"),
        ),
        _CODES,
    ),
    **dict.fromkeys(
        (
            *("accounts.FormerOfficeName", "accounts.Office", "complaints.Category", "complaints.FormerCategoryName"),
            *("complaints.Holiday", "complaints.WorkingCalendar", "complaints.CalendarChange"),
            "complaints.UnderstandingPhrase",
            *("information.Centre", "information.Helpline", "information.Link", "information.Service"),
            *("information.Step", "information.LegalAid", "whatsapp.InboxHours", "whatsapp.ChatSentence"),
        ),
        _LISTS,
    ),
    **dict.fromkeys(
        (
            *(
                "complaints.Policy",
                "complaints.PolicyChange",
                "complaints.PolicySimulation",
                "complaints.RetentionPeriod",
            ),
            *("api.ApiClient", "api.EventEndpoint", "api.PartnerChange"),
            *("complaints.RetentionChange", "complaints.OutsideAuthority", "complaints.OutsideAuthorityChange"),
            *("monitoring.BoardTarget", "monitoring.BoardTargetChange", "information.LegalFormReview"),
        ),
        _RULES,
    ),
    **dict.fromkeys(
        ("complaints.Complaint", "monitoring.PendingComplaint", "monitoring.TalliedComplaint"),
        "its number, and the number of an FIR: the reference to a record that is kept elsewhere by law",
    ),
    "complaints.AccessSearch": "ids, codes and days of an auditor's search (AccessLogFilters.as_record)",
    "complaints.Call.answer": "a choice by its name",
    "complaints.Complainant.language": "the language of what is still said",
    "complaints.Complainant.protection": "a choice by its name",
    "complaints.Event": "names of what happened and marks; the words are in complaints.Words",
    "complaints.Evidence": "fingerprints and kinds of files",
    "complaints.Export.asked": "choices and days of filters that were understood (desk.export, monitoring.views)",
    "complaints.ImportedComplaint": "another system's number, no telephone number or CNIC: prevents a second import",
    "complaints.Prepared.move": "the name of a move",
    "complaints.Reading.key_id": _CODES,
    "complaints.StationOrder.fir_number": "the reference to a record that is kept elsewhere by law",
    "complaints.Reading.signature": "hashes under a key, from which nobody learns the reason",
    "accounts.RowVersion": "digests; the salt of what a row said before is destroyed with the next version",
    "complaints.SavedView": "choices and days of filters that were understood (desk.filters)",
    "complaints.QueueColumns": "names of columns that were offered (desk.queue.queue_columns)",
}
