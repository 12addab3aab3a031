"""Find the calls that holders have asked the complaint cell to connect."""

from django.db.models import OuterRef, QuerySet

from complaints.models import Complaint, Connection


def waiting_call_requests_for_subquery() -> QuerySet[Connection]:
    """Return the waiting requests of a queried complaint's present holder in this round, for a subquery."""
    by_holder = {"complaint": OuterRef("pk"), "cycle": OuterRef("cycle"), "to": OuterRef("holder")}
    return Connection.objects.waiting().filter(**by_holder)


def waiting_call_request(complaint: Complaint) -> Connection | None:
    """Return the holder's waiting request, with the officer who made it, or None. One statement."""
    return waiting_call_requests_of_holder(complaint).select_related("by__officer", "by__office").first()


def waiting_call_requests_of_holder(complaint: Complaint) -> QuerySet[Connection]:
    """Return the waiting requests of a complaint's present holder in this round."""
    by_holder = {"complaint": complaint, "cycle": complaint.cycle, "to": complaint.holder_id}
    return Connection.objects.waiting().filter(**by_holder)
