"""No office is above the Central Police Office, but a report of its head is approved by another officer as well."""

import pytest

from accounts.models import Office, Officer
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status
from complaints.services.routing import marking_candidates
from ledger.service_exceptions import NotPermitted, Refused
from tests.factories import PostingFactory
from tests.world import clock


@pytest.fixture
def at_the_top(world):
    """Ayesha objects to the report of Lahore's head: Imran, who heads the Central Police Office, inquires himself."""
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.usman, at="09:10")
    world.usman.records_contact(complaint, "09:30")
    world.ayesha.says("in_person", complaint, "10:00")
    world.usman.reports(complaint, "11:00")
    world.salma.does("verify", complaint, "12:00", verdict="not")
    world.imran.does("accept", complaint, "13:00")
    world.ayesha.does("object", complaint, "14:00")
    assert complaint.holder_id == world.imran.posting.pk
    world.imran.records_contact(complaint, "15:00")
    world.ayesha.says("in_person", complaint, "15:30")
    world.imran.reports(complaint, "16:00")
    return complaint


def test_a_monitor_decides_on_what_the_head_has_inquired_into(world, at_the_top):
    with pytest.raises(NotPermitted):
        world.imran.does("accept", at_the_top, "17:00")
    world.nadia.does("verify", at_the_top, "17:10", verdict="satisfied")
    world.zara.does("accept", at_the_top, "17:20")
    assert at_the_top.status == Status.RESOLVED


def test_a_monitor_decides_on_nothing_below(world):
    complaint = world.in_inquiry()
    world.bilal.reports(complaint, "11:00")
    with pytest.raises(NotPermitted):
        world.zara.does("accept", complaint, "12:00")


def test_at_the_top_the_polices_own_ways_are_exhausted(world, at_the_top):
    world.nadia.does("verify", at_the_top, "17:10", verdict="not")
    world.zara.does("accept", at_the_top, "17:20")
    with pytest.raises(Refused) as refused:
        world.ayesha.does("object", at_the_top, "18:00")
    assert refused.value.reason is Refusal.FINAL_ORDER


def test_the_form_offers_the_cpo_its_own_people_the_districts_of_the_complaint_and_heads_of_others(world):
    sdpo = PostingFactory(office=_circle("multan"), role=Role.SUPERVISOR, is_head=True)
    Officer.objects.filter(pk=sdpo.officer_id).update(rank=Rank.DSP, name_en="Sdpo of Multan")
    complaint = world.complaint("financial_crime")

    def offered(by) -> set[str]:
        return {posting.officer.name_en for posting in marking_candidates(complaint, by=by.actor, at=clock("09:10"))}

    assert offered(world.imran) == {"Usman", "Farah", "Dania", "Bilal", "Kamran", "Latif", "Rashid", "Imran"}
    assert offered(world.usman) == {"Usman", "Farah", "Dania", "Bilal", "Kamran", "Latif"}
    there = world.complaint("financial_crime", district="multan")
    assert "Sdpo of Multan" in {
        p.officer.name_en for p in marking_candidates(there, by=world.imran.actor, at=clock("09:10"))
    }


def _circle(district: str) -> Office:
    """Create a circle of this district."""
    above = Office.objects.get(code=district)
    names = {"name_en": "Cantt Circle", "name_ur": "کینٹ سرکل", "head_title": "SDPO"}
    names |= {"code": "m_circle", "kind": "circle", "parent": above, "path": f"{above.path}m_circle/"}
    return Office.objects.create(**names)
