"""What a superuser can change without a finding: tables, columns and rows, each with the reason (decision 0003)."""

from complaints.queries.verification.clock_run_check import PROVEN

PROVEN_CLOCKS = f"clock IN ({', '.join(sorted(f"'{clock}'" for clock in PROVEN))})"
_DJANGO = "Django's own, which decides nothing about a complaint"
_NO_EVENT = "the cell's next call and the task about pressure: some of their ends are no event"
_OPERATION = "the work of a job, computed again or finished within minutes"
_SESSION = "sessions and codes end within hours or days, and open nothing when changed: they are bound to their row"
_TYPED = "officers' own texts and views outside of the history"
_CALLS = "calls and questions that are no event of the history"
_FIGURES = "sums, which verify_tallies compares with the complaints, or figures that were published"
_OTHER_APPS = "notices, enquiries and the chat have no chain; they decide nothing about a complaint"
_PUBLIC = "public information with its sources, about no complaint"
_ASIDE = "partly proved by events; these rows also serve jobs"
_CHOICES = "choices of the complainant about messages and calls"
_PROOFS = "how the complainant's number was proved; every use of it is an event"
_DERIVED = "follows from other columns, which are compared"

TABLES = {
    **dict.fromkeys(
        (
            *("account_emailaddress", "account_emailconfirmation", "auth_group", "auth_group_permissions"),
            *("auth_permission", "accounts_officer_groups", "accounts_officer_user_permissions", "django_admin_log"),
            *("django_content_type", "django_migrations"),
            *("socialaccount_socialaccount", "socialaccount_socialapp", "socialaccount_socialtoken"),  # never read
        ),
        _DJANGO,
    ),
    **dict.fromkeys(("accounts_desksession", "django_session", "complaints_accesscode", "mfa_authenticator"), _SESSION),
    **dict.fromkeys(
        (
            *("accounts_heartbeat", "accounts_underway", "notifications_deliveredmail", "notifications_message"),
            *(
                "sla_notice",
                "sla_swept",
                "sla_sweeprun",
                "sla_untold",
                "complaints_openwords",
                "complaints_notification",
            ),
        ),
        _OPERATION,
    ),
    "api_idempotentanswer": "answers of a day, sealed and bound to their row; they only answer a repeated request",
    "api_eventendpoint": "a forged address gets open or closed alone; its secrets are sealed and bound to their row",
    "api_eventsubject": "what a partner was told last: open or closed, which the complaint's own history proves",
    "api_eventdelivery": "events that wait for a partner or were sent to it: open or closed, deleted after 30 days",
    "api_partnercomplaint": "a forged row shows open or closed alone; a push needs the registration event's partner",
    **dict.fromkeys(
        ("complaints_destruction", "complaints_restoreguard"),
        "which entries of the list beside the files are written; the events of the destruction are covered",
    ),
    "accounts_providerlogout": "a forged row ends a sign-in that waits; a deleted one opens what ended minutes before",
    "complaints_auditexport": "a copy of the logs for a week, signed; the requests are auditors' searches",
    "complaints_importedcomplaint": "prevents a second import; the event `imported` proves the same facts",
    "complaints_outsidetransfer": "its file opens only with the authority's key; events record sending and fetching",
    "complaints_understandingphrase": "phrases that propose and decide nothing; staff acts say who changed them",
    "whatsapp_chatsentence": "sentences of the chat; staff acts say who changed them, from what to what",
    "whatsapp_stepcount": "how often a question of the chat was asked; it decides nothing",
    "complaints_categoryproposal": "codes of what was proposed; they teach the next models and decide nothing",
    "complaints_policysimulation": "sums that inform two administrators; any of them can calculate them again",
    **dict.fromkeys(
        (
            *("complaints_cannedreply", "complaints_exportschedule", "complaints_notificationdigest"),
            "complaints_prepared",
            *("complaints_queuecolumns", "complaints_savedview"),
        ),
        _TYPED,
    ),
    **dict.fromkeys(
        (
            *("complaints_call", "complaints_connection", "complaints_contactsample", "complaints_invitation"),
            "complaints_contactclaim",
        ),
        _CALLS,
    ),
    **dict.fromkeys(
        (
            "monitoring_categoryfigure",
            *("monitoring_pending", "monitoring_publication", "monitoring_publicfigure", "monitoring_report"),
            *("monitoring_overduerecord", "monitoring_overduesum"),
            "monitoring_incidentmap",
            *("monitoring_reviewsofquarter", "monitoring_tally", "monitoring_tallydelta", "reviews_monthofofficer"),
        ),
        _FIGURES,
    ),
    **dict.fromkeys(
        (
            *("enquiries_feedback", "enquiries_feedbackact", "enquiries_note", "enquiries_photo", "enquiries_talk"),
            *("enquiries_verification", "enquiries_verificationact", "enquiries_verificationreading"),
            *(
                "notices_edition",
                "notices_edition_helplines",
                "notices_notice",
                "notices_noticeact",
                "notices_picture",
                "notices_tip",
            ),
            *("notices_tipact", "whatsapp_chat", "whatsapp_media", "whatsapp_owncomplaint", "whatsapp_sending"),
            *("whatsapp_accountevent", "whatsapp_noticebroadcast", "whatsapp_noticesubscription"),
            *("mail_intake_incomingmail", "whatsapp_update"),
            *("whatsapp_handover", "whatsapp_handoverline", "whatsapp_inboxhours"),
        ),
        _OTHER_APPS,
    ),
    **dict.fromkeys(
        (
            *("information_centre", "information_helpline", "information_legalaid", "information_link"),
            *("information_service", "information_step"),
        ),
        _PUBLIC,
    ),
    **dict.fromkeys(
        (
            "complaints_evidence",
            "complaints_order",
            "complaints_pressure",
            "reviews_attachment",
            "sla_answer",
            "sla_hold",
        ),
        _ASIDE,
    ),
    "complaints_monitorreport": "a copy of what monitors publish themselves, read again every hour",
    "complaints_witnesssignature": "found while LOG_WITNESSES names its witness; a lost one comes again",
    "complaints_decoy": "what the duress page shows, sealed; it is no complaint",
    **dict.fromkeys(
        ("complaints_coversheet", "complaints_scannedletter"),
        "letters before the registration; the event `letter_scanned` proves where a registered one comes from",
    ),
    "complaints_draft": "answers before the registration, sealed",
    "complaints_missingchild": "the description of a child, for the notice that the CPO approves",
    "monitoring_question": "a question of the morning; its answers have a chain (verify_history does not read it yet)",
    "monitoring_questionanswer": "see monitoring_question",
    "monitoring_stationpromise": "a target that a head of a station set; it decides nothing about a complaint",
}

