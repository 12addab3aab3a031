"""Acting heads: what they see and decide in the place of a head on leave, what they do not, and how it is recorded.

Dania, who heads Gulberg's circle, is on leave from noon to the next noon. Yasmin, a DSP of Garden Town's station, acts
for her.
"""

import json

import pytest

from accounts.acting_head import find_acting_heads
from accounts.actors import Actor
from accounts.models import Leave
from accounts.queries.officer_postings import current_postings
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services.leave_arrangement import arrange_leave
from citizen.complaint_page.citizen_timeline import citizen_timeline_entries
from citizen.queries.own_complaint import load_own_complaint
from complaints.models import Complaint, Reading
from complaints.queries.custody_ledger import credited_periods, load_custody_periods
from complaints.queries.reports_awaiting_decision import reports_to_decide
from complaints.rules.capacities import Capacity
from complaints.rules.refusals import Refusal
from complaints.services import facts, orders
from complaints.services.exclusion import officer_naming
from complaints.services.moves import make_move
from desk.queries.queue import my_queue_complaints
from ledger.service_exceptions import NotPermitted, Refused
from reviews.models import Flag
from sla.models import Breach
from sla.queries.escalations import escalated_complaints
from sla.services.sweeping import sweep
from tests.complaints.verifying import found
from tests.desk.conftest import DESK, forms, offered
from tests.factories import OfficerFactory, PostingFactory, rewrite_rows
from tests.world import Person, clock

NOON, NEXT = clock("12:00"), clock("+1d 12:00")


@pytest.fixture(autouse=True)
def yasmin(world):
    officer = OfficerFactory(name_en="Yasmin", name_ur="یاسمین", rank=Rank.DSP)
    posting = PostingFactory(officer=officer, office=world.office("garden_town"), role=Role.INQUIRY_OFFICER)
    world.people["yasmin"] = Person("yasmin", posting)
    people = {"posting": world.dania.posting, "cover": posting, "by": world.farah.actor}
    arrange_leave(**people, starts_at=NOON, ends_at=NEXT, at=clock("09:00"))
    return world.yasmin


def seated(world, at="12:30", name="yasmin") -> Actor:
    """Return the acting officer's actor in the head's place."""
    person = world.people[name]
    return Actor.of(find_acting_heads(current_postings(person.officer, at=clock(at)), at=clock(at))[0])


def does(world, move, complaint, at="12:30", by=None, **more):
    who, words = by or seated(world, at), "In so many words."
    event = make_move(complaint_id=complaint.pk, name=move, by=who, at=clock(at), words=words, **more)
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    return event


@pytest.fixture
def takes_the_seat(world, seat):
    """Yasmin at the desk, acting as head for Dania since 12:05."""

    def sit():
        desk = seat(world.yasmin)
        assert desk.sends("/desk/posting/", "12:05", posting=world.dania.posting.pk).status_code == 302
        return desk

    return sit


def at_the_station(world, holder="latif", **answers):
    return world.in_inquiry("10:00", holder=holder, station="gulberg", **answers)


def reported(world, holder="latif"):
    """Latif's report, which the head of his circle decides."""
    complaint = at_the_station(world, holder)
    world.people[holder].reports(complaint, "11:00")
    return complaint


def may(world, complaint, at="12:30") -> frozenset[Capacity]:
    return facts.capacities_of(seated(world, at), complaint, at=clock(at))


@pytest.mark.slow
def test_the_heads_scope_is_theirs_in_that_seat_alone_and_no_longer_than_the_leave(world, takes_the_seat, seat):
    complaint = at_the_station(world)
    own = seat(world.yasmin)
    led = own.opens(complaint, "12:01")
    assert (led.status_code, led.content) == (302, b"")
    sitting = takes_the_seat()
    assert sitting.opens(complaint, "12:06").status_code == 200
    assert sitting.opens(complaint, "+1d 11:59").status_code == 200
    assert sitting.opens(complaint, "+1d 12:00").status_code == 404


def test_beyond_the_heads_subtree_nothing_exists(world, takes_the_seat):
    elsewhere = world.complaint("financial_crime", district="multan")
    assert takes_the_seat().opens(elsewhere, "12:06").status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("stage", [at_the_station, reported])
