"""Create thousands of overdue complaints: the database copies one that was filed in the usual way."""

from datetime import timedelta

from django.db import connection

from accounts.models import Officer, Posting
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from complaints.models import Complaint
from tests.world import DAY, World, clock

# Each copy of the pattern gets its own ids, E-tag and holder; everything else is as in the pattern.
COPIES = """
    INSERT INTO complaints_complainant
    SELECT (jsonb_populate_record(pattern, jsonb_build_object('id', pattern.id + n))).*
    FROM complaints_complainant AS pattern, generate_series(1, %(number)s) AS n WHERE pattern.id = %(complainant)s;

    INSERT INTO complaints_complaint
    SELECT (jsonb_populate_record(pattern, jsonb_build_object(
        'id', pattern.id + n, 'complainant_id', pattern.complainant_id + n, 'etag', lpad(n::text, 12, '0'),
        'holder_id', (%(holders)s::bigint[])[1 + n %% cardinality(%(holders)s::bigint[])]))).*
    FROM complaints_complaint AS pattern, generate_series(1, %(number)s) AS n WHERE pattern.id = %(complaint)s;

    INSERT INTO complaints_chainhead (complaint_id, seq, mac)
    SELECT id, 0, decode(repeat('00', 32), 'hex') FROM complaints_complaint WHERE id > %(complaint)s;

    INSERT INTO complaints_runningclock (complaint_id, clock, cycle, started_at, due_at, "limit", step, next_step_at)
    SELECT id, 'contact', 1, received_at, due, interval '8 hours', 1, due
    FROM complaints_complaint, LATERAL (
        SELECT due_at + random() * CASE
            WHEN id - %(complaint)s > %(due)s THEN interval '30 days' ELSE interval '-1 hour' END AS due) AS some_time
    WHERE id > %(complaint)s;

    DELETE FROM complaints_runningclock WHERE complaint_id = %(complaint)s;

    SELECT nextval('complaints_complaint_id_seq'), nextval('complaints_complainant_id_seq')
    FROM generate_series(1, %(number)s);
"""


def inquiry_officers(world: World, number: int) -> list[Posting]:
    """Add inquiry officers to the circle."""
    return [
        Posting.objects.create(
            officer=Officer.objects.create_user(f"inspector{n}@police.example", name_en=f"Inspector {n}", rank=Rank.IP),
            office=world.office("gulberg_circle"),
            role=Role.INQUIRY_OFFICER,
            starts_at=DAY - timedelta(days=300),
        )
        for n in range(number)
    ]


def overdue(world: World, number: int, *, holders: list[Posting], beside: int = 0) -> Complaint:
    """Create complaints, distributed among the holders, whose contact was due between 16:00 and 17:00 on the first day.

    `beside`: the number of further open complaints, due within the next thirty days. Return the copied complaint.
    """
    pattern = world.complaint("financial_crime", "09:00")
    world.salma.marks(pattern, to=world.bilal, at="09:20")
    assert pattern.due_at == clock("17:00")
    values = {"number": number + beside, "due": number, "holders": [posting.pk for posting in holders]}
    with connection.cursor() as cursor:
        cursor.execute(COPIES, values | {"complaint": pattern.pk, "complainant": pattern.complainant_id})
    assert Complaint.objects.unscoped("test").filter(pk__gt=pattern.pk).count() == number + beside
    return pattern
