"""Random histories with leave, late holidays and late sweeps: exactly the expired clocks are breached."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Leave
from accounts.queries.office_heads import responsible_head_posting
from accounts.services import staff_refusals
from accounts.services.leave_arrangement import arrange_leave
from complaints.models import ChainHead, ClockRun, Complaint, Custody, Holiday, Order, RunningClock
from complaints.rules.clock import Clock
from complaints.rules.clock_obligations import OBLIGATIONS, AnswerableParty
from complaints.services import orders
from complaints.services.administration import working_calendars
from complaints.services.automatic_moves import (
    close_unanswered_resolutions,
    end_expired_pauses,
    mark_unmarked_complaints,
)
from ledger.service_exceptions import NotPermitted, Refused
from reviews.models import Flag
from sla.models import Breach
from sla.services.sweeping import SweepCounts, sweep
from tests.complaints.conftest import calendar  # noqa: F401
from tests.complaints.test_random_histories import DEEP_EXAMPLES, takes_a_step
from tests.complaints.verifying import found
from tests.depth import DEEP
from tests.world import clock

pytestmark = pytest.mark.slow

EXAMPLES = DEEP_EXAMPLES if DEEP else 6
DAY = timedelta(days=1)
# Half of the actions are moves; sweeps are late and rare.
HAPPENS = *["move"] * 6, "sweep", "sweep", "leave", "holiday", "order", "call"
histories = st.lists(
    st.tuples(st.sampled_from(HAPPENS), st.integers(0, 999), st.integers(1, 60 * 30)), min_size=6, max_size=18
)


def test_in_any_history_exactly_what_ran_out_is_breached_however_late_a_sweep_comes(world, calendar):  # noqa: F811
    """Each history runs twice: with occasional sweeps, and with a sweep whenever a step is due.

    Both record the same breaches against the same officers. So no clock is missed that was stopped before a sweep."""

    @settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
    @given(histories)
    def in_any_history(history):
        found_late, found_in_time = (
            undone(lived, world, calendar, history, in_time=in_time) for in_time in (False, True)
        )
        assert found_late == found_in_time

    in_any_history()


def undone(live, *arguments, **more):
    """The result of an action that did not happen."""
    with transaction.atomic():
        result = live(*arguments, **more)
        transaction.set_rollback(True)
    return result


def lived(world, calendar, history, *, in_time: bool) -> list[tuple]:  # noqa: F811
    """Run the history, and check each sweep and each change of the calendar.

    `in_time`: sweep whenever a step is due. Return the breaches and the responsible officers.
    """
    complaint, at = world.complaint("financial_crime", "09:00", station="gulberg"), clock("09:00")
    for what, choice, minutes in history:
        at += timedelta(minutes=minutes)
        if in_time:
            swept_until(at)
        complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
        match what:
            case "move":
                takes_a_step(world, complaint, choice, at)
            case "sweep":
                for job in (mark_unmarked_complaints, end_expired_pauses, close_unanswered_resolutions):
                    job(at=at)
                swept(at)
            case "leave":
                away(world, choice, at)
            case "holiday":
                closed_later(calendar, choice, at)
            case "order":
                ordered(world, complaint, choice, at)
            case "call":
                rung(world, complaint, choice, at)
    at += timedelta(hours=choice % 90)
    if in_time:
        swept_until(at)
    swept(at)
    assert found() == []
    nothing_is_missing(at)
    return sorted(Breach.objects.values_list("due_at", "clock", "cycle", "level", "posting"))


def swept_until(at: datetime) -> None:
    """Sweep whenever a step is due until a moment, but not before the last event."""
    while True:
        dues = RunningClock.objects.filter(next_step_at__lt=at).order_by("next_step_at")
        if (due_at := dues.values_list("next_step_at", flat=True).first()) is None:
            return
        swept(max(due_at, *ChainHead.objects.values_list("at", flat=True)))


def ordered(world, complaint, choice: int, at: datetime) -> None:
    """Usman gives an order with a date, or an order is answered."""
    try:
        with transaction.atomic():
            if Order.objects.waiting().exists():
                answered = {"words": "Done.", "by": world.people[("bilal", "dania")[choice % 2]].actor, "at": at}
                orders.answer_order(complaint_id=complaint.pk, **answered)
            else:
                told = {"words": "See to it.", "due_at": at + timedelta(hours=1 + choice % 40)}
                orders.give_order(complaint_id=complaint.pk, **told, by=world.usman.actor, at=at)
    except (NotPermitted, Refused):
        pass  # the complaint has no holder, or another one


def rung(world, complaint, choice: int, at: datetime) -> None:
    """Salma calls about a contact, or a complainant whom the officer has not reached."""
    try:
        with transaction.atomic():
            world.salma.rings(
                complaint, at, ("contact", "excuse")[choice % 2], ("not_reached", "reached")[choice // 500]
            )
    except (NotPermitted, Refused):
        pass  # there is no call to make


def away(world, choice: int, at) -> None:
    """Bilal or Dania goes on leave for some hours or days; a permitted officer acts for them."""
    who, cover = ((world.bilal, world.kamran), (world.dania, world.farah))[choice % 2]
    ends = at + timedelta(hours=1 + choice % 60)
    try:
        with transaction.atomic():
            arrange_leave(posting=who.posting, cover=cover.posting, starts_at=at, ends_at=ends, by=None, at=at)
    except staff_refusals.StaffChangeRefused:
        pass  # they are away already


def closed_later(calendar, choice: int, at) -> None:  # noqa: F811
    """A day from yesterday on becomes a holiday, or is not one any more. No running deadline becomes earlier."""
    before = dict(RunningClock.objects.values_list("clock", "due_at"))
    day = (at + DAY * (choice % 6 - 1)).date()
    try:
        with transaction.atomic():
            names = {"name_en": "Eid", "name_ur": "عید", "provisional": choice % 2 == 0, "source": ""}
            working_calendars.add_holiday(calendar=calendar, by=None, at=at, day=day, **names)
    except staff_refusals.StaffChangeRefused:  # the day is in the calendar already
        holiday = Holiday.objects.get(calendar=calendar, day=day)
        working_calendars.decide_provisional_holiday(holiday=holiday, is_off=not holiday.is_off, by=None, at=at)
    after = dict(RunningClock.objects.values_list("clock", "due_at"))
    assert after.keys() == before.keys()
    for name, due_at in before.items():
        assert after[name] >= due_at
        assert after[name] == due_at or due_at > at, "one that had passed has moved"


def of_record(breach) -> int:
    """Return who had the complaint when the step was due: the holder, their acting officer, or the head of the cell."""
    (had,) = (
        row
        for row in Custody.objects.filter(complaint=breach.complaint_id, started_at__lte=breach.due_at)
        if row.ended_at is None or row.ended_at > breach.due_at
    )
    posting = had.posting_id or responsible_head_posting(had.office, at=breach.due_at).pk
    leave = Leave.objects.current(breach.due_at).filter(posting=posting).first()
    return leave.cover_id if leave else posting


def swept(at) -> None:
    """Sweep, and check that new breaches belong to expired clocks, none is left, and a second sweep finds nothing."""
    known = set(Breach.objects.values_list("pk", flat=True))
    sweep(at=at)
    for breach in Breach.objects.exclude(pk__in=known):
        every = timedelta(hours=breach.complaint.policy.escalation_hours)
        runs = ClockRun.objects.filter(complaint=breach.complaint_id, clock=breach.clock, cycle=breach.cycle)
        assert any(run.due_at + breach.level * every == breach.due_at and ran_then(run, breach) for run in runs)
        assert breach.due_at <= at == breach.noticed_at
        assert Flag.objects.filter(breach=breach).exists() == (breach.level == 0 and breach.officer_id is not None)
        assert OBLIGATIONS[Clock(breach.clock)].answers is not AnswerableParty.HOLDER or breach.posting_id == of_record(
            breach
        )
    for row in RunningClock.objects.filter(due_at__lte=at):
        assert Breach.objects.filter(complaint=row.complaint_id, clock=row.clock, level=0).exists()
    assert not RunningClock.objects.filter(next_step_at__lte=at).exists()
    assert not ClockRun.objects.exclude(unswept_at=None).exists()
    assert sweep(at=at) == SweepCounts()


def ran_then(run, breach) -> bool:
    return run.ended_at is None or breach.due_at < run.ended_at


def nothing_is_missing(at) -> None:
    """Check that each expired run has one breach, dated by the first run of its kind and round."""
    first = dict[tuple, datetime]()
    for run in ClockRun.objects.order_by("started_at", "pk"):
        if run.due_at < (run.ended_at or at):
            first.setdefault((run.clock, run.cycle), run.due_at)
    breached = Breach.objects.filter(level=0).values_list("clock", "cycle", "due_at")
    assert sorted((*kind, due_at) for kind, due_at in first.items()) == sorted(row for row in breached if row[2] < at)
