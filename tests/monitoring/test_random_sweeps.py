"""Any history with leave, late holidays and late sweeps: what is breached ran out, and nothing else does."""

from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Leave
from accounts.queries.heads import responsible_head
from accounts.services import refusals
from accounts.services.leave import arrange
from complaints.models import ClockRun, Complaint, Custody, Holiday, RunningClock
from complaints.rules.clock import Clock
from complaints.rules.owed import OWED, Answers
from complaints.services import calendars
from complaints.services.by_the_clock import close_the_unanswered, end_used_up_pauses, mark_the_unmarked
from monitoring.models import Breach, Flag
from monitoring.services.sweeping import Counts, sweep
from tests.complaints.test_calendars import calendar  # noqa: F401
from tests.complaints.test_random_histories import DEEP, DEEP_EXAMPLES, takes_a_step
from tests.complaints.verifying import found
from tests.world import clock

EXAMPLES = DEEP_EXAMPLES if DEEP else 6
DAY = timedelta(days=1)
# Half of what happens are moves; workers come late, and seldom.
HAPPENS = "move", "move", "move", "move", "sweep", "sweep", "leave", "holiday"
histories = st.lists(
    st.tuples(st.sampled_from(HAPPENS), st.integers(0, 999), st.integers(1, 60 * 30)), min_size=6, max_size=18
)


def test_in_any_history_exactly_what_ran_out_is_breached_and_no_deadline_comes_earlier(world, calendar):  # noqa: F811
    @settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
    @given(histories)
    def in_any_history(history):
        with transaction.atomic():
            lived(world, calendar, history)
            transaction.set_rollback(True)

    in_any_history()


def lived(world, calendar, history) -> None:  # noqa: F811
    """Live through it; each sweep is looked at as it happens, each change of the calendar as well."""
    complaint, at = world.complaint("financial_crime", "09:00", station="gulberg"), clock("09:00")
    for what, choice, minutes in history:
        at += timedelta(minutes=minutes)
        complaint.refresh_from_db(from_queryset=Complaint.objects.for_service())
        match what:
            case "move":
                takes_a_step(world, complaint, choice, at)
            case "sweep":
                for job in (mark_the_unmarked, end_used_up_pauses, close_the_unanswered):
                    job(at=at)
                swept(at)
            case "leave":
                away(world, choice, at)
            case "holiday":
                closed_later(calendar, choice, at)
    swept(at + timedelta(hours=choice % 90))
    assert found() == []


def away(world, choice: int, at) -> None:
    """Bilal or Dania goes, for some hours or days, and whoever may acts for them."""
    who, cover = ((world.bilal, world.kamran), (world.dania, world.farah))[choice % 2]
    ends = at + timedelta(hours=1 + choice % 60)
    try:
        with transaction.atomic():
            arrange(posting=who.posting, cover=cover.posting, starts_at=at, ends_at=ends, by=None, at=at)
    except refusals.Refused:
        pass  # they are away already


def closed_later(calendar, choice: int, at) -> None:  # noqa: F811
    """Some day from yesterday on is a holiday after all, or none after all; no deadline that ran is earlier for it."""
    before = dict(RunningClock.objects.values_list("clock", "due_at"))
    day = (at + DAY * (choice % 6 - 1)).date()
    try:
        with transaction.atomic():
            names = {"name_en": "Eid", "name_ur": "عید", "provisional": choice % 2 == 0, "source": ""}
            calendars.close_on(calendar=calendar, by=None, at=at, day=day, **names)
    except refusals.Refused:  # the calendar has it
        holiday = Holiday.objects.get(calendar=calendar, day=day)
        calendars.settle(holiday=holiday, is_off=not holiday.is_off, by=None, at=at)
    after = dict(RunningClock.objects.values_list("clock", "due_at"))
    assert after.keys() == before.keys()
    for name, due_at in before.items():
        assert after[name] >= due_at
        assert after[name] == due_at or due_at > at, "one that had passed has moved"


def of_record(breach) -> int:
    """Who had it when that step was due: by custody, and while they were away their cover; of the cell, its head."""
    (had,) = (
        row
        for row in Custody.objects.filter(complaint=breach.complaint_id, started_at__lte=breach.due_at)
        if row.ended_at is None or row.ended_at > breach.due_at
    )
    posting = had.posting_id or responsible_head(had.office, at=breach.due_at).pk
    leave = Leave.objects.current(breach.due_at).filter(posting=posting).first()
    return leave.cover_id if leave else posting


def swept(at) -> None:
    """Sweep: everything that is new ran out while its clock ran, nothing is missed, and again finds nothing."""
    known = set(Breach.objects.values_list("pk", flat=True))
    sweep(at=at)
    for breach in Breach.objects.exclude(pk__in=known):
        runs = ClockRun.objects.filter(complaint=breach.complaint_id, clock=breach.clock, ended_at=None)
        (run,) = runs
        every = timedelta(hours=breach.complaint.policy.escalation_hours)
        assert breach.due_at == run.due_at + breach.level * every <= at == breach.noticed_at
        assert Flag.objects.filter(breach=breach).exists() == (breach.level == 0 and breach.officer_id is not None)
        assert OWED[Clock(breach.clock)].answers is not Answers.HOLDER or breach.posting_id == of_record(breach)
    for row in RunningClock.objects.filter(due_at__lte=at):
        assert Breach.objects.filter(complaint=row.complaint_id, clock=row.clock, level=0).exists()
    assert not RunningClock.objects.filter(next_step_at__lte=at).exists()
    assert sweep(at=at) == Counts()
