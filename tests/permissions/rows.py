"""Who may enter where: a row for each route of the desk. A route without one fails the matrix.

`who` are let in; of a route with a complaint in it, those of them who also see that complaint (cast.SEES). To all
others the page is forbidden or does not exist.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.permissions.cast import OFFICERS

POSTED = frozenset(OFFICERS)
READERS = POSTED - {"omar", "wajid"}
WITH_FACTOR = POSTED | {"unposted"}
NOBODY = frozenset()
OPERATORS = frozenset({"salma", "sana", "nadia"})
CPO_DESK = frozenset({"nadia", "zara", "imran"})
HEADS = frozenset({"farah", "dania", "kamran", "usman", "rashid", "imran"})
OVER_GULBERG = frozenset({"dania", "farah", "usman", "imran"})  # the circle and whatever is above it
AUDITORS = frozenset({"asad"})
ADMINISTRATORS = frozenset({"omar"})
NAMERS = {
    "plain": frozenset({"salma", "nadia", "bilal", "zara"}),
    "conduct": frozenset({"salma", "nadia", "zara"}),
    "confidential": frozenset({"salma", "nadia", "dania", "zara"}),
    "accusing": frozenset({"salma", "nadia", "zara", "usman", "imran", "asad"}),
}
"""The cell, the holder, a monitor; once somebody is named, also who may take the name back, and who reads it."""
ORDERERS = {
    "plain": frozenset({"bilal", "dania", "farah", "usman", "imran", "zara"}),
    "confidential": frozenset({"farah", "usman", "imran", "zara"}),
}
"""Who stands over the holder, and the holder who has one; where a cell has it, there is nobody to be ordered."""


@dataclass(frozen=True)
class Row:
    """`path`: below the site's root, filled in from the samples; `{c}` is each complaint of the cast in turn.

    `who` by complaint, where more than sight decides. `overtaken`: whose form is given back, since somebody was first.
    """

    path: str
    who: frozenset[str] | Mapping[str, frozenset[str]] = READERS
    gets: bool = True
    posts: bool = False
    overtaken: frozenset[str] = NOBODY
    typed: Mapping[str, str] = field(default_factory=dict)


def page(path: str, who=READERS, *, posts: bool = False, **typed: str) -> Row:
    """A page to look at, perhaps with a form, into which this is typed."""
    return Row(path, who, posts=posts, typed=typed)


def form(path: str, who=READERS, **typed: str) -> Row:
    """A door that takes a form and shows nothing by itself."""
    return Row(path, who, gets=False, posts=True, typed=typed)


def some(**by_complaint: str) -> Mapping[str, frozenset[str]]:
    """`some(plain="salma nadia")`: these, and of the complaints that are not named nobody."""
    return {name: frozenset(people.split()) for name, people in by_complaint.items()}


BEFORE_SIGN_IN = {
    *("account_login", "account_logout", "account_inactive", "mfa_authenticate", "second_factor"),
    *("account_reset_password", "account_reset_password_done"),
    *("account_reset_password_from_key", "account_reset_password_from_key_done"),
    *("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
    *("mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn", "mfa_remove_webauthn"),
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
}
"""One's own sign-in and its factors: tests/accounts holds what happens there."""

