"""Officers of the station that a conduct complaint is against have no access to it, by any posting or leave."""

import pytest
import time_machine

from accounts.models import Posting
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services.leave_arrangement import arrange_leave
from accounts.services.postings import create_posting, end_posting
from complaints.models import Complaint
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.rules.capacities import Capacity
from complaints.rules.exclusion.conflict_exclusion import NO_EXCLUSION
from complaints.services import facts, routing
from complaints.services.automatic_moves import mark_unmarked_complaints
from complaints.services.exclusion import exclusion_enforcement, message_recall
from complaints.services.followup import IncidentPlaceAnswer
from desk.queries.complaint_details import load_complaint
from ledger.service_exceptions import Refused
from notifications.models import Message
from sla.services.sweeping import sweep
from tests.complaints.tellings import tells
from tests.factories import OfficerFactory, PostingFactory
from tests.world import Person, clock


def against_the_station(world, marked_to=None):
    complaint = world.complaint("bribe_demand", station="gulberg")
    if marked_to:
        world.nadia.marks(complaint, to=marked_to, at="09:10")
    return complaint


def takes_charge(world, at="08:30") -> Person:
    """Kamran, the SHO of the station, also becomes head of its circle, in place of Dania."""
    end_posting(posting=world.dania.posting, by=None, at=clock(at))
    office, supervisor = world.office("gulberg_circle"), Role.SUPERVISOR
    kamran = world.kamran.officer
    return Person(
        "kamran",
        create_posting(
            officer=kamran, office=office, role=supervisor, by=None, at=clock(at), is_head=True, acting=True
        ),
    )


def a_dsp(world, office) -> Person:
    """Create an officer whose rank is high enough to have the complaint, or to act for a DSP."""
    officer = OfficerFactory(name_en="Asif", rank=Rank.DSP)
    return Person("asif", PostingFactory(officer=officer, office=world.office(office), role=Role.INQUIRY_OFFICER))


def fresh(complaint) -> Complaint:
    related = "office", "place__parent", "policy", "category", "holder__officer"
    return Complaint.objects.unscoped("test").select_related(*related).get(pk=complaint.pk)


def sees(person, complaint, at="12:00") -> bool:
    return Complaint.objects.visible_to(person.actor, at=clock(at)).filter(pk=complaint.pk).exists()


def goes_on_leave(world, posting, cover, *, at="09:30"):
    known = Posting.objects.with_people()
    return arrange_leave(
        posting=known.get(pk=posting.pk), cover=known.get(pk=cover.pk), starts_at=clock(at),
        ends_at=clock("+5d 09:00"), by=world.farah.actor, at=clock("09:30"),
    )  # fmt: skip


def test_in_acting_charge_of_the_circle_the_sho_sees_nothing_and_may_do_nothing(world):
    acting = takes_charge(world)
    complaint = against_the_station(world, marked_to=a_dsp(world, "gulberg_circle"))
    assert not sees(acting, complaint)
    assert not facts.capacities_of(acting.actor, fresh(complaint), at=clock("12:00"))
    assert sees(world.farah, complaint)
    assert facts.capacities_of(world.farah.actor, fresh(complaint), at=clock("12:00")) == {
        Capacity.HEAD,
        Capacity.SUPERIOR,
    }


def test_it_is_not_marked_to_him_by_hand_nor_by_the_clock(world):
    acting = takes_charge(world)
    complaint = against_the_station(world)
    offered = routing.marking_candidates(fresh(complaint), by=world.nadia.actor, at=clock("09:10"))
    assert acting.posting not in offered
    with pytest.raises(Refused):
        world.nadia.marks(complaint, to=acting, at="09:10")
    mark_unmarked_complaints(at=clock("+3d 09:00"))
    assert fresh(complaint).holder == world.farah.posting


def test_another_complaint_of_the_circle_is_his_as_of_any_head(world):
    acting = takes_charge(world)
    complaint = world.complaint("bribe_demand", station="garden_town")
    world.nadia.marks(complaint, to=acting, at="09:10")
    assert sees(acting, complaint)


def test_whoever_takes_charge_while_the_circle_has_it_finds_it_gone_up(world):
    complaint = against_the_station(world, marked_to=world.dania)
    acting = takes_charge(world, at="10:00")
    assert fresh(complaint).holder == world.farah.posting
    assert not sees(acting, complaint)


def test_a_holder_who_is_posted_to_the_accused_station_too_loses_it(world):
    complaint = against_the_station(world, marked_to=world.dania)
    end_posting(posting=world.kamran.posting, by=None, at=clock("09:30"))
    create_posting(officer=world.dania.officer, office=world.office("gulberg"), role=Role.SUPERVISOR, by=None,
         at=clock("10:00"), is_head=True, acting=True)  # fmt: skip
    assert fresh(complaint).holder == world.farah.posting
    assert not sees(world.dania, complaint)


def test_a_posting_at_the_station_that_begins_by_its_date_is_found_by_the_clock(world):
    complaint = against_the_station(world, marked_to=world.dania)
    PostingFactory(
        officer=world.dania.officer, office=world.office("gulberg"), role=Role.INQUIRY_OFFICER, starts_at=clock("14:00")
    )
    assert exclusion_enforcement.enforce_all_exclusions(at=clock("13:59")) == 0
    assert exclusion_enforcement.enforce_all_exclusions(at=clock("14:00")) == 1
    assert exclusion_enforcement.enforce_all_exclusions(at=clock("14:01")) == 0
    assert fresh(complaint).holder == world.farah.posting


