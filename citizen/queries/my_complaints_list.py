"""The complaints of one phone or e-mail address, for a visitor who has just proved that it is theirs."""

from dataclasses import dataclass

from django.db.models import Q

from complaints.models import Complaint
from complaints.models.complaint import ComplaintQuerySet
from complaints.queries.queue_cursor import QueueCursor

PAGE_SIZE = 20
HIDDEN_FROM_LIST = Q(confidential=True) | Q(complainant__under_18=True) | ~Q(complainant__secret_hash="")
"""Complaints that are neither listed nor named on another complaint's page, because a phone may be shared."""


@dataclass(frozen=True)
class MyComplaintsPage:
    """One page of complaints, newest first. `older`: the token of the next page, empty on the last one."""

    complaints: list[Complaint]
    older: str


def listed_complaints(reached_index: bytes) -> ComplaintQuerySet:
    """Return the complaints that may be listed.

    A phone may be shared, so confidential complaints, children's complaints and those with a secret word are never
    listed.
    """
    is_theirs = Q(complainant__phone_index=reached_index) | Q(complainant__email_index=reached_index)
    return (
        Complaint.objects.unscoped("the complainant proved the phone or e-mail address")
        .filter(is_theirs)
        .exclude(HIDDEN_FROM_LIST)
    )


def load_my_complaints_page(reached_index: bytes, *, before: str = "") -> MyComplaintsPage:
    """Return a page of the list. One query, at any depth. Raises UnreadableCursor for an invalid token."""
    rows = listed_complaints(reached_index).select_related("category").order_by("-received_at", "-pk")
    if before:
        start = QueueCursor.from_token(before)
        rows = rows.filter(Q(received_at__lt=start.due_at) | Q(received_at=start.due_at, pk__lt=start.id))
    complaints = list(rows.for_screen()[: PAGE_SIZE + 1])
    has_more = len(complaints) > PAGE_SIZE
    return MyComplaintsPage(
        complaints[:PAGE_SIZE],
        QueueCursor(complaints[PAGE_SIZE - 1].received_at, complaints[PAGE_SIZE - 1].pk).token if has_more else "",
    )
