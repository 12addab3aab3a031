"""Badges of clocks that are not promised to the complainant: the nearest in the row, all on the complaint page."""

from datetime import timedelta

import pytest

from complaints.models import Complaint
from complaints.services import orders
from desk.complaint.complaint_page import labelled_clock_badges
from desk.queries.complaint_details import load_complaint
from desk.queries.queue_rows import load_queue_rows
from desk.queue.row_display import make_queue_row
from tests.complaints.stages import detained, marked
from tests.desk.conftest import DESK, OFFICE
from tests.world import clock


def row(complaint, at: str) -> dict:
    return make_queue_row(load_queue_rows([complaint.pk])[0], at=clock(at))


def on_file(world, complaint, at: str, reader="dania") -> dict:
    found = load_complaint(world.people[reader].actor, complaint.etag)
    return {str(label): chip.words for label, chip in labelled_clock_badges(found, at=clock(at))}


def test_an_urgent_act_stands_on_row_and_file_and_the_nearer_order_before_it(world):
    complaint = detained(world)
    assert row(complaint, "09:30").order.words == "Urgent action: 1 h left"
    assert on_file(world, complaint, "11:30")["Urgent action"] == "30 min late"
    given = {"words": "Go now.", "due_at": clock("10:00"), "by": world.usman.actor, "at": clock("09:30")}
    orders.give_order(complaint_id=complaint.pk, **given)
    assert row(complaint, "09:30").order.words == "Order: 30 min left"
    world.dania.does("urgent_act", complaint, "09:40")
    assert "Urgent action" not in on_file(world, complaint, "09:50")


def test_after_three_tries_the_contact_waits_for_the_cell(world):
    complaint = marked(world)
    for at in ("09:30", "11:30", "13:30"):
        world.bilal.does("try_contact", complaint, at)
    said = on_file(world, complaint, "14:00", "bilal")
    assert (said["Contact"], said["Call after three failed attempts"]) == ("Complaint cell to call", "3 h left")


@pytest.mark.parametrize("reader", ["bilal", "usman", "nadia"])
def test_of_pressure_no_row_and_no_file_tells(world, reader):
    complaint = world.in_inquiry("10:00")
    before = row(complaint, "11:30").order, on_file(world, complaint, "11:30", reader)
    world.ayesha.does("report_pressure", complaint, "11:00", words="They wait at my door.")
    assert (row(complaint, "11:30").order, on_file(world, complaint, "11:30", reader)) == before


NOTE = "Sorted by the deadline promised to the citizen."


@pytest.mark.parametrize("path", [DESK, OFFICE])
def test_a_list_says_that_a_nearer_order_does_not_move_its_row(world, seat, path):
    """Bilal has two complaints. The later one has an order due in an hour, and stays below the earlier one."""
    first, second = marked(world), marked(world)
    Complaint.objects.unscoped("test").filter(pk=second.pk).update(due_at=second.due_at + timedelta(hours=1))
    bilal = seat(world.bilal)
    assert NOTE not in bilal.get(path, "10:00").content.decode()
    given = {"words": "Go now.", "by": world.usman.actor, "at": clock("10:00")}
    orders.give_order(complaint_id=second.pk, due_at=clock("11:00"), **given)
    answer = bilal.get(path, "10:00")
    assert [row.etag for row in answer.context["rows"]] == [first.etag, second.etag]
    assert answer.context["rows"][1].order.words == "Order: 1 h left"
    assert NOTE in answer.content.decode()


def test_a_list_says_nothing_of_it_where_the_order_is_due_after_the_promised_deadline(world, seat):
    complaint = marked(world)
    given = {"words": "Go.", "due_at": complaint.due_at + timedelta(hours=5), "by": world.usman.actor}
    orders.give_order(complaint_id=complaint.pk, at=clock("10:00"), **given)
    answer = seat(world.bilal).get(DESK, "10:00")
    assert answer.context["rows"][0].order.words.startswith("Order:")
    assert NOTE not in answer.content.decode()
