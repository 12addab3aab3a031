"""Objections and appeals at the Central Police Office go to the appeals desk, not to the Inspector General."""

import pytest

from accounts.models import Leave, Posting
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status
from complaints.services.exclusion.officer_naming import name_officer
from ledger.service_exceptions import Refused
from notifications.models import Message
from tests.factories import PostingFactory
from tests.monitoring.reviews.lives import hired
from tests.world import clock


@pytest.fixture
def desk(world):
    """Munir and Parveen are at the appeals desk; Qasim's rank is too low."""
    hired(world, "qasim", "punjab", Rank.SSP, Role.SUPERVISOR)
    hired(world, "munir", "punjab", Rank.DIG, Role.SUPERVISOR)
    hired(world, "parveen", "punjab", Rank.ADDL_IG, Role.SUPERVISOR)
    return world


def accepted_report(world, at, *, holder, accepted_by, by="ayesha", **answers):
    """Return a complaint whose report its holder submitted and another officer accepted."""
    complaint = world.complaint("financial_crime", at, by=by, **answers)
    world.salma.marks(complaint, to=holder, at="09:10")
    holder.records_contact(complaint, "09:30")
    world.people[by].says("in_person", complaint, "10:00")
    holder.reports(complaint, "11:00")
    world.salma.does("verify", complaint, "12:00", verdict="not")
    accepted_by.does("accept", complaint, "13:00")
    return complaint


def resolved_by_lahore(world, at="09:00", **answers):
    """Usman, who heads district and region, submitted the report; Imran of the Central Police Office accepted it."""
    return accepted_report(world, at, holder=world.usman, accepted_by=world.imran, **answers)


@pytest.mark.slow
def test_an_objection_at_the_top_goes_to_the_desk_and_the_next_one_to_its_other_officer(desk):
    first, second = resolved_by_lahore(desk), resolved_by_lahore(desk, "09:01", by="bashir")
    desk.ayesha.does("object", first, "14:00")
    desk.bashir.does("object", second, "14:05")
    assert (first.holder, first.office.code) == (desk.munir.posting, "punjab")
    assert second.holder == desk.parveen.posting
    assert Message.objects.filter(recipient=f"posting:{desk.munir.posting.pk}", template="objection_to_you").exists()
    assert not Message.objects.filter(recipient=f"posting:{desk.imran.posting.pk}").exists()


def test_an_appeal_goes_there_too(desk):
    complaint = resolved_by_lahore(desk)
    desk.ayesha.does("close", complaint, "14:00")
    desk.ayesha.does("appeal", complaint, "+1d 14:00")
    assert complaint.holder == desk.munir.posting


@pytest.mark.slow
def test_a_monitor_decides_on_its_report_and_that_is_the_final_order(desk):
    complaint = resolved_by_lahore(desk)
    desk.ayesha.does("object", complaint, "14:00")
    desk.munir.records_contact(complaint, "15:00")
    desk.ayesha.says("in_person", complaint, "15:30")
    desk.munir.reports(complaint, "16:00")
    desk.nadia.does("verify", complaint, "17:00", verdict="not")
    desk.zara.does("accept", complaint, "17:10")
    assert complaint.status == Status.RESOLVED
    with pytest.raises(Refused) as refused:
        desk.ayesha.does("object", complaint, "18:00")
    assert refused.value.reason is Refusal.FINAL_ORDER


def test_below_the_top_nothing_changes(desk):
    complaint = desk.in_inquiry()
    desk.bilal.reports(complaint, "11:00")
    desk.salma.does("verify", complaint, "12:00", verdict="not")
    desk.farah.does("accept", complaint, "13:00")
    desk.ayesha.does("object", complaint, "14:00")
    assert complaint.holder == Posting.objects.get(officer=desk.usman.officer, office__code="lahore")


def test_an_officer_of_the_desk_who_is_complained_against_is_passed_over(desk):
    complaint = resolved_by_lahore(desk)
    named = {"officer_id": desk.munir.officer.pk, "why": "He called the witness.", "by": desk.nadia.actor}
    name_officer(complaint_id=complaint.pk, at=clock("13:30"), **named)
    desk.ayesha.does("object", complaint, "14:00")
    assert complaint.holder == desk.parveen.posting


def accepted_by_usman(world, by: str = "bashir"):
    """Farah of the division submitted the report; Usman accepted it as the head of the district."""
    return accepted_report(world, "09:01", holder=world.farah, accepted_by=world.usman, by=by)


@pytest.mark.slow
def test_an_officer_of_the_desk_who_accepted_the_report_does_not_decide_on_the_objection(world):
    """Usman has been posted to the desk since he accepted it, and has fewer complaints there than Munir."""
    hired(world, "munir", "punjab", Rank.DIG, Role.SUPERVISOR)
    earlier, complaint = resolved_by_lahore(world), accepted_by_usman(world)
    world.ayesha.does("object", earlier, "13:30")
    assert earlier.holder == world.munir.posting
    at_desk = {"office": world.office("punjab"), "role": Role.SUPERVISOR, "starts_at": clock("13:40")}
    PostingFactory(officer=world.usman.officer, **at_desk)
    world.bashir.does("object", complaint, "14:00")
    assert complaint.holder == world.munir.posting


def test_if_only_that_officer_sits_at_the_desk_the_head_has_it(world):
    complaint = accepted_by_usman(world)
    at_desk = {"office": world.office("punjab"), "role": Role.SUPERVISOR, "starts_at": clock("13:40")}
    PostingFactory(officer=world.usman.officer, **at_desk)
    world.bashir.does("object", complaint, "14:00")
    assert complaint.holder == world.imran.posting


@pytest.mark.slow
def test_an_officer_on_leave_is_passed_over_while_another_is_at_work(desk):
    first, second = resolved_by_lahore(desk), resolved_by_lahore(desk, "09:01", by="bashir")
    away = {"posting": desk.munir.posting, "cover": desk.imran.posting, "set_at": clock("08:00")}
    Leave.objects.create(starts_at=clock("13:00"), ends_at=clock("+5d 13:00"), **away)
    desk.ayesha.does("object", first, "14:00")
    desk.bashir.does("object", second, "14:05")
    assert first.holder == second.holder == desk.parveen.posting


def test_while_nobody_sits_at_the_desk_the_head_has_it(world):
    hired(world, "qasim", "punjab", Rank.SSP, Role.SUPERVISOR)
    complaint = resolved_by_lahore(world)
    world.ayesha.does("object", complaint, "14:00")
    assert complaint.holder == world.imran.posting


def test_the_post_is_called_by_its_name(desk):
    assert desk.munir.posting.post == "Appeals desk"
    assert desk.imran.posting.post != "Appeals desk"
