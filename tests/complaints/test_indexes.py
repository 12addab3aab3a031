"""Every index of the complaint table names the pages and jobs that need it; none is there without one."""

import pytest
from django.db import connection
from django.urls import get_resolver

from complaints.models import Complaint
from complaints.models.database.complaint_indexes import SERVES
from config.celery import app

TASKS = {entry["task"] for entry in app.conf.beat_schedule.values()}
"""The scheduled jobs."""


def is_route(name: str) -> bool:
    """Return whether a page has this route, whatever arguments it takes."""
    namespace, _, route = name.partition(":")
    if not route:
        return False
    resolver = get_resolver().namespace_dict.get(namespace)
    return resolver is not None and route in {key for key in resolver[1].reverse_dict if isinstance(key, str)}


def without_a_reason(serves: dict[str, tuple[str, ...]], indexes: set[str]) -> set[str]:
    """Return the indexes that name no page or job, or one that does not exist."""
    known = {name for name, reasons in serves.items() if reasons and all(map(is_known, reasons))}
    return indexes - known


def is_known(reason: str) -> bool:
    return reason in TASKS or is_route(reason)


def test_each_index_names_the_pages_and_jobs_that_need_it():
    assert without_a_reason(SERVES, {index.name for index in Complaint._meta.indexes}) == set()


def test_no_reason_outlives_its_index():
    assert set(SERVES) == {index.name for index in Complaint._meta.indexes}


def test_an_index_without_a_page_is_found():
    serves = {"one": ("desk:office",), "two": (), "three": ("desk:no_such_page",), "four": ("sla.tasks.sweep",)}
    assert without_a_reason(serves, {*serves, "five"}) == {"two", "three", "five"}


@pytest.mark.django_db
def test_the_database_has_these_indexes_and_those_of_its_constraints():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = 'complaints_complaint'::regclass"
            " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)"
        )
        names = {name for (name,) in cursor.fetchall()}
    assert names == set(SERVES), "or an index for LIKE, which Django adds to a unique text column"
