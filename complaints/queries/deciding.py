"""The reports that wait for one head's decision: the nearest one above whoever has the complaint."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from accounts.actors import Actor
from accounts.models import Posting
from accounts.rules.offices import PLACE_KINDS, Kind
from complaints.models import Complaint
from complaints.models.complaint import SCOPE_COLUMN, ComplaintQuerySet
from complaints.rules.statuses import Status

HAVE_OFFICES_BELOW = [kind for kind in PLACE_KINDS if kind is not Kind.STATION]


def to_decide(actor: Actor, *, at: datetime) -> ComplaintQuerySet:
    """Reports that nobody has accepted and that are this head's to decide, as rules.capacities has it for SUPERIOR.

    By the index report_to_decide. An office that the same officer heads as the holder's is skipped; the head of the
    Central Police Office also decides on what others there report. What names somebody is left to `visible_to`.
    """
    reported = Complaint.objects.for_service().filter(status=str(Status.REPORTED), accepted_at=None)
    if actor.office_kind is Kind.CENTRAL:
        theirs = reported.exclude(holder=actor.posting_id)
    else:
        within = reported.filter(**{SCOPE_COLUMN[actor.office_kind]: actor.office_id}).exclude(office=actor.office_id)
        theirs = within.exclude(Exists(_heads(at).filter(office=OuterRef("office"), officer=actor.officer_id)))
    return theirs.exclude(Exists(_between(actor, at=at)))


def _between(actor: Actor, *, at: datetime):
    """Who heads an office between the complaint's and the actor's, without heading the complaint's own as well."""
    levels = PLACE_KINDS.index(actor.office_kind) + 1 if actor.office_kind in PLACE_KINDS else 0
    over = Q(pk=None)
    for kind in HAVE_OFFICES_BELOW[levels:]:
        over |= Q(office=OuterRef(str(kind)))
    also_there = _heads(at).filter(office=OuterRef(OuterRef("office")), officer=OuterRef("officer"))
    return _heads(at).filter(over).exclude(office=OuterRef("office")).exclude(Exists(also_there))


def _heads(at: datetime):
    return Posting.objects.heads().current(at)
