"""The complainant's moves: offered exactly as the workflow's table and guards permit, and made from the page."""

import pytest

from citizen.complaint_page import available_moves
from complaints.models import Complaint, Event, Pressure
from complaints.queries.current_invitations import invitation_annotations
from complaints.rules.actors import Citizen
from complaints.rules.statuses import Status
from complaints.workflow.table import MOVES
from tests.citizen.conftest import mistakes, path_of
from tests.citizen.mine.conftest import closed, offered, opens, resolved, stands, told
from tests.world import clock

ALWAYS = {"report_pressure"}
OPEN = ALWAYS | {"add", "withdraw"}


def test_every_act_of_the_table_has_its_form_and_its_thanks():
    of_citizens = {move.name for move in MOVES.values() if move.has_page and "citizen" in move.by}
    assert set(available_moves.MOVE_FORMS) == of_citizens


@pytest.mark.mostly_slow(keep=3)
@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("received", OPEN),
        ("claimed", OPEN | {"confirm_contact", "deny_contact"}),
        ("in_inquiry", OPEN),
        ("awaiting_citizen", OPEN | {"resume"}),
        ("reported", OPEN),
        ("resolved", ALWAYS | {"add", "close", "object"}),
        ("closed", ALWAYS | {"appeal", "object"}),
        ("rejected", ALWAYS | {"appeal"}),
        ("withdrawn", ALWAYS | {"reinstate"}),
    ],
)
def test_the_page_offers_what_can_be_done_as_it_stands(world, ayesha, status, expected):
    complaint = world.complaint("financial_crime")
    if status in {"rejected", "withdrawn"}:
        who, move = {"rejected": (world.usman, "reject"), "withdrawn": (world.ayesha, "withdraw")}[status]
        who.does(move, complaint, "09:30")
    elif status != "received":
        world.salma.marks(complaint, to=world.bilal, at="09:10")
        world.bilal.records_contact(complaint, "09:20")
        if status != "claimed":
            world.ayesha.says("in_person", complaint, "09:30")
    if status == "awaiting_citizen":
        world.bilal.asks(complaint, "09:40")
    if status in {"reported", "resolved", "closed"}:
        world.bilal.reports(complaint, "09:40")
    if status in {"resolved", "closed"}:
        world.salma.does("verify", complaint, "09:50", verdict="satisfied")
        world.farah.does("accept", complaint, "09:51")
    if status == "closed":
        world.ayesha.does("close", complaint, "09:52")
    assert offered(ayesha.opens(complaint, "10:00")) == expected


def test_of_a_conduct_complaint_the_wish_is_offered_then_the_way_back(world, ayesha):
    complaint = world.complaint("bribe_demand")
    answer = ayesha.opens(complaint, "10:00")
    assert offered(answer) == ALWAYS | {"add", "ask_to_withdraw"}
    assert "The complaint cell will first phone you in private" in told(answer)
    assert path_of(ayesha.moves(complaint, "ask_to_withdraw", "10:05")) == f"/track/{complaint.etag}/mine/"
    answer = ayesha.get(f"/track/{complaint.etag}/mine/", "10:06")
    assert offered(answer) == ALWAYS | {"add", "keep"}
    assert "You have asked to withdraw it" in told(answer)
    ayesha.moves(complaint, "keep", "10:07")
    assert "ask_to_withdraw" in offered(ayesha.get(f"/track/{complaint.etag}/mine/", "10:08"))


def test_ayesha_adds_something_and_the_officer_reads_it(world, ayesha):
    complaint = world.in_inquiry()
    ayesha.opens(complaint, "11:00")
    ayesha.moves(complaint, "add", "11:05", **{"add-words": "I have found the receipt."})
    assert Event.objects.filter(complaint=complaint, kind="add").get().words.text == "I have found the receipt."
    page = told(ayesha.get(f"/track/{complaint.etag}/mine/", "11:06"))
    assert "Added to your complaint." in page
    assert page.count("I have found the receipt.") == 1
    assert "You added information." in page


