"""A week of work for tests of the boards, and a helper that follows links."""

from django.test import Client
from django.urls import reverse

from sla.services.sweeping import sweep
from tests.signing_in import sign_in
from tests.world import World, build, clock

NOW = clock("+4d 12:00")


def week_of_work() -> World:
    """Create complaints in Lahore, Multan and elsewhere: in every status, some late, more than one page of them."""
    world = build()
    for n in range(28):
        complaint = world.complaint("financial_crime", f"09:{n:02}", station="gulberg" if n % 2 else "")
        if n % 4:
            world.salma.marks(complaint, to=world.bilal if n % 3 else world.latif, at="09:50")
    for _ in range(3):
        world.complaint("property_crime", "10:00", district="multan")
        world.complaint("property_crime", "+4d 09:00", district="sialkot")
    asked = world.in_inquiry()
    world.bilal.asks(asked, "11:00")
    reported = world.in_inquiry()
    world.bilal.reports(reported, "+1d 09:00")
    settled = world.in_inquiry()
    world.bilal.reports(settled, "+1d 09:00")
    world.salma.does("verify", settled, "+1d 10:00", verdict="satisfied")
    world.farah.does("accept", settled, "+1d 11:00")
    closed = world.in_inquiry()
    world.bilal.reports(closed, "+1d 09:00")
    world.salma.does("verify", closed, "+1d 10:00", verdict="satisfied")
    world.farah.does("accept", closed, "+1d 11:00")
    world.ayesha.does("close", closed, "+2d 09:00")
    world.complaint("misbehaviour", "+2d 09:00", station="gulberg")
    sweep(at=NOW)
    return world


def signed_in(world: World, name: str) -> Client:
    return sign_in(Client(), world.people[name].officer)


def rows_behind(client: Client, address: str) -> int:
    """Return how many complaints a link leads to, over all pages. The htmx fragment contains only the list."""
    base, total = reverse("desk:office"), 0
    while address:
        response = client.get(address, headers={"HX-Request": "true"})
        assert response.status_code == 200
        total += len(response.context["rows"])
        address = response.context["next_url"]
        address = f"{base}{address}" if address else ""
    return total
