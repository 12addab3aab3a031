"""Follow-up answers about the station of a conduct complaint, about age, protection and other persons."""

import pytest

from accounts.rules.ranks import Rank, is_at_least
from complaints.models import Complaint, Event, RunningClock
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen
from complaints.rules.followup_questions import UNKNOWN_ANSWER, FollowupRefusal
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status
from complaints.services import routing
from complaints.services.followup import (
    AgeAnswer,
    AnswerNotAllowed,
    IdentityAnswer,
    IncidentPlaceAnswer,
    OnBehalfAnswer,
    ProtectionAnswer,
    record_answer,
)
from notifications.models import Message
from tests.complaints.refusing import refusal
from tests.complaints.tellings import CNIC, refused, tells
from tests.complaints.verifying import found
from tests.world import Person, World, clock


@pytest.fixture(autouse=True)
def agreeing(world):
    """Check after each test that history, ledgers and rows agree."""
    yield
    assert found() == []


# --- a conduct complaint and its station -------------------------------------------------------------------------


def conduct_at_gulberg(world: World) -> Complaint:
    """A conduct complaint without a station; its holder is the SHO of the station, who has the rank of DSP."""
    world.kamran.officer.rank = "DSP"
    world.kamran.officer.save()
    complaint = world.complaint("misbehaviour")
    world.salma.marks(complaint, to=world.kamran, at="09:10")
    return complaint


def visible(complaint: Complaint, *people: Person) -> list[str]:
    return [p.name for p in people if Complaint.objects.visible_to(p.actor).filter(pk=complaint.pk).exists()]


def test_telling_the_station_of_a_conduct_complaint_takes_it_from_that_station_at_once(world):
    complaint = conduct_at_gulberg(world)
    assert visible(complaint, world.kamran, world.latif) == ["kamran", "latif"]
    tells(world.ayesha, complaint, IncidentPlaceAnswer(station="gulberg"))
    assert (complaint.holder, complaint.status) == (world.dania.posting, Status.MARKED)
    assert visible(complaint, world.kamran, world.latif, world.dania) == ["dania"]
    assert list(Event.objects.filter(complaint=complaint).order_by("seq").values_list("kind", flat=True)[2:]) == [
        "told",
        "keep_away",
    ]
    assert Message.objects.filter(recipient=f"posting:{world.dania.posting.pk}", template="marked_to_you").exists()


@pytest.mark.parametrize("step", ["in_inquiry", "awaiting", "reported"])
def test_it_is_taken_from_the_station_however_far_its_inquiry_is(world, step):
    complaint = conduct_at_gulberg(world)
    world.kamran.records_contact(complaint, "09:20")
    world.ayesha.says("in_person", complaint, "09:30")
    if step == "awaiting":
        world.kamran.asks(complaint, "09:40")
    if step == "reported":
        world.kamran.reports(complaint, "09:40")
    tells(world.ayesha, complaint, IncidentPlaceAnswer(station="gulberg"))
    assert (complaint.holder, complaint.status, complaint.outcome) == (world.dania.posting, Status.MARKED, "")
    assert set(RunningClock.objects.filter(complaint=complaint).values_list("clock", flat=True)) == {"report"}
    assert visible(complaint, world.kamran, world.latif) == []


def test_where_nobody_of_the_line_may_have_it_it_goes_to_the_central_police_office(world):
    complaint = conduct_at_gulberg(world)
    posts = type(world.dania.posting).objects.filter(is_head=True)
    posts.exclude(pk=world.kamran.posting.pk).update(ends_at=clock("09:30"))
    tells(world.ayesha, complaint, IncidentPlaceAnswer(station="gulberg"))
    assert (complaint.office.code, complaint.holder) == ("punjab", None)
    assert visible(complaint, world.kamran, world.latif) == []


def test_another_holder_keeps_it_and_the_station_never_gets_it(world):
    complaint = world.complaint("bribe_demand")
    world.salma.marks(complaint, to=world.dania, at="09:10")
    tells(world.ayesha, complaint, IncidentPlaceAnswer(station="gulberg"))
    assert complaint.holder == world.dania.posting
    assert not Event.objects.filter(complaint=complaint, kind="keep_away").exists()
    assert visible(complaint, world.kamran, world.latif) == []


def test_a_marked_conduct_complaint_s_station_is_the_cpo_cell_s_to_change(world):
    complaint = world.complaint("bribe_demand", station="gulberg")
    tells(world.ayesha, complaint, IncidentPlaceAnswer(station="garden_town"))  # Unmarked: it can be corrected.
    tells(world.ayesha, complaint, IncidentPlaceAnswer(station="gulberg"))
    world.salma.marks(complaint, to=world.dania, at="10:10")
    for said in (IncidentPlaceAnswer(station="garden_town"), IncidentPlaceAnswer(station=UNKNOWN_ANSWER)):
        for person in (world.ayesha, world.salma):
            assert refused(tells, person, complaint, said, "10:20") is FollowupRefusal.STATION_STANDS
    assert tells(world.ayesha, complaint, IncidentPlaceAnswer(landmark="At the gate"), "10:20")
    assert tells(world.nadia, complaint, IncidentPlaceAnswer(station="garden_town", landmark="At the gate"), "10:30")
    assert complaint.place.code == "garden_town"


def test_the_station_of_any_other_complaint_moves_nobody(world):
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.latif, at="09:10")
    tells(world.ayesha, complaint, IncidentPlaceAnswer(station="gulberg"))
    tells(world.ayesha, complaint, IncidentPlaceAnswer(station="garden_town"))
    assert (complaint.holder, complaint.place.code) == (world.latif.posting, "garden_town")


