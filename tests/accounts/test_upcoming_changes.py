"""Scheduled starts, ends and transfers of postings: what the administrator is shown, cancels, and what happens then."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Posting, StaffAct
from accounts.models.staff_act import StaffActKind
from accounts.queries.officer_postings import current_postings
from accounts.rules.roles import Role
from accounts.rules.upcoming_changes import head_who_takes_over, list_changes
from complaints.models import Complaint, Custody
from complaints.services.staff_changes import vacated_postings
from complaints.services.staff_changes.vacated_postings import pass_on_from_expired_postings
from ledger.service_exceptions import RowsFailed
from tests.factories import OfficerFactory, PostingFactory
from tests.signing_in import sign_in
from tests.world import DAY, Person, clock

LIST = "/desk/admin/accounts/posting/upcoming/"
IN_TWO_DAYS = {"end_at_0": "2026-11-25", "end_at_1": "12:00"}
THEN = "+2d 12:00"


@pytest.fixture
def omar(world):
    with time_machine.travel(clock("08:59"), tick=False):
        return sign_in(Client(), world.omar.officer)


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel(clock("09:00"), tick=False):
        yield


def form_of(posting) -> str:
    return f"/desk/admin/accounts/posting/{posting.pk}/change/"


def shown(client) -> str:
    answer = client.get(LIST)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_nothing_is_scheduled(omar):
    assert "Nothing is scheduled." in shown(omar)


# --- the scheduled transfer ------------------------------------------------------------------------------------------


def transferred(world, omar) -> Posting:
    """Latif goes from Gulberg to Garden Town on Wednesday at noon."""
    given_form = IN_TWO_DAYS | {"to": world.office("garden_town").pk}
    assert omar.post(form_of(world.latif.posting), given_form).status_code == 302
    world.latif.posting.refresh_from_db()
    return Posting.objects.get(officer=world.latif.officer, office__code="garden_town")


def test_a_transfer_is_scheduled_and_until_then_nothing_changes(world, omar):
    new = transferred(world, omar)
    assert (world.latif.posting.ends_at, new.starts_at, new.role) == (clock(THEN), clock(THEN), Role.INQUIRY_OFFICER)
    assert [post.pk for post in current_postings(world.latif.officer, at=clock("+2d 11:59"))] == [
        world.latif.posting.pk
    ]
    assert [post.pk for post in current_postings(world.latif.officer, at=clock(THEN))] == [new.pk]
    html = shown(omar)
    for said in (
        "25 November 2026, 12:00",
        "Sub-Inspector Latif",
        "Gulberg Police Station",
        "Garden Town Police Station",
    ):
        assert said in html
    assert "Inspector Kamran, SHO, Gulberg Police Station" in html


def test_in_that_second_the_head_of_the_office_has_what_the_officer_still_holds(world, omar):
    transferred(world, omar)
    complaint = world.complaint("financial_crime", "09:00", station="gulberg")
    world.salma.marks(complaint, to=world.latif, at="10:00")
    assert Complaint.objects.visible_to(world.latif.actor).filter(pk=complaint.pk).exists()
    assert [pass_on_from_expired_postings(at=clock(at)) for at in ("+2d 11:59", "+2d 12:03")] == [0, 1]
    last = Custody.objects.get(complaint=complaint, ended_at=None)
    assert (last.posting, last.started_at) == (world.kamran.posting, clock(THEN))
    new = Posting.objects.with_people().get(officer=world.latif.officer, office__code="garden_town")
    assert not Complaint.objects.visible_to(Person("latif", new).actor).filter(pk=complaint.pk).exists()


def test_a_complaint_that_cannot_be_passed_on_does_not_hold_up_the_others(world, omar, monkeypatch, caplog):
    transferred(world, omar)
    failing, other = (world.complaint("financial_crime", "09:00", station="gulberg") for _ in range(2))
    for complaint in (failing, other):
        world.salma.marks(complaint, to=world.latif, at="10:00")
    lock = vacated_postings.lock_complaint

    def lock_complaint(complaint_id):
        if complaint_id == failing.pk:
            raise ValueError
        return lock(complaint_id)

    monkeypatch.setattr(vacated_postings, "lock_complaint", lock_complaint)
    with pytest.raises(RowsFailed):
        pass_on_from_expired_postings(at=clock("+2d 12:03"))
    assert Custody.objects.get(complaint=other, ended_at=None).posting == world.kamran.posting
    assert f"Complaint {failing.pk} of ended posting {world.latif.posting.pk} could not be passed on" in caplog.text
    monkeypatch.undo()
    pass_on_from_expired_postings(at=clock("+2d 12:04"))
    assert Custody.objects.get(complaint=failing, ended_at=None).posting == world.kamran.posting


def test_a_transfer_is_cancelled_as_a_whole(world, omar):
    new = transferred(world, omar)
    assert omar.post(LIST, {"posting": new.pk, "starts": "1", "ends": "1"}).status_code == 302
    world.latif.posting.refresh_from_db()
    new.refresh_from_db()
    assert (world.latif.posting.ends_at, new.ends_at) == (None, new.starts_at)
    html = shown(omar)
    assert "The change is cancelled." in html
    assert "Nothing is scheduled." in html
    kinds = set(StaffAct.objects.filter(officer=world.latif.officer).values_list("kind", flat=True))
    assert {StaffActKind.CALLED_OFF, StaffActKind.END_SET} <= kinds


def test_a_transfer_to_an_office_that_then_has_a_head_is_refused_and_ends_nothing(world, omar):
    PostingFactory(office=world.office("garden_town"), role=Role.SUPERVISOR, is_head=True)
    answer = omar.post(form_of(world.kamran.posting), IN_TWO_DAYS | {"to": world.office("garden_town").pk})
    assert "Somebody else heads this office" in answer.content.decode()
    world.kamran.posting.refresh_from_db()
    assert world.kamran.posting.ends_at is None


def test_a_transfer_into_the_past_is_refused(world, omar):
    given_form = {"end_at_0": "2026-11-22", "end_at_1": "12:00", "to": world.office("garden_town").pk}
    assert "at a time to come" in omar.post(form_of(world.latif.posting), given_form).content.decode()
    assert not Posting.objects.filter(officer=world.latif.officer, office__code="garden_town").exists()


# --- other changes, and their cancelling -----------------------------------------------------------------------------


def test_a_scheduled_end_says_who_takes_over_and_is_cancelled(world, omar):
    """Kamran heads the station, so the complaints go to the next head above: Dania."""
    omar.post(form_of(world.kamran.posting), IN_TWO_DAYS)
    assert "Dania, SDPO, Gulberg Circle" in shown(omar)
    omar.post(LIST, {"posting": world.kamran.posting.pk, "ends": "1"})
    world.kamran.posting.refresh_from_db()
    assert world.kamran.posting.ends_at is None


def test_the_next_head_who_begins_in_that_second_takes_over(world, omar):
    omar.post(form_of(world.kamran.posting), IN_TWO_DAYS)
    rida = OfficerFactory(name_en="Rida", rank="IP")
    PostingFactory(
        officer=rida, office=world.office("gulberg"), role=Role.SUPERVISOR, is_head=True, starts_at=clock(THEN)
    )
    assert "Rida, SHO, Gulberg Police Station" in shown(omar)


def test_a_posting_to_come_is_cancelled(world, omar):
    coming = PostingFactory(
        officer=OfficerFactory(name_en="Rida", rank="SI"), office=world.office("gulberg"),
        role=Role.INQUIRY_OFFICER, is_head=False, starts_at=clock(THEN),
    )  # fmt: skip
    assert "Rida" in shown(omar)
    omar.post(LIST, {"posting": coming.pk, "starts": "1"})
    assert "Rida" not in shown(omar)


def test_an_end_that_takes_two_administrators_to_remove_is_not_cancelled_by_one(world, omar):
    omar.post(form_of(world.nadia.posting), IN_TWO_DAYS)
    omar.post(LIST, {"posting": world.nadia.posting.pk, "ends": "1"})
    assert "This role needs two administrators." in shown(omar)
    world.nadia.posting.refresh_from_db()
    assert world.nadia.posting.ends_at == clock(THEN)


def test_what_has_happened_meanwhile_is_not_cancelled(world, omar):
    new = transferred(world, omar)
    with time_machine.travel(clock("+2d 12:05"), tick=False):
        omar = sign_in(Client(), world.omar.officer)
        omar.post(LIST, {"posting": new.pk, "starts": "1", "ends": "1"})
        assert "This posting has already begun. End it instead." in shown(omar)
    new.refresh_from_db()
    assert new.ends_at is None


@pytest.mark.parametrize("wrong", [{}, {"posting": "x", "ends": "1"}, {"posting": "9" * 30, "ends": "1"}])
def test_an_incomplete_request_changes_nothing(omar, wrong):
    omar.post(LIST, wrong)
    assert "This change is no longer scheduled." in shown(omar)


def test_the_list_of_postings_leads_there(omar):
    assert f'href="{LIST}"' in omar.get("/desk/admin/accounts/posting/").content.decode()


@pytest.mark.slow
def test_it_costs_the_same_for_one_change_and_for_many(world, omar, django_assert_max_num_queries):
    def cost() -> int:
        with django_assert_max_num_queries(20) as captured:
            omar.get(LIST)
        return len(captured)

    omar.post(form_of(world.latif.posting), IN_TWO_DAYS)
    omar.get(LIST)
    one = cost()
    for name in ("kamran", "bilal", "hina", "dania"):
        omar.post(form_of(world.people[name].posting), IN_TWO_DAYS)
    omar.get(LIST)  # it shows the messages of the forms, once
    assert cost() == one


# --- the rule --------------------------------------------------------------------------------------------------------


@dataclass
class Post:
    officer_id: int
    starts_at: datetime
    ends_at: datetime | None = None
    office: object = field(default=None, compare=False)


days = st.integers(-3, 5).map(lambda number: DAY + timedelta(days=number))
posts = st.builds(Post, st.integers(1, 3), days, st.none() | days).filter(
    lambda post: post.ends_at is None or post.ends_at > post.starts_at
)


@given(st.lists(posts, max_size=8))
def test_each_start_and_end_to_come_is_in_exactly_one_change(postings):
    changes = list_changes(postings, after=DAY)
    assert sorted(change.at for change in changes) == [change.at for change in changes]
    ends = [change.ending for change in changes if change.ending]
    starts = [change.starting for change in changes if change.starting]
    assert len(ends) == sum(post.ends_at is not None and post.ends_at > DAY for post in postings)
    assert len(starts) == sum(post.starts_at > DAY for post in postings)
    for change in changes:
        if change.ending and change.starting:
            assert change.ending.officer_id == change.starting.officer_id
            assert change.ending.ends_at == change.starting.starts_at == change.at


def test_without_a_head_anywhere_nobody_takes_over():
    @dataclass
    class Office:
        path: str

    ending = Post(1, DAY, DAY + timedelta(days=1), Office("punjab/lahore/"))
    assert head_who_takes_over(ending, []) is None
    gone = Post(2, DAY, DAY + timedelta(days=1), Office("punjab/lahore/"))
    assert head_who_takes_over(ending, [gone]) is None
    above = Post(3, DAY, None, Office("punjab/"))
    assert head_who_takes_over(ending, [gone, above]) is above
