"""Board, public figures and reviews agree on which contacts were late, also if a complainant could not be reached."""

from complaints.models import Complaint
from desk.queries.complaint_filters import ALL, IN_TIME, LATE, filter_complaints
from monitoring.queries import public_counts
from sla.services.sweeping import sweep
from tests.complaints.verifying import found
from tests.world import DAY, clock


def given(world):
    """Return a complaint that Bilal holds. Its contact is due at 17:00."""
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:20")
    return complaint


def tried(world, complaints, *times: str) -> None:
    for at in times:
        for complaint in complaints:
            world.bilal.does("try_contact", complaint, at)


def late(how: str, at: str) -> set[Complaint]:
    return set(filter_complaints(Complaint.objects.unscoped("test"), status=ALL, contact=how, at=clock(at)))


def test_an_officer_who_tried_in_time_is_late_nowhere_and_one_who_tried_too_late_is_late_everywhere(world):
    in_time, too_late, untouched = [given(world), given(world)], [given(world), given(world)], given(world)
    ended, reached = world.complaint("financial_crime", "09:00"), world.in_inquiry()
    world.usman.does("reject", ended, "10:00")
    tried(world, in_time, "10:00", "12:00", "14:00")
    tried(world, too_late, "12:00", "16:00")
    sweep(at=clock("17:00"))
    tried(world, too_late, "18:00")
    for complaint in (in_time[0], too_late[0]):  # the cell calls without success as well; for the others it is slow
        world.salma.does("excuse_contact", complaint, "19:00")
    sweep(at=clock("20:00"))
    breached = set(Complaint.objects.unscoped("test").filter(breaches__clock="contact"))
    assert breached == {*too_late, untouched}
    for at in ("20:00", "+9d 20:00"):
        assert late(LATE, at) == breached
        assert late(IN_TIME, at) == {reached}
        (province, *_) = public_counts.count_window(DAY.date(), DAY.date(), at=clock(at))
        assert (province.contact_known, province.contact_in_time) == (4, 1)
    assert found() == []