def test_the_file_offers_what_it_offers_to_the_head(world, seat, takes_the_seat, stage):
    complaint = stage(world)
    dania = seat(world.dania).opens(complaint, "12:10")
    sitting = takes_the_seat().opens(complaint, "12:10")
    assert (offered(sitting), forms(sitting)) == (offered(dania), forms(dania))
    assert "re_mark" in forms(sitting)


@pytest.mark.slow
def test_the_queue_of_the_seat_is_the_heads(world, takes_the_seat):
    waits = reported(world)
    held = world.in_inquiry("10:00", holder="dania", by="bashir")
    own = world.complaint("financial_crime", station="garden_town", by="bashir")
    world.salma.marks(own, to=world.yasmin, at="09:10")
    queue = takes_the_seat().get(DESK, "12:10")
    under = {row.etag: row.posting for row in queue.context["rows"]}
    of_the_seat = "acting for SDPO, Gulberg Circle"
    assert under.pop(own.etag) != of_the_seat
    assert under == dict.fromkeys((waits.etag, held.etag), of_the_seat)
    assert "You are acting" in queue.content.decode()


@pytest.mark.slow
def test_a_report_is_accepted_in_the_place_of_the_post_and_under_the_own_name(world, takes_the_seat):
    complaint = reported(world)
    sitting = takes_the_seat()
    assert sitting.posts(complaint, "accept", "12:10", words="Agreed.").status_code == 302
    event = complaint.events.get(kind="accept")
    assert event.posting == world.yasmin.posting
    said = json.loads(event.body)
    assert said["by"]["officer"] == world.yasmin.officer.pk
    assert said["facts"]["in_the_place_of"] == world.dania.posting.pk
    page = sitting.opens(complaint, "12:11").content.decode()
    assert "Yasmin accepted the report." in page
    assert "Inquiry officer, Garden Town Police Station · acting for SDPO, Gulberg Circle" in page
    assert found() == []


def test_a_report_is_returned_and_a_complaint_marked_anew(world):
    complaint = reported(world)
    assert does(world, "return_report", complaint).posting == world.yasmin.posting
    assert complaint.holder == world.latif.posting
    does(world, "re_mark", complaint, "12:40", destination_id=world.bilal.posting.pk)
    assert complaint.holder == world.bilal.posting


def test_what_the_head_holds_is_theirs_to_do_as_well(world):
    complaint = world.in_inquiry("10:00", holder="dania")
    assert may(world, complaint) == {Capacity.HOLDER, Capacity.HEAD}
    assert does(world, "ask_citizen", complaint).posting == world.yasmin.posting
    had = [
        (one.posting_id, one.began, one.ended)
        for one in credited_periods(load_custody_periods(complaint), at=clock("13:00"))
    ]
    assert had[-2:] == [(world.yasmin.posting.pk, NOON, NEXT), (world.dania.posting.pk, NEXT, None)]


def test_orders_are_given_and_answered_to_whoever_gave_them(world):
    complaint = at_the_station(world)
    order = orders.give_order(
        complaint_id=complaint.pk, words="Go there.", due_at=clock("15:00"), by=seated(world), at=clock("12:30")
    )
    assert order.by == world.yasmin.posting
    event = order.given
    assert json.loads(event.body)["facts"]["in_the_place_of"] == world.dania.posting.pk


def test_escalations_told_to_the_office_are_answered_there(world, takes_the_seat):
    complaint = world.in_inquiry("10:00", holder="bilal")
    sweep(at=clock("+5d 12:00"))
    rewrite_rows(Leave.objects.all(), starts_at=clock("+5d 12:00"), ends_at=clock("+6d 12:00"))
    sitting = seated(world, "+5d 12:30")
    late = escalated_complaints(sitting, at=clock("+5d 12:30"), answered=False)
    assert list(late) == list(escalated_complaints(world.dania.actor, at=clock("+5d 12:30"), answered=False))
    assert complaint in late


def test_nobody_decides_in_a_heads_place_on_a_report_of_their_own(world):
    complaint = reported(world, holder="yasmin")
    assert not may(world, complaint) & {Capacity.SUPERIOR, Capacity.HEAD}
    for move in ("accept", "return_report"):
        with pytest.raises(NotPermitted):
            does(world, move, complaint)
    assert complaint not in reports_to_decide(seated(world), at=clock("12:30"))
    assert complaint in reports_to_decide(world.dania.actor, at=clock("12:30"))


