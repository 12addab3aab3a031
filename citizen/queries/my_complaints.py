"""The complaints of one phone or e-mail address, for whoever has just proved that it is theirs."""

from dataclasses import dataclass

from django.db.models import Q

from complaints.models import Complaint
from complaints.models.complaint import ComplaintQuerySet
from complaints.queries.cursor import Cursor

SIZE = 20
HIDDEN = Q(confidential=True) | Q(complainant__under_18=True) | ~Q(complainant__secret_hash="")
"""What nobody who holds the phone of another complaint is shown, not even by its number."""


@dataclass(frozen=True)
class MyComplaintsPage:
    """Some complaints, the newest first; `older` is the token of where the next page begins, empty on the last."""

    complaints: list[Complaint]
    older: str


def listed(reached_index: bytes) -> ComplaintQuerySet:
    """Those that may be listed: on a shared phone a confidential one, a child's or one with a secret word never is."""
    theirs = Q(complainant__phone_index=reached_index) | Q(complainant__email_index=reached_index)
    return (
        Complaint.objects.unscoped("the complainant proved the phone or e-mail address").filter(theirs).exclude(HIDDEN)
    )


def page_of(reached_index: bytes, *, before: str = "") -> MyComplaintsPage:
    """A page of the list. One query, at any depth. Raises Unreadable for a token that was cut or typed."""
    rows = listed(reached_index).select_related("category").order_by("-received_at", "-pk")
    if before:
        start = Cursor.read(before)
        rows = rows.filter(Q(received_at__lt=start.due_at) | Q(received_at=start.due_at, pk__lt=start.id))
    found = list(rows.for_screen()[: SIZE + 1])
    more = len(found) > SIZE
    return MyComplaintsPage(found[:SIZE], Cursor(found[SIZE - 1].received_at, found[SIZE - 1].pk).token if more else "")
