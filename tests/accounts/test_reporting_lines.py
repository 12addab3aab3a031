"""What a posting is loaded with is what the queries of the reporting line and of leaves find one by one."""

import pytest

from accounts.models import Leave
from accounts.queries.officer_postings import current_postings
from accounts.queries.reporting_lines import reporting_line_of_officer
from accounts.services.leave_arrangement import arrange_leave
from tests.factories import PostingFactory
from tests.world import clock

MOMENTS = ("09:05", "12:00", "+1d 09:00", "+1d 12:00")


@pytest.fixture
def busy(world):
    """Salma gets a second posting tomorrow, in another region. Bilal, and Farah who heads, are on leave from noon."""
    PostingFactory(officer=world.salma.officer, office=world.usman.posting.office, starts_at=clock("+1d 09:00"))
    for holder, cover in (("bilal", "kamran"), ("farah", "dania")):
        postings = {"posting": world.people[holder].posting, "cover": world.people[cover].posting}
        arrange_leave(**postings, starts_at=clock("12:00"), ends_at=clock("+1d 12:00"), by=None, at=clock("09:00"))
    return world


@pytest.mark.parametrize("at", MOMENTS)
def test_every_officer_is_loaded_with_what_the_single_queries_find(busy, at):
    found, covered = 0, 0
    for person in busy.people.values():
        if person.posting is None:
            continue
        line = reporting_line_of_officer(person.officer.pk, at=clock(at))
        for posting in current_postings(person.officer, at=clock(at)):
            leaves = Leave.objects.current(clock(at)).filter(cover=posting)
            own_leave = Leave.objects.current(clock(at)).filter(posting=posting).first()
            assert set(posting.line_offices) == set(line.office_ids.values_list("pk", flat=True)), person
            assert set(posting.line_heads) == set(line.head_ids.values_list("officer", flat=True)), person
            assert posting.covers == sorted(leaves.values_list("posting", flat=True)), person
            assert posting.covers_heads == sorted(
                leaves.filter(posting__is_head=True).values_list("posting", flat=True)
            )
            assert posting.away_until == (own_leave and own_leave.ends_at), person
            found, covered = found + 1, covered + len(posting.covers)
    assert found > 10
    assert covered == (2 if at in {"12:00", "+1d 09:00"} else 0)
