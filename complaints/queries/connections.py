"""Find the calls that holders have asked the complaint cell to connect."""

from django.db.models import OuterRef, QuerySet

from complaints.models import Complaint, Connection


def of_holders() -> QuerySet[Connection]:
    """Return what the present holder of an outer query's complaint waits for in this round."""
    theirs = {"complaint": OuterRef("pk"), "cycle": OuterRef("cycle"), "to": OuterRef("holder")}
    return Connection.objects.waiting().filter(**theirs)


def waiting_on(complaint: Complaint) -> Connection | None:
    """Return the call that waits, with the officer who asked for it, or None. One statement."""
    return asked_by_holder(complaint).select_related("by__officer", "by__office").first()


def asked_by_holder(complaint: Complaint) -> QuerySet[Connection]:
    """Return what the present holder of a complaint in hand waits for, in this round."""
    theirs = {"complaint": complaint, "cycle": complaint.cycle, "to": complaint.holder_id}
    return Connection.objects.waiting().filter(**theirs)
