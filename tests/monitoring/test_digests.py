"""The morning digest of a head: numbers that link to their rows, once a day."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.middleware import SESSION_KEY
from accounts.models import Officer, Posting
from accounts.services.leave_arrangement import arrange_leave
from demo.message_samples import Address, render_message
from ledger.service_exceptions import RowsFailed
from monitoring.queries import head_digest
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
    found = Message.objects.filter(template="digest", recipient=f"officer:{world.people[name].officer.pk}").first()
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
def test_during_leave_the_acting_head_gets_it_with_what_they_may_see(busy, monkeypatch):
    """Dania, who is named in one of yesterday's complaints, acts for Usman, who heads the district."""
    before = {one.name: one.number for one in load_digest_lines(busy.usman.posting, at=MORNING)}
    leave = {"starts_at": clock("+9d 07:00"), "ends_at": clock("+20d 09:00"), "by": None, "at": clock("+9d 07:00")}
    arrange_leave(posting=busy.usman.posting, cover=busy.dania.posting, **leave)
    send_digests(at=MORNING)
    digests = Message.objects.filter(template="digest", context__is_acting=True)
    for_usman = digests.get(recipient=f"officer:{busy.dania.officer.pk}").context
    assert for_usman["new"] == before["new"] - 1
    to_usman = Message.objects.filter(template="digest", recipient=f"officer:{busy.usman.officer.pk}")
    assert [one.context["is_acting"] for one in to_usman] == [False]  # the one for the region, which he heads too
    for_days(monkeypatch)
    with time_machine.travel(MORNING, tick=False):
        client = client_of(busy.dania.posting)
        assert rows_behind(client, for_usman["new_path"]) == for_usman["new"]


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
def test_one_that_fails_does_not_hold_up_the_others(busy, monkeypatch, caplog):
    first = busy.usman.posting

    def load(head, *, at):
        if head.pk == first.pk:
            raise ValueError
        return load_digest_lines(head, at=at)

    monkeypatch.setattr(head_digest, "load_digest_lines", load)
    with pytest.raises(RowsFailed):
        send_digests(at=MORNING)
    assert Message.objects.filter(template="digest").exists()
    assert f"The morning digest of posting {first.pk} could not be sent" in caplog.text
    monkeypatch.undo()
    assert send_digests(at=MORNING) == 1


@pytest.mark.slow
def test_an_outage_at_eight_is_made_up_for(busy):
    assert send_digests(at=MORNING + timedelta(hours=3)) > 1


def test_the_letter_has_a_line_and_a_way_for_each_number(busy):
    send_digests(at=MORNING)
    facts = digest_of(busy, "usman")
    text = render_message("digest", facts, address=Address(language="en")).text
    assert reverse("desk:office") + "?clock=overdue" in text
    assert f"{facts['new']} complaints came in yesterday" in text