@pytest.mark.slow
def test_what_is_late_climbs_past_him(world):
    acting = takes_charge(world)
    complaint = against_the_station(world, marked_to=a_dsp(world, "gulberg_circle"))
    sweep(at=clock("+30d 09:00"))
    told = Message.objects.filter(context__etag=complaint.etag) | Message.objects.filter(
        context__etags__contains=[complaint.spaced_etag]
    )
    assert not told.filter(recipient=f"posting:{acting.posting.pk}").exists()
    assert told.filter(recipient=f"posting:{world.farah.posting.pk}").exists()


def test_the_station_is_told_after_the_acting_head_has_it(world):
    acting = takes_charge(world)
    complaint = world.complaint("bribe_demand")
    world.nadia.marks(complaint, to=acting, at="09:10")
    tells(world.ayesha, complaint, IncidentPlaceAnswer(station="gulberg"), "10:00")
    assert fresh(complaint).holder == world.farah.posting
    assert not sees(acting, complaint)


def test_a_leave_that_somebody_of_the_station_covers_takes_it_from_the_holder(world):
    asif = a_dsp(world, "gulberg")
    complaint = against_the_station(world, marked_to=world.dania)
    goes_on_leave(world, world.dania.posting, asif.posting)
    assert fresh(complaint).holder == world.farah.posting
    assert message_recall.may_be_notified(world.dania.posting.pk, fresh(complaint), at=clock("10:00"))  # herself
    Message.objects.all().delete()
    world.ayesha.does("add", complaint, "10:10", words="More.")
    assert {m.recipient for m in Message.objects.filter(template="citizen_added")} == {
        f"posting:{world.farah.posting.pk}"
    }


def test_while_they_cover_it_is_marked_to_nobody_whom_they_cover(world):
    asif = a_dsp(world, "gulberg")
    goes_on_leave(world, world.dania.posting, asif.posting)
    complaint = against_the_station(world)
    with pytest.raises(Refused):
        world.nadia.marks(complaint, to=world.dania, at="10:00")


def test_a_leave_that_begins_later_is_heeded_when_it_begins(world):
    asif = a_dsp(world, "gulberg")
    complaint = against_the_station(world, marked_to=world.dania)
    goes_on_leave(world, world.dania.posting, asif.posting, at="14:00")
    assert fresh(complaint).holder == world.dania.posting
    assert exclusion_enforcement.enforce_all_exclusions(at=clock("13:59")) == 0
    assert exclusion_enforcement.enforce_all_exclusions(at=clock("14:00")) == 1
    assert fresh(complaint).holder == world.farah.posting


def test_another_cover_leaves_it_where_it_is(world):
    complaint = against_the_station(world, marked_to=world.dania)
    goes_on_leave(world, world.dania.posting, a_dsp(world, "gulberg_circle").posting)
    assert fresh(complaint).holder == world.dania.posting
    assert exclusion_enforcement.enforce_all_exclusions(at=clock("10:00")) == 0


def test_the_clock_s_look_is_one_statement(world, django_assert_num_queries):
    against_the_station(world, marked_to=world.dania)
    with django_assert_num_queries(1):
        exclusion_enforcement.enforce_all_exclusions(at=clock("10:00"))


def page_row(world, complaint) -> Complaint:
    with time_machine.travel(clock("12:00"), tick=False):
        return load_complaint(world.farah.actor, complaint.etag)


def test_the_page_needs_no_statement_for_a_complaint_without_exclusions(world, django_assert_num_queries):
    complaint = world.complaint("property_crime", station="gulberg")
    world.salma.marks(complaint, to=world.farah, at="09:10")
    row = page_row(world, complaint)
    with django_assert_num_queries(0):
        assert conflict_exclusion_of(row, at=clock("12:00")) == NO_EXCLUSION


def test_two_statements_find_the_officers_and_their_postings(world, django_assert_num_queries):
    complaint = against_the_station(world, marked_to=world.farah)
    asif = a_dsp(world, "gulberg")
    PostingFactory(officer=asif.officer, office=world.office("model_town"), role=Role.INQUIRY_OFFICER)
    goes_on_leave(world, world.dania.posting, asif.posting)
    row = page_row(world, complaint)
    with django_assert_num_queries(2):
        known = conflict_exclusion_of(row, at=clock("12:00"))
    assert known.closed == {world.office("gulberg").path}
    assert known.staff == {asif.officer.pk}
    assert known.covered == {world.dania.posting.pk}


def test_who_is_also_posted_at_the_station_is_excluded_under_every_posting(world):
    complaint = against_the_station(world, marked_to=world.farah)
    asif = a_dsp(world, "model_town")
    assert sees(asif, complaint)
    PostingFactory(officer=asif.officer, office=world.office("gulberg"), role=Role.INQUIRY_OFFICER)
    assert not sees(asif, complaint)
    assert not facts.capacities_of(asif.actor, fresh(complaint), at=clock("12:00"))
