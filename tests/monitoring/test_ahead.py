"""The page of complaints that are due next: each number links to its rows, and longer times include shorter ones."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from complaints.models import Complaint, RunningClock
from tests.monitoring.week import rows_behind
from tests.signing_in import sign_in
from tests.world import World, clock

NOW = clock("+1d 06:00")
WATCHERS = ("zara", "usman", "farah", "dania", "kamran", "rashid")


@pytest.fixture
def coming(world) -> World:
    """Create one late complaint, and others with contacts due in 3, 20, 40 and 60 hours."""
    for hours in (-2, 3, 20, 40, 60):
        complaint = world.complaint("financial_crime", "09:00")
        due = {"due_at": NOW + (clock("09:00") - clock("08:00")) * hours}
        RunningClock.objects.filter(complaint=complaint).update(**due)
        Complaint.objects.unscoped("test").filter(pk=complaint.pk).update(**due)
    with time_machine.travel(NOW, tick=False):
        yield world


def page(world: World, name: str):
    client = sign_in(Client(), world.people[name].officer)
    return client, client.get(reverse("ahead"))


def test_each_longer_time_holds_the_shorter_ones_and_nothing_that_is_late(coming):
    _, answer = page(coming, "zara")
    assert [figure["count"] for figure in answer.context["figures"]] == [1, 2, 3]


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("name", WATCHERS)
def test_behind_each_number_stand_just_its_rows(coming, name):
    client, answer = page(coming, name)
    figures = [*answer.context["figures"], *(cell for row in answer.context["rows"] for cell in row["cells"])]
    assert {one["url"]: rows_behind(client, one["url"]) for one in figures} == {
        one["url"]: one["count"] for one in figures
    }


@pytest.mark.parametrize("name", ["zara", "usman"])
def test_the_offices_add_up_to_all(coming, name):
    _, answer = page(coming, name)
    rows = [[cell["count"] for cell in row["cells"]] for row in answer.context["rows"]]
    assert [sum(column) for column in zip(*rows, strict=True)] == [one["count"] for one in answer.context["figures"]]
    assert rows


def test_the_number_of_queries_does_not_depend_on_the_rows(world):
    counts = []
    with time_machine.travel(NOW, tick=False):
        client = sign_in(Client(), world.zara.officer)
        for _ in range(3):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(reverse("ahead")).status_code == 200
            counts.append(len(asked))
            world.complaint("threats", clock("+1d 02:00"))
    assert len(set(counts)) == 1, counts
