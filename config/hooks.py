"""Hooks by which higher apps extend lower ones, which do not import them: dotted paths for the settings."""

KEPT_WHILE = ["reviews.queries.review_retention.is_needed_by_open_review"]
"""Called before personal data of complaints is destroyed. They return the complaints that an app still needs."""

ERASED_BESIDE = ["api.services.partner_erasure.erase_partner_references"]
"""Called when personal data of a complaint is erased, to erase what an app keeps beside it."""

MESSAGES_KEPT_WHILE = [
    "reviews.queries.review_retention.messages_of_open_reviews",
    "whatsapp.services.notice_broadcasts.messages_of_running_broadcasts",
]
"""Called before old messages are deleted. They return the condition of the messages that an app still needs."""

MESSAGES_CHECKED_BY = [
    "complaints.services.exclusion.message_recall.remove_hidden_complaints",
    "reviews.services.review_notifications.redirect_from_reviewed_officer",
]
"""Called before a message is sent. They remove what the recipient may not know, or choose the officer who may know it,
and return whether anything is left to send."""

SEALED_BESIDE = [
    "reviews.services.review_seals.REVIEW_EVENTS_IN_SEALS",
    "complaints.services.sealed_tables.ROW_VERSIONS",
    "complaints.services.sealed_tables.READINGS",
]
"""The other histories that the log's seals include. The order is part of a seal: add new ones at the end."""

VERIFIED_BESIDE = [
    "reviews.queries.review_history_verification.verify_review_histories",
    "complaints.queries.verification.row_version_check.check_row_versions",
    "complaints.queries.verification.reading_check.check_readings",
    "complaints.services.sealed_tables.find_forgotten_rows",
]
"""Further checks of `verify_history`, besides complaints. They also run with `--all` and `--since`."""

VERIFIED_WITH = ["sla.queries.breach_verification.check_breaches"]
"""Further checks of `verify_history` for each batch of complaints."""

COUNTED_BY = "monitoring.queries.list_totals.count_listed_complaints"
"""Counts a list of the desk that is too long to count row by row; None if it cannot."""

WAITING_CHATS_BY = "whatsapp.queries.inbox_lists.load_waiting_chats"
"""Counts the chats that wait for an operator, for the board of the Central Police Office."""

REFERRAL_PARTNERS_BY = "api.queries.partner_states.referral_partners"
"""Lists the partner organisations to which a complaint can be referred (desk.moves.partner_referral)."""

TODAY_SOURCES = [
    "desk.today.cell_tasks.list_cell_tasks",
    "desk.today.personal_tasks.list_personal_tasks",
    "desk.today.approval_tasks.list_approval_tasks",
    "sla.today_escalations.list_escalation_tasks",
    "sla.today_holds.list_hold_tasks",
    "reviews.desk.today_reviews.list_review_tasks",
    "enquiries.desk.today_enquiries.list_enquiry_tasks",
    "notices.desk.today_notices.list_notice_tasks",
    "monitoring.desk.today_questions.list_question_tasks",
    "whatsapp.desk_tasks.list_account_tasks",
    "whatsapp.desk_tasks.list_chat_tasks",
]
"""What waits for an officer besides the complaints of their queue, for the page *Today* (desk.today.waiting_tasks)."""

EXPORTABLE_TABLES = [
    "desk.exports.desk_tables.TABLES",
    "monitoring.desk.board_export_tables.TABLES",
    "reviews.desk.review_export_tables.TABLES",
    "enquiries.desk.register_export_tables.TABLES",
    "whatsapp.board.funnel_export_tables.TABLES",
]
"""The tables whose selection can be saved, shared, scheduled and exported (desk.exports.tables)."""
