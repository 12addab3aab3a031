"""Find the other complaint of a link or a merge by the E-tag that the officer typed."""

import json

from accounts.actors import Actor
from complaints.models import Complaint, Event
from complaints.rules import etag
from complaints.rules.linking_events import LINKING_KINDS, current_relations, other_etag_in
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import FINAL
from ledger.service_exceptions import Refused


def find_other_complaint(complaint: Complaint, typed_etag: str | None, *, by: Actor) -> Complaint:
    """Return the complaint with the typed E-tag.

    Raises Refused if there is none, if it is the same one, or if this officer may not see it.
    """
    try:
        number = etag.parse_etag(typed_etag or "")
    except etag.MistypedEtag as error:
        raise Refused(Refusal.NO_SUCH_COMPLAINT) from error
    other_complaint = Complaint.objects.visible_to(by).select_related("complainant").filter(etag=number).first()
    if other_complaint is None or other_complaint.pk == complaint.pk:
        raise Refused(Refusal.NO_SUCH_COMPLAINT)
    return other_complaint


def find_earlier_complaint(complaint: Complaint, typed_etag: str | None, *, by: Actor) -> Complaint:
    """Return the complaint with the typed E-tag, for a merge.

    Raises Refused if it is not an earlier, open complaint of a person with the same phone, e-mail address or document.
    """
    earlier = find_other_complaint(complaint, typed_etag, by=by)
    if not _is_same_person(earlier, complaint):
        raise Refused(Refusal.NOT_THE_SAME_PERSON)
    is_earlier = (earlier.received_at, earlier.pk) < (complaint.received_at, complaint.pk)
    if not is_earlier or earlier.status in FINAL:
        raise Refused(Refusal.NOT_EARLIER)
    return earlier


def is_related(complaint: Complaint, relation: str, other_etag: str) -> bool:
    """Return whether the history of a complaint says that it is linked with the other one, or merged into it.

    relation: LINK, MERGE or TAKEN_IN. One query.
    """
    events = Event.objects.filter(complaint=complaint, kind__in=LINKING_KINDS).order_by("seq")
    rows = ((kind, other_etag_in(json.loads(body)["facts"])) for kind, body in events.values_list("kind", "body"))
    return (relation, other_etag) in current_relations(rows)


def _is_same_person(first: Complaint, second: Complaint) -> bool:
    """Compare the blind indexes, so that nothing has to be decrypted."""
    names = "phone_index", "email_index", "document_index"
    pairs = ((bytes(getattr(first.complainant, name)), bytes(getattr(second.complainant, name))) for name in names)
    return any(index and index == other_index for index, other_index in pairs)
