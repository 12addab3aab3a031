"""The periodic job that enforces conflict exclusions, as a worker runs it: outside a transaction."""

from accounts.rules.roles import Role
from complaints.models import Complaint
from complaints.services.exclusion import exclusion_enforcement, officer_naming
from tests.factories import PostingFactory
from tests.world import build, clock


def test_a_complaint_leaves_a_named_officer_whose_posting_began_by_its_date(own_database):
    world = build()
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.latif, at="10:00")
    why = "The complainant says so."
    named = {"officer_id": world.kamran.officer.pk, "why": why, "by": world.salma.actor, "at": clock("11:00")}
    officer_naming.name_officer(complaint_id=complaint.pk, **named)
    holder = Complaint.objects.unscoped("test").get(pk=complaint.pk).holder
    world.farah.posting.ends_at = clock("14:00")
    world.farah.posting.save()
    begins = {"office": world.office("model_town"), "is_head": True, "acting": True, "starts_at": clock("14:00")}
    PostingFactory(officer=world.kamran.officer, role=Role.SUPERVISOR, **begins)

    assert exclusion_enforcement.enforce_all_exclusions(at=clock("13:59")) == 0
    assert exclusion_enforcement.enforce_all_exclusions(at=clock("14:00")) == 1

    assert Complaint.objects.unscoped("test").get(pk=complaint.pk).holder != holder
