"""To which complaint cells a complaint can be forwarded."""

from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Office
from accounts.rules.offices import Kind
from complaints.models import Complaint, Event
from complaints.rules.guards import BOUNCES_BEFORE_CPO

CELLS = [str(Kind.CENTRAL), str(Kind.REGION), str(Kind.DISTRICT)]


def cells_for(complaint: Complaint) -> tuple[list[Office], bool]:
    """The offices whose cell may get it, by name, and whether it has bounced so often that it is the CPO's to decide.

    Then there is nothing to choose. One statement. Source: domain.md, *forward*.
    """
    bounced = Event.objects.filter(complaint=OuterRef("here"), kind="forward", cycle=complaint.cycle)
    number = bounced.order_by().values("complaint").annotate(number=Count("pk")).values("number")
    others = Office.objects.filter(kind__in=CELLS, routes_to=None).exclude(pk=complaint.office_id)
    counted = list(others.annotate(here=Value(complaint.pk)).annotate(bounces=Coalesce(Subquery(number), 0)))
    if counted and counted[0].bounces >= BOUNCES_BEFORE_CPO:
        return [], True
    return sorted(counted, key=lambda office: (office.kind != Kind.CENTRAL, office.name)), False
