"""Find the complaint cell that is responsible for a complaint, and the cells to which it can be forwarded."""

from datetime import datetime

from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import KINDS_WITH_CELL, Role
from complaints.models import Complaint, Event
from complaints.rules.thresholds import FORWARDINGS_BEFORE_CPO


def cells_to_forward_to(complaint: Complaint) -> tuple[list[Office], bool]:
    """Return the offices to which a complaint can be forwarded, by name, and whether only the CPO may decide now.

    The CPO decides once the complaint was forwarded FORWARDINGS_BEFORE_CPO times in this round; then the list is empty.
    One statement. Source: docs/rules.md, *Marking*.
    """
    forwards = Event.objects.filter(complaint=OuterRef("complaint_pk"), kind="forward", cycle=complaint.cycle)
    number = forwards.order_by().values("complaint").annotate(number=Count("pk")).values("number")
    others = Office.objects.filter(kind__in=KINDS_WITH_CELL, routes_to=None).exclude(pk=complaint.office_id)
    others = others.annotate(complaint_pk=Value(complaint.pk)).annotate(bounces=Coalesce(Subquery(number), 0))
    offices = list(others)
    if offices and offices[0].bounces >= FORWARDINGS_BEFORE_CPO:
        return [], True
    return sorted(offices, key=lambda office: (office.kind != OfficeKind.CENTRAL, office.name)), False


def no_cell_below_condition(actor: Actor, *, at: datetime) -> Q:
    """Return the condition that no region or district between the actor's office and a complaint has an operator."""
    operators = Posting.objects.current(at).filter(role=str(Role.COMPLAINT_OPERATOR))
    below = operators.filter(office__path__startswith=actor.office_path).exclude(office=actor.office_id)
    staffed = below.values("office_id")
    return ~Q(region__in=staffed) & ~Q(district__in=staffed)
