"""Claim the clocks that are due: lock them with their chain heads, and load everything that the batch needs."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from accounts.rules.office_tree import OfficeKind, paths_from_root
from complaints.models import Policy
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusions_of
from complaints.rules import clock as rule
from complaints.rules.clock import PROMISED, Clock, EscalationSteps, RunningState
from complaints.rules.clock_obligations import OBLIGATIONS, AnswerableParty
from complaints.rules.exclusion.conflict_exclusion import NO_EXCLUSION, ConflictExclusion
from complaints.services.history import SweepHead
from ledger.sql_arrays import array_literal
from sla.rules import escalation_ladder
from sla.rules.escalation_ladder import CommandPost
from sla.services import sweep_sql
from sla.services.command_roster import PostHolders


class ClaimedComplaint(NamedTuple):
    """A complaint, locked by its chain head: its present state, and who had it at `DueClock.moment`.

    `had_office_id`, `had_path`: the office at that moment. `holder`: the holder then, or during leave the acting
    officer; None if a cell had the complaint or the posting was over. `exclusion`: the conflict exclusion.
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
    holder: CommandPost | None
    exclusion: ConflictExclusion


class DueClock(NamedTuple):
    """One clock whose next step is due: the step to take, and when it was due.

    `moment`: decides who is responsible. Usually when the step was due; for a reminder, now.
    `ended_at`: when the clock was stopped, if that was after its deadline and before a sweep (complaints_clockrun.
    unswept_at). Only steps that were due before are taken.
    `addressee`: to whom the order was given. `is_sensitive`: the Central Police Office's cell is responsible. Both are
    loaded only for clocks that are not promised to the complainant.
    """

    clock_id: int
    complaint_id: int
    clock: str
    cycle: int
    running: RunningState
    due_at: datetime
    moment: datetime
    complaint: ClaimedComplaint
    ended_at: datetime | None = None
    addressee: CommandPost | None = None
    is_sensitive: bool = False

    @property
    def is_reminder(self) -> bool:
        return self.running.step == rule.REMINDER_STEP

    @property
    def level(self) -> int:
        """0 for the breach, 1 and more for escalations."""
        return self.running.step - rule.BREACH_STEP

    def next_step(self, steps: EscalationSteps) -> tuple[int, datetime | None]:
        """Return the next step of the clock, and when it is due (None: no further step)."""
        step = self.running.step + 1
        next_step_at = rule.next_step_at(self.running._replace(step=step), steps)
        if next_step_at and not self.is_reminder:  # a deferred breach came later than the deadline
            next_step_at = max(next_step_at, self.due_at + steps.every)
        if self.ended_at and next_step_at and next_step_at >= self.ended_at:
            next_step_at = None
        return step, next_step_at


class ChainOfCommand:
    """Who is responsible for a clock and who is above them, for all clocks of a sweep. Results are cached."""

    def __init__(self, *, at: datetime):
        self.at = at
        self.steps: dict[int, EscalationSteps] = {}
        self._holders: PostHolders | None = None
        self._cache: dict[tuple, tuple[CommandPost | None, list[CommandPost]]] = {}

    def post_holders(self, moment: datetime) -> PostHolders:
        """Return the post holders from a moment on. They are loaded again if the moment is earlier than before."""
        if self._holders is None or moment < self._holders.since:
            self._holders = PostHolders(since=moment, at=self.at)
            self._cache.clear()
        return self._holders

    def responsible_and_superiors(self, due: DueClock) -> tuple[CommandPost | None, list[CommandPost]]:
        """Return who was responsible for a clock when its step was due, and the present superiors, the nearest first.

        Nobody from whom conflict exclusion hides the complaint.
        """
        exclusion, is_decision = due.complaint.exclusion, OBLIGATIONS[due.clock].answers is AnswerableParty.SUPERIOR
        holders = self.post_holders(due.moment)
        path, holder = self._responsible_post(due)
        cached_exclusion = exclusion if exclusion is not NO_EXCLUSION else None
        key = holders.interval_number(due.moment), path, holder and holder.posting_id, is_decision, cached_exclusion
        if key not in self._cache:
            then, now = holders.at(due.moment), holders.at(self.at)
            line = escalation_ladder.remove_excluded_heads(
                exclusion, escalation_ladder.heads_at_and_above(path, then.heads)
            )
            late = escalation_ladder.responsible_post(line, holder=holder, path=path, is_decision=is_decision)
            acting = late and escalation_ladder.head_or_acting_head(late, then.acting)
            if acting:
                # Exclusions go by the person's own office, not by the head's for whom they acted.
                own_path = then.places.get(acting.posting_id, acting.path)
                is_kept_out = exclusion.excludes_posting(acting.posting_id, acting.officer_id, own_path)
                acting = late if is_kept_out else acting
            above = escalation_ladder.remove_excluded_heads(
                exclusion, escalation_ladder.heads_at_and_above(path, now.heads)
            )
            self._cache[key] = acting, escalation_ladder.superiors_of(late, above, acting) if late else []
        return self._cache[key]

    def _responsible_post(self, due: DueClock) -> tuple[str, CommandPost | None]:
        """Return the path of the responsible office, and the responsible post (None: its head)."""
        complaint = due.complaint
        match OBLIGATIONS[due.clock].answers:
            case AnswerableParty.CELL | AnswerableParty.CENTRAL:
                return self.cell_of(due), None
            case AnswerableParty.ADDRESSEE if addressee := _post_unless_excluded(complaint.exclusion, due.addressee):
                return addressee.path, addressee
        return complaint.had_path, _post_unless_excluded(complaint.exclusion, complaint.holder)

    def cell_of(self, due: DueClock) -> str:
        """Return the path of the office whose cell is responsible: the lowest with an operator, or the CPO.

        The cell that has the complaint settles it and listens to its voice note, whatever the matter.
        """
        line = paths_from_root(due.complaint.had_path)
        is_central = OBLIGATIONS[due.clock].answers is AnswerableParty.CENTRAL
        if is_central or (due.is_sensitive and due.clock not in {Clock.SETTLING, Clock.LISTENING}):
            return line[0]
        cells = self.post_holders(due.moment).at(due.moment).cells
        return next((path for path in reversed(line) if path in cells), line[0])

    def operators(self, due: DueClock) -> list[int]:
        """Return the postings of the responsible cell, without those that conflict exclusion keeps out."""
        path, exclusion = self.cell_of(due), due.complaint.exclusion
        cells = self.post_holders(due.moment).at(self.at).cells
        return [pk for pk, officer in cells.get(path, ()) if not exclusion.excludes_posting(pk, officer, path)]

    def steps_of(self, policy_id: int) -> EscalationSteps:
        """Return the steps of a policy. Policies never change, so they are cached."""
        if policy_id not in self.steps:
            self.steps[policy_id] = Policy.objects.get(pk=policy_id).steps
        return self.steps[policy_id]


