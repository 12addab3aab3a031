"""The morning digest of a head: numbers that link to their rows, once a day."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.middleware import SESSION_KEY
from accounts.models import Officer, Posting
from demo.message_samples import Address, render_message
from monitoring.queries.head_digest import current_heads, load_digest_lines
from monitoring.services.morning_digests import send_digests
from notifications.models import Message
from tests.factories import create_naming
from tests.monitoring.reviews.lives import explained, hired, late_complaint
from tests.monitoring.week import rows_behind
from tests.signing_in import for_days, sign_in
from tests.world import World, clock

MORNING = clock("+9d 08:00")
HEADS = ("usman", "dania", "kamran", "rashid", "imran")


@pytest.fixture
def busy(world) -> World:
    """Create an overdue complaint, one due today, two of yesterday (one names Dania), and Bilal's explanation."""
    hired(world, "noor", "region_lahore")
    late_complaint(world)
    explained(world)
    yesterday = [world.complaint("financial_crime", clock(f"+8d {hour}")) for hour in ("10:00", "23:30")]
    create_naming(
        complaint=yesterday[0],
        officer=world.dania.officer,
        source="cell",
        named_at=clock("+8d 11:00"),
        by=world.salma.posting,
        why="In the letter.",
    )
    world.complaint("property_crime", clock("+9d 07:00"))
    return world


def client_of(posting: Posting) -> Client:
    client = sign_in(Client(), Officer.objects.get(pk=posting.officer_id))
    session = client.session
    session[SESSION_KEY] = posting.choice
    session.save()
    return client


def digest_of(world: World, name: str) -> dict | None:
    found = Message.objects.filter(template="digest", recipient=f"posting:{world.people[name].posting.pk}").first()
    return found and found.context


@pytest.mark.slow
def test_behind_each_number_stand_just_its_rows(busy, monkeypatch):
    for_days(monkeypatch)
    seen = set()
    with time_machine.travel(MORNING, tick=False):
        for posting in current_heads(at=MORNING):
            client = client_of(posting)
            for line in load_digest_lines(posting, at=MORNING):
                if line.name == "reviews":
                    assert len(client.get(line.path).context["rows"]) == line.number
                else:
                    assert rows_behind(client, line.path) == line.number, (posting, line)
                seen.add(line.name)
    assert seen == {"overdue", "day", "new", "reviews"}


@pytest.mark.slow
def test_who_is_named_is_not_told_of_it(busy):
    new = {
        name: {one.name: one.number for one in load_digest_lines(busy.people[name].posting, at=MORNING)}.get("new", 0)
        for name in HEADS
    }
    assert new["usman"] == 2
    assert new["dania"] < new["usman"]


@pytest.mark.slow
def test_it_goes_out_once_a_day_at_eight_or_later_and_only_where_something_waits(busy):
    assert send_digests(at=MORNING - timedelta(minutes=1)) == 0
    first = send_digests(at=MORNING)
    assert first == Message.objects.filter(template="digest").count() > 1
    assert send_digests(at=MORNING + timedelta(hours=2)) == 0
    assert digest_of(busy, "rashid") is None  # nothing came in at Multan
    facts = digest_of(busy, "usman")
    assert facts["via"] == "email"
    assert facts["overdue"] >= 1
    assert send_digests(at=MORNING + timedelta(days=1)) > 0


@pytest.mark.slow
def test_an_outage_at_eight_is_made_up_for(busy):
    assert send_digests(at=MORNING + timedelta(hours=3)) > 1


def test_the_letter_has_a_line_and_a_way_for_each_number(busy):
    send_digests(at=MORNING)
    facts = digest_of(busy, "usman")
    text = render_message("digest", facts, address=Address(language="en")).text
    assert reverse("desk:office") + "?clock=overdue" in text
    assert f"{facts['new']} complaints came in yesterday" in text