def test_nor_on_what_they_had_before_it_went_to_whoever_reported(world):
    complaint = at_the_station(world, holder="yasmin")
    world.dania.does("re_mark", complaint, "10:30", to=world.latif)
    world.latif.does("begin", complaint, "10:40")
    world.latif.reports(complaint, "11:00")
    assert Capacity.SUPERIOR not in may(world, complaint)
    assert Capacity.HEAD in may(world, complaint)
    with pytest.raises(NotPermitted):
        does(world, "accept", complaint)
    assert complaint not in reports_to_decide(seated(world), at=clock("12:30"))


def test_nor_on_what_they_had_as_somebodys_cover(world):
    complaint = at_the_station(world)
    Leave.objects.create(
        posting=world.latif.posting, cover=world.yasmin.posting, set_at=clock("09:00"),
        starts_at=clock("10:10"), ends_at=clock("10:50"),
    )  # fmt: skip
    world.latif.reports(complaint, "11:00")
    assert Capacity.SUPERIOR not in may(world, complaint)
    assert complaint not in reports_to_decide(seated(world), at=clock("12:30"))


def test_a_leave_that_touched_another_time_bars_nobody(world):
    complaint = reported(world)
    Leave.objects.create(
        posting=world.latif.posting, cover=world.yasmin.posting, set_at=clock("00:00"),
        starts_at=clock("08:00"), ends_at=clock("09:00"),
    )  # fmt: skip
    assert Capacity.SUPERIOR in may(world, complaint)
    assert complaint in reports_to_decide(seated(world), at=clock("12:30"))


def test_two_keys_are_two_peoples_whatever_posts_one_of_them_holds(world):
    cell = PostingFactory(officer=world.yasmin.officer, office=world.office("lahore"), role=Role.COMPLAINT_OPERATOR)
    first, second = reported(world), at_the_station(world, by="bashir")
    world.latif.reports(second, "11:00")
    does(world, "verify", first, "12:20", by=Actor.of(cell), details={"verdict": "satisfied"})
    with pytest.raises(Refused) as refused:
        does(world, "accept", first)
    assert refused.value.reason is Refusal.SAME_APPROVER
    does(world, "accept", second, "12:40")
    with pytest.raises(Refused) as refused:
        does(world, "verify", second, "12:50", by=Actor.of(cell), details={"verdict": "satisfied"})
    assert refused.value.reason is Refusal.SAME_APPROVER
    world.salma.does("verify", second, "12:55", verdict="satisfied")
    assert second.status == "resolved"


def test_the_page_says_that_the_other_key_was_theirs(world, takes_the_seat):
    complaint = reported(world)
    cell = PostingFactory(officer=world.yasmin.officer, office=world.office("lahore"), role=Role.COMPLAINT_OPERATOR)
    does(world, "verify", complaint, "12:03", by=Actor.of(cell), details={"verdict": "satisfied"})
    page = takes_the_seat().opens(complaint, "12:10")
    assert "You already gave one of the two approvals." in page.content.decode()
    assert "accept" not in forms(page)


def sees(world, complaint) -> bool:
    """Return whether they can see it as acting head."""
    return Complaint.objects.visible_to(seated(world), at=clock("12:30")).filter(pk=complaint.pk).exists()


@pytest.mark.parametrize(("whom", "sees_it"), [("yasmin", False), ("dania", False), ("latif", True)])
def test_the_firewall_of_both_holds(world, whom, sees_it):
    complaint = at_the_station(world, holder="bilal")
    assert sees(world, complaint)
    officer_naming.name_officer(
        complaint_id=complaint.pk, officer_id=world.people[whom].officer.pk, why="Seen.", by=world.salma.actor,
        at=clock("12:10"),
    )  # fmt: skip
    complaint = Complaint.objects.unscoped("test").get(pk=complaint.pk)
    assert sees(world, complaint) is sees_it
    assert bool(may(world, complaint)) is sees_it


