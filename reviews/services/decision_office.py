"""Find the office that decides a review: that of the authority, or of the next one where somebody may decide."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from accounts.models import Office
from accounts.rules.office_tree import OfficeKind
from accounts.rules.ranks import Rank
from reviews.models import Flag, Review
from reviews.queries.review_decision_facts import (
    authority_that_decided,
    current_office_of,
    load_review_case,
    offices_on_path,
    postings_that_may_decide,
)
from reviews.rules.deciding_authority import Authority, authority_for_rank, next_authority, path_of_deciding_office
from reviews.rules.review_capacities import ReviewCase


def columns_of_first_authority(review: Review, *, at: datetime) -> dict:
    """Return the columns `authority` and `seat` for a review without a decision, by the officer's rank."""
    authority = authority_for_rank(Rank(review.officer.rank) if review.officer.rank else None)
    return _columns_of_deciding_office(review, load_review_case(review), authority, at=at)


def columns_after_remand(review: Review, *, at: datetime) -> dict:
    """Return the same columns for a review that the government sends back: the authority that decided decides again.

    Who decided before may do so again, because the government took that decision back and ordered a new one.
    """
    case = replace(load_review_case(review), decided_by=frozenset())
    return _columns_of_deciding_office(review, case, authority_that_decided(review), at=at)


def columns_of_next_authority(review: Review, *, at: datetime) -> dict:
    """Return the same columns for the next higher authority; the government is the last."""
    authority = next_authority(Authority(review.authority)) or Authority.GOVERNMENT
    return _columns_of_deciding_office(review, load_review_case(review), authority, at=at)


def may_anybody_decide(review: Review, *, at: datetime) -> bool:
    """Return whether anybody may decide at the review's office; False if the government decides."""
    return bool(postings_that_may_decide(review.seat_id, load_review_case(review), at=at))


def _columns_of_deciding_office(review: Review, case: ReviewCase, authority: Authority, *, at: datetime) -> dict:
    """Return the first office, from that authority upwards, where somebody may decide.

    See reviews.rules.review_capacities.is_barred_from_deciding for the officers who may not.
    """
    line = _offices_above_officer(review, at=at)
    kinds = {path: OfficeKind(office.kind) for path, office in line.items()}
    while authority is not Authority.GOVERNMENT:
        path = path_of_deciding_office(authority, max(line, key=len), kinds)
        office = line.get(path) if path else None
        if office and postings_that_may_decide(office.pk, case, at=at):
            return {"authority": str(authority), "seat": office}
        authority = next_authority(authority) or Authority.GOVERNMENT
    return {"authority": str(Authority.GOVERNMENT), "seat": None}


def _offices_above_officer(review: Review, *, at: datetime) -> Mapping[str, Office]:
    """Return the offices above the officer's present posting; without one, above the office that was late."""
    office = current_office_of(review.officer_id, at=at)
    if office is None:
        flags = Flag.objects.filter(review=review).select_related("breach__office").order_by("-breach__due_at", "-pk")
        office = flags[0].breach.office
    return offices_on_path(office.path)
