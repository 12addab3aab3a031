"""The command that compares the proposals with past markings."""

from io import StringIO

import time_machine
from django.core.management import call_command

from complaints.services.marking.proposal_comparison import compare_with_markings
from tests.world import clock


def test_proposals_are_compared_with_what_was_done_at_that_moment(world):
    """Kamran got the first complaint. For the second one Latif is proposed, who had none, and Bilal got it."""
    first = world.complaint("financial_crime", "09:00", station="gulberg")
    world.salma.marks(first, to=world.kamran, at="09:10")
    second = world.complaint("financial_crime", "09:20", station="gulberg", by="bashir")
    world.salma.marks(second, to=world.bilal, at="09:30")
    third = world.complaint("financial_crime", "09:40", station="gulberg")
    world.salma.marks(third, to=world.latif, at="09:50")
    result = compare_with_markings(days=1, at=clock("10:00"))
    assert (result.compared, result.same_officer, result.same_office) == (3, 2, 2)
    assert result.grounds == {"line": 3}


def test_the_command_prints_shares_and_no_complaint(world):
    complaint = world.complaint("financial_crime", "09:00", station="gulberg")
    world.salma.marks(complaint, to=world.kamran, at="09:10")
    printed = StringIO()
    with time_machine.travel(clock("10:00"), tick=False):
        call_command("compare_marking_proposals", days=1, stdout=printed)
    assert "The proposed officer got the complaint: 1 of 1 (100.0 %)" in printed.getvalue()
    assert complaint.etag not in printed.getvalue()


def test_without_markings_the_command_says_so(world):
    printed = StringIO()
    call_command("compare_marking_proposals", stdout=printed)
    assert "No officer marked a complaint in the last 90 days." in printed.getvalue()
