"""What is due, claimed: clocks and chain heads locked, and everything known that the batch needs."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from accounts.rules.offices import OfficeKind, lineage
from complaints.models import Policy
from complaints.queries.conflict_exclusion import walls_of
from complaints.rules import clock as rule
from complaints.rules.clock import PROMISED, Clock, Running, Steps
from complaints.rules.exclusion.conflict_exclusion import OPEN_GROUND, ConflictExclusion
from complaints.rules.obligations import OWED, Answers
from complaints.services.history import Head
from ledger.sql_arrays import array
from sla.rules import escalation_ladder
from sla.rules.escalation_ladder import Post
from sla.services import sweep_sql
from sla.services.command_roster import PostHolders


class ClaimedComplaint(NamedTuple):
    """A complaint under its head's lock, as it stands now, and who had it at the moment that counts (`Due.moment`).

    `had_office_id`, `had_path`: the office. `holder` None: a cell had it, or its posting was over; on leave: the cover.
    `wall`: the firewall's.
    """

    etag: str
    policy_id: int
    status: str
    cycle: int
    contact: str
    office_id: int
    holder_id: int | None
    had_office_id: int
    had_path: str
    holder: Post | None
    wall: ConflictExclusion


class Due(NamedTuple):
    """One clock whose next step is due: the step to take, and when it was due.

    `moment`: at which it counts who had it: when the step was due. A reminder is for whoever has it now.
    `ended_at`: it stopped since, late (complaints_clockrun.unswept_at); only what was due before is still to be taken.
    `asked`: to whom the order was given. `is_sensitive`: the Central Police Office's cell rings. Both are
    known of clocks that nobody was promised.
    """

    clock_id: int
    complaint_id: int
    clock: str
    cycle: int
    running: Running
    due_at: datetime
    moment: datetime
    complaint: ClaimedComplaint
    ended_at: datetime | None = None
    asked: Post | None = None
    is_sensitive: bool = False

    @property
    def is_reminder(self) -> bool:
        return self.running.step == rule.REMINDER

    @property
    def level(self) -> int:
        """0 for the breach, 1 and more for the escalations."""
        return self.running.step - rule.BREACH

    def next_step(self, steps: Steps) -> tuple[int, datetime | None]:
        """Where the clock stands once this step is taken, and when its next one is due."""
        step = self.running.step + 1
        next_step_at = rule.next_step_at(self.running._replace(step=step), steps)
        if self.ended_at and next_step_at and next_step_at >= self.ended_at:
            next_step_at = None
        return step, next_step_at


class ChainOfCommand:
    """Who headed what, and what each policy promised: read once a sweep. Answers are remembered, since they repeat."""

    def __init__(self, *, at: datetime):
        self.at = at
        self.steps: dict[int, Steps] = {}
        self._seats: PostHolders | None = None
        self._known: dict[tuple, tuple[Post | None, list[Post]]] = {}

    def seats(self, moment: datetime) -> PostHolders:
        """What is known from a moment on; of an earlier one than before it is read anew."""
        if self._seats is None or moment < self._seats.since:
            self._seats = PostHolders(since=moment, at=self.at)
            self._known.clear()
        return self._seats

    def over(self, due: Due) -> tuple[Post | None, list[Post]]:
        """Who answered for a clock when its step was due, and the superiors above as they are now, the nearest first;
        nobody whom the firewall keeps away."""
        wall, is_decision = due.complaint.wall, OWED[due.clock].answers is Answers.SUPERIOR
        seats = self.seats(due.moment)
        path, holder = self._seat(due)
        shut = wall if wall is not OPEN_GROUND else None
        key = seats.number(due.moment), path, holder and holder.posting_id, is_decision, shut
        if key not in self._known:
            then, now = seats.at(due.moment), seats.at(self.at)
            line = escalation_ladder.outside(wall, escalation_ladder.line_of(path, then.heads))
            late = escalation_ladder.answerable(line, holder=holder, path=path, is_decision=is_decision)
            acting = _unless_kept(wall, escalation_ladder.acting_for(late, then.acting)) or late if late else None
            above = escalation_ladder.outside(wall, escalation_ladder.line_of(path, now.heads))
            self._known[key] = acting, escalation_ladder.superiors(late, above, acting) if late else []
        return self._known[key]

    def _seat(self, due: Due) -> tuple[str, Post | None]:
        """Where a clock is owed: the path of the office, and who owes it there; None where it is its head."""
        complaint = due.complaint
        match OWED[due.clock].answers:
            case Answers.CELL | Answers.CENTRAL:
                return self.cell_of(due), None
            case Answers.ADDRESSEE if asked := _unless_kept(complaint.wall, due.asked):
                return asked.path, asked
        return complaint.had_path, _unless_kept(complaint.wall, complaint.holder)

    def cell_of(self, due: Due) -> str:
        """The path of the office whose cell rings: the lowest with an operator; the CPO's of what is sensitive."""
        steps = lineage(due.complaint.had_path)
        if due.is_sensitive or OWED[due.clock].answers is Answers.CENTRAL:
            return steps[0]
        cells = self.seats(due.moment).at(due.moment).cells
        return next((step for step in reversed(steps) if step in cells), steps[0])

    def operators(self, due: Due) -> list[int]:
        """The postings that are reminded of a call or a task of their cell; nobody whom the firewall keeps away."""
        path, wall = self.cell_of(due), due.complaint.wall
        cells = self.seats(due.moment).at(self.at).cells
        return [pk for pk, officer in cells.get(path, ()) if not wall.keeps_from(pk, officer, path)]

    def steps_of(self, policy_id: int) -> Steps:
        """The steps of the policy that a complaint was promised; policies never change."""
        if policy_id not in self.steps:
            self.steps[policy_id] = Policy.objects.get(pk=policy_id).steps
        return self.steps[policy_id]


