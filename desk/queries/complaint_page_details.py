"""Load what an officer's page of one complaint needs besides its row, with one statement in plain SQL.

Django needs more time to build these twenty subqueries than PostgreSQL to answer them: row and details took 14 ms of
processor time as one query of the ORM and take 7 (28 November 2026, load 13, lowest of 80).
tests/desk/test_page_details.py holds the statement equal to the ORM.
"""

import json
from datetime import datetime
from pathlib import Path

from django.db import connections, router

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.rules.guard_facts import PRESSURE_BLOCKS_FOR

STATEMENT = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


def add_page_details(complaint: Complaint, *, actor: Actor, at: datetime) -> None:
    """Set the attributes that the page shows or that guards need. One statement.

    `order_due_at`, `owed_clocks`, `paused_at`, `decision_due_at`: for the badges of the clocks
    (desk.complaint.clock_badges). `has_phone`, `has_email`: whether the complainant gave one. `woman_officer`,
    `safe_from`, `under_18`, `anonymous`: those fields of the complainant. `call_waits`: the holder has asked for a call
    that the cell has not connected yet. `invited_for`, `invitation_answer`: the last invitation to an office.
    `claimed_at`: since when a claimed contact awaits its answer. `has_prepared`: a clerk has prepared a text for the
    holder. `is_pressed`: pressure on the complainant was reported recently. `names_somebody`: an officer is named.
    `excludes_somebody`: the complaint has exclusions (complaints.queries.exclusion). `head_officer`: the head of the
    office that has it. `has_handled_before`: whether the actor's officer has ever had the complaint
    (complaints.queries.previous_handling).
    """
    with connections[router.db_for_read(Complaint, instance=complaint)].cursor() as cursor:
        cursor.execute(
            STATEMENT,
            {
                "complaint": complaint.pk,
                "at": at,
                "officer": actor.officer_id,
                "pressed_since": at - PRESSURE_BLOCKS_FOR,
            },
        )
        names = [column.name for column in cursor.description]
        details = dict(zip(names, cursor.fetchone(), strict=True))
    details["owed_clocks"] = json.loads(details["owed_clocks"])
    for name, value in details.items():
        setattr(complaint, name, value)