COLUMNS = {
    "accounts_officer.last_login": "each sign-in is in the log of sign-ins",
    "complaints_chainhead.at": _DERIVED,
    "complaints_logcheckpoint.at": "each signature of a witness has its own time",
    **dict.fromkeys(
        (f"complaints_clockrun.{name}" for name in ("why", "left", "owed", "step", "unswept_at")), _OPERATION
    ),
    **dict.fromkeys(
        (
            f"complaints_{table}.id"
            for table in (
                "clockrun",
                "custody",
                "hourlyhead",
                "logcheckpoint",
                "runningclock",
                "sealedrows",
                "waitingcall",
            )
        ),
        "the number of a row, which nothing refers to",
    ),
    **dict.fromkeys((f"complaints_runningclock.{name}" for name in ("step", "next_step_at", "worked")), _OPERATION),
    **dict.fromkeys(
        (
            f"complaints_complainant.{name}"
            for name in (
                *("language", "woman_officer", "time_zone", "prefers", "safe_from", "safe_until", "neutral"),
                *("wants_calls", "messages_wanted"),
            )
        ),
        _CHOICES,
    ),
    **dict.fromkeys(
        (
            f"complaints_complainant.{name}"
            for name in (
                *("phone_verified_at", "email_verified_at", "phone_is_of_filing", "email_is_of_filing"),
                *("phone_by_officers_key", "email_by_officers_key", "word_by_officers_key", "reached_since"),
            )
        ),
        _PROOFS,
    ),
    **dict.fromkeys(
        (f"complaints_complainant.{name}" for name in ("duress_hash", "duress_story")),
        "sealed and bound to its row: another value opens nothing (0005)",
    ),
    **dict.fromkeys(
        (f"complaints_complaint.{name}" for name in ("contact_due_at", "report_due_at", "contacted_at", "due_at")),
        "the clocks are compared; these columns repeat them for lists",
    ),
    "complaints_complaint.pause_ends_at": _OPERATION,
    "complaints_complaint.asked_after": _OPERATION,
    "complaints_complaint.withdrawal_asked_at": "the request is an event; the column serves the cell's list of calls",
    "complaints_complaint.fir_station": "free text of the report",
    "complaints_complaint.reopened_reporter_id": _DERIVED,
    "complaints_complaint.reopened_acceptor_id": _DERIVED,
    "complaints_sealedrows.last_id": _DERIVED,
    "complaints_complainant.name_index": "the search index of the name, which is compared",
    "complaints_statement.folded": "the search index of the statement, which is compared",
    "complaints_statement.keep_from": "the exclusions that follow have signed versions",
    "complaints_statement.senior_possible": "the exclusions that follow have signed versions",
    "complaints_words.for_citizen": "whether a text is shown to the complainant, who has it in the history's message",
    "reviews_review.opened_at": "a review has no history before the officer is asked (0026)",
    "reviews_review.next_at": _OPERATION,
    "sla_breach.id": "the number of a row",
    "sla_breach.cycle": _DERIVED,
    "sla_breach.noticed_at": _OPERATION,
}

PARTS = dict.fromkeys(("complaints_clockrun", "complaints_runningclock"), (PROVEN_CLOCKS, _NO_EVENT))
"""Tables of which only the rows with this condition are covered, and the reason."""

ROWS = {
    "complaints_logcheckpoint deleted": "the first one: any later one states the same hours",
    "complaints_complainant copied": "a copy belongs to no complaint",
}


def reason_for(change: object) -> str:
    """Return why a change need not be found; "" if it must be."""
    name = str(change)
    table = name.partition(".")[0].partition(" ")[0]
    return TABLES.get(table) or COLUMNS.get(name) or ROWS.get(name, "")
