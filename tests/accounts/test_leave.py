"""Leave: which officers may act for a head, when, and in which capacity."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.actors import Actor
from accounts.models import Leave
from accounts.notification_recipients import posting_address as reached
from accounts.queries.officer_postings import current_postings
from accounts.rules.acting_officers import highest_minimum_rank_met, may_cover
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services.leave_arrangement import arrange_leave, eligible_covers, end_leave
from accounts.services.postings import end_posting, schedule_end, transfer_officer
from accounts.services.staff_refusals import StaffChangeRefused
from complaints.models import Complaint
from complaints.rules.capacities import Capacity
from complaints.services import facts
from desk.queries.queue import my_queue_complaints
from ledger.service_exceptions import NotPermitted
from notifications.models import Message
from tests.factories import rewrite_rows
from tests.world import clock

NINE, NOON, EVENING, NEXT = clock("09:00"), clock("12:00"), clock("18:00"), clock("+1d 12:00")


def leave(world, holder="bilal", cover="dania", *, begins=NOON, ends=NEXT, by="farah", at=NINE) -> Leave:
    holder, cover = world.people[holder].posting, world.people[cover].posting
    actor = world.people[by].actor if by else None
    return arrange_leave(posting=holder, cover=cover, starts_at=begins, ends_at=ends, by=actor, at=at)


def acting(person, at) -> Actor:
    """Return the actor that the middleware finds for this person at that moment."""
    return Actor.of(current_postings(person.officer, at=at)[0])


def test_a_cover_acts_for_the_holder_while_the_leave_lasts_and_no_longer(world, django_assert_num_queries):
    leave(world)
    with django_assert_num_queries(2):  # the second one checks that the portal wrote the leave
        assert acting(world.dania, NOON).covers == {world.bilal.posting.pk}
    for outside in (clock("11:59"), NEXT):
        assert acting(world.dania, outside).covers == frozenset()
    assert acting(world.bilal, NOON).covers == frozenset()


def test_two_leaves_that_cross_take_the_postings_in_one_order(world):
    """Otherwise each would wait for the posting that the other has locked."""
    for holder, cover in (("bilal", "dania"), ("dania", "bilal")):
        with CaptureQueriesContext(connection) as asked, suppress(StaffChangeRefused):
            leave(world, holder=holder, cover=cover)
        locks = [one["sql"] for one in asked if "FOR NO KEY UPDATE" in one["sql"] and "accounts_posting" in one["sql"]]
        assert 'ORDER BY "accounts_posting"."id"' in locks[0]
        assert all(f"{world.people[name].posting.pk}" in locks[0] for name in (holder, cover))


def test_the_cover_may_do_what_the_holder_may_and_the_holder_still_can(world):
    complaint = world.in_inquiry("10:00")
    leave(world)
    assert Capacity.HOLDER in facts.capacities_of(acting(world.dania, NOON), complaint, at=NOON)
    assert Capacity.HOLDER not in facts.capacities_of(acting(world.dania, NINE), complaint, at=NINE)
    assert Capacity.HOLDER in facts.capacities_of(acting(world.bilal, NOON), complaint, at=NOON)
    world.people["dania"].posting = current_postings(world.dania.officer, at=NOON)[0]
    assert world.dania.asks(complaint, "12:30").posting == world.dania.posting


def test_a_cover_of_another_office_sees_what_they_cover_and_may_do_that_alone(world):
    held, other = world.in_inquiry("10:00"), world.complaint("financial_crime")
    world.salma.marks(other, to=world.dania, at="09:10")
    leave(world, cover="kamran")
    before, during = acting(world.kamran, NINE), acting(world.kamran, NOON)
    assert not Complaint.objects.visible_to(before).exists()
    assert list(Complaint.objects.visible_to(during)) == [held]
    assert facts.capacities_of(during, held, at=NOON) == {Capacity.HOLDER}
    assert facts.capacities_of(during, other, at=NOON) == frozenset()
    assert list(my_queue_complaints(during, at=NOON)) == [held]


def test_the_accused_never_comes_to_a_complaint_as_its_cover(world):
    complaint = world.complaint("bribe_demand", station="gulberg")
    world.nadia.marks(complaint, to=world.dania, at="09:10")
    Leave.objects.create(
        posting=world.dania.posting, cover=world.kamran.posting, starts_at=NOON, ends_at=NEXT, set_at=NINE
    )
    during = acting(world.kamran, NOON)
    assert not Complaint.objects.visible_to(during).exists()
    assert facts.capacities_of(during, complaint, at=NOON) == frozenset()


def test_who_is_no_cover_may_not_report(world):
    complaint = world.in_inquiry("10:00")
    with pytest.raises(NotPermitted):
        world.dania.reports(complaint, "12:30")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"by": "dania", "holder": "dania", "cover": "farah"}, "You cannot arrange your own leave."),
        ({"by": "kamran"}, "Both officers must be posted at your office or below it."),
        ({"cover": "rashid"}, "Both officers must be posted at your office or below it."),
        ({"cover": "bilal"}, "An officer cannot cover their own leave."),
        ({"begins": clock("08:59")}, "Leave cannot start in the past."),
        ({"ends": NOON}, "must end after it begins"),
        ({"ends": NOON + timedelta(days=400)}, "The leave must end after it begins and within a year."),
        ({"cover": "hina"}, "role or rank does not allow"),
        ({"holder": "dania", "cover": "bilal"}, "role or rank does not allow"),
    ],
)
def test_what_is_refused_says_why_and_leaves_nothing(world, asked, said):
    with pytest.raises(StaffChangeRefused, match=said):
        leave(world, **asked)
    assert not Leave.objects.exists()


def test_one_cover_at_a_time(world):
    leave(world)
    with pytest.raises(StaffChangeRefused, match="Another leave of this posting overlaps"):
        leave(world, cover="kamran", begins=EVENING, ends=NEXT + timedelta(days=2))
    leave(world, cover="kamran", begins=NEXT, ends=NEXT + timedelta(days=2))
    with pytest.raises(IntegrityError, match="leave_one_cover_at_a_time"), transaction.atomic():
        rewrite_rows(Leave.objects.all(), starts_at=NOON)
    with pytest.raises(IntegrityError, match="leave_is_not_covered_by_oneself"), transaction.atomic():
        rewrite_rows(Leave.objects.all(), cover=world.bilal.posting)


def test_who_is_on_leave_covers_nobody_then(world):
    leave(world)
    with pytest.raises(StaffChangeRefused, match="This officer is on leave at that time"):
        leave(world, holder="latif", cover="bilal", begins=EVENING)


def test_who_acts_for_a_colleague_goes_on_leave_only_on_other_days(world):
    """Nobody would act for the colleague on the days on which the acting officer is away too."""
    covered = leave(world, cover="kamran", begins=NOON, ends=clock("+4d 00:00"))
    message = (
        "Inspector Kamran acts for Inspector Bilal from 23 November 2026 to 26 November 2026. First end that leave "
        "and enter it again with another acting officer, or choose other days."
    )
    for begins, ends in ((NINE, EVENING), (NEXT, clock("+9d 00:00")), (clock("+3d 23:59"), clock("+9d 00:00"))):
        with pytest.raises(StaffChangeRefused) as refused:
            leave(world, holder="kamran", cover="dania", begins=begins, ends=ends)
        assert str(refused.value) == message
    with translation.override("ur"), pytest.raises(StaffChangeRefused, match="23 نومبر 2026 سے 26 نومبر 2026 تک"):
        leave(world, holder="kamran", cover="dania", begins=NOON, ends=NEXT)
    leave(world, holder="kamran", cover="dania", begins=NINE, ends=NOON)
    leave(world, holder="kamran", cover="dania", begins=covered.ends_at, ends=clock("+9d 00:00"))
    end_leave(leave=covered, by=world.farah.actor, at=clock("11:00"))
    leave(world, holder="kamran", cover="dania", begins=NOON, ends=NEXT)


def test_a_leave_is_ended_early_or_called_off_once(world):
    begun, to_come = leave(world), leave(world, holder="latif", begins=EVENING)
    end_leave(leave=begun, by=world.farah.actor, at=clock("13:00"))
    end_leave(leave=to_come, by=world.farah.actor, at=clock("13:00"))
    assert acting(world.dania, clock("13:00")).covers == frozenset()
    assert acting(world.dania, EVENING).covers == frozenset()
    with pytest.raises(StaffChangeRefused, match="This leave has already ended"):
        end_leave(leave=begun, by=world.farah.actor, at=clock("14:00"))
    with pytest.raises(StaffChangeRefused, match="You cannot end this leave"):
        end_leave(leave=leave(world, begins=EVENING), by=world.rashid.actor, at=clock("14:00"))


def test_whoever_comes_back_ends_their_own_leave(world):
    assert end_leave(leave=leave(world), by=world.bilal.actor, at=EVENING).ends_at == EVENING


def test_a_posting_that_ends_takes_its_leaves_with_it(world):
    leave(world)
    leave(world, holder="latif", begins=EVENING)
    end_posting(posting=world.dania.posting, by=None, at=clock("13:00"))
    assert sorted(Leave.objects.values_list("starts_at", "ends_at")) == [(NOON, clock("13:00")), (EVENING, EVENING)]


def test_a_leave_cannot_last_longer_than_the_acting_officers_posting(world):
    schedule_end(posting=world.dania.posting, ends_at=clock("+2d 12:00"), by=None, at=NINE)
    with pytest.raises(StaffChangeRefused, match="The acting officer's posting ends on 25 November 2026"):
        leave(world, ends=clock("+2d 12:01"))
    assert leave(world, ends=clock("+2d 12:00")).cover == world.dania.posting


def set_the_end(world, name, ends_at):
    schedule_end(posting=world.people[name].posting, ends_at=ends_at, by=None, at=NINE)


def set_a_transfer(world, name, starts_at):
    posting, to = world.people[name].posting, world.office("garden_town")
    transfer_officer(posting=posting, to=to, is_head=False, by=None, at=NINE, starts_at=starts_at)


@pytest.mark.parametrize("set_an_end", [set_the_end, set_a_transfer])
def test_a_posting_whose_end_is_set_takes_its_leaves_with_it(world, set_an_end):
    leave(world)
    leave(world, holder="latif", begins=EVENING)
    set_an_end(world, "dania", NEXT)  # no leave lasts longer
    assert set(Leave.objects.values_list("ends_at", flat=True)) == {NEXT}
    set_the_end(world, "dania", clock("13:00"))
    assert sorted(Leave.objects.values_list("starts_at", "ends_at")) == [(NOON, clock("13:00")), (EVENING, EVENING)]
    assert acting(world.dania, clock("12:59")).covers == {world.bilal.posting.pk}
    assert [current_postings(world.bilal.officer, at=clock(at))[0].away_until for at in ("12:59", "13:00")] == [
        clock("13:00"), None,
    ]  # fmt: skip


@pytest.mark.parametrize("set_an_end", [set_the_end, set_a_transfer])
def test_the_leave_of_an_officer_ends_with_the_posting_too(world, set_an_end):
    leave(world)
    set_an_end(world, "bilal", EVENING)
    assert Leave.objects.get().ends_at == EVENING


def test_messages_for_the_holder_reach_the_cover_meanwhile(world):
    leave(world)
    pk = world.bilal.posting.pk
    assert [reached(pk, at).name for at in (NINE, NOON, NEXT)] == ["Bilal", "Dania", "Bilal"]


def test_the_cover_is_told(world):
    leave(world)
    message = Message.objects.get(template="leave_to_cover")
    assert message.recipient == f"posting:{world.dania.posting.pk}"


def test_only_the_able_are_offered(world):
    people = [world.people[name].posting for name in ("farah", "bilal", "hina", "kamran", "latif", "salma")]
    assert [one.officer.name_en for one in eligible_covers(world.dania.posting, people)] == ["Farah"]
    assert [one.officer.name_en for one in eligible_covers(world.latif.posting, people)] == ["Farah", "Bilal", "Kamran"]


@pytest.mark.parametrize(
    ("rank", "floor"), [(None, None), (Rank.HC, None), (Rank.SI, Rank.SI), (Rank.IP, Rank.SI), (Rank.ASP, Rank.DSP)]
)
def test_the_floor_that_a_rank_meets(rank, floor):
    assert highest_minimum_rank_met(rank) is floor


def test_an_operator_is_covered_by_an_operator_alone():
    assert may_cover(Role.COMPLAINT_OPERATOR, None, holder_role=Role.COMPLAINT_OPERATOR, holder_floor=None)
    assert not may_cover(Role.SUPERVISOR, Rank.DSP, holder_role=Role.COMPLAINT_OPERATOR, holder_floor=None)
    assert not may_cover(Role.CLERK, Rank.SI, holder_role=Role.INQUIRY_OFFICER, holder_floor=Rank.SI)
