"""The reports that wait for one head's decision: the nearest one above whoever has the complaint."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from accounts.actors import Actor
from accounts.models import Posting
from accounts.models.posting import PostingQuerySet
from accounts.rules.offices import PLACE_KINDS, OfficeKind
from complaints.models import Complaint
from complaints.models.complaint import SCOPE_COLUMN, ComplaintQuerySet
from complaints.queries.previous_handling import had_a_part
from complaints.rules.statuses import Status

HAVE_OFFICES_BELOW = [kind for kind in PLACE_KINDS if kind is not OfficeKind.STATION]


def to_decide(actor: Actor, *, at: datetime) -> ComplaintQuerySet:
    """Reports that nobody has accepted and that are this head's to decide, as rules.capacities has it for SUPERIOR.

    By the index report_to_decide. An office that the same officer heads as the holder's is skipped; the head of the
    Central Police Office also decides on what others there report. What names somebody is left to `visible_to`.
    """
    reported = Complaint.objects.unscoped("narrowed to what the head decides on").filter(
        status=str(Status.REPORTED), accepted_at=None
    )
    if actor.office_kind is OfficeKind.CENTRAL:
        theirs = reported.exclude(holder__in=actor.postings if actor.seat else {actor.posting_id})
    else:
        within = reported.filter(**{SCOPE_COLUMN[actor.office_kind]: actor.office_id}).exclude(office=actor.office_id)
        theirs = within.exclude(office__in=_heads(at).filter(officer__in=actor.officers).values("office"))
    if actor.seat:
        theirs = theirs.exclude(had_a_part(actor, at=at))
    for kind in _between(actor):
        theirs = theirs.exclude(Exists(_heading_over(kind, at=at)))
    return theirs


def _between(actor: Actor) -> list[OfficeKind]:
    """The kinds of offices that can stand between a complaint's and the actor's."""
    levels = PLACE_KINDS.index(actor.office_kind) + 1 if actor.office_kind in PLACE_KINDS else 0
    return HAVE_OFFICES_BELOW[levels:]


def _heading_over(kind: OfficeKind, *, at: datetime) -> PostingQuerySet:
    """Who heads the complaint's office of that kind, unless it is the complaint's own, or they head that as well."""
    also_there = _heads(at).filter(office=OuterRef(OuterRef("office")), officer=OuterRef("officer"))
    over = _heads(at).filter(office=OuterRef(str(kind))).exclude(office=OuterRef("office"))
    return over.exclude(Exists(also_there))


def _heads(at: datetime):
    return Posting.objects.heads().current(at)
