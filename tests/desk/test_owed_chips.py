"""What the desk shows of clocks that nobody was promised: on the row the nearest one, on the file each."""

import pytest

from complaints.desk.page import chips
from complaints.desk.rows import shown
from complaints.models import Complaint
from complaints.queries.file import seen_by
from complaints.queries.queue import rows_of
from complaints.services import orders
from tests.complaints.stages import detained, marked
from tests.world import clock


def row(complaint, at: str) -> dict:
    return shown(rows_of(Complaint.objects.for_service().filter(pk=complaint.pk)).get(), at=clock(at))


def on_file(world, complaint, at: str, reader="dania") -> dict:
    found = seen_by(world.people[reader].actor).get(pk=complaint.pk)
    return {str(label): chip.words for label, chip in chips(found, at=clock(at))}


def test_an_urgent_act_stands_on_row_and_file_and_the_nearer_order_before_it(world):
    complaint = detained(world)
    assert row(complaint, "09:30").order.words == "Urgent action: 1 h left"
    assert on_file(world, complaint, "11:30")["Urgent action"] == "30 min late"
    given = {"words": "Go now.", "due_at": clock("10:00"), "by": world.usman.actor, "at": clock("09:30")}
    orders.give(complaint_id=complaint.pk, **given)
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
