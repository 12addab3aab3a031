"""Complaint cells: which one has to do with a complaint, and to which it can be forwarded."""

from datetime import datetime

from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.actors import Actor
from accounts.models import Office, Posting
from accounts.rules.offices import OfficeKind
from accounts.rules.roles import HAS_A_CELL, Role
from complaints.models import Complaint, Event
from complaints.rules.thresholds import BOUNCES_BEFORE_CPO


def cells_for(complaint: Complaint) -> tuple[list[Office], bool]:
    """The offices whose cell may get it, by name, and whether it has bounced so often that it is the CPO's to decide.

    Then there is nothing to choose. One statement. Source: domain.md, *forward*.
    """
    bounced = Event.objects.filter(complaint=OuterRef("here"), kind="forward", cycle=complaint.cycle)
    number = bounced.order_by().values("complaint").annotate(number=Count("pk")).values("number")
    others = Office.objects.filter(kind__in=HAS_A_CELL, routes_to=None).exclude(pk=complaint.office_id)
    counted = list(others.annotate(here=Value(complaint.pk)).annotate(bounces=Coalesce(Subquery(number), 0)))
    if counted and counted[0].bounces >= BOUNCES_BEFORE_CPO:
        return [], True
    return sorted(counted, key=lambda office: (office.kind != OfficeKind.CENTRAL, office.name)), False


def no_cell_below(actor: Actor, *, at: datetime) -> Q:
    """No region or district below the actor's office, and over the complaint, has an operator at this moment."""
    operators = Posting.objects.current(at).filter(role=str(Role.COMPLAINT_OPERATOR))
    below = operators.filter(office__path__startswith=actor.office_path).exclude(office=actor.office_id)
    manned = below.values("office_id")
    return ~Q(region__in=manned) & ~Q(district__in=manned)
