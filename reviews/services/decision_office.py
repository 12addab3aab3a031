"""Find the office that decides a review: that of the authority, or of the next one where somebody may decide."""

from collections.abc import Mapping
from datetime import datetime

from accounts.models import Office
from accounts.rules.offices import OfficeKind
from accounts.rules.ranks import Rank
from reviews.models import Flag, Review
from reviews.queries.cases import case_of, deciders, line_of, standing_office
from reviews.rules.authority import Authority, authority_of, next_above, seat


def first_seat(review: Review, *, at: datetime) -> dict:
    """Return the columns `authority` and `seat` for a review without a decision, by the officer's rank."""
    officer = review.officer
    return _find_seat(review, authority_of(Rank(officer.rank) if officer.rank else None), at=at)


def next_seat(review: Review, *, at: datetime) -> dict:
    """Return the same columns for the next higher authority; the government is the last."""
    return _find_seat(review, next_above(Authority(review.authority)) or Authority.GOVERNMENT, at=at)


def has_somebody(review: Review, *, at: datetime) -> bool:
    """Return whether anybody may decide at the review's office; False if the government decides."""
    return bool(deciders(review.seat_id, case_of(review), at=at))


def _find_seat(review: Review, authority: Authority, *, at: datetime) -> dict:
    """Return the first office, from that authority upwards, where somebody may decide.

    See reviews.rules.capacities.is_barred for the officers who may not.
    """
    case, line = case_of(review), _offices_above_officer(review, at=at)
    while authority is not Authority.GOVERNMENT:
        office = _office_of_authority(authority, line)
        if office and deciders(office.pk, case, at=at):
            return {"authority": str(authority), "seat": office}
        authority = next_above(authority) or Authority.GOVERNMENT
    return {"authority": str(Authority.GOVERNMENT), "seat": None}


def _office_of_authority(authority: Authority, line: Mapping[str, Office]) -> Office | None:
    path = seat(authority, max(line, key=len), {path: OfficeKind(office.kind) for path, office in line.items()})
    return line.get(path) if path else None


def _offices_above_officer(review: Review, *, at: datetime) -> Mapping[str, Office]:
    """Return the offices above the officer's present posting; without one, above the office that was late."""
    office = standing_office(review.officer_id, at=at)
    if office is None:
        late = Flag.objects.filter(review=review).select_related("breach__office").order_by("-breach__due_at", "-pk")
        office = late[0].breach.office
    return line_of(office.path)
