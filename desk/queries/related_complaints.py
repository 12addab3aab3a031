"""Complaints that belong beside one: linked with it, of the same person, or much like it.

Each list holds only what this reader may see, and is never longer than it says; what a reader may not see is not
counted either.
"""

import json
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from accounts.actors import Actor
from accounts.rules.offices import OfficeKind
from complaints.models import Complainant, Complaint, Event
from complaints.models.complaint import ComplaintQuerySet
from complaints.rules.linking import JOINS, other_of
from desk.queries.complaint_details import known_joins, may_see_identity

MOST = 10
NEAR = timedelta(days=30)


@dataclass(frozen=True)
class Beside:
    """`earlier` is None where this reader may not know who brings the complaint. `more_earlier`: there are others."""

    linked: list[Complaint]
    earlier: list[Complaint] | None
    more_earlier: bool
    similar: list[Complaint]


def beside(complaint: Complaint, actor: Actor) -> Beside:
    """The three lists. Six statements at most, however many complaints there are."""
    linked = linked_with(complaint, actor)
    earlier = of_the_same_person(complaint, actor)
    known = {complaint.pk, *(one.pk for one in linked), *(one.pk for one in earlier or [])}
    alike = [one for one in _latest(_similar(complaint, actor), MOST + len(known)) if one.pk not in known]
    return Beside(linked, earlier and earlier[:MOST], bool(earlier) and len(earlier) > MOST, alike[:MOST])


def linked_with(complaint: Complaint, actor: Actor) -> list[Complaint]:
    """Those that its history names, as far as this reader may know of them. Three statements; one where it names none.

    A merging says that one person brings both: `known_joins` asks for it what is asked below for earlier ones.
    """
    events = Event.objects.filter(complaint=complaint, kind__in=JOINS).order_by("-seq").values_list("kind", "body")
    joins = [(kind, other_of(json.loads(body)["facts"])) for kind, body in events[:MOST]]
    etags = {etag for _, etag in known_joins(actor, complaint, joins)}
    return list(_shown(Complaint.objects.visible_to(actor).filter(etag__in=etags))) if etags else []


def of_the_same_person(complaint: Complaint, actor: Actor) -> list[Complaint] | None:
    """With the same phone or document, by blind index, the newest first. Two statements.

    That two are of one person tells who brings both: so only a reader who may know it of either is told.
    """
    if not may_see_identity(actor, complaint):
        return None
    person = Complainant.objects.only("phone_index", "document_index").get(pk=complaint.complainant_id)
    same = Q()
    for name in ("phone_index", "document_index"):
        if index := bytes(getattr(person, name)):
            same |= Q(**{name: index})
    if not same:
        return []
    theirs = Complaint.objects.visible_to(actor).exclude(pk=complaint.pk)
    found = _latest(theirs.filter(complainant__in=Complainant.objects.filter(same).values("pk")), 2 * MOST)
    return [one for one in found if may_see_identity(actor, one)][: MOST + 1]


def _similar(complaint: Complaint, actor: Actor) -> ComplaintQuerySet:
    """Open ones of the same category and place (the station, where one is known), within a month of each other."""
    if complaint.district_id is None:
        return Complaint.objects.visible_to(actor).none()
    near = (complaint.received_at - NEAR, complaint.received_at + NEAR)
    seen = Complaint.objects.visible_to(actor).open()
    alike = seen.filter(category=complaint.category_id, district=complaint.district_id)
    if complaint.place.kind in {OfficeKind.STATION, OfficeKind.UNIT}:
        alike = alike.filter(place=complaint.place_id)
    return alike.filter(received_at__range=near)


def _latest(complaints: ComplaintQuerySet, number: int) -> ComplaintQuerySet:
    return _shown(complaints.order_by("-received_at", "-pk")[:number]).order_by("-received_at", "-pk")


def _shown(chosen: ComplaintQuerySet) -> ComplaintQuerySet:
    """Return the same with what is shown of them. Their ids are chosen first, before anything is joined."""
    related = "category", "place", "office", "holder__officer", "holder__office"
    return (
        Complaint.objects.unscoped("narrowed to ids that the reader may see")
        .filter(pk__in=chosen.values("pk"))
        .select_related(*related)
        .for_screen()
    )
