"""Every page of the portal, by the name of its route: who opens it, and its address.

A route of the URLconf that is neither in `PAGES` nor in `NO_PAGES` fails `test_every_page`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

from citizen.filing.draft_addresses import draft_address
from complaints.rules.followup_questions import Question

NO_DRAFT = draft_address(UUID(int=0))
"""The address of a draft that does not exist."""
OF_EVERYBODY = [question for question in Question if question not in {Question.EVIDENCE, Question.SECOND_WORD}]
WITH_A_WORD = [Question.CONCERNS, Question.CONTACT, Question.WORD, Question.SECOND_WORD]


@dataclass(frozen=True)
class Page:
    """`path` is filled in from the samples. `viewer` is an officer of the cast, "complainant" or nobody.

    "seated" is Farah as acting head for Dania, who is on leave.
    """

    path: str
    viewer: str = ""
    status: int = 200


SEAT = [Page("desk/", "farah"), Page("desk/", "seated")]  # for a head on leave: before and while acting

PAGES: dict[str, list[Page]] = {
    "home": [Page("")],
    "services": [Page("services/")],
    "documents": [Page("services/documents/")],
    "driving_licence": [Page("services/driving-licence/")],
    "fir": [Page("services/fir/")],
    "detention": [Page("services/detention/")],
    "legal_aid": [Page("services/legal-aid/")],
    "overseas": [Page("services/overseas/")],
    "centres": [Page("services/centres/")],
    "social": [Page("services/social-media/")],
    "website": [Page("services/websites/")],
    "citizen_portal": [Page("services/citizen-portal/")],
    "nearest": [Page("offices/nearest/"), Page("offices/nearest/?district=", status=422)],
    "helplines": [Page("helplines/")],
    "offices": [Page("offices/"), Page("offices/?q=gulberg"), Page("offices/?q=%00", status=422)],
    "district": [Page("offices/lahore/"), Page("offices/taunsa/")],
    "whatsapp": [Page("whatsapp/")],
    "partner_events": [Page("partners/events/")],  # opened: test_partner_page.py
    "verification": [Page("verification/")],
    "verification_ask": [Page("verification/new/")],
    "verification_asked": [Page("verification/asked/{verification}/")],
    "verification_standing": [Page("verification/standing/?number=V{verification}")],
    "feedback": [Page("feedback/")],
    "feedback_find": [Page("feedback/find/"), Page("feedback/find/?number=12", status=422)],
    "feedback_standing": [Page("feedback/{feedback}/")],
    "said_and_done": [Page("feedback/answers/")],
    "talks": [Page("school-talks/")],
    "privacy": [Page("privacy/")],
    "accessibility": [Page("accessibility/")],
    "offline": [Page("offline/")],
    "alerts": [Page("alerts/")],
    "alert": [Page("alerts/{alert}/"), Page("alerts/{gone}/", status=410), Page("alerts/{waiting}/", status=404)],
    "alert_tip": [Page("alerts/{alert}/tip/")],
    "wanted": [Page("wanted/")],
    "wanted_person": [Page("wanted/{wanted}/")],
    "wanted_person_tip": [Page("wanted/{wanted}/tip/")],
    "public_notices": [Page("notices/")],
    "public_notice": [Page("notices/{told}/")],
    "tip_standing": [Page("tips/")],
    "performance": [Page("performance/")],
    "district_figures": [Page("performance/lahore/"), Page("performance/kasur/")],
    "figures_limits": [Page("performance/limits/")],
    "open_data": [Page("open-data/")],
    "complain": [Page("complain/"), Page("complain/?q=rishwat"), Page("complain/?q=xyzzy")],
    "category_list": [Page("complain/list/")],
    "offline_form": [Page("complain/offline/")],
    "proposal": [Page("complain/{said}/proposal/"), Page("complain/{unclear}/proposal/")],
    "kind": [Page("complain/{begun}/kind/")],
    "where": [Page("complain/{begun}/where/")],
    "what": [Page("complain/{begun}/what/")],
    "whom": [Page("complain/{begun}/whom/"), Page("complain/{bribe}/whom/")],
    "continue_filing": [
        Page("d/{handed}/"),
        Page(f"d/{NO_DRAFT}/", status=404),
    ],
    "open_mail": [
        Page("m/{mailed}/"),
        Page(f"m/{NO_DRAFT}/", status=404),
    ],
    "reach": [
        Page("complain/{begun}/reach/"),
        Page("complain/{bribe}/reach/"),
        Page("complain/{checked}/reach/"),
    ],
    "(draft over)": [Page(f"complain/{NO_DRAFT}/what/", status=410)],
    "receipt": [Page("complaint/{draft}/receipt/")],
    "track": [Page("track/"), Page("track/?etag=1234", status=422)],
    "public_log": [Page("log/")],
    "check_receipt": [Page("log/receipt/")],
    "prove": [Page("track/prove/")],
    "status": [Page("track/{asked}/"), Page("track/{confidential}/"), Page("track/{destroyed}/")],
    "enter_code": [Page("track/{asked}/code/")],
    "enter_key": [Page("track/{confidential}/key/")],
    "web_link": [Page("c/{web_link}/"), Page("c/nonsense/", status=404)],
    "outside_file": [Page("o/{outside_file}/"), Page("o/nonsense/", status=404)],
    "one_tap": [Page("a/{solved_tap}/"), Page("a/{contact_tap}/"), Page("a/nonsense/", status=404)],
    "my_list": [Page("mine/"), Page("mine/", "lister")],
    "my_list_code": [Page("mine/code/", "lister")],
    "my_complaint": [
        *(
            Page(f"track/{{{name}}}/mine/", "complainant")
            for name in ("asked", "claimed", "confidential", "resolved", "sealed")
        )
    ],
    "more": [*(Page(f"track/{{{name}}}/more/", "complainant") for name in ("asked", "worded"))],
    "tell": [
        *(Page(f"track/{{asked}}/more/{question}/", "complainant") for question in OF_EVERYBODY),
        *(Page(f"track/{{worded}}/more/{question}/", "complainant") for question in WITH_A_WORD),
    ],
    "draft_evidence": [Page("complaint/{begun}/evidence/")],
    "complaint_evidence": [Page("track/{asked}/evidence/", "complainant")],
    "complaint_evidence_withdraw": [Page("track/{asked}/evidence/{whole_file}/withdraw/", "complainant")],
    "tell_evidence": [Page("track/{asked}/more/evidence/", "complainant")],
    "account_login": [Page("desk/sign-in/")],
    "mfa_authenticate": [Page("desk/sign-in/code/", "halfway")],
    "account_logout": [],
    # Off without settings: test_single_sign_on_journey shows them.
    **{name: [] for name in ("sso_sign_in", "sso_callback", "sso_link", "sso_confirm_link")},
    "account_inactive": [Page("desk/inactive/")],
    "account_reset_password": [Page("desk/password/reset/")],
    "account_reset_password_done": [Page("desk/password/reset/sent/")],
    "account_reset_password_from_key": [Page("desk/password/reset/{key}/")],
    "account_reset_password_from_key_done": [Page("desk/password/set/")],
    "posting": [Page("desk/posting/", "usman"), Page("desk/posting/", "seated")],
    "staff_acts": [Page("desk/acts/", "asad"), Page("desk/acts/", "bilal", status=404)],
    "mfa_index": [Page("desk/my-sign-in/", "usman"), Page("desk/my-sign-in/", "keeper")],
    "mfa_list_webauthn": [],
    "second_factor": [Page("desk/my-sign-in/first/", "newcomer"), Page("desk/", "newcomer")],
    "mfa_activate_totp": [Page("desk/my-sign-in/app/", "newcomer")],
    "mfa_deactivate_totp": [Page("desk/my-sign-in/app/away/", "keeper")],
    "mfa_add_webauthn": [Page("desk/my-sign-in/passkey/", "newcomer")],
    "mfa_remove_webauthn": [Page("desk/my-sign-in/passkey/{passkey}/away/", "keeper")],
    "mfa_view_recovery_codes": [Page("desk/my-sign-in/codes/", "keeper")],
    "mfa_generate_recovery_codes": [Page("desk/my-sign-in/codes/new/", "keeper")],
    "account_reauthenticate": [Page("desk/my-sign-in/again/", "usman")],
    "mfa_reauthenticate": [Page("desk/my-sign-in/again/code/", "keeper")],
    "mfa_reauthenticate_webauthn": [Page("desk/my-sign-in/again/passkey/", "usman")],
    "desk:today": [
        *(Page("desk/today/", name) for name in ("salma", "bilal", "dania", "nadia", "usman", "zara", "seated")),
    ],
    "desk:queue": [Page("desk/", "bilal"), Page("desk/", "salma"), Page("desk/", "kamran"), *SEAT],
    "desk:office": [
        Page("desk/office/", "usman"),
        Page("desk/office/?status=all&category=threats", "zara"),
        Page("desk/office/?clock=nonsense", "zara"),
    ],
    "desk:search": [
        Page("desk/search/", "salma"),
        Page("desk/search/?q=%D8%AF%DA%A9%D8%A7%D9%86", "usman"),
        Page("desk/search/?q=xyzzy", "bilal"),
        Page("desk/search/?q=12", "salma", status=422),
    ],
    "desk:saved_views": [Page("desk/views/", "bilal"), Page("desk/views/?clock=day", "usman")],
    "desk:queue_columns": [Page("desk/columns/", "bilal")],
    "desk:shortcuts": [Page("desk/keyboard/", "bilal")],
    "desk:mention": [Page("desk/complaints/{asked}/mention/", "bilal")],
    "desk:notifications": [Page("desk/notifications/", "bilal"), Page("desk/notifications/", "zara")],
    "desk:digest_settings": [Page("desk/notifications/settings/", "bilal")],
    "desk:help": [
        Page("desk/help/", "bilal"),
        Page("desk/help/?q=leave", "usman"),
        Page("desk/help/?q=%00", "salma", status=422),
    ],
    "desk:help_page": [Page("desk/help/complaint/", "bilal"), Page("desk/help/administration/", "keeper")],
    "desk:complaint": [
        Page("desk/complaints/{asked}/", "bilal"),
        Page("desk/complaints/{received}/", "salma"),
        Page("desk/complaints/{reported}/", "farah"),
        Page("desk/complaints/{held}/", "usman"),
        Page("desk/complaints/{destroyed}/", "usman"),
        Page("desk/complaints/{asked}/", "seated"),
        Page("desk/complaints/{confidential}/", "zara"),
        Page("desk/complaints/{confidential}/", "dania"),
        Page("desk/complaints/{claimed}/", "bilal"),
    ],
    "desk:related_complaints": [
        Page("desk/complaints/{asked}/others/", "salma"),
        Page("desk/complaints/{worded}/others/", "zara"),
    ],
    "desk:link_or_merge": [
        Page("desk/complaints/{received}/join/", "salma"),
        Page("desk/complaints/{received}/join/?other={asked}", "salma"),
        Page("desk/complaints/{received}/join/?other=1234", "salma", status=422),
        Page("desk/complaints/{asked}/join/", "bilal", status=404),
    ],
    "desk:replies": [Page("desk/replies/", "dania"), Page("desk/replies/", "bilal", status=404)],
    "desk:new_reply": [Page("desk/replies/new/", "usman")],
    "desk:change_reply": [Page("desk/replies/{reply}/", "dania")],
    "desk:printed_key": [
        Page("desk/complaints/{worded}/key/", "nadia"),
        Page("desk/complaints/{asked}/key/", "bilal", status=404),
    ],
    "desk:hearings": [],
    "desk:station_orders": [
        Page("desk/complaints/{to_settle}/station-order/", "usman"),
        Page("desk/complaints/{to_settle}/station-order/", "salma"),
        Page("desk/complaints/{asked}/station-order/", "hina", status=404),
    ],
    "desk:orders_to_act": [Page("desk/orders-to-act/", "kamran"), Page("desk/orders-to-act/", "farah", status=404)],
    "desk:order_to_act": [Page("desk/orders-to-act/{station_order}/", "kamran")],
    "desk:own_hearings": [Page("desk/answers/", "kamran")],
    "desk:answer_hearing": [],
    "desk:namings": [
        Page("desk/complaints/{asked}/officers/?name=kamran", "salma"),
        Page("desk/complaints/{asked}/officers/", "zara"),
        Page("desk/complaints/{asked}/officers/", "dania", status=404),
    ],
    "desk:intake": [Page("desk/intake/", "salma"), Page("desk/intake/", "bilal", status=404)],
    "desk:letters": [Page("desk/intake/letters/", "salma"), Page("desk/intake/letters/", "bilal", status=404)],
    "desk:letter": [
        Page("desk/intake/letters/{letter}/", "salma"),
        Page("desk/intake/letters/{letter}/", "sana", status=404),
    ],
    "desk:intake_draft": [
        Page("desk/intake/{taken}/", "salma"),
        Page("desk/intake/{opened_letter}/", "salma"),
    ],
    "desk:intake_check": [Page("desk/intake/{taken}/check/", "salma")],
    "desk:intake_done": [Page("desk/intake/{agreed}/done/", "salma")],
    "desk:appeals": [Page("desk/appeals/", "imran")],
    "desk:calls": [Page("desk/calls/", "salma"), Page("desk/calls/", "nadia")],
    "desk:call": [
        Page("desk/complaints/{reported}/call/verify/", "salma"),
        Page("desk/complaints/{confidential}/call/connect/", "nadia"),
    ],
    "inbox": [
        Page("desk/inbox/", "salma"),
        Page("desk/inbox/", "usman"),
        Page("desk/inbox/", "sana"),
        Page("desk/inbox/", "bilal", status=404),
    ],
    "inbox_chat": [
        *(Page(f"desk/inbox/{{{name}}}/", "salma") for name in ("chat_waiting", "chat_taken")),
        Page("desk/inbox/{chat_to_call}/", "usman"),
        Page("desk/inbox/{chat_taken}/", "sana", status=404),
    ],
    "inbox_hours": [Page("desk/inbox/hours/", "usman"), Page("desk/inbox/hours/", "salma", status=404)],
    "desk:call_log": [Page("desk/complaints/{reported}/calls/", "farah")],
    "desk:prepare_text": [Page("desk/complaints/{asked}/prepare/", "hina")],
    "desk:exclusion_tasks": [
        Page("desk/settling/", "nadia"),
        Page("desk/settling/", "salma"),
        Page("desk/settling/", "bilal", status=404),
    ],
    "desk:exclusion": [
        Page("desk/complaints/{to_settle}/exclusion/", "salma"),
        Page("desk/complaints/{asked}/exclusion/", "zara"),
        Page("desk/complaints/{asked}/exclusion/", "bilal", status=404),
    ],
    "desk:pressure": [Page("desk/pressure/", "nadia"), Page("desk/pressure/", "usman", status=404)],
    "desk:team": [Page("desk/team/", "farah"), Page("desk/team/", "bilal", status=404)],
    "desk:balance": [
        Page("desk/team/balance/", "farah"),
        Page("desk/team/balance/?from={bilal}&to={dania}&number=3", "farah"),
    ],
    "desk:hand_over": [Page("desk/team/hand-over/{bilal}/", "farah")],
    "desk:routing_rules": [
        Page("desk/team/routing/", "farah"),
        Page("desk/team/routing/?rule={routing_rule}", "farah"),
        Page("desk/team/routing/", "bilal", status=404),
    ],
    "desk:separate": [
        Page("desk/complaints/{received}/separate/{claimed}/", "salma"),
        Page("desk/complaints/{received}/separate/{asked}/", "salma", status=404),
    ],
    "desk:leaves": [Page("desk/team/leave/", "farah")],
    "desk:unseal_file": [
        Page("desk/complaints/{asked}/evidence/{withdrawn_file}/unseal/", "zara"),
        Page("desk/complaints/{asked}/evidence/{withdrawn_file}/unseal/", "bilal", status=404),
    ],
    "desk:withdrawn_files": [
        Page("desk/files-taken-back/", "zara"),
        Page("desk/files-taken-back/", "salma", status=404),
    ],
    "desk:contact_details": [
        Page("desk/complaints/{claimed}/contact-details/", "salma"),
        Page("desk/complaints/{claimed}/contact-details/", "bilal", status=404),
    ],
    "desk:order": [
        Page("desk/complaints/{claimed}/order/", "farah"),
        Page("desk/complaints/{asked}/order/", "bilal"),
    ],
    "desk:access_log": [
        Page("desk/access/", "asad"),
        Page("desk/access/?complaint={asked}", "asad"),
        Page("desk/access/?office=Gulberg", "asad", status=422),
    ],
    "desk:exports_and_lookups": [
        Page("desk/access/taken/", "asad"),
        Page("desk/access/taken/?files=1", "asad"),
    ],
    "desk:access_searches": [Page("desk/access/searches/", "asad")],
    "desk:audit_export": [Page("desk/access/audit-export/", "asad")],
    "notices_desk": [Page("desk/notices/", "zara"), Page("desk/notices/", "salma")],
    "notices_new": [
        *(Page(f"desk/notices/new/{kind}/", "usman") for kind in ("alert", "wanted", "notice")),
        Page("desk/notices/new/alert/", "salma", status=404),
    ],
    "notices_one": [
        Page("desk/notices/{alert}/", "salma"),
        Page("desk/notices/{wanted}/", "zara"),
        Page("desk/notices/{waiting}/", "usman"),
        Page("desk/notices/{gone}/", "asad"),
    ],
    "notices_again": [Page("desk/notices/{alert}/again/", "usman")],
    "notices_tips": [Page("desk/tips/", "salma"), Page("desk/tips/?notice={alert}", "zara")],
    "notices_tip": [Page("desk/tips/{tip}/", "salma"), Page("desk/tips/{high_tip}/", "asad")],
    "desk_verifications": [
        Page("desk/verifications/", "salma"),
        Page("desk/verifications/?status=clear", "asad"),
        Page("desk/verifications/", "bilal", status=404),
    ],
    "desk_verification": [
        Page("desk/verifications/{verification}/", "salma"),
        Page("desk/verifications/{verification}/", "asad"),
    ],
    "desk_feedback": [Page("desk/feedback/?status=planned", "zara"), Page("desk/feedback/", "omar")],
    "desk_feedback_one": [Page("desk/feedback/{feedback}/", "zara")],
    "desk_talks": [
        Page("desk/talks/", "dania"),
        Page("desk/talks/", "zara"),
        Page("desk/talks/?district=lahore&month=2026-11", "zara"),
    ],
    "board": [Page("desk/board/", "zara"), Page("desk/board/", "usman")],
    "wall": [Page("desk/board/wall/", "zara"), Page("desk/board/wall/", "usman")],
    "ahead": [Page("desk/board/ahead/", "zara")],
    "station": [
        Page("desk/stations/gulberg/", "zara"),
        Page("desk/stations/gulberg/", "dania"),
        Page("desk/stations/gulberg/", "rashid", status=404),
        Page("desk/stations/gulberg/", "kamran"),
    ],
    "incident_map": [Page("desk/incident-map/lahore/", "usman")],
    "desk:save_selection": [
        Page("desk/views/save/board/?table=offices", "zara"),
        Page("desk/views/save/station/?office=gulberg", "dania"),
    ],
    "desk:view_export": [Page("desk/views/{view}/export/", "salma")],
    "station_findings": [Page("desk/stations/gulberg/findings/", "zara")],
    "questions": [
        Page("desk/questions/", "usman"),
        Page("desk/questions/", "zara"),
        Page("desk/questions/?state=answered", "imran"),
    ],
    "reports": [Page("desk/reports/", "usman"), Page("desk/reports/?rhythm=monthly", "zara")],
    "chat_funnel": [Page("desk/board/chat/", "zara"), Page("desk/board/chat/?days=7&language=ur", "imran")],
    "league": [
        Page("desk/board/league/", "zara"),
        Page("desk/board/league/?by=denied", "farah"),
        Page("desk/board/league/", "kamran"),
    ],
    "reviews": [
        Page("desk/reviews/", "zara"),
        Page("desk/reviews/?whose=waiting", "imran"),
        Page("desk/reviews/?whose=mine", "dania"),
    ],
    "review": [
        Page("desk/reviews/{review_of_farah}/", "farah"),
        Page("desk/reviews/{review_of_dania}/", "imran"),
        Page("desk/reviews/{review_of_rashid}/", "rashid"),
        Page("desk/reviews/{review_of_dania}/", "bilal", status=404),
    ],
    "patterns": [Page("desk/patterns/", "zara"), Page("desk/patterns/?by=office", "asad")],
    "held": [Page("desk/held/", "zara"), Page("desk/held/", "dania", status=404)],
    "escalations": [Page("desk/escalations/", "dania"), Page("desk/escalations/", "zara", status=404)],
    "demo_page": [Page("demo/"), Page("demo/", "zara")],
    "demo:mailbox": [Page("demo/mailbox/")],
    "demo_codes": [Page("demo/codes/")],
    "demo_phones": [Page("demo/phone/")],
    "demo_phone": [Page("demo/phone/447400123456/"), Page("demo/phone/447400123456/?with=923001112233")],
    "styleguide": [Page("styleguide/")],
    "styleguide_messages": [Page("styleguide/messages/")],
    "styleguide_letter": [Page("styleguide/messages/resolved/plain/"), Page("styleguide/messages/late/neutral/")],
    "(not found)": [Page("no-such-page/", status=404)],
    "(no posting)": [Page("desk/", "nobody", status=403)],
    "(may not read)": [Page("desk/office/", "omar", status=403)],
}

# Addresses without a page of their own: they accept a form, or serve machines.
NO_PAGES = {
    "resume",
    "spoken_clip",
    *(f"{whose}_evidence_{part}" for whose in ("draft", "complaint") for part in ("begin", "file", "piece", "line")),
    *("desk:evidence_file", "desk:evidence_page", "desk:letter_page", "desk:undo_marking", "desk:end_routing_rule"),
    "desk:cover_sheets",
    *("desk:mark_selected", "desk:export_office_queue", "desk:export_my_queue"),
    *("desk:notification_number", "desk:read_notifications", "desk:notification"),
    *("desk:saved_views_beside", "desk:saved_view", "desk:remove_saved_view"),
    *("end_session", "end_my_leave", "inbox_number", "inbox_file"),
    *(
        "receipt_paper",
        "ask_code",
        "end_visit",
        "my_move",
        "object_to_narrowing",
        "give_identity",
        "answer_station_order",
        "desk:move",
        "healthz",
        "readyz",
        "metrics",
        "poster",
    ),
    "security_txt",
    *("whatsapp_webhook", "sms_inbound", "sso_logout"),
    *("leave", "my_list_open", "my_list_end"),
    "desk:preview",
    *("desk:menu_width", "desk:other_viewers", "desk:reveal_identity", "desk:record", "desk:remove_reply"),
    *("petition", "record_proof", "desk:settle_pressure", "desk:pressure_number"),
    *("fir_application", "detention_petition", "blank_fir_application", "blank_detention_petition"),
    *("begin_voice", "offline_send", "receipt_calendar", "complaint_calendar"),
    *(
        "manifest",
        "service_worker",
        "log_heads",
        "log_checkpoint",
        "log_witnessed_checkpoint",
        "log_tile",
        "log_entries",
    ),
    *("figures_csv", "reviews_csv", "open_data_file"),
    *("alerts_feed", "wanted_feed", "notices_act", "notices_photo", "notices_tip_photo"),
    *(f"{kind}_{part}" for kind in ("alert", "wanted_person", "public_notice") for part in ("photo", "share")),
    *("desk_verification_photo", "desk_move_verification", "desk_enter_talk", "desk_strike_talk"),
    *("board_rows", "keep_wall_open"),
    *(
        "review_act",
        "review_file",
        "review_dossier",
        "review_clearance",
        "desk:next_call",
        "report",
        "answer_question",
        *("league_file", "station_file", "due_soon_file", "incident_map_file", "patterns_file", "chat_funnel_file"),
        *("desk:export_workload", "desk:export_appeals", "verifications_file", "school_visits_file"),
        *("desk:stop_schedule", "desk:share_view"),
    ),
    *("desk:access_log_export", "desk:audit_export_file", "desk:record_finding", "desk:end_leave", "answer_escalation"),
}
IN_DEMO = {
    "demo_page",
    "demo_making",
    "demo_sign_in",
    "demo:mailbox",
    "demo_codes",
    "demo_phone_screen",
    "demo_phone_file",
    "demo_phones",
    "demo_phone",
    "styleguide",
    "styleguide_messages",
    "styleguide_letter",
}


def routes(patterns=None, space: str = "") -> Iterator[str]:
    """Return the names of every route of the URLconf."""
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"


# Django's admin has Django's own pages: tests.accounts.test_administration opens each of them.
NO_PAGES |= {name for name in routes() if name.startswith(("admin:", "api:"))}  # api:docs: test_api_docs
