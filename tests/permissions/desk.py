"""Who may open what at the desk.

A route with a complaint admits the actors of its row who see that complaint (cast.SEES). For all others the page is
forbidden or does not exist; a complaint that somebody does not see does not exist for them.
"""

from collections.abc import Mapping

from tests.permissions.cast import CITIZENS, OFFICERS, of_their_role, sight
from tests.permissions.rows import FACTOR, FORBIDDEN, NOBODY, NOT_THERE, SIGN_IN, Row, Rule, some

POSTED = frozenset(OFFICERS)
READERS = POSTED - {"omar", "wajid"}
WITH_FACTOR = POSTED | {"unposted"}
OPERATORS = frozenset({"salma", "sana", "nadia"})
CPO_DESK = frozenset({"nadia", "zara", "imran"})
HEADS = frozenset({"farah", "dania", "kamran", "usman", "rashid", "ghazala", "tariq", "yasmin", "imran"})
CELL_HEADS = frozenset({"usman", "rashid", "ghazala", "tariq", "yasmin", "imran"})
"""The heads of the offices that may have a complaint cell. Yasmin acts for Rashid."""
BY_ROLE = [POSTED, READERS, WITH_FACTOR, OPERATORS, HEADS]
OVER_GULBERG = frozenset({"dania", "farah", "usman", "imran"})  # the circle and the offices above it
AUDITORS = frozenset({"asad"})
NAMERS = some(
    plain="salma nadia bilal zara",
    conduct="salma nadia zara usman imran",
    confidential="salma nadia dania farah zara",
    accusing="salma nadia zara usman imran asad",
    far="sana nadia zara",
)
"""The cell, the holder (and Farah, who acts for Dania, on leave), and a monitor. Once an officer is named they may also
withdraw and read the name."""
STATION_ORDERERS = some(  # who may order, and the operators who may record a consent
    plain="salma nadia dania farah usman imran zara",
    conduct="salma nadia usman imran zara",
    confidential="salma nadia dania farah usman imran zara",
    accusing="salma nadia usman imran zara",
    far="sana rashid ghazala yasmin nadia imran zara",
)
ORDERERS = some(
    plain="bilal dania farah usman imran zara",
    confidential="usman imran zara",
    accusing="imran zara",
)
"""Officers above the holder who do not act for them, and the holder who has an order. If a cell has the complaint,
nobody can be ordered."""
NOTERS = some(
    plain="salma nadia bilal dania farah usman imran zara",
    conduct="salma nadia usman imran zara",
    confidential="salma nadia dania farah usman imran zara",
    accusing="salma nadia usman imran zara",
    far="sana rashid ghazala yasmin nadia imran zara",
)
"""The cell, the holder, the heads above, and a monitor: the capacities of the move `note`."""
SEEN = sight()
COMPLAINTS, WHOLE = tuple(SEEN), "desk/complaints/{c}/"
WALLED = some(conduct="asad kamran latif", confidential="hina", accusing="dania bilal hina kamran latif")
"""Actors who are excluded by more than their office: staff of the station, a clerk, the accused, and Dania's
subordinates."""


def refused(actor: str, about: str, method: str) -> set[str]:
    """Return how the desk answers actors who are not admitted."""
    if actor in {*CITIZENS, "deactivated"}:
        return {SIGN_IN}
    if actor == "factorless":
        return {FACTOR}
    if about and actor not in READERS:
        return {FORBIDDEN}
    return {NOT_THERE} if about and actor not in SEEN[about] else {FORBIDDEN, NOT_THERE}


def alike(row: Row, actor: str, about: str, method: str) -> Rule | None:
    """Return the rule by which several actors get the same answer.

    On routes without a complaint one actor of each role is enough if the role alone decides. Elsewhere everybody sends
    requests: for one of the complaints that do not affect the answer, and for each one that the exclusion decides.
    """
    if not about:
        return Rule("is of that role", of_their_role(actor)) if row.who in BY_ROLE and row.senders is None else None
    said = _plays_no_role(row, actor, about, method)
    return Rule(said, (actor,)) if said else None


def _plays_no_role(row: Row, actor: str, about: str, method: str) -> str:
    if actor not in READERS:
        return "cannot read complaints"
    if actor not in SEEN[about]:
        return "" if actor in WALLED.get(about, NOBODY) else "has it in none of their offices"
    if row.who == SEEN and row.path != WHOLE:
        return "sees the whole file"
    in_vain = "GET" in row.takes and not (row.lets_in(actor, about, "GET") or row.lets_in(actor, about, method))
    return "sends what they may not look at" if method == "POST" and in_vain else ""


