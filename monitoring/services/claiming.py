"""What is due, claimed: clocks and chain heads locked, and everything known that the batch needs."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.db import connection

from accounts.models import Leave, Posting
from accounts.rules.offices import Kind, lineage
from accounts.rules.roles import Role
from complaints.models import Policy
from complaints.queries.firewall import walls_of
from complaints.rules import clock as rule
from complaints.rules.clock import PROMISED, Running, Steps
from complaints.rules.firewall import OPEN_GROUND, Wall
from complaints.rules.owed import OWED, Answers
from complaints.services.arrays import array
from complaints.services.history import Head
from monitoring.rules import ladder
from monitoring.rules.ladder import Post
from monitoring.services import statements

COVERED = "posting", "cover", "cover__officer"


class Standing(NamedTuple):
    """A complaint under its head's lock. `holder` None: a cell has it; on leave: the cover. `wall`: the firewall's."""

    etag: str
    policy_id: int
    status: str
    cycle: int
    contact: str
    office_id: int
    office_path: str
    holder_id: int | None
    holder: Post | None
    wall: Wall


class Due(NamedTuple):
    """One clock whose next step is due: the step to take, and when it was due.

    `asked`: to whom the order that waits was given. `is_sensitive`: the Central Police Office's cell rings. Both are
    known of clocks that nobody was promised.
    """

    clock_id: int
    complaint_id: int
    clock: str
    cycle: int
    running: Running
    due_at: datetime
    complaint: Standing
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
        running, step = self.running, self.running.step + 1
        moved = Running(running.started_at, running.due_at, running.limit, step)
        return step, rule.next_step_at(moved, steps)


class Command:
    """Who heads what, and what each policy promised: read once a sweep. Answers are remembered, since they repeat."""

    def __init__(self, *, at: datetime):
        self.at = at
        self.steps: dict[int, Steps] = {}
        self._known: dict[tuple, tuple[Post | None, list[Post]]] = {}

    @cached_property
    def heads(self) -> dict[str, Post]:
        """Everybody who heads an office, by its path; asked for only when something is due."""
        columns = "pk", "officer_id", "office_id", "office__path", "office__kind"
        rows = Posting.objects.heads().current(self.at).values_list(*columns)
        return {path: Post(posting, officer, office, path, Kind(kind)) for posting, officer, office, path, kind in rows}

    @cached_property
    def cells(self) -> dict[str, list[tuple[int, int]]]:
        """Who rings, as posting and officer, by the path of the office with that cell; asked for only for a call."""
        operators = Posting.objects.current(self.at).filter(role=str(Role.COMPLAINT_OPERATOR)).order_by("pk")
        found = defaultdict[str, list[tuple[int, int]]](list)
        for path, *operator in operators.values_list("office__path", "pk", "officer_id"):
            found[path].append(tuple(operator))
        return found

    @cached_property
    def acting(self) -> dict[int, tuple[int, int]]:
        """Who acts for a head on leave, as posting and officer, by the head's posting: the time is theirs."""
        leaves = Leave.objects.current(self.at).filter(posting__is_head=True)
        return {on_leave: (cover, who) for on_leave, cover, who in leaves.values_list(*COVERED)}

    def over(self, due: Due) -> tuple[Post | None, list[Post]]:
        """Who answers for a clock, and the superiors above, the nearest first; nobody whom the firewall keeps away."""
        wall, is_decision = due.complaint.wall, OWED[due.clock].answers is Answers.SUPERIOR
        path, holder = self._seat(due)
        key = path, holder and holder.posting_id, is_decision, wall if wall is not OPEN_GROUND else None
        if key not in self._known:
            line = ladder.outside(wall, ladder.line_of(path, self.heads))
            late = ladder.answerable(line, holder=holder, path=path, is_decision=is_decision)
            acting = ladder.acting_for(late, self.acting) if late else None
            self._known[key] = acting, ladder.superiors(late, line, acting) if late else []
        return self._known[key]

    def _seat(self, due: Due) -> tuple[str, Post | None]:
        """Where a clock is owed: the path of the office, and who owes it there; None where it is its head."""
        complaint = due.complaint
        match OWED[due.clock].answers:
            case Answers.CELL | Answers.CENTRAL:
                return self.cell_of(due), None
            case Answers.ADDRESSEE if (asked := due.asked) and not complaint.wall.keeps_from(
                asked.posting_id, asked.officer_id, asked.path
            ):
                return asked.path, asked
        return complaint.office_path, complaint.holder

    def cell_of(self, due: Due) -> str:
        """The path of the office whose cell rings: the lowest with an operator; the CPO's of what is sensitive."""
        steps = lineage(due.complaint.office_path)
        if due.is_sensitive or OWED[due.clock].answers is Answers.CENTRAL:
            return steps[0]
        return next((step for step in reversed(steps) if step in self.cells), steps[0])

    def operators(self, due: Due) -> list[int]:
        """The postings that are reminded of a call or a task of their cell; nobody whom the firewall keeps away."""
        path, wall = self.cell_of(due), due.complaint.wall
        return [pk for pk, officer in self.cells.get(path, ()) if not wall.keeps_from(pk, officer, path)]

    def steps_of(self, policy_id: int) -> Steps:
        """The steps of the policy that a complaint was promised; policies never change."""
        if policy_id not in self.steps:
            self.steps[policy_id] = Policy.objects.get(pk=policy_id).steps
        return self.steps[policy_id]


