"""The calls that holders asked the complaint cell to put through."""

from django.db.models import Exists, OuterRef, QuerySet

from complaints.models import Complaint, Connection


def call_waits() -> Exists:
    """Of a complaint in a query: whether its holder has asked for a call that has not been made."""
    return Exists(of_holders())


def of_holders() -> QuerySet[Connection]:
    """Of a complaint in an outer query: what its present holder waits for, in this round."""
    theirs = {"complaint": OuterRef("pk"), "cycle": OuterRef("cycle"), "to": OuterRef("holder")}
    return Connection.objects.waiting().filter(**theirs)


def waiting_on(complaint: Complaint) -> Connection | None:
    """The one that waits, with who speaks in it. One statement."""
    return asked_by_holder(complaint).select_related("by__officer", "by__office").first()


def asked_by_holder(complaint: Complaint) -> QuerySet[Connection]:
    """Return what the present holder of a complaint in hand waits for, in this round."""
    theirs = {"complaint": complaint, "cycle": complaint.cycle, "to": complaint.holder_id}
    return Connection.objects.waiting().filter(**theirs)