def page(path: str, who=READERS, *, posts: bool = False, senders=None, **typed: str) -> Row:
    """Return a row for a page, perhaps with a form, and what is typed into it."""
    return _row(path, who, {"GET", "POST"} if posts else {"GET"}, typed, senders)


def form(path: str, who=READERS, **typed: str) -> Row:
    """Return a row for an address that accepts a form and shows no page."""
    return _row(path, who, {"POST"}, typed)


def move(path: str) -> Row:
    """Return a row for a move. A GET redirects to the complaint's page, which shows whether the complaint exists."""
    ways, senders = frozenset({"GET", "POST"}), _seen(READERS)
    return Row(path, READERS, refused, ways, about=COMPLAINTS, senders=senders, alike=alike)


def _row(path: str, who, takes: set[str], typed: Mapping[str, str], senders=None) -> Row:
    if "{c}" not in path:
        return Row(path, who, refused, frozenset(takes), senders=senders, typed=typed, alike=alike)
    whole = {"who": _seen(who), "senders": senders and _seen(senders), "about": COMPLAINTS, "alike": alike}
    return Row(path, refuse=refused, takes=frozenset(takes), typed=typed, **whole)


def _seen(who) -> Mapping[str, frozenset[str]]:
    """Return those of them who see each complaint."""
    by_name = who if isinstance(who, Mapping) else dict.fromkeys(COMPLAINTS, who)
    return {name: by_name.get(name, NOBODY) & SEEN[name] for name in COMPLAINTS}


