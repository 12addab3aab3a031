"""Acting for a head on leave: which officers may, when, and in which capacity they then act."""

import pytest
import time_machine
from django.test import Client

from accounts.acting_head import find_acting_heads
from accounts.actors import Actor
from accounts.models import Leave
from accounts.queries.officer_postings import current_postings
from accounts.rules.office_tree import OfficeKind
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services.leave_arrangement import arrange_leave, end_leave
from accounts.services.postings import end_posting
from accounts.services.staff_refusals import StaffChangeRefused
from tests.factories import OfficerFactory, PostingFactory
from tests.signing_in import for_days, sign_in
from tests.world import Person, clock

NINE, NOON, NEXT = clock("09:00"), clock("12:00"), clock("+1d 12:00")
CHOOSE = "/desk/posting/"


@pytest.fixture
def yasmin(world):
    """A DSP of Garden Town's station, in the same circle as Gulberg's."""
    officer = OfficerFactory(name_en="Yasmin", name_ur="یاسمین", rank=Rank.DSP)
    garden_town = world.office("garden_town")
    posting = PostingFactory(officer=officer, office=garden_town, role=Role.INQUIRY_OFFICER)
    world.people["yasmin"] = Person("yasmin", posting)
    return world.yasmin


@pytest.fixture
def leave(world, yasmin):
    """Dania, who heads the circle, is on leave from noon to noon; Yasmin acts for her."""
    people = {"posting": world.dania.posting, "cover": yasmin.posting, "by": world.farah.actor}
    return arrange_leave(**people, starts_at=NOON, ends_at=NEXT, at=NINE)


def seats_of(person, at):
    return find_acting_heads(current_postings(person.officer, at=at), at=at)


def test_the_seat_is_there_while_the_leave_lasts_and_no_second_longer(world, yasmin, leave):
    assert [one.head_posting for one in seats_of(yasmin, NOON)] == [world.dania.posting]
    for outside in (clock("11:59"), NEXT):
        assert seats_of(yasmin, outside) == []


def test_a_seat_costs_one_query_and_its_absence_none(world, yasmin, leave, django_assert_num_queries):
    yasmins, bilals = (current_postings(who.officer, at=NOON) for who in (yasmin, world.bilal))
    with django_assert_num_queries(1):
        seat = find_acting_heads(yasmins, at=NOON)[0]
        assert (seat.post, seat.office.name, Actor.of(seat).name) == (
            "acting for SDPO",
            "Gulberg Circle",
            "Yasmin",
        )
    with django_assert_num_queries(0):
        assert find_acting_heads(bilals, at=NOON) == []


def test_who_acts_there_is_the_cover_and_where_is_the_heads(world, yasmin, leave):
    actor = Actor.of(seats_of(yasmin, NOON)[0])
    assert (actor.officer_id, actor.posting_id, actor.rank) == (yasmin.officer.pk, yasmin.posting.pk, Rank.DSP)
    assert (actor.office_id, actor.office_kind) == (world.dania.posting.office_id, OfficeKind.CIRCLE)
    assert (actor.role, actor.is_head) == (Role.SUPERVISOR, True)
    assert actor.officers == {yasmin.officer.pk, world.dania.officer.pk}
    assert actor.paths == (world.dania.posting.office.path, yasmin.posting.office.path)
    assert actor.postings == {yasmin.posting.pk, world.dania.posting.pk}


def test_who_covers_somebody_that_heads_nothing_has_no_seat(world):
    people = {"posting": world.bilal.posting, "cover": world.kamran.posting, "by": world.farah.actor}
    arrange_leave(**people, starts_at=NOON, ends_at=NEXT, at=NINE)
    assert current_postings(world.kamran.officer, at=NOON)[0].covers
    assert seats_of(world.kamran, NOON) == []


def test_a_head_whose_posting_ends_leaves_no_seat(world, yasmin, leave):
    end_posting(posting=world.dania.posting, by=None, at=clock("13:00"))
    assert seats_of(yasmin, clock("12:59"))
    assert not seats_of(yasmin, clock("13:00"))


