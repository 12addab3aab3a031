"""The vandal changes times consistently, so that a delay becomes another officer's, or disappears."""

from tests.complaints.log.vandal import Vandal

OPEN = "complaint_id IN (SELECT complaint_id FROM complaints_runningclock) AND ended_at IS NULL"
SEVEN = "interval '7 seconds'"


def a_clock_that_began_later(vandal: Vandal) -> str:
    """Change ledger and running row together, within the holder's custody, with the same deadline."""
    run, complaint, clock = _run(vandal, OPEN)
    vandal.run(f"UPDATE complaints_clockrun SET started_at = started_at + {SEVEN}, budget = budget - {SEVEN} "
               "WHERE id = %s", run)  # fmt: skip
    vandal.run(f"UPDATE complaints_runningclock SET started_at = started_at + {SEVEN} WHERE complaint_id = %s "
               "AND clock = %s", complaint, clock)  # fmt: skip
    return rf"its {clock} clock began on .*(ledger)"


def a_clock_that_stopped_earlier(vandal: Vandal) -> str:
    """Turn a late act into one in time."""
    run, _, clock = _run(vandal, f"ended_at > started_at + {SEVEN}")
    vandal.run(f"UPDATE complaints_clockrun SET ended_at = ended_at - {SEVEN} WHERE id = %s", run)
    return rf"its {clock} clock stopped on .*(ledger)"


def a_deadline_moved_everywhere(vandal: Vandal) -> str:
    """Move it in the ledger, in the running row and in the complaint's own row.

    The own row keeps its deadline if no promised clock runs (accepted, the complainant not yet asked).
    """
    run, complaint, clock = _run(vandal, OPEN)
    later = "interval '2 days'"
    vandal.run(f"UPDATE complaints_clockrun SET budget = budget + {later} WHERE id = %s", run)
    vandal.run(
        f"UPDATE complaints_runningclock SET due_at = due_at + {later} WHERE complaint_id = %s AND clock = %s",
        *(complaint, clock),
    )
    vandal.run(
        "UPDATE complaints_complaint SET due_at = COALESCE((SELECT min(running.due_at) FROM complaints_runningclock "
        "running WHERE complaint_id = complaints_complaint.id AND clock IN ('contact', 'report', 'decision')), due_at) "
        "WHERE id = %s AND due_at < '9000-1-1'",
        complaint,
    )
    return rf"its {clock} clock began on .*(ledger)"


def a_delay_that_is_somebody_elses(vandal: Vandal) -> str:
    pk = vandal.one("SELECT id FROM sla_breach ORDER BY id")
    column, value = vandal.random.choice(
        [
            ("posting_id", "(SELECT max(id) FROM accounts_posting WHERE id <> posting_id)"),
            ("officer_id", "(SELECT max(id) FROM accounts_officer WHERE id <> officer_id)"),
            ("office_id", "office_id + 1"),
            ("told_id", "COALESCE(told_id, 0) + 1"),
            ("due_at", "due_at - interval '1 day'"),
        ]
    )
    vandal.run(f"UPDATE sla_breach SET {column} = {value} WHERE id = %s", pk)
    return "is recorded otherwise than its history states it"


def a_delay_that_never_was(vandal: Vandal) -> str:
    vandal.run("DELETE FROM sla_breach WHERE id = %s", vandal.one("SELECT id FROM sla_breach ORDER BY id"))
    return "is stated and not recorded"


def _run(vandal: Vandal, where: str) -> tuple[int, int, str]:
    return vandal.one(f"SELECT id, complaint_id, clock FROM complaints_clockrun WHERE {where} ORDER BY id")


TIMES = [
    a_clock_that_began_later,
    a_clock_that_stopped_earlier,
    a_deadline_moved_everywhere,
    a_delay_that_is_somebody_elses,
    a_delay_that_never_was,
]
