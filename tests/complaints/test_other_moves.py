"""The moves that change more than a status, each with its other effects."""

import pytest

from accounts.models import Office, Posting
from complaints.models import Category, Complaint, ContactClaim, RunningClock
from complaints.models.complaint import NO_DEADLINE
from complaints.rules.guard_facts import ContactState
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Ending, Outcome, Status
from complaints.services.routing import marking_candidates
from ledger.service_exceptions import NotPermitted
from notifications.models import Message
from tests.complaints.refusing import refusal
from tests.complaints.verifying import found
from tests.factories import rewrite_rows
from tests.world import clock


@pytest.fixture(autouse=True)
def agreeing(world):
    """Check after each test that history, ledgers and rows agree."""
    yield
    assert found() == []


# --- marking -----------------------------------------------------------------------------------------------------


def test_a_conduct_complaint_goes_to_dsp_or_above_and_never_to_its_station(world):
    complaint = world.complaint("bribe_demand", station="gulberg")
    assert refusal(world.salma.marks, complaint, to=world.bilal, at="09:10") is Refusal.RANK_TOO_LOW
    assert refusal(world.salma.marks, complaint, to=world.kamran, at="09:10") is Refusal.NOT_ADDRESSABLE
    offered = {
        posting.officer.name_en for posting in marking_candidates(complaint, by=world.salma.actor, at=clock("09:10"))
    }
    assert offered == {"Usman", "Farah", "Dania"}


def test_an_acting_sdpo_may_have_a_conduct_complaint(world):
    world.dania.posting.officer.rank, world.dania.posting.acting = "IP", True
    world.dania.posting.officer.save()
    rewrite_rows(Posting.objects.filter(pk=world.dania.posting.pk), acting=True)
    complaint = world.complaint("bribe_demand", station="gulberg")
    world.salma.marks(complaint, to=world.dania, at="09:10")
    assert complaint.holder == world.dania.posting


def test_nobody_marks_outside_their_office_or_to_who_does_not_inquire(world):
    complaint = world.complaint()
    assert refusal(world.salma.marks, complaint, to=world.rashid, at="09:10") is Refusal.OUTSIDE_THE_OFFICE
    assert refusal(world.salma.marks, complaint, to=world.hina, at="09:10") is Refusal.NOT_ADDRESSABLE
    assert refusal(world.salma.does, "mark", complaint, "09:10", to_id=0) is Refusal.NOT_ADDRESSABLE


def test_remarking_needs_the_head_of_an_office_that_holds_both(world):
    complaint = world.in_inquiry(holder="latif", station="gulberg")
    with pytest.raises(NotPermitted):
        world.bilal.does("re_mark", complaint, "11:00", to=world.bilal)
    assert refusal(world.kamran.does, "re_mark", complaint, "11:00", to=world.bilal) is Refusal.OUTSIDE_THE_OFFICE
    world.dania.does("re_mark", complaint, "11:00", to=world.bilal)
    assert (complaint.status, complaint.holder) == (Status.MARKED, world.bilal.posting)


def test_remarking_ends_a_pause_and_repeats_no_contact(world):
    complaint = world.in_inquiry("10:00")
    world.bilal.asks(complaint, "11:00")
    world.dania.does("re_mark", complaint, "13:00", to=world.dania)
    assert complaint.report_due_at == clock("+5d 11:00")
    assert complaint.contact == ContactState.CONFIRMED
    world.dania.does("begin", complaint, "13:10")


def test_a_report_that_is_taken_from_the_decider_gives_the_next_officer_a_day_at_least(world):
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "+5d 08:00")
    world.farah.does("re_mark", complaint, "+5d 12:00", to=world.dania)
    assert complaint.report_due_at == clock("+6d 12:00")
    assert (complaint.outcome, complaint.reported_at) == ("", None)


# --- forward and recategorise ------------------------------------------------------------------------------------


def forward(world, who, complaint, code, at):
    return who.does("forward", complaint, at, to_id=Office.objects.get(code=code).pk)


def test_the_third_bounce_goes_to_the_cpo(world):
    complaint = world.complaint()
    forward(world, world.salma, complaint, "multan", "09:10")
    forward(world, world.sana, complaint, "lahore", "09:20")
    forward(world, world.salma, complaint, "multan", "09:30")
    assert (complaint.office.code, complaint.status) == ("punjab", Status.RECEIVED)
    world.nadia.marks(complaint, to=world.rashid, at="09:40")


