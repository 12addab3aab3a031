"""Measure the board of the running portal, and for comparison the same figures counted without tallies.

`verify_tallies` then checks that every tally equals a full recount.
"""

import argparse
import time
from functools import partial

from django.db import connection

from bench import desk, load_client, report, servers
from complaints.models import Complaint
from complaints.rules.statuses import OPEN
from tests import databases

KINDS = ("district", "division", "circle", "station")
TARGETS = {"p50": 40, "p95": 80}
LARGE, RECOUNTED_BELOW = 10_000_000, 2_000_000
"""Number of complaints from which the target relative to plain counts applies; number from which tallies are not
recounted, because that takes hours."""
IN_PERIOD = "FROM complaints_complaint WHERE received_at > now() - interval '30 days'"
PLAIN = (
    "SELECT district_id, status, count(*) FROM complaints_complaint GROUP BY 1, 2",
    """SELECT district_id, count(*) FROM complaints_complaint AS complaint WHERE status = ANY(%(open)s) AND EXISTS
       (SELECT FROM complaints_runningclock WHERE complaint_id = complaint.id AND due_at <= now()) GROUP BY 1""",
    """SELECT width_bucket(extract(epoch FROM now() - received_at) / 86400, '{3,7,14,30}'), count(*)
       FROM complaints_complaint WHERE status = ANY(%(open)s) GROUP BY 1""",
    """SELECT received_at > now() - interval '30 days', count(*), count(contacted_at), count(reported_at),
       count(closed_at), count(objected_at), count(*) FILTER (WHERE contact_ran_out),
       percentile_cont('{0.5,0.9}'::float[]) WITHIN GROUP (ORDER BY reported_at - received_at)
       FROM complaints_complaint WHERE received_at > now() - interval '60 days' GROUP BY 1""",
    """SELECT date_trunc('week', received_at), count(*) FROM complaints_complaint
       WHERE received_at > now() - interval '13 weeks' GROUP BY 1""",
    *(
        f"SELECT {column}, count(*) {IN_PERIOD} GROUP BY 1"
        for column in ("category_id", "channel", "outcome", "status")
    ),
)
"""The statements that the board of the province would need without tallies, one for each part of the page."""


def count_without_tallies(cursor) -> None:
    """Count the figures of the board without tallies."""
    for statement in PLAIN:
        cursor.execute(statement, {"open": [str(status) for status in OPEN]})
        cursor.fetchall()


def busiest_office(kind: str) -> str:
    """Return the code of the office of this kind with the most complaints."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT office.code FROM complaints_complaint JOIN accounts_office AS office ON office.id = {kind}_id"
            " GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
        )
        return cursor.fetchone()[0]


def measure(options: argparse.Namespace) -> None:
    """Measure the pages; print the results and write bench/results/board-COMPLAINTS.json."""
    complaints, sessions = Complaint.objects.unscoped("bench").count(), desk.Sessions()
    paths = {"province": "/desk/board/"} | {kind: f"/desk/board/?office={busiest_office(kind)}" for kind in KINDS}
    with servers.portal() as portal, connection.cursor() as cursor:
        line, session = load_client.HttpConnection(portal.port), sessions[desk.MONITOR].session_key
        contestants = {
            name: partial(load_client.repeat_request, line, load_client.get_request(path, session), options.requests)
            for name, path in paths.items()
        }
        contestants["counted without tallies"] = lambda: load_client.repeat(partial(count_without_tallies, cursor), 1)
        rows = load_client.run_in_turn(contestants, options.rounds)
        for name, path in paths.items():
            rows[name]["statements"] = desk.count_statements(sessions[desk.MONITOR], path)
    if options.complaints > desk.SMALL:
        report.compare_with_small(rows, f"board-{desk.SMALL}")
    rows["province"]["times_as_fast_as_counting"] = rows["counted without tallies"]["p50"] / rows["province"]["p50"]
    least_ratio = {"times_as_fast_as_counting": 100} if complaints >= LARGE else {}
    report.add_targets(rows["province"], at_most=TARGETS, at_least=least_ratio)
    report.add_targets(rows["district"], at_most=TARGETS)
    facts = {"complaints": complaints, "rounds": options.rounds}
    if complaints < RECOUNTED_BELOW:
        began = time.monotonic()
        facts["recount"] = databases.manage("verify_tallies").strip()
        facts["recount_seconds"] = time.monotonic() - began
    report.save(f"board-{options.complaints}", rows, **facts)
