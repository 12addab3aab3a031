"""The record of a finished sweep is written once it has finished, and never claims more than that."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from monitoring.queries.health_figures import load_complaint_totals, load_sweep_health, sweep_age
from sla import tasks
from sla.models import SweepRun
from sla.services import circuit_breaker, scheduled_sweep
from sla.services.sweeping import SweepCounts
from tests.world import clock

NINE = clock("09:00")


def test_what_the_last_one_did_is_told(world):
    """Bilal's contact was due at 17:00: the sweep takes the steps of the reminder and of the deadline."""
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:20")
    at = clock("17:01")
    scheduled_sweep.run_scheduled_sweep(clock=lambda: at)
    told = load_sweep_health(at=at + timedelta(seconds=90))
    assert told.age == timedelta(seconds=90)
    assert told.counts == {"reminders": 1, "breaches": 1, "escalations": 0, "set_aside": 0}
    assert told.waited == timedelta()
    assert (
        load_complaint_totals(at=at).open,
        load_complaint_totals(at=at).overdue,
        load_complaint_totals(at=at).held,
    ) == (1, 1, 0)


def test_what_is_due_and_not_swept_waits(world):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:20")
    assert load_sweep_health(at=clock("17:10")).age is None
    assert load_sweep_health(at=clock("17:10")).waited >= timedelta(minutes=10)


def test_a_sweep_that_dies_is_not_written_down(db, monkeypatch):
    def dies(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr(circuit_breaker, "sweep_except_held_batches", dies)
    with pytest.raises(KeyboardInterrupt):
        tasks.sweep()
    assert sweep_age(at=now()) is None


def test_one_that_ended_earlier_and_says_so_late_changes_nothing(db):
    late, early = NINE + timedelta(minutes=5), NINE
    scheduled_sweep.record_sweep_run(SweepCounts(breaches=7), began=late, ended=late)
    scheduled_sweep.record_sweep_run(SweepCounts(breaches=1), began=early, ended=early)
    assert (SweepRun.objects.get().ended_at, SweepRun.objects.get().breaches) == (late, 7)
    scheduled_sweep.record_sweep_run(SweepCounts(breaches=2), began=late, ended=late + timedelta(minutes=1))
    assert SweepRun.objects.get().breaches == 2


def test_a_clock_that_is_set_back_meanwhile_makes_no_trouble(db):
    scheduled_sweep.record_sweep_run(SweepCounts(), began=NINE, ended=NINE - timedelta(hours=1))
    assert SweepRun.objects.get().ended_at == NINE


def test_there_is_one(db):
    scheduled_sweep.record_sweep_run(SweepCounts(), began=NINE, ended=NINE)
    zeros = dict.fromkeys(("reminders", "breaches", "escalations", "set_aside"), 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        SweepRun.objects.create(pk=2, began_at=NINE, ended_at=NINE, **zeros)