def test_forwarding_follows_who_answers_for_an_office_and_goes_to_no_station(world):
    complaint = world.complaint()
    assert refusal(forward, world, world.salma, complaint, "gulberg", "09:10") is Refusal.NOT_ADDRESSABLE
    assert refusal(forward, world, world.salma, complaint, "lahore", "09:10") is Refusal.SAME_OFFICE
    forward(world, world.salma, complaint, "wazirabad", "09:10")
    assert complaint.office.code == "gujranwala"


def test_an_earlier_deadline_stands_and_a_later_one_needs_the_cpos_operator(world):
    complaint = world.complaint("property_crime", "09:00")
    world.salma.does("recategorise", complaint, "10:00", category="financial_crime")
    assert (complaint.category.code, complaint.report_due_at) == ("financial_crime", clock("+1d 09:00"))
    world.nadia.does("recategorise", complaint, "11:00", category="land_grab")
    assert (complaint.category.code, complaint.report_due_at) == ("land_grab", clock("+5d 09:00"))
    assert Message.objects.filter(template="recategorised").count() == 2


def test_an_operator_of_the_cpo_may_give_more_time_and_a_shorter_limit_counts_from_registration(world):
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.does("recategorise", complaint, "10:00", category="property_crime")
    assert complaint.report_due_at == clock("+1d 09:00")
    world.nadia.does("recategorise", complaint, "11:00", category="financial_crime")
    assert complaint.report_due_at == clock("+5d 09:00")


def test_what_turns_out_to_be_conduct_leaves_the_station_at_once(world):
    complaint = world.complaint("financial_crime", station="gulberg")
    world.salma.marks(complaint, to=world.latif, at="09:10")
    world.salma.does("recategorise", complaint, "10:00", category="bribe_demand")
    assert (complaint.about_police, complaint.holder) == (True, world.dania.posting)
    assert not Complaint.objects.visible_to(world.kamran.actor).exists()


@pytest.mark.parametrize("marked", [False, True])
def test_what_turns_out_to_be_conduct_after_i_dont_know_leaves_the_district_too(world, marked):
    """A voice note is filed as something else: its operator hears who is meant, who may be the district's head."""
    complaint = world.complaint("property_crime", station="gulberg", keep_from="unknown")
    if marked:
        world.salma.marks(complaint, to=world.dania, at="09:10")
    world.salma.does("recategorise", complaint, "10:00", category="bribe_demand")
    complaint.refresh_from_db(from_queryset=Complaint.objects.unscoped("test"))
    officers = [one for one in world.people.values() if one.posting]
    seen_by = {one.name for one in officers if Complaint.objects.visible_to(one.actor).exists()}
    assert seen_by == {"imran", "nadia", "zara", "asad"}
    assert complaint.office.code == "punjab"
    assert complaint.holder == (world.imran.posting if marked else None)
    assert RunningClock.objects.filter(complaint=complaint, clock="settling").exists()
    assert found() == []


def test_only_the_cpos_operator_takes_a_complaint_out_of_conduct(world):
    complaint = world.complaint("bribe_demand", station="gulberg")
    recategorise = {"complaint": complaint, "at": "10:00", "category": "threats"}
    assert refusal(world.salma.does, "recategorise", **recategorise) is Refusal.CPO_CHANGES_THE_KIND
    world.nadia.does("recategorise", **recategorise)
    assert not complaint.about_police


def test_what_has_no_limit_is_closed_as_feedback_while_it_is_unmarked(world):
    complaint = world.complaint("threats")
    kept = refusal(world.salma.does, "recategorise", complaint, "10:00", category="suggestion")
    assert kept is Refusal.CPO_CHANGES_THE_KIND
    world.nadia.does("recategorise", complaint, "10:00", category="suggestion")
    assert (complaint.status, complaint.ending) == (Status.CLOSED, Ending.FEEDBACK)
    assert not RunningClock.objects.exists()
    marked = world.complaint("threats")
    world.salma.marks(marked, to=world.bilal, at="09:10")
    gone = refusal(world.nadia.does, "recategorise", marked, "10:00", category="suggestion")
    assert gone is Refusal.FEEDBACK_IS_MARKED


def test_feedback_that_is_a_complaint_has_its_clocks_from_registration(world):
    complaint = world.complaint("suggestion", "09:00")
    assert complaint.due_at == NO_DEADLINE
    world.salma.does("recategorise", complaint, "10:00", category="financial_crime")
    assert (complaint.contact_due_at, complaint.report_due_at) == (clock("17:00"), clock("+5d 09:00"))


