"""Formats what waits for an officer: one line each, in the order of the next deadline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext

from accounts.acting_head import ActingHead
from accounts.middleware import POSTING_PARAMETER
from accounts.models import Posting
from accounts.models.choice_labels import localized_name
from complaints.models.complaint import NO_DEADLINE
from complaints.rules.clock import Clock
from complaints.rules.guard_facts import ContactState
from complaints.rules.statuses import Status
from desk.complaint.clock_badges import LATE, PLAIN, SOON, SOON_BELOW, Badge, format_duration
from desk.formatting import moment, post_of
from desk.queries.waiting_complaints import LastTurn, WaitingComplaint
from desk.queue.row_display import complaint_url, posting_label
from desk.rules.why_now import Reason, Turn, WaitingFacts, why_now
from desk.today.waiting_tasks import WaitingTask

CLOCKS = {str(clock): clock for clock in Clock}
NO_TURN = LastTurn(Turn.NONE)


@dataclass(frozen=True)
class TodayLine:
    """One line of *Today*. `badge`: until when; `since`: since when it waits, if it has no deadline.

    `gist`: how the complaint begins; empty for a protected one. `posting`: if the officer has several, the one under
    which the line opens. `reason`: why a complaint of the queue waits. `comes_last`: as for WaitingTask.
    """

    why: str
    url: str
    due_at: datetime | None
    sort_at: datetime
    badge: Badge | None = None
    etag: str = ""
    subject: str = ""
    place: str = ""
    gist: str = ""
    since: str = ""
    detail: str = ""
    posting: str = ""
    reason: Reason | None = None
    comes_last: bool = False

    def is_late(self, at: datetime) -> bool:
        """Return whether the deadline has passed."""
        return self.due_at is not None and self.due_at <= at

    def is_replaced_by(self, task: WaitingTask) -> bool:
        """Return whether this line of the queue asks for nothing but the task, and not sooner than the task does."""
        is_sooner = self.due_at and task.due_at and self.due_at < task.due_at
        return self.reason in task.replaces and not is_sooner


@dataclass(frozen=True)
class TodayGroup:
    """Lines under one heading. `number`: how many there are; the page may show only the first of them."""

    lines: list[TodayLine]
    number: int


def line_of_complaint(
    waiting: WaitingComplaint, row: Mapping, posting: Posting | ActingHead, turn: LastTurn = NO_TURN, *, at: datetime
) -> TodayLine | None:
    """Return the line of a complaint in the officer's queue; None if it does not wait for them now.

    `row`: from desk.queries.queue_rows. `turn`: what last sent it back to its holder.
    """
    why = why_now(_facts_of_row(waiting, row, turn))
    if why is None:
        return None
    task = WaitingTask(
        reason_text(why.reason, turn),
        due_at=why.due_at,
        since=row["received_at"],
        complaint_id=row["id"],
        posting=posting,
    )
    return replace(line_of_task(task, row, at=at), reason=why.reason)


def line_of_task(task: WaitingTask, row: Mapping | None = None, *, at: datetime) -> TodayLine:
    """Return the line of a task. `row`: that of its complaint, if it has one."""
    url = task.url
    if not url:
        url = complaint_url(row["etag"]) + (f"?{POSTING_PARAMETER}={task.posting.choice}" if task.posting else "")
    return TodayLine(
        why=task.why,
        url=url,
        due_at=task.due_at,
        sort_at=task.due_at or task.since or at,
        badge=due_badge(task.due_at, at=at) if task.due_at else None,
        etag=row["etag"] if row else "",
        subject=localized_name(row["category_en"], row["category_ur"]) if row else task.subject,
        place=localized_name(row["place_en"], row["place_ur"]) if row else "",
        gist=" ".join((row["gist"] or "").split()) if row else "",
        since=moment(task.since) if task.since and not task.due_at else "",
        detail=task.detail,
        posting=posting_label(task.posting) if task.posting else "",
        comes_last=task.comes_last,
    )


def due_badge(due_at: datetime, *, at: datetime) -> Badge:
    """Return "due in 54 min" or "2 h late". At the deadline itself it is late."""
    if due_at <= at:
        return Badge(gettext("%(time)s late") % {"time": format_duration(at - due_at)}, LATE, due_at, is_deadline=True)
    words = gettext("due in %(time)s") % {"time": format_duration(due_at - at)}
    return Badge(words, SOON if due_at - at <= SOON_BELOW else PLAIN, due_at, is_deadline=True)


def reason_text(reason: Reason, turn: LastTurn = NO_TURN) -> str:
    """Return why a complaint waits, as text. With a deadline it continues: "Contact" "due in 54 min"."""
    match reason:
        case Reason.ORDER:
            return gettext("Answer to an order")
        case Reason.URGENT:
            return gettext("Urgent action")
        case Reason.CONTACT:
            return gettext("Contact")
        case Reason.CONTACT_DENIED:
            return gettext("Citizen says nobody called")
        case Reason.CONTACT_AFTER_OBJECTION:
            return gettext("Citizen says it is not solved: contact")
        case Reason.REPORT_AFTER_OBJECTION:
            return gettext("Citizen says it is not solved: report")
        case Reason.ANSWERED:
            return gettext("Citizen answered your question: report")
        case Reason.REPORT:
            return gettext("Report")
        case Reason.DECIDE:
            return gettext("Decision on the report")
        case Reason.LISTEN:
            return gettext("Listen to the voice note")
        case Reason.MARK:
            return gettext("Assign to an officer")
        case Reason.REFER:
            return gettext("Refer to the FIA and NCHR")
        case Reason.VERIFY:
            return gettext("Ask the citizen about the report")
        case Reason.RETURNED:
            return _by_officer(gettext("Report returned by %(post)s"), gettext("Report returned"), turn)
        case Reason.CONTACT_AFTER_REASSIGNMENT:
            return _by_officer(gettext("Reassigned by %(post)s: contact"), gettext("Reassigned: contact"), turn)
        case Reason.REPORT_AFTER_REASSIGNMENT:
            return _by_officer(gettext("Reassigned by %(post)s: report"), gettext("Reassigned: report"), turn)
        case Reason.WITHDRAWAL:
            return gettext("Ask about the withdrawal request")


def _by_officer(with_post: str, without: str, turn: LastTurn) -> str:
    return with_post % {"post": post_of(turn.by)} if turn.by else without


def in_groups(lines: Sequence[TodayLine], *, at: datetime, most: int) -> dict[str, TodayGroup]:
    """Return the lines in groups, each in the order of the deadline: "late", "soon", "later", "undated".

    At most the first `most` with a deadline, and as many without one: work without a deadline is never cut off by late
    work, because most of it stands nowhere else.
    """
    groups: dict[str, list[TodayLine]] = {"late": [], "soon": [], "later": [], "undated": []}
    for line in sorted(lines, key=lambda line: (line.comes_last, line.sort_at, line.etag)):
        if line.due_at is None:
            groups["undated"].append(line)
        elif line.is_late(at):
            groups["late"].append(line)
        else:
            groups["soon" if line.due_at - at <= SOON_BELOW else "later"].append(line)
    undated = groups.pop("undated")
    shown, left = {}, most
    for name, found in groups.items():
        shown[name] = TodayGroup(found[:left], len(found))
        left -= len(shown[name].lines)
    return shown | {"undated": TodayGroup(undated[:most], len(undated))}


def _facts_of_row(waiting: WaitingComplaint, row: Mapping, turn: LastTurn) -> WaitingFacts:
    return WaitingFacts(
        duty=waiting.duty,
        status=Status(row["status"]),
        contact=ContactState(row["contact"]),
        due_at=row["due_at"] if row["due_at"].year < NO_DEADLINE.year else None,
        contact_due_at=row["contact_due_at"],
        report_due_at=row["report_due_at"],
        decision_due_at=row["decision_due_at"],
        order_due_at=row["order_due_at"],
        is_verified=row["verified_at"] is not None,
        wants_to_withdraw=waiting.wants_to_withdraw,
        clocks={CLOCKS[one["clock"]]: datetime.fromisoformat(one["due_at"]) for one in row["owed_clocks"]},
        turn=turn.turn,
    )