OWN_SIGN_IN = {
    "posting": page("desk/posting/", POSTED, posts=True),
    "end_my_leave": form("desk/leave/end/", POSTED),
    "mfa_index": page("desk/my-sign-in/", WITH_FACTOR),
    "mfa_list_webauthn": page("desk/my-sign-in/", WITH_FACTOR),
    "end_session": form("desk/my-sign-in/sessions/end/", WITH_FACTOR),
}
QUEUE = {
    "desk:queue": page("desk/", POSTED),  # whoever has no queue is led to where their work begins
    "desk:office": page("desk/office/"),
    "desk:search": page("desk/search/?q=shop", posts=True),
    "desk:bulk": page("desk/mark/", posts=True),
    "desk:export_mine": page("desk/rows.csv", posts=True),
    "desk:export": page("desk/office/rows.xlsx", posts=True),
    "desk:saved_views": page("desk/views/", posts=True),
    "desk:saved_views_beside": page("desk/views/beside/"),
    "desk:saved_view": form("desk/views/0/", NOBODY),
    "desk:remove_saved_view": form("desk/views/0/remove/", NOBODY),
    "desk:shortcuts": page("desk/keyboard/", posts=True),
}
FILE = {
    "desk:complaint": page("desk/complaints/{c}/"),
    "desk:exhibit": page("desk/complaints/{c}/evidence/00000000-0000-0000-0000-000000000000/", NOBODY),
    "desk:others": page("desk/complaints/{c}/others/"),
    "desk:record": page("desk/complaints/{c}/record.pdf"),
    "desk:here": page("desk/complaints/{c}/here/"),
    "desk:join": page("desk/complaints/{c}/join/", OPERATORS, posts=True),
    "desk:naming": page("desk/complaints/{c}/officers/", NAMERS, posts=True, act="name"),
    "desk:order": page("desk/complaints/{c}/order/", ORDERERS, posts=True),
    "desk:new_key": page(
        "desk/complaints/{c}/key/",
        some(plain="nadia", conduct="nadia", confidential="nadia", accusing="nadia"),
        posts=True,
    ),
    "desk:prepare": page("desk/complaints/{c}/prepare/", some(plain="hina"), posts=True),
    "desk:diary": page("desk/complaints/{c}/calls/"),
    "desk:call": Row(
        "desk/complaints/{reported}/call/verify/", frozenset({"salma"}), posts=True, overtaken=frozenset({"nadia"})
    ),
    "desk:move": page("desk/complaints/{c}/note/", posts=True),  # every move: tests/complaints/test_table.py
    "desk:reveal": page("desk/complaints/{c}/identity/", some(confidential="zara"), posts=True),
    "desk:hear": page("desk/complaints/{c}/officers/0/", NOBODY, posts=True),
    "desk:answers": page("desk/answers/", WITH_FACTOR),
    "desk:answer": page("desk/answers/00000000-0000-0000-0000-000000000000/", NOBODY, posts=True),
}
OPERATORS_TABLE = {
    "desk:intake": page("desk/intake/", OPERATORS),
    "desk:intake_draft": page("desk/intake/{taken}/", frozenset({"salma"}), posts=True),
    "desk:intake_check": page("desk/intake/{taken}/check/", frozenset({"salma"}), posts=True),
    "desk:intake_done": page("desk/intake/{agreed}/done/", frozenset({"salma"}), posts=True),
    "desk:calls": page("desk/calls/", OPERATORS),
    "desk:pressure": page("desk/pressure/", CPO_DESK),
    "desk:pressure_number": page("desk/pressure/number/", CPO_DESK),
    "desk:settle_pressure": page("desk/pressure/0/", CPO_DESK),
}
SUPERVISORS_TABLE = {
    "desk:team": page("desk/team/", HEADS),
    "desk:balance": page("desk/team/balance/", HEADS),
    "desk:hand_over": page("desk/team/hand-over/{bilal}/", OVER_GULBERG, posts=True),
    "desk:leaves": page("desk/team/leave/", HEADS, posts=True),
    "desk:end_leave": form("desk/team/leave/0/end/", NOBODY),
    "desk:replies": page("desk/replies/", HEADS),
    "desk:new_reply": page("desk/replies/new/", HEADS, posts=True),
    "desk:change_reply": page("desk/replies/{reply}/", OVER_GULBERG, posts=True),
    "desk:remove_reply": form("desk/replies/{reply}/remove/", OVER_GULBERG),
    "escalations": page("desk/escalations/", HEADS),
    "answer_escalation": page("desk/escalations/0/", HEADS),
    "board": page("desk/board/", HEADS | {"zara", "asad"}),
    "reviews": page("desk/reviews/", POSTED),
}
LINE_OF_LAHORE = frozenset({"salma", "usman", "nadia", "imran", "zara", "asad"})  # the district, and who is above it
PROPOSERS = frozenset({"usman", "imran", "zara"})
NOTICES = {
    "notices_desk": page("desk/notices/", LINE_OF_LAHORE | {"sana", "rashid"}),
    "notices_new": page("desk/notices/new/alert/", PROPOSERS | {"rashid"}, posts=True),
    "notices_one": page("desk/notices/{waiting}/", LINE_OF_LAHORE),
    "notices_again": page("desk/notices/{alert}/again/", PROPOSERS, posts=True),
    "notices_photo": page("desk/notices/{alert}/photo/1.jpg", NOBODY),  # it has none
    "notices_act": form(
        "desk/notices/{alert}/found/", LINE_OF_LAHORE - {"asad"}, why="He is at home."
    ),  # every act: tests/notices
    "notices_tips": page("desk/tips/", LINE_OF_LAHORE | {"sana", "rashid"}),
    "notices_tip": page("desk/tips/{tip}/", LINE_OF_LAHORE),  # who says what came of it: tests/notices/test_tips.py
    "notices_tip_photo": page("desk/tips/{tip}/photo.jpg", NOBODY),  # it has none
}
AUDITORS_TABLE = {
    "desk:access_log": page("desk/access/", AUDITORS),
    "desk:access_searches": page("desk/access/searches/", AUDITORS),
    "desk:access_log_export": form("desk/access/export/", AUDITORS),
    "desk:record_finding": page("desk/access/finding/", AUDITORS),
    "desk:access_taken": page("desk/access/taken/", AUDITORS),
    "staff_acts": page("desk/acts/", frozenset({"asad", "zara", "omar"})),
}
IN_LAHORE = frozenset({"salma", "farah", "dania", "bilal", "hina", "kamran", "latif", "usman"})
IN_A_DISTRICT = IN_LAHORE | {"rashid", "sana", "moved"}
ANSWERERS = frozenset({"zara", "omar"})
REGISTERS = {
    "desk_verifications": page("desk/verifications/", OPERATORS | AUDITORS),
    "desk_verification": page("desk/verifications/{verification}/", frozenset({"salma", "nadia", "asad"})),
    "desk_verification_photo": page("desk/verifications/{verification}/photo/", NOBODY),  # it has none
    "desk_move_verification": page(
        "desk/verifications/{verification}/look_again/", frozenset({"salma", "nadia"}), posts=True
    ),
    "desk_feedback": page("desk/feedback/", ANSWERERS),
    "desk_feedback_one": page("desk/feedback/{feedback}/", ANSWERERS, posts=True),
    "desk_talks": page("desk/talks/", IN_A_DISTRICT | {"imran", "zara", "asad"}),
    "desk_enter_talk": page("desk/talks/enter/", IN_A_DISTRICT, posts=True),
    "desk_strike_talk": form("desk/talks/{talk}/strike/", IN_LAHORE, why="Entered twice"),
}
ROWS: dict[str, Row] = (
    OWN_SIGN_IN | QUEUE | FILE | OPERATORS_TABLE | SUPERVISORS_TABLE | NOTICES | AUDITORS_TABLE | REGISTERS
)