@pytest.mark.parametrize("category", ["no_such_thing", "financial_crime", None])
def test_another_category_has_to_be_another_that_is_offered(world, category):
    complaint = world.complaint("financial_crime")
    assert refusal(world.salma.does, "recategorise", complaint, "10:00", category=category) is Refusal.CATEGORY_MISSING
    Category.objects.filter(code="traffic").update(is_active=False)
    assert refusal(world.salma.does, "recategorise", complaint, "10:00", category="traffic") is Refusal.CATEGORY_MISSING


# --- report, approvals, rounds -----------------------------------------------------------------------------------


def test_words_are_needed_where_somebody_will_read_them_and_are_never_endless(world):
    complaint = world.in_inquiry("10:00")
    assert refusal(world.bilal.does, "ask_citizen", complaint, "11:00", words=" ") is Refusal.WORDS_MISSING
    assert refusal(world.bilal.does, "ask_citizen", complaint, "11:00", words="x" * 10_001) is Refusal.WORDS_TOO_LONG


@pytest.mark.parametrize("keys", [("verify", "accept"), ("accept", "verify")])
def test_two_keys_in_either_order_resolve_it(world, keys):
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "11:00")
    turn = {
        "verify": lambda at: world.salma.does("verify", complaint, at, verdict="satisfied"),
        "accept": lambda at: world.farah.does("accept", complaint, at),
    }
    turn[keys[0]]("12:00")
    assert complaint.status == Status.REPORTED
    turn[keys[1]]("13:00")
    assert (complaint.status, complaint.resolved_at) == (Status.RESOLVED, clock("13:00"))
    assert complaint.clock_runs.get(clock="decision").why == "done"


def test_the_second_return_goes_one_office_up_and_each_decision_has_a_clock_of_its_own(world):
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "11:00")
    world.farah.does("return_report", complaint, "12:00")
    assert complaint.holder == world.bilal.posting
    world.bilal.reports(complaint, "13:00")
    assert complaint.running_clocks.get().due_at == clock("+2d 13:00")
    world.farah.does("return_report", complaint, "14:00")
    assert (complaint.holder, complaint.cycle) == (world.farah.posting, 1)
    assert complaint.clock_runs.filter(clock="decision").count() == 2


def test_nobody_accepts_their_own_report_or_that_of_an_office_they_also_head(world):
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.usman, at="09:10")
    world.usman.records_contact(complaint, "09:20")
    world.usman.reports(complaint, "10:00")
    with pytest.raises(NotPermitted):
        world.usman.does("accept", complaint, "11:00")
    world.imran.does("accept", complaint, "11:00")


def test_the_head_of_the_cpo_accepts_what_others_at_the_cpo_report(world):
    complaint = world.complaint("financial_crime")
    world.imran.does("mark", complaint, "09:10", to=world.imran)
    world.imran.records_contact(complaint, "09:20")
    world.imran.reports(complaint, "10:00")
    with pytest.raises(NotPermitted):
        world.imran.does("accept", complaint, "11:00")


def test_that_a_complaint_is_false_is_the_regions_to_say(world):
    complaint = world.in_inquiry("10:00")
    world.bilal.reports(complaint, "11:00", outcome=Outcome.PROVED_FALSE)
    assert refusal(world.farah.does, "accept", complaint, "12:00") is Refusal.HIGHER_APPROVER_NEEDED
    world.imran.does("accept", complaint, "12:00")


def test_an_objection_starts_a_new_round_with_half_the_time_and_the_last_claim_is_forgotten(world):
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.records_contact(complaint, "09:30")
    world.bilal.reports(complaint, "11:00")
    world.farah.does("accept", complaint, "12:00")
    world.salma.does("verify", complaint, "13:00", verdict="not")
    world.ayesha.does("object", complaint, "14:00")
    # Farah has accepted the report, so the objection goes to Usman above her.
    assert (complaint.cycle, complaint.holder.officer, complaint.outcome) == (2, world.usman.officer, "")
    assert complaint.report_due_at == clock("+3d 02:00")
    world.usman.records_contact(complaint, "15:00")
    assert ContactClaim.objects.filter(answered_at=None).count() == 1


def test_an_officer_is_heard_only_where_it_is_about_the_police(world):
    assert refusal(world.bilal.does, "hear", world.in_inquiry("10:00"), "11:00") is Refusal.NOT_CONDUCT


# --- contact -----------------------------------------------------------------------------------------------------


