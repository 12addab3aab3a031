"""The inbox of a complaint cell: its chats and calls, and how many people wait. All through `Handover.visible_to`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Case, Count, DateTimeField, Exists, ExpressionWrapper, Min, OuterRef, Q, When
from django.db.models.functions import Coalesce, Greatest

from accounts.actors import Actor
from complaints.models import Complaint
from whatsapp.models import Handover, HandoverLine, Sending
from whatsapp.rules.cloud_api.api_errors import ErrorKind, classify_error
from whatsapp.rules.handover.handover_rules import AWAY_AFTER

MOST_LISTED = 200


@dataclass
class Inbox:
    """The open hand-overs that an officer may read, in the order in which they need somebody.

    `waiting`: without an operator. `own` and `others`: with this officer, and with colleagues. `calls`: people to call,
    or to whom a call was offered.
    """

    waiting: list[Handover] = field(default_factory=list)
    own: list[Handover] = field(default_factory=list)
    others: list[Handover] = field(default_factory=list)
    calls: list[Handover] = field(default_factory=list)


@dataclass(frozen=True)
class WaitingChats:
    """How many people wait for an answer, and since when the first of them does."""

    number: int
    oldest: datetime | None


@dataclass(frozen=True)
class ChatsOfCell:
    """What waits for an operator in an inbox. `due_at`: when the first answer is due; to somebody in danger at once."""

    number: int
    due_at: datetime
    in_danger: bool


def load_inbox(actor: Actor, *, at: datetime) -> Inbox:
    """Return the inbox: people in danger first, then those who have waited longest. Two statements."""
    rows = Handover.objects.visible_to(actor, at=at).open()
    rows = rows.select_related("chat", "complaint__category", "holder__officer", "holder__office")
    inbox = Inbox()
    for row in rows.order_by("-in_danger", "waiting_since", "pk")[:MOST_LISTED]:
        if row.holder_id:
            (inbox.own if row.holder_id == actor.posting_id else inbox.others).append(row)
        else:
            (inbox.waiting if row.is_live else inbox.calls).append(row)
    return inbox


def count_for_menu(actor: Actor, *, at: datetime) -> tuple[int, bool]:
    """Return how many chats and due calls have no operator, and whether one of these people is in danger."""
    rows = (
        Handover.objects.visible_to(actor, at=at).open().filter(Q(is_live=True) | Q(call_back_at__lte=at), holder=None)
    )
    found = rows.aggregate(number=Count("pk"), danger=Count("pk", filter=Q(in_danger=True)))
    return found["number"], bool(found["danger"])


def list_waiting_of_cells(actors: Sequence[Actor], *, at: datetime) -> dict[int, ChatsOfCell]:
    """Return by office what waits in the inboxes of one operator's postings. Empty inboxes are left out.

    Waiting are chats and due calls without an operator, and the operator's own chats with an unanswered message. An
    answer is due within AWAY_AFTER, after which an operator's chat returns to the waiting list. What is hidden from one
    posting is left out of all. One statement, and one for each different reporting line: an officer has one over all
    postings, unless they act for different colleagues.
    """
    free = Q(holder=None) & (Q(is_live=True) | Q(call_back_at__lte=at))
    own, readable = Q(), Q()
    for actor in actors:
        own |= Q(holder=actor.posting_id, office=actor.office_id, waiting_since__isnull=False)
        seen = Exists(Complaint.objects.visible_to(actor, at=at).order_by().filter(pk=OuterRef("complaint")))
        readable |= Q(Q(complaint=None) | seen, office=actor.office_id)
    rows = Handover.objects.filter(readable, free | own).open()
    lines = {(actor.officers, actor.line_offices, actor.line_heads): actor for actor in actors}
    for actor in lines.values():
        rows = rows.not_hidden_from(actor, at=at)
    since = Coalesce("waiting_since", "call_back_at")
    answered_by = ExpressionWrapper(Greatest(since, "holder_active_at") + AWAY_AFTER, DateTimeField())
    due = Case(When(in_danger=True, then=since), default=answered_by)
    by_office = rows.order_by().values("office")
    found = by_office.annotate(number=Count("pk"), due_at=Min(due), in_danger=BoolOr("in_danger"))
    return {row.pop("office"): ChatsOfCell(**row) for row in found}


def load_waiting_chats(actor: Actor, *, at: datetime) -> WaitingChats:
    """Return the waiting chats of the actor's office and of all below it, without those hidden from the actor.

    The board shows this figure (setting WAITING_CHATS_BY). Two statements.
    """
    rows = Handover.objects.waiting().filter(office__path__startswith=actor.office_path)
    found = rows.not_hidden_from(actor, at=at).aggregate(number=Count("pk"), oldest=Min("waiting_since"))
    return WaitingChats(found["number"], found["oldest"])


def find_visible_handover(actor: Actor, handover_id: int, *, at: datetime) -> Handover | None:
    """Return a hand-over that this officer may read, with what its page shows; None for any other."""
    rows = Handover.objects.visible_to(actor, at=at).filter(pk=handover_id)
    return rows.select_related("chat", "office", "complaint__category", "holder__officer", "holder__office").first()


def load_lines(handover: Handover, *, with_readings: bool) -> tuple[list[HandoverLine], dict[int, Sending]]:
    """Return the log, the oldest entry first, and the messages that went out, by id. Two statements.

    `with_readings`: also who opened the chat, which the head of the office sees.
    """
    rows = handover.lines if with_readings else handover.lines.exclude(kind=HandoverLine.Kind.READ)
    lines = list(rows.select_related("posting__officer", "posting__office").order_by("at", "pk"))
    return lines, Sending.objects.in_bulk([line.sending for line in lines if line.sending])


def find_account_error() -> int | None:
    """Return the code of an error of our WhatsApp account that keeps messages waiting now, such as an expired token."""
    codes = Sending.objects.filter(sent_at=None, given_up_at=None, code__isnull=False).order_by("-pk")
    return next((code for code in codes.values_list("code", flat=True)[:20] if is_account_error(code)), None)


def is_account_error(code: int | None) -> bool:
    """Return whether a code means that our account must be repaired first."""
    return code is not None and (code == 401 or classify_error(code).kind is ErrorKind.OURS)