def _unless_kept(wall: ConflictExclusion, post: Post | None) -> Post | None:
    """Nobody whom the firewall keeps from the complaint: who had it may have been named since."""
    if post is None or wall is OPEN_GROUND:
        return post
    return None if wall.keeps_from(post.posting_id, post.officer_id, post.path) else post


def claim(
    *, at: datetime, until: datetime, batch: int, held: Collection[Clock] = ()
) -> tuple[list[Due], dict[int, Head]]:
    """Lock at most `batch` clocks due by `until` with their heads, earliest first; of a complaint, only its earliest.

    The others stay due, for the next round: so the history of a complaint tells its delays in their order. `held`:
    of these clocks, reminders alone.
    """
    with connection.cursor() as cursor:
        cursor.execute(sweep_sql.CLAIM, {"at": at, "until": until, "batch": batch, "held": array(held)})
        rows = sorted(cursor.fetchall(), key=lambda row: row[8])[:batch]
    first: dict[int, tuple] = {}
    for row in rows:
        first.setdefault(row[1], row)
    moments = {pk: _moment(row, at=at) for pk, row in first.items()}
    asked = [(pk, moments[pk], _has_moved_since(row, moments[pk])) for pk, row in first.items()]
    complaints = _complaints(asked, at=at)
    claimed: list[Due] = []
    heads: dict[int, Head] = {}
    for row in first.values():
        clock_id, pk, clock, cycle, started_at, due_at, limit, step, next_step_at, seq, mac, last, ended_at = row
        running = Running(started_at, due_at, limit, step)
        claimed.append(Due(clock_id, pk, clock, cycle, running, next_step_at, moments[pk], complaints[pk], ended_at))
        heads[pk] = Head(pk, seq, bytes(mac), last)
    return _with_who_is_asked(claimed), heads


def _moment(row: tuple, *, at: datetime) -> datetime:
    step, next_step_at = row[7:9]
    return at if step == rule.REMINDER else next_step_at


def _has_moved_since(row: tuple, moment: datetime) -> bool:
    """Whether anything happened to it after that moment: if nothing did, who has it now had it then."""
    return row[11] is not None and row[11] > moment


def _with_who_is_asked(claimed: list[Due]) -> list[Due]:
    """One statement where something is due that nobody was promised, else none."""
    owed = {due.complaint_id: due.moment for due in claimed if due.clock not in PROMISED}
    if not owed:
        return claimed
    with connection.cursor() as cursor:
        cursor.execute(sweep_sql.OWED, {"complaints": array(owed), "moments": array(owed.values())})
        known = {complaint: (sensitive, post) for complaint, sensitive, *post in cursor.fetchall()}
    return [_asked(due, *known[due.complaint_id]) if due.complaint_id in known else due for due in claimed]


def _asked(due: Due, is_sensitive: bool, post: list) -> Due:
    posting, officer, office, path, kind = post
    asked = Post(posting, officer, office, path, OfficeKind(kind)) if posting else None
    return due._replace(asked=asked, is_sensitive=is_sensitive)


def _complaints(asked: Sequence[tuple[int, datetime, bool]], *, at: datetime) -> Mapping[int, ClaimedComplaint]:
    """Of complaints at a moment each. The third: whether anything has happened since."""
    if not asked:
        return {}
    ids, moments, moved = zip(*asked, strict=True)
    with connection.cursor() as cursor:
        columns = {"complaints": array(ids), "moments": array(moments), "moved": array(moved)}
        cursor.execute(sweep_sql.COMPLAINTS, columns)
        rows = cursor.fetchall()
    walled = [row[0] for row in rows if row[-1]]
    walls = walls_of(walled, at=at) if walled else {}
    posts = {row[10]: Post(*row[10:14], OfficeKind(row[14])) for row in rows if row[10]}
    return {row[0]: ClaimedComplaint(*row[1:10], posts.get(row[10]), walls.get(row[0], OPEN_GROUND)) for row in rows}
