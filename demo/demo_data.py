"""Creation of all demo data: officers, complaints, reviews and samples in one transaction, then the derived data."""

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from random import Random

from django.core.management import call_command
from django.db import connections, transaction
from django.db.models import F

from accounts.models import Officer
from complaints.models import Complaint
from complaints.services.log.log_heads import publish_head
from complaints.services.log.log_seals import seal_events
from demo import (
    board_samples,
    chat_samples,
    complaint_samples,
    enquiry_samples,
    notice_samples,
    notification_samples,
    officer_accounts,
    officer_samples,
    report_samples,
    review_samples,
)
from demo.copy_selection import DAYS_OF_DATA, CopyChooser, NewStories
from demo.copying import bulk_writing, complaint_patterns
from demo.copying.complaint_patterns import ComplaintPattern
from demo.copying.copy_gap_values import UNSENT_FOR, EtagNumbers
from demo.progress import report
from demo.simulation import SimulatedComplaint, Simulation, plan_simulated_complaints
from monitoring.tallies import tally_maintenance
from notifications.models import Message

SAMPLES = Path(__file__).parent / "data"
SEED = 2022
SIMULATED_COMPLAINTS = 150
YOUNGEST_MADE = timedelta(days=2)
"""Complaints younger than this may be a visitor's own."""


def are_complaints_made(*, at: datetime) -> bool:
    """Return whether the complaints exist. They are created all at once or not at all."""
    return (
        Complaint.objects.unscoped("the demo's data are made here").filter(received_at__lt=at - YOUNGEST_MADE).exists()
    )


def create_demo_data(*, complaints: int, lives: int, parts: int, end: datetime, say: Callable[[str], None]) -> None:
    """Create all data that do not exist yet. An interrupted run can be repeated with the same result.

    `parts`: processes for the simulation. `end`: the time at which the data end.
    """
    steps = FillProgress(say)
    if not are_complaints_made(at=end):
        steps.begin("offices and officers")
        create_offices_and_officers(end=end)
        create_complaints(complaints, lives, parts, end=end, steps=steps)
    for name, step in FINAL_STEPS.items():
        steps.begin(name)
        step(end)
    steps.end()


class FillProgress:
    """Progress of the creation: a line for each step, and a report for the page (demo.progress)."""

    def __init__(self, say: Callable[[str], None]):
        self.say, self.finished_steps = say, 0

    def begin(self, name: str) -> None:
        report(name, self.finished_steps, STEP_COUNT)
        self.say(f"{self.finished_steps + 1}/{STEP_COUNT} {name}")
        self.finished_steps += 1

    def end(self) -> None:
        report("everything is there", STEP_COUNT, STEP_COUNT)


def create_offices_and_officers(*, end: datetime) -> None:
    """Create offices, centres and officers, once."""
    with transaction.atomic():
        call_command("load_offices", demo=True, verbosity=0)
        call_command("import_centres", SAMPLES / "centres.csv", sample=True, verbosity=0)
        if not Officer.objects.filter(email="igp@demo.example").exists():
            officer_accounts.create_demo_officers(at=end - timedelta(days=DAYS_OF_DATA + 5))
        officer_accounts.create_demo_partner(at=end)


def create_complaints(complaints: int, lives: int, parts: int, *, end: datetime, steps: FillProgress) -> None:
    """Simulate complaints, copy them, and create what follows from the copies, in one transaction."""
    steps.begin(f"{lives} lives by {Officer.objects.count()} officers")
    patterns_read, simulated = simulate_complaints(lives, parts, end=end)
    random = Random(SEED)  # noqa: S311 (a demo)
    with transaction.atomic():
        steps.begin(f"copies: {complaints} complaints")
        copies = CopyChooser(patterns_read, simulated, end=end, random=random).copies(complaints)
        existing = Complaint.objects.unscoped("the demo's data are made here").values_list("etag", flat=True)
        bulk_writing.write_copies(copies, at=end, numbers=EtagNumbers(existing), random=random, writer=NewStories(SEED))
        steps.begin("reviews of delay")
        review_samples.replay_breaches(end=end)
        review_samples.make_review_at_every_stage(at=end)
        steps.begin("orders, names, reports of pressure, files")
        complaint_samples.create_complaint_samples(at=end)
        steps.begin("replies, leave, findings, registers, notices, notifications")
        officer_samples.create_officer_samples(at=end)
        enquiry_samples.create_enquiry_samples(at=end)
        notice_samples.create_notice_samples(at=end)
        notification_samples.create_notification_samples(at=end)


def simulate_complaints(
    number: int, parts: int, *, end: datetime
) -> tuple[list[ComplaintPattern], dict[int, SimulatedComplaint]]:
    """Return the simulated complaints as patterns. Nothing of the simulation stays in the database.

    `parts`: the number of processes.
    """
    if parts == 1:
        return _simulate_part(number, 0, 1, end)
    connections.close_all()  # forked processes must not share a connection
    with ProcessPoolExecutor(parts, mp_context=get_context("fork")) as pool:
        results = list(pool.map(_simulate_part, [number] * parts, range(parts), [parts] * parts, [end] * parts))
    return [pattern for patterns_read, _ in results for pattern in patterns_read], {
        pk: life for _, simulated in results for pk, life in simulated.items()
    }


def _simulate_part(
    number: int, part: int, parts: int, end: datetime
) -> tuple[list[ComplaintPattern], dict[int, SimulatedComplaint]]:
    with transaction.atomic(), no_garbage_collection():
        simulated = Simulation(
            plan_simulated_complaints(number, seed=SEED, end=end)[part::parts], seed=SEED, end=end
        ).run()
        patterns_read = complaint_patterns.read_patterns(number=number, at=end)
        transaction.set_rollback(True)
    return patterns_read, simulated


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Disable cyclic garbage collection: thousands of model instances hold no reference cycles."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def mark_old_messages_sent(*, at: datetime) -> None:
    """Mark old messages as sent when they were written. Only recent ones are delivered to the mailbox."""
    Message.objects.waiting().filter(created_at__lt=at - UNSENT_FOR).update(sent_at=F("created_at"))


def seal_all_events(*, at: datetime) -> None:
    """Seal every event and publish the head of the hour."""
    while seal_events(at=at):
        pass
    publish_head(at=at)


def update_planner_statistics() -> None:
    """Update the planner's statistics as the tables' owner; else the first pages are planned for empty tables.

    Without an owner's connection PostgreSQL does it within minutes.
    """
    with connections["owner" if "owner" in connections else "default"].cursor() as cursor:
        cursor.execute("ANALYZE")


FINAL_STEPS: dict[str, Callable[[datetime], object]] = {
    "tallies": lambda at: tally_maintenance.apply_deltas(),
    "overdue complaints of the last weeks, targets": lambda at: board_samples.create_board_samples(at=at),
    "chats that wait for an operator": lambda at: chat_samples.create_waiting_chats(at=at),
    "patterns, questions, reports": lambda at: report_samples.create_report_samples(at=at),
    "messages": lambda at: mark_old_messages_sent(at=at),
    "seals": lambda at: seal_all_events(at=at),
}
"""Steps that derive data from the rest. Each can be repeated without harm."""
STEP_COUNT = 6 + len(FINAL_STEPS)
