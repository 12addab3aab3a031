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
from demo import cast, enquiries, matters, morning, notices, offices, reviews
from demo.multiplying import patterns, writing
from demo.multiplying.copies import FRESH, Numbers
from demo.multiplying.patterns import Pattern
from demo.population import DAYS, Population, Storyteller
from demo.progress import report
from demo.simulation import Life, Simulation, chosen
from monitoring.services import folding
from notifications.models import Message

SAMPLES = Path(__file__).parent / "data"
SEED = 2022
LIVES = 150
MADE = timedelta(days=2)
"""What a visitor has filed meanwhile is younger."""


def is_made(*, at: datetime) -> bool:
    """Return whether the complaints are there: they come all at once or not at all."""
    return Complaint.objects.for_system().filter(received_at__lt=at - MADE).exists()


def fill(*, complaints: int, lives: int, parts: int, end: datetime, say: Callable[[str], None]) -> None:
    """Make everything that isn't there yet. Interrupted anywhere and called again, it ends with the same.

    `parts`: how many processes simulate. `end`: the moment at which the data end.
    """
    steps = Steps(say)
    if not is_made(at=end):
        steps.begin("offices and officers")
        hire(end=end)
        make(complaints, lives, parts, end=end, steps=steps)
    for name, step in COUNTED.items():
        steps.begin(name)
        step(end)
    steps.end()


class Steps:
    """Tells how far the fill is: a plain line for each step, and a report for the page (demo.progress)."""

    def __init__(self, say: Callable[[str], None]):
        self.say, self.done = say, 0

    def begin(self, name: str) -> None:
        report(name, self.done, TOTAL)
        self.say(f"{self.done + 1}/{TOTAL} {name}")
        self.done += 1

    def end(self) -> None:
        report("everything is there", TOTAL, TOTAL)


def hire(*, end: datetime) -> None:
    """Offices, centres and officers, once."""
    with transaction.atomic():
        call_command("load_offices", demo=True, verbosity=0)
        call_command("import_centres", SAMPLES / "centres.csv", sample=True, verbosity=0)
        if not Officer.objects.filter(email="igp@demo.example").exists():
            cast.hire(at=end - timedelta(days=DAYS + 5))


def make(complaints: int, lives: int, parts: int, *, end: datetime, steps: Steps) -> None:
    """Simulate, copy, and go on from the copies, all in one transaction."""
    steps.begin(f"{lives} lives by {Officer.objects.count()} officers")
    taken, lived = simulated(lives, parts, end=end)
    random = Random(SEED)  # noqa: S311 (a demo)
    with transaction.atomic():
        steps.begin(f"copies: {complaints} complaints")
        copies = Population(taken, lived, end=end, random=random).copies(complaints)
        known = Complaint.objects.for_system().values_list("etag", flat=True)
        writing.write_copies(copies, at=end, numbers=Numbers(known), random=random, teller=Storyteller())
        steps.begin("reviews of delay")
        reviews.replay(end=end)
        reviews.show_every_stage(at=end)
        steps.begin("orders, names, reports of pressure, files")
        matters.make(at=end)
        steps.begin("replies, leave, findings, registers, notices")
        offices.make(at=end)
        enquiries.make(at=end)
        notices.make(at=end)


def simulated(number: int, parts: int, *, end: datetime) -> tuple[list[Pattern], dict[int, Life]]:
    """Return the lives as patterns. In several processes where it is asked for; nothing of it stays in the database."""
    if parts == 1:
        return _simulated(number, 0, 1, end)
    connections.close_all()  # a connection is not shared with a forked process
    with ProcessPoolExecutor(parts, mp_context=get_context("fork")) as pool:
        found = list(pool.map(_simulated, [number] * parts, range(parts), [parts] * parts, [end] * parts))
    return [one for taken, _ in found for one in taken], {pk: life for _, lived in found for pk, life in lived.items()}


def _simulated(number: int, part: int, parts: int, end: datetime) -> tuple[list[Pattern], dict[int, Life]]:
    with transaction.atomic(), uncollected():
        lived = Simulation(chosen(number, seed=SEED, end=end)[part::parts], seed=SEED, end=end).run()
        taken = patterns.read(number=number, at=end)
        transaction.set_rollback(True)
    return taken, lived


@contextmanager
def uncollected() -> Iterator[None]:
    """Disable cyclic garbage collection: thousands of model instances hold no cycles worth looking for."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def send_the_past(*, at: datetime) -> None:
    """Count old messages as sent when they were written: only the fresh ones go out, into the mailbox."""
    Message.objects.waiting().filter(created_at__lt=at - FRESH).update(sent_at=F("created_at"))


def seal(*, at: datetime) -> None:
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


COUNTED: dict[str, Callable[[datetime], object]] = {
    "tallies": lambda at: folding.fold(),
    "patterns, questions, reports": lambda at: morning.make(at=at),
    "messages": lambda at: send_the_past(at=at),
    "seals": lambda at: seal(at=at),
}
"""What is counted from the rest. Each step is harmless to repeat."""
TOTAL = 6 + len(COUNTED)
