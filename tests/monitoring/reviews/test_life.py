"""A review from the flag to its end: the conditions, messages and records of each move."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services.leave_arrangement import arrange_leave
from accounts.services.postings import end_posting
from complaints.services.exclusion.officer_naming import name_officer
from ledger.service_exceptions import NotPermitted, Refused
from notifications.message_routing import resolve_address
from notifications.models import Message
from notifications.services import deliver_due_messages
from reviews.models import Flag, Review, ReviewEvent
from reviews.rules import Stage
from reviews.rules.decision_kinds import Decision, Ground, OrderOutcome
from reviews.services import explanation_requests, officer_statements, review_decisions
from reviews.services.due_review_moves import handle_due_reviews
from tests.factories import PostingFactory
from tests.monitoring.reviews.lives import (
    HELD,
    REASONS,
    WHY,
    called,
    decide,
    decided,
    doer,
    explained,
    flag_all,
    hired,
    late_complaint,
    review_of,
)
from tests.world import clock

CENSURE, WARNING, REFERRED, CLEARED = Decision.CENSURE, Decision.WARNING, Decision.REFERRED, Decision.NOT_DELIBERATE


def told(template: str) -> set[str]:
    return set(Message.objects.filter(template=template).values_list("recipient", flat=True))


def to(*people) -> set[str]:
    return {f"posting:{person.posting.pk}" for person in people}


def to_person(person) -> set[str]:
    return {f"officer:{person.officer.pk}"}


def steps(review: Review) -> list[str]:
    return list(review.events.order_by("seq").values_list("kind", flat=True))


# --- explanation -----------------------------------------------------------------------------------------------------


def test_explanations_are_requested_weekly_for_all_flags_together(late):
    late_complaint(late)  # another one, on the same day
    assert explanation_requests.request_due_explanations(at=clock("+6d 23:00")) == 0
    assert explanation_requests.request_due_explanations(at=clock("+7d 09:00")) == 1
    assert explanation_requests.request_due_explanations(at=clock("+7d 10:00")) == 0
    review = review_of(late.bilal)
    assert (review.status, review.due_at) == (Stage.CALLED, clock("+10d 09:00"))
    assert set(review.flags.values_list("called_at", flat=True)) == {clock("+7d 09:00")}
    assert len(review.events.get().facts()["flags"]) == review.flags.count() == 2
    assert told("explanation_wanted") == to_person(late.bilal)


def test_a_missed_weekly_request_is_made_by_the_next_run(late):
    assert explanation_requests.request_due_explanations(at=clock("+16d 03:00")) == 1


def test_the_rank_determines_the_office(late):
    review = called(late)
    assert (review.authority, review.seat.code) == ("region", "region_lahore")


@pytest.mark.parametrize(
    ("who", "rank", "authority", "seat"),
    [("latif", Rank.SI, "district", "lahore"), ("dania", Rank.DSP, "province", "punjab")],
)
def test_the_district_decides_on_a_sub_inspector_and_the_province_on_a_dsp(late, who, rank, authority, seat):
    late_complaint(late, who)
    review = called(late, who)
    assert late.people[who].officer.rank == rank
    assert (review.authority, review.seat.code) == (authority, seat)


def test_the_officer_explains_and_the_authority_is_notified(late):
    review = explained(late)
    assert (review.status, review.due_at) == (Stage.EXPLAINED, clock("+15d 10:00"))
    assert review.events.get(kind="explain").words.text == WHY
    assert told("review_waits") == {
        *to(late.noor),
        f"posting:{late.usman.officer.postings.get(office__code='region_lahore').pk}",
    }


def test_during_leave_no_message_of_a_review_reaches_the_acting_officer(late):
    leave = {"starts_at": clock("+6d 09:00"), "ends_at": clock("+20d 09:00"), "by": None, "at": clock("+6d 09:00")}
    arrange_leave(posting=late.bilal.posting, cover=late.kamran.posting, **leave)
    called(late)
    message = Message.objects.get(template="explanation_wanted")
    assert resolve_address(message.recipient, at=clock("+7d 09:00")).email == late.bilal.officer.email


def test_who_acts_for_a_head_is_not_told_that_their_own_review_waits_for_that_head(late):
    late_complaint(late, "dania")
    own = PostingFactory(
        officer=late.dania.officer, office=late.office("punjab"), role=Role.SUPERVISOR, starts_at=clock("+1d 09:00")
    )
    leave = {"starts_at": clock("+6d 09:00"), "ends_at": clock("+20d 09:00"), "by": None, "at": clock("+6d 09:00")}
    arrange_leave(posting=late.imran.posting, cover=own, **leave)
    explained(late, "dania")
    assert told("review_waits") == {*to_person(late.imran), *to(late.wajid)}


@pytest.mark.slow
def test_a_leave_that_begins_before_a_message_is_sent_brings_it_to_no_officer_about_their_own_review(late):
    late_complaint(late, "dania")
    own = PostingFactory(
        officer=late.dania.officer, office=late.office("punjab"), role=Role.SUPERVISOR, starts_at=clock("+1d 09:00")
    )
    explained(late, "dania")
    waiting = Message.objects.filter(template="review_waits")
    assert told("review_waits") == to(late.imran, late.wajid)
    written = waiting.latest("created_at").created_at
    begins, ends = written + timedelta(minutes=1), written + timedelta(days=9)
    arrange_leave(posting=late.imran.posting, cover=own, starts_at=begins, ends_at=ends, by=None, at=written)
    assert resolve_address(*to(late.imran), at=begins).email == late.dania.officer.email
    deliver_due_messages(at=begins)
    assert told("review_waits") == {*to_person(late.imran), *to(late.wajid)}
    assert not waiting.filter(sent_at=None).exists()


def test_a_missing_explanation_is_recorded_and_a_late_one_still_counts(late):
    review = called(late)
    handle_due_reviews(at=clock("+10d 08:59"))
    review.refresh_from_db()
    assert review.status == Stage.CALLED
    handle_due_reviews(at=clock("+10d 09:00"))
    review.refresh_from_db()
    assert (review.status, steps(review)) == (Stage.SILENT, ["call", "fall_silent"])
    officer_statements.submit_explanation(review_id=review.pk, words=WHY, by=doer(late.bilal), at=clock("+11d 09:00"))
    review.refresh_from_db()
    assert review.status == Stage.EXPLAINED


@pytest.mark.parametrize("who", ["dania", "noor", "zara", "omar"])
def test_only_the_officer_explains(late, who):
    review = called(late)
    with pytest.raises(NotPermitted):
        officer_statements.submit_explanation(
            review_id=review.pk, words=WHY, by=doer(late.people[who]), at=clock("+8d 10:00")
        )


def test_nothing_is_decided_before_the_officer_was_heard(late):
    review = called(late)
    with pytest.raises(NotPermitted):
        decide(review, CENSURE, by=late.noor, at="+8d 10:00")


def test_flags_hidden_by_a_conflict_exclusion_are_not_shown_to_the_officer(late):
    complaint = Flag.objects.get().breach.complaint
    why = {"why": "She says so.", "by": late.salma.actor, "at": clock("+1d 15:00")}
    name_officer(complaint_id=complaint.pk, officer_id=late.bilal.officer.pk, **why)
    assert explanation_requests.request_due_explanations(at=clock("+7d 09:00")) == 0
    assert not Message.objects.filter(template="explanation_wanted").exists()


def test_a_flag_after_the_request_begins_a_new_review(late):
    review = explained(late)
    late_complaint(late)
    assert review.flags.filter(called_at=None).count() == 1
    decide(review, CLEARED, by=late.noor, at="+9d 10:00")
    assert review.status == Stage.CLOSED
    new = review_of(late.bilal)
    assert (new.status, new.opened_at, new.flags.count(), review.flags.count()) == (
        Stage.FLAGGED,
        clock("+9d 10:00"),
        1,
        1,
    )


# --- deciding --------------------------------------------------------------------------------------------------------


def test_exoneration_closes_the_review(late):
    review = decided(late, CLEARED, by=late.noor)
    assert (review.status, steps(review)) == (Stage.CLOSED, ["call", "explain", "decide", "close"])
    assert told("review_decided") == to_person(late.bilal)


def test_a_deliberate_delay_needs_a_ground_that_the_dossier_shows(late):
    review = explained(late)
    with pytest.raises(Refused, match="ground_missing"):
        decide(review, CENSURE, by=late.noor, at="+9d 10:00", grounds=frozenset())
    with pytest.raises(Refused, match="ground_not_shown"):
        decide(review, CENSURE, by=late.noor, at="+9d 10:00", grounds=frozenset({Ground.PAUSES}))
    decide(review, CENSURE, by=late.noor, at="+9d 10:00", grounds=HELD | {Ground.NO_LEAVE})
    facts = review.events.get(kind="decide").facts()
    assert (facts["decision"], facts["grounds"]) == ("censure", ["no_leave", "time_held"])
    assert review.events.get(kind="decide").words.text == REASONS


@pytest.mark.parametrize("who", ["bilal", "dania", "farah", "zara", "wajid", "omar", "asad"])
def test_only_the_authority_decides(late, who):
    review = explained(late)
    with pytest.raises(NotPermitted):
        decide(review, CENSURE, by=late.people[who], at="+9d 10:00")


def test_an_officer_flagged_for_the_same_delay_does_not_decide(late):
    complaint = late.complaint("financial_crime", "09:00")
    late.salma.marks(complaint, to=late.bilal, at="12:30")
    flag_all("17:01")
    review = explained(late)
    assert {flag.review.officer.name_en for flag in Flag.objects.filter(breach__complaint=complaint)} == {
        "Usman",
        "Bilal",
    }
    with pytest.raises(NotPermitted):
        decide(review, CENSURE, by=late.usman, at="+9d 10:00")
    decide(review, CENSURE, by=late.noor, at="+9d 10:00")


def test_a_concurrent_move_is_refused(late):
    review = explained(late)
    given = {"decision": CENSURE, "grounds": HELD, "words": REASONS, "at": clock("+9d 10:00")}
    with pytest.raises(Refused, match="overtaken"):
        review_decisions.decide_review(review_id=review.pk, by=doer(late.noor), seen=1, **given)


def test_the_next_authority_decides_if_nobody_at_the_first_may(late):
    end_posting(posting=late.noor.posting, by=None, at=clock("+6d 00:00"))
    end_posting(posting=late.usman.officer.postings.get(office__code="region_lahore"), by=None, at=clock("+6d 00:00"))
    review = explained(late)
    assert (review.authority, review.seat.code) == ("province", "punjab")
    decide(review, WARNING, by=late.imran, at="+9d 10:00")


def test_a_case_of_the_government_is_referred_and_closes_with_its_order(late):
    complaint = late.complaint("financial_crime", "09:00")
    flag_all("17:01")
    review = explained(late, "usman")
    assert complaint.pk
    assert (review.status, review.decision, review.authority, review.seat) == (
        Stage.DECIDED,
        REFERRED,
        "government",
        None,
    )
    assert steps(review) == ["call", "explain", "refer_up"]
    assert told("review_waits") == to(late.wajid)
    order = {"number": "SO-D1/2026", "order_date": localdate(clock("+9d 10:00")), "at": clock("+10d 10:00")}
    with pytest.raises(NotPermitted):
        review_decisions.record_order(review_id=review.pk, by=doer(late.imran), **order)
    review_decisions.record_order(review_id=review.pk, by=doer(late.wajid), **order)
    review.refresh_from_db()
    assert (review.status, review.order_number) == (Stage.CLOSED, "SO-D1/2026")


# --- appeal and end --------------------------------------------------------------------------------------------------


def test_an_appeal_goes_once_to_the_next_authority_which_decides_finally(late):
    review = decided(late, CENSURE, by=late.noor)
    officer_statements.submit_appeal(review_id=review.pk, words=WHY, by=doer(late.bilal), at=clock("+10d 10:00"))
    review.refresh_from_db()
    assert (review.status, review.authority, review.seat.code) == (Stage.APPEALED, "province", "punjab")
    with pytest.raises(NotPermitted):
        decide(review, WARNING, by=late.noor, at="+11d 10:00")
    decide(review, WARNING, by=late.wajid, at="+11d 10:00")
    assert (review.status, review.decision) == (Stage.CLOSED, WARNING)
    assert steps(review) == ["call", "explain", "decide", "appeal", "decide_finally", "close"]
    with pytest.raises(NotPermitted):
        officer_statements.submit_appeal(review_id=review.pk, words=WHY, by=doer(late.bilal), at=clock("+12d 10:00"))


def test_an_appeal_never_makes_it_worse(late):
    review = decided(late, WARNING, by=late.noor)
    officer_statements.submit_appeal(review_id=review.pk, words=WHY, by=doer(late.bilal), at=clock("+10d 10:00"))
    with pytest.raises(Refused, match="never_graver"):
        decide(review, CENSURE, by=late.wajid, at="+11d 10:00")


def test_the_government_decides_appeals_against_the_province(late):
    late_complaint(late, "dania")
    review = decided(late, CENSURE, by=late.imran, who="dania")
    officer_statements.submit_appeal(review_id=review.pk, words=WHY, by=doer(late.dania), at=clock("+10d 10:00"))
    review.refresh_from_db()
    assert (review.status, review.authority, review.seat) == (Stage.APPEALED, "government", None)
    order = {"number": "SO-D2/2026", "order_date": localdate(clock("+12d 10:00")), "at": clock("+12d 12:00")}
    with pytest.raises(Refused, match="outcome_missing"):
        review_decisions.record_order(review_id=review.pk, by=doer(late.wajid), **order)
    review_decisions.record_order(review_id=review.pk, by=doer(late.wajid), outcome=OrderOutcome.UPHELD, **order)
    review.refresh_from_db()
    assert (review.status, review.decision, review.order_outcome) == (Stage.CLOSED, CENSURE, "upheld")


def test_an_outcome_given_with_the_order_of_a_referral_changes_nothing(late):
    review = decided(late, REFERRED, by=late.noor)
    order = {"number": "DO-114", "order_date": localdate(clock("+89d 10:00")), "at": clock("+90d 12:00")}
    review_decisions.record_order(review_id=review.pk, by=doer(late.noor), outcome=OrderOutcome.SET_ASIDE, **order)
    review.refresh_from_db()
    assert (review.status, review.decision, review.order_outcome) == (Stage.CLOSED, REFERRED, "")


def test_without_an_appeal_the_review_closes_after_thirty_days(late):
    review = decided(late, CENSURE, by=late.noor)
    handle_due_reviews(at=clock("+39d 09:59"))
    review.refresh_from_db()
    assert review.status == Stage.DECIDED
    handle_due_reviews(at=clock("+39d 10:00"))
    review.refresh_from_db()
    assert review.status == Stage.CLOSED


def test_a_referral_waits_for_its_order_however_long(late):
    review = decided(late, REFERRED, by=late.noor)
    for at in ("+39d 10:05", "+90d 10:00"):
        handle_due_reviews(at=clock(at))
        review.refresh_from_db()
        assert review.status == Stage.DECIDED
    order = {"number": "DO-114", "order_date": localdate(clock("+89d 10:00")), "at": clock("+90d 12:00")}
    review_decisions.record_order(review_id=review.pk, by=doer(late.noor), **order)
    review.refresh_from_db()
    assert review.status == Stage.CLOSED


def test_a_late_decision_is_escalated_weekly_and_stays_at_its_office(late):
    review = explained(late)
    handle_due_reviews(at=clock("+15d 10:00"))
    handle_due_reviews(at=clock("+15d 11:00"))
    assert told("review_late") == to(late.imran, late.wajid)
    handle_due_reviews(at=clock("+22d 10:00"))
    review.refresh_from_db()
    assert steps(review) == ["call", "explain", "escalate", "escalate"]
    assert (review.authority, review.status, review.due_at) == ("region", Stage.EXPLAINED, clock("+15d 10:00"))
    decide(review, WARNING, by=late.noor, at="+23d 10:00")


def test_a_review_without_a_decider_passes_up_with_a_new_time_limit(late):
    review = explained(late)
    end_posting(posting=late.noor.posting, by=None, at=clock("+9d 00:00"))
    end_posting(posting=late.usman.officer.postings.get(office__code="region_lahore"), by=None, at=clock("+9d 00:00"))
    handle_due_reviews(at=clock("+15d 10:00"))
    review.refresh_from_db()
    assert (review.authority, review.due_at, steps(review)[-1]) == ("province", clock("+22d 10:00"), "pass_up")


def test_a_civilian_head_of_the_branch_is_no_exception(late):
    aslam = hired(late, "aslam", "region_lahore", rank=None)
    review = explained(late)
    decide(review, WARNING, by=aslam, at="+9d 10:00")
    assert ReviewEvent.objects.get(review=review, kind="decide").officer == aslam.officer
    assert aslam.posting.role == Role.DISCIPLINE_OFFICER