OWN_SIGN_IN = {
    "posting": page("desk/posting/", POSTED, posts=True),
    "end_my_leave": form("desk/leave/end/", POSTED),
    "mfa_index": page("desk/my-sign-in/", WITH_FACTOR),
    "mfa_list_webauthn": page("desk/my-sign-in/", WITH_FACTOR),
    "end_session": form("desk/my-sign-in/sessions/end/", WITH_FACTOR),
}
QUEUE = {
    "desk:today": page("desk/today/", POSTED),
    "desk:help": page("desk/help/", POSTED),
    "desk:help_page": page("desk/help/team/", POSTED),
    "desk:menu_width": form("desk/menu/", WITH_FACTOR, width="narrow"),
    "desk:queue": page("desk/", POSTED),  # actors without a queue are redirected to their first page
    "desk:office": page("desk/office/"),
    "desk:search": page("desk/search/?q=shop", posts=True),
    "desk:mark_selected": page("desk/mark/", posts=True),
    "desk:undo_marking": page("desk/mark/undo/", posts=True),
    "desk:export_my_queue": page("desk/rows.csv", posts=True),
    "desk:export_office_queue": page("desk/office/rows.xlsx", posts=True),
    "desk:saved_views": page("desk/views/", POSTED, posts=True),
    "desk:saved_views_beside": page("desk/views/beside/"),
    "desk:saved_view": form("desk/views/{view}/", frozenset({"salma"})),
    "desk:remove_saved_view": form("desk/views/{view}/remove/", frozenset({"salma"})),
    "desk:queue_columns": page("desk/columns/", posts=True),
    "desk:save_selection": page(  # of every table: tests/desk/test_every_table.py
        "desk/views/save/station/?office=gulberg", OVER_GULBERG | {"kamran", "zara", "asad"}, posts=True
    ),
    "desk:view_export": page("desk/views/{view}/export/", frozenset({"salma"}), posts=True),
    "desk:stop_schedule": form("desk/views/{view}/schedule/stop/", frozenset({"salma"})),
    "desk:share_view": form("desk/views/{view}/share/", frozenset({"salma"})),
    "desk:shortcuts": page("desk/keyboard/", posts=True),
    "desk:notifications": page("desk/notifications/", POSTED),
    "desk:notification_number": page("desk/notifications/number/", POSTED),
    "desk:read_notifications": form("desk/notifications/read/", POSTED),
    "desk:notification": form("desk/notifications/{notification}/", POSTED),  # the same answer for anybody else's
    "desk:digest_settings": page("desk/notifications/settings/", POSTED, posts=True),
}
FILE = {
    "desk:complaint": page(WHOLE),
    "desk:evidence_file": page(  # of the plain complaint; it does not exist under another E-tag, nor for a clerk
        "desk/complaints/{c}/evidence/{plain_file}/", {"plain": READERS - {"hina"}}
    ),
    "desk:evidence_page": page(  # the plain file is a picture; the pages of a PDF: tests/desk/test_files_in_place.py
        "desk/complaints/{c}/evidence/{plain_file}/pages/1/", frozenset()
    ),
    "desk:unseal_file": page("desk/complaints/{c}/evidence/{plain_withdrawn}/unseal/", some(plain="zara"), posts=True),
    "desk:withdrawn_files": page("desk/files-taken-back/", frozenset({"zara"})),
    "desk:contact_details": page("desk/complaints/{c}/contact-details/", OPERATORS, posts=True),
    "desk:related_complaints": page("desk/complaints/{c}/others/"),
    "desk:record": page("desk/complaints/{c}/record.pdf"),
    "desk:preview": page("desk/complaints/{c}/preview/"),
    "desk:other_viewers": page("desk/complaints/{c}/here/"),
    "desk:link_or_merge": page("desk/complaints/{c}/join/", OPERATORS, posts=True),
    # None of these has a relation to another complaint (tests/desk/test_taking_apart_pages.py).
    "desk:separate": page("desk/complaints/{c}/separate/{c}/", NOBODY, posts=True),
    "desk:namings": page("desk/complaints/{c}/officers/", NAMERS, posts=True, act="name"),
    "desk:exclusion": page("desk/complaints/{c}/exclusion/", OPERATORS | CPO_DESK, posts=True, act="ask"),
    "desk:order": page("desk/complaints/{c}/order/", ORDERERS, posts=True),
    "desk:printed_key": page(
        "desk/complaints/{c}/key/",
        frozenset({"nadia"}),
        posts=True,
    ),
    "desk:prepare_text": page("desk/complaints/{c}/prepare/", some(plain="hina"), posts=True),
    "desk:mention": page("desk/complaints/{c}/mention/", NOTERS),
    "desk:call_log": page("desk/complaints/{c}/calls/"),
    "desk:call": page(  # the report has its call: Nadia, who comes second, gets her form back
        "desk/complaints/{reported}/call/verify/",
        frozenset({"salma"}),
        posts=True,
        senders=frozenset({"salma", "nadia"}),
    ),
    "desk:next_call": page("desk/complaints/{reported}/call/verify/next/", frozenset({"salma", "nadia"})),
    "desk:move": move("desk/complaints/{c}/note/"),  # every move: tests/complaints/test_table.py
    "desk:reveal_identity": page("desk/complaints/{c}/identity/", some(confidential="zara"), posts=True),
    "desk:hearings": page(
        "desk/complaints/{c}/officers/{naming}/",
        {"accusing": READERS},
        posts=True,
        senders=some(accusing="usman"),
        words="It is said that you asked for money.",
    ),
    "desk:station_orders": page("desk/complaints/{c}/station-order/", STATION_ORDERERS, posts=True),
    "desk:orders_to_act": page("desk/orders-to-act/", frozenset({"kamran"})),
    "desk:order_to_act": page("desk/orders-to-act/{station_order}/", frozenset({"kamran"}), posts=True),
    "desk:own_hearings": page("desk/answers/", WITH_FACTOR),
    "desk:answer_hearing": page("desk/answers/{hearing}/", frozenset({"dania"}), posts=True),
}
OPERATORS_TABLE = {
    "desk:intake": page("desk/intake/", OPERATORS),
    "desk:letters": page("desk/intake/letters/", OPERATORS),
    "desk:cover_sheets": form("desk/intake/letters/sheets/", OPERATORS, count="1"),
    "desk:letter": page("desk/intake/letters/{letter}/", frozenset({"salma"}), posts=True, act="open"),
    "desk:letter_page": page(  # pages that exist: tests/desk/intake/test_scanned_letters.py
        "desk/intake/letters/{nothing}/pages/1/", frozenset()
    ),
    "desk:intake_draft": page("desk/intake/{taken}/", frozenset({"salma"}), posts=True),
    "desk:intake_check": page("desk/intake/{taken}/check/", frozenset({"salma"}), posts=True),
    "desk:intake_done": page("desk/intake/{agreed}/done/", frozenset({"salma"}), posts=True),
    "desk:calls": page("desk/calls/", OPERATORS),
    "inbox": page("desk/inbox/", OPERATORS | CELL_HEADS),
    "inbox_number": page("desk/inbox/number/", OPERATORS | CELL_HEADS),
    "inbox_hours": page("desk/inbox/hours/", CELL_HEADS, posts=True),
    "inbox_file": page(  # files that exist: tests/whatsapp/handover/test_files_for_operators.py
        "desk/inbox/{chat_waiting}/files/{nothing}/", frozenset()
    ),
    "inbox_chat": page(  # of Lahore's cell; its head only reads, and puts back: tests/whatsapp/handover
        "desk/inbox/{chat_waiting}/",
        frozenset({"salma", "usman"}),
        posts=True,
        senders=frozenset({"salma"}),
        act="take",
    ),
    "desk:exclusion_tasks": page("desk/settling/", OPERATORS | CPO_DESK),
    "desk:pressure": page("desk/pressure/", CPO_DESK),
    "desk:pressure_number": page("desk/pressure/number/", CPO_DESK),
    "desk:settle_pressure": page("desk/pressure/{pressure}/", CPO_DESK, posts=True),
}
SUPERVISORS_TABLE = {
    "desk:team": page("desk/team/", HEADS),
    "desk:balance": page("desk/team/balance/", HEADS),
    "desk:hand_over": page("desk/team/hand-over/{bilal}/", OVER_GULBERG, posts=True),
    "desk:appeals": page("desk/appeals/", frozenset({"imran", "zara", "asad"})),
    "desk:export_workload": page("desk/team/workload.csv", HEADS, posts=True),
    "desk:export_appeals": page("desk/appeals/table.csv", frozenset({"imran", "zara", "asad"}), posts=True),
    "desk:leaves": page("desk/team/leave/", HEADS, posts=True),
    "desk:end_leave": form("desk/team/leave/{leave}/end/", OVER_GULBERG | {"kamran"}),
    "desk:routing_rules": page("desk/team/routing/", HEADS, posts=True),
    "desk:end_routing_rule": form("desk/team/routing/{rule}/end/", OVER_GULBERG),
    "desk:replies": page("desk/replies/", HEADS),
    "desk:new_reply": page("desk/replies/new/", HEADS, posts=True),
    "desk:change_reply": page("desk/replies/{reply}/", OVER_GULBERG, posts=True),
    "desk:remove_reply": form("desk/replies/{reply}/remove/", OVER_GULBERG),
    "escalations": page("desk/escalations/", HEADS),
    "answer_escalation": page("desk/escalations/{plain_id}/", HEADS, posts=True, senders=HEADS & SEEN["plain"]),
    "patterns": page("desk/patterns/", frozenset({"imran", "zara", "asad", "wajid"})),
    "held": page("desk/held/", frozenset({"zara"}), posts=True),
    "board": page("desk/board/", HEADS | {"zara", "asad"}),
    "wall": page("desk/board/wall/", HEADS | {"zara", "asad"}),
    "keep_wall_open": form("desk/board/wall/keep-open/", HEADS | {"zara", "asad"}),
    "board_rows": page("desk/board/rows.csv", HEADS | {"zara", "asad"}, posts=True, table="offices"),
    "ahead": page("desk/board/ahead/", HEADS | {"zara", "asad"}),
    "station": page(
        "desk/stations/gulberg/", OVER_GULBERG | {"kamran", "zara", "asad"}, posts=True, senders=frozenset({"kamran"})
    ),
    "station_findings": page("desk/stations/gulberg/findings/", OVER_GULBERG | {"kamran", "zara", "asad"}),
    "questions": page("desk/questions/", HEADS | {"zara", "asad"}),
    "answer_question": form("desk/questions/{question}/", frozenset({"usman"}), words="A fair was held."),
    "reports": page("desk/reports/", HEADS | {"zara", "asad"}),
    "report": page("desk/reports/{report}.pdf", frozenset({"usman", "imran", "zara", "asad"})),
    "station_file": page("desk/stations/gulberg/figures.csv", OVER_GULBERG | {"kamran", "zara", "asad"}, posts=True),
    "incident_map": page("desk/incident-map/lahore/", frozenset({"usman", "imran", "zara", "asad"})),
    "incident_map_file": page(
        "desk/incident-map/lahore/squares.csv", frozenset({"usman", "imran", "zara", "asad"}), posts=True
    ),
    "due_soon_file": page("desk/board/ahead.csv", HEADS | {"zara", "asad"}, posts=True),
    "patterns_file": page("desk/patterns/table.csv", frozenset({"imran", "zara", "asad", "wajid"}), posts=True),
    "league_file": page("desk/board/league.csv", HEADS | {"zara", "asad"}, posts=True),
    "league": page("desk/board/league/", HEADS | {"zara", "asad"}),
    "chat_funnel_file": page("desk/board/chat.csv", frozenset({"imran", "zara", "asad"}), posts=True),
    "chat_funnel": page("desk/board/chat/", frozenset({"imran", "zara", "asad"})),  # those who see the province's board
}
OVER_DANIA = frozenset({"imran", "zara", "asad", "wajid"})  # her review: nobody below, beside or between
REVIEWS = {
    "reviews": page("desk/reviews/", WITH_FACTOR),
    "review": page("desk/reviews/{review_of_dania}/", OVER_DANIA | {"dania"}),
    "review_act": form(
        "desk/reviews/{review_of_dania}/decide/",
        frozenset({"imran", "wajid"}),  # the province decides on a DSP; a monitor and an auditor only read
        seen="2",
        decision="not_deliberate",
        words="She was at the court.",
    ),
    "review_clearance": page("desk/reviews/{cleared_review}/clearance.pdf", OVER_DANIA | {"rashid"}),
    "review_file": page("desk/reviews/{review_of_dania}/files/{attachment}/", OVER_DANIA | {"dania"}),
    "review_dossier": page("desk/reviews/{review_of_dania}/flags/{flag}/dossier.json", OVER_DANIA | {"dania"}),
}
LINE_OF_LAHORE = frozenset({"salma", "usman", "nadia", "imran", "zara", "asad"})  # the district and those above
PROPOSERS = frozenset({"usman", "imran", "zara"})
ELSEWHERE = frozenset({"sana", "rashid", "ghazala", "tariq", "yasmin"})  # notices of their own districts
NOTICES = {
    "notices_desk": page("desk/notices/", LINE_OF_LAHORE | ELSEWHERE),
    "notices_new": page("desk/notices/new/alert/", PROPOSERS | ELSEWHERE - {"sana"}, posts=True),
    "notices_one": page("desk/notices/{waiting}/", LINE_OF_LAHORE),
    "notices_again": page("desk/notices/{alert}/again/", PROPOSERS, posts=True),
    "notices_photo": page("desk/notices/{alert}/photo/1.jpg", NOBODY),  # there is none
    "notices_act": form("desk/notices/{alert}/found/", LINE_OF_LAHORE - {"asad"}, why="He is at home."),
    "notices_tips": page("desk/tips/", LINE_OF_LAHORE | ELSEWHERE),
    "notices_tip": page(
        "desk/tips/{tip}/", LINE_OF_LAHORE, posts=True, senders=LINE_OF_LAHORE - {"asad"}, standing="useful"
    ),
    "notices_tip_photo": page("desk/tips/{tip}/photo.jpg", NOBODY),  # there is none
}
IN_LAHORE = frozenset({"salma", "farah", "dania", "bilal", "hina", "kamran", "latif", "usman"})
IN_A_DISTRICT = IN_LAHORE | {"rashid", "sana", "moved", "tariq", "yasmin"}
ANSWERERS = frozenset({"zara", "omar"})
REGISTERS = {
    "desk_verifications": page("desk/verifications/", OPERATORS | AUDITORS),
    "desk_verification": page("desk/verifications/{verification}/", frozenset({"salma", "nadia", "asad"})),
    "desk_verification_photo": page("desk/verifications/{verification}/photo/", NOBODY),  # there is none
    "desk_move_verification": page(
        "desk/verifications/{verification}/look_again/", frozenset({"salma", "nadia"}), posts=True
    ),
    "desk_feedback": page("desk/feedback/", ANSWERERS),
    "desk_feedback_one": page("desk/feedback/{feedback}/", ANSWERERS, posts=True),
    "verifications_file": page("desk/verifications/table.csv", OPERATORS | AUDITORS, posts=True),
    "school_visits_file": page(
        "desk/talks/table.csv", IN_A_DISTRICT | {"imran", "zara", "asad", "ghazala"}, posts=True
    ),
    "desk_talks": page("desk/talks/", IN_A_DISTRICT | {"imran", "zara", "asad", "ghazala"}),
    "desk_enter_talk": page("desk/talks/enter/", IN_A_DISTRICT, posts=True),
    "desk_strike_talk": form("desk/talks/{talk}/strike/", IN_LAHORE, why="Entered twice"),
}
AUDITORS_TABLE = {
    "desk:access_log": page("desk/access/", AUDITORS),
    "desk:access_searches": page("desk/access/searches/", AUDITORS),
    "desk:access_log_export": form("desk/access/export/", AUDITORS),
    "desk:record_finding": page("desk/access/finding/?complaint={plain}", AUDITORS, posts=True),
    "desk:exports_and_lookups": page("desk/access/taken/", AUDITORS),
    "desk:audit_export": page("desk/access/audit-export/", AUDITORS, posts=True),
    "desk:audit_export_file": form("desk/access/audit-export/{audit_export}/", AUDITORS),
    "staff_acts": page("desk/acts/", frozenset({"asad", "zara", "omar"})),
}
TABLES = OWN_SIGN_IN, QUEUE, FILE, OPERATORS_TABLE, SUPERVISORS_TABLE, REVIEWS, NOTICES, REGISTERS, AUDITORS_TABLE
ROWS: dict[str, Row] = {name: row for table in TABLES for name, row in table.items()}