# --- under 18, protected, on behalf ------------------------------------------------------------------------------


def test_a_child_s_complaint_is_confidential_from_then_on(world):
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    assert visible(complaint, world.hina) == ["hina"]
    tells(world.ayesha, complaint, AgeAnswer(under_18=True, woman_officer=True))
    assert visible(complaint, world.hina) == []  # A clerk sees no confidential complaints.
    assert (complaint.confidential, complaint.identity_is_protected) == (True, True)
    assert complaint.complainant.woman_officer


def test_a_child_s_complaint_is_nobodys_below_a_dsp(world):
    complaint = world.complaint("property_crime", station="gulberg", under_18=True)
    able = [
        posting.officer.rank
        for posting in routing.marking_candidates(complaint, by=world.salma.actor, at=clock("09:05"))
    ]
    assert able
    assert all(is_at_least(rank, Rank.DSP) for rank in able)
    assert refusal(world.salma.marks, complaint, to=world.kamran, at="09:10") is Refusal.RANK_TOO_LOW
    assert routing.lowest_permitted_head(complaint, at=clock("09:05")) == world.dania.posting


def test_whose_age_is_told_later_is_taken_from_a_holder_below_a_dsp(world):
    complaint = world.complaint("financial_crime", station="gulberg")
    world.salma.marks(complaint, to=world.kamran, at="09:10")
    tells(world.ayesha, complaint, AgeAnswer(under_18=False))
    assert complaint.holder == world.kamran.posting
    tells(world.ayesha, complaint, AgeAnswer(under_18=True))
    assert (complaint.holder, complaint.status) == (world.dania.posting, Status.MARKED)
    tells(world.ayesha, complaint, AgeAnswer(under_18=True, woman_officer=True))
    assert Event.objects.filter(complaint=complaint, kind="keep_away").count() == 1


def test_who_is_proved_to_be_the_complainant_switches_protection_off_again(world):
    complaint = world.complaint("financial_crime")
    tells(world.ayesha, complaint, ProtectionAnswer())
    assert complaint.identity_is_protected
    tells(world.ayesha, complaint, ProtectionAnswer(protected=False))
    assert not complaint.identity_is_protected


@pytest.mark.parametrize("told", [{"under_18": True}, {}], ids=["a child's", "an unproved one"])
def test_of_a_child_or_without_a_proof_only_a_complaint_cell_makes_a_name_seen_again(world, told):
    complaint = world.complaint("financial_crime", protected=True)
    if told:
        tells(world.ayesha, complaint, AgeAnswer(**told))
        Complaint.objects.unscoped("test").update(confidential=False)
    by = Citizen(complaint.complainant_id, OpenedBy.CHAT if told else OpenedBy.FILING)
    with pytest.raises(AnswerNotAllowed) as refusal:
        record_answer(complaint_id=complaint.pk, answer=ProtectionAnswer(protected=False), by=by, at=clock("09:30"))
    assert refusal.value.why is FollowupRefusal.CELL_LIFTS_IT
    Complaint.objects.unscoped("test").update(confidential=bool(told))


def test_a_complaint_cell_makes_a_name_seen_again(world):
    complaint = world.complaint("financial_crime", protected=True)
    tells(world.salma, complaint, ProtectionAnswer(protected=False))
    assert not complaint.identity_is_protected


def test_that_a_child_is_none_is_the_cpo_cell_s_to_say(world):
    complaint = world.complaint("financial_crime")
    tells(world.ayesha, complaint, AgeAnswer(under_18=True))
    for person in (world.ayesha, world.salma):
        assert refused(tells, person, complaint, AgeAnswer(under_18=False)) is FollowupRefusal.CELL_LIFTS_IT
    tells(world.nadia, complaint, AgeAnswer(under_18=False))
    assert not complaint.confidential


def test_a_confidential_category_stays_confidential_whatever_the_age(world):
    complaint = world.complaint("gender_harassment")
    tells(world.ayesha, complaint, AgeAnswer(under_18=False))
    assert complaint.confidential


def test_for_oneself_no_other_person_is_kept(world):
    complaint = world.complaint("financial_crime")
    tells(world.ayesha, complaint, OnBehalfAnswer(behalf="relative", name="Sadia", consent="cannot"))
    tells(world.ayesha, complaint, OnBehalfAnswer(behalf="self", name="Sadia", consent="given"))
    person = complaint.complainant
    assert (person.behalf, person.behalf_name, person.behalf_consent) == ("self", "", "")


def test_a_document_is_found_again_by_its_number(world):
    complaint, other = world.complaint("financial_crime"), world.complaint("financial_crime", by="bashir")
    for one in (complaint, other):
        who = world.ayesha if one is complaint else world.bashir
        tells(who, one, IdentityAnswer(name="Ayesha", document="cnic", number="35202 1234567 1"))
    assert complaint.complainant.document_number == CNIC
    assert bytes(complaint.complainant.document_index) == bytes(other.complainant.document_index)


def test_no_document_has_a_reason_and_no_number(world):
    complaint = world.complaint("financial_crime")
    tells(world.ayesha, complaint, IdentityAnswer(name="Ayesha", document="passport", number="AB 1234567"))
    tells(
        world.ayesha,
        complaint,
        IdentityAnswer(name="Ayesha", document="none", number="AB1234567", reason="Taken from me"),
    )
    person = complaint.complainant
    assert (person.document_number, person.no_document_reason) == ("", "Taken from me")
    assert bytes(person.document_index) == b""
