"""Protection of reviews: no rewriting, no change without an event, no access to other officers' reviews."""

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, transaction

from complaints.services.exclusion.officer_naming import name_officer
from ledger import chain
from reviews.models import Dossier, Flag, Review, ReviewEvent, ReviewWords
from reviews.queries.review_decision_facts import load_review_case
from reviews.queries.review_list import ReviewListFilters, load_review_list
from reviews.queries.review_visibility import reviews_visible_to, reviews_waiting_for
from reviews.rules import Stage
from reviews.rules.decision_kinds import Decision
from reviews.rules.review_capacities import ReviewActor, ReviewCapacity, capacities_in_review
from tests.monitoring.reviews.lives import called, decided, doer, explained, flag_all, hired, late_complaint
from tests.world import build, clock

TABLES = {
    "reviews_reviewevent": "kind = 'close'",
    "reviews_reviewwords": "text = 'Nothing.'",
    "reviews_dossier": "body = '{}'",
    "reviews_review": "status = 'closed'",
    "reviews_flag": "share = 0",
}
AT = clock("+9d 12:00")


@pytest.mark.parametrize("role", ["url", pytest.param("owner_url", marks=pytest.mark.slow)])
def test_the_database_refuses_to_rewrite_a_review_for_the_portal_and_for_the_owner(own_database, role):
    world = build()
    late_complaint(world)
    explained(world)
    refused = (psycopg.errors.RaiseException, psycopg.errors.InsufficientPrivilege)
    with psycopg.connect(getattr(own_database, role), autocommit=True) as database:
        for table, change in TABLES.items():
            for rewrite in (f"UPDATE {table} SET {change}", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
                with pytest.raises(refused):
                    database.execute(rewrite)


def test_a_stage_changes_only_with_an_event(late):
    review = called(late)
    with pytest.raises(DatabaseError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(status="silent")
    with pytest.raises(DatabaseError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(officer=late.dania.officer, seq=9)


def test_a_referral_cannot_be_closed_without_an_order(late):
    review = decided(late, Decision.REFERRED, by=late.noor)
    with pytest.raises(IntegrityError, match="review_referral_closes_with_an_order"), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(status="closed", closed_at=AT, seq=9)


def test_the_history_is_chained_and_has_no_typed_text(late, settings):
    review = decided(late, Decision.WARNING, by=late.noor)
    prev = chain.CHAIN_START
    for event in ReviewEvent.objects.filter(review=review).order_by("seq"):
        assert bytes(event.prev) == prev
        prev = bytes(event.mac)
        assert prev == chain.compute_link(settings.CHAIN_KEY.encode(), bytes(event.prev), event.body)
        assert "court" not in event.body
        assert "reminder was read" not in event.body
    assert bytes(review.mac) == prev
    for words in ReviewWords.objects.filter(event__review=review):
        assert chain.text_digest(bytes(words.salt), words.text) in words.event.body


# --- who sees it -----------------------------------------------------------------------------------------------------

# Bilal is an Inspector of Gulberg circle, so the region decides.
SEE_BILALS = {"bilal", "usman", "noor", "wajid", "zara", "imran", "asad"}


def those_who_see(world, review) -> set[str]:
    people = {name: one for name, one in world.people.items() if one.posting}
    of_region = world.usman.officer.postings.get(office__code="region_lahore")
    people["usman"] = type(world.usman)("usman", of_region)
    return {name for name, one in people.items() if reviews_visible_to(doer(one), at=AT).filter(pk=review.pk).exists()}


def test_subordinates_and_colleagues_do_not_see_the_review(late):
    assert those_who_see(late, called(late)) == SEE_BILALS


def test_before_the_request_no_office_has_the_review(late):
    assert those_who_see(late, Review.objects.get()) == SEE_BILALS - {"usman", "noor"}


def test_an_officer_who_decided_still_sees_the_review(late):
    review = decided(late, Decision.WARNING, by=late.noor)
    review.refresh_from_db()
    assert reviews_visible_to(doer(late.noor), at=AT).get() == review


def test_a_monitor_does_not_see_reviews_of_colleagues_at_the_cpo(late):
    late.complaint("financial_crime", "09:00", district="multan")
    Review.objects.create(officer=late.imran.officer, opened_at=clock("09:00"))
    review = Review.objects.get(officer=late.imran.officer)
    Flag.objects.create(breach=Flag.objects.get().breach, review=review)
    assert those_who_see(late, review) == {"imran", "wajid", "asad"}


def test_an_officer_without_a_posting_sees_their_own_review(late):
    assert reviews_visible_to(ReviewActor(late.bilal.officer.pk), at=AT).count() == 1
    assert reviews_visible_to(ReviewActor(late.dania.officer.pk), at=AT).count() == 0


def test_flags_hidden_by_a_conflict_exclusion_are_not_in_the_review(late):
    explained(late)
    complaint = Flag.objects.get().breach.complaint
    name_officer(complaint_id=complaint.pk, officer_id=late.bilal.officer.pk, why="So.", by=late.salma.actor, at=AT)
    assert load_review_list(doer(late.bilal), ReviewListFilters(), at=AT).rows == []
    assert [row.flagged for row in load_review_list(doer(late.zara), ReviewListFilters(), at=AT).rows] == [1]


def test_an_officer_whom_the_complaint_names_neither_decides_nor_sees_it(late):
    review = explained(late)
    complaint = Flag.objects.get().breach.complaint
    name_officer(complaint_id=complaint.pk, officer_id=late.noor.officer.pk, why="So.", by=late.salma.actor, at=AT)
    assert those_who_see(late, review) == SEE_BILALS - {"noor"}
    assert ReviewCapacity.AUTHORITY not in capacities_in_review(doer(late.noor), load_review_case(review))


@pytest.mark.slow
def test_what_waits_for_somebody_is_just_what_they_may_decide(late):
    """Compare the query with the rule, for the whole cast and several cases."""
    late_complaint(late, "latif")
    late_complaint(late, "dania")
    both = late.complaint("financial_crime", "09:00")
    late.salma.marks(both, to=late.kamran, at="12:00")
    flag_all("17:01")
    hired(late, "parveen", "lahore")
    for who in ("bilal", "latif", "dania", "kamran"):
        explained(late, who)
    reviews = list(Review.objects.filter(status=Stage.EXPLAINED))
    assert len(reviews) == 4
    found = 0
    for person in (one for one in late.people.values() if one.posting):
        waits = set(reviews_waiting_for(doer(person), at=AT))
        may = {
            one
            for one in reviews
            if ReviewCapacity.AUTHORITY in capacities_in_review(doer(person), load_review_case(one))
        }
        assert waits == may, person.name
        found += len(may)
    assert found >= 4


# --- the list --------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_page_is_one_statement_and_the_next_begins_where_it_ends(late, django_assert_num_queries):
    for holder in ("kamran", "latif", "dania", "farah"):
        late_complaint(late, holder)
    with django_assert_num_queries(1):
        first = load_review_list(doer(late.zara), ReviewListFilters(), at=AT, size=2)
    second = load_review_list(doer(late.zara), ReviewListFilters(), at=AT, size=2, after=first.after)
    third = load_review_list(doer(late.zara), ReviewListFilters(), at=AT, size=2, after=second.after)
    rows = [*first.rows, *second.rows, *third.rows]
    assert len(rows) == len({row.pk for row in rows}) == 5
    assert third.after is None
    assert (
        load_review_list(doer(late.zara), ReviewListFilters(), at=AT, size=2, before=third.before).rows == second.rows
    )


@pytest.mark.slow
def test_the_list_filters_by_stage_overdue_and_owner(late):
    late_complaint(late, "dania")
    explained(late)

    def found(who, at=AT, **asked):
        return {row.officer.name_en for row in load_review_list(doer(who), ReviewListFilters(**asked), at=at).rows}

    assert found(late.zara) == {"Bilal", "Dania"}
    assert found(late.zara, stage="explained") == {"Bilal"}
    assert found(late.zara, overdue_only=True) == set()
    assert found(late.zara, overdue_only=True, at=clock("+16d 10:00")) == {"Bilal", "Dania"}
    assert found(late.noor, waiting_only=True) == {"Bilal"}
    assert found(late.wajid, waiting_only=True) == set()
    assert found(late.dania, own_only=True) == {"Dania"}


def test_every_flag_has_its_dossier(late):
    assert Dossier.objects.count() == Flag.objects.count() > 0
