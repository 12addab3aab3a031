"""The SQL of the queue's rows gives the same as a query by Django's ORM, for complaints in every state."""

import pytest
from django.db import connection
from django.db.models import Case, F, Value, When
from django.db.models.functions import Left
from django.test.utils import CaptureQueriesContext

from complaints.models import Complaint
from complaints.services import orders
from desk.queries.queue import annotate_badge_clocks
from desk.queries.queue_rows import load_queue_rows
from tests.complaints.stages import detained
from tests.world import clock

NAMES = {
    "category_en": F("category__name_en"),
    "category_ur": F("category__name_ur"),
    "place_en": F("place__name_en"),
    "place_ur": F("place__name_ur"),
    "office_en": F("office__name_en"),
    "office_ur": F("office__name_ur"),
    "head_title": F("office__head_title"),
    "holder_en": F("holder__officer__name_en"),
    "holder_ur": F("holder__officer__name_ur"),
    "holder_role": F("holder__role"),
    "holder_is_head": F("holder__is_head"),
    "gist": Case(When(confidential=False, protected=False, then=Left("statement__text", 200)), default=Value("")),
}
COLUMNS = (
    *("id", "etag", "due_at", "holder_id", "received_at", "channel", "outcome", "status", "contact"),
    *("contact_due_at", "contacted_at", "report_due_at", "reported_at", "accepted_at", "verified_at"),
    *("paused_at", "decision_due_at", "order_due_at", "owed_clocks"),
)


def by_orm(ids) -> list[dict]:
    return list(
        annotate_badge_clocks(Complaint.objects.unscoped("test").filter(pk__in=ids))
        .order_by("pk")
        .values(*COLUMNS, **NAMES)
    )


def in_every_state(world) -> list[int]:
    """Complaints whose rows differ in each column that depends on a clock, a holder or a protection."""
    unmarked, confidential = world.complaint("property_crime", "09:00"), world.complaint("gender_harassment", "09:05")
    protected = world.complaint("financial_crime", "09:05", protected=True)
    urgent, asked, ordered, tried = detained(world), world.in_inquiry(), world.in_inquiry(), world.complaint(at="09:00")
    world.bilal.asks(asked, "11:00")
    given = {"words": "Go now.", "due_at": clock("14:00"), "by": world.usman.actor, "at": clock("11:00")}
    orders.give_order(complaint_id=ordered.pk, **given)
    world.salma.marks(tried, to=world.bilal, at="09:20")
    for at in ("09:30", "11:30", "13:30"):
        world.bilal.does("try_contact", tried, at)
    reported, accepted, rejected = world.in_inquiry(), world.in_inquiry(), world.complaint(at="09:00")
    world.bilal.reports(reported, "12:00")
    world.bilal.reports(accepted, "12:00")
    world.farah.does("accept", accepted, "13:00")
    world.usman.does("reject", rejected, "10:00")
    made = (unmarked, confidential, protected, urgent, asked, ordered, tried, reported, accepted, rejected)
    return [one.pk for one in made]


@pytest.mark.slow
def test_the_rows_are_those_of_the_orm(world):
    ids = in_every_state(world)
    rows, expected = load_queue_rows(sorted(ids)), by_orm(ids)
    assert rows == expected
    assert len(rows) == len(ids)
    for name in ("paused_at", "decision_due_at", "order_due_at", "owed_clocks", "gist", "holder_id"):
        assert 0 < sum(bool(row[name]) for row in rows) < len(rows), name
    assert {one["clock"] for row in rows for one in row["owed_clocks"]} >= {"urgent", "excuse", "verify"}


def test_rows_come_in_the_order_of_the_ids_by_one_statement(world):
    ids = [world.complaint(at=f"09:0{number}").pk for number in range(3)]
    wanted = [ids[1], ids[2], ids[0]]
    for some in (wanted, wanted[:1], []):
        with CaptureQueriesContext(connection) as queries:
            assert [row["id"] for row in load_queue_rows(some)] == some
        assert len(queries) == 1
