"""The whole fill: people, lives, copies, reviews and samples in one transaction, then what is counted from them."""

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
from complaints.services.heads import publish as publish_head
from complaints.services.sealing import seal_events
from demo import (
    complaint_samples,
    enquiry_samples,
    notice_samples,
    officer_accounts,
    officer_samples,
    report_samples,
    review_samples,
)
from demo.copying import bulk_writing, patterns
from demo.copying.copies import UNSENT_FOR, EtagNumbers
from demo.copying.patterns import ComplaintPattern
from demo.population import DAYS_OF_DATA, NewStories, Population
from demo.progress import report
from demo.simulation import SimulatedComplaint, Simulation, choose_complaints
from monitoring.services import folding
from notifications.models import Message

SAMPLES = Path(__file__).parent / "data"
SEED = 2022
SIMULATED_COMPLAINTS = 150
YOUNGEST_MADE = timedelta(days=2)
"""What a visitor has filed meanwhile is younger."""


def are_complaints_made(*, at: datetime) -> bool:
    """Return whether the complaints are there: they come all at once or not at all."""
    return Complaint.objects.for_system().filter(received_at__lt=at - YOUNGEST_MADE).exists()


def create_demo_data(*, complaints: int, lives: int, parts: int, end: datetime, say: Callable[[str], None]) -> None:
    """Make everything that isn't there yet. Interrupted anywhere and called again, it ends with the same.

    `parts`: how many processes simulate. `end`: the moment at which the data end.
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
    """Tells how far the fill is: a plain line for each step, and a report for the page (demo.progress)."""

    def __init__(self, say: Callable[[str], None]):
        self.say, self.done = say, 0

    def begin(self, name: str) -> None:
        report(name, self.done, STEP_COUNT)
        self.say(f"{self.done + 1}/{STEP_COUNT} {name}")
        self.done += 1

    def end(self) -> None:
        report("everything is there", STEP_COUNT, STEP_COUNT)


def create_offices_and_officers(*, end: datetime) -> None:
    """Offices, centres and officers, once."""
    with transaction.atomic():
        call_command("load_offices", demo=True, verbosity=0)
        call_command("import_centres", SAMPLES / "centres.csv", sample=True, verbosity=0)
        if not Officer.objects.filter(email="igp@demo.example").exists():
            officer_accounts.create_officers(at=end - timedelta(days=DAYS_OF_DATA + 5))


def create_complaints(complaints: int, lives: int, parts: int, *, end: datetime, steps: FillProgress) -> None:
    """Simulate, copy, and go on from the copies, all in one transaction."""
    steps.begin(f"{lives} lives by {Officer.objects.count()} officers")
    taken, lived = simulate(lives, parts, end=end)
    random = Random(SEED)  # noqa: S311 (a demo)
    with transaction.atomic():
        steps.begin(f"copies: {complaints} complaints")
        copies = Population(taken, lived, end=end, random=random).copies(complaints)
        known = Complaint.objects.for_system().values_list("etag", flat=True)
        bulk_writing.write_copies(copies, at=end, numbers=EtagNumbers(known), random=random, teller=NewStories())
        steps.begin("reviews of delay")
        review_samples.replay_breaches(end=end)
        review_samples.show_every_stage(at=end)
        steps.begin("orders, names, reports of pressure, files")
        complaint_samples.create_complaint_samples(at=end)
        steps.begin("replies, leave, findings, registers, notices")
        officer_samples.create_officer_samples(at=end)
        enquiry_samples.create_enquiry_samples(at=end)
        notice_samples.create_notice_samples(at=end)


def simulate(number: int, parts: int, *, end: datetime) -> tuple[list[ComplaintPattern], dict[int, SimulatedComplaint]]:
    """Return the lives as patterns. In several processes where it is asked for; nothing of it stays in the database."""
    if parts == 1:
        return _simulate_part(number, 0, 1, end)
    connections.close_all()  # a connection is not shared with a forked process
    with ProcessPoolExecutor(parts, mp_context=get_context("fork")) as pool:
        found = list(pool.map(_simulate_part, [number] * parts, range(parts), [parts] * parts, [end] * parts))
    return [one for taken, _ in found for one in taken], {pk: life for _, lived in found for pk, life in lived.items()}


def _simulate_part(
    number: int, part: int, parts: int, end: datetime
) -> tuple[list[ComplaintPattern], dict[int, SimulatedComplaint]]:
    with transaction.atomic(), no_garbage_collection():
        lived = Simulation(choose_complaints(number, seed=SEED, end=end)[part::parts], seed=SEED, end=end).run()
        taken = patterns.read_patterns(number=number, at=end)
        transaction.set_rollback(True)
    return taken, lived


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Disable cyclic garbage collection: thousands of model instances hold no cycles worth looking for."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def mark_old_messages_sent(*, at: datetime) -> None:
    """Count old messages as sent when they were written: only the fresh ones go out, into the mailbox."""
    Message.objects.waiting().filter(created_at__lt=at - UNSENT_FOR).update(sent_at=F("created_at"))


def seal_all_events(*, at: datetime) -> None:
    """Seal every event, and make the day's head."""
    while seal_events(at=at):
        pass
    publish_head(at=at)


def analyze() -> None:
    """Update the planner's statistics, as the tables' owner: without them the first pages are planned for empty tables.

    Where there is no owner's connection, PostgreSQL does it by itself within minutes.
    """
    with connections["owner" if "owner" in connections else "default"].cursor() as cursor:
        cursor.execute("ANALYZE")


FINAL_STEPS: dict[str, Callable[[datetime], object]] = {
    "tallies": lambda at: folding.fold(),
    "patterns, questions, reports": lambda at: report_samples.create_report_samples(at=at),
    "messages": lambda at: mark_old_messages_sent(at=at),
    "seals": lambda at: seal_all_events(at=at),
}
"""What is counted from the rest. Each step is harmless to repeat."""
STEP_COUNT = 6 + len(FINAL_STEPS)
