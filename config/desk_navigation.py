"""The menu of the desk: every item with its page, its icon and who may open it, in groups by task.

It is declared here because its pages belong to several apps. Permissions run no query.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.actors import Actor
from accounts.admin_base import is_administrator
from accounts.admin_log_views import may_read_admin_log
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import READING_ROLES, Role
from complaints.queries.exclusion.exclusion_tasks import works_on_exclusions
from complaints.rules.pressure_responders import must_act_on_pressure
from desk.page_access import works_in_queue
from desk.services.audit_records import is_auditor
from desk.services.intake_registration import may_register_for_others
from desk.team.appeals_desk_page import sees_appeals_desk
from enquiries.rules.feedback_workflow import may_answer_feedback
from enquiries.rules.school_visit_rules import may_see_school_visits
from enquiries.rules.verification_workflow import may_open_verifications
from monitoring.board_access import may_see_board
from notices.rules.notice_permissions import has_notices_desk
from reviews.queries.review_visibility import can_receive_reviews, oversees_reviews
from sla.services.circuit_breaker import may_decide_holds
from whatsapp.desk.inbox.inbox_access import may_open_inbox


@dataclass(frozen=True)
class NavigationItem:
    """A link of the menu.

    `url_name` is the page, `section` are further pages on which it is marked. `may_open` decides for one posting;
    with `any_posting` the item is shown if any posting of the officer may open it. `phone_rank`: the four permitted
    items with the lowest rank are in the bar at the bottom of a phone. `number_url`: a page with the number that waits.
    """

    label: str | Promise
    url_name: str
    icon: str
    may_open: Callable[[Actor], bool]
    any_posting: bool = False
    phone_rank: int = 9
    section: frozenset[str] = field(default_factory=frozenset)
    number_url: str = ""


@dataclass(frozen=True)
class NavigationGroup:
    """Items that belong to one task, under a heading."""

    label: str | Promise
    items: tuple[NavigationItem, ...]


GROUPS = (
    NavigationGroup(
        pgettext_lazy("menu", "Work"),
        (
            NavigationItem(_("Today"), "desk:today", "today", lambda actor: True, any_posting=True, phone_rank=0),
            NavigationItem(
                _("Queue"), "desk:queue", "queue", works_in_queue, any_posting=True, phone_rank=1,
                section=frozenset({"desk:mark_selected"}),
            ),
            NavigationItem(
                _("Calls"), "desk:calls", "calls", may_register_for_others, phone_rank=2,
                section=frozenset({"desk:call"}),
            ),
            NavigationItem(
                _("Inbox"), "inbox", "inbox", may_open_inbox, phone_rank=5,
                section=frozenset({"inbox_chat", "inbox_hours"}), number_url="inbox_number",
            ),
            NavigationItem(
                _("New complaint"), "desk:intake", "new", may_register_for_others, phone_rank=3,
                section=frozenset({"desk:intake_draft", "desk:intake_check", "desk:intake_done"}),
            ),
            NavigationItem(
                _("Pressure"), "desk:pressure", "pressure",
                lambda actor: must_act_on_pressure(kind=actor.office_kind, role=actor.role, is_head=actor.is_head),
                any_posting=True, phone_rank=1,
                section=frozenset({"desk:settle_pressure"}), number_url="desk:pressure_number",
            ),
            NavigationItem(_("Exclusions"), "desk:exclusion_tasks", "settle", works_on_exclusions, phone_rank=6),
            NavigationItem(
                _("Orders to act"), "desk:orders_to_act", "order",
                lambda actor: actor.is_head and actor.office_kind is OfficeKind.STATION,
                section=frozenset({"desk:order_to_act"}),
            ),
            NavigationItem(
                _("Verifications"), "desk_verifications", "verify",
                lambda actor: may_open_verifications(actor.role, actor.office_kind),
                section=frozenset({"desk_verification", "desk_move_verification"}),
            ),
            NavigationItem(
                _("My office"), "desk:office", "office", lambda actor: actor.role in READING_ROLES, phone_rank=5
            ),
        ),
    ),
    NavigationGroup(
        pgettext_lazy("menu", "Supervision"),
        (
            NavigationItem(
                _("Team"), "desk:team", "team", lambda actor: actor.is_head, phone_rank=3,
                section=frozenset({"desk:balance", "desk:hand_over", "desk:leaves"}),
            ),
            NavigationItem(
                _("Escalations"), "escalations", "escalations", lambda actor: actor.is_head, phone_rank=2,
                section=frozenset({"answer_escalation"}),
            ),
            NavigationItem(_("Appeals desk"), "desk:appeals", "settle", sees_appeals_desk, phone_rank=5),
            NavigationItem(
                _("Delay cases"), "reviews", "reviews",
                lambda actor: oversees_reviews(actor) or can_receive_reviews(actor),
                phone_rank=3,
                section=frozenset({"review", "review_act"}),
            ),
            NavigationItem(_("Patterns"), "patterns", "patterns", oversees_reviews),
            NavigationItem(_("Delays on hold"), "held", "held", may_decide_holds),
            NavigationItem(
                _("Access log"), "desk:access_log", "access", is_auditor, phone_rank=1,
                section=frozenset(
                    {"desk:exports_and_lookups", "desk:access_searches", "desk:audit_export", "desk:record_finding"}
                ),
            ),
        ),
    ),
    NavigationGroup(
        pgettext_lazy("menu", "Figures"),
        (
            NavigationItem(
                _("Board"), "board", "board", may_see_board, phone_rank=2,
                section=frozenset({"league", "ahead", "chat_funnel", "station", "station_findings", "incident_map"}),
            ),
            NavigationItem(
                _("Questions"), "questions", "questions", may_see_board, section=frozenset({"answer_question"})
            ),
            NavigationItem(_("Reports"), "reports", "reports", may_see_board),
            NavigationItem(_("Public figures"), "performance", "figures", may_see_board),
        ),
    ),
    NavigationGroup(
        pgettext_lazy("menu", "Public"),
        (
            NavigationItem(
                _("Public notices"), "notices_desk", "notices", has_notices_desk,
                section=frozenset({"notices_one", "notices_new", "notices_again", "notices_tips", "notices_tip"}),
            ),
            NavigationItem(
                _("Feedback"), "desk_feedback", "feedback",
                lambda actor: may_answer_feedback(actor.role, actor.office_kind),
                section=frozenset({"desk_feedback_one"}),
            ),
            NavigationItem(
                _("School visits"), "desk_talks", "schools",
                lambda actor: may_see_school_visits(actor.role, actor.office_kind),
            ),
        ),
    ),
    NavigationGroup(
        pgettext_lazy("menu", "Settings"),
        (
            NavigationItem(
                _("Canned replies"), "desk:replies", "replies", lambda actor: actor.role is Role.SUPERVISOR,
                section=frozenset({"desk:new_reply", "desk:change_reply"}),
            ),
            NavigationItem(_("Administration"), "admin:index", "settings", is_administrator, phone_rank=1),
            NavigationItem(_("Admin log"), "staff_acts", "acts", may_read_admin_log, phone_rank=7),
        ),
    ),
)  # fmt: skip
PHONE_ITEMS = 4


def permitted_pages(actor: Actor | None, all_actors: Sequence[Actor]) -> tuple[str, ...]:
    """Return the pages of the menu that an officer may open, in the order of the menu. No query.

    `actor`: the officer under the posting in use. `all_actors`: under each of their postings.
    """
    if actor is None:
        return ()
    items = [item for group in GROUPS for item in group.items]
    return tuple(
        item.url_name
        for item in items
        if item.may_open(actor) or (item.any_posting and any(item.may_open(one) for one in all_actors))
    )


def groups_of(pages: Sequence[str]) -> list[tuple[str | Promise, list[NavigationItem]]]:
    """Return the headings with these pages' items, without empty groups."""
    found = [(group.label, [item for item in group.items if item.url_name in pages]) for group in GROUPS]
    return [(label, items) for label, items in found if items]


def phone_items_of(pages: Sequence[str]) -> list[NavigationItem]:
    """Return the items for the bar at the bottom of a phone, in the order of the menu."""
    items = [item for group in GROUPS for item in group.items if item.url_name in pages]
    chosen = sorted(items, key=lambda item: item.phone_rank)[:PHONE_ITEMS]
    return [item for item in items if item in chosen]