def _post_unless_excluded(exclusion: ConflictExclusion, post: CommandPost | None) -> CommandPost | None:
    """Return the post, or None if conflict exclusion keeps it out: a holder may have been named since."""
    if post is None or exclusion is NO_EXCLUSION:
        return post
    return None if exclusion.excludes_posting(post.posting_id, post.officer_id, post.path) else post


def claim_due_clocks(
    *, at: datetime, until: datetime, batch: int, held: Collection[Clock] = ()
) -> tuple[list[DueClock], dict[int, SweepHead]]:
    """Lock at most `batch` clocks that are due by `until`, with their chain heads, the earliest first.

    For each complaint only its earliest clock is claimed. The others stay due for the next batch, so that the history
    of a complaint lists its delays in order. `held`: claim only reminders of these clocks.
    """
    with connection.cursor() as cursor:
        cursor.execute(sweep_sql.CLAIM_CLOCKS, {"at": at, "until": until, "batch": batch, "held": array_literal(held)})
        rows = sorted(cursor.fetchall(), key=lambda row: row[8])[:batch]
    earliest: dict[int, tuple] = {}
    for row in rows:
        earliest.setdefault(row[1], row)
    # A reminder is of now, every other step of the moment when it was due.
    moments = {pk: at if row[7] == rule.REMINDER_STEP else row[8] for pk, row in earliest.items()}
    # Without an event after the moment, the present holder of a complaint had it then.
    ids_and_moments = [(pk, moments[pk], row[11] is not None and row[11] > moments[pk]) for pk, row in earliest.items()]
    complaints = _load_claimed_complaints(ids_and_moments, at=at)
    claimed: list[DueClock] = []
    heads: dict[int, SweepHead] = {}
    for row in earliest.values():
        clock_id, pk, clock, cycle, started_at, due_at, limit, step, next_step_at, seq, mac, last, ended_at = row
        running = RunningState(started_at, due_at, limit, step)
        claimed.append(
            DueClock(clock_id, pk, clock, cycle, running, next_step_at, moments[pk], complaints[pk], ended_at)
        )
        heads[pk] = SweepHead(pk, seq, bytes(mac), last)
    return _add_addressees(claimed), heads


def _add_addressees(claimed: list[DueClock]) -> list[DueClock]:
    """Add `addressee` and `is_sensitive` to clocks that are not promised. One statement if there are any, else none."""
    not_promised = {due.complaint_id: due.moment for due in claimed if due.clock not in PROMISED}
    if not not_promised:
        return claimed
    with connection.cursor() as cursor:
        cursor.execute(
            sweep_sql.LOAD_ADDRESSEES,
            {"complaints": array_literal(not_promised), "moments": array_literal(not_promised.values())},
        )
        addressees = {complaint: (sensitive, post) for complaint, sensitive, *post in cursor.fetchall()}
    return [
        _add_addressee(due, *addressees[due.complaint_id]) if due.complaint_id in addressees else due for due in claimed
    ]


def _add_addressee(due: DueClock, is_sensitive: bool, post: list) -> DueClock:
    posting, officer, office, path, kind = post
    addressee = CommandPost(posting, officer, office, path, OfficeKind(kind)) if posting else None
    return due._replace(addressee=addressee, is_sensitive=is_sensitive)


def _load_claimed_complaints(
    ids_and_moments: Sequence[tuple[int, datetime, bool]], *, at: datetime
) -> Mapping[int, ClaimedComplaint]:
    """Load complaints, each as of a moment. The third value: whether anything has happened to it since."""
    if not ids_and_moments:
        return {}
    ids, moments, moved = zip(*ids_and_moments, strict=True)
    with connection.cursor() as cursor:
        columns = {"complaints": array_literal(ids), "moments": array_literal(moments), "moved": array_literal(moved)}
        cursor.execute(sweep_sql.LOAD_COMPLAINTS, columns)
        rows = cursor.fetchall()
    to_check = [row[0] for row in rows if row[-1]]
    exclusions = conflict_exclusions_of(to_check, at=at) if to_check else {}
    posts = {row[10]: CommandPost(*row[10:14], OfficeKind(row[14])) for row in rows if row[10]}
    return {
        row[0]: ClaimedComplaint(*row[1:10], posts.get(row[10]), exclusions.get(row[0], NO_EXCLUSION)) for row in rows
    }
