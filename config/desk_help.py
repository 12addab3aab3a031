"""The help of each page of the desk: the name of its route, and the place in the manual that explains it.

It is declared here because the pages belong to several apps. A place is a page of desk.help.manual, with `#` and the
section's anchor if the page explains several. Its first paragraph is what the "?" of the page shows. A page of the desk
without a place fails tests/desk/test_help.py. Pages of the administration without a place share one text.
"""

ADMINISTRATION = "administration"
HELP = {
    "desk:today": "today",
    "desk:queue": "queue",
    "desk:queue_columns": "queue#columns",
    "desk:office": "queue#office",
    "desk:search": "queue#search",
    **dict.fromkeys(("desk:saved_views", "desk:saved_view", "desk:saved_views_beside"), "queue#saved"),
    **dict.fromkeys(("desk:mark_selected", "desk:undo_marking"), "marking"),
    **dict.fromkeys(("desk:routing_rules", "desk:end_routing_rule"), "marking#rules"),
    **dict.fromkeys(("desk:complaint", "desk:move", "desk:evidence_file", "desk:evidence_page"), "complaint"),
    **dict.fromkeys(("desk:related_complaints", "desk:link_or_merge", "desk:separate"), "complaint#links"),
    **dict.fromkeys(("desk:namings", "desk:hearings"), "complaint#officers"),
    **dict.fromkeys(("desk:unseal_file", "desk:withdrawn_files"), "complaint#files"),
    "desk:reveal_identity": "complaint#identity",
    "desk:printed_key": "complaint#key",
    "desk:contact_details": "complaint#contact",
    "desk:prepare_text": "complaint#drafts",
    "desk:order": "complaint#orders",
    **dict.fromkeys(("desk:calls", "desk:call", "desk:call_log"), "calls"),
    **dict.fromkeys(("inbox", "inbox_chat"), "inbox"),
    "inbox_hours": "inbox#hours",
    **dict.fromkeys(("desk:intake", "desk:intake_draft", "desk:intake_check", "desk:intake_done"), "new-complaint"),
    **dict.fromkeys(("desk:letters", "desk:cover_sheets", "desk:letter"), "new-complaint#letters"),
    **dict.fromkeys(("desk:exclusion_tasks", "desk:exclusion"), "exclusions"),
    "desk:station_orders": "exclusions#station-order",
    **dict.fromkeys(("desk:pressure", "desk:settle_pressure"), "pressure"),
    **dict.fromkeys(("desk:orders_to_act", "desk:order_to_act"), "station-orders"),
    **dict.fromkeys(("desk:own_hearings", "desk:answer_hearing"), "station-orders#statements"),
    "desk:team": "team",
    "desk:balance": "team#balance",
    "desk:hand_over": "team#hand-over",
    **dict.fromkeys(("desk:leaves", "desk:end_leave"), "team#leave"),
    **dict.fromkeys(("escalations", "answer_escalation"), "escalations"),
    "desk:appeals": "escalations#appeals",
    **dict.fromkeys(("reviews", "review", "review_act", "review_file"), "delay-cases"),
    "patterns": "delay-cases#patterns",
    "held": "delay-cases#held",
    **dict.fromkeys(("board", "board_rows"), "board"),
    "league": "board#league",
    "ahead": "board#ahead",
    "chat_funnel": "board#chat",
    **dict.fromkeys(("questions", "answer_question"), "board#questions"),
    "reports": "board#reports",
    "station": "station-sheet",
    **dict.fromkeys(("desk:replies", "desk:new_reply", "desk:change_reply", "desk:remove_reply"), "replies"),
    **dict.fromkeys(
        ("desk_verifications", "desk_verification", "desk_move_verification"), "registers#verifications"
    ),
    **dict.fromkeys(("desk_feedback", "desk_feedback_one"), "registers#feedback"),
    **dict.fromkeys(("desk_talks", "desk_enter_talk", "desk_strike_talk"), "registers#visits"),
    **dict.fromkeys(("notices_desk", "notices_new", "notices_one", "notices_again", "notices_act"), "notices"),
    **dict.fromkeys(("notices_tips", "notices_tip"), "notices#tips"),
    **dict.fromkeys(
        (
            *("desk:access_log", "desk:exports_and_lookups", "desk:access_searches"),
            *("desk:record_finding", "desk:audit_export"),
        ),
        "access-log"
    ),
    "desk:mention": "complaint#mentions",
    **dict.fromkeys(("desk:notifications", "desk:digest_settings"), "account#notifications"),
    **dict.fromkeys(("desk:view_export", "desk:save_selection"), "exports#schedules"),
    "station_findings": "station-sheet",
    "incident_map": "station-sheet#map",
    "posting": "account",
    **dict.fromkeys(
        (
            "mfa_index", "second_factor", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn",
            "mfa_remove_webauthn", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
            "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout",
        ),
        "account#sign-in",
    ),
    "desk:shortcuts": "account#shortcuts",
    "staff_acts": "administration#log",
}  # fmt: skip
ADMINISTRATION_HELP = {
    **dict.fromkeys(("complaints_policy", "complaints_policychange"), "administration#limits"),
    **dict.fromkeys(
        ("complaints_workingcalendar", "complaints_calendarchange", "complaints_holiday"), "administration#calendars"
    ),
    **dict.fromkeys(("monitoring_boardtarget", "monitoring_boardtargetchange"), "administration#targets"),
}  # fmt: skip
"""The help of pages of the administration, by app and model as in the names of their routes."""
WITHOUT_HELP = {
    "desk:help": "the manual itself",
    "desk:help_page": "the manual itself",
    "wall": "a display that nobody operates; the board's page of the manual explains it",
}
"""Pages of the desk without a "?", each with the reason."""


def place_in_manual(view_name: str) -> tuple[str, str]:
    """Return the manual's page and the section's anchor for a route. Both are empty for a page without help."""
    namespace, _, name = view_name.rpartition(":")
    if namespace == "admin":
        place = ADMINISTRATION_HELP.get(name.rpartition("_")[0], ADMINISTRATION)
    else:
        place = HELP.get(view_name, "")
    page, _, anchor = place.partition("#")
    return page, anchor
