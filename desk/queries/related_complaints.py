"""Complaints related to another one: linked with it, from the same person, or similar.

Each list has a maximum length and contains only complaints that the reader may see; others are not counted either.
"""

import json
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from accounts.actors import Actor
from accounts.rules.office_tree import OfficeKind
from complaints.models import Complainant, Complaint, Event
from complaints.models.complaint import ComplaintQuerySet
from complaints.rules.linking_events import LINK, LINKING_KINDS, current_relations, other_etag_in
from desk.queries.complaint_details import knowable_mentions_of_complaints, may_see_identity

MOST_LISTED = 10
MOST_EVENTS = 4 * MOST_LISTED
"""The most events about links that are read. Usually each complaint has one, or two if the link was removed."""
SIMILAR_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class RelatedComplaints:
    """The related complaints.

    `relations`: by the E-tag of a linked complaint, the event that began the relation. `earlier`: those from the same
    person; None if this reader may not know the complainant. `more_earlier`: there are more than the list shows.
    """

    linked: list[Complaint]
    relations: dict[str, str]
    earlier: list[Complaint] | None
    more_earlier: bool
    similar: list[Complaint]


def load_related_complaints(complaint: Complaint, actor: Actor) -> RelatedComplaints:
    """Return the three lists. Six statements at most, however many complaints there are."""
    relations = knowable_relations(complaint, actor)
    linked = list(_load_related_rows(Complaint.objects.visible_to(actor).filter(etag__in=relations)))
    earlier = complaints_of_same_person(complaint, actor)
    listed = {complaint.pk, *(one.pk for one in linked), *(one.pk for one in earlier or [])}
    similar = [
        one
        for one in _latest_complaints(_similar_complaints(complaint, actor), MOST_LISTED + len(listed))
        if one.pk not in listed
    ]
    return RelatedComplaints(
        linked,
        relations,
        earlier and earlier[:MOST_LISTED],
        bool(earlier) and len(earlier) > MOST_LISTED,
        similar[:MOST_LISTED],
    )


def knowable_relations(complaint: Complaint, actor: Actor) -> dict[str, str]:
    """Return the complaints that are linked or merged with this one: by E-tag, the event that began the relation.

    Only what this reader may know: a merge reveals that one person brought both, as in `complaints_of_same_person`. A
    relation that was taken back is not listed. Two statements; one if the history names no other complaint.
    """
    events = (
        Event.objects.filter(complaint=complaint, kind__in=LINKING_KINDS).order_by("-seq").values_list("kind", "body")
    )
    mentions = [(kind, other_etag_in(json.loads(body)["facts"])) for kind, body in events[:MOST_EVENTS]]
    joins = current_relations(reversed(mentions))
    knowable = knowable_mentions_of_complaints(actor, complaint, joins)
    return {etag: kind for kind, etag in sorted(knowable, key=lambda join: join[0] != LINK)}


def complaints_of_same_person(complaint: Complaint, actor: Actor) -> list[Complaint] | None:
    """Return the complaints with the same phone or identity document, by blind index, the newest first. Two statements.

    That one person brought both reveals each complainant, so the reader must be allowed to know both. None if the
    reader may not know the complainant of this one.
    """
    if not may_see_identity(actor, complaint):
        return None
    person = Complainant.objects.only("phone_index", "document_index").get(pk=complaint.complainant_id)
    is_same_person = Q()
    for name in ("phone_index", "document_index"):
        if index := bytes(getattr(person, name)):
            is_same_person |= Q(**{name: index})
    if not is_same_person:
        return []
    visible = Complaint.objects.visible_to(actor).exclude(pk=complaint.pk)
    people = Complainant.objects.filter(is_same_person).values("pk")
    complaints = _latest_complaints(visible.filter(complainant__in=people), 2 * MOST_LISTED)
    return [one for one in complaints if may_see_identity(actor, one)][: MOST_LISTED + 1]


def _similar_complaints(complaint: Complaint, actor: Actor) -> ComplaintQuerySet:
    """Return open complaints of the same category and district, or station if it is known, received within 30 days."""
    if complaint.district_id is None:
        return Complaint.objects.visible_to(actor).none()
    period = (complaint.received_at - SIMILAR_WITHIN, complaint.received_at + SIMILAR_WITHIN)
    visible = Complaint.objects.visible_to(actor).open()
    similar = visible.filter(category=complaint.category_id, district=complaint.district_id)
    if complaint.place.kind in {OfficeKind.STATION, OfficeKind.UNIT}:
        similar = similar.filter(place=complaint.place_id)
    return similar.filter(received_at__range=period)


def _latest_complaints(complaints: ComplaintQuerySet, number: int) -> ComplaintQuerySet:
    return _load_related_rows(complaints.order_by("-received_at", "-pk")[:number]).order_by("-received_at", "-pk")


def _load_related_rows(chosen: ComplaintQuerySet) -> ComplaintQuerySet:
    """Return the same complaints with the related rows that are shown. A subquery selects their ids before any join."""
    related = "category", "place", "office", "holder__officer", "holder__office"
    return (
        Complaint.objects.unscoped("filtered by ids that the reader may see")
        .filter(pk__in=chosen.values("pk"))
        .select_related(*related)
        .for_screen()
    )
