"""Officers who must be heard before a decision, and the level at which it is made."""

from accounts.rules.roles import Role
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Outcome
from tests.complaints.refusing import refusal
from tests.factories import PostingFactory
from tests.world import Person


def test_nobody_is_called_a_liar_unheard(world):
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.records_contact(complaint, "09:30")
    asked = {"outcome": Outcome.PROVED_FALSE}
    assert refusal(world.bilal.reports, complaint, "10:00", **asked) is Refusal.COMPLAINANT_NOT_HEARD
    world.ayesha.says("in_person", complaint, "10:30")
    world.bilal.reports(complaint, "11:00", **asked)


def test_a_conduct_complaint_is_refused_above_those_it_may_be_about(world):
    """Without a station it may be about any officer of the district, so the head of the district may not reject it."""
    region = PostingFactory(office=world.office("region_multan"), role=Role.SUPERVISOR, is_head=True)
    unknown = world.complaint("bribe_demand", district="multan", by="bashir")
    assert refusal(world.rashid.does, "reject", unknown, "10:00") is Refusal.ABOVE_THE_ACCUSED
    Person("munir", region).does("reject", unknown, "10:00")
    ordinary = world.complaint(district="multan")
    world.rashid.does("reject", ordinary, "10:00")
    known = world.complaint("bribe_demand", station="gulberg")
    world.usman.does("reject", known, "10:00")