def test_whoever_sits_there_arranges_neither_leave_of_the_two(world, yasmin, leave):
    sitting = Actor.of(seats_of(yasmin, NOON)[0])
    with pytest.raises(StaffChangeRefused, match="You cannot end this leave"):
        end_leave(leave=leave, by=sitting, at=clock("13:00"))
    days = {"starts_at": NEXT, "ends_at": clock("+3d 12:00")}
    for whose in (world.dania.posting, yasmin.posting):
        with pytest.raises(StaffChangeRefused, match="You cannot arrange your own leave"):
            arrange_leave(posting=whose, cover=world.bilal.posting, **days, by=sitting, at=NOON)
    other = arrange_leave(
        posting=world.latif.posting, cover=world.bilal.posting, starts_at=NOON, ends_at=NEXT, by=sitting, at=NOON
    )
    assert other.set_by == yasmin.officer


def test_the_head_of_the_cpo_is_covered_from_within_it(world):
    """Matters that bypass the districts, reports of pressure above all, would otherwise be read in one of them."""
    deputy = PostingFactory(officer=OfficerFactory(rank=Rank.DIG), office=world.office("punjab"), role=Role.SUPERVISOR)
    asked = {"posting": world.imran.posting, "starts_at": NOON, "ends_at": NEXT, "by": None, "at": NINE}
    with pytest.raises(
        StaffChangeRefused, match="Only an officer posted at the Central Police Office can act for its head"
    ):
        arrange_leave(cover=world.rashid.posting, **asked)
    assert arrange_leave(cover=deputy, **asked) == Leave.objects.get()


@pytest.fixture
def browser(yasmin, settings, monkeypatch):
    settings.SESSION_COOKIE_AGE = 30 * 24 * 60 * 60
    for_days(monkeypatch)
    client = Client()
    with time_machine.travel(clock("00:30"), tick=False):
        sign_in(client, yasmin.officer)
    return client


def at_the_desk(client, at, *, takes=None, path=CHOOSE):
    with time_machine.travel(clock(at), tick=False):
        return client.post(CHOOSE, {"posting": takes.pk}) if takes else client.get(path)


@pytest.mark.slow
def test_the_seat_is_chosen_like_a_posting_and_left_with_the_leave(world, browser, leave):
    place = world.dania.posting
    assert at_the_desk(browser, "11:59", takes=place).status_code == 400
    shown = at_the_desk(browser, "12:00", path="/desk/").content.decode()
    assert "SDPO, Gulberg Circle, is on leave: you are acting for them" in shown
    assert "Switch to this posting" in shown
    assert at_the_desk(browser, "12:01").wsgi_request.actor.head_on_leave is None
    assert at_the_desk(browser, "12:02", takes=place).status_code == 302
    sitting = at_the_desk(browser, "12:03", path="/desk/")
    assert sitting.wsgi_request.actor.head_on_leave.posting_id == place.pk
    assert "You are acting for SDPO, Gulberg Circle" in sitting.content.decode()
    assert "acting for SDPO · Gulberg Circle" in " ".join(sitting.content.decode().split())
    assert at_the_desk(browser, "+1d 11:59").wsgi_request.actor.head_on_leave is not None
    assert at_the_desk(browser, "+1d 12:00").wsgi_request.actor == world.yasmin.actor


def test_a_leave_that_ends_early_ends_the_seat_in_that_second(world, browser, leave):
    at_the_desk(browser, "12:02", takes=world.dania.posting)
    end_leave(leave=leave, by=world.dania.actor, at=clock("13:00"))
    assert at_the_desk(browser, "12:59").wsgi_request.actor.head_on_leave is not None
    assert at_the_desk(browser, "13:00").wsgi_request.actor.head_on_leave is None
    assert at_the_desk(browser, "13:01", takes=world.dania.posting).status_code == 400


def test_in_urdu(world, browser, leave):
    at_the_desk(browser, "12:02", takes=world.dania.posting)
    shown = at_the_desk(browser, "12:03", path="/ur/desk/").content.decode()
    assert "acting for" not in shown.lower()
    assert "گلبرگ سرکل" in shown
