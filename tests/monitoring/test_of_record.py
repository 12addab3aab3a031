"""A breach is recorded against the holder at the deadline, however late the sweep runs."""

import pytest
from django.db import transaction

from accounts.models import Posting
from accounts.rules.roles import Role
from accounts.services.leave_arrangement import arrange_leave
from accounts.services.postings import end_posting
from complaints.services.exclusion.officer_naming import name_officer
from notifications.models import Message
from reviews.models import Review
from sla.models import Breach
from sla.services.sweeping import sweep
from tests.factories import PostingFactory
from tests.world import clock


def held_by_bilal(world):
    """Return a complaint of Bilal with a contact due at 17:00. No sweep runs until the test starts one."""
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=world.bilal, at="09:20")
    return complaint


def passed_on(world, at):
    world.farah.does("re_mark", held_by_bilal(world), at, to=world.dania)


def ended(world, at):
    held_by_bilal(world)
    end_posting(posting=world.bilal.posting, by=None, at=clock(at))


def ended_by_itself(world, at):
    """The end of the posting was set beforehand; the job that hands over its complaints has not run yet."""
    held_by_bilal(world)
    Posting.objects.filter(pk=world.bilal.posting.pk).update(ends_at=clock(at))


def went_on_leave(world, at):
    held_by_bilal(world)
    span = {"starts_at": clock(at), "ends_at": clock("+3d 09:00")}
    arrange_leave(posting=world.bilal.posting, cover=world.kamran.posting, by=None, at=clock(at), **span)


def cells_head_changed(world, at):
    """The complaint is not marked: it is with Lahore's cell."""
    world.complaint("financial_crime", "09:00")
    end_posting(posting=world.usman.posting, by=None, at=clock(at))
    PostingFactory(
        officer=world.farah.officer,
        office=world.office("lahore"),
        role=Role.SUPERVISOR,
        is_head=True,
        starts_at=clock(at),
    )


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize(
    ("happens", "before", "then"),
    [
        (passed_on, "dania", "bilal"),
        (ended, "dania", "bilal"),
        (ended_by_itself, "dania", "bilal"),
        (went_on_leave, "kamran", "bilal"),
        (cells_head_changed, "farah", "usman"),
    ],
)
def test_a_delay_is_of_whoever_had_it_when_it_ran_out_not_of_whoever_has_it_when_the_sweep_comes(
    world, happens, before, then
):
    for at, whose in (("16:59", before), ("17:00", before), ("17:01", then), ("18:30", then)):
        with transaction.atomic():
            happens(world, at)
            sweep(at=clock("19:00"))
            breach = Breach.objects.get(level=0)
            assert (breach.due_at, breach.officer) == (clock("17:00"), world.people[whose].officer), at
            assert Review.objects.get().officer == breach.officer
            transaction.set_rollback(True)


def test_whoever_is_told_of_it_is_who_sits_above_now(world):
    held_by_bilal(world)
    end_posting(posting=world.dania.posting, by=None, at=clock("17:30"))
    successor = PostingFactory(
        office=world.office("gulberg_circle"), role=Role.SUPERVISOR, is_head=True, starts_at=clock("17:30")
    )
    sweep(at=clock("18:00"))
    breach = Breach.objects.get()
    assert (breach.officer, breach.told) == (world.bilal.officer, successor)


def test_whoever_had_it_and_was_named_since_is_held_to_nothing_and_hears_nothing_of_it(world):
    complaint = held_by_bilal(world)
    said = {"officer_id": world.bilal.officer.pk, "why": "So she says.", "at": clock("17:30")}
    name_officer(complaint_id=complaint.pk, by=world.salma.actor, **said)
    sweep(at=clock("18:00"))
    breach = Breach.objects.get()
    assert (breach.due_at, breach.officer) == (clock("17:00"), world.dania.officer)
    told = Message.objects.filter(recipient=f"posting:{world.bilal.posting.pk}", template="breached")
    assert not told.exists()