def test_three_tries_and_one_of_the_cell_excuse_the_contact(world):
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    for at in ("09:30", "11:30"):
        world.bilal.does("try_contact", complaint, at)
    assert refusal(world.salma.does, "excuse_contact", complaint, "12:00") is Refusal.TOO_FEW_TRIES
    assert refusal(world.bilal.does, "try_contact", complaint, "12:00") is Refusal.TRIED_RECENTLY
    world.bilal.does("try_contact", complaint, "13:30")
    world.salma.does("excuse_contact", complaint, "14:00")
    assert complaint.contact == ContactState.EXCUSED
    world.bilal.does("begin", complaint, "14:10")


def test_a_claim_that_nobody_answers_is_counted_apart_and_dated_when_it_was_made(world):
    complaint = world.complaint("financial_crime")
    world.salma.marks(complaint, to=world.bilal, at="09:10")
    world.bilal.records_contact(complaint, "09:30")
    world.salma.rings_in_vain(complaint, "contact")
    world.salma.does("leave_unconfirmed", complaint, "+3d 09:30")
    assert (complaint.contact, complaint.contacted_at) == (ContactState.UNCONFIRMED, clock("09:30"))


# --- withdrawal --------------------------------------------------------------------------------------------------


def test_withdrawing_a_conduct_complaint_is_the_cells_two_days_after_the_wish(world):
    complaint = world.complaint("bribe_demand")
    world.ayesha.does("ask_to_withdraw", complaint, "10:00")
    assert refusal(world.ayesha.does, "withdraw", complaint, "10:00") is Refusal.CELL_AFTER_A_CALL
    assert refusal(world.nadia.does, "withdraw", complaint, "+2d 09:59") is Refusal.TOO_EARLY
    world.ayesha.does("keep", complaint, "+2d 09:59")
    assert refusal(world.nadia.does, "withdraw", complaint, "+2d 10:00") is Refusal.NOT_ASKED


@pytest.mark.slow
def test_an_inquiry_into_torture_goes_on_without_the_person(world):
    complaint = world.complaint("custodial_torture", station="gulberg")
    world.salma.marks(complaint, to=world.dania, at="09:10")
    world.ayesha.does("ask_to_withdraw", complaint, "10:00")
    world.nadia.does("withdraw", complaint, "+2d 10:00")
    assert (complaint.status, complaint.left_at) == (Status.MARKED, clock("+2d 10:00"))
    world.dania.does("begin", complaint, "+2d 11:00")
    told = Message.objects.filter(recipient=f"complainant:{complaint.complainant_id}").count()
    world.dania.reports(complaint, "+2d 12:00")
    world.farah.does("accept", complaint, "+2d 13:00")
    assert complaint.status == Status.RESOLVED
    assert Message.objects.filter(recipient=f"complainant:{complaint.complainant_id}").count() == told


def test_a_wish_to_withdraw_ends_with_the_round_it_was_said_in(world):
    complaint = world.complaint("bribe_demand")
    world.ayesha.does("ask_to_withdraw", complaint, "10:00")
    world.nadia.does("withdraw", complaint, "+2d 10:00")
    world.ayesha.does("reinstate", complaint, "+3d 10:00")
    assert complaint.cycle == 2
    assert refusal(world.nadia.does, "withdraw", complaint, "+6d 10:00") is Refusal.NOT_ASKED


# --- several complaints ------------------------------------------------------------------------------------------


def test_a_complaint_is_merged_into_an_earlier_one_of_the_same_person(world):
    first, second = world.complaint(at="09:00"), world.complaint(at="09:05")
    event = world.salma.does("merge", second, "09:10", into=first.spaced_etag)
    assert second.status == Status.MERGED
    assert f'"into":"{first.etag}"' in event.body


def test_nothing_is_merged_into_a_later_an_ended_an_unknown_or_somebody_elses(world):
    first, second, other = world.complaint(at="09:00"), world.complaint(at="09:05"), world.complaint(by="bashir")
    far = world.complaint(district="multan")
    merge = world.salma.does
    assert refusal(merge, "merge", first, "09:10", into=second.etag) is Refusal.NOT_EARLIER
    assert refusal(merge, "merge", second, "09:10", into=other.etag) is Refusal.NOT_THE_SAME_PERSON
    for nothing in (second.etag, far.etag, "1234", "", None):
        assert refusal(merge, "merge", second, "09:10", into=nothing) is Refusal.NO_SUCH_COMPLAINT
    world.usman.does("reject", first, "09:20")
    assert refusal(merge, "merge", second, "09:30", into=first.etag) is Refusal.NOT_EARLIER


def test_two_complaints_of_one_incident_are_linked_whoever_brings_them(world):
    one, other = world.complaint(), world.complaint(by="bashir")
    assert f'"with":"{other.etag}"' in world.salma.does("link", one, "09:10", **{"with": other.etag}).body
