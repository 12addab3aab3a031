"""A long access log: each search uses one index and a constant number of statements, and shows searches and exports."""

import pytest
from django.db import connection

from complaints.models import Reading
from complaints.models.exports_and_lookups import Export, LookUp
from desk.queries import access_log
from desk.queries.access_log import AccessLogFilters
from tests.desk.test_access_log import LOG, read
from tests.plans import as_in_production
from tests.world import clock

__all__ = ["read"]

MANY = """
    INSERT INTO complaints_reading (complaint_id, posting_id, office_id, at, kind)
    SELECT %s, CASE WHEN n %% 5 = 0 THEN %s ELSE %s END, CASE WHEN n %% 5 = 0 THEN %s ELSE %s END,
           timestamptz '2026-01-01' + n * interval '1 minute', 'opened'
    FROM generate_series(1, 40000) AS n"""


@pytest.mark.mostly_slow(keep=1)
@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({}, "reading_by_time"),
        ({"officer": "bilal"}, "reading_by_posting"),
        ({"office": "gulberg_circle"}, "reading_by_office"),
        ({"complaint": True}, "reading_of_a_complaint"),
    ],
)
def test_a_page_of_a_long_log_walks_one_index(world, read, asked, index):
    as_in_production()
    fraud, theft = read
    bilal, dania = world.bilal.posting, world.rashid.posting
    with connection.cursor() as cursor:
        cursor.execute(MANY, [theft.pk, bilal.pk, dania.pk, bilal.office_id, dania.office_id])
        # The planner has no statistics for this transaction's rows. Those of one complaint are few, so it sorts them.
        for detour in ("seqscan",) if "complaint" in asked else ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{detour} = off")
    search = AccessLogFilters(
        officer=world.bilal.officer if "officer" in asked else None,
        office=world.office(asked["office"]) if "office" in asked else None,
        complaint=fraud if "complaint" in asked else None,
    )
    (part,) = access_log._readings_by_index(search, world.asad.actor)
    plan = access_log._latest_keys_before(part, None).explain()
    assert index in plan
    assert "Seq Scan on complaints_reading" not in plan
    assert "Sort" not in plan or "complaint" in asked


def test_the_page_costs_the_same_however_long_the_log_is(world, seat, read, django_assert_max_num_queries):
    fraud, _ = read
    asad = seat(world.asad)
    with django_assert_max_num_queries(16):
        asad.get(LOG, "+3d 09:00", officer="Bilal")
    Reading.objects.bulk_create(
        Reading(complaint=fraud, posting=world.bilal.posting, office=world.bilal.posting.office, at=clock("12:00"))
        for _ in range(200)
    )
    with django_assert_max_num_queries(16):
        asad.get(LOG, "+3d 09:00", officer="Bilal")


def test_auditors_read_what_was_looked_up_by_number_and_taken_as_files(world, seat, django_assert_num_queries):
    salma, asad = world.salma.posting, seat(world.asad)
    for hour in (9, 10):
        LookUp.objects.create(
            posting=salma, office=salma.office, at=clock(f"{hour:02}:30"), kind="phone", mark=b"x" * 16, found=hour - 8
        )
    Export.objects.create(
        posting=salma, office=salma.office, at=clock("11:00"), kind="csv", asked="clock=overdue", rows=7
    )
    numbers = asad.get(f"{LOG}taken/", "12:00")
    assert [row["more"] for row in numbers.context["rows"]] == ["2 complaints shown", "1 complaint shown"]
    files = asad.get(f"{LOG}taken/", "12:00", files="1", officer="Salma").context["rows"]
    assert [(row["what"], row["more"], row["who"]) for row in files] == [("CSV · 7 rows", "clock=overdue", "Salma")]
    assert asad.get(f"{LOG}taken/", "12:00", officer="Bilal").context["rows"] == []
    assert asad.get(f"{LOG}taken/", "12:00", officer="Nobody At All").status_code == 422
    assert seat(world.zara).get(f"{LOG}taken/", "12:00").status_code == 404
    assert "Searches by name or number" in asad.get(f"{LOG}searches/", "12:01").content.decode()
    with django_assert_num_queries(4):
        access_log.load_exports_or_lookups_page(LookUp, AccessLogFilters(officer=world.salma.officer))