def test_already_answered_needs_no_words(world, bashir):
    complaint = world.in_inquiry()
    world.bilal.asks(complaint, "11:00")
    bashir.opens(complaint, "12:00")
    answer = bashir.moves(complaint, "resume", "12:05", **{"resume-words": "", "resume-already": "on"})
    assert answer.status_code == 302
    event = Event.objects.get(complaint=complaint, kind="resume")
    assert '"already":"yes"' in event.body
    assert stands(complaint).status == Status.IN_INQUIRY


def test_without_either_nothing_is_sent_and_both_ways_are_named(world, ayesha):
    complaint = world.in_inquiry()
    world.bilal.asks(complaint, "11:00")
    ayesha.opens(complaint, "12:00")
    answer = ayesha.moves(complaint, "resume", "12:05", **{"resume-words": "  "})
    assert answer.status_code == 422
    assert "Write your answer first, or tick “I have already told the officer”." in mistakes(answer)["resume-words"]
    assert 'name="resume-already"' in answer.content.decode()


def test_words_beside_the_tick_are_kept_and_too_many_are_still_refused(world, ayesha):
    complaint = world.in_inquiry()
    world.bilal.asks(complaint, "11:00")
    ayesha.opens(complaint, "12:00")
    typed = {"resume-already": "on", "resume-words": "x" * 10_001}
    assert ayesha.moves(complaint, "resume", "12:05", **typed).status_code == 422
    ayesha.moves(complaint, "resume", "12:06", **typed | {"resume-words": "By phone, on Friday."})
    assert Event.objects.get(complaint=complaint, kind="resume").words.text == "By phone, on Friday."


@pytest.mark.slow
def test_ayesha_appeals_within_thirty_days_with_a_reason(world, ayesha):
    complaint = closed(world)
    page = opens(ayesha, complaint, "+2d 09:00")
    assert "Appeal by Thursday 24 December, 12:00 pm" in page
    assert mistakes(ayesha.moves(complaint, "appeal", "+2d 09:05", **{"appeal-words": ""}))
    ayesha.moves(complaint, "appeal", "+2d 09:06", **{"appeal-words": "Nothing came back."})
    assert (stands(complaint).status, stands(complaint).cycle) == (Status.MARKED, 2)


@pytest.mark.slow
def test_after_thirty_days_the_ways_outside_are_named_instead(world, ayesha):
    complaint = closed(world)
    page = opens(ayesha, complaint, "+32d 09:00")
    assert "The 30 days for an appeal are over." in page
    assert "Justice of the Peace (section 22-A CrPC)" in page
    answer = ayesha.moves(complaint, "appeal", "+32d 09:05", **{"appeal-words": "Nothing came back."})
    assert answer.status_code == 409
    assert "1787" in told(answer)
    assert "Nothing came back." in told(answer)


def test_feedback_has_nothing_to_appeal_against(world, ayesha):
    complaint = world.complaint("suggestion")
    world.salma.does("close_as_feedback", complaint, "10:00")
    assert offered(ayesha.opens(complaint, "11:00")) == ALWAYS


@pytest.mark.slow
def test_what_was_withdrawn_can_be_taken_up_again_for_ninety_days(world, ayesha):
    complaint = world.complaint("threats")
    ayesha.opens(complaint, "10:00")
    ayesha.moves(complaint, "withdraw", "10:05", **{"withdraw-words": "We have settled it."})
    assert stands(complaint).status == Status.WITHDRAWN
    assert "You can reopen it within 90 days." in told(ayesha.get(f"/track/{complaint.etag}/mine/", "10:06"))
    assert "reinstate" in offered(ayesha.opens(complaint, "+89d 10:00"))
    ayesha.moves(complaint, "reinstate", "+89d 10:05", **{"reinstate-words": "They broke their word."})
    assert stands(complaint).status == Status.MARKED


