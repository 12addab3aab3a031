"""Read the sealed positions of a quarter's complaints. Only monitoring.services.incident_map_making may use them."""

from collections.abc import Hashable, Iterator
from datetime import date

from django.db.models import F

from accounts.models import Office
from accounts.rules.gps_positions import InvalidPosition, PositionAbroad, parse_position
from accounts.rules.office_tree import OfficeKind
from complaints.models import Complaint, Statement
from complaints.models.complaint import SCOPE_COLUMN
from complaints.rules.special_categories import MISSING_CHILD, REPLACED_CODES
from complaints.rules.statuses import Status
from desk.queries.complaint_filters import received_between_condition
from monitoring.queries.public_counts import SENSITIVE
from monitoring.rules.incident_grid import LEAST_ACCURATE, Square, square_of
from web.calendar_days import start_of_day

CHUNK = 2_000
CHILD_CATEGORIES = [MISSING_CHILD, *REPLACED_CODES, *(code for codes in REPLACED_CODES.values() for code in codes)]
NOT_COUNTED = [str(Status.WITHDRAWN), str(Status.MERGED)]
UNKNOWN_PERSON = b""
"""All complainants without any number count as one person."""


def incident_squares(district: Office, first: date, last: date) -> Iterator[tuple[Square, Hashable]]:
    """Yield the square and the person of each complaint that a district has, received from `first` to `last`.

    Left out are conduct and confidential complaints, those by, for or about children, those with a secret word, and all
    with an exclusion, ended or not: the map is the same for every reader, so it holds nothing that one may not see.
    """
    # No deadline is before the registration, and the district's index goes on with the deadline.
    complaints = (
        Complaint.objects.unscoped("counted in squares, without what any reader may not see")
        .filter(received_between_condition(first, last), due_at__gte=start_of_day(first))
        .filter(**{SCOPE_COLUMN[OfficeKind.DISTRICT]: district.pk})
        .exclude(SENSITIVE)
        .exclude(status__in=NOT_COUNTED)
        .exclude(category__code__in=CHILD_CATEGORIES)
        .exclude(complainant__under_18=True)
        .exclude(complainant__behalf="child")
        .filter(complainant__secret_hash="")
    )
    with_position = Statement.objects.filter(complaint__in=complaints.order_by().values("pk")).exclude(position="")
    statements = with_position.annotate(
        phone=F("complaint__complainant__phone_index"), document=F("complaint__complainant__document_index")
    )
    for statement in statements.only("position").order_by("pk").iterator(CHUNK):
        square = _square_of_text(statement.position)
        if square is not None:
            yield square, bytes(statement.phone or statement.document or UNKNOWN_PERSON)


def _square_of_text(text: str) -> Square | None:
    """Return the square of a stored position; None if there is none, or it is too inaccurate."""
    try:
        position = parse_position(text)
    except (InvalidPosition, PositionAbroad):
        return None
    return square_of(position.latitude, position.longitude) if position.metres <= LEAST_ACCURATE else None
