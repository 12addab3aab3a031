"""Count the chat's questions, without anything about the person who was asked."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial

from django.db import connection, transaction
from django.utils.timezone import localdate

from whatsapp.models import StepCount
from whatsapp.rules.funnel.step_counts import StepOutcome, StepTally

KEPT_FOR = timedelta(days=400)
"""A year and a month, so that a month can be compared with that of the year before."""

ADD_COUNTS = """
    INSERT INTO whatsapp_stepcount
        (day, dialog, step, language, reached, answered, misunderstood, "left", handed_over)
    SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::int[], %s::int[], %s::int[], %s::int[], %s::int[])
    ON CONFLICT (day, dialog, step, language) DO UPDATE SET
        reached = whatsapp_stepcount.reached + excluded.reached,
        answered = whatsapp_stepcount.answered + excluded.answered,
        misunderstood = whatsapp_stepcount.misunderstood + excluded.misunderstood,
        "left" = whatsapp_stepcount."left" + excluded."left",
        handed_over = whatsapp_stepcount.handed_over + excluded.handed_over
"""


def count_after_commit(tallies: Iterable[StepTally], *, at: datetime) -> None:
    """Add to the counts once the turn is committed.

    Many chats share a row. Within the turn's transaction they would wait for each other; after it the row is held for
    one statement. A worker that dies in between loses one count, which is no loss to anybody. A failure to count is
    logged and stops nothing.
    """
    if tallies := list(tallies):
        transaction.on_commit(partial(add_step_counts, tallies, day=localdate(at)), robust=True)


def add_step_counts(tallies: Iterable[StepTally], *, day: date) -> None:
    """Add to the counts of a day. One statement; rows in one order, so that two workers never wait in a circle."""
    counts: dict[tuple[str, str, str], Counter] = {}
    for tally in tallies:
        counts.setdefault((tally.dialog, tally.step, tally.language), Counter())[tally.outcome] += 1
    rows = sorted(counts)
    numbers = [[counts[row][outcome] for row in rows] for outcome in StepOutcome]
    with connection.cursor() as cursor:
        cursor.execute(ADD_COUNTS, [day, *map(list, zip(*rows, strict=True)), *numbers])


def delete_old_counts(*, at: datetime) -> int:
    """Delete counts that are older than KEPT_FOR. Return their number."""
    return StepCount.objects.filter(day__lt=localdate(at) - KEPT_FOR).delete()[0]
