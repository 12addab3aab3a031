"""Visibility of complaints; a query without `visible_to` is refused, however it is evaluated."""

import pytest
from django.db.models import Count

from accounts.rules.roles import Role
from complaints.models import Complaint, Exclusion, Unscoped
from complaints.services import facts
from complaints.services.moves import make_move
from ledger.service_exceptions import NotPermitted
from tests.world import clock

everyone = Complaint.objects

ASKED = {
    "all": lambda asked: list(asked.all()),
    "filter": lambda asked: asked.filter(pk=1),
    "exclude": lambda asked: asked.exclude(pk=1),
    "count": lambda asked: asked.count(),
    "exists": lambda asked: asked.exists(),
    "contains": lambda asked: asked.contains(Complaint(pk=1)),
    "get": lambda asked: asked.get(),
    "first": lambda asked: asked.first(),
    "latest": lambda asked: asked.latest("received_at"),
    "in_bulk": lambda asked: asked.in_bulk([1]),
    "values": lambda asked: asked.values("etag"),
    "values_list": lambda asked: asked.values_list("etag", flat=True),
    "datetimes": lambda asked: asked.datetimes("received_at", "day"),
    "iterator": lambda asked: asked.iterator(),
    "aggregate": lambda asked: asked.aggregate(Count("pk")),
    "annotate": lambda asked: asked.annotate(Count("pk")),
    "explain": lambda asked: asked.explain(),
    "raw": lambda asked: asked.raw("SELECT * FROM complaints_complaint"),
    "update": lambda asked: asked.update(cycle=2),
    "get_or_create": lambda asked: asked.get_or_create(etag="1"),
    "create": lambda asked: asked.create(etag="1"),
    "union": lambda asked: asked.union(everyone.unscoped("test")),
}


@pytest.mark.parametrize("way", ASKED)
def test_a_query_that_says_on_nobodys_behalf_is_refused(world, way):
    world.complaint()
    with pytest.raises(Unscoped):
        ASKED[way](everyone)


@pytest.mark.parametrize("way", set(ASKED) - {"get_or_create", "create"})
def test_the_same_query_on_somebodys_behalf_is_answered(world, way):
    world.complaint()
    ASKED[way](everyone.unscoped("test"))


def see(world, complaint) -> set[str]:
    """Return the people of the cast for whom the complaint exists."""
    officers = {name: person for name, person in world.people.items() if person.posting}
    return {
        name
        for name, person in officers.items()
        if Complaint.objects.visible_to(person.actor).filter(pk=complaint.pk).exists()
    }


CPO = {"imran", "nadia", "zara", "asad"}
DISTRICT = {"usman", "salma"}
CIRCLE = {"dania", "bilal", "hina"}
STATION = {"kamran", "latif"}


def test_before_marking_it_is_the_districts(world):
    assert see(world, world.complaint(station="gulberg")) == CPO | DISTRICT


def test_sight_follows_the_office_and_everything_above_it(world):
    complaint = world.complaint(station="gulberg")
    world.salma.marks(complaint, to=world.latif, at="09:10")
    assert see(world, complaint) == CPO | DISTRICT | {"farah"} | CIRCLE | STATION
    world.farah.does("re_mark", complaint, "10:00", to=world.dania)
    assert see(world, complaint) == CPO | DISTRICT | {"farah"} | CIRCLE


def test_another_districts_complaint_does_not_exist_here(world):
    complaint = world.complaint(district="multan")
    assert see(world, complaint) == CPO | {"rashid", "sana"}


def test_a_conduct_complaint_is_hidden_from_everybody_at_its_station_even_if_it_lands_there(world):
    complaint = world.complaint("financial_crime", station="gulberg")
    world.salma.marks(complaint, to=world.latif, at="09:10")
    Exclusion.objects.create(complaint=complaint, office=world.office("gulberg"), ground="place", since=clock("09:15"))
    assert not see(world, complaint) & STATION
    for officer in (world.kamran, world.latif):
        assert facts.capacities_of(officer.actor, complaint, at=clock("09:20")) == frozenset()
        with pytest.raises(NotPermitted):
            make_move(complaint_id=complaint.pk, name="try_contact", by=officer.actor, at=clock("09:20"), words="Rang.")


def test_a_clerk_sees_what_their_office_has_but_nothing_confidential(world):
    plain, confidential = world.complaint("threats"), world.complaint("gender_harassment")
    for complaint in (plain, confidential):
        world.salma.marks(complaint, to=world.dania, at="09:10")
    assert "hina" in see(world, plain)
    assert "hina" not in see(world, confidential)


def test_nobody_and_administrators_see_nothing(world):
    complaint = world.complaint()
    assert not Complaint.objects.visible_to(None).exists()
    assert world.omar.actor.role is Role.ADMINISTRATOR
    assert "omar" not in see(world, complaint)


@pytest.mark.slow
def test_no_capacity_outlives_sight(world):
    """Every actor who has a capacity for a complaint also sees it."""
    complaint = world.in_inquiry(station="gulberg")
    for name, person in world.people.items():
        if person.posting and facts.capacities_of(person.actor, complaint, at=clock("10:00")):
            assert name in see(world, complaint)
