"""The ground *reminders delivered or file opened* requires that one of them is on record for that delay."""

import json

import pytest

from desk.services import reading_log
from ledger.service_exceptions import Refused
from notifications.models import Message
from reviews.models import Dossier, Flag
from reviews.queries.review_decision_facts import supported_grounds_by_flag
from reviews.rules.decision_kinds import Decision, Ground
from sla.services.sweeping import sweep
from tests.monitoring.reviews.lives import decide, explained, flag_all, hired, review_of
from tests.monitoring.reviews.test_desk import address
from tests.world import clock

CENSURE, NOTICES = Decision.CENSURE, Ground.NOTICES_READ


@pytest.fixture
def noors_world(world):
    hired(world, "noor", "region_lahore")
    return world


def deliver(world, at: str) -> None:
    """Send all waiting messages to Bilal at that moment."""
    Message.objects.filter(recipient=f"posting:{world.bilal.posting.pk}", sent_at=None).update(
        sent_at=clock(at), channel="email"
    )


def marked(world, at: str, *, by="ayesha"):
    complaint = world.complaint("financial_crime", at, by=by)
    world.salma.marks(complaint, to=world.bilal, at=at)
    return complaint


def shown_for(complaint) -> frozenset[Ground]:
    flag = Flag.objects.get(breach__complaint=complaint, breach__clock="contact", review__officer__name_en="Bilal")
    return supported_grounds_by_flag(flag.review)[flag.pk]


@pytest.mark.parametrize(
    ("delivered_at", "opened_at", "is_on_record"),
    [
        (None, None, False),  # nothing was sent, and nobody opened the complaint
        ("10:00", None, True),
        (None, "10:00", True),
        ("17:00", None, False),  # the reminder was sent after the deadline
    ],
)
def test_a_notice_that_was_not_delivered_in_time_is_no_ground(noors_world, delivered_at, opened_at, is_on_record):
    """Bilal's contact is due at 17:00."""
    world = noors_world
    complaint = marked(world, "09:00")
    if opened_at:
        reading_log.record_reading(complaint, by=world.bilal.actor, at=clock(opened_at))
    if delivered_at:
        deliver(world, delivered_at)
    flag_all("17:01")
    review = explained(world)
    assert (NOTICES in shown_for(complaint)) is is_on_record
    if not is_on_record:
        with pytest.raises(Refused, match="ground_not_shown"):
            decide(review, CENSURE, by=world.noor, at="+9d 10:00", grounds=frozenset({NOTICES}))
        return
    decide(review, CENSURE, by=world.noor, at="+9d 10:00", grounds=frozenset({NOTICES}))
    assert review.decision == CENSURE


def test_a_notice_that_names_only_others_is_no_ground(noors_world):
    """The notice counts five complaints and names three others."""
    world = noors_world
    complaint = marked(world, "09:00")
    recipient = f"posting:{world.bilal.posting.pk}"
    Message.objects.filter(recipient=recipient).delete()
    Message.objects.create(
        recipient=recipient, template="reminder", created_at=clock("10:00"), not_before=clock("10:00"),
        sent_at=clock("10:00"), context={"count": 5, "etags": ["1", "2", "3"]},
    )  # fmt: skip
    flag_all("17:01")
    explained(world)
    assert NOTICES not in shown_for(complaint)


@pytest.mark.slow
def test_a_ground_counts_only_for_the_delays_for_which_it_is_on_record(noors_world, at_desk):
    """Bilal was reminded of one of two delays: the form shows it, and the ground counts only there."""
    world = noors_world
    reminded = marked(world, "09:00")
    deliver(world, "10:00")
    unaware = marked(world, "09:30", by="bashir")
    flag_all("17:31")
    review = explained(world)
    noor = at_desk(world.noor, "+9d 10:00")
    offered = dict(noor.get(address(review)).context["forms"]["decide"].fields["grounds"].choices)
    assert "on record for 1 of 2 flags" in offered["notices_read"]
    assert "on record" not in offered["time_held"]

    decide(review, CENSURE, by=world.noor, at="+9d 10:00", grounds=frozenset({NOTICES}))

    told = review.events.get(kind="decide").facts()["grounds_by_flag"]
    flags = {flag.breach.complaint_id: str(flag.pk) for flag in Flag.objects.filter(review=review)}
    assert told == {flags[reminded.pk]: ["notices_read"], flags[unaware.pk]: []}
    cards = noor.get(address(review)).content.decode().split('<section class="card" aria-labelledby="flag-')[1:]
    texts = {int(card.split('"')[0]): card for card in cards}
    assert "Reminders were delivered or the file was opened" in texts[int(flags[reminded.pk])]
    assert "The decision does not rest on this delay." in texts[int(flags[unaware.pk])]


def test_the_page_shows_whether_each_notice_was_delivered(noors_world, at_desk):
    world = noors_world
    marked(world, "09:00")
    deliver(world, "10:00")
    marked(world, "09:30", by="bashir")
    flag_all("17:31")
    html = at_desk(world.bilal, "+1d 10:00").get(address(review_of(world.bilal))).content.decode()
    delivered, not_delivered = html.split('aria-labelledby="flag-')[1:]
    assert "delivered 23 November 2026, 10:00" in delivered
    assert "not delivered" in not_delivered


def test_a_dossier_of_an_earlier_release_is_read_again(noors_world):
    """Its grounds include *notices* although none was delivered. It cannot be changed, but the body shows the truth."""
    world = noors_world
    complaint = marked(world, "09:00")
    sweep(at=clock("17:01"))
    flag = Flag.objects.get(breach__complaint=complaint, breach__clock="contact")
    notice = {"template": "reminder", "at": "2026-11-23T10:00:00Z", "sent_at": None, "channel": "", "count": 1}
    body = json.dumps({"breach": {"due_at": clock("17:00").isoformat()}, "views": [], "notices": [notice]})
    Dossier.objects.create(
        flag=flag, made_at=clock("17:02"), body=body, key_id="", mac=b"", grounds=["notices_read", "no_leave"]
    )
    Flag.objects.filter(pk=flag.pk).update(share=1.0)
    explained(world)
    assert shown_for(complaint) == {Ground.NO_LEAVE}
