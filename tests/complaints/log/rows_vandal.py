"""The vandal changes the rows beside the history: complaints, custody, clocks.

These changes contradict the history or another ledger; those in on_time.py contradict the history alone.
"""

from contextlib import suppress

from django.db import IntegrityError, transaction

from tests.complaints.log.vandal import Vandal

ROWS = [
    ("complaints_complaint", "status", "CASE status WHEN 'closed' THEN 'marked' ELSE 'closed' END", "row says status"),
    ("complaints_complaint", "holder_id", "COALESCE(holder_id, 0) + 1", "its row says holder"),
    ("complaints_complaint", "cycle", "cycle + 1", "its row says cycle|clock"),
    ("complaints_complaint", "district_id", "region_id", "its row says district"),
    ("complaints_complaint", "objected_at", "now()", "its row dates the objection otherwise"),
    ("complaints_complaint", "contact_ran_out", "NOT contact_ran_out", "whether its contact clock ran out"),
    ("complaints_chainhead", "seq", "seq + 1", r"its chain ends at event \d+, its head says"),
    ("complaints_chainhead", "mac", "sha256(mac)", "its head says"),
    ("complaints_custody", "started_at", "started_at - interval '2 minutes'", "custody|every second"),
    ("complaints_custody", "office_id", "office_id + 1", "custody"),
    ("complaints_runningclock", "due_at", "due_at + interval '1 day'", "is not the one of the ledger"),
    ("complaints_clockrun", "started_at", "started_at - interval '9 days'", "every second|not the one of the ledger"),
]  # fmt: skip
GONE = {
    "complaints_custody": "custody",
    "complaints_runningclock": "runs in the ledger only",
    "complaints_chainhead": "its chain has no head",
}


def change_a_row(vandal: Vandal) -> str:
    """Change a random column. Draw another one if the table's own constraints refuse the change."""
    while True:
        table, column, value, said = vandal.random.choice(ROWS)
        pk = "complaint_id" if table.endswith("chainhead") else "id"
        row = vandal.one(f"SELECT {pk} FROM {table} ORDER BY 1")
        with suppress(IntegrityError), transaction.atomic():
            vandal.run(f"UPDATE {table} SET {column} = {value} WHERE {pk} = %s", row)
            return said


def take_a_row_away(vandal: Vandal) -> str:
    table = vandal.random.choice(sorted(GONE))
    pk = "complaint_id" if table.endswith("chainhead") else "id"
    vandal.run(f"DELETE FROM {table} WHERE {pk} = %s", vandal.one(f"SELECT {pk} FROM {table} ORDER BY 1"))
    return GONE[table]
