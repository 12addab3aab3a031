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
from django.db import connection, connections, transaction

from accounts.models import Office, Officer
from complaints.models import Complaint
from complaints.services.heads import publish as publish_head
from complaints.services.sealing import seal_events
from demo import cast, enquiries, matters, morning, notices, offices, reviews
from demo.multiplying import patterns, writing
from demo.multiplying.copies import Numbers
from demo.multiplying.patterns import Pattern
from demo.population import DAYS, Population, Storyteller
from demo.progress import report
from demo.simulation import Life, Simulation, chosen
from monitoring.services import folding

SAMPLES = Path(__file__).parent / "data"
SEED = 2022
LIVES = 150
MADE = timedelta(days=2)
"""What a visitor has filed meanwhile is younger."""
Steps = list[tuple[str, Callable[[], object]]]


def is_made(*, at: datetime) -> bool:
    """Return whether the complaints are there: they come all at once or not at all."""
    return Complaint.objects.for_system().filter(received_at__lt=at - MADE).exists()


def fill(*, complaints: int, lives: int, parts: int, end: datetime, say: Callable[[str], None]) -> None:
    """Make everything that isn't there yet. Interrupted anywhere and called again, it ends with the same.

    `parts`: how many processes simulate. `end`: the full hour at which the demo begins.
    """
    done = is_made(at=end)
    first: Steps = [] if done else [("offices and officers", lambda: hire(end=end))]
    made: Steps = [] if done else [("complaints", lambda: make(complaints, lives, parts, end=end, say=say))]
    steps = [*first, *made, *(counted(end=end))]
    for number, (name, step) in enumerate(steps):
        report(name, number, len(steps))
        say(name)
        step()
    report("everything is there", len(steps), len(steps))


def hire(*, end: datetime) -> None:
    """Offices, centres and officers, once."""
    with transaction.atomic():
        call_command("load_offices", demo=True, verbosity=0)
        call_command("import_centres", SAMPLES / "centres.csv", sample=True, verbosity=0)
        if not Officer.objects.filter(email="igp@demo.example").exists():
            cast.hire(at=end - timedelta(days=DAYS + 5))


def make(complaints: int, lives: int, parts: int, *, end: datetime, say: Callable[[str], None]) -> None:
    """Simulate, copy, and go on from the copies, all in one transaction."""
    say(f"{Officer.objects.count()} officers; {lives} lives are simulated and copied to {complaints} complaints")
    taken, lived = simulated(lives, parts, end=end)
    random = Random(SEED)  # noqa: S311 (a demo)
    with transaction.atomic():
        copies = Population(taken, lived, end=end, random=random).copies(complaints)
        known = Complaint.objects.for_system().values_list("etag", flat=True)
        writing.write_copies(copies, at=end, numbers=Numbers(known), random=random, teller=Storyteller())
        analyze()
        say(f"{complaints} complaints written; reviews of delay")
        reviews.replay(end=end)
        reviews.show_every_stage(at=end)
        say("samples of everything else")
        matters.make(at=end)
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


def counted(*, end: datetime) -> Steps:
    """Return the steps that count and seal what is there. Each is harmless to repeat."""
    return [
        ("tallies", folding.fold),
        ("patterns, reports, questions", lambda: morning.make(at=end)),
        ("seals", lambda: seal(at=end)),
        ("statistics for the planner", analyze),
    ]


def seal(*, at: datetime) -> None:
    """Seal every event, and make the day's head."""
    while seal_events(at=at):
        pass
    publish_head(at=at)


def analyze() -> None:
    """Update the planner's statistics: without them the first pages are planned for empty tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
