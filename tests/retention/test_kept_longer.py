"""Reasons to keep a complaint past its period: legal holds, links, reviews and pressure; and the deciding officers."""

import pytest
from django.test import Client

from complaints.models import Complaint, Event
from complaints.queries.verification import verify_complaints
from complaints.rules.refusals import Refusal
from complaints.services import linking
from complaints.services.retention import anonymise_due
from ledger.service_exceptions import NotPermitted, Refused
from reviews.models import Review
from reviews.rules.decision_kinds import Decision
from reviews.services.new_flag_details import complete_flags
from sla.services.sweeping import sweep
from tests.complaints.stages import closed, withdrawn
from tests.monitoring.reviews.lives import decided, hired
from tests.retention.lives import LATER, settle
from tests.signing_in import sign_in
from tests.world import World, clock

WHY = "The court of Lahore has asked for it (case 12 of 2027)."


@pytest.fixture
def hers(world):
    settle("financial_crime")
    return closed(world)


def gone() -> set[str]:
    """Return which complaints are anonymised after the nightly job."""
    anonymise_due(at=clock(LATER))
    assert [str(finding) for _, found in verify_complaints() for finding in found] == []
    return set(Complaint.objects.unscoped("test").exclude(anonymised_at=None).values_list("etag", flat=True))


@pytest.mark.slow
def test_a_hold_keeps_it_until_it_is_lifted_and_both_stand_in_the_history(world, hers):
    world.usman.does("hold", hers, "+2d 10:00", words=WHY)
    assert gone() == set()
    world.zara.does("lift_hold", hers, "+3001d 10:00", words="The case is closed.")
    anonymise_due(at=clock("+3002d 02:00"))
    kinds = list(Event.objects.filter(complaint=hers).order_by("seq").values_list("kind", flat=True))
    assert kinds[-3:] == ["hold", "lift_hold", "anonymised"]
    assert [str(finding) for _, found in verify_complaints() for finding in found] == []


@pytest.mark.parametrize("who", ["usman", "imran", "zara"])
def test_heads_of_districts_and_above_and_the_monitors_place_a_hold(world, hers, who):
    event = world.people[who].does("hold", hers, "+2d 10:00", words=WHY)
    assert event.words.for_citizen is False
    assert hers.held_at == clock("+2d 10:00")


@pytest.mark.mostly_slow(keep=3)
@pytest.mark.parametrize("who", ["bilal", "hina", "kamran", "salma", "nadia", "rashid", "asad", "omar", "ayesha"])
def test_nobody_else_does(world, hers, who):
    with pytest.raises(NotPermitted):
        world.people[who].does("hold", hers, "+2d 10:00", words=WHY)


@pytest.mark.parametrize("who", ["dania", "farah"])
def test_heads_below_the_district_do_not(world, hers, who):
    with pytest.raises(Refused) as refused:
        world.people[who].does("hold", hers, "+2d 10:00", words=WHY)
    assert refused.value.reason is Refusal.HOLD_IS_THE_DISTRICTS


def test_the_district_that_placed_it_cannot_lift_it(world, hers):
    world.usman.does("hold", hers, "+2d 10:00", words=WHY)
    with pytest.raises(Refused) as refused:
        world.usman.does("lift_hold", hers, "+3d 10:00")
    assert refused.value.reason is Refusal.CPO_LIFTS_IT


def test_a_hold_outlives_an_appeal_and_the_next_closure(world, hers):
    world.usman.does("hold", hers, "+2d 10:00", words=WHY)
    world.ayesha.does("appeal", hers, "+3d 10:00")
    assert hers.held_at == clock("+2d 10:00")


@pytest.mark.slow
def test_what_is_merged_is_held_together_and_goes_together(world):
    settle("financial_crime")
    first, later = world.complaint("financial_crime"), world.complaint("financial_crime", "09:05")
    linking.merge_complaint(
        later, typed_etag=first.etag, by=world.salma.actor, at=clock("09:10"), words="The same matter again."
    )
    first.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    assert gone() == set()  # the complaint that it was merged into has not ended
    world.usman.does("reject", first, "10:00")
    world.zara.does("hold", first, "+2d 10:00", words=WHY)
    assert gone() == set()
    world.zara.does("lift_hold", first, "+3d 10:00", words="Over.")
    assert gone() == {first.etag, later.etag}


@pytest.mark.slow
def test_what_is_linked_waits_for_its_last_one(world):
    settle("financial_crime")
    mine, other = withdrawn(world), world.complaint("financial_crime", "09:30", by="bashir")
    linking.link_complaints(other, typed_etag=mine.etag, by=world.salma.actor, at=clock("11:00"))
    assert gone() == set()
    world.bashir.does("withdraw", other, "12:00")
    assert gone() == {mine.etag, other.etag}


@pytest.mark.slow
def test_a_review_that_is_open_keeps_what_it_is_about(world):
    settle("financial_crime")
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    sweep(at=clock("+3d 09:00"))
    complete_flags(at=clock("+3d 09:00"))
    world.ayesha.does("withdraw", complaint, "+3d 10:00")
    assert Review.objects.open().exists()
    assert gone() == set()
    with_no_review_open(world)
    assert gone() == {complaint.etag}


def with_no_review_open(world: World) -> None:
    """The officer is heard, and the delay was not deliberate."""
    decided(world, Decision.NOT_DELIBERATE, by=hired(world, "noor", "region_lahore"))
    assert not Review.objects.open().exists()


def test_pressure_that_nobody_has_settled_keeps_it(world, hers):
    world.ayesha.does("report_pressure", hers, "15:00")
    assert gone() == set()


# --- on the pages -------------------------------------------------------------------------------------------------


def page(person, complaint) -> str:
    answer = sign_in(Client(), person.officer).get(f"/desk/complaints/{complaint.etag}/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.slow
def test_the_desk_offers_the_hold_and_says_that_it_stands(world, hers):
    assert "Place the hold" in page(world.usman, hers)
    assert "Place the hold" not in page(world.dania, hers)
    world.usman.does("hold", hers, "+2d 10:00", words=WHY)
    shown = page(world.usman, hers)
    assert "Under a legal hold since" in shown
    assert "Place the hold" not in shown
    assert "Only the Central Police Office can lift a legal hold." in shown
    assert "Lift the hold" in page(world.zara, hers)
