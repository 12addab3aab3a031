"""Where a review lies for a decision: the office of the authority, or of the next one with somebody who may decide."""

from collections.abc import Mapping
from datetime import datetime

from accounts.models import Office
from accounts.rules.offices import OfficeKind
from accounts.rules.ranks import Rank
from reviews.models import Flag, Review
from reviews.queries.cases import case_of, deciders, line_of, standing_office
from reviews.rules.authority import Authority, authority_of, next_above, seat


def first_seat(review: Review, *, at: datetime) -> dict:
    """Of a review that was never decided: the columns `authority` and `seat`, by the officer's rank."""
    officer = review.officer
    return _seat(review, authority_of(Rank(officer.rank) if officer.rank else None), at=at)


def next_seat(review: Review, *, at: datetime) -> dict:
    """The same one authority higher; the government's is the last."""
    return _seat(review, next_above(Authority(review.authority)) or Authority.GOVERNMENT, at=at)


def has_somebody(review: Review, *, at: datetime) -> bool:
    """Whether anybody may decide where it lies. What is the government's lies with nobody here."""
    return bool(deciders(review.seat_id, case_of(review), at=at))


def _seat(review: Review, authority: Authority, *, at: datetime) -> dict:
    """From that authority up, the first office where somebody may decide. Who is concerned, named, flagged in the same
    delay, has decided already or sits below the late office's head, does not."""
    case, line = case_of(review), _line(review, at=at)
    while authority is not Authority.GOVERNMENT:
        office = _office(authority, line)
        if office and deciders(office.pk, case, at=at):
            return {"authority": str(authority), "seat": office}
        authority = next_above(authority) or Authority.GOVERNMENT
    return {"authority": str(Authority.GOVERNMENT), "seat": None}


def _office(authority: Authority, line: Mapping[str, Office]) -> Office | None:
    path = seat(authority, max(line, key=len), {path: OfficeKind(office.kind) for path, office in line.items()})
    return line.get(path) if path else None


def _line(review: Review, *, at: datetime) -> Mapping[str, Office]:
    """The offices over where the officer is posted now; who holds nothing any more, over where they were late."""
    office = standing_office(review.officer_id, at=at)
    if office is None:
        late = Flag.objects.filter(review=review).select_related("breach__office").order_by("-breach__due_at", "-pk")
        office = late[0].breach.office
    return line_of(office.path)