def test_after_ninety_days_a_new_complaint_is_the_way(world, ayesha):
    complaint = world.complaint("threats")
    world.ayesha.does("withdraw", complaint, "10:05")
    page = opens(ayesha, complaint, "+91d 10:06")
    assert "Make a new complaint and give this number in it." in page


def test_of_a_grave_matter_only_the_persons_own_part_ends(world, ayesha):
    complaint = world.complaint("heinous_crime")
    assert "The police will still inquire into the matter." in opens(ayesha, complaint, "10:00")
    ayesha.moves(complaint, "withdraw", "10:05")
    assert stands(complaint).status == Status.RECEIVED
    answer = ayesha.get(f"/track/{complaint.etag}/mine/", "10:06")
    assert "You no longer take part in it." in told(answer)
    assert not {"withdraw", "ask_to_withdraw"} & offered(answer)


def test_pressure_is_reported_with_or_without_words(world, ayesha):
    complaint = world.in_inquiry()
    ayesha.opens(complaint, "11:00")
    for words in ("", "His cousin waits at my door."):
        answer = ayesha.moves(complaint, "report_pressure", "11:05", **{"report_pressure-words": words})
        assert path_of(answer) == f"/track/{complaint.etag}/mine/"
    assert Event.objects.filter(complaint=complaint, kind="report_pressure").count() == 2
    assert not Pressure.objects.get(complaint=complaint).silent


@pytest.mark.slow
def test_ninety_days_on_ayesha_says_that_all_is_well(world, ayesha):
    complaint = world.in_inquiry("10:00", category="bribe_demand", holder="dania")
    world.dania.reports(complaint, "10:30")
    world.nadia.does("verify", complaint, "11:00", verdict="satisfied")
    world.farah.does("accept", complaint, "11:30")
    world.ayesha.does("close", complaint, "12:00")
    assert "Has anyone bothered you since then?" not in opens(ayesha, complaint, "+30d 11:00")
    world.system.does("ask_after", complaint, "+30d 12:00", words="")
    answer = ayesha.opens(complaint, "+30d 13:00")
    assert "Has anyone bothered you since then?" in told(answer)
    assert offered(answer) == {"all_well", "report_pressure"}
    ayesha.moves(complaint, "all_well", "+30d 13:05")
    page = told(ayesha.get(f"/track/{complaint.etag}/mine/", "+30d 13:06"))
    assert "If anything changes, say so here." in page
    assert "Has anyone bothered you since then?" not in page


@pytest.mark.mostly_slow(keep=4)
@pytest.mark.parametrize("move", sorted(available_moves.MOVE_FORMS))
def test_no_act_is_done_by_who_has_no_key(world, bashir, move):
    complaint, other = resolved(world), world.complaint(by="bashir")
    bashir.opens(other, "+1d 12:00", reached_at="0321 4445566")
    before = Event.objects.filter(complaint=complaint).count()
    answer = bashir.moves(complaint, move, "+1d 12:05", **{f"{move}-words": "Let me in."})
    assert answer.status_code == 403
    assert Event.objects.filter(complaint=complaint).count() == before


def test_what_is_forged_beside_the_form_is_not_taken(world, ayesha):
    complaint = world.in_inquiry()
    ayesha.opens(complaint, "11:00")
    ayesha.moves(complaint, "report_pressure", "11:05", silent="yes", answer="nobody", outcome="reconciled")
    event = Event.objects.filter(complaint=complaint).latest("seq")
    assert not [word for word in ("nobody", "reconciled", "silent") if word in event.body]
    assert not Pressure.objects.get().silent


def test_acts_are_gathered_with_two_queries(world, django_assert_num_queries):
    complaint = world.in_inquiry()
    related = "category", "policy", "office", "complainant"
    found = (
        Complaint.objects.unscoped("test")
        .select_related(*related)
        .annotate(**invitation_annotations())
        .get(pk=complaint.pk)
    )
    assert Citizen(found.complainant_id)
    with django_assert_num_queries(2):
        available_moves.find_available_moves(found, at=clock("11:00"))