def claim(*, at: datetime, batch: int, held: bool = False) -> tuple[list[Due], dict[int, Head]]:
    """Lock at most `batch` due clocks with their heads, earliest first; of one complaint, only the earliest is taken.

    The others stay due, for the next round: so the history of a complaint tells its delays in their order. `held`:
    reminders alone.
    """
    with connection.cursor() as cursor:
        cursor.execute(statements.CLAIM, {"at": at, "batch": batch, "held": held})
        rows = sorted(cursor.fetchall(), key=lambda row: row[8])
    complaints = _complaints({row[1] for row in rows}, at=at)
    claimed: dict[int, Due] = {}
    heads: dict[int, Head] = {}
    for clock_id, complaint_id, clock, cycle, started_at, due_at, limit, step, next_step_at, seq, mac, last in rows:
        if complaint_id not in claimed:
            running = Running(started_at, due_at, limit, step)
            complaint = complaints[complaint_id]
            claimed[complaint_id] = Due(clock_id, complaint_id, clock, cycle, running, next_step_at, complaint)
            heads[complaint_id] = Head(complaint_id, seq, bytes(mac), last)
    return _with_who_is_asked(list(claimed.values()), at=at), heads


def _with_who_is_asked(claimed: list[Due], *, at: datetime) -> list[Due]:
    """One statement where something is due that nobody was promised, else none."""
    owed = {due.complaint_id for due in claimed if due.clock not in PROMISED}
    if not owed:
        return claimed
    with connection.cursor() as cursor:
        cursor.execute(statements.OWED, {"complaints": array(owed), "at": at})
        known = {complaint: (sensitive, post) for complaint, sensitive, *post in cursor.fetchall()}
    return [_asked(due, *known[due.complaint_id]) if due.complaint_id in known else due for due in claimed]


def _asked(due: Due, is_sensitive: bool, post: list) -> Due:
    posting, officer, office, path, kind = post
    asked = Post(posting, officer, office, path, Kind(kind)) if posting else None
    return due._replace(asked=asked, is_sensitive=is_sensitive)


def _complaints(ids: set[int], *, at: datetime) -> Mapping[int, Standing]:
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(statements.COMPLAINTS, {"complaints": array(ids), "at": at})
        rows = cursor.fetchall()
    walled = [row[0] for row in rows if row[-1]]
    walls = walls_of(walled, at=at) if walled else {}
    posts = {row[9]: Post(*row[9:13], Kind(row[13])) for row in rows if row[9]}
    return {row[0]: Standing(*row[1:9], posts.get(row[9]), walls.get(row[0], OPEN_GROUND)) for row in rows}
