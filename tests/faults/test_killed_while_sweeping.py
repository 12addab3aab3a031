"""Worker, broker and PostgreSQL are killed in the middle of a sweep: nothing is lost and nothing happens twice.

`SWEEP_KILLS=40 pytest tests/faults/test_killed_while_sweeping.py` kills so often, each time another part at another
point.
"""

import itertools
import os

import pytest

from tests.faults.sweeping import OVERDUE, Sweeping

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("SWEEP_KILLS", "3"))
# The points in a batch: breaches recorded; reviews flagged; history written; after all batches.
PLACES = {
    "reviews_flag": "INSERT INTO reviews_flag",
    "complaints_event": "COPY complaints_event",
    "sla_notice": 'INSERT INTO "sla_notice"',
}
VICTIMS = "worker", "postgresql", "broker"
LEVELS = "SELECT max(level) FROM sla_breach"
ONCE = "SELECT count(*) FROM (SELECT FROM sla_breach GROUP BY complaint_id, clock, cycle, level) AS steps"
DATED = """
    SELECT count(*)
    FROM sla_breach AS breach
    JOIN (
        SELECT complaint_id, due_at FROM complaints_runningclock
        UNION ALL SELECT complaint_id, started_at + budget FROM complaints_clockrun WHERE why = 'done'
    ) AS clock USING (complaint_id)
    WHERE breach.due_at = clock.due_at + breach.level * interval '24 hours'"""
STEPS = "SELECT count(*) FROM complaints_event WHERE kind IN ('breach', 'escalation')"
FLAGS = "SELECT count(DISTINCT breach_id) FROM reviews_flag"
TOLD = """
    SELECT sum((context ->> 'count')::int) FROM notifications_message
    WHERE template = 'breached' AND recipient IN (
        SELECT 'posting:' || posting_id FROM sla_breach WHERE level = 0)"""


@pytest.fixture
def sweeping(tmp_path):
    one = Sweeping(tmp_path)
    yield one
    one.close()


def test_whoever_is_killed_in_the_middle_of_a_sweep_all_that_was_due_happens_once(sweeping):
    for kill, (table, statement) in zip(range(KILLS), itertools.cycle(PLACES.items()), strict=False):
        with sweeping.held_at(table, statement):
            before = sweeping.asks(STEPS)
            sweeping.kill(VICTIMS[kill % 3 if KILLS <= 3 else (kill // 3) % 3])
        assert before < OVERDUE * 2, "killed after the work was done"
    sweeping.finish()
    levels = 1 + sweeping.asks(LEVELS)
    assert levels >= 1
    for question in (STEPS, ONCE, DATED, "SELECT count(*) FROM sla_breach"):
        assert sweeping.asks(question) == OVERDUE * levels, question
    assert sweeping.asks(FLAGS) == sweeping.asks("SELECT count(*) FROM reviews_flag") == OVERDUE
    assert sweeping.asks("SELECT count(*) FROM reviews_review") == 4
    assert sweeping.asks(TOLD) == OVERDUE
    assert sweeping.chains_are_whole()