def test_what_names_the_head_of_the_covers_own_station_is_kept_from_them(world):
    """Dania sees it; her acting officer does not, because they work below the named officer."""
    sho = OfficerFactory(name_en="Sarmad", rank=Rank.IP)
    PostingFactory(officer=sho, office=world.office("garden_town"), role=Role.SUPERVISOR, is_head=True)
    adnan = OfficerFactory(name_en="Adnan", rank=Rank.DSP)
    at_the_circle = {"office": world.office("gulberg_circle"), "role": Role.INQUIRY_OFFICER}
    world.people["adnan"] = Person("adnan", PostingFactory(officer=adnan, **at_the_circle))
    complaint = at_the_station(world, holder="adnan")
    officer_naming.name_officer(
        complaint_id=complaint.pk, officer_id=sho.pk, why="Seen.", by=world.salma.actor, at=clock("12:10")
    )
    complaint = Complaint.objects.unscoped("test").get(pk=complaint.pk)
    assert Complaint.objects.visible_to(world.dania.actor, at=clock("12:30")).filter(pk=complaint.pk).exists()
    assert not sees(world, complaint)
    assert not may(world, complaint)


def test_what_is_against_the_covers_own_station_is_kept_from_them(world):
    complaint = world.complaint("bribe_demand", station="garden_town")
    world.nadia.marks(complaint, to=world.dania, at="09:10")
    assert not sees(world, complaint)
    assert not may(world, complaint)


def test_who_reads_in_a_heads_place_is_logged_by_their_own_posting_at_the_heads_office(world, takes_the_seat):
    complaint = at_the_station(world)
    takes_the_seat().opens(complaint, "12:10")
    reading = Reading.objects.get(complaint=complaint)
    assert (reading.posting, reading.office) == (world.yasmin.posting, world.dania.posting.office)


def test_a_decision_that_comes_late_during_the_leave_is_the_covers(world):
    complaint = reported(world)  # at 11:00; decided within 48 hours
    rewrite_rows(Leave.objects.all(), starts_at=clock("+2d 10:00"), ends_at=clock("+2d 12:00"))
    sweep(at=clock("+2d 11:30"))
    breach = Breach.objects.get(complaint=complaint, clock="decision", level=0)
    assert (breach.posting, breach.officer_id) == (world.yasmin.posting, world.yasmin.officer.pk)
    assert breach.office == world.dania.posting.office
    assert breach.told == world.farah.posting
    assert Flag.objects.get(breach=breach).review.officer == world.yasmin.officer


def test_a_decision_that_came_late_after_the_leave_is_the_heads(world):
    complaint = reported(world)
    sweep(at=clock("+2d 11:30"))
    assert Breach.objects.get(complaint=complaint, clock="decision", level=0).posting == world.dania.posting


def test_who_is_late_in_the_place_of_somebody_below_them_is_not_told_of_it_as_their_superior(world):
    times = {"starts_at": clock("+2d 10:00"), "ends_at": clock("+2d 12:00")}
    rewrite_rows(Leave.objects.all(), cover=world.farah.posting, **times)
    complaint = reported(world)
    sweep(at=clock("+2d 11:30"))
    breach = Breach.objects.get(complaint=complaint, clock="decision", level=0)
    assert (breach.posting, breach.told.officer) == (world.farah.posting, world.usman.officer)


def test_the_complainant_reads_who_decided_and_in_whose_place(world):
    complaint = reported(world)
    does(world, "accept", complaint)
    story = citizen_timeline_entries(load_own_complaint(complaint.pk), now=clock("13:00"))
    assert any("acting for SDPO, Gulberg Circle" in entry["sentence"] for entry in story)


@pytest.mark.slow
def test_the_file_costs_no_more_statements_than_it_may(world, takes_the_seat, django_assert_max_num_queries):
    complaint = reported(world)
    sitting = takes_the_seat()
    sitting.opens(complaint, "12:10")
    with django_assert_max_num_queries(18):  # one of them checks that the portal wrote the leave, one is the bell
        assert sitting.opens(complaint, "12:20").status_code == 200


def test_the_queue_of_the_seat_is_visible_to_it(world):
    reported(world)
    assert set(my_queue_complaints(seated(world), at=clock("12:30"))) <= set(
        Complaint.objects.visible_to(seated(world))
    )


def test_no_page_of_the_team_is_closed(world, takes_the_seat):
    sitting = takes_the_seat()
    for path in ("/desk/team/", "/desk/escalations/", "/desk/board/", "/desk/office/", "/desk/team/leave/"):
        assert sitting.get(path, "12:10").status_code == 200
    assert sitting.get("/desk/team/", "+1d 12:00").status_code == 404
